"""Words that name acts: which act by PLOVER type and mode, what dates them, what sets them apart from others, their realis."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from extractors.cues import is_cue
from extractors.figures.classes import class_of, subsumes
from extractors.lexicon import lexicon
from extractors.page import Page, starting_in
from extractors.parse import tokens_by_lemma
from extractors.records import TimeMention

HARM = "harm"
HARMING = ("ASSAULT", "x_ACCIDENT")
"""Types of acts that kill and wound."""


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the lexicon."""

    type: str
    mode: str | None
    rank: int
    needs: str | None


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names an act, in its sentence."""

    token: Token
    act: Act
    section_kind: str
    times: tuple[TimeMention, ...]
    relation: str | None  # previous, other


@cache
def _acts() -> tuple[dict[str, Act], dict[str, Act], int]:
    """Verb lemma -> act, noun phrase -> act, words in the longest noun phrase."""
    verbs: dict[str, Act] = {}
    nouns: dict[str, Act] = {}
    for row in lexicon("events.toml")["act"]:
        act = Act(row["type"], row.get("mode"), row["rank"], row.get("needs"))
        for verb in row.get("verbs", ()):
            verbs.setdefault(verb, act)
        for noun in row.get("nouns", ()):
            nouns.setdefault(noun, act)
    harm = lexicon("events.toml")["harm"]
    verbs |= {verb: Act("", None, 1, HARM) for verb in (*harm["attacks"], *harm["others"])}
    return verbs, nouns, max(len(noun.split()) for noun in nouns)


@cache
def _last_words() -> frozenset[str]:
    verbs, nouns, _ = _acts()
    return frozenset({verb.split()[0] for verb in verbs} | {noun.split()[-1] for noun in nouns})


def _may_end_an_entry(lemma: str) -> bool:
    return lemma in _last_words() or lemma.rstrip("s") in _last_words()


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(lexicon("events.toml")["apart"][group])


def _singular(token: Token) -> str:
    lemma = token.lemma_.lower()
    return lemma[:-1] if token.tag_ in {"NNP", "NNPS"} and lemma.endswith("s") and not lemma.endswith("ss") else lemma


def _act_of(token: Token, headline: bool) -> Act | None:
    """The act that a token names; in headlines the small model takes verbs for names, so there both are tried."""
    verbs, nouns, longest = _acts()
    lemma = _singular(token)
    if token.pos_ == "VERB" and token.i + 1 < len(token.doc):
        act = verbs.get(f"{lemma} {token.nbor().lower_}")
        if act is not None and not any(c.dep_ in {"xcomp", "advcl", "ccomp"} for c in token.children):  # "called on them to leave"
            return act
    if (token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod") or (
        headline and token.pos_ in {"PROPN", "NOUN"} and token.i > token.sent.start
    ):
        act = verbs.get(lemma)
        if act is not None and _has_what_it_needs(token, act, headline):
            return act
    if token.pos_ in {"NOUN", "PROPN"}:
        for length in range(longest, 0, -1):
            start = token.i - length + 1
            if start < token.sent.start:
                continue
            phrase = " ".join([*(t.lower_ for t in token.doc[start : token.i]), lemma])
            act = nouns.get(phrase)
            if act is not None and _has_what_it_needs(token, act, headline):
                return act if not _is_name_part(token, length) else None
    return None


def _is_name_part(token: Token, length: int) -> bool:
    """ "Battle" or "Storm" in a name: capitalised in running text, not in a headline that capitalises everything."""
    words = [t for t in token.sent if t.is_alpha and len(t) > 3]
    is_title_case = sum(t.text[0].isupper() for t in words) > 0.7 * len(words)
    if token.is_lower:
        return False
    return length == 1 and token.pos_ == "PROPN" and token.ent_type_ in {"PERSON", "ORG", "PRODUCT", "WORK_OF_ART"} and not is_title_case


def _has_what_it_needs(token: Token, act: Act, is_headline: bool) -> bool:
    if act.needs in (None, HARM):
        return True
    around = token.sent if is_headline else token.subtree
    return any((name := class_of(_singular(t))) and subsumes("combatant", name) or t.lower_ in {"forces", "contingent"} for t in around)


def _times_by_trigger(doc: Doc, tokens: list[Token], times: list[TimeMention]) -> dict[int, list[TimeMention]]:
    """Token index of a trigger -> the time expressions that date it. A time dates one act at most.

    From the time upwards: the first act that it hangs on, or that shares a verb with it as subject or object ("The attack
    came on Monday"). Where the parse gives none and the sentence names one act and one time, they belong together.
    """
    acts = {t.i for t in tokens}
    by_sentence: dict[int, list[int]] = {}
    for token in tokens:
        by_sentence.setdefault(token.sent.start, []).append(token.i)
    out: dict[int, list[TimeMention]] = {}
    for time in times:
        first = token_at(doc, time.start_char)
        home = act_above(first, acts, time.end_char)
        if home is None and not is_of_the_saying(first):
            here = by_sentence.get(first.sent.start, [])
            alone = len(starting_in(times, first.sent.start_char, first.sent.end_char)) == 1
            home = here[0] if len(here) == 1 and alone and abs(doc[here[0]].idx - first.idx) < 120 else None
        if home is not None:
            out.setdefault(home, []).append(time)
    return out


def act_above(token: Token, acts: set[int], end_char: int) -> int | None:
    """The act (token index) that a time or place hangs on: the first above it, or the one that shares a verb with it.

    `end_char` is where the phrase that begins with `token` ends; None where the words upwards reach a verb that names no act.
    """
    node = token
    while node.head != node:
        node = node.head
        if token.idx <= node.idx < end_char:
            continue  # still within the time expression
        if node.i in acts:
            return node.i
        if node.pos_ in {"VERB", "AUX"}:
            beside = [
                c.i for c in node.children if c.i in acts and c.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "conj", "xcomp", "advcl"}
            ]
            beside += [
                g.i for c in node.children if c.dep_ in {"nsubj", "nsubjpass", "dobj", "prep", "agent"} for g in c.children if g.i in acts
            ]
            return min(beside, key=lambda i: abs(i - token.i), default=None)
    return None


def is_of_the_saying(token: Token) -> bool:
    """Whether a time or place follows and hangs on a verb of saying ("…, the mayor said on Tuesday"): then it dates the words alone."""
    node = token
    while node.head != node and node.pos_ not in {"VERB", "AUX"}:
        node = node.head
    return node.idx < token.idx and is_cue(node.lemma_.lower())


def token_at(doc: Doc, char: int) -> Token:
    """The token that holds the character."""
    span = doc.char_span(char, char + 1, alignment_mode="expand")
    assert span is not None
    return span[0]


def _relation(token: Token, times: Collection[TimeMention]) -> str | None:
    """What the words at a trigger say of its place in a series: previous, first, current (the second, the third), other."""
    near = {c.lower_ for c in (*token.children, *(g for c in token.children for g in c.children if c.dep_ == "amod"))}
    near |= {t.lower_ for t in token.doc[max(token.i - 2, token.sent.start) : token.i] if t.dep_ in {"amod", "advmod", "compound"}}
    if near & _words("previous"):
        return "previous"
    if any(
        t.quote.lower().startswith(("earlier", "last")) and t.precision != "day" or t.quote.lower().startswith("earlier this")
        for t in times
    ):
        return "previous"
    if near & _words("ordinals"):
        return "current"
    is_pluperfect = token.tag_ == "VBN" and any(c.lower_ == "had" for c in token.children)
    if "first" in near or (is_pluperfect and ("already" in near or times)):
        return "first"
    return "other" if near & _words("other") else None


def find_triggers(doc: Doc, page: Page, times: list[TimeMention]) -> list[Trigger]:
    """Words that name acts where the report itself speaks, in order."""
    dated = {char for t in times for char in range(t.start_char, t.end_char)}
    acts: list[tuple[Token, Act, str]] = []
    for token in tokens_by_lemma(doc, _may_end_an_entry):
        if not page.is_reporting(token.idx) or token.idx in dated:
            continue
        kind = page.section_kind(token.idx)
        act = _act_of(token, kind in {"headline", "deck"})
        if act is not None:
            acts.append((token, act, kind))
    said = _times_by_trigger(
        doc, [token for token, _, _ in acts], [t for t in times if page.is_reporting(t.start_char) and t.section_kind != "dateline"]
    )
    harming: dict[int, list[int]] = {}  # start of a sentence -> the acts in it that kill and wound
    for token, act, _ in acts:
        if act.needs != HARM and act.type in HARMING:
            harming.setdefault(token.sent.start, []).append(token.i)
    for token, act, _ in acts:
        if act.needs == HARM and token.i in said:  # "In March a blast killed ten" dates the blast
            named = harming.get(token.sent.start)
            if named:
                said.setdefault(min(named, key=lambda i: abs(i - token.i)), []).extend(said.pop(token.i))
    return [Trigger(token, act, kind, tuple(said.get(token.i, ())), _relation(token, said.get(token.i, ()))) for token, act, kind in acts]


def realis_of(token: Token) -> str:
    """ACTUAL, PLANNED, HYPOTHETICAL or DENIED, from the words around a verb or a noun's verb."""
    verb = token if token.pos_ in {"VERB", "AUX"} else token.head
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass", "mark", "neg"}}
    if any(c.dep_ == "neg" for c in verb.children):
        return "DENIED"
    if helpers & _words("conditional"):
        return "HYPOTHETICAL"
    if helpers & _words("future") or (verb.head.lemma_.lower() in _words("plans") and verb.dep_ == "xcomp"):
        return "PLANNED"
    return "HYPOTHETICAL" if helpers & _words("possible") else "ACTUAL"


def is_act_noun(token: Token) -> bool:
    """Whether a noun names an act by itself ("blast")."""
    return token.lemma_.lower() in _acts()[1]


def is_act_verb(token: Token) -> bool:
    """Whether a word, taken as a verb, names an act or harm ("shell", "kill")."""
    lemma = token.lemma_.lower()
    return lemma in _acts()[0] or lemma.rstrip("s") in _acts()[0]
