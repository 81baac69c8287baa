"""Units of measurement and money beside a number: which unit, under its normalised name, and where it is written."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as `units.csv` has it; `kind` is share, money, time, length, …; `ucum` is empty where UCUM has no code."""

    name: str
    ucum: str
    kind: str


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit written beside a number, by characters."""

    unit: Unit
    start: int
    end: int


def _plural(word: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|feet|celsius|°)$", word) or len(word) < 2:
        return word
    return word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else word + "s"


_LOWERED = frozenset({"USD", "EUR", "GBP", "RMB", "AUD", "CAD", "NZD", "MXN", "INR", "JPY", "CHF", "HKD", "SGD", "CNY"})
"""Codes of money that are also met in lower case, and are no English words."""


@dataclass(frozen=True)
class _Table:
    units: dict[str, Unit]
    words: dict[str, Unit]
    symbols: dict[str, Unit]
    signs: dict[str, Unit]
    word_pattern: re.Pattern[str]
    symbol_pattern: re.Pattern[str]
    sign_pattern: re.Pattern[str]


def _alternatives(forms: dict[str, Unit]) -> str:
    return "|".join(re.escape(form).replace(r"\ ", r"[ -]") for form in sorted(forms, key=len, reverse=True))


@cache
def table() -> _Table:
    """The unit table, read once."""
    lines = files(__package__).joinpath("units.csv").read_text(encoding="utf-8").splitlines()
    units: dict[str, Unit] = {}
    words: dict[str, Unit] = {}
    symbols: dict[str, Unit] = {}
    signs: dict[str, Unit] = {}
    for row in csv.DictReader(line for line in lines if line.strip() and not line.startswith("#")):
        unit = units[row["unit"]] = Unit(row["unit"], row["ucum"], row["kind"])
        for word in filter(None, row["words"].split(";")):
            words[word] = unit
            words[_plural(word)] = unit
        for symbol in filter(None, row["symbols"].split(";")):
            symbols.setdefault(symbol, unit)
        for sign in filter(None, row["signs"].split(";")):
            signs[sign] = unit
            if sign in _LOWERED:
                signs[sign.lower()] = unit
                symbols.setdefault(sign.lower(), unit)
            if re.fullmatch(r"[A-Z]{1,3} ?\$", sign):
                signs[sign.lower()] = unit
            if re.fullmatch(r"[A-Z]{2}D", sign):
                signs[f"{sign}$"] = signs[f"{sign.lower()}$"] = unit
    return _Table(
        units,
        words,
        symbols,
        signs,
        re.compile(rf"(?:{_alternatives(words)})(?![A-Za-z])", re.IGNORECASE),
        re.compile(rf"(?:{_alternatives(symbols)})(?![A-Za-z0-9])"),
        re.compile(rf"(?<![A-Za-z])(?:{_alternatives(signs)})\s?$"),
    )


def unit_after(text: str, end: int) -> UnitMention | None:
    """The unit that follows the number that ends there: "12 km", "12-km", "12km", "12 per cent", "20 (kg)"."""
    gap = re.compile(r"\s?[-‑]\s?(?=[A-Za-z])|[ \u00a0]?[(\[{<]?").match(text, end)
    start = gap.end() if gap else end
    known = table()
    word = known.word_pattern.match(text, start)
    symbol = known.symbol_pattern.match(text, start)
    if word and (not symbol or word.end() >= symbol.end()):
        key = word.group().lower().replace("-", " ")
        unit = known.words.get(word.group().lower()) or known.words.get(key) or known.words[_hyphenated(known, key)]
        return UnitMention(unit, word.start(), word.end())
    if symbol and not _is_word_symbol(text, end, symbol):
        key = symbol.group() if symbol.group() in known.symbols else symbol.group().replace("-", " ")
        return UnitMention(known.symbols[key], symbol.start(), symbol.end())
    return None


def _hyphenated(known: _Table, key: str) -> str:
    return next(form for form in known.words if form.replace("-", " ") == key)


# Symbols that are also words or initials of the text: only right behind digits or at the end of a clause.
_WORDLIKE = frozenset(
    {
        "in",
        "m",
        "s",
        "h",
        "t",
        "g",
        "l",
        "A",
        "W",
        "w",
        "V",
        "v",
        "K",
        "N",
        "J",
        "C",
        "F",
        "B",
        "b",
        "L",
        "G",
        "pc",
        "bar",
        "pt",
        "c",
        "gr",
        "'",
        '"',
        "MP",
        "mo",
        "ac",
        "ha",
        "min",
        "gig",
        "MT",
        "mt",
        "kn",
        "kt",
        "MM",
        "ly",
        "px",
        "mb",
        "sec",
        "DM",
        "TRY",
        "COP",
        "pp",
        "ct",
    }
)


def _is_word_symbol(text: str, number_end: int, symbol: re.Match[str]) -> bool:
    form = symbol.group()
    if form not in _WORDLIKE or symbol.start() == number_end:
        return False
    if form in ("in", "'", '"'):
        is_length = re.match(r"\s*(?:long|wide|tall|high|deep|thick|across|x)\b", text[symbol.end() : symbol.end() + 8])
        return not is_length and not re.search(r"(?:ft|feet|foot|')\s?[\d.]+\s?$", text[max(0, number_end - 12) : number_end])
    return not re.match(r"\s*(?:[.,;:)\]}>]|$|\d|x\b|and\b|or\b|to\b|is\b|of\b|per\b|/|more\b)", text[symbol.end() : symbol.end() + 8])


def sign_before(text: str, start: int) -> UnitMention | None:
    """The sign of money that stands before the number that starts there: "$12", "US $12", "RM23.50"."""
    window = max(0, start - 8)
    found = table().sign_pattern.search(text[window:start])
    if not found:
        return None
    sign = found.group().rstrip()
    unit = table().signs.get(sign) or table().signs.get(sign.replace("-", " "))
    return UnitMention(unit, window + found.start(), window + found.start() + len(sign)) if unit else None
