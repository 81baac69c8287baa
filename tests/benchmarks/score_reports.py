"""Score what the marts say of the event that each document leads with: its day, its place, the side responsible.

usage: python -m tests.benchmarks.score_reports MARTS.duckdb GOLD_DIR

GOLD_DIR is bench/fakes (articles.jsonl, facts.csv, stories.jsonl) or bench/gva (links.tsv, incidents.jsonl.gz); `reports.toml` beside this
file holds what the words of facts.csv mean in ours.

date            of the pairs of gold event with a day and document in stories.jsonl, the share in which some fct_event_reports row of
                that document holds the day in an interval at most three days wide
own date        of the articles whose text begins with a date line, the share whose published_* interval is that day; the line is read here by
                a pattern of its own
own date, crowd the same against `date` of facts.csv, where readers copied a date from the text (`said_date`)
place           of the articles in facts.csv, the share whose primary event lies at its `location` or inside it, along dim_places
responsible     macro-F1 over the sides, facts.csv `actor` against `responsible` of the primary event
city            (gva) of the documents with a known city, the share with that city among the places of the primary event: that of the
                report and its claims of place

The last line is responsible's macro-F1, of gva the share of cities.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

MAPPING = tomllib.loads(Path(__file__).with_name("reports.toml").read_text(encoding="utf-8"))
SIDES = ("government or Russia", "opposition", "IS", "coalition", "others", "unknown")
WIDEST = timedelta(days=3)
HEAD = 300
"""Characters in which a date line is looked for: title, agency, date."""

_MONTHS = {name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE_LINES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<day>\d{1,2})[.-](?P<month>\d{1,2})[.-](?P<year>20\d\d)",
        rf"\b(?P<day>\d{{1,2}}) {_NAME},? (?P<year>20\d\d)\b",
        rf"\b{_NAME} (?P<day>\d{{1,2}}?),? ?(?P<year>20\d\d)\b",
    )
)


@dataclass
class Reports:
    """What the marts say, by document_ref. Intervals are (earliest, latest), half-open."""

    published: dict[str, tuple[datetime | None, datetime | None]] = field(default_factory=dict)
    intervals: dict[str, list[tuple[datetime | None, datetime | None]]] = field(default_factory=lambda: defaultdict(list))
    place_ids: dict[str, str | None] = field(default_factory=dict)  # of the primary event
    places: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # names: of the primary event and its claims of place
    responsible: dict[str, str | None] = field(default_factory=dict)  # of the primary event
    parents: dict[str, str | None] = field(default_factory=dict)  # place_id -> parent_place_id

    def is_inside(self, place_id: str | None, regions: Iterable[str]) -> bool:
        """Whether a place is one of the regions or lies in one."""
        wanted = set(regions)
        while place_id is not None and place_id not in wanted:
            place_id = self.parents.get(place_id)
        return place_id is not None


def read_marts(path: Path | str) -> Reports:
    """Reports from a published file."""
    said = Reports()
    with duckdb.connect(str(path), read_only=True) as connection:

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return connection.execute(sql).fetchall()

        documents = "join marts.dim_documents d using (document_id)"
        for ref, earliest, latest in rows("select document_ref, published_earliest, published_latest from marts.dim_documents"):
            said.published[ref] = earliest, latest
        said.parents = dict(rows("select place_id, parent_place_id from marts.dim_places"))
        reports = rows(
            "select d.document_ref, r.is_primary, r.happened_earliest, r.happened_latest, r.place_id, r.place, p.name, r.responsible "
            f"from marts.fct_event_reports r {documents} left join marts.dim_places p using (place_id)"
        )
        for ref, is_primary, earliest, latest, place_id, place, gazetted, responsible in reports:
            said.intervals[ref].append((earliest, latest))
            if is_primary:
                said.place_ids[ref], said.responsible[ref] = place_id, responsible
                said.places[ref] |= {name for name in (place, gazetted) if name}
        claims = rows(
            "select d.document_ref, c.label, p.name from marts.fct_claims c join marts.fct_event_reports r using (event_id, document_id) "
            f"{documents} left join marts.dim_places p on p.place_id = c.place_id where c.aspect = 'place' and r.is_primary"
        )
        for ref, *names in claims:
            said.places[ref] |= {name for name in names if name}
    return said


def side_of(responsible: str | None) -> str:
    """The side that a name belongs to, by the words of reports.toml."""
    for side in MAPPING["side"] if responsible else ():
        if any(_has(responsible or "", word) for word in side["words"]):
            return str(side["name"])
    return "unknown"


def _has(name: str, word: str) -> bool:
    ending = r"" if word.endswith("*") else r"(?!\w)"
    return re.search(rf"(?<!\w){re.escape(word.rstrip('*'))}{ending}", name, re.IGNORECASE) is not None


def date_line(text: str) -> date | None:
    """The first full date within the head of a text; day before month where both are numbers."""
    found = [m for pattern in _DATE_LINES if (m := pattern.search(text[:HEAD]))]
    for match in sorted(found, key=lambda m: m.start()):
        parts = match.groupdict()
        month = int(parts["month"]) if parts.get("month") else _MONTHS[parts["name"].lower()]
        try:
            return date(int(parts["year"]), month, int(parts["day"]))
        except ValueError:
            continue
    return None


def _holds(interval: tuple[datetime | None, datetime | None], day: date) -> bool:
    earliest, latest = interval
    if earliest is None or latest is None or latest - earliest > WIDEST:
        return False
    return earliest < datetime(day.year, day.month, day.day) + timedelta(days=1) and datetime(day.year, day.month, day.day) < latest


def dates(said: Reports, stories: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """document_ref -> (pairs right, pairs) of gold events with a day."""
    out: dict[str, tuple[int, int]] = {}
    for event in (e for story in stories for e in story["events"]):
        if event["date"] is None or len(event["date"]) != 10:
            continue
        for ref in event["docs"]:
            right, seen = out.get(ref, (0, 0))
            hit = any(_holds(interval, date.fromisoformat(event["date"])) for interval in said.intervals.get(ref, ()))
            out[ref] = right + hit, seen + 1
    return out


def own_dates(said: Reports, days: Mapping[str, date]) -> dict[str, tuple[int, int]]:
    """document_ref -> (1 where the document's own interval is that day, 1)."""
    out = {}
    for ref, day in days.items():
        midnight = datetime(day.year, day.month, day.day)
        earliest, latest = said.published.get(ref, (None, None))
        is_right = earliest is not None and latest is not None and midnight <= earliest < latest <= midnight + timedelta(days=1)
        out[ref] = int(is_right), 1
    return out


def places(said: Reports, facts: Iterable[Mapping[str, str]]) -> dict[str, tuple[int, int]]:
    """document_ref -> (1 where the primary event lies in the governorate that readers gave, 1)."""
    return {f["doc_id"]: (int(said.is_inside(said.place_ids.get(f["doc_id"]), MAPPING["places"][f["location"]])), 1) for f in facts}


def sides(said: Reports, facts: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, str]]:
    """document_ref -> (the side that the primary event is laid to, the side that readers gave)."""
    return {f["doc_id"]: (side_of(said.responsible.get(f["doc_id"])), MAPPING["actors"][f["actor"]]) for f in facts}


