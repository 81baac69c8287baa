"""Other people's text on its way to a screen, a spreadsheet or a Markdown cell: made harmless, never made nicer."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Any

_JOINERS = "\u200c\u200d\u00ad"  # needed to write Persian, Hindi, emoji; a soft hyphen shows as nothing
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # as OWASP lists them, with the wide forms of East Asia
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Rep|Sen|Gov|No|vs|al))\.$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")


def visible(text: str, *, lines: bool = False) -> str:
    """The text with control, bidirectional and other unseen characters written out, so that it cannot move a cursor or turn a line.

    White space becomes one blank each; with `lines`, line breaks stay.
    """
    return "".join(_shown(char, lines) for char in text)


def _shown(char: str, lines: bool) -> str:
    if char == "\n" and lines:
        return char
    if char in "\t\n\r\x0b\x0c\u2028\u2029\x85":
        return " "
    category = unicodedata.category(char)
    if category == "Cc":
        return chr(0x2400 + ord(char)) if ord(char) < 0x20 else f"<U+{ord(char):04X}>"
    if category in ("Cf", "Cs") and char not in _JOINERS:
        return f"<U+{ord(char):04X}>"
    return char


def one_line(text: Any) -> str:
    """A cell: one line, white space runs as one blank, "" for None."""
    return "" if text is None else " ".join(visible(str(text)).split())


def csv_cell(value: Any) -> Any:
    """A CSV cell that no spreadsheet takes for a formula; numbers stay numbers. Times to the second: Excel shows finer ones as 30:12.4."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if not isinstance(value, str):
        return value
    text = visible(value, lines=True)
    return f"'{text}" if value.startswith(_FORMULA_STARTS) else text


def markdown_cell(text: Any) -> str:
    """A cell of a Markdown table: no markup of the text's own takes effect."""
    return (
        re.sub(r"([\\`*_{}\[\]()#+!|<>~&-])", r"\\\1", one_line(text)).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")
    )


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence that holds the span begins and ends: at line breaks, and where a full stop is followed by a capital."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    ends = [
        match.end()
        for match in _SENTENCE_END.finditer(text, line_start, line_end)
        if not _ABBREVIATION.search(text[line_start : match.start() + 1])
    ]
    before = [position for position in ends if position <= start]
    after = [position for position in ends if position >= end]
    return (before[-1] if before else line_start), (after[0] if after else line_end)
