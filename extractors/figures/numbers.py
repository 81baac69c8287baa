"""Numbers as they are written: digits with separators, words, mixed forms, ranges, fractions, vague words.

Works on characters, knows no parse and no meaning: dates, names and clock times are numbers here too; the callers
decide. Offsets are 0-based, half-open code points of the given text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files

_WORDS = tomllib.loads(files(__package__).joinpath("numbers.toml").read_text(encoding="utf-8"))
_UNITS: dict[str, int] = _WORDS["units"]
_TENS: dict[str, int] = _WORDS["tens"]
_SCALES: dict[str, int] = _WORDS["scales"]
_SUFFIXES: dict[str, int] = _WORDS["suffixes"]
_AMBIGUOUS: dict[str, int] = _WORDS["ambiguous_suffixes"]
_VAGUE: dict[str, int] = _WORDS["vague"]
_SEVERAL: dict[str, int] = _WORDS["several"]
_FRACTIONS: dict[str, int] = _WORDS["fractions"]
_ORDINALS = frozenset(_WORDS["ordinals"]["words"])
_CHARACTERS: dict[str, float] = _WORDS["characters"]
_SCORES_BEFORE = frozenset(_WORDS["scores"]["before"])
_SCORES_AFTER = frozenset(_WORDS["scores"]["after"])

_ATOM = re.compile(
    r"(?P<power>\d+(?:\.\d+)?\s?[×x*]\s?10\s?\^?\s?[-−–]?\d+)"
    r"|(?P<slash>(?:\d+(?:\s|-))?\d{1,3}\s?[/⁄]\s?\d{1,4}(?![\d/⁄]))"
    r"|(?P<digits>(?<![a-z\d])(?:\d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d+)?"  # 12,34,567: South Asian English
    r"|\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:, \d{3})+(?![\d,])(?:\.\d+)?"
    r"|\d+(?:\.\d+)+|\d+|\.\d+))"
    r"|(?P<char>[¼½¾⅓⅔⅛⅜⅝⅞])"
    r"|(?P<word>[A-Za-z]+)"
)
_GAP = re.compile(r"[ \t\u00a0]+|\s|-|\u2010|\u2011")
_SUFFIX = re.compile(r" ?(bn|bln|mn|mln|mio|tn|trn|[kKmMbBT])(?![A-Za-z0-9²³/])")
_ORDINAL_SUFFIX = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹₽₩₺]|\b[A-Z]{2,3})\s?$")
_COUNTABLE_AFTER = re.compile(
    r" (?!(?:long|wide|tall|high|deep|thick|from|east|west|north|south|of|in|at|and|or|to|by|on|above|below|away|apart|"
    r"across|is|are|was|were|x)\b)[a-z]{3,}"
)
_JOINER = re.compile(r"\s?[-–—−]\s?|\s+(?:to|or|and|through)\s+(?:as many as |even )?", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from|anywhere from|anywhere between)\s+[$€£¥]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text. `value` is the number as said, None for vague words; `low`/`high` are what the words allow, None for unbounded.

    kind: cardinal, range (value is its low end), vague (`word` says which), fraction ("a third": 0.333…).
    """

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    kind: str = "cardinal"
    word: str | None = None
    scale: float = 1  # by which the coefficient was multiplied: 1_000_000 of "1.5 million"
    is_digits: bool = False
    joiner: str | None = None  # of a range: "-", "to", "or", "and"
    second_start: int | None = None  # of a range: where its second number starts


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    end: int
    kind: str
    text: str


def find_numbers(text: str) -> list[Number]:
    """Every number of the text in order, without overlaps. Ordinals are read over and left out."""
    return list(_join_ranges(text, list(_single_numbers(text))))


def _single_numbers(text: str) -> Iterator[Number]:
    at = 0
    while candidate := _CANDIDATE.search(text, at):
        atoms = _atoms_from(text, candidate.start())
        if not atoms:
            return
        number, used = _read(text, atoms, 0)
        if number is not None:
            yield number
        at = atoms[max(used, 1) - 1].end


def _atoms_from(text: str, start: int) -> list[_Atom]:
    """The atoms that a number which starts there can be made of: no further than the first gap that no number bridges."""
    atoms: list[_Atom] = []
    while len(atoms) <= _LONGEST and (found := _ATOM.search(text, start)):
        kind = found.lastgroup or ""
        atoms.append(_Atom(found.start(), found.end(), kind, found.group().lower() if kind == "word" else found.group()))
        if len(atoms) > 1 and found.start() > atoms[-2].end and not _adjacent(text, atoms[-2], atoms[-1]):
            break
        start = found.end()
    return atoms


