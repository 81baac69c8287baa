"""Quantities in NewsQuant's wider idea: every value with its unit, its change and the words that say what is measured.

"one solution", "5G" and "8 or 9 euros" count here, dates, names and ordinals do not. Numbers, bounds and units are those of the figures.
Conventions after CQE and NewsQuant (Almasian et al., EMNLP 2023).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Doc, Token

from extractors.figures.bounds import Bound, find_bound
from extractors.figures.concepts import concepts_of
from extractors.figures.numbers import Number, find_numbers, split_moves
from extractors.figures.phrases import counted_class, is_dated, is_year, read_nouns, text_of, token_from
from extractors.figures.unit_names import counted_unit, lexicon, measured_unit
from extractors.figures.units import UnitMention, sign_before, table, unit_after


@dataclass(frozen=True)
class _Quantity:
    """A quantity in the making; characters of the doc's text."""

    number: Number
    bound: Bound
    start: int  # with sign and bounding words
    end: int  # with unit
    unit: str
    kind: str  # of the unit: money, share, …; "counted" for nouns, "" for none
    head: Token | None  # the counted noun
    value: float | tuple[float, float]
    change: str


def find_quantities(doc: Doc) -> list[dict[str, Any]]:
    """Quantities of the doc in order, as NewsQuant writes them.

    {"value": float or [lo, hi], "normalized_unit": str, "change": one of = ~ > < up down, "referred_concepts": words or "-"}
    """
    found: list[_Quantity] = []
    for number in find_numbers(text_of(doc)):
        for part in _parts(text_of(doc), number):
            quantity = _quantity(doc, part, found[-1] if found else None)
            if quantity is not None:
                found.append(quantity)
    found = _inherit(doc, _merge(doc, found))
    concepts = _concepts(doc, found)
    return [
        {
            "value": list(q.value) if isinstance(q.value, tuple) else q.value,
            "normalized_unit": q.unit,
            "change": q.change,
            "referred_concepts": words or "-",
        }
        for q, words in zip(found, concepts, strict=True)
    ]


_BRACKETED = re.compile(r"\s?\((?:about |around |or |nearly )?")


def _concepts(doc: Doc, found: list[_Quantity]) -> list[list[str]]:
    """Words of what each quantity is of; one in brackets behind another tells the same in another unit: "9 euros ($10)"."""
    text = text_of(doc)
    concepts: list[list[str]] = []
    for before, q in zip([None, *found], found, strict=False):
        is_same = before is not None and before.kind == q.kind and _BRACKETED.fullmatch(text, before.end, q.start)
        if is_same and re.match(r"\s?[),]", text[q.end : q.end + 2]):
            concepts.append(concepts[-1])
        else:
            concepts.append(concepts_of(doc, q.head, q.kind, token_from(doc, q.start), token_from(doc, q.end)))
    return concepts


def _parts(text: str, number: Number) -> list[Number]:
    """ "eight or nine" are two values, "10 to 12" is one range."""
    if number.kind == "range" and number.joiner == "or" and number.second_start is not None:
        low, high = number.low, number.high
        end = number.start + len(re.split(r"[- ]*\s+or\s", text[number.start : number.second_start])[0])
        return [
            replace(number, end=end, value=low, high=low, kind="cardinal"),
            replace(number, start=number.second_start, value=high, low=high, kind="cardinal"),
        ]
    return split_moves(text, number, keep_from=True)


