"""Attitudes that a report ascribes: support and blame, wishes and plans, what is spoken of, what seems to be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from extractors.cues import Found, cue_of, extent, source_of, trim
from extractors.lexicon import lexicon
from extractors.parse import tokens_by_lemma
from extractors.quotations import Quotations

_ABOUT = frozenset({"of", "for", "as", "to", "on", "about", "with"})
_CLASSES = {"judges": "attitude", "judges_against": "attitude", "wants": "intention", "tells_of": "mention"}


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """Lemma -> the groups of attributions.toml it is in."""
    words = lexicon("attributions.toml")
    groups = (*_CLASSES, "seems", "rumoured")
    return {lemma: frozenset(g for g in groups if lemma in words[g]["verbs"]) for g in groups for lemma in words[g]["verbs"]}


@cache
def prepositions() -> dict[str, tuple[str, ...]]:
    """Lemma -> the prepositions behind which it says what it is about."""
    return {lemma: tuple(words) for lemma, words in lexicon("attributions.toml")["of"].items()}


def by_attitude(doc: Doc, quotations: Quotations) -> Iterator[Found]:
    """A verb of attitude with an object, an infinitive or a prepositional phrase, its holder named."""
    kinds = _kinds()
    for verb in tokens_by_lemma(doc, lambda lemma: lemma in kinds or lemma in prepositions()):
        if verb.pos_ != "VERB" or quotations.around(verb.i) is not None:
            continue
        lemma = verb.lemma_.lower()
        kind = kinds.get(lemma, frozenset())
        found = _appearance(verb, kind) or _held(verb, kind, prepositions().get(lemma, ()))
        if found is None:
            continue
        source, content, cue_class = found
        content = trim(doc, *content)
        if content[0] >= content[1] or (source is not None and source[0] < content[1] and content[0] < source[1]):
            continue
        is_negated = any(c.dep_ == "neg" for c in verb.children)
        polarity = "-" if is_negated != ("judges_against" in kind) else "+"
        certainty = "probable" if cue_class == "appearance" else "underspecified"
        yield Found(source, cue_of(verb), content, lemma, False, certainty, polarity, cue_class=cue_class)


def _appearance(verb: Token, kind: frozenset[str]) -> tuple[None, tuple[int, int], str] | None:
    """ "The bridge seems to hold", "the bridge is believed to hold": nobody in particular says so; the clause is the content."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < verb.i), None)
    rest = [c.right_edge.i for c in verb.children if c.dep_ in {"xcomp", "oprd", "ccomp", "acomp", "advcl"} and c.i > verb.i]
    is_meant = "seems" in kind or ("rumoured" in kind and subject is not None and subject.dep_ == "nsubjpass")
    if not is_meant or subject is None or not rest:
        return None
    return None, (subject.left_edge.i, max(rest) + 1), "appearance"


def _held(verb: Token, kind: frozenset[str], about: tuple[str, ...]) -> tuple[tuple[int, int], tuple[int, int], str] | None:
    """(holder, content, class) of an attitude that somebody holds."""
    source = source_of(verb)
    if source is None:
        return None
    cue_class = next((name for group, name in _CLASSES.items() if group in kind), "mention")
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if subject is not None:
        return (source, extent(subject), cue_class) if kind & _CLASSES.keys() - {"wants"} else None
    content = _object(verb, kind) or _phrase(verb, about)
    if "wants" in kind and any(c.dep_ == "xcomp" for c in verb.children):
        cue_class = "intention"
    return (source, content, cue_class) if content is not None else None


def _object(verb: Token, kind: frozenset[str]) -> tuple[int, int] | None:
    """The object or clause of the attitude, with "of …", "for …" behind it: "accused the mayor of waste"."""
    wanted = {"dobj", "oprd", "xcomp", "ccomp"} if kind & _CLASSES.keys() else set()
    objects = [c for c in verb.children if c.dep_ in wanted and c.i > verb.i]
    if not objects:
        return None
    first = min(objects, key=lambda c: c.i)
    behind = [c for c in verb.children if c.dep_ == "prep" and c.i > first.i and c.lower_ in _ABOUT]
    return first.left_edge.i, max(c.right_edge.i for c in (*objects, *behind)) + 1


def _phrase(verb: Token, about: tuple[str, ...]) -> tuple[int, int] | None:
    """The object of "complained about …", "called for …"."""
    for child in verb.children:
        if child.lower_ in about and 0 < child.i - verb.i <= 4:
            inside = [
                c for c in (*child.children, *verb.children) if c.i > child.i and c.dep_ in {"pobj", "pcomp", "dobj", "xcomp", "ccomp"}
            ]
            if inside:
                return child.i + 1, max(c.right_edge.i for c in inside) + 1
    return None


def is_own_words(doc: Doc, found: Found, told: list[Found]) -> bool:
    """Whether an attitude is part of what its holder is quoted with: of "she said she feared a flood" the saying is the attribution."""
    if found.source is not None and doc[found.source[0]].pos_ != "PRON":
        return False
    return any(t.content[0] <= found.cue[0] < t.content[1] and t.cue != found.cue for t in told)
