"""The two reports that the project was conceived from: the rows of their truth, by spans of the files as they are."""

from __future__ import annotations

import pytest

A, B = "seeds/000_7912cfc46e8a6264.txt", "seeds/002_c93323a7e4d668ce.txt"


def at(ref: str, *spans: tuple[int, int]):
    """A test for a claim that touches one of the spans of the document."""
    return lambda claim: any(claim.touches(ref, start, end) for start, end in spans)


PIONEERS, SAPPERS_AND_BUILDERS = at(A, (781, 808)), at(B, (39, 95))
DEFENCE_CHIEF, SECRETARY_A, SECRETARY_B = at(A, (17, 30), (408, 421)), at(A, (163, 189), (241, 267), (590, 616)), at(B, (266, 299))
MARCH, EARLY_JUNE = at(A, (1162, 1194)), at(B, (1463, 1473))
CONFIRMED = at(A, (1795, 1821))
SUGGEST, HAS_DECIDED = at(A, (746, 775)), at(B, (665, 684))
MEMORIALS_A, MEMORIALS_B = at(A, (1860, 1931)), at(B, (1211, 1262))
OVER_30_YEARS, OCTOBER, END_OF_APRIL = "over 30 years", "October", "the end of April 2025"


def is_row_1(row) -> bool:
    return row.type == "figure_component" and row.between(PIONEERS, SAPPERS_AND_BUILDERS)


def is_row_4(row) -> bool:
    return row.type == "role" and row.is_within_document and row.between(DEFENCE_CHIEF, SECRETARY_A)


def is_row_5(row) -> bool:
    return row.aspect == "date" and any(map(MARCH, row.claims))


def is_row_7(row) -> bool:
    return row.aspect == "attribution" and any(map(CONFIRMED, row.claims))


def conflicts(run) -> list:
    return [row for row in run.disagreements if row.klass == "conflict"]


def told(run) -> str:
    return "\n".join(
        f"{d.klass} {d.type} {[(c.ref[6], c.start, c.end, c.quote) for c in d.sides['a']]} | "
        f"{[(c.ref[6], c.start, c.end, c.quote) for c in d.sides['b']]}"
        for d in run.disagreements
    )


def test_both_are_read_and_lead_with_one_event(shared_run):
    assert set(shared_run.leads) == {A, B}
    assert len(set(shared_run.leads.values())) == 1


def test_row_1_builders_that_the_other_does_not_have(shared_run):
    assert [row.klass for row in shared_run.disagreements if is_row_1(row)] == ["conflict"], told(shared_run)


def test_row_4_two_offices_within_one_report(shared_run):
    rows = [row for row in conflicts(shared_run) if is_row_4(row)]
    assert len(rows) == 1, told(shared_run)
    first, second = next((one, other) for one, other in rows[0].either_way() if any(map(DEFENCE_CHIEF, one)))
    for span in ((17, 30), (408, 421)):
        assert any(map(at(A, span), first)), span
    for span in ((163, 189), (241, 267), (590, 616)):
        assert any(map(at(A, span), second)), span
    assert any(map(SECRETARY_B, second))
    assert not any(map(SECRETARY_B, first))


def test_row_5_two_dates_of_the_first_visit(shared_run):
    across = [row for row in conflicts(shared_run) if row.type == "date_disjoint" and row.between(MARCH, EARLY_JUNE)]
    assert len(across) == 1, told(shared_run)


def test_row_5_a_month_that_an_undated_report_cannot_resolve(shared_run):
    within = [row for row in shared_run.disagreements if is_row_5(row) and row.is_within_document and {c.ref for c in row.claims} == {A}]
    assert within, told(shared_run)
    assert {(row.type, row.klass) for row in within} <= {("date_unanchored", "unresolved"), ("date_disjoint", "conflict")}


def test_row_6_where_the_memorials_stand_is_no_conflict(shared_run):
    rows = [row for row in shared_run.disagreements if row.between(MEMORIALS_A, MEMORIALS_B) and row.aspect == "place"]
    assert {(row.type, row.klass) for row in rows} <= {("place_precision", "explained")}, told(shared_run)