def _adjacent(text: str, left: _Atom, right: _Atom) -> bool:
    return _GAP.fullmatch(text, left.end, right.start) is not None


def _read(text: str, atoms: list[_Atom], i: int) -> tuple[Number | None, int]:
    """The number that starts at the atom, and how many atoms it takes (also where it turns out to be an ordinal)."""
    atom = atoms[i]
    if atom.kind == "word":
        if atom.text in _STARTERS:
            return _read_words(text, atoms, i)
        return None, 1
    if atom.kind == "char":
        return _number(atom.start, atom.end, _CHARACTERS[atom.text], kind="fraction", is_digits=True), 1
    if atom.kind == "power":
        base, exponent = re.split(r"\s?[×x*]\s?10\s?\^?\s?", atom.text)
        value = float(f"{base}e{exponent.replace('−', '-').replace('–', '-')}")
        return _number(atom.start, atom.end, value, is_digits=True), 1
    if atom.kind == "slash":
        return _read_slash(atom), 1
    return _read_digits(text, atoms, i)


def _number(start: int, end: int, value: float, **more: object) -> Number:
    return Number(start, end, value, value, value, **more)  # type: ignore[arg-type]


def _read_slash(atom: _Atom) -> Number | None:
    whole, top, bottom = re.fullmatch(r"(?:(\d+)[\s-])?(\d+)\s?[/⁄]\s?(\d+)", atom.text).groups()  # type: ignore[union-attr]
    if int(bottom) == 0 or (int(top) >= int(bottom) and not whole):
        return None
    return _number(atom.start, atom.end, float(whole or 0) + int(top) / int(bottom), kind="fraction", is_digits=True)


def _read_digits(text: str, atoms: list[_Atom], i: int) -> tuple[Number | None, int]:
    atom = atoms[i]
    if atom.text.count(".") > 1:  # a version, an address, a date
        return None, 1
    if _ORDINAL_SUFFIX.match(text, atom.end):
        return None, 2
    value, end, used, scale = float(re.sub(r"[,\s\u00a0\u202f]", "", atom.text)), atom.end, 1, 1.0
    glued = _SUFFIX.match(text, end)
    following = atoms[i + 1] if i + 1 < len(atoms) else None
    if glued and (glued[1] in _SUFFIXES and " " not in glued.group() or _is_scale(text, atom, glued)):
        scale = float(_SUFFIXES.get(glued[1]) or _AMBIGUOUS[glued[1]])
        end, used = glued.end(), 2
    elif following and following.kind == "char" and following.start - end <= 1:
        return _number(atom.start, following.end, value + _CHARACTERS[following.text], is_digits=True), 2
    while i + used < len(atoms):
        following = atoms[i + used]
        if following.kind != "word" or following.text not in _SCALES or not _adjacent(text, atoms[i + used - 1], following):
            break
        scale *= _SCALES[following.text]
        end, used = following.end, used + 1
    return _number(atom.start, end, value * scale, scale=scale, is_digits=True), used


def _is_scale(text: str, atom: _Atom, glued: re.Match[str]) -> bool:
    """Whether a lone "m" or "b" after digits means million or billion: money stands before it, or a counted noun after it."""
    if glued[1] not in _AMBIGUOUS:
        return False
    if _MONEY_BEFORE.search(text, max(0, atom.start - 5), atom.start):
        return True
    if glued[1] == "T":
        return False  # 12T are tonnes or teslas where no money stands before
    if glued[1] == "B":
        return bool(_COUNTABLE_AFTER.match(text, glued.end()))
    return " " not in glued.group() and glued[1] != "b" and bool(_COUNTABLE_AFTER.match(text, glued.end()))


_STARTERS = (
    frozenset(_UNITS)
    | frozenset(_TENS)
    | frozenset(_SCALES)
    | frozenset(_VAGUE)
    | {"a", "an", "half", "quarter", "several", "few", "numerous", "countless", "couple", "pair"}
)
_AFTER_ARTICLE = frozenset(_SCALES) | frozenset(_FRACTIONS) | {"couple", "pair", "pairs", *(w[2:] for w in _SEVERAL if w.startswith("a "))}
_LONGEST = 14
"""Words that a number is read over at most."""


def _any_word(words: Iterable[str]) -> str:
    return rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![A-Za-z])"


_CANDIDATE = re.compile(
    rf"\d|[{''.join(_CHARACTERS)}]|\.\d"
    rf"|(?<![A-Za-z])(?:an?(?=(?:{_GAP.pattern}){_any_word(_AFTER_ARTICLE)})|{_any_word(_STARTERS - {'a', 'an'})})",
    re.IGNORECASE,
)
"""Where a number may start: few words do, and looking at the others took most of the time."""


