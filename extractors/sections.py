"""What each stretch of a text is: headline, lead, body, list, credit, page furniture, machine-made padding.

Cleaning only marks; the kept text and its offsets never move. Text rules before the parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.lexicon import any_of, lexicon
from extractors.records import Document, Section

_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])")
_LEAD_CHARS = 250
_LONG_PARAGRAPH = 600


@dataclass(frozen=True)
class _Rules:
    furniture: re.Pattern[str]
    to_the_end: re.Pattern[str]
    generated: re.Pattern[str]
    credit: re.Pattern[str]
    byline: re.Pattern[str]
    caption: re.Pattern[str]
    item: re.Pattern[str]


@cache
def _rules() -> _Rules:
    words = lexicon("sections.toml")
    return _Rules(
        furniture=any_of(words["furniture_line"]),
        to_the_end=any_of(words["furniture_to_the_end"]),
        generated=any_of(words["generated_from"]),
        credit=any_of(words["credit_line"]),
        byline=re.compile("|".join(words["byline"])),
        caption=any_of(words["caption"]),
        item=any_of(words["list_item"]),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def _lines(text: str) -> list[_Line]:
    """Lines with visible text, without the white space around it."""
    out = []
    for m in _LINE.finditer(text):
        stripped = m.group().strip()
        if stripped:
            start = m.start() + m.group().index(stripped[0])
            out.append(_Line(start, start + len(stripped), stripped))
    return out


def _reads_like_prose(line: str) -> bool:
    return len(line) > 200 or (len(line.split()) >= 9 and bool(re.search(r"[.!?][\"'”’)]*$", line)))


def _spans(document: Document) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of every line, long paragraphs split where the lead ends and after a date line inside."""
    rules, lines = _rules(), _lines(document.text)
    title = document.title
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.text] = counts.get(line.text, 0) + 1
    ending: str | None = None
    has_prose = has_headline = False
    for line in lines:
        if rules.to_the_end.match(line.text):
            ending = "furniture"
        elif rules.generated.match(line.text):
            ending = "generated"
        if ending:
            kind = ending
        elif rules.furniture.match(line.text):
            kind = "furniture"
        elif rules.credit.match(line.text):
            kind = "credit"
        elif rules.byline.match(line.text):
            kind = "byline"
        elif line.text == title:
            kind, has_headline = "headline", True
        elif rules.item.match(line.text):
            kind = "list"
        elif rules.caption.search(line.text):
            kind = "caption"
        elif _is_dateline(document, line) and not _reads_like_prose(line.text):
            kind = "dateline"
        elif line.text == document.outlet:
            kind = "byline"
        elif _reads_like_prose(line.text):
            if not has_prose and counts[line.text] > 1:
                kind = "caption"  # a picture's text, given again for those who cannot see it
            else:
                yield from _prose(document, line, is_first=not has_prose)
                has_prose = True
                continue
        elif has_prose:
            kind = "headline" if len(line.text.split()) >= 3 and not line.text.endswith((".", ":")) else "body"
        else:
            kind = "deck" if has_headline else "body"
        yield line.start, line.end, kind


def _is_dateline(document: Document, line: _Line) -> bool:
    return document.dateline_start is not None and line.start <= document.dateline_start < line.end


def _prose(document: Document, line: _Line, *, is_first: bool) -> Iterator[tuple[int, int, str]]:
    """A paragraph: its date line and a repeated title cut off in front, the lead of the first one kept apart."""
    start = line.start
    if document.dateline_end is not None and _is_dateline(document, line):
        head_end = document.dateline_end
        if document.dateline_start is not None and document.dateline_start - start <= 40:
            piece, start = start, _skip_joint(document.text, head_end, line.end)
            yield piece, _visible_end(document.text, start), "dateline"
    if document.title and document.text.startswith(document.title, start) and start + len(document.title) < line.end:
        piece, start = start, _skip_joint(document.text, start + len(document.title), line.end)
        yield piece, _visible_end(document.text, start), "headline"
    if start >= line.end:
        return
    if not is_first:
        yield start, line.end, "body"
        return
    cut = line.end
    if line.end - start > _LONG_PARAGRAPH:
        border = _SENTENCE_END.search(document.text, start + _LEAD_CHARS, line.end)
        cut = border.end() if border else line.end
    yield start, cut, "lead"
    if cut < line.end:
        yield cut, line.end, "body"


def _skip_joint(text: str, start: int, end: int) -> int:
    """Where the next words start: behind the punctuation that joins a date line or an inline title to what follows."""
    while start < end and not text[start].isalnum() and text[start] not in "\"“'‘(":
        start += 1
    return start


def _visible_end(text: str, end: int) -> int:
    """The end of the last visible character before `end`."""
    while text[end - 1].isspace():
        end -= 1
    return end


def find_sections(document: Document, version: str) -> tuple[Section, ...]:
    """Sections of the kept text, in order, none overlapping, every visible character in one of them."""
    return tuple(Section(document.document_id, start, end, kind, version) for start, end, kind in _spans(document) if start < end)
