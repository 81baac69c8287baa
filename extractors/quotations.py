"""Quotations: what stands between quotation marks, and which of them are one speech."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

_CLOSED = re.compile(r"“[^”\n]+”|«[^»\n]+»|``(?:(?!''|``)[^\n])+''|''(?:(?!'')[^\n])+''")
_RUNS_ON = re.compile(r"“[^”\n]{20,}(?=\n|$)")
"""A quotation goes on in the next paragraph where the paragraph ends without closing it."""
_STRAIGHT = re.compile(r"\n|(?P<opens>(?<![^\s(\[])\"(?=\S))|(?P<closes>(?<=\S)\"(?![\w]))|\"")
"""Straight marks say by the space around them which they are; one with space on both sides, or on none, is either."""
_LEAST, _MOST, _NEAR = 3, 300, 16
FOLLOWS = 40
"""Tokens from the end of speech within which a quotation may take it up."""
_ENDS = frozenset({".", "!", "?", "…", "...", ";"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """Token range, marks included, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Speech:
    """A cue and the quotations of its sentence, as the range from the first to the last: '"A," she said, "B."'."""

    cue: int  # token
    start: int
    end: int
    first: Quotation  # the one that the cue stands beside
    is_after: bool  # the cue comes behind it


def find_quotations(doc: Doc, text: str) -> list[Quotation]:
    """Stretches between quotation marks within one paragraph, of 4 to 300 tokens, in order."""
    out: list[Quotation] = []
    curled = [m.span() for pattern in (_CLOSED, _RUNS_ON) for m in pattern.finditer(text)]
    for start, end in sorted((*curled, *_straight(text))):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None and _LEAST < len(span) <= _MOST and (not out or span.start >= out[-1].end):
            out.append(Quotation(span.start, span.end))
    return out


def _straight(text: str) -> Iterator[tuple[int, int]]:
    """Character ranges between straight marks.

    A speech of several paragraphs opens each and closes the last: run together on one line, a mark that opens where one is open still
    ends what stood before it. To pair it with the one before would turn the rest of the paragraph inside out.
    """
    start: int | None = None
    for mark in _STRAIGHT.finditer(text):
        if mark.group() == "\n":
            start = None
        elif start is None:
            start = None if mark["closes"] else mark.start()
        elif mark["opens"]:
            before = text[start : mark.start()].rstrip()
            if before[-1] in _ENDS:
                yield start, start + len(before)
            start = mark.start()
        else:
            yield start, mark.end()
            start = None


class Quotations:
    """The quotations of a document, for asking what lies inside them."""

    def __init__(self, found: Iterable[Quotation]) -> None:
        self.found = list(found)
        self._starts = [q.start for q in self.found]

    def around(self, token: int) -> Quotation | None:
        """The quotation that holds a token."""
        i = bisect_right(self._starts, token) - 1
        return self.found[i] if i >= 0 and token < self.found[i].end else None


def find_speeches(doc: Doc, quotations: Quotations, cues: Iterable[Token]) -> list[Speech]:
    """Each cue that a quotation stands beside, with what it covers. `cues` are in order."""
    outside = [c for c in cues if quotations.around(c.i) is None]
    speeches: list[Speech] = []
    for quotation in quotations.found:
        cue = _beside(doc, quotation, outside)
        if cue is None:
            continue
        last = speeches[-1] if speeches else None
        if last is not None and cue.i == last.cue:
            speeches[-1] = Speech(last.cue, last.start, quotation.end, last.first, last.is_after)
        else:
            speeches.append(Speech(cue.i, quotation.start, quotation.end, quotation, cue.i >= quotation.end))
    return speeches


def _beside(doc: Doc, quotation: Quotation, cues: list[Token]) -> Token | None:
    """Of cues in order, the nearest to a quotation with no sentence's end between them; the one behind it where two are as near."""
    near = []
    first, last = quotation.start - _NEAR, quotation.end + _NEAR
    for cue in cues[bisect_left(cues, first, key=_index) : bisect_left(cues, last, key=_index)]:
        is_after = cue.i >= quotation.end
        gap = cue.i - quotation.end + 1 if is_after else quotation.start - cue.i
        if not 0 < gap <= _NEAR:
            continue
        between = doc[quotation.end : cue.i] if is_after else doc[cue.i + 1 : quotation.start]
        if any(t.text in _ENDS or "\n" in t.text for t in between):
            continue
        if is_after and _is_closed(doc, quotation):
            continue
        near.append((gap, not is_after, cue.i, cue))
    return min(near)[3] if near else None


def _index(token: Token) -> int:
    return token.i


def _is_closed(doc: Doc, quotation: Quotation) -> bool:
    """Whether the quotation ends its sentence, so that what follows is another."""
    return quotation.end >= 2 and doc[quotation.end - 2].text == "."


def goes_on(doc: Doc, covered: int, quotation: Quotation) -> bool:
    """Whether a quotation stands as sentences of its own right behind the sentence that holds the token before `covered`.

    It may open the next paragraph.
    """
    if not covered <= quotation.start <= covered + FOLLOWS or doc[quotation.end - 2].text not in _ENDS | {",", "-", "--"}:
        return False
    between = [t for t in doc[covered : quotation.start] if not t.is_space]
    ends = [i for i, t in enumerate(between) if t.text in _ENDS]
    return not between or (len(ends) == 1 and ends[0] == len(between) - 1)