def _read_words(text: str, atoms: list[_Atom], i: int) -> tuple[Number | None, int]:
    words = [atoms[i]]
    for following in atoms[i + 1 : i + _LONGEST]:
        if following.kind != "word" or not _adjacent(text, words[-1], following):
            break
        words.append(following)
    said = [w.text for w in words]
    for reader in (_read_vague, _read_pair, _read_half, _read_fraction):
        found = reader(text, words, said)
        if found is not None:
            return found
    return _read_cardinal(words, said)


def _read_vague(text: str, words: list[_Atom], said: list[str]) -> tuple[Number, int] | None:
    """ "dozens", "several hundred", "a few thousand", "tens of thousands"."""
    first = said[0]
    if first == "scores" and not _are_scores(text, words, said):
        return None
    if first in _VAGUE:
        low, used = float(_VAGUE[first]), 1
        while len(said) > used + 1 and said[used] == "of" and said[used + 1] in _VAGUE:  # "tens of thousands": 20 * 1000
            low *= _VAGUE[said[used + 1]] / 2
            used += 2
        return Number(words[0].start, words[used - 1].end, None, low, None, "vague", " ".join(said[:used]), low), used
    for used in (2, 1):
        phrase = " ".join(said[:used])
        if len(said) >= used and phrase in _SEVERAL and not (used == 1 and phrase == "few"):
            low, scale = float(_SEVERAL[phrase]), 1.0
            while used < len(said) and said[used] in _SCALES:
                scale *= _SCALES[said[used]]
                used += 1
            if phrase == "a handful" and said[used : used + 1] != ["of"]:
                return None
            word = " ".join(said[:used])
            return Number(words[0].start, words[used - 1].end, None, low * scale, None, "vague", word, scale), used
    return None


def _are_scores(text: str, words: list[_Atom], said: list[str]) -> bool:
    before = re.search(r"([A-Za-z]+)\s+$", text[max(0, words[0].start - 16) : words[0].start])
    return said[1:2] != [] and said[1] in _SCORES_BEFORE or before is not None and before[1].lower() in _SCORES_AFTER


def _read_pair(text: str, words: list[_Atom], said: list[str]) -> tuple[Number, int] | None:
    """ "a couple of", "a pair of", "two pairs of"."""
    skip = 1 if said[0] in ("a", "an") or said[0] in _UNITS else 0
    if said[skip : skip + 1] and said[skip] in ("couple", "pair", "pairs") and said[skip + 1 : skip + 2] == ["of"]:
        value = 2.0 * (_UNITS.get(said[0], 1) if skip else 1)
        return _number(words[0].start, words[skip].end, value), skip + 1
    return None


def _read_half(text: str, words: list[_Atom], said: list[str]) -> tuple[Number, int] | None:
    """ "half a million", "a half million", "half a dozen"."""
    match said[:3]:
        case ["half", "a", scale] if scale in _SCALES:
            used = 3
        case ["a", "half", scale] if scale in _SCALES:
            used = 3
        case ["half", scale, *_] if scale in _SCALES:
            used = 2
        case _:
            return None
    factor = _SCALES[said[used - 1]]
    return _number(words[0].start, words[used - 1].end, factor / 2, scale=factor), used


def _read_fraction(text: str, words: list[_Atom], said: list[str]) -> tuple[Number, int] | None:
    """ "two-thirds", "one third", "a quarter of", "half of", "half the", "a quarter million"."""
    for used in (1, 2):
        top = 1 if used == 1 or said[0] in ("a", "an") else _UNITS.get(said[0])
        if top and len(said) > used and said[used - 1] in ("quarter", "quarters") and said[used] in _SCALES:
            factor = float(_SCALES[said[used]])
            return _number(words[0].start, words[used].end, top * factor / 4, scale=factor), used + 1
    if (
        said[0] in ("half", "quarter")
        and said[1:2]
        and (said[1] in ("of", "the", "its", "their", "his", "her", "our") or said[0] == "half")
    ):
        if said[1] in ("way", "time", "hour", "past", "brother", "sister", "hearted"):
            return None
        return _number(words[0].start, words[0].end, 1 / _FRACTIONS[said[0]], kind="fraction"), 1
    top = 1 if said[0] in ("a", "an") else _UNITS.get(said[0])
    if not top or len(said) < 2 or said[1] not in _FRACTIONS:
        return None
    is_plural = said[1].endswith("s")
    if is_plural != (top > 1) or (not is_plural and said[0] in ("a", "an") and said[2:3] != ["of"]):
        return None
    if (
        not is_plural
        and said[1] in _ORDINALS
        and said[0] == "one"
        and said[2:3]
        and said[2] not in ("of", "interest", "stake", "share", "the")
    ):
        return None
    return _number(words[0].start, words[1].end, top / _FRACTIONS[said[1]], kind="fraction"), 2


