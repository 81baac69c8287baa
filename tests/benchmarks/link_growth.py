"""`python -m tests.benchmarks.link_growth`: CPU time and memory of linking as the warehouse grows, batch after batch.

Documents are copies of bench/throughput, put into a warehouse as they would have been read; only linking is measured. Each copy of the set lies
on other days, has other names of places, people and bodies, and other words, the same in all its documents: so the reports of one story stay
together, and as many tell of one event, and as many have a word in common, as in real news. The exponent is the slope of log CPU seconds over log documents.
"""

from __future__ import annotations

import gc
import os
import random
import re
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import click
import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from extractors.extract import extract_many, load_reader
from extractors.records import Article, Extraction
from orchestration.steps import link_documents
from tests.benchmarks.scorers import ROOT
from warehouse.intake import read_articles
from warehouse.store import EXTRACTED, Warehouse

SIZES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
DAYS = 1_500
"""Days that copies are moved by at most: the seven years of the set lie over one another, two copies of an article within a month or two."""
_WORD = re.compile(r"\b[A-Za-z][a-z]{3,}\b")
_SMALL = re.compile(r"\b[a-z]{4,}\b")
_OF_TIME = frozenset("monday tuesday wednesday thursday friday saturday sunday january february march april june july august".split())


class Copies:
    """Copies of what was read, each as if it told of another day, of other places and people, and of other things.

    Names keep their length and small words give way to others as long, so that every span still points at its quote. Words that a document has
    in small letters too are no names. A small word gives way to one that is about as frequent in the set: had copies their words in common,
    the undated of them would be near copies of one another, which are rightly linked.
    """

    def __init__(self, base: Sequence[Extraction]) -> None:
        counts = Counter(word for x in base for word in set(_SMALL.findall(x.document.text)) - ENGLISH_STOP_WORDS - _OF_TIME)
        groups = defaultdict(list)
        for word in sorted(counts):
            groups[len(word), counts[word].bit_length()].append(word)
        self._base, self._groups = base, list(groups.values())
        self._others: tuple[int, dict[str, str]] = (0, {})

    def first(self, count: int) -> Iterator[Extraction]:
        """The documents of the set, then those of its first copy, and so on."""
        return (self.copy(self._base[i % len(self._base)], i // len(self._base)) for i in range(count))

    def copy(self, extraction: Extraction, number: int) -> Extraction:
        """Copy 0 is the document itself."""
        if number == 0:
            return extraction
        shift = timedelta(days=random.Random(number).randrange(DAYS))
        others = self._other_words(number)
        small = set(_SMALL.findall(extraction.document.text)) | _OF_TIME

        def replaced(match: re.Match[str]) -> str:
            word = match[0].lower()
            if match[0] == word or word in small:
                other = others.get(word, word)
                return other if match[0] == word else other.capitalize()
            return _renamed(match[0], number)

        text = _WORD.sub(replaced, extraction.document.text)

        def moved(name: str, value: Any) -> Any:
            if isinstance(value, datetime):
                return value + shift
            if name == "text":
                return text
            if name in ("name", "title", "quote", "place", "responsible", "speaker", "label") and isinstance(value, str):
                return _WORD.sub(replaced, value)
            if name == "name_key":
                return f"{value}{number}"
            if isinstance(value, str) and value and name.endswith(("_id", "_to")) and name != "place_id" and name != "event_type":
                return f"{value}.{number}"
            if isinstance(value, list):
                return [f"{v}.{number}" for v in value]
            return f"{value}.{number}" if name in ("document_ref", "text_sha256") else value

        def row(record: Any) -> Any:
            return replace(record, **{f.name: moved(f.name, getattr(record, f.name)) for f in fields(record)})

        kept = {name: getattr(extraction, name) for name in ("places", "place_containment")}
        own = {name: tuple(row(r) for r in getattr(extraction, name)) for name in EXTRACTED if name not in kept}
        return Extraction(document=row(extraction.document), **own, **kept)

    def _other_words(self, number: int) -> dict[str, str]:
        if self._others[0] != number:
            drawn = random.Random(number)
            self._others = number, {a: b for group in self._groups for a, b in zip(group, drawn.sample(group, len(group)), strict=True)}
        return self._others[1]


@lru_cache(maxsize=1 << 18)
def _renamed(word: str, copy: int) -> str:
    letters = list(word[1:])
    random.Random(f"{copy} {word}").shuffle(letters)
    return word[0] + "".join(letters)


def fill(warehouse: Warehouse, extractions: Iterable[Extraction], batch: int = 500) -> None:
    """Put documents into the warehouse as read."""
    iterator = iter(extractions)
    while some := list(islice(iterator, batch)):
        warehouse.add_documents({x.document: "" for x in some})
        warehouse.replace_extractions(some, version="1", model="m")


def measure(base: Sequence[Extraction], directory: Path, sizes: Sequence[int]) -> Iterator[tuple[int, float, float, int]]:
    """For each size: documents, CPU seconds of linking so far, peak memory in MB, events. Each step adds what is missing and links it."""
    warehouse = Warehouse(directory)
    copies = Copies(base).first(max(sizes))
    spent, there = 0.0, 0
    for size in sizes:
        fill(warehouse, islice(copies, size - there))
        start = time.process_time()
        counts = link_documents(warehouse)
        spent, there = spent + time.process_time() - start, size
        yield size, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, counts["events"]


def exponent(points: Iterable[tuple[float, float]]) -> float:
    """Slope of the straight line through the logarithms."""
    x, y = np.log(np.array(list(points))).T
    return float(np.polyfit(x, y, 1)[0])


@click.command()
@click.option("--sizes", default=",".join(map(str, SIZES)), show_default=True, help="Numbers of documents, rising.")
@click.option("--first", type=click.IntRange(1), help="Use only the first so many articles as the base.")
def main(sizes: str, first: int | None) -> None:
    """Print documents, CPU seconds of linking, peak memory and events, and the exponent. Exit code 1 where that is above 1.2."""
    bench = Path(os.environ.get("RASHOMON_SHARED", ROOT.parent / "shared")).resolve() / "bench"
    articles = (a for a in read_articles(bench / "throughput" / "articles.jsonl.gz") if isinstance(a, Article))
    base = list(extract_many(islice(articles, first), load_reader()))
    gc.collect()
    gc.freeze()  # the texts that the copies are made of are no part of linking: else each of its collections walks them too
    points = []
    with tempfile.TemporaryDirectory(prefix="rashomon-growth-") as scratch:
        for size, seconds, memory, events in measure(base, Path(scratch), [int(s) for s in sizes.split(",")]):
            click.echo(f"{size:>7} documents  {seconds:8.1f} CPU s  {memory:7.0f} MB peak  {events} events")
            points.append((size, seconds))
    slope = exponent(points)
    click.echo(f"exponent {slope:.2f}")
    raise SystemExit(int(slope > 1.2))


if __name__ == "__main__":
    main()
