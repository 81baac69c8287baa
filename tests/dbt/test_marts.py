"""The marts over hand-made rows: what the SQL makes of reports whose reading is not in doubt. One `dbt build` for all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from hand_made import Rows, builders, ferry

from extractors.ids import content_id

ROOT = Path(__file__).resolve().parents[2]


def dbt(command: str, warehouse: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """One dbt command over the build file of the warehouse, in a process of its own: dbt keeps the file open until it ends."""
    return subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")),
            "--no-use-colors",
            command,
            "--project-dir",
            "dbt_project",
            "--profiles-dir",
            "dbt_project",
        ]
        + ["--target-path", str(warehouse / "target"), "--log-path", str(warehouse / "logs"), *more],
        cwd=ROOT,
        env={**os.environ, "RASHOMON_WAREHOUSE": str(warehouse)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build file after a whole `dbt build`, unit tests and data tests included."""
    warehouse = tmp_path_factory.mktemp("hand-made")
    rows = Rows()
    builders(rows)
    ferry(rows)
    rows.write(warehouse / "build.duckdb")
    done = dbt("build", warehouse)
    assert done.returncode == 0, done.stdout[-6000:]
    return warehouse / "build.duckdb"


def ask(built: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(built), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_each_difference_is_found_once_and_called_by_its_name(built: Path):
    found = ask(
        built,
        """
        select event_id, aspect, measure, type, class, is_within_document,
            min(quote) filter (where side = 'a'), min(quote) filter (where side = 'b')
        from marts.fct_disagreements
        join marts.fct_disagreement_sides using (disagreement_id)
        group by disagreement_id, event_id, aspect, measure, type, class, is_within_document
        order by all
        """,
    )
    assert found == [
        ("evt_ferry", "figure", "injured", "figure_vague", "explained", False, "Dozens", "31"),
        ("evt_ferry", "figure", "killed", "figure_update", "explained", False, "43 people", "126 people"),
        ("evt_ferry", "figure", "killed", "figure_update", "explained", False, "52 people", "126 people"),
        ("evt_ferry", "figure", "killed", "figure_value", "conflict", False, "43 people", "52 people"),
        ("evt_sending", "figure", "sent", "figure_component", "conflict", False, "1,000 engineers",
         "one thousand sappers and five thousand builders"),
        ("evt_sending", "role", None, "role", "conflict", True, "Defence Chief", "Security Council Secretary"),
        ("evt_sending", "term", "sent", "terminology", "explained", False, "1,000 engineers", "one thousand sappers"),
        ("evt_visit", "date", None, "date_disjoint", "conflict", False, "early July", "April 2nd"),
        ("evt_visit", "date", None, "date_unanchored", "unresolved", True, "April 2nd", "this month"),
    ]  # fmt: skip


def test_padding_and_older_versions_take_no_side(built: Path):
    assert ask(built, "select count(*) from marts.fct_disagreement_sides where section_kind = 'generated' or quote = '999 people'") == [
        (0,)
    ]
    assert ask(built, "select event_id, section_kind from marts.fct_claims where quote = '999 people'") == [(None, "body")]


def test_ids_are_those_that_python_would_make(built: Path):
    ids = ask(built, "select disagreement_id, event_id, aspect, measure, counted from marts.fct_disagreements where type = 'figure_value'")
    assert ids == [
        (content_id("dis", "evt_ferry", "figure", "killed", "person", "43.0", "52.0"), "evt_ferry", "figure", "killed", "person")
    ]
    assert ask(built, "select disagreement_id from marts.fct_disagreements where type = 'date_disjoint'") == [
        (content_id("dis", "evt_visit", "date", None, None, "2021-07", "XXXX-04-02"),)
    ]


def test_an_explanation_names_values_outlets_and_speakers(built: Path):
    told = dict(ask(built, "select type, explanation from marts.fct_disagreements where class = 'conflict'"))
    assert told["figure_component"].startswith(
        "1,000 sent according to an unnamed outlet; 6,000 sent (a sum) according to outlet-b, citing Anton Orlov: "
    )
    assert told["figure_value"].startswith("43 killed according to outlet-a; 52 killed according to outlet-b: ")
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in told.values())


