"""What cues have in common: the words that introduce speech and attitudes, and how source, cue and content hang on a verb."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from extractors.lexicon import lexicon

OPENING = '"“‘«'
_CLAUSES = {"ccomp", "parataxis"}


@cache
def cues() -> dict[str, tuple[str, str]]:
    """Lemma of a reporting verb -> (certainty of the source, polarity)."""
    words = lexicon("attributions.toml")
    cues = dict.fromkeys(words["certain"]["verbs"], ("certain", "+"))
    cues |= dict.fromkeys(words["probable"]["verbs"], ("probable", "+"))
    cues |= dict.fromkeys(words["possible"]["verbs"], ("possible", "+"))
    return cues | dict.fromkeys(words["negative"]["verbs"], ("certain", "-"))


def is_cue(lemma: str) -> bool:
    """Whether a verb's lemma introduces what somebody says, thinks or denies."""
    return lemma in cues()


@cache
def needs_clause() -> frozenset[str]:
    """Lemmas too common in other senses: an attribution only with a clause or a quotation."""
    return frozenset(lexicon("attributions.toml")["content_needs_clause"]["verbs"])


@cache
def through() -> frozenset[str]:
    """Lemmas behind which the source stands: "citing X"."""
    return frozenset(lexicon("attributions.toml")["through"]["verbs"])


@cache
def papers() -> frozenset[str]:
    """Nouns of what is issued to say something."""
    return frozenset(lexicon("attributions.toml")["papers"]["nouns"])


@dataclass(frozen=True, slots=True)
class Found:
    """Token index ranges, end exclusive; source may be missing."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[int, int]
    lemma: str
    is_quoted: bool
    certainty: str
    polarity: str
    relay: tuple[int, int] | None = None  # who passes it on: "UNN reports, citing X"
    cue_class: str = "speech"  # speech, thought, attitude, intention, mention, appearance


def extent(token: Token) -> tuple[int, int]:
    """The range of a token's subtree."""
    return token.left_edge.i, token.right_edge.i + 1


def trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Without white space and punctuation at the borders; quotation marks stay inside."""
    while start < end and (doc[start].is_space or (doc[start].is_punct and doc[start].text not in OPENING)):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in {",", ".", ":", ";", "-", "–", "—"}):
        end -= 1
    return start, end


def source_of(verb: Token) -> tuple[int, int] | None:
    """The subject of a reporting verb, or the agent of a passive one; borrowed from the verb it is joined to."""
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "csubj"} and c.pos_ != "SCONJ"]
    if subjects:  # the parser may give a clause before "X said" as a second subject: the near one is X
        nearest = min(subjects, key=lambda c: abs(c.i - verb.i))
        return named_by(nearest)
    for child in verb.children:
        if child.dep_ == "agent":
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    return named_by(grandchild)
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return source_of(verb.head)
    if verb.dep_ in {"advcl", "xcomp"} and verb.tag_ in {"VBG", "VB"} and verb.head.pos_ in {"VERB", "AUX"}:
        return source_of(verb.head)
    if verb.dep_ == "acl" and verb.head.lemma_.lower() in papers() and verb.head.dep_ in {"dobj", "pobj"}:
        issuer = verb.head.head if verb.head.dep_ == "dobj" else verb.head.head.head
        return source_of(issuer) if issuer.pos_ == "VERB" else extent_before(verb)
    if verb.dep_ == "acl":
        return extent_before(verb)
    if verb.dep_ == "relcl":
        return extent_before(verb)
    return None


def named_by(noun: Token) -> tuple[int, int]:
    """A source phrase without a long clause at its end: of "Lind, who lost two houses in the flood last year, said" it is "Lind"."""
    start, end = extent(noun)
    for part in noun.subtree:
        if part.dep_ in {"relcl", "acl"} and part.right_edge.i - part.left_edge.i >= 7 and part.right_edge.i >= end - 2:
            end = min(end, part.left_edge.i)
    return (start, end) if start < end <= start + 30 else (noun.i, noun.i + 1)


def extent_before(verb: Token) -> tuple[int, int]:
    """The noun phrase that a clause hangs on, without the clause."""
    return verb.head.left_edge.i, verb.head.i + 1


def cue_of(verb: Token) -> tuple[int, int]:
    """A verb with its auxiliaries and its negation."""
    start = verb.i
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg"} and c.i < verb.i and verb.i - c.i <= 3]
    if helpers:
        start = min(c.i for c in helpers)
    return start, verb.i + 1


def clause_of(verb: Token) -> tuple[int, int] | None:
    """The clause that a verb reports: its clausal object, or the clause it is put beside ("…, he said")."""
    clauses = [c for c in verb.children if c.dep_ in _CLAUSES]
    if clauses:
        best = max(clauses, key=lambda c: c.right_edge.i - c.left_edge.i)
        start, end = extent(best)
        if start <= verb.i < end:  # "The plane, he said, was shot down": the verb stands inside its content
            return (start, verb.i) if verb.i - start > end - verb.i else (verb.i + 1, end)
        return start, end
    in_phrase = [
        g for c in verb.children if c.dep_ == "prep" and c.i > verb.i for p in c.children for g in p.children if g.dep_ in {"acl", "ccomp"}
    ]
    told = [g for g in in_phrase if any(c.lower_ == "that" and c.dep_ == "mark" for c in g.children)]
    if told:  # "said in a statement that …"
        return extent(told[0])
    objects = [c for c in verb.children if c.dep_ in {"xcomp", "dobj", "attr", "oprd"} and c.i > verb.i]
    if objects and verb.lemma_.lower() not in needs_clause() and verb.lemma_.lower() not in {"say", "tell"}:
        return min(c.left_edge.i for c in objects), max(c.right_edge.i for c in objects) + 1
    return None


@cache
def thought() -> frozenset[str]:
    """Lemmas of thinking, which need no words."""
    words = lexicon("attributions.toml")
    return frozenset(words["probable"]["verbs"]) | {"know", "want", "wonder", "doubt", "realize", "realise", "learn"}
