"""Other people's text must not move a cursor, turn a line, run in a spreadsheet or mark up a page."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from orchestration.terminal import json_line, marked
from orchestration.text import csv_cell, markdown_cell, one_line, sentence_around, visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain — “quoted” Київ 🙂", "plain — “quoted” Київ 🙂"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("abc\u202edef\u2066", "abc<U+202E>def<U+2066>"),
        ("zero\u200bwidth\ufeff", "zero<U+200B>width<U+FEFF>"),
        ("\x9b31m \x7f", "<U+009B>31m <U+007F>"),
        ("می\u200cخواهم 👩\u200d🚀", "می\u200cخواهم 👩\u200d🚀"),
        ("one\ntwo\u2028three\tfour", "one two three four"),
    ],
)
def test_visible(text: str, expected: str) -> None:
    assert visible(text) == expected


@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    shown = visible(text)
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cs")]
    assert "\n" not in one_line(text)
    line = json_line({"text": text})
    assert json.loads(line) == {"text": text}
    assert not [char for char in line if unicodedata.category(char) == "Cc" or 0x202A <= ord(char) <= 0x202E]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-5", "'-5"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1".replace("\t", " ")),
        ("a=b", "a=b"),
        (-5.0, -5.0),
        (None, None),
        (datetime(2024, 5, 14, 9, 30, 12, 400_000), "2024-05-14 09:30:12"),
    ],
)
def test_no_cell_is_a_formula(value: object, expected: object) -> None:
    assert csv_cell(value) == expected


def test_markdown_cells_hold_no_markup() -> None:
    assert markdown_cell("a | b [x](http://e.org) <script>") == r"a \| b \[x\]\(http://e.org\) &lt;script&gt;"


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("First here. Second one. Third.", "one", "Second one. "),
        ("Headline\nBody starts. And ends.", "Body", "Body starts. "),
        ("The U.S. Army sent Gen. Smith to Kyiv. He left.", "sent", "The U.S. Army sent Gen. Smith to Kyiv. "),
        ("It cost 3.5 million. Why?", "million", "It cost 3.5 million. "),
        ("He said: “Go.” She went.", "Go", "He said: “Go.” "),
        ("No end", "end", "No end"),
    ],
)
def test_the_sentence_around(text: str, span: str, expected: str) -> None:
    start = text.index(span)
    first, last = sentence_around(text, start, start + len(span))
    assert text[first:last] == expected


@given(st.text(), st.data())
def test_a_sentence_holds_its_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = sentence_around(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)


def test_a_span_is_marked_with_or_without_colour() -> None:
    text = "Before. He said [bold]40 died[/bold] there. After."
    start = text.index("40 died")
    plain = marked(text, start, start + 7, plain=True)
    assert plain.plain == "He said [bold][[40 died]][/bold] there."
    console = Console(width=100, force_terminal=True, color_system="truecolor", record=True)
    console.print(marked(text, start, start + 7, plain=False))
    assert console.export_text(styles=False).strip() == "He said [bold]40 died[/bold] there."