def _quantity(doc: Doc, number: Number, before: _Quantity | None) -> _Quantity | None:
    text = text_of(doc)
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None or span[0].like_url or span[0].like_email:
        return None
    if re.fullmatch(r"(?:a )?(?:couple|several|few|a few|handful).*", text[number.start : number.end], re.IGNORECASE):
        return None
    sign = sign_before(text, number.start)
    mention = unit_after(text, number.end)
    if (
        before is not None
        and number.start < before.end
        and (mention is None or number.start < before.number.end or before.kind != "counted")
    ):
        return None
    if code := _MILLIONS.match(text, number.end):  # "30 MUSD"
        coded = table().signs.get(code[1])
        if coded is not None and number.value is not None:
            number, mention = replace(number, value=number.value * 1e6, scale=1e6), UnitMention(coded, code.start(), code.end())
    elif (
        mention is not None and mention.unit.kind == "money" and (scaled := _SCALED.match(text, mention.end)) and number.value is not None
    ):  # "75 USD million"
        factor = {"m": 1e6, "b": 1e9, "t": 1e12}[scaled[1][0].lower()]
        number, mention = replace(number, value=number.value * factor, scale=factor), UnitMention(mention.unit, mention.start, scaled.end())
    if (
        mention is not None
        and mention.unit.name == "pound-mass"
        and number.scale >= 1e6
        and "pound" in text[mention.start : mention.end].lower()
    ):
        mention = replace(mention, unit=table().units["pound sterling"])  # millions of pounds are money
    if mention is not None and mention.unit.kind == "money" and sign is not None and text[mention.start].islower():
        sign = None if text[sign.start] != "$" else sign
    if sign is None and mention is None and not _is_value(doc, number, span.start, span.end):
        return None
    if sign is None and mention is not None and _is_misread(doc, number, span.start, mention):
        if not _is_value(doc, number, span.start, span.end):
            return None
        mention = None
    negative = sign is None and re.search(r"(?:^|[\s(])(?:[-−–]\s?|minus[ -])$", text[max(0, number.start - 8) : number.start])
    start = sign.start if sign else number.start
    head: Token | None = None
    if sign is not None or mention is not None:
        unit, kind, end = measured_unit(doc, number, sign, mention)
        cents = (
            re.match(r"(?: and)? (\d\d)(?![\d,%]|\.\d|\s?[a-z$€£¥])", text[end : end + 8])
            if mention and mention.unit.kind == "money" and not sign and number.scale == 1
            else None
        )
        if cents and number.value is not None:
            number = replace(number, value=number.value + int(cents[1]) / 100, end=number.end)
            end += cents.end()
    else:
        unit, head, end = counted_unit(doc, number, span.end)
        kind = "counted" if head is not None else ""
    bound = find_bound(text, start, number.end)
    value = _value(number, negative=bool(negative))
    change = _change(doc, number, bound, text[bound.start : start], token_from(doc, bound.start), kind)
    return _Quantity(number, bound, bound.start, max(end, bound.end), unit, kind, head, value, change)


def _value(number: Number, *, negative: bool) -> float | tuple[float, float]:
    if number.kind == "range":
        low, high = number.low or 0.0, number.high or 0.0
        return (low, high) if number.value == low else (high, low)
    if number.value is None:
        return _vague(number)
    return -number.value if negative else number.value


def _vague(number: Number) -> float | tuple[float, float]:
    """Plural scales span one order: "thousands" is 1,000 to 10,000, "tens of thousands" the next."""
    low = number.low or 0.0
    one = (
        low / 2
        if (number.word or "").startswith(
            ("ten", "dozen", "score", "hundred", "thousand", "million", "billion", "lakh", "crore", "trillion")
        )
        else low
    )
    return (one, one * 10)


def _is_value(doc: Doc, number: Number, first: int, after: int) -> bool:
    """Whether a number without a unit is a value at all, and no date, name, clock time or part of a word."""
    text = text_of(doc)
    before, behind = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 16]
    said = text[number.start : number.end]
    if number.kind == "vague" and (number.word or "").startswith(("several", "few", "a few", "numerous", "countless", "a handful")):
        return False
    if (
        re.search(r"\b(?:first|second|latter|other|final|opening|next|last|third|better|quarter of the year|back)\s$", before)
        and number.kind == "fraction"
    ):
        return False
    if re.match(r"\s?\)", behind) and number.is_digits:  # "1 )" of a list, "(4)" of a shirt
        opening = re.search(r"\(([^()]*)$", text[max(0, number.start - 60) : number.start])
        if opening is None or not opening[1].strip():
            return False
    if number.is_digits:
        if re.search(r"[A-Za-z]-?$|[A-Za-z\d][/.:]$|\d-$|#\s?$", before) or re.match(r"[A-Za-z]|:\d|/\d|-\d{3,}", behind):
            return False
        if is_dated(text, number) or re.fullmatch(r"\d{9,}|0\d+", said):
            return False
        if is_year(text, number) or _is_model_year(doc, number, after):
            return False
        name = re.search(r"([\w.&]+)\s$", before)
        if name and name[1].lower() in lexicon()["names"]["before"] and not re.search(r"\btop\s$", before):
            return False
        if first and doc[first - 1].pos_ == "PROPN" and doc[first - 1].text[:1].isupper() and text[number.start - 1 : number.start] == " ":
            following = doc[after] if after < len(doc) else None
            if (
                following is None
                or following.is_punct
                or following.pos_ in ("PROPN", "VERB", "AUX", "ADP", "CCONJ", "PART", "PUNCT")
                or doc[first].ent_type_ in ("PRODUCT", "WORK_OF_ART", "EVENT", "ORG", "FAC", "LAW", "GPE", "LOC")
            ):
                return False
        return not (
            doc[first].ent_type_ in ("DATE", "TIME")
            and doc[first].ent_iob_ == "I"
            and re.match(r"\s*[,.;)]|$", behind)
            and re.search(r"(?:[A-Z][a-z]{2,8}\.?|,)\s$", before)
        )
    lower = said.lower()
    if lower in ("zero", "hundred", "thousand", "million"):
        return bool(re.match(r"[ -][a-z]", behind))
    if lower == "one":
        return _is_one(doc, first)
    return True


