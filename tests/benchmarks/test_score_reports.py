"""The scorer of days, places and sides, on marts of a few made-up documents."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tests.benchmarks import score_reports
from tests.benchmarks.score_reports import MAPPING, SIDES, Reports, date_line, macro_f1, side_counts, side_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quake shakes coast Agency Friday 12 Apr 2019 At least", date(2019, 4, 12)),
        ("Published April 3 2018 A crowd", date(2018, 4, 3)),
        ("Last updated at Apr 142018 A crowd", date(2018, 4, 14)),
        ("07-08-2014 Quake", date(2014, 8, 7)),
        ("21.08.2013Get short URL", date(2013, 8, 21)),
        ("Quake shakes coast", None),
        ("x" * 400 + " 12 April 2019", None),
    ],
)
def test_date_lines(text: str, expected: date | None) -> None:
    assert date_line(text) == expected


@pytest.mark.parametrize(
    ("name", "side"),
    [
        (None, "unknown"),
        ("gunmen", "unknown"),
        ("terrorist groups", "unknown"),
        ("Syrian regime and Russian warplanes", "government or Russia"),
        ("Syrian rebels", "opposition"),
        ("the Islamic State (IS) group", "IS"),
        ("this islander", "unknown"),
        ("US-led coalition", "coalition"),
        ("US-backed SDF", "others"),
        ("al-Nusra Front", "others"),
    ],
)
def test_sides(name: str | None, side: str) -> None:
    assert side_of(name) == side


def test_the_mapping_names_sides_that_exist() -> None:
    assert {side["name"] for side in MAPPING["side"]} | set(MAPPING["actors"].values()) == set(SIDES)


def test_macro_f1_is_the_mean_over_sides_that_occur() -> None:
    pairs = [("IS", "IS"), ("IS", "unknown"), ("unknown", "unknown")]
    sums = np.array([side_counts(p) for p in pairs], dtype=float).sum(axis=0, keepdims=True)
    assert macro_f1(sums)[0] == pytest.approx(2 / 3)
    assert macro_f1(np.zeros((1, 18)))[0] == 0


def test_a_day_needs_a_narrow_interval() -> None:
    stories = [{"events": [{"date": "2019-04-12", "docs": ["a", "b", "c", "d"]}, {"date": None, "docs": ["a"]}]}]
    said = Reports()
    said.intervals["a"] = [(datetime(2019, 4, 10), datetime(2019, 4, 13))]
    said.intervals["b"] = [(datetime(2019, 4, 10), datetime(2019, 4, 14)), (None, None)]
    said.intervals["c"] = [(datetime(2019, 4, 11), datetime(2019, 4, 12))]
    assert score_reports.dates(said, stories) == {"a": (1, 1), "b": (0, 1), "c": (0, 1), "d": (0, 1)}


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Document a is right in all, b in nothing."""
    with duckdb.connect(str(tmp_path / "marts.duckdb")) as connection:
        connection.execute(
            "create table marts.dim_documents as select * from (values ('1', 'a', timestamp '2019-04-12', timestamp '2019-04-13'), "
            "('2', 'b', timestamp '2019-12-04', timestamp '2019-12-05')) d (document_id, document_ref, published_earliest, published_latest)"
        )
        connection.execute(
            "create table marts.dim_places as select * from (values ('geonames:1', 'Town', 'iso:SY-HL'), ('iso:SY-HL', 'Aleppo', 'iso:SY'), "
            "('iso:SY', 'Syria', null)) p (place_id, name, parent_place_id)"
        )
        connection.execute(
            "create table marts.fct_event_reports as select * from (values "
            "('e', '1', true, timestamp '2019-04-11', timestamp '2019-04-12', 'geonames:1', 'Town', 'rebels'), "
            "('e', '2', true, null, null, 'iso:SY', 'Syria', null), ('f', '2', false, null, null, 'geonames:1', 'Town', 'IS')) "
            "r (event_id, document_id, is_primary, happened_earliest, happened_latest, place_id, place, responsible)"
        )
        connection.execute(
            "create table marts.fct_claims as select * from (values ('e', '1', 'place', 'St. Town (Hill)', null::varchar), "
            "('f', '2', 'place', 'Far', null)) c (event_id, document_id, aspect, label, place_id)"
        )
    return tmp_path


def test_fakes_end_to_end(warehouse: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [{"doc_id": ref, "text": "12 April 2019 Something fell."} for ref in "ab"]
    (warehouse / "articles.jsonl").write_text("".join(json.dumps(a) + "\n" for a in articles), encoding="utf-8")
    story = {"events": [{"date": "2019-04-11", "docs": ["a", "b"]}]}
    (warehouse / "stories.jsonl").write_text(json.dumps(story) + "\n", encoding="utf-8")
    (warehouse / "facts.csv").write_text(
        "doc_id,date,location,actor,said_date\na,2019-04-12,aleppo,armed opposition groups,12 April 2019\nb,2019-04-04,aleppo,unknown,\n",
        encoding="utf-8",
    )
    counts = score_reports.score_fakes(score_reports.read_marts(warehouse / "marts.duckdb"), warehouse)
    assert {name: rows for name, rows in counts.items() if name != "responsible"} == {
        "date": [(1, 1), (0, 1)],
        "own date": [(1, 1), (0, 1)],
        "own date, crowd": [(1, 1)],
        "place": [(1, 1), (0, 1)],
    }
    monkeypatch.setattr("sys.argv", ["score_reports", str(warehouse / "marts.duckdb"), str(warehouse)])
    score_reports.main()
    printed = capsys.readouterr().out.strip().split("\n")
    assert printed[-1] == "1.000"
    assert any(line.split() == ["place", "0.500", "(1", "of", "2)"] for line in printed)


def test_gva_looks_among_all_places_of_the_primary_event(warehouse: Path) -> None:
    said = score_reports.read_marts(warehouse / "marts.duckdb")
    links = [{"doc_id": "a", "incident_id": "1"}, {"doc_id": "b", "incident_id": "2"}, {"doc_id": "b", "incident_id": "3"}]
    incidents = [
        {"incident_uri": "1", "city_or_county": "Saint Town"},
        {"incident_uri": "2", "city_or_county": "Far"},
        {"incident_uri": "3", "city_or_county": "Wide (county)"},
    ]
    assert score_reports.cities(said, links, incidents) == {"a": (1, 1), "b": (0, 1)}
