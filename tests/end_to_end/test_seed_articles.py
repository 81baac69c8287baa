"""The whole road on the shipped articles alone: three stories, their known disagreements, the contract, and a second run."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = {
    table: [column.strip() for column in columns.split(",")]
    for table, columns in tomllib.loads(Path(__file__).with_name("contract.toml").read_text(encoding="utf-8")).items()
}

PIONEERS, SAPPERS, WIRE_KURSK = "articles/pioneers-to-kursk.txt", "articles/sappers-and-builders.txt", "wire-2025-06-17-0412"
FIRST_HOURS, TOLL_43, NEXT_DAY = "articles/convoy-first-hours.txt", "articles/agency-wire/rashidin-toll.txt", "articles/convoy-next-day.txt"
HALL, TALL_TAWIL, WIRE_WEDDING = "articles/wedding-hall.txt", "articles/tall-tawil.txt", "wire-2016-10-03-0077"
STORIES = {
    "kursk": {PIONEERS, SAPPERS, WIRE_KURSK},
    "rashidin": {FIRST_HOURS, TOLL_43, NEXT_DAY},
    "wedding": {HALL, TALL_TAWIL, WIRE_WEDDING},
}


def said(ref: str | set[str], *words: str) -> Callable:
    """A test for a claim of one of the documents whose quote holds one of the words."""
    refs = {ref} if isinstance(ref, str) else ref
    return lambda claim: claim.ref in refs and any(word in claim.quote for word in words)


def pick(run, **wanted) -> list:
    """Disagreements with the wanted columns."""
    return [d for d in run.disagreements if all(getattr(d, name) == value for name, value in wanted.items())]


def told(run) -> str:
    """All disagreements, for the message of a test that fails."""
    return "\n".join(
        f"{d.klass} {d.type} {d.measure} {[(c.ref, c.quote) for c in d.sides['a']]} | {[(c.ref, c.quote) for c in d.sides['b']]}"
        for d in run.disagreements
    )


def test_every_article_is_taken_in(seed_run):
    assert set(seed_run.texts) == set().union(*STORIES.values())
    with duckdb.connect(str(seed_run.warehouse / "build.duckdb"), read_only=True) as connection:
        assert connection.execute("select path, reason from raw.rejects").fetchall() == []


@pytest.mark.parametrize(
    ("ref", "outlet", "day"),
    [
        (PIONEERS, None, None),
        (SAPPERS, "outlet-a", "2025-06-17"),
        (WIRE_KURSK, "outlet-b", "2025-06-17"),
        (FIRST_HOURS, "outlet-c", "2017-04-15"),
        (TOLL_43, "outlet-d", "2017-04-15"),
        (NEXT_DAY, "outlet-e", "2017-04-16"),
        (HALL, "outlet-f", "2016-10-04"),
        (WIRE_WEDDING, "outlet-g", "2016-10-03"),
    ],
)
def test_outlet_and_day_are_read_from_every_layout(seed_run, ref, outlet, day):
    [row] = seed_run.rows(
        "select s.name as outlet, strftime(d.published_earliest, '%Y-%m-%d') as day from marts.dim_documents d "
        "left join marts.dim_sources s using (source_id) where d.document_ref = ?",
        ref,
    )
    assert (row["outlet"], row["day"]) == (outlet, day)


def test_headerless_report_has_no_outlet(seed_run):
    assert seed_run.rows("select source_id from marts.dim_documents where document_ref = ?", TALL_TAWIL) == [{"source_id": None}]


def test_a_feed_that_swaps_day_and_month_is_kept_beside_the_date_line(seed_run):
    with duckdb.connect(str(seed_run.warehouse / "build.duckdb"), read_only=True) as connection:
        row = connection.execute(
            "select strftime(dateline_earliest, '%Y-%m-%d'), strftime(feed_earliest, '%Y-%m-%d'), is_date_conflict "
            "from raw.documents where document_ref = ?",
            [WIRE_WEDDING],
        ).fetchone()
    assert row == ("2016-10-03", "2016-03-10", True)


@pytest.mark.parametrize("story", STORIES)
def test_the_reports_of_a_story_lead_with_one_event(seed_run, story):
    assert len({seed_run.leads.get(ref, ref) for ref in STORIES[story]}) == 1, seed_run.leads


def test_the_three_stories_are_three_events(seed_run):
    leads = [{seed_run.leads[ref] for ref in refs if ref in seed_run.leads} for refs in STORIES.values()]
    assert all(leads)
    assert not (leads[0] & leads[1] or leads[0] & leads[2] or leads[1] & leads[2])


def test_links_say_why(seed_run):
    linked = seed_run.rows("select features, score from marts.fct_event_links")
    assert linked
    assert all(row["features"] and row["score"] > 0 for row in linked)


def test_no_disagreement_joins_two_stories(seed_run):
    assert seed_run.disagreements
    for row in seed_run.disagreements:
        assert any({claim.ref for claim in row.claims} <= refs for refs in STORIES.values()), row


FIGURES = [
    # type, class, measure, one side, the other
    ("figure_component", "conflict", "sent", said(PIONEERS, "1,000"), said({SAPPERS, WIRE_KURSK}, "5,000")),
    ("figure_update", "explained", "killed", said(TOLL_43, "43"), said(NEXT_DAY, "126")),
    ("figure_update", "explained", "killed", said(NEXT_DAY, "112"), said(NEXT_DAY, "126")),
    ("figure_value", "conflict", "killed", said(HALL, "32"), said(TALL_TAWIL, "22")),
    ("figure_value", "conflict", "killed", said(HALL, "32"), said(HALL, "31")),
]


@pytest.mark.parametrize(("type_", "klass", "measure", "here", "there"), FIGURES, ids=["component", "43-126", "112-126", "32-22", "32-31"])
def test_a_difference_of_figures_is_found_and_classed(seed_run, type_, klass, measure, here, there):
    rows = pick(seed_run, aspect="figure", type=type_, klass=klass, measure=measure)
    assert any(row.between(here, there) for row in rows), told(seed_run)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (said(FIRST_HOURS, "At least 24"), said(FIRST_HOURS, "at least 22")),
        (said(FIRST_HOURS, "At least 24"), said(TOLL_43, "43")),
        (said(WIRE_WEDDING, "at least 20", "At least 20"), said(HALL, "32")),
    ],
    ids=["24-22", "24-43", "20-32"],
)
def test_two_bounds_and_a_rising_toll_are_explained(seed_run, here, there):
    rows = [row for row in pick(seed_run, aspect="figure", measure="killed") if row.between(here, there)]
    assert [row.klass for row in rows] == ["explained"], told(seed_run)


def test_the_rising_toll_of_the_convoy_is_no_alarm(seed_run):
    rows = [row for row in pick(seed_run, aspect="figure", klass="conflict") if {claim.ref for claim in row.claims} <= STORIES["rashidin"]]
    assert rows == []


def test_the_office_in_the_headline_conflicts_with_the_office_in_the_body(seed_run):
    rows = pick(seed_run, aspect="role", klass="conflict")
    assert [(row.type, row.is_within_document) for row in rows] == [("role", True)], told(
        seed_run
    )  # one office under two names is one side
    assert rows[0].between(said(PIONEERS, "Defence Chief"), said(PIONEERS, "Security Council"))


def test_the_first_visit_has_two_dates(seed_run):
    rows = pick(seed_run, aspect="date", type="date_disjoint", klass="conflict")
    assert any(row.between(said(PIONEERS, "March 21"), said({SAPPERS, WIRE_KURSK}, "early June", "beginning of June")) for row in rows), (
        told(seed_run)
    )


def test_both_spellings_are_one_actor(seed_run):
    ids = seed_run.actors_called("Sergey Shoygu", "Sergei Shoigu")
    assert len(ids) == 1
    assert {r["alias"] for r in seed_run.rows("select alias from marts.actor_aliases where actor_id = ?", *ids)} >= {
        "Sergey Shoygu",
        "Sergei Shoigu",
    }


@pytest.mark.parametrize("table", ["fct_claims", "fct_event_reports", "fct_actor_roles", "fct_disagreement_sides"])
def test_every_quote_is_the_text_at_its_offsets(seed_run, table):
    rows = seed_run.rows(
        f"select document_ref, start_char, end_char, quote from marts.{table} join marts.dim_documents using (document_id)"
    )
    assert rows
    for row in rows:
        assert seed_run.texts[row["document_ref"]][row["start_char"] : row["end_char"]] == row["quote"]


def test_furniture_takes_no_side(seed_run):
    text = seed_run.texts[PIONEERS]
    kinds = {
        r["kind"]
        for r in seed_run.rows(
            "select kind from marts.document_sections join marts.dim_documents using (document_id) "
            "where document_ref = ? and (start_char = 0 or start_char >= ?)",
            PIONEERS,
            text.index("Read also"),
        )
    }
    assert kinds == {"furniture"}
    assert not [
        c for d in seed_run.disagreements for c in d.claims if c.ref == PIONEERS and (c.start < 15 or c.start >= text.index("Read also"))
    ]


@pytest.mark.parametrize("table", CONTRACT)
def test_marts_have_the_columns_of_the_contract_each_with_its_description(seed_run, table):
    rows = seed_run.rows("select column_name, comment from duckdb_columns() where table_name = ? and not internal", table)
    found = SimpleNamespace(
        columns=[r["column_name"] for r in rows], silent=[r["column_name"] for r in rows if not (r["comment"] or "").strip()]
    )
    assert [column for column in CONTRACT[table] if column not in found.columns] == []
    assert found.silent == []
    assert seed_run.rows(f"select count(*) as n from marts.{table}")[0]["n"] >= 0  # by the name that scorers and BI tools use


@pytest.mark.parametrize("table", CONTRACT)
def test_marts_are_described_up_to_their_grain(seed_run, table):
    [row] = seed_run.rows("select comment from duckdb_tables() where table_name = ? and not internal", table)
    assert "row per" in (row["comment"] or "").lower()


def test_a_disagreement_has_two_sides_that_share_no_claim(seed_run):
    for row in seed_run.disagreements:
        ids = {side: {claim.claim_id for claim in claims} for side, claims in row.sides.items()}
        assert ids["a"], row
        assert ids["b"], row
        assert not ids["a"] & ids["b"], row


def test_the_flat_report_has_a_row_per_disagreement(seed_run):
    flat = seed_run.rows("select count(*) as n, count(distinct disagreement_id) as ids from marts.rpt_disagreements")
    assert flat == [{"n": len(seed_run.disagreements), "ids": len(seed_run.disagreements)}]


def test_the_summary_names_what_was_found(seed_run):
    assert "conflict" in seed_run.printed.lower()


def test_a_second_run_changes_nothing(seed_run, run_again):
    before, built = seed_run.snapshot(), raw_rows(seed_run.warehouse)
    run_again(ROOT / "seeds/articles", seed_run.warehouse)
    assert seed_run.snapshot() == before
    assert raw_rows(seed_run.warehouse) == built


def raw_rows(warehouse: Path) -> dict[str, list[tuple]]:
    """All rows of raw.*, in an order of their own."""
    with duckdb.connect(str(warehouse / "build.duckdb"), read_only=True) as connection:
        tables = [name for (name,) in connection.execute("select table_name from duckdb_tables() where schema_name = 'raw'").fetchall()]
        return {name: connection.execute(f"select * from raw.{name} order by all").fetchall() for name in sorted(tables)}
