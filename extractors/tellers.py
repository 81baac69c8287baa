"""Who gives a number without a clause: "the agency reported 15 deaths", "six deaths were recorded by the rescuers"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from extractors.cues import Found, cue_of, extent, source_of, trim
from extractors.lexicon import lexicon
from extractors.parse import tokens_by_lemma

_CLAUSES = frozenset({"ccomp", "parataxis"})
NEAR = 12
"""Tokens from the start of an object in which its number stands."""


@cache
def _verbs() -> frozenset[str]:
    return frozenset(lexicon("attributions.toml")["counting"]["verbs"])


def by_counting(doc: Doc) -> Iterator[Found]:
    """Objects with a number of verbs that tell who counted; whom "it" means is left to the sentence around."""
    for verb in tokens_by_lemma(doc, _verbs().__contains__):
        agent = _agent(verb)
        is_told_in_full = agent is None and any(c.dep_ in _CLAUSES for c in verb.children)
        if verb.pos_ != "VERB" or is_told_in_full or any(c.dep_ == "neg" for c in verb.children):
            continue
        wanted = {"dobj", "attr", "oprd", "nummod"} if agent is None else {"nsubjpass"}
        told = [c for c in verb.children if c.dep_ in wanted or (c.dep_ == "prep" and c.lower_ == "at")]
        source = agent or (source_of(verb) if told else None)
        if source is None or not told or doc[source[1] - 1].pos_ == "PRON":
            continue
        start, end = min(c.left_edge.i for c in told), max(c.right_edge.i for c in told) + 1
        has_number = any(t.like_num and t.ent_type_ not in {"DATE", "TIME"} for t in doc[start : min(end, start + NEAR)])
        if has_number and not (source[0] < end and start < source[1]):
            yield Found(source, cue_of(verb), trim(doc, start, end), verb.lemma_.lower(), False, "certain", "+")


def _agent(verb: Token) -> tuple[int, int] | None:
    agents = [c for by in verb.children if by.dep_ == "agent" for c in by.children if c.dep_ == "pobj"]
    return extent(agents[0]) if agents else None
