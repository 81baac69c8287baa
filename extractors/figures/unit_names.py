"""The normalised unit of a quantity in NewsQuant's idea: of a measure ("mile per hour") or of what is counted ("stolen car")."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Doc, Token

from extractors.figures.numbers import Number
from extractors.figures.phrases import read_nouns, text_of, token_from
from extractors.figures.units import UnitMention, table


@cache
def lexicon() -> dict[str, Any]:
    """The word lists of `quantities.toml`."""
    return tomllib.loads(files(__package__).joinpath("quantities.toml").read_text(encoding="utf-8"))


_OLD = re.compile(r"\s?-?\s?olds?\b|\sof age\b", re.IGNORECASE)
_PER = re.compile(r"(?:\s?-\s?|\s)?(?:/|\b(?:per|an?|each|every)\b)(?:\s?-\s?|\s)?(?=[A-Za-z])", re.IGNORECASE)
_AGED = re.compile(r"\b(?:age|aged|ages|age of)\s$", re.IGNORECASE)


def measured_unit(doc: Doc, number: Number, sign: UnitMention | None, mention: UnitMention | None) -> tuple[str, str, int]:
    """(normalised unit, its kind, end) of a number with a unit beside it."""
    text = text_of(doc)
    if mention is not None and (sign is None or mention.unit.kind == "money"):
        unit, end = mention.unit, mention.end
        if sign is not None and mention.unit.name == "dollar":
            unit = sign.unit
    elif sign is not None:
        unit, end = sign.unit, number.end
    else:
        raise ValueError("a measured quantity has a unit")
    if unit.kind == "time" and (old := _OLD.match(text, end)):
        return f"{unit.name} of age", "age", old.end()
    name = unit.name
    per = _PER.match(text, end)
    if per is None and unit.kind not in ("share", "money"):
        per = re.compile(r" of [a-z]+(?: [a-z]+)? (?:a|per|each) (?=(?:day|year|month|week|hour)\b)").match(text, end)
    if per is not None and not (per.group().strip(" -").lower() in ("a", "an") and not _is_per_noun(text, per.end(), unit.kind)):
        below = _below(doc, per.end())
        if below is not None:
            return f"{name} per {below[0]}", unit.kind, below[1]
    return name, unit.kind, end


def _is_per_noun(text: str, at: int, kind: str) -> bool:
    if re.match(r"\w+ (?:earlier|ago|later|before|after|old)\b", text[at:]):
        return False
    return (
        re.match(
            r"(?:dozen|day|week|month|year|hour|minute|second|night|share|barrel|ounce|gallon|pound|ton|tonne|litre|liter|head|person|piece|unit|acre|mile|"
            r"kilo|kilogram|quarter|season|game|ticket|bushel|pop|bottle|plate|square)\b",
            text[at:],
            re.IGNORECASE,
        )
        is not None
    )


def _below(doc: Doc, at: int) -> tuple[str, int] | None:
    """What stands behind "per": a unit, or a noun."""
    text = text_of(doc)
    known = table()
    word = known.word_pattern.match(text, at)
    if word:
        key = word.group().lower().replace("-", " ")
        unit = known.words.get(word.group().lower()) or known.words.get(key)
        if unit is not None:
            return unit.name, word.end()
    symbol = known.symbol_pattern.match(text, at)
    if symbol and symbol.group() not in ("in",):
        return known.symbols[symbol.group()].name, symbol.end()
    noun = re.compile(r"[a-z]+", re.IGNORECASE).match(text, at)
    if noun:
        i = token_from(doc, at)
        if i < len(doc) and doc[i].idx == at:
            return doc[i].lemma_.lower(), noun.end()
        return noun.group().lower(), noun.end()
    return None


def counted_unit(doc: Doc, number: Number, after: int) -> tuple[str, Token | None, int]:
    """(unit, counted noun, end): the noun phrase behind the number in the singular, "-" where nothing is counted."""
    text = text_of(doc)
    if re.match(r"G\b", text[number.end :]):
        return "generation wireless", None, number.end + 1
    if yo := re.compile(r"[\s-]?(?:yo|y/o|y\.o\.|yrs? old)\b", re.IGNORECASE).match(text, number.end):
        return "year of age", None, yo.end()
    if _AGED.search(text, max(0, number.start - 8), number.start) or (
        re.search(r"[A-Z]\w+, $", text[max(0, number.start - 24) : number.start])
        and re.match(r",|\.$", text[number.end :])
        and number.is_digits
        and 0 < (number.value or 0) < 120
        and token_from(doc, number.start) > 1
        and doc[token_from(doc, number.start) - 2].pos_ == "PROPN"
    ):
        return "year of age", None, number.end
    if time := re.compile(r"\s?-\s?times?\b").match(text, number.end):
        return "count", None, time.end()
    at = after
    is_share = number.kind == "fraction"
    if at < len(doc) and doc[at].text == "-":
        at += 1
    if at < len(doc) and doc[at].lower_ == "of":
        at += 1
        while at < len(doc) and doc[at].tag_ in ("DT", "PRP$", "PDT", "CD"):
            at += 1
    elif is_share:
        while at < len(doc) and doc[at].tag_ in ("DT", "PRP$"):
            at += 1
    head, end = read_nouns(doc, at)
    if head is None:
        return "-", None, number.end
    if head.lemma_.lower() in lexicon()["occasions"]["words"]:
        per = _PER.match(text, head.idx + len(head))
        below = _below(doc, per.end()) if per and _is_per_noun(text, per.end(), "") else None
        return (f"count per {below[0]}", head, below[1]) if below else ("count", head, head.idx + len(head))
    known = table().words.get(head.lower_)
    if known is not None and (is_share or all(t.pos_ in ("ADJ", "PROPN") for t in doc[at : head.i])):
        return known.name, None, head.idx + len(head)  # "50 previous years", "1/16 of a US pint"
    name = _noun_name(doc, at, head)
    before = doc[token_from(doc, number.start) - 1] if token_from(doc, number.start) else None
    if (
        before is not None
        and before.tag_ == "JJ"
        and before.head == head
        and before.lower_ not in ("last", "next", "past", "more", "only", "other", "first", "such")
    ):
        name = f"{before.lower_} {name}"  # "the top three seeds"
    finish = head.idx + len(head)
    per = re.compile(r"\s(?:per|a|each)\s(?=(?:day|week|month|year|hour|minute|second|night)\b)").match(text, finish)
    if per is not None:
        below = _below(doc, per.end())
        if below is not None:
            return f"{name} per {below[0]}", head, below[1]
    return (f"% {name}" if is_share and head.lower_ not in ("turn", "turns") else name), head, finish


_SKIPPED = frozenset({"most", "more", "'s", "’s", "’", "'", '"', "“", "”", "the", "a", "an", "and", ",", "(", ")", "of"})


def _noun_name(doc: Doc, first: int, head: Token) -> str:
    """The noun phrase as a unit: modifiers kept, adjectives in the positive, the head in the singular."""
    words = ""
    for token in doc[first : head.i]:
        if (
            token.lower_ in _SKIPPED
            or token.text[:1].isdigit()
            or token.tag_ in ("VBN", "VBG", "RB")
            and not words.endswith("-")
            and doc[token.i + 1].text != "-"
        ):
            continue
        form = token.lemma_.lower() if token.tag_ in ("JJS", "JJR") else token.lower_
        glue = "" if not words or words.endswith("-") or token.text == "-" else " "
        words += glue + form
    last = "people" if head.lower_ == "people" else head.lemma_.lower() if head.lemma_ else head.lower_
    if head.tag_ in ("NNPS", "NNP") and last.endswith("s") and head.tag_ == "NNPS":
        last = last[:-1]
    return (words + ("" if not words or words.endswith("-") else " ") + last).strip()
