"""`text[start:end] == quote` on every record read from the two seed reports and from a seeded sample of every set of real cases."""

from __future__ import annotations

import dataclasses
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.extract import Reader, extract_many
from extractors.records import Article, Extraction

SAMPLE, SEED = 50, 1950
SETS = {
    "fakes": "fakes/articles.jsonl",
    "gva": "gva/articles.jsonl.gz",
    "ecbplus": "ecbplus/articles.jsonl",
    "polnear": "polnear/dev.jsonl.gz",
    "newsquant": "newsquant/dev.jsonl",
    "throughput": "throughput/articles.jsonl.gz",
}


def read_sample(path: Path) -> list[Article]:
    """Up to SAMPLE articles of a JSON Lines file, the same every time."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    chosen = random.Random(SEED).sample(rows, min(SAMPLE, len(rows)))
    return [
        Article(row.get("doc_id") or row["id"], row["text"], row.get("source"), row.get("published"), row.get("title"), row.get("url"))
        for row in chosen
    ]


def spans(extraction: Extraction) -> Iterator[tuple[str, int | None, int | None, str | None]]:
    """(what, start, end, quote) of every span of every record; quote None where the record keeps no words."""
    for kind in dataclasses.fields(extraction):
        records = getattr(extraction, kind.name)
        for record in records if isinstance(records, tuple) else [records]:
            has = {f.name for f in dataclasses.fields(record)}
            for start, end, quote in (
                ("start_char", "end_char", "quote"),
                ("source_start", "source_end", "source_quote"),
                ("cue_start", "cue_end", "cue_quote"),
                ("dateline_start", "dateline_end", None),
            ):
                if start in has:
                    yield (
                        f"{kind.name}.{start}",
                        getattr(record, start),
                        getattr(record, end),
                        getattr(record, quote) if quote in has else None,
                    )


def check(extraction: Extraction) -> dict[str, int]:
    """Assert that every span is right; how many of each kind there were."""
    text, counted = extraction.document.text, {}
    for what, start, end, quote in spans(extraction):
        if start is None and end is None:
            assert quote is None, what
            continue
        where = (extraction.document.document_ref, what, start, end, quote)
        assert start is not None, where
        assert end is not None, where
        assert 0 <= start < end <= len(text), where
        assert quote is None or text[start:end] == quote, where
        counted[what] = counted.get(what, 0) + 1
    return counted


def check_sections(extraction: Extraction) -> None:
    """Assert that sections follow each other and hold every visible character."""
    text, reached = extraction.document.text, 0
    for section in extraction.sections:
        assert section.start_char >= reached, section
        assert not text[reached : section.start_char].strip(), section
        reached = section.end_char
    assert not text[reached:].strip(), extraction.document.document_ref


def check_all(articles: list[Article], reader: Reader) -> dict[str, int]:
    total: dict[str, int] = {}
    extractions = list(extract_many(articles, reader))
    assert [e.document.document_ref for e in extractions] == [a.document_ref for a in articles]
    for article, extraction in zip(articles, extractions, strict=True):
        assert extraction.document.text.endswith(article.text)
        check_sections(extraction)
        for what, n in check(extraction).items():
            total[what] = total.get(what, 0) + n
    return total


def test_both_seed_reports(shared: Path, reader: Reader):
    articles = [Article(path.name, path.read_text(encoding="utf-8")) for path in sorted((shared / "seeds").glob("*.txt"))]
    counted = check_all(articles, reader)
    for what in ("sections", "time_mentions", "place_mentions", "actor_mentions", "roles", "attributions", "event_mentions", "claims"):
        assert counted.get(f"{what}.start_char"), (what, counted)
    assert counted["attributions.source_start"]
    assert counted["attributions.cue_start"]


@pytest.mark.parametrize("name", SETS)
def test_a_sample_of_every_set(shared: Path, reader: Reader, name: str):
    path = shared / "bench" / SETS[name]
    if not path.exists():
        pytest.skip(f"no {path}")
    counted = check_all(read_sample(path), reader)
    assert counted.get("claims.start_char"), counted
