"""Quotations by their marks, without a model."""

from __future__ import annotations

import pytest
import spacy

from extractors.quotations import find_quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We left at dawn today," she said.', ['"We left at dawn today,"']),
        # A speech of two paragraphs, run together: the first is closed by nothing but the second.
        ('"We left at dawn today. "It was still very dark." The board met.', ['"We left at dawn today.', '"It was still very dark."']),
        # An opening that nothing ends is none.
        ('He wrote "we left and "it was still very dark" later.', ['"it was still very dark"']),
        # A closing that nothing opens is none either.
        ('It was dark." He said "we left at dawn today" and sat.', ['"we left at dawn today"']),
        # Marks with space on both sides are taken in turn.
        ('He said " we left at dawn today " and sat.', ['" we left at dawn today "']),
        ("He said “we left at dawn today” and sat.", ["“we left at dawn today”"]),
        ('"We left at dawn today,\nand so did she" it ends.', []),
        ('A "no" is short.', []),
    ],
)
def test_marks_pair(text: str, expected: list[str]) -> None:
    doc = spacy.blank("en")(text)
    assert [doc[q.start : q.end].text for q in find_quotations(doc, text)] == expected