def test_a_disagreement_is_first_seen_when_both_sides_are_there(built: Path):
    seen = ask(
        built,
        "select first_seen_at::date::varchar, last_seen_at::date::varchar from marts.fct_disagreements where type = 'figure_component'",
    )
    assert seen == [("2025-07-02", "2025-07-02")]


def test_an_utterance_is_one_origin(built: Path):
    assert ask(built, "select origins_count from marts.fct_disagreements where type = 'figure_component'") == [(2,)]


def test_a_report_gives_its_sum_only_where_it_states_no_total(built: Path):
    totals = ask(built, "select document_ref, measure, value, value_high, is_derived from marts.fct_report_figures "
                        "join marts.dim_documents using (document_id) order by all")  # fmt: skip
    assert totals == [
        ("builders-a", "sent", 1000, 1000, False),
        ("builders-b", "sent", 6000, 6000, True),
        ("ferry-1", "injured", None, None, False),
        ("ferry-1", "killed", 43, 43, False),
        ("ferry-2", "injured", 31, 31, False),
        ("ferry-2", "killed", 52, 52, False),
        ("ferry-3", "killed", 126, None, False),
    ]


def test_silence_is_in_coverage_and_nowhere_else(built: Path):
    covered = ask(built, "select document_ref, measure, coverage from marts.fct_coverage join marts.dim_documents using (document_id) "
                         "where event_id = 'evt_ferry' order by all")  # fmt: skip
    assert covered == [
        ("ferry-1", "injured", "value"),
        ("ferry-1", "killed", "value"),
        ("ferry-2", "injured", "value"),
        ("ferry-2", "killed", "value"),
        ("ferry-3", "injured", "silent"),
        ("ferry-3", "killed", "value"),
    ]


def test_an_event_is_one_row_over_its_newest_reports(built: Path):
    events = ask(built, "select event_id, event_type, documents_count, sources_count from marts.fct_events order by all")
    assert events == [("evt_ferry", "x_ACCIDENT", 3, 3), ("evt_sending", "AID", 2, 1), ("evt_visit", "CONSULT", 2, 1)]


def test_keys_are_held_by_the_tables_themselves(built: Path):
    """not_null in a contract is no word only: the table refuses the row."""
    nullable = ask(
        built,
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and is_nullable "
        "and column_name in ('disagreement_id', 'claim_id', 'event_id') and table_name in (select table_name from duckdb_tables()) "
        "order by all",
    )
    # A claim may belong to no event, and so may who is said to say what; a judgement may have lost its disagreement.
    assert nullable == [("fct_attributions", "event_id"), ("fct_claims", "event_id"), ("fct_judgements", "disagreement_id")]


def test_descriptions_are_column_comments(built: Path):
    bare = ask(built, "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and comment is null")
    assert bare == []
    assert ask(built, "select count(*) from duckdb_tables() where schema_name = 'marts' and comment is null") == [(0,)]


def test_a_shifted_span_is_caught(built: Path):
    """The quotes after an emoji sequence and a combining mark hold as they are; a span that is off by one does not."""
    with duckdb.connect(str(built)) as connection:
        connection.execute("update raw.claims set start_char = start_char + 1, end_char = end_char + 1 where quote = 'April 2nd'")
        try:
            connection.close()
            done = dbt("test", built.parent, "--select", "assert_quotes_match")
        finally:
            with duckdb.connect(str(built)) as again:
                again.execute("update raw.claims set start_char = start_char - 1, end_char = end_char - 1 where quote = 'April 2nd'")
    assert done.returncode == 1
    assert "Got 1 result" in done.stdout
