"""How often each rule of disagreement is right, from the stories of the dev set: docs/error_rates.csv, which `make bench` writes anew.

Numbers and rule versions, no sentence of anyone's. Matching is score_fakes.py's own. Precision is of a type's rows; recall is of the gold's
rows of the kind that the type is for, found under any type: the gold knows kinds, not our types. A test demands a new measurement when a
rule has another version than the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from tests.benchmarks.scorers import ROOT, module

FILE = ROOT / "docs" / "error_rates.csv"
README = ROOT / "README.md"
RULES = ROOT / "dbt_project" / "models" / "intermediate"
KINDS = {
    "figure contradiction": "figure_value figure_bound figure_unit figure_indicator figure_component",
    "figure update": "figure_update",
    "figure granularity": "figure_rounding figure_vague",
    "figure scope": "figure_subset figure_scope",
    "date contradiction": "date_disjoint occurrence_count",
    "date granularity": "date_precision date_unanchored date_role",
    "place contradiction": "place",
    "place granularity": "place_precision",
    "cause contradiction": "cause",
    "cause granularity": "cause_detail",
    "actor blame": "responsibility",
    "actor contradiction": "victims",
    "actor granularity": "actor_detail",
    "certainty contradiction": "denial",
    "certainty granularity": "modality",
    "attribution contradiction": "quote_wording",
    "attribution granularity": "attribution",
    "role contradiction": "role",
}
"""Kind of the gold, and the types that are for it."""
UNSCORED = ("quote_wording", "terminology", "date_unanchored")
"""Types whose rows the scorer leaves out, being unresolved or of words alone: no rate of theirs could ever rise."""

_BEGIN, _END = "<!-- error rates -->", "<!-- end of error rates -->"


@dataclass(frozen=True)
class Rate:
    """A row of the file. Counts; precision and recall follow from them."""

    type: str
    rule_version: str
    rows: int  # of this type between documents of one story
    right: int
    gold_kind: str
    gold: int  # gold rows of the kind
    found: int  # of them found, under whatever type


def rule_versions() -> dict[str, str]:
    """Type -> version, as the rules' SQL gives them."""
    found = {}
    for path in sorted(RULES.glob("int_disagreement__*.sql")):
        type_ = path.stem.removeprefix("int_disagreement__")
        versions = re.findall(r"'([a-z_]+\.\d+)'", path.read_text(encoding="utf-8"))
        found[type_] = " ".join(sorted(set(versions)))
    return found


def measure(bench: Path, marts: Path) -> list[Rate]:
    """A row per type that has a rule, over the stories of the dev set."""
    scorer = module(bench, "score_fakes")
    said, folder = scorer.Marts(str(marts)), bench / "fakes"
    types = dict(said.connection.execute("select disagreement_id, type from fct_disagreements").fetchall())
    rows = list(_rows(said, types))
    articles = {a["doc_id"]: a for a in scorer.common.read_jsonl(folder / "articles.jsonl")}
    told, right, gold_rows, found = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for story in scorer.common.read_jsonl(folder / "stories.jsonl"):
        gold = [_prepared(scorer, g, story, articles, said.text) for g in story["disagreements"]]
        used: set[int] = set()
        for row in (row for row in rows if all(any(c[0] in story["docs"] for c in side) for side in row["sides"].values())):
            hits = [g for g in gold if scorer.row_matches(row, g)]
            fresh = [g for g in hits if id(g) not in used]
            if not hits and len({c[0] for side in row["sides"].values() for c in side}) == 1:
                continue  # within one document: the gold is of pairs of documents
            told[row["type"]] += 1
            if fresh:
                used.add(id(fresh[0]))
                right[row["type"]] += 1
        for g in gold:
            kind = f"{g['aspect'].partition(':')[0]} {g['kind']}"
            gold_rows[kind] += 1
            found[kind] += id(g) in used
    kinds = {type_: kind for kind, listed in KINDS.items() for type_ in listed.split()}
    return [
        Rate(t, version, told[t], right[t], kinds.get(t, ""), gold_rows[kinds.get(t, "")], found[kinds.get(t, "")])
        for t, version in rule_versions().items()
    ]


def _rows(said: Any, types: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The scorer's rows, each with its type: it gives them by id, in the order of its query, and leaves the id out."""
    ids = [
        row[0]
        for row in said.connection.execute(
            "select distinct disagreement_id from fct_disagreements join fct_disagreement_sides using (disagreement_id) "
            "join dim_documents using (document_id) where class in ('conflict', 'explained') and aspect <> 'term' order by 1"
        ).fetchall()
    ]
    rows = said.disagreements()
    if len(rows) != len(ids):
        raise ValueError(f"{len(rows)} rows of the scorer for {len(ids)} disagreements: some have not two sides")
    for id_, row in zip(ids, rows, strict=True):
        yield {**row, "type": types[id_]}


def _prepared(scorer: Any, gold: dict[str, Any], story: dict[str, Any], articles: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    measure_ = gold["aspect"].partition(":")[2].split(":")[0]
    alike = [f for f in story["figures"] if f["event_id"] == gold["event_id"] and f["measure"].split(":")[0] == measure_]
    return {**gold, **{side: scorer.gold_side(gold[side], articles, texts, alike) for side in ("a", "b")}}


def write(rates: list[Rate]) -> None:
    """The file, and the table of README that shows it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields(Rate)])
    writer.writerows(map(astuple, rates))
    FILE.write_text(out.getvalue(), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    before, after = text.partition(_BEGIN)[0], text.partition(_END)[2]
    README.write_text(f"{before}{shown(rates)}{after}", encoding="utf-8")


def read() -> list[Rate]:
    """The file as it stands."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Rate(**{k: int(v) if k in ("rows", "right", "gold", "found") else v for k, v in row.items()}) for row in csv.DictReader(file)
        ]


def shown(rates: list[Rate]) -> str:
    """The table as README has it, between its two marks."""
    lines = ["| type | rows | right | precision | kind of the gold | found | recall |", "|---|---|---|---|---|---|---|"]
    for rate in sorted(rates, key=lambda r: (-r.rows, r.type)):
        found = f"{rate.found} of {rate.gold}" if rate.gold else "–"
        if rate.type in UNSCORED:
            lines.append(f"| {rate.type} | not scored | – | – | {rate.gold_kind or '–'} | {found} | – |")
            continue
        precision, recall = share(rate.right, rate.rows), share(rate.found, rate.gold)
        lines.append(f"| {rate.type} | {rate.rows} | {rate.right} | {precision} | {rate.gold_kind or '–'} | {found} | {recall} |")
    return "\n".join([_BEGIN, *lines, _END])


def share(part: int, whole: int) -> str:
    """Two digits, or a dash where there is nothing to divide by."""
    return f"{part / whole:.2f}" if whole else "–"
