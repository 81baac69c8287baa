"""Bounds of a number: the words before and after it that say at least, about, up to, and the interval they leave."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.figures.numbers import Number


@cache
def _lexicon() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("bounds.toml").read_text(encoding="utf-8"))


@cache
def _before() -> tuple[re.Pattern[str], dict[str, str]]:
    senses = {phrase: sense for sense, phrases in _lexicon()["before"].items() for phrase in phrases}
    senses |= dict.fromkeys(_lexicon()["increment"]["before"], "increment")
    phrases = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(senses, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({phrases})\s*$", re.IGNORECASE), senses


@cache
def _after() -> tuple[re.Pattern[str], dict[str, str]]:
    senses = {phrase: sense for sense, phrases in _lexicon()["after"].items() for phrase in phrases}
    phrases = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(senses, key=len, reverse=True))
    return re.compile(rf"\s*({phrases})(?!\w)", re.IGNORECASE), senses


@dataclass(frozen=True, slots=True)
class Bound:
    """What the words around a number say. `start`: where they begin; `end`: where those behind the number end."""

    start: int
    end: int
    qualifier: str
    is_increment: bool = False


def find_bound(text: str, start: int, end: int) -> Bound:
    """The bounding words around text[start:end]; qualifier "exact" where there are none."""
    pattern, senses = _before()
    qualifier, is_increment, at = "exact", False, start
    for _ in range(4):
        found = pattern.search(text, max(0, at - 34), at)
        if not found:
            break
        phrase = re.sub(r"\s+", " ", found[1].lower())
        sense = senses[phrase]
        # "some" and "the" close a phrase: what stands before them belongs to another.
        if phrase == "the" and at != start and not is_increment:
            break
        if phrase == "the" and not re.search(r"\bof\s+$|\ball\s+$", text[max(0, found.start() - 6) : found.start()]):
            at = found.start()
            break
        if phrase in ("past", "within", "as", "near", "over", "under") and re.search(
            r"\b(?:in|for|of|the)\s+(?:the\s+)?$", text[max(0, found.start() - 8) : found.start()]
        ):
            break
        at = found.start()
        if sense == "increment":
            is_increment = True
        elif qualifier == "exact":
            qualifier = sense
    behind, after_senses = _after()
    found = behind.match(text, end)
    if found and qualifier in ("exact", "about"):
        phrase = re.sub(r"\s+", " ", found[1].lower())
        qualifier = after_senses.get(phrase) or after_senses.get(" " + phrase, qualifier)
        end = found.end()
    return Bound(at, end, qualifier, is_increment)


def bounded(number: Number, qualifier: str, *, is_count: bool) -> tuple[float | None, float | None, float | None, str]:
    """(value, low, high, qualifier) of a number under a qualifier. Things that are counted step by one, measures do not.

    "at least 126" is (126, 126, None), "more than 100" (100, 101, None), "about 1,000" (1000, 900, 1100), "dozens" (None, 24, None).
    A range ("10-12") has its low end as value. "nearly 50" lies between the tenth below and the number itself.
    """
    if number.kind == "range":
        return number.value, number.low, number.high, "range"
    if number.value is None:
        return None, number.low, None, _canonical(number.word or "")
    value, step = number.value, 1.0 if is_count and number.value == int(number.value) else 0.0
    match qualifier:
        case "at_least":
            return value, value, None, qualifier
        case "more_than":
            return value, value + step, None, qualifier
        case "at_most":
            return value, None, value, qualifier
        case "fewer_than":
            return value, None, value - step, qualifier
        case "about":
            return value, min(value * 0.9, value * 1.1), max(value * 0.9, value * 1.1), qualifier
        case "nearly":
            return value, min(value * 0.9, value), max(value * 0.9, value), "about"
    return value, value, value, "exact"


def _canonical(word: str) -> str:
    """One name per vague word: "a few hundred" is "several hundred"."""
    return re.sub(r"^(?:a few|few|numerous|countless|a handful)\b", "several", word)
