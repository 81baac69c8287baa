"""How things ended, in words that exclude each other: an assault beaten back or carried, somebody dead or alive, people out or held."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from extractors.claims import Telling
from extractors.lexicon import lexicon
from extractors.parse import tokens_by_lemma
from extractors.records import Claim
from extractors.triggers import realis_of

_MOST = 12
"""Rows of one document."""
_LONGEST, _LEAST_KEY = 200, 4
_TOP = frozenset({"headline", "deck", "lead"})
_ARTICLES = frozenset({"al", "el", "ul", "as", "ud", "abu", "abou", "bin", "ibn", "ben"})
_OBJECTS = frozenset({"dobj", "nsubjpass"})
_NOT_IN_NAMES = re.compile(r"[^bcdfgjklmnpqrstvxz]")


@cache
def _words(group: str, kind: str) -> frozenset[str]:
    return frozenset(lexicon("outcomes.toml")[group][kind])


@cache
def _wanted() -> frozenset[str]:
    """Every lemma that tells an ending, so that the page is looked through once."""
    kinds = {
        "assault": ("repelled", "taken", "ongoing", "continues"),
        "fate": ("kills", "destroys", "dies", "survives", "is_dead", "is_alive"),
        "passage": ("leaves", "awaits"),
    }
    return frozenset(lemma for group, names in kinds.items() for name in names for lemma in _words(group, name))


def outcome_claims(telling: Telling) -> Iterator[Claim]:
    """How the report has things end, on the event that it leads with; the first telling of each by each speaker. At most twelve rows."""
    if telling.primary is None:
        return
    tokens = [t for t in tokens_by_lemma(telling.doc, _wanted().__contains__) if telling.page.is_reporting(t.idx)]
    found: dict[tuple[str | None, ...], Claim] = {}
    for measure, label, topic, first, last in _endings(tokens, is_assault=telling.primary.type == "ASSAULT"):
        first, last = sorted((first, last), key=_place)  # "Left, said the spokesman, were two families": the verb may stand first
        start, end = first.idx, last.idx + len(last)
        claim = telling.claim(
            telling.primary, "certainty", start, min(end, start + _LONGEST), measure=measure, label=label, topic=topic, realis="ACTUAL"
        )
        found.setdefault((measure, label, topic, claim.attributed_to), claim)
    yield from list(_settled(list(found.values())))[:_MOST]


def _settled(claims: list[Claim]) -> Iterator[Claim]:
    """Without an assault that the report opens with both ways, or whose end is told below its lead in no one's name."""
    plain = {c.label for c in claims if c.measure == "outcome" and c.attributed_to is None and c.section_kind in _TOP}
    for claim in claims:
        if claim.measure != "outcome" or claim.attributed_to is not None or (claim.section_kind in _TOP and len(plain) == 1):
            yield claim


def _endings(tokens: list[Token], *, is_assault: bool) -> Iterator[tuple[str, str, str, Token, Token]]:
    """(measure, label, topic, first token, last token) of each ending told."""
    for token in tokens:
        lemma = token.lemma_.lower()
        if is_assault:
            yield from _of_assault(token, lemma)
        yield from _of_people(token, lemma)
        yield from _of_passage(token, lemma)


def _of_assault(token: Token, lemma: str) -> Iterator[tuple[str, str, str, Token, Token]]:
    for label, things in (("repelled", "assaults"), ("taken", "positions")):
        if lemma in _words("assault", label) and token.pos_ == "VERB" and realis_of(token) == "ACTUAL":
            told = next((c for c in token.children if c.dep_ in _OBJECTS and c.lemma_.lower() in _words("assault", things)), None)
            if told is not None:
                yield "outcome", label, "outcome", min(token, told, key=_place), max(token, told, key=_place)
    goes_on = lemma in _words("assault", "ongoing") and token.dep_ == "acomp"
    if goes_on or (lemma in _words("assault", "continues") and token.pos_ == "VERB" and not _is_negated(token)):
        subject = next((c for c in (token.head if goes_on else token).children if c.dep_ == "nsubj"), None)
        if subject is not None and subject.lemma_.lower() in _words("assault", "assaults") and not _is_negated(token.head):
            yield "outcome", "ongoing", "outcome", subject, token


