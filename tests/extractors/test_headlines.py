"""Titles in the case of running text: what the rest of a document, or the model's own lists, know of their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from extractors.headlines import natural_case
from extractors.parse import prepare

BODY = "Two mines went off in Port Verda. The mayor, Will Grant, said the mines had killed a guard, and the US sent divers."


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Mines Kill Guard In Port Verda", "Mines kill guard in Port Verda"),
        ("Mayor Will Grant Thanks Divers From US", "Mayor Will Grant thanks divers from US"),
        ("MINES KILL GUARD IN PORT VERDA", "Mines kill guard in Port Verda"),
        ("Mines Hit Ostrava - Mayor Blames Unit Of Harbour", "Mines hit Ostrava - Mayor blames Unit of harbour"),
        ("Mines kill a guard in Port Verda", "Mines kill a guard in Port Verda"),
        ("Mines Kill\u2028Guard Of Port Verda", "Mines kill\u2028guard of Port Verda"),
    ],
)
def test_a_title_takes_the_case_of_its_text(nlp: Language, title: str, expected: str) -> None:
    text = f"{title}\n\n{BODY}"
    doc = prepare(nlp, text, [0, len(title) + 2])
    assert doc.text == f"{expected}\n\n{BODY}"
    assert nlp(doc).text == text


def test_a_title_that_the_text_repeats_is_no_evidence(nlp: Language) -> None:
    title = "Mines Kill Harbour Guard"
    doc = prepare(nlp, f"{title}\n\nPosted on 3 May Mines Kill Harbour Guard. The harbour stays shut.", [0])
    assert doc.text.startswith("Mines kill harbour guard\n")


def test_the_parse_of_a_title_is_that_of_running_text(nlp: Language) -> None:
    doc = nlp(prepare(nlp, f"Mines Kill Guard In Port Verda\n\n{BODY}", [0]))
    kill = doc[1]
    assert (kill.text, kill.lemma_, kill.pos_, kill.idx) == ("Kill", "kill", "VERB", 6)
    assert [s.text.strip() for s in doc.sents][0] == "Mines Kill Guard In Port Verda"


@given(
    st.lists(st.sampled_from(["Mines", "mines", "KILL", "Guard", "İzmir", "ß", "-", ".", "12", "\n", "Straße"]), max_size=30),
    st.integers(0, 30),
)
def test_words_keep_their_length(words: list[str], cut: int) -> None:
    lines = [line for line in ((0, min(cut, len(words))), (min(cut, len(words)), len(words))) if line[0] < line[1]]
    for i, word in natural_case(words, lines, lambda _: True).items():
        assert len(word) == len(words[i]) and word.lower() == words[i].lower() and word != words[i]
