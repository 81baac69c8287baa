"""The public verb: whatever text comes in, records with offsets that hold come out."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extractors.constants import DEFAULT_MODEL
from extractors.extract import Reader, extract
from extractors.parse import load_model
from extractors.records import Article, Extraction
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