def _of_people(token: Token, lemma: str) -> Iterator[tuple[str, str, str, Token, Token]]:
    subjects: list[Token] = []
    label, verb = "dead", token
    if token.pos_ == "VERB" and lemma in _words("fate", "kills") | _words("fate", "destroys"):
        subjects = [c for c in token.children if c.dep_ in _OBJECTS]
    elif token.pos_ == "VERB" and lemma in _words("fate", "dies") | _words("fate", "survives"):
        label = "alive" if lemma in _words("fate", "survives") else "dead"
        subjects = [c for c in token.children if c.dep_ == "nsubj"]
    elif lemma in _words("fate", "is_dead") | _words("fate", "is_alive"):
        label = "alive" if lemma in _words("fate", "is_alive") else "dead"
        # "He is alive", "he was among the dead".
        among = token.dep_ == "pobj" and token.head.lower_ == "among"
        verb = token.head.head if among else token.head
        if verb.lemma_ == "be" and (among or token.dep_ == "acomp"):
            subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    if not subjects or _is_negated(verb) or (verb.pos_ == "VERB" and realis_of(verb) != "ACTUAL"):
        return
    for subject in subjects:
        for who, key in _people(subject, named_only=lemma in _words("fate", "destroys")):
            yield "fate", label, key, min(who, token, key=_place), max(who, token, key=_place)


def _people(subject: Token, *, named_only: bool) -> Iterator[tuple[Token, str]]:
    """Each person that a subject names, with a key that spellings of one name share."""
    for head in (subject, *subject.conjuncts):
        if head.pos_ == "PROPN":
            yield from _named(head)
        elif head.lemma_.lower() in _words("fate", "unique") and head.tag_ == "NN" and _is_definite(subject) and not named_only:
            yield head, head.lemma_.lower()
        elif head.tag_ == "NNS" and head.lemma_.lower() not in _words("fate", "kin"):
            # "The commanders X and Y were killed": the parser hangs the names anywhere below the noun.
            for token in head.subtree:
                if token.pos_ == "PROPN" and token.dep_ in {"conj", "appos"} and token.ent_type_ == "PERSON":
                    yield from _named(token)


def _named(head: Token) -> Iterator[tuple[Token, str]]:
    parts = [c for c in head.lefts if c.dep_ == "compound" and c.pos_ == "PROPN"]
    first = parts[0] if parts else head
    key = name_key(" ".join(t.text for t in (*parts, head)))
    if parts and "PERSON" in {t.ent_type_ for t in (*parts, head)} and len(key) >= _LEAST_KEY:
        yield first, key


def _is_definite(noun: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in {"the", "both"} for c in noun.children)


def _of_passage(token: Token, lemma: str) -> Iterator[tuple[str, str, str, Token, Token]]:
    """Who left a place, and who is not yet let out of it."""
    if token.pos_ != "VERB":
        return
    not_yet = _is_negated(token) and any(c.lower_ == "yet" for c in token.children)
    if not_yet and lemma in _words("passage", "awaits"):
        subjects = [c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}]
        for subject in subjects:
            for place in _places(subject, direct=False):
                yield "passage", "held", place.lower_, place, token
    elif lemma in _words("passage", "leaves") and not _is_negated(token) and realis_of(token) == "ACTUAL":
        for place in _places(token, direct=True):
            yield "passage", "left", place.lower_, token, place


def _places(token: Token, *, direct: bool) -> Iterator[Token]:
    """The names that "from X and Y" gives below a word, or that a verb has as its objects."""
    heads = [g for c in token.children if c.dep_ == "prep" and c.lower_ == "from" for g in c.children if g.dep_ == "pobj"]
    if direct:
        heads += [c for c in token.children if c.dep_ == "dobj"]
    for head in heads:
        if head.ent_type_ not in {"PERSON", "DATE"}:
            yield from (t for t in (head, *head.conjuncts) if t.pos_ == "PROPN")


def name_key(name: str) -> str:
    """What spellings of one name share: its consonants, articles left out, doubled ones once: "Salahuddin", "Salah al-Din" -> "sldn"."""
    plain = unicodedata.normalize("NFKD", name).lower()
    parts = [p for p in re.split(r"[\s\-'’]+", plain) if p and p not in _ARTICLES]
    letters = _NOT_IN_NAMES.sub("", "".join(parts))
    return re.sub(r"(.)\1+", r"\1", letters)


def _is_negated(token: Token) -> bool:
    return any(c.dep_ == "neg" for c in token.children)


def _place(token: Token) -> int:
    return token.i