def _is_model_year(doc: Doc, number: Number, after: int) -> bool:
    """Whether four digits before a noun name its year ("1988 sales", "its 1990 saloon"): what people count is in the lattice."""
    if not re.fullmatch(r"19\d\d|20[0-3]\d", text_of(doc)[number.start : number.end]):
        return False
    head, _ = read_nouns(doc, after)
    return head is not None and counted_class(head, after) is None


def _is_one(doc: Doc, first: int) -> bool:
    """ "one" counts before a noun and before "of"; as a pronoun it does not."""
    if first + 1 >= len(doc):
        return False
    following = doc[first + 1]
    before = doc[first - 1].lower_ if first else ""
    if before == "that" and doc[first - 1].tag_ != "DT":
        before = ""
    if before in ("this", "that", "the", "each", "every", "another", "no", "which", "any", "some") and following.pos_ not in (
        "NOUN",
        "ADJ",
    ):
        return False
    if before in ("no", "any", "every", "some"):
        return False
    if following.lower_ in ("of", "-"):
        return following.lower_ == "of" or first + 2 < len(doc) and doc[first + 2].lower_ == "time"
    return following.lower_ not in ("another", "day", "thing", "way") and following.pos_ in ("NOUN", "ADJ", "PROPN")


def _is_misread(doc: Doc, number: Number, first: int, mention: UnitMention) -> bool:
    """Whether what looks like a unit is part of a date, a clock time or a name."""
    text = text_of(doc)
    if is_dated(text, number) and mention.unit.kind != "temperature" and mention.unit.name not in ("degree",):
        return True
    if re.search(r"\b(?:minus|sub)-$", text[max(0, number.start - 6) : number.start]):
        return False
    glued = text[max(0, number.start - 3) : number.start]
    if re.search(r"[A-Za-z]-?$|\d[/:.]$", glued) and not glued.endswith("f/"):
        return True
    if (
        mention.unit.kind == "time"
        and text[mention.start : mention.end].lower() == "second"
        and text[number.start : number.end].lower() == "one"
    ):
        return True
    if (
        mention.unit.name == "second"
        and mention.start == number.end
        and re.fullmatch(r"\d{2}00|\d0|19\d\d|20\d\d", text[number.start : number.end])
    ):
        return True  # "the 1990s", "in her 20s"
    if text[mention.start : mention.end] in ("am", "pm"):
        return True
    return (
        mention.unit.kind == "time"
        and mention.unit.name == "day"
        and text[number.start : number.end].lower() == "one"
        and mention.end == mention.start + 3
    )


_MILLIONS = re.compile(r"\s?M([A-Z]{3})\b")
_SCALED = re.compile(r" (million|billion|trillion)\b", re.IGNORECASE)


def _change(doc: Doc, number: Number, bound: Bound, said: str, first: int, kind: str) -> str:
    phrase = re.sub(r"\s+", " ", said.strip().lower())
    sign = lexicon()["change"].get(bound.qualifier, "=")
    if any(phrase.startswith(plain) for plain in lexicon()["plain"]["phrases"]):
        sign = "="
    if sign in ("=",) or bound.qualifier == "nearly":
        moved = _moved(doc, first)
        if moved is not None:
            return moved
    behind = text_of(doc)[number.end : number.end + 24]
    if sign == "=" and re.match(r"\s*[%\w€£$]*\s*(?:or so|or thereabouts)\b", behind):
        return "~"
    return str(sign)


def _moved(doc: Doc, first: int) -> str | None:
    """up or down where a verb or adverb of change stands before the number and no "to" between: "fell by 12", "was up 5 %"."""
    for i in range(first - 1, max(first - 6, -1), -1):
        token = doc[i]
        lemma, lower = token.lemma_.lower(), token.lower_
        if (
            lower in ("to", "at", "from", "of", "in", "for", "with", "on")
            or token.pos_ in ("NUM", "PUNCT", "SYM")
            and lower not in ("$", "£", "€")
        ):
            return None
        for sense in ("up", "down"):
            if lemma in lexicon()[sense]["words"] or lower in lexicon()[sense]["words"]:
                if token.pos_ == "NOUN" or token.dep_ == "prt" and doc[i - 1].lemma_.lower() not in ("go", "be"):
                    return None
                return sense
        if token.pos_ not in ("ADP", "ADV", "DET", "AUX", "PRON", "ADJ", "PART", "VERB", "PROPN", "NOUN"):
            return None
        if token.pos_ in ("NOUN", "PROPN", "VERB") and i < first - 3:
            return None
    return None