def side_counts(pair: tuple[str, str]) -> tuple[float, ...]:
    """Per side of SIDES: (right, said, gold), one after the other."""
    ours, gold = pair
    return tuple(n for side in SIDES for n in (ours == side == gold, ours == side, gold == side))


def macro_f1(sums: np.ndarray) -> np.ndarray:
    """Mean F1 of the sides that occur, from columns of `side_counts` summed over documents."""
    right, said, gold = sums[:, 0::3], sums[:, 1::3], sums[:, 2::3]
    f1 = np.divide(2 * right, said + gold, out=np.zeros_like(right, dtype=float), where=said + gold > 0)
    occurring = (said + gold > 0).sum(axis=1)
    return np.divide(f1.sum(axis=1), occurring, out=np.zeros(len(f1)), where=occurring > 0)


def cities(said: Reports, links: Iterable[Mapping[str, str]], incidents: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """document_ref -> (1 where the incident's city is among the places of the primary event, 1), for incidents in a city."""
    city_of = {
        i["incident_uri"]: i["city_or_county"] for i in incidents if i.get("city_or_county") and "(county)" not in i["city_or_county"]
    }
    out = {}
    for row in links:
        if row["incident_id"] in city_of:
            named = {_folded(name) for name in said.places.get(row["doc_id"], ())}
            out[row["doc_id"]] = int(_folded(city_of[row["incident_id"]]) in named), 1
    return out


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"\bsaint\b", "st", re.sub(r"[^a-z ]", "", re.sub(r"\(.*?\)", "", plain))).strip()


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Records of a JSON Lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_rows(path: Path) -> list[dict[str, str]]:
    """Records of a .csv or .tsv file."""
    with open(path, encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t" if path.suffix == ".tsv" else ","))


def score_fakes(said: Reports, folder: Path) -> dict[str, list[tuple[float, ...]]]:
    """Counts of every score, a row per document: (right, all), of "responsible" those of `side_counts`."""
    facts = read_rows(folder / "facts.csv")
    lines = {a["doc_id"]: day for a in read_jsonl(folder / "articles.jsonl") if (day := date_line(a["text"]))}
    crowd = {f["doc_id"]: date.fromisoformat(f["date"]) for f in facts if f["said_date"]}
    return {
        "date": list(dates(said, read_jsonl(folder / "stories.jsonl")).values()),
        "own date": list(own_dates(said, lines).values()),
        "own date, crowd": list(own_dates(said, crowd).values()),
        "place": list(places(said, facts).values()),
        "responsible": [side_counts(pair) for pair in sides(said, facts).values()],
    }


def score_gva(said: Reports, folder: Path) -> dict[str, list[tuple[float, ...]]]:
    """Counts of the one score, a row per document: (right, all)."""
    links = read_rows(folder / "links.tsv")
    return {"city": list(cities(said, links, read_jsonl(folder / "incidents.jsonl.gz")).values())}


def _ratio(counts: Sequence[tuple[float, ...]]) -> str:
    right, seen = (int(sum(c[i] for c in counts)) for i in (0, 1))
    return f"{right / seen if seen else 0:.3f} ({right} of {seen})"


def main() -> None:
    said, folder = read_marts(sys.argv[1]), Path(sys.argv[2])
    counts = score_fakes(said, folder) if (folder / "facts.csv").exists() else score_gva(said, folder)
    print(f"reports of {len(said.published)} documents")
    for name, rows in counts.items():
        if name != "responsible":
            print(f"  {name:<46} {_ratio(rows)}")
    if "responsible" not in counts:
        print(_ratio(counts["city"]).split(" ")[0])
        return
    sums = np.asarray(counts["responsible"], dtype=float).sum(axis=0)
    for i, side in enumerate(SIDES):
        right, ours, gold = sums[3 * i : 3 * i + 3]
        precision, recall = right / ours if ours else 0.0, right / gold if gold else 0.0
        f1 = 2 * right / (ours + gold) if ours + gold else 0.0
        print(f"  {'responsible: ' + side:<46} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    macro = float(macro_f1(sums[None, :])[0])
    print(f"  {'responsible, macro-F1':<46} {macro:.3f}")
    print(f"{macro:.3f}")


if __name__ == "__main__":
    main()
