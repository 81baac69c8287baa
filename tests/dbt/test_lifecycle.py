"""What becomes of disagreements over builds at set times: the feed of changes, judgements that outlive them, documents that are forgotten."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from hand_made import Rows, builders, ferry
from test_marts import dbt

from orchestration.steps import build_marts
from warehouse import marts
from warehouse.forget import forget
from warehouse.judgements import COLUMNS, append_judgement, judgement_of
from warehouse.publish import publish
from warehouse.stamps import set_stamp
from warehouse.store import Warehouse

ROOT = Path(__file__).resolve().parents[2]


class Built:
    """A warehouse whose clock is set, with its file of judgements."""

    def __init__(self, folder: Path, judgements: Path):
        self.now = datetime(2025, 7, 10, 12)
        self.warehouse = Warehouse(folder, clock=lambda: self.now)
        self.judgements = judgements

    def build(self, hour: int) -> None:
        """A whole build at that hour of the day, tests left out, and what it publishes."""
        self.now = datetime(2025, 7, 10, hour)

        def events():
            done = dbt("build", self.warehouse.directory, "--exclude-resource-type", "test", "unit_test")
            assert done.returncode == 0, done.stdout[-6000:]
            yield done

        with self.warehouse.transaction() as connection:
            set_stamp(connection, "linked", f"as of {hour}" if hour != 13 else "as of 12")  # what linking would have left
        assert len(list(build_marts(self.warehouse, events(), whole=True))) == 1
        publish(self.warehouse)

    def ask(self, sql: str, *parameters: object) -> list[tuple]:
        with duckdb.connect(str(self.warehouse.build_path)) as connection:
            return connection.execute(sql, parameters).fetchall()

    def feed(self, since_hour: int) -> list[tuple]:
        """Change, status and type of what changed from that hour on."""
        rows = marts.changes(self.warehouse.marts_path, datetime(2025, 7, 10, since_hour))
        return sorted((row["change"], row["status"], row["type"]) for row in rows)

    def known_at(self, hour: int, minute: int = 0) -> dict[str, str]:
        """Status of each disagreement as it was known then, by type; the query of docs/queries.md."""
        rows = self.ask(
            "select type, status from marts.fct_disagreement_changes where changed_at <= ? "
            "qualify row_number() over (partition by disagreement_id order by change_number desc) = 1",
            datetime(2025, 7, 10, hour, minute),
        )
        return {type_: status for type_, status in rows if type_ in ("figure_value", "role")}


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A day's work: a build at 12, another at 13 with nothing new, at 14 with two judgements, at 15 with a corrected report, at 16 with one less."""
    folder = tmp_path_factory.mktemp("day")
    built = Built(folder / "warehouse", folder / "judgements.csv")
    shutil.copy(ROOT / "seeds/reference/judgements.csv", built.judgements)
    rows = Rows()
    builders(rows)
    ferry(rows)
    built.warehouse.directory.mkdir()
    rows.write(built.warehouse.build_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASHOMON_JUDGEMENTS", str(built.judgements))
        built.build(12)
        built.build(13)
        judge(built, "figure_value", "reject", note='two "sinkings", one port')
        judge(built, "role", "reclassify", class_="explained")
        with built.judgements.open("a") as file:
            file.write("perhaps,,,\n")
        built.build(14)
        correct(built)
        built.build(15)
        forget(built.warehouse, "ferry-1")
        built.build(16)
    return built


def judge(built: Built, type_: str, verdict: str, *, class_: str | None = None, note: str | None = None) -> None:
    path = built.warehouse.marts_path
    (row,) = [row for row in marts.disagreements(path) if row["type"] == type_]
    claims = marts.evidence(path, row["disagreement_id"])
    decided = {"verdict": verdict, "class_": class_, "type": None, "note": note, "who": "Ida", "when": built.now}
    append_judgement(built.judgements, judgement_of(row, claims, **decided))


def correct(built: Built) -> None:
    """A second version of the second report: 43 dead now, as the first report says."""
    rows = Rows()
    text = "The sinking of the Ansel ferry killed 43 people, and 31 were hurt."
    document = rows.document("ferry-2", text, outlet="outlet-b", day="2021-03-01", ingested="2025-07-09")
    mention = rows.mention("evt_ferry", document, text, is_primary=True, event_type="x_ACCIDENT")
    rows.figure(mention, document, "43 people", "killed", 43)
    rows.figure(mention, document, "31", "injured", 31)
    del rows.tables["events"]  # it is there
    rows.write(built.warehouse.build_path)


def test_all_is_new_once_and_a_build_of_the_same_adds_nothing(day: Built):
    assert day.ask("select count(*) from raw.disagreement_changes where changed_at = ?", datetime(2025, 7, 10, 13)) == [(0,)]
    first = day.ask("select type, change, status from marts.fct_disagreement_changes where changed_at = ?", datetime(2025, 7, 10, 12))
    assert {change for _, change, _ in first} == {"new"} and len(first) == 9
    assert {(type_, status) for type_, _, status in first if status != "open"} == {("figure_update", "superseded")}


def test_the_feed_tells_what_was_judged_corrected_and_forgotten(day: Built):
    assert day.feed(17) == []
    # The sums of the day: 52 beside 126 and 52 beside 43 went with the correction, all that the first report held with the first report.
    assert ("closed", "superseded", "figure_value") in day.feed(15)
    assert {change for change, *_ in day.feed(16)} == {"closed"}
    assert {status for _, status, _ in day.feed(16)} == {"gone"}
    assert [row for row in day.feed(14) if row[1] == "judged"] == [("closed", "judged", "figure_value"), ("closed", "judged", "role")]


def test_what_was_known_at_an_hour_is_a_query(day: Built):
    assert day.known_at(11) == {}
    assert day.known_at(12, 30) == {"figure_value": "open", "role": "open"}
    assert day.known_at(14, 30) == {"figure_value": "judged", "role": "judged"}
    assert day.known_at(15, 30) == {"figure_value": "superseded", "role": "judged"}


def test_a_judgement_stands_beside_what_the_rules_say(day: Built):
    assert day.ask("select class, verdict, judged_class, judged_by, status from marts.rpt_disagreements where type = 'role'") == [
        ("conflict", "reclassify", "explained", "Ida", "judged")
    ]
    assert day.ask("select count(*) from marts.rpt_open_conflicts where types like '%role%'") == [(0,)]


def test_judgements_that_stand_for_nothing_are_listed_with_the_reason(day: Built):
    told = day.ask("select state, verdict, reason from marts.fct_judgements order by state")
    assert [(state, verdict) for state, verdict, _ in told] == [("invalid", "perhaps"), ("orphaned", "reject"), ("standing", "reclassify")]
    assert "quotation is gone" in told[1][2] and "verdict" in told[0][2]
    assert day.ask("select kind, reason from marts.rpt_set_aside") == [("judgement", told[0][2])]


def test_a_forgotten_document_leaves_nothing_but_its_name(day: Built):
    tables = day.ask(
        "select schema_name, table_name, column_name from duckdb_columns() where database_name = 'build' "
        "and schema_name in ('raw', 'cache') and data_type in ('VARCHAR', 'VARCHAR[]') and table_name not in ('judgements', 'forgotten')"
    )
    for schema, table, column in tables:
        assert day.ask(f"select count(*) from {schema}.{table} where \"{column}\"::varchar similar to '.*(ferry-1|Dozens were).*'") == [
            (0,)
        ], table
    assert day.ask("select document_ref, forgotten_at from raw.forgotten") == [("ferry-1", datetime(2025, 7, 10, 15))]
    with duckdb.connect(str(day.warehouse.marts_path), read_only=True) as connection:
        assert connection.execute("select count(*) from dim_documents where document_ref = 'ferry-1'").fetchall() == [(0,)]


def test_the_event_keeps_its_id_and_the_feed_loses_the_words(day: Built):
    assert day.ask("select event_id, documents_count from marts.fct_events where event_id = 'evt_ferry'") == [("evt_ferry", 2)]
    told = day.ask("select label_a, label_b from raw.disagreement_changes where status = 'gone'")
    assert told and set(told) == {(None, None)}
    assert day.ask("select count(*) from raw.disagreement_changes where type = 'role' and label_a is null") == [(0,)]


def test_the_file_of_judgements_has_the_columns_that_are_written():
    assert (ROOT / "seeds/reference/judgements.csv").read_text().splitlines()[0] == ",".join(COLUMNS)