_MERGE = re.compile(r"\s*(?:[-–—]|\bto\b|/|\band\b)\s*(?:up to\s*)?", re.IGNORECASE)


def _merge(doc: Doc, found: list[_Quantity]) -> list[_Quantity]:
    """ "from 252 miles to 287 miles", "between $48,000 and $90,000" become ranges; "more than 100 km (60 miles)" shares its sign."""
    text = text_of(doc)
    merged: list[_Quantity] = []
    for quantity in found:
        before = merged[-1] if merged else None
        if before is None or isinstance(before.value, tuple) or isinstance(quantity.value, tuple):
            merged.append(quantity)
            continue
        between = text[before.end : quantity.start] if before.end <= quantity.start else ""
        lead = text[max(0, before.start - 16) : before.start].lower()
        is_from = re.search(r"\b(?:from|between|ranging|range)\s+(?:about |up to |as low as )?$", lead) is not None
        same = before.unit == quantity.unit or "-" in (before.unit, quantity.unit) or before.unit.startswith(quantity.unit)
        cents = _cents(before, quantity, between)
        if cents is not None:
            merged[-1] = cents
            continue
        joined = _MERGE.fullmatch(between) if between else None
        if is_from and not between.strip() and text[quantity.start : quantity.start + 5].lower() == "up to":
            joined = re.match("", "")
        wide = re.fullmatch(r"(?:\s+[\w'’.:,]+){0,6}?\s+to\s*", between) if is_from and lead.rstrip().endswith("from") else None
        is_and = joined is not None and "and" in between.lower()
        is_range = (
            joined and (not is_and or lead.rstrip().endswith("between")) and (between.strip() != "/" or quantity.kind == "money") or wide
        )
        is_result = joined and not is_from and before.change in ("up", "down") or quantity.change in ("up", "down")  # "fell 4 % to 12 %"
        if same and is_range and not is_result:
            unit = quantity if before.unit == "-" or quantity.unit.startswith(before.unit) else before
            change = (
                before.change
                if before.change in ("up", "down", "~")
                else _moved(doc, token_from(doc, before.start) - (1 if is_from else 0)) or "="
            )
            if is_from and change in ("up", "down") and unit.kind not in ("money", "share"):
                change = "="
            merged[-1] = replace(
                before,
                value=(before.value, quantity.value),
                end=quantity.end,
                unit=unit.unit,
                kind=unit.kind,
                head=unit.head,
                change=change,
            )
            continue
        if quantity.change == "=" and before.change in ("<", ">", "~") and re.fullmatch(r"\s?\(\s*", between):
            quantity = replace(quantity, change=before.change)
        merged.append(quantity)
    return merged


def _cents(before: _Quantity, quantity: _Quantity, between: str) -> _Quantity | None:
    """ "thirteen dollars and forty-five cents" is one value."""
    if before.kind != "money" or isinstance(before.value, tuple) or isinstance(quantity.value, tuple) or not 0 < quantity.value < 100:
        return None
    is_small = quantity.unit in ("cent", "penny") or quantity.unit == "-" and not quantity.kind
    if before.unit in ("cent", "penny") or not is_small or before.number.scale > 1000 or not re.fullmatch(r"\s(?:and\s)?", between):
        return None
    return replace(before, value=before.value + quantity.value / 100, end=quantity.end)


def _inherit(doc: Doc, found: list[_Quantity]) -> list[_Quantity]:
    """A bare number coordinated with one that has a unit shares it: "435 homes by sale and 187 by tender", "7- or 8-inch"."""
    text = text_of(doc)
    for i in range(len(found) - 1, -1, -1):
        quantity = found[i]
        if quantity.unit != "-" or quantity.kind:
            continue
        following = found[i + 1] if i + 1 < len(found) else None
        if (
            following is not None
            and following.unit != "-"
            and re.fullmatch(r"[\s,-]*(?:(?:or|and|to|up|down)[\s,-]*)?", text[quantity.end : following.start])
        ):
            found[i] = replace(quantity, unit=following.unit, kind=following.kind, head=following.head)
            continue
        before = found[i - 1] if i else None
        if before is not None and before.kind == "score" and re.fullmatch(r"\s+to\s+", text[before.end : quantity.start]):
            found[i] = replace(quantity, unit=before.unit, kind=before.kind)  # "rose 64 points to 4,577"
            continue
        if (
            before is not None
            and before.kind == "counted"
            and doc[token_from(doc, quantity.start)].sent == doc[token_from(doc, before.start)].sent
            and re.search(r"^[^,]*\b(?:and|with|to)\s*$", text[before.end : quantity.start])
        ):
            found[i] = replace(quantity, unit=before.unit, head=before.head)
    return found
