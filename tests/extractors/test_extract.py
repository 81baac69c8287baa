"""The public verb: whatever text comes in, records with offsets that hold come out."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extractors.constants import DEFAULT_MODEL
from extractors.documents import read_document
from extractors.extract import Reader, extract, read
from extractors.page import Page
from extractors.parse import load_model, parse_all, run_ons
from extractors.records import Article, Extraction
from extractors.sections import find_sections
from extractors.version import ModelMissing, model_version

WORDS = ["The", "army", "killed", "12", "people", "on", "Monday", "in", "Aleppo", ",", ".", "said", '"', "\n\n", "President", "Anna", "Berg", "e\u0301",
         "🙂", "will", "send", "five thousand", "troops", "\x00", "‮", "according to", "Read also:", "•", "3 May 2024",
         "of", "the", "she", "-", "with", "told", "Nevada", "denied", "that", "including", "%", "$"]  # fmt: skip


def wrong_quotes(extraction: Extraction) -> list[str]:
    """Rows whose quote is not what stands at their offsets."""
    text, wrong = extraction.document.text, []
    for kind in fields(extraction):
        rows = getattr(extraction, kind.name)
        for row in rows if isinstance(rows, tuple) else ():
            names = getattr(row, "__slots__", ())
            for start, end, quote in (
                ("start_char", "end_char", "quote"),
                ("source_start", "source_end", "source_quote"),
                ("cue_start", "cue_end", "cue_quote"),
            ):
                if (
                    quote in names
                    and getattr(row, start) is not None
                    and text[getattr(row, start) : getattr(row, end)] != getattr(row, quote)
                ):
                    wrong.append(f"{kind.name}: {row}")
    return wrong


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from([None, "Blast Kills 12 In Aleppo"]))
def test_offsets_hold_on_any_text(reader: Reader, words: list[str], title: str | None) -> None:
    extraction = extract(Article("a", " ".join(words), title=title), reader)
    assert wrong_quotes(extraction) == []
    assert sum(e.is_primary for e in extraction.event_mentions) <= 1


SENTENCES = [
    'The state of Nevada, she said, lost "at least 12 of its 40 trucks" - three of them new - in the province of the Ebro.',
    "According to Colonel Anna Berg, who heads the 3rd Brigade, between 10 and 12 soldiers, including two officers, were killed overnight.",
    "The blast in Aleppo's Rashidin district, blamed on the Islamic State, left nearly $1.5 million of damage, with some saying that more died.",
    "Two weeks ago the former defence minister denied that North Korea had sent, or would send, 5,000 troops to the Kursk region, Reuters reported.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_text_may_break_off_or_begin_at_any_word(reader: Reader, sentence: str) -> None:
    words = sentence.split()
    cuts = [words[:i] for i in range(len(words))] + [words[i:] for i in range(len(words))]
    assert [wrong_quotes(extract(Article("a", " ".join(cut)), reader)) for cut in cuts] == [[] for _ in cuts]


HOSTILE = {
    "killed": ["killed"],
    "figures": ["12", "5,000", "three", "million", "and", "people", "killed", "of", "wounded", "on Monday"],
    "quotations": ['"', "he said", '"The army killed 12 people"', "“", "”", "said", "'"],
    "places": ["in Aleppo", "near Damascus,", "in Tall Tawil village", "the province of", "attack", "bombing in Syria"],
    "names": ["Anna", "Berg", "President", "Carl", "Dahl", "of", "Reuters", "told", "(the army", "he", "denied,"],
}


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of the rules a piece of work runs, each round of a loop and of a comprehension counted."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace if "/extractors/" in frame.f_code.co_filename else None

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_rules_do_grows_with_the_text_and_not_with_its_square(reader: Reader, words: list[str]) -> None:
    reader.gazetteer.town("Nowhere", "SY", ())  # loads its towns, once
    runs = []
    for size in (6_000, 12_000):
        text, chosen = "", random.Random(size)
        while len(text) < size:
            text += chosen.choice(words) + " "
        document = read_document(Article("a", text))
        page = Page(document, find_sections(document, reader.version), reader.version)
        doc = next(parse_all(reader.nlp, reader.model, [("a", text, [])], {}))
        runs.append(lines_run(lambda doc=doc, page=page: read(doc, page, reader.gazetteer)))  # type: ignore[misc]
    assert runs[1] < 2.55 * runs[0], runs


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("word " * 1_500, [3000, 3000]),
        ("word " * 500 + "end. " + "word " * 500, []),
        ("word " * 500 + "\n" + "word " * 500, []),
        ("x" * 4_000 + " y" * 100, [4001]),
        ("x" * 9_000, []),
        ("from 1.5 to 3.5% " * 250, [2997]),
    ],
)
def test_a_sentence_without_end_is_ended(text: str, lengths: list[int]) -> None:
    starts = list(run_ons(text))
    assert [end - start for start, end in pairwise([0, *starts])] == lengths


def test_same_input_same_records(reader: Reader) -> None:
    article = Article("a", "A bomb killed 12 people in Aleppo on 3 May 2024, President Anna Berg said.")
    assert extract(article, reader) == extract(article, reader)


def test_the_version_of_a_model_is_known_without_loading_it(reader: Reader, tmp_path: Path) -> None:
    assert model_version(DEFAULT_MODEL) == reader.model == f"{DEFAULT_MODEL} {reader.nlp.meta['version']}"
    own = Language(meta={"name": "own", "version": "1.2.3"})
    own.to_disk(tmp_path / "own")
    assert model_version(str(tmp_path / "own")) == f"{tmp_path / 'own'} 1.2.3"


def test_a_missing_model_is_one_line_with_the_cure() -> None:
    for look in (load_model, model_version):
        with pytest.raises(ModelMissing, match="no_such_model.*make run"):
            look("no_such_model")
