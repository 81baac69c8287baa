"""`python -m tests.benchmarks.claims_growth`: what the models cost over generated claims, and how that grows with their number.

Made by SQL straight into raw.*: events that five documents of as many outlets tell, twenty claims an event (tolls that differ, bounds, vague
words, dates, places, roles), whatever their total. So twice the claims is twice the events, and the cost should double.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click
import duckdb

from tests.benchmarks.scorers import ROOT, RunFailed

CLAIMS_PER_EVENT = 20
DOCUMENTS_PER_EVENT = 5
OUTLETS = 60
RAW_SQL = ROOT / "warehouse" / "raw.sql"

_DOCUMENTS = f"""
CREATE TEMP TABLE told AS
SELECT event, copy, 'doc_' || event || '_' || copy AS document_id, 'men_' || event || '_' || copy AS mention_id,
       TIMESTAMP '2024-01-01' + to_days((event % 700)::INTEGER) AS day, (event * 7 + copy * 11) % {OUTLETS} AS outlet
FROM range($events) AS events(event), range({DOCUMENTS_PER_EVENT}) AS copies(copy);

INSERT INTO raw.documents BY NAME
SELECT document_id, document_id AS document_ref, 'outlet ' || outlet AS outlet, 'Fire ' || event AS title, 'en' AS language,
       'Fire ' || event || ' killed people.' AS text, sha256(document_id) AS text_sha256, day + to_days(copy // 3) AS published_earliest,
       day + to_days(copy // 3 + 1) AS published_latest, 'dateline' AS published_basis, FALSE AS is_date_conflict,
       TIMESTAMP '2025-01-01' AS ingested_at
FROM told;

INSERT INTO raw.sections SELECT document_id, 0, length(text), 'body', 'generated' FROM raw.documents;
INSERT INTO raw.events SELECT 'evt_' || event, mention_id FROM told WHERE copy = 0;
INSERT INTO raw.event_memberships SELECT mention_id, document_id, 'evt_' || event, 1.0 FROM told;
INSERT INTO raw.event_links SELECT 'evt_' || event, 'doc_' || event || '_0', document_id, 0.9, '[]' FROM told WHERE copy > 0;
INSERT INTO raw.places VALUES ('iso:PK', 'Pakistan', 'PK', NULL, 1, 30, 70), ('geo:1', 'Multan', 'PK', 'iso:PK', 4, 30, 71);
INSERT INTO raw.place_containment VALUES ('iso:PK', 'iso:PK', 0), ('geo:1', 'geo:1', 0), ('geo:1', 'iso:PK', 1);
INSERT INTO raw.counted_classes VALUES ('person', 'person', 0), ('civilian', 'civilian', 0), ('civilian', 'person', 1), ('child', 'child', 0),
    ('child', 'civilian', 1), ('child', 'person', 2);
INSERT INTO raw.actors SELECT 'act_' || event, 'Chief ' || event, 'Person', NULL, NULL FROM told WHERE copy = 0;
INSERT INTO raw.document_actors SELECT 'dac_' || document_id, document_id, 'Chief ' || event, 'Person', NULL, 'chief' || event, FALSE FROM told;
INSERT INTO raw.actor_links SELECT 'dac_' || document_id, document_id, 'act_' || event, 'name' FROM told;
INSERT INTO raw.extractions SELECT document_id, 'generated', 'none' FROM told;

INSERT INTO raw.event_mentions BY NAME
SELECT mention_id AS event_mention_id, document_id, 0 AS start_char, 4 AS end_char, 'Fire' AS quote, 'body' AS section_kind, 'fire' AS trigger,
       'x_ACCIDENT' AS event_type, 'ACTUAL' AS realis, day AS happened_earliest, day + INTERVAL 1 DAY AS happened_latest,
       'dateline' AS date_basis, 'geo:1' AS place_id, 'Multan' AS place, [] AS participants, TRUE AS is_primary,
       'generated' AS extractor_version
FROM told;
"""

_CLAIMS = """
INSERT INTO raw.claims BY NAME
WITH kinds(kind, aspect, measure, counted_class, section_kind) AS (
    VALUES (0, 'figure', 'killed', 'person', 'lead'), (1, 'figure', 'injured', 'person', 'body'), (2, 'date', NULL, NULL, 'lead'),
           (3, NULL, NULL, NULL, 'body')
),
said AS (
    SELECT told.*, kinds.* REPLACE (coalesce(kinds.aspect, CASE WHEN copy % 2 = 0 THEN 'place' ELSE 'role' END) AS aspect),
           -- The first three agree or differ by the event, the later ones tell a running toll.
           CASE WHEN kind = 0 THEN 10 + event % 50 + (copy % 3) * (event % 4) WHEN kind = 1 THEN 30 + event % 70 + copy * (event % 2) END AS number
    FROM told CROSS JOIN kinds
)
SELECT 'clm_' || document_id || '_' || kind AS claim_id, document_id, mention_id AS event_mention_id, aspect, measure, counted_class,
       counted_class AS topic, CASE WHEN kind = 1 AND copy = 4 THEN NULL ELSE number END::DOUBLE AS value, number::DOUBLE AS value_low,
       CASE WHEN (kind = 0 AND copy = 3) OR (kind = 1 AND copy = 4) THEN NULL ELSE number END::DOUBLE AS value_high,
       CASE WHEN aspect = 'figure' THEN CASE WHEN kind = 0 AND copy = 3 THEN 'at_least' WHEN kind = 1 AND copy = 4 THEN 'dozens' ELSE 'exact' END END
           AS qualifier,
       CASE WHEN aspect = 'figure' THEN 'total' END AS figure_role, FALSE AS is_derived, [] AS part_claim_ids,
       CASE WHEN aspect = 'date' THEN day + to_days((event + copy) % 3 // 2 * 3) END AS time_earliest,
       CASE WHEN aspect = 'date' THEN day + to_days((event + copy) % 3 // 2 * 3 + 1) END AS time_latest,
       CASE WHEN aspect = 'date' THEN 'day' END AS time_precision, CASE WHEN aspect = 'date' THEN 'text' END AS time_basis,
       CASE WHEN aspect = 'place' THEN CASE WHEN event % 3 = 0 THEN 'iso:PK' ELSE 'geo:1' END END AS place_id,
       CASE WHEN aspect = 'role' THEN 'dac_' || document_id END AS document_actor_id,
       CASE aspect WHEN 'place' THEN 'Multan' WHEN 'role' THEN CASE WHEN (event + copy) % 4 = 0 THEN 'fire chief' ELSE 'mayor' END
           WHEN 'date' THEN strftime(day + to_days((event + copy) % 3 // 2 * 3), '%Y-%m-%d') END AS label,
       FALSE AS is_generic, 'ACTUAL' AS realis, section_kind, 0 AS start_char, 4 AS end_char, 'Fire' AS quote,
       'generated' AS extractor_version
FROM said;

INSERT INTO raw.origins SELECT 'ori_' || document_id, 'document', document_id FROM told;
INSERT INTO raw.claim_origins SELECT claim_id, document_id, 'ori_' || document_id, 'document' FROM raw.claims;
"""


def generate(path: Path, claims: int) -> None:
    """A build file with so many claims, rounded down to whole events."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(RAW_SQL.read_text(encoding="utf-8"))
        connection.execute(_DOCUMENTS.replace("$events", str(claims // CLAIMS_PER_EVENT)))
        connection.execute(_CLAIMS)


def dbt_cpu_seconds(warehouse: Path, *arguments: str) -> float:
    """User and system time of one dbt command over the build file in that folder. Raises RunFailed."""
    command = [
        str(Path(sys.executable).with_name("dbt")),
        "--quiet",
        *arguments,
        "--project-dir",
        "dbt_project",
        "--profiles-dir",
        "dbt_project",
    ]
    environment = {**os.environ, "RASHOMON_WAREHOUSE": str(warehouse)}
    child = subprocess.Popen([*command, "--target-path", str(warehouse / "target")], cwd=ROOT, env=environment)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RunFailed(f"dbt {arguments[0]}: exit {child.returncode}")
    return usage.ru_utime + usage.ru_stime


def measure(claims: int, folder: Path) -> float:
    """CPU seconds of `dbt run` over all models with so many generated claims."""
    folder.mkdir()
    generate(folder / "build.duckdb", claims)
    dbt_cpu_seconds(folder, "seed")  # which also leaves dbt its parse of the project
    return dbt_cpu_seconds(folder, "run")


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of seconds over sizes, both as logarithms, by least squares: 1 where twice the claims cost twice the time."""
    xs, ys = [math.log(size) for size in sizes], [math.log(second) for second in seconds]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)


@click.command()
@click.option("--sizes", default="10000,100000,1000000", show_default=True, help="Numbers of claims, commas between.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Leave the warehouses in this new folder, to look at them.")
def main(sizes: str, keep: Path | None) -> None:
    """Generate, run dbt, print CPU seconds and the exponent of their growth. Start-up is what the models cost over no claims at all."""
    wanted = [int(size) for size in sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="rashomon-growth-") as scratch:
        folder = keep or Path(scratch)
        folder.mkdir(exist_ok=True)
        start_up = measure(0, folder / "0")
        click.echo(f"{0:>9,} claims {start_up:8.1f} s CPU: start-up")
        found = []
        for size in wanted:
            found.append(measure(size, folder / str(size)) - start_up)
            click.echo(f"{size:>9,} claims {found[-1]:8.1f} s CPU beyond it", nl=True)
    click.echo(f"exponent {exponent(wanted, found):.3f}")


if __name__ == "__main__":
    main()
