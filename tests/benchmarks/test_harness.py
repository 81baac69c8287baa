"""The harness itself: intervals on known cases, the table, the offsets check, and counts that add up to what the scorers print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from tests.benchmarks import intervals, measure, units
from tests.benchmarks.measure import Score
from tests.benchmarks.offsets import check_warehouse, fault
from tests.benchmarks.scorers import read_printed, score
from tests.benchmarks.table import build_rows, mark, read_targets


def test_bootstrap_of_a_proportion_is_close_to_the_normal_interval():
    hits = [(1, 1)] * 60 + [(0, 1)] * 40
    low, high = intervals.bootstrap(hits, intervals.ratio)
    assert low == pytest.approx(0.6 - 1.96 * (0.24 / 100) ** 0.5, abs=0.015)
    assert high == pytest.approx(0.6 + 1.96 * (0.24 / 100) ** 0.5, abs=0.015)


def test_bootstrap_of_equal_units_has_no_width():
    assert intervals.bootstrap([(3, 4, 5)] * 30, intervals.f1) == pytest.approx((6 / 9, 6 / 9))


def test_bootstrap_is_the_same_twice_and_needs_two_units():
    some = [(1, 2, 3), (2, 2, 2), (0, 1, 4)]
    assert intervals.bootstrap(some, intervals.f1) == intervals.bootstrap(some, intervals.f1)
    assert intervals.bootstrap(some[:1], intervals.f1) is None


@pytest.mark.parametrize(
    ("sums", "statistic", "expected"),
    [
        ((8, 10, 16), intervals.f1, 2 * 0.8 * 0.5 / 1.3),
        ((0, 0, 0), intervals.f1, 0.0),
        ((3, 4), intervals.ratio, 0.75),
        ((0, 0), intervals.ratio, 0.0),
        ((8, 5, 10), intervals.b_cubed_f1, 2 * 0.8 * 0.5 / 1.3),
    ],
)
def test_statistics(sums, statistic, expected):
    assert statistic(np.array([sums], dtype=float))[0] == pytest.approx(expected)


TARGETS: list[dict[str, Any]] = [
    {"set": "one", "score": "right", "floor": 0.5, "goal": 0.9, "peer": "Other .7"},
    {"set": "one", "score": "wrong", "floor": 0.2, "goal": 0.0, "lower": True},
]


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [
        (0.91, TARGETS[0], "0.910 ★"),
        (0.4996, TARGETS[0], "0.500 ✓"),
        (0.49, TARGETS[0], "0.490 ✗"),
        (0.0, TARGETS[1], "0.000 ★"),
        (0.2, TARGETS[1], "0.200 ✓"),
        (0.21, TARGETS[1], "0.210 ✗"),
        (3.2, {}, "3.200"),
    ],
)
def test_marks(value, target, expected):
    assert mark(value, target) == expected


def test_rows_follow_the_targets_and_keep_what_has_none():
    scores = [Score("two", "new", 1.5), Score("one", "wrong", 0.1), Score("one", "right", 0.6, (0.51, 0.7))]
    assert build_rows(scores, TARGETS) == [
        ("one", "right", "0.600 ✓", "0.510 to 0.700", "0.50", "0.90", "Other .7"),
        ("one", "wrong", "0.100 ✓", "–", "≤ 0.20", "≤ 0.00", "–"),
        ("two", "new", "1.500", "–", "–", "–", "–"),
    ]


def test_targets_name_sets_that_exist_and_each_score_once():
    keys = [(t["set"], t["score"]) for t in read_targets()]
    assert len(keys) == len(set(keys))
    assert {name for name, _ in keys} == set(measure.SETS)


def test_printed_scores_are_taken_apart():
    printed = read_printed(
        "things: 40 gold, 30 predicted\n  value+unit                P 0.800 R 0.600 F1 0.686\n  class right      0.750 (3 of 4)\n0.686\n"
    )
    assert (printed.counts, printed.true_positives("value+unit"), printed.f1("value+unit"), printed.last) == ((40, 30), 24, 0.686, 0.686)
    assert (printed.ratio("class right"), printed.hits("class right")) == (0.75, (3, 4))


@pytest.mark.parametrize(
    ("span", "is_right"),
    [
        (("a 😀 b", 2, 3, "😀"), True),
        (("a 😀 b", 4, 5, "b"), True),
        (("a 😀 b", 5, 6, "b"), False),
        (("a 😀 b", 4, 5, "c"), False),
        (("a 😀 b", 4, 5, None), True),
        (("a 😀 b", 4, 9, None), False),
        (("a 😀 b", 3, 3, ""), False),
        (("a 😀 b", None, None, None), True),
        (("a 😀 b", None, None, "a"), False),
        (("a 😀 b", 1, None, "a"), False),
        ((None, 0, 1, "a"), False),
    ],
)
def test_faults_of_spans(span, is_right):
    assert (fault(*span) is None) == is_right


def test_every_span_of_a_warehouse_is_checked(tmp_path: Path):
    with duckdb.connect(str(tmp_path / "marts.duckdb")) as connection:
        connection.execute("create table marts.document_texts as select 'd' document_id, 'One fell.' as text")
        connection.execute(
            "create table marts.fct_claims as select * from (values ('d', 0, 3, 'One'), ('d', 4, 8, 'feel')) "
            "c (document_id, start_char, end_char, quote)"
        )
        connection.execute(
            "create table marts.fct_attributions as select 'd' document_id, 0 cue_start, 99 cue_end, "
            "null::int source_start, null::int source_end"
        )
    offsets = check_warehouse(tmp_path)
    assert offsets.checked == 4
    assert [line.split(":")[0] for line in offsets.wrong] == ['marts."main"."fct_attributions" d', 'marts."main"."fct_claims" d']


def test_an_absent_set_is_named(tmp_path: Path):
    assert measure.missing(tmp_path, "gva") == tmp_path / "common.py"
    (tmp_path / "common.py").touch()
    assert measure.missing(tmp_path, "gva") == tmp_path / "gva/articles.jsonl.gz"


def write_jsonl(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_sentence_counts_add_up_to_the_quantity_scorer(shared: Path, tmp_path: Path):
    def quantity(value: str, unit: str, change: str = "=") -> dict[str, str]:
        return {"value": value, "normalized_unit": unit, "change": change, "referred_concepts": "goats"}

    gold = write_jsonl(
        tmp_path / "gold.jsonl",
        [
            {"id": "a", "quantities": [quantity("12", "goat"), quantity("3", "kilogram", "~")]},
            {"id": "b", "quantities": [quantity("7", "mile")]},
            {"id": "c", "quantities": []},
        ],
    )
    said = write_jsonl(
        tmp_path / "said.jsonl",
        [
            {"id": "a", "quantities": [quantity("12", "goat"), quantity("3", "gram")]},
            {"id": "c", "quantities": [quantity("1", "reason")]},
        ],
    )
    printed = score(shared / "bench", "score_newsquant", said, gold)
    counts = units.quantities(shared / "bench", said, gold)
    assert counts["value"] == [(2, 2, 2), (0, 0, 1), (0, 1, 0)]
    for name in units.QUANTITY_SCORES:
        assert intervals.point(counts[name], intervals.f1) == pytest.approx(printed.f1(name), abs=0.0006)


@pytest.fixture
def small_warehouse(tmp_path: Path) -> Path:
    """Marts of four made-up documents: a and b led by one event, c and d by another; a says 5 killed, b says 7."""
    texts = {"a": "Five died in a fire, police said.", "b": "Seven died in a fire.", "c": "A bridge fell.", "d": "Ten died in a flood."}
    with duckdb.connect(str(tmp_path / "marts.duckdb")) as connection:
        connection.execute("create table marts.dim_documents (document_id varchar, document_ref varchar)")
        connection.execute("create table marts.document_texts (document_id varchar, text varchar)")
        for ref, text in texts.items():
            connection.execute("insert into marts.dim_documents values (?, ?)", [f"doc_{ref}", ref])
            connection.execute("insert into marts.document_texts values (?, ?)", [f"doc_{ref}", text])
        connection.execute(
            "create table marts.fct_event_reports as select * from (values ('e1', 'doc_a', true), ('e1', 'doc_b', true), "
            "('e2', 'doc_c', true), ('e2', 'doc_d', true)) r (event_id, document_id, is_primary)"
        )
        connection.execute(
            "create table marts.fct_report_figures as select * from (values ('e1', 'doc_a', 'killed', 5e0, 5e0), "
            "('e1', 'doc_b', 'killed', 7e0, 7e0)) f (event_id, document_id, measure, value, value_low)"
        )
        connection.execute(
            "create table marts.fct_claims as select *, 'figure' as aspect from (values ('doc_a', 0, 9, 'killed', 5e0, 5e0, 5e0), "
            "('doc_b', 0, 10, 'killed', 7e0, 7e0, 7e0)) c (document_id, start_char, end_char, measure, value, value_low, value_high)"
        )
        connection.execute(
            "create table marts.fct_disagreements as select 'g' disagreement_id, 'e1' event_id, 'figure' aspect, 'killed' measure, "
            "'conflict' as class"
        )
        connection.execute(
            "create table marts.fct_disagreement_sides as select * from "
            "(values ('g', 'a', 'doc_a', 5e0, 0, 9), ('g', 'b', 'doc_b', 7e0, 0, 10)) "
            "s (disagreement_id, side, document_id, value, start_char, end_char)"
        )
        connection.execute("alter table marts.fct_disagreement_sides add column value_low double")
        connection.execute("alter table marts.fct_disagreement_sides add column value_high double")
        connection.execute(
            "create table marts.fct_attributions as select 'doc_a' document_id, 0 content_start, 19 content_end, 28 cue_start, 32 cue_end, "
            "21 source_start, 27 source_end"
        )
    return tmp_path


def test_cluster_counts_add_up_to_the_link_scorer(shared: Path, small_warehouse: Path):
    gold = small_warehouse / "links.tsv"
    gold.write_text("doc_id\tcluster_id\na\tx\nb\tx\nc\ty\nd\tz\n", encoding="utf-8")
    marked = small_warehouse / "near.tsv"
    marked.write_text("doc_id_a\tdoc_id_b\tkind\nc\td\tdifferent\na\td\tdifferent\n", encoding="utf-8")
    marts = small_warehouse / "marts.duckdb"
    printed = score(shared / "bench", "score_links", marts, gold, "--ignore", marked)
    counts = units.links(shared / "bench", marts, gold, marked)
    assert counts["pairs F1"] == [(1, 1, 1), (0, 0.5, 0), (0, 0.5, 0)]
    assert intervals.point(counts["pairs F1"], intervals.f1) == pytest.approx(printed.last, abs=0.0006)
    assert intervals.point(counts["B-cubed F1"], intervals.b_cubed_f1) == pytest.approx(
        float(printed.values["B-cubed precision, recall, F1"].split()[2]), abs=0.0006
    )
    assert counts["look-alikes linked"] == [(False, 1), (True, 1)]


def test_story_counts_add_up_to_the_disagreement_scorer(shared: Path, small_warehouse: Path):
    def figure(doc: str, quote: str, value: int) -> dict[str, Any]:
        return {"doc_id": doc, "event_id": "e", "quote": quote, "value": value, "low": None, "high": None, "measure": "killed"}

    folder = small_warehouse / "gold"
    folder.mkdir()
    write_jsonl(folder / "articles.jsonl", [{"doc_id": ref, "text": "", "source": ref} for ref in "abcd"])
    write_jsonl(
        folder / "stories.jsonl",
        [
            {
                "story_id": "s1",
                "docs": ["a", "b"],
                "figures": [figure("a", "Five died", 5), figure("b", "Seven died", 7)],
                "disagreements": [
                    {
                        "event_id": "e",
                        "aspect": "figure:killed",
                        "kind": "contradiction",
                        "a": {"doc_id": "a", "quote": "Five", "value_or_label": "5"},
                        "b": {"doc_id": "b", "quote": "Seven", "value_or_label": "7"},
                    }
                ],
            },
            {"story_id": "s2", "docs": ["c", "d"], "figures": [figure("d", "Ten died", 10)], "disagreements": []},
        ],
    )
    (folder / "facts.csv").write_text("doc_id,nb_civilians,nb_noncivilians\na,3,2\nb,6,0\nc,0,0\n", encoding="utf-8")
    (folder / "links.tsv").write_text("doc_id\tcluster_id\na\tx\nb\tx\n", encoding="utf-8")
    marts = small_warehouse / "marts.duckdb"
    printed = score(shared / "bench", "score_fakes", marts, folder)
    counts = units.stories(shared / "bench", marts, folder)
    assert counts["figures right"] == [(2, 2), (0, 1)]
    assert counts["disagreements F1"] == [(1, 1, 1), (0, 0, 0)]
    assert intervals.point(counts["disagreements F1"], intervals.f1) == pytest.approx(printed.last, abs=0.0006)
    for ours, theirs in units.STORY_SCORES.items():
        assert intervals.point(counts[ours], intervals.ratio) == pytest.approx(printed.ratio(theirs), abs=0.0006)
    totals = units.totals(shared / "bench", marts, folder)
    assert totals == [(True, 1), (False, 1), (True, 1)]
    assert intervals.point(totals, intervals.ratio) == pytest.approx(printed.ratio("total killed right"), abs=0.0006)


def test_document_counts_add_up_to_the_attribution_scorer(shared: Path, small_warehouse: Path):
    gold = write_jsonl(
        small_warehouse / "gold.jsonl",
        [
            {
                "doc_id": "a",
                "text": "Five died in a fire, police said.",
                "attributions": [{"source": [[21, 27]], "cue": [[28, 32]], "content": [[0, 19]]}],
            },
            {"doc_id": "d", "text": "Ten died in a flood.", "attributions": [{"source": [], "cue": [], "content": [[0, 8]]}]},
        ],
    )
    marts = small_warehouse / "marts.duckdb"
    counts = units.attributions(shared / "bench", marts, gold)
    assert counts == [(1, 1, 1), (0, 0, 1)]
    assert intervals.point(counts, intervals.f1) == pytest.approx(
        score(shared / "bench", "score_attribution", marts, gold).last, abs=0.0006
    )
