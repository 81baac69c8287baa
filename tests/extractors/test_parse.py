"""Parses: sentence borders, and parses kept from one reading to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from extractors import parse
from extractors.documents import read_document
from extractors.extract import Reader, read_many
from extractors.parse import Parse, parse_all, parse_key, pieces_of, prepare, words_of
from extractors.records import Article

TEXT = "Ferry sinks off Malta\n\nDivers found 12 people alive on Monday, the coastguard said. President Ana Berg thanked them."


def test_a_line_break_and_a_border_end_a_sentence(nlp: Language) -> None:
    doc = nlp(prepare(nlp, "Fire in port\nShips burn Crews flee", [24]))
    assert {0, 13, 24} <= {s.start_char for s in doc.sents}


def test_words_are_the_texts_of_the_tokens(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert words_of(doc) == [token.text for token in doc]


def test_a_kept_parse_gives_the_same_records_without_parsing(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    document = read_document(Article("a", TEXT))
    parses: dict[str, Parse] = {}
    first = list(read_many([document], reader, parses))

    def refuse(_nlp: Language, docs: Iterable[object], **_: object) -> Iterator[object]:
        for _doc in docs:
            pytest.fail("parsed again")
        yield from ()

    monkeypatch.setattr(Language, "pipe", refuse)
    assert list(read_many([document], reader, parses)) == first


@pytest.mark.parametrize("change", ["text", "borders", "model"])
def test_a_parse_of_something_else_is_not_used(change: str, nlp: Language) -> None:
    parses: dict[str, Parse] = {}
    list(parse_all(nlp, "m 1", [("d", "One two three.", (0,))], parses))
    now = {"text": ("m 1", "Four five.", (0,)), "borders": ("m 1", "One two three.", (0, 4)), "model": ("m 2", "One two three.", (0,))}[
        change
    ]
    (doc,) = parse_all(nlp, now[0], [("d", *now[1:])], parses)
    assert doc.text == now[1]
    assert parses["d"].key == parse_key(now[1], now[2], now[0])


@given(text=st.text("ab \n", max_size=300), borders=st.lists(st.integers(0, 300)), longest=st.integers(1, 50))
def test_pieces_are_the_text_and_none_is_too_long(text: str, borders: list[int], longest: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "LONGEST_PIECE", longest)
        pieces = pieces_of(text, borders)
    assert "".join(text[start:end] for start, end in pieces) == text
    assert all(end - start <= longest for start, end in pieces)


def test_a_long_text_is_parsed_in_pieces_of_bounded_batches(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join([TEXT] * 6)
    (whole,) = parse_all(nlp, "m 1", [("d", text, (0,))])
    monkeypatch.setattr(parse, "LONGEST_PIECE", len(TEXT) + 5)
    monkeypatch.setattr(parse, "TOKENS_AT_ONCE", 60)
    sizes = []
    piped = nlp.pipe

    def watched(docs: list[Doc], **settings: int) -> Iterator[Doc]:
        sizes.append(sum(map(len, docs)))
        return piped(docs, **settings)

    monkeypatch.setattr(nlp, "pipe", watched)
    parses: dict[str, Parse] = {}
    (doc,) = parse_all(nlp, "m 1", [("d", text, (0,))], parses)
    (again,) = parse_all(nlp, "m 1", [("d", text, (0,))], parses)
    assert len(sizes) > 2 and max(sizes) <= 60
    for found in (doc, again):
        assert found.text == text
        assert [(t.idx, t.text, t.lemma_, t.dep_, t.ent_type_, t.head.i) for t in found] == [
            (t.idx, t.text, t.lemma_, t.dep_, t.ent_type_, t.head.i) for t in whole
        ]
        assert [s.start_char for s in found.sents] == [s.start_char for s in whole.sents]
