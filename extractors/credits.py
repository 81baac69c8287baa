"""Agencies that bylines and credit lines name: whose copy a report is, or what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.ids import content_id
from extractors.lexicon import any_of, lexicon
from extractors.page import Page
from extractors.records import Credit

_HEAD_CHARS = 160
_LINE = re.compile(r"[^\n]+")


@cache
def _names() -> dict[str, str]:
    """Name as written -> agency."""
    return {written: agency for agency, names in lexicon("agencies.toml")["names"].items() for written in names}


@cache
def _initials() -> dict[str, str]:
    return {written: agency for agency, names in lexicon("agencies.toml")["initials"].items() for written in names}


@cache
def _name() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.@])(?:{'|'.join(re.escape(n) for n in sorted(_names(), key=len, reverse=True))})(?![\w@]|\.\w)")


@cache
def _initial() -> re.Pattern[str]:
    return re.compile(rf"(?<=/)(?:{'|'.join(_initials())})\b|\b(?:{'|'.join(_initials())})(?=/)")


@cache
def _byline() -> re.Pattern[str]:
    """ "(Reuters) -" behind a place, or "(AP)" at the end of a line."""
    names = "|".join(re.escape(n) for n in sorted(_names(), key=len, reverse=True))
    return re.compile(rf"\((?P<name>{names})\)(?=\s*(?:[-–—:]|$))", re.M)


@cache
def _lines(kind: str) -> re.Pattern[str]:
    return any_of(lexicon("agencies.toml")["lines"][kind])


def agency_called(name: str | None) -> str | None:
    """The agency that goes by a name, None where it is none."""
    bare = " ".join((name or "").removeprefix("the ").split())
    return _names().get(bare) or _names().get(
        bare.removesuffix(" news agency").removeprefix("news agency ").removeprefix("state news agency ")
    )


def find_credits(page: Page) -> list[Credit]:
    """Agencies named by date line, byline and credit line, in order of text."""
    found = {(start, end): (agency, kind) for start, end, agency, kind in _named(page)}
    return [
        Credit(
            credit_id=content_id("crd", page.document.document_id, start, end),
            **page.at(start, end),
            agency=agency,
            kind=kind,
        )
        for (start, end), (agency, kind) in sorted(found.items())
    ]


def _named(page: Page) -> Iterator[tuple[int, int, str, str]]:
    text = page.document.text
    visible = [m for m in _LINE.finditer(text) if m.group().strip() and page.section_kind(m.start()) not in {"furniture", "generated"}]
    for i, line in enumerate(visible):
        if _lines("picture").search(line.group()):
            continue
        kind = page.section_kind(line.start())
        is_last, is_short = i == len(visible) - 1, len(line.group()) <= 200
        if kind == "credit" or (is_short and _lines("material").search(line.group())):
            role = "material" if _lines("material").search(line.group()) else "credit"
            yield from _in_line(line, role)
        elif kind == "byline" or (kind == "dateline" and is_short):
            yield from _in_line(line, "byline")
        for m in _byline().finditer(line.group()):
            where = line.start() + m.start()
            is_head = (
                kind in {"lead", "dateline", "body"}
                and m.start() <= _HEAD_CHARS
                and m.end() < len(line.group())
                and not _has_prose(page, line.start())
            )
            if is_head or (is_last and line.group().rstrip().endswith(m.group())):
                yield where + 1, where + 1 + len(m["name"]), _names()[m["name"]], "byline"


def _in_line(line: re.Match[str], role: str) -> Iterator[tuple[int, int, str, str]]:
    for pattern, names in ((_name(), _names()), (_initial(), _initials())):
        for m in pattern.finditer(line.group()):
            yield line.start() + m.start(), line.start() + m.end(), names[m.group()], role


def _has_prose(page: Page, before: int) -> bool:
    """Whether a paragraph of the report stands before the offset."""
    return any(section.kind in {"lead", "body"} and section.end_char <= before for section in page.sections)