def _read_cardinal(words: list[_Atom], said: list[str]) -> tuple[Number | None, int]:
    """Cardinals in words, read left to right; an ordinal at the end makes the whole an ordinal."""
    total, part, used, scale = 0.0, 0.0, 0, 1.0
    last = ""  # kind of the last word: unit, ten, hundred, scale
    if said[0] in ("a", "an"):
        if len(said) < 2 or said[1] not in _SCALES:
            return None, 1
        part, used, last = 1, 1, "unit"
    while used < len(said):
        word = said[used]
        if word in _UNITS and (last in ("", "hundred", "scale") or last == "ten" and 0 < _UNITS[word] < 10):
            part += _UNITS[word]
            last = "unit"
        elif word in _TENS and last in ("", "hundred", "scale"):
            part += _TENS[word]
            last = "ten"
        elif word == "hundred" and last != "hundred":
            part = (part or 1) * 100
            last = "hundred"
        elif word in _SCALES and word != "hundred":
            factor = _SCALES[word]
            if last == "scale" and not part:
                total *= factor  # "thousand million"
            else:
                total += (part or 1) * factor
            part, last, scale = 0.0, "scale", float(factor)
        elif (
            word == "and"
            and last in ("hundred", "scale")
            and used + 1 < len(said)
            and (said[used + 1] in _UNITS or said[used + 1] in _TENS)
        ):
            pass
        elif word in _ORDINALS:
            return None, used + 1
        else:
            break
        used += 1
    if used == 0 or words[0].text in ("a", "an") and used == 1:
        return None, 1
    if last == "hundred" and scale == 1:
        scale = 100
    return _number(words[0].start, words[used - 1].end, total + part, scale=scale), used


def _join_ranges(text: str, numbers: list[Number]) -> Iterator[Number]:
    """ "10-12", "between 10 and 12", "10 to 12 million", "three or four"; the scale of the second carries to a bare first."""
    i = 0
    while i < len(numbers):
        one = numbers[i]
        two = numbers[i + 1] if i + 1 < len(numbers) else None
        joined = _range(text, one, two) if two is not None else None
        if joined is not None:
            yield joined
            i += 2
        else:
            yield one
            i += 1


_LEAD = re.compile(r"\b(from|by)\s+[$€£¥]?$", re.IGNORECASE)


def split_moves(text: str, number: Number, *, keep_from: bool) -> list[Number]:
    """What a move tells: of "rose by 12 to 55" both; of "rose from 43 to 126" the range where `keep_from`, else the second alone."""
    if number.kind != "range" or number.joiner != "to" or number.second_start is None or number.value is None:
        return [number]
    found = _LEAD.search(text, max(0, number.start - 10), number.start)
    if not found or keep_from and found[1].lower() == "from":
        return [number]
    first = number.value
    last = number.high if first == number.low else number.low
    second = replace(number, start=number.second_start, value=last, low=last, high=last, kind="cardinal", joiner=None)
    if found[1].lower() == "from":
        return [second]
    end = number.start + len(text[number.start : number.second_start].rsplit(" to", 1)[0])
    return [replace(number, end=end, low=first, high=first, kind="cardinal", joiner=None), second]


def _range(text: str, one: Number, two: Number) -> Number | None:
    if one.value is None or two.value is None or one.kind == "range":
        return None
    between = text[one.end : two.start]
    currency = re.match(r"\s*[-–—−]\s*[$€£¥]$|\s+(?:to|and)\s+[$€£¥]$", between)
    gap = between[: currency.end() - 1] if currency else between
    if not _JOINER.fullmatch(gap):
        return None
    joiner = gap.strip().split(" ")[0].lower() or "-"
    if joiner == "and" and not _BETWEEN.search(text, max(0, one.start - 20), one.start):
        return None
    low, high = one.value, two.value
    if one.scale == 1 and two.scale > 1 and low < high / two.scale:
        low *= two.scale
    if joiner in "–—−-" and not low < high or joiner == "or" and not low < high:
        return None
    after = text[two.end : two.end + 1]
    if joiner in "–—−-" and after in ("-", "/") and text[two.end + 1 : two.end + 2].isdigit():  # a date: 2017-06-17
        return None
    return replace(
        one,
        end=two.end,
        value=low,
        low=min(low, high),
        high=max(low, high),
        kind="range",
        scale=two.scale,
        joiner="-" if joiner in "–—−-" else joiner,
        second_start=two.start,
    )