def test_row_7_two_speakers_of_one_statement(shared_run):
    rows = [row for row in shared_run.disagreements if is_row_7(row)]
    assert [(row.type, row.is_within_document) for row in rows] == [("attribution", False)], told(shared_run)
    assert rows[0].klass in {"conflict", "explained"}
    speakers = {claim.ref: claim.label for claim in rows[0].claims}
    assert speakers[A] == "Kim Jong Un"
    assert speakers[B] == "Sergei Shoigu"


def test_row_8_reports_suggest_beside_has_decided(shared_run):
    rows = [row for row in shared_run.disagreements if row.type == "modality"]
    assert [(row.aspect, row.klass, row.is_within_document) for row in rows] == [("certainty", "explained", False)], told(shared_run)
    assert rows[0].between(SUGGEST, HAS_DECIDED)


def test_row_9_both_go_back_to_one_statement(shared_run):
    event = shared_run.leads[A]
    (counted,) = shared_run.rows("select origins_count from marts.fct_events where event_id = ?", event)
    assert counted["origins_count"] == 1
    (origin,) = shared_run.rows(
        "select distinct kind, name from marts.fct_claims join marts.dim_origins using (origin_id) where event_id = ? and measure = 'sent'",
        event,
    )
    assert origin["kind"] == "utterance"
    assert origin["name"] in {"Sergei Shoigu", "Sergey Shoygu"}
    assert {
        row["origins_count"] for row in shared_run.rows("select origins_count from marts.fct_disagreements where type = 'figure_component'")
    } == {1}


def coverage_of(run, quote: str) -> dict[str, str]:
    """document_ref -> coverage of what a claim with these words is about."""
    rows = run.rows(
        "select distinct d.document_ref, v.coverage from marts.fct_claims c "
        "join marts.fct_coverage v on c.event_id = v.event_id and c.aspect = v.aspect and c.topic = v.topic "
        "join marts.dim_documents d on v.document_id = d.document_id where contains(c.quote, ?) and c.aspect = 'date'",
        quote,
    )
    found = {row["document_ref"]: row["coverage"] for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (OVER_30_YEARS, {A: "value", B: "silent"}),
        (OCTOBER, {A: "silent", B: "value"}),
        (END_OF_APRIL, {A: "silent", B: "value"}),
    ],
    ids=["row 12: no flights for decades", "row 13: first reports", "row 13: confirmed"],
)
def test_rows_12_and_13_what_one_alone_tells_is_silence_of_the_other(shared_run, quote, expected):
    assert coverage_of(shared_run, quote) == expected
    assert not [row for row in shared_run.disagreements if any(quote in claim.quote for claim in row.claims)]


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [(0, 15, "furniture"), (3070, 3781, "generated"), (3781, 3807, "generated")],
    ids=["skip link", "enrichment", "commission"],
)
def test_row_10_what_is_not_reporting(shared_run, start, end, kind):
    text = shared_run.texts[A]
    sections = shared_run.rows(
        "select start_char, end_char, kind from marts.document_sections join marts.dim_documents using (document_id) "
        "where document_ref = ?",
        A,
    )
    kinds = [{s["kind"] for s in sections if s["start_char"] <= i < s["end_char"]} for i in range(start, end) if not text[i].isspace()]
    assert all(found == {kind} for found in kinds)


def test_row_10_padding_takes_no_side(shared_run):
    sides = [claim for row in shared_run.disagreements for claim in row.claims if claim.ref == A]
    assert sides
    assert [claim for claim in sides if claim.start < 15 or claim.end > 3070] == []


def test_row_11_two_spellings_are_one_actor(shared_run):
    assert len(shared_run.actors_called("Sergey Shoygu", "Sergei Shoigu")) == 1
    documents = shared_run.rows(
        "select distinct document_ref from marts.fct_actor_roles join marts.dim_documents using (document_id) where actor_id = ?",
        *shared_run.actors_called("Sergei Shoigu"),
    )
    assert {row["document_ref"] for row in documents} == {A, B}


def test_nothing_else_is_called_a_conflict(shared_run):
    others = [row for row in conflicts(shared_run) if not (is_row_1(row) or is_row_4(row) or is_row_5(row) or is_row_7(row))]
    assert others == [], told(shared_run)
