"""People counted without a numeral: "a child", "both pilots", "nobody", "not a single passenger".

`drafts` keeps those whose fate is told; whether that is so is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extractors.figures.bounds import Bound
from extractors.figures.classes import subsumes
from extractors.figures.measures import HEADS
from extractors.figures.numbers import Number
from extractors.figures.phrases import Phrase, counted_class, lemma_of, read_nouns, text_of, token_from

_ARTICLES = re.compile(r"\b(?:an?|(?<=and )(?:her|his|their))\b", re.IGNORECASE)
_NOTHING = re.compile(r"\bno(?:body|ne|t)?\b", re.IGNORECASE)
_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)


def find_unnumbered(doc: Doc) -> list[Phrase]:
    """Phrases without a numeral that count people; of two that overlap the first is meant: "not a single child" before "a single child"."""
    return [*_zeros(doc), *_singulars(doc), *_pairs(doc)]


def _tokens_at(doc: Doc, pattern: re.Pattern[str]) -> Iterator[Token]:
    """The tokens that the pattern matches as a whole; a pass over the characters costs a hundredth of one over the tokens."""
    for found in pattern.finditer(text_of(doc)):
        i = token_from(doc, found.start())
        if i < len(doc) and doc[i].idx == found.start() and len(doc[i]) == len(found.group()):
            yield doc[i]


def _singulars(doc: Doc) -> list[Phrase]:
    """Single persons without a numeral: "a child", "a woman and her child"."""
    found: list[Phrase] = []
    for token in _tokens_at(doc, _ARTICLES):
        if token.tag_ == "PRP$" and not (found and token.i and doc[token.i - 1].lower_ == "and" and found[-1].after == token.i - 1):
            continue
        head, after = read_nouns(doc, token.i + 1)
        if head is None or head.tag_ not in ("NN", "NNP") or head.lower_ in ("people", "dead", "killed", "wounded", "injured", "others"):
            continue
        name = counted_class(head, token.i + 1)
        if (
            name is None
            or not subsumes("person", name)
            or lemma_of(head) in ("other", "death", "fatality", "casualty", "life", "figure", "leader's")
        ):
            continue
        row = _row(doc, token.i + 1)
        found += [_singular(doc, doc[i] if k else token, doc[i], i + 1) for k, i in enumerate(row)] or [_singular(doc, token, head, after)]
    return found


def _singular(doc: Doc, first: Token, head: Token, after: int) -> Phrase:
    start, end = first.idx, head.idx + len(head)
    number = Number(start, start + len(first), 1.0, 1.0, 1.0, "singular")
    counted = start if first.i == head.i else doc[first.i + 1].idx
    return Phrase(number, Bound(start, number.end, "exact"), first.i, after, start, end, head, counted, end)


def _kin(token: Token) -> str | None:
    """man, woman or child where the noun names one of these, and no other."""
    name = counted_class(token, token.i) if token.tag_ in ("NN", "NNP") else None
    return next((kind for kind in ("man", "woman", "child") if name is not None and subsumes(kind, name)), None)


def _row(doc: Doc, first: int) -> list[int]:
    """The nouns of those told under one article: "a man, woman and child", "a mother and son"; none where it is one person.

    Text that lost its commas is read too ("a man woman and child"). Other nouns make no row: "a teacher and activist" is one person.
    """
    row: list[int] = []
    is_last = False
    i = first
    while i < len(doc) and not doc[i].is_sent_start:
        kind = _kin(doc[i])
        if kind is not None and row and row[-1] == i - 1 and _kin(doc[i - 1]) == kind:  # "a baby girl"
            row[-1] = i
        elif kind is not None:
            row.append(i)
        elif row and not is_last and doc[i].lower_ in (",", "and"):
            is_last = doc[i].lower_ == "and"
        elif doc[i].pos_ != "ADJ":
            break
        i += 1
    is_whole = len(row) > 1 and is_last and row[-1] == i - 1
    return row if is_whole and not (i < len(doc) and doc[i].pos_ in ("NOUN", "PROPN")) else []


def _pairs(doc: Doc) -> list[Phrase]:
    """Two told as both: "both pilots died", but not "both soldiers and rebels died"."""
    found: list[Phrase] = []
    for token in _tokens_at(doc, _BOTH):
        first = token.i + 1
        if first < len(doc) and doc[first].tag_ in ("DT", "PRP$"):
            first += 1
        head, after = read_nouns(doc, first)
        if head is None or head.tag_ not in ("NNS", "NNPS") or after < len(doc) and doc[after].lower_ in ("and", ","):
            continue
        name = counted_class(head, first)
        if name is None or not subsumes("person", name):
            continue
        number = Number(token.idx, token.idx + len(token), 2.0, 2.0, 2.0, "pair")
        end = head.idx + len(head)
        bound = Bound(token.idx, number.end, "exact")
        found.append(Phrase(number, bound, token.i, after, token.idx, end, head, doc[first].idx, end))
    return found


def _zeros(doc: Doc) -> list[Phrase]:
    """Nothing and nobody: "no injuries", "no one was killed", "not a single child"."""
    found: list[Phrase] = []
    for token in _tokens_at(doc, _NOTHING):
        lower = token.lower_
        if lower in ("not", "none"):
            opening = [t.lower_ for t in doc[token.i + 1 : token.i + 3]]
            skip = {"a": 2 * (opening[1:] == ["single"]), "one": 1 + (opening[1:] == ["single"])}.get(opening[0] if opening else "", 0)
            if lower == "none" and opening[:1] == ["of"]:
                rest = doc[token.i + 2 : token.i + 5]
                skip = next((k for k, t in enumerate(rest, 1) if t.tag_ not in ("DT", "PRP$")), 0)
            elif lower == "none" or not skip:
                continue
            first = token.i + 1 + skip
            head, after = read_nouns(doc, first)
            if head is None or counted_class(head, first) is None:
                continue
            counted = (doc[first].idx, head.idx + len(head))
        elif lower == "nobody" or lower == "no" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "one":
            head, after = None, token.i + (1 if lower == "nobody" else 2)
            counted = None
        elif lower == "no":
            head, after = read_nouns(doc, token.i + 1)
            if head is None or lemma_of(head) not in HEADS and counted_class(head, token.i + 1) is None:
                continue
            counted = (doc[token.i + 1].idx, head.idx + len(head))
        else:
            continue
        end = doc[after - 1].idx + len(doc[after - 1])
        number = Number(token.idx, token.idx + len(token), 0.0, 0.0, 0.0, "zero")
        found.append(
            Phrase(number, Bound(token.idx, number.end, "exact"), token.i, after, token.idx, end, head, *(counted or (None, None)))
        )
    return found
