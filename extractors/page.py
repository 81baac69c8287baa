"""A document with its sections: what every finder is given beside the parse."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar

from extractors.records import Document, Section

NOT_REPORTING = frozenset({"furniture", "generated", "credit", "byline"})
"""Section kinds whose words are not the report's own telling: nothing there corroborates or contradicts."""


class _Spanned(Protocol):
    @property
    def start_char(self) -> int: ...


T = TypeVar("T", bound=_Spanned)


def starting_in(spans: Sequence[T], start: int, end: int) -> Sequence[T]:
    """Those of the spans, which are in order, that start at one of these characters. Looking through all for each sentence is quadratic."""
    return spans[bisect_left(spans, start, key=_start_char) : bisect_left(spans, end, key=_start_char)]


def _start_char(span: _Spanned) -> int:
    return span.start_char


@dataclass(frozen=True)
class Page:
    """The kept text, what each stretch of it is, and the version of the rules that read it."""

    document: Document
    sections: tuple[Section, ...]
    version: str

    @cached_property
    def _starts(self) -> list[int]:
        return [section.start_char for section in self.sections]

    def section_kind(self, char: int) -> str:
        """The kind of the section that holds the character, "body" between sections."""
        i = bisect_right(self._starts, char) - 1
        return self.sections[i].kind if i >= 0 and char < self.sections[i].end_char else "body"

    def is_reporting(self, char: int) -> bool:
        """Whether the character stands where the report itself speaks."""
        return self.section_kind(char) not in NOT_REPORTING

    def at(self, start_char: int, end_char: int) -> dict[str, Any]:
        """The evidence columns that every record of a span carries: `Record(**page.at(start, end), …)`."""
        return {
            "document_id": self.document.document_id,
            "start_char": start_char,
            "end_char": end_char,
            "quote": self.document.text[start_char:end_char],
            "section_kind": self.section_kind(start_char),
            "extractor_version": self.version,
        }
