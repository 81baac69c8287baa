"""Figures in the making: every quantity phrase with the word that gives its measure, shared along coordination and subsets.

What may not live here: how a figure stands to others (role, accumulation, sums), which is the business of `find`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Token

from extractors.figures.accumulation import context
from extractors.figures.bounds import bounded
from extractors.figures.classes import subsumes
from extractors.figures.measures import (
    NOMINAL_STATES,
    OBJECT_VERBS,
    OF_NOUNS,
    STATES,
    WEAK_HEADS,
    Cue,
    cue_before,
    cue_behind,
    cue_in,
    cue_of_list,
    cue_of_parse,
    cue_of_toll,
)
from extractors.figures.numbers import find_numbers, split_moves
from extractors.figures.phrases import Phrase, build_phrase, counted_class, lemma_of, text_of, token_from
from extractors.figures.unnumbered import find_unnumbered

FATES = frozenset({"killed", "injured", "casualties", "missing", "captured", "displaced", "evacuated", "sent"})


@dataclass
class Draft:
    """A figure in the making."""

    phrase: Phrase
    sentence: int
    value: float | None
    low: float | None
    high: float | None
    qualifier: str
    lemma: str | None
    counted_class: str | None
    cue: Cue | None = None
    is_behind: bool = False  # its cue stands behind it, so that those coordinated before it share it
    is_subset: bool = False
    is_among: bool = False  # "12 children were among the dead", where what is coordinated with them is too
    is_joined: bool = False  # coordinated with the figure before it


def _is_of_an_owner(doc: Doc, phrase: Phrase) -> bool:
    """ "Four of its soldiers" are four soldiers: the words name whose they are, not a whole that the report counts."""
    return any(token.tag_ == "PRP$" for token in doc[phrase.first : phrase.first + 6])


@cache
def _subset_before() -> re.Pattern[str]:
    words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(context()["subset"], key=len, reverse=True))
    return re.compile(rf"\b({words})(?:\s+(?:were|was|are|is|also|the|its|their|his|her|being))*\s*,?\s*$", re.IGNORECASE)


_CONNECTORS = frozenset(
    {
        ",",
        "and",
        "or",
        "as",
        "well",
        "plus",
        "also",
        "&",
        "including",
        "along",
        "with",
        "together",
        "a",
        "the",
        "both",
        "then",
        "by",
        "followed",
        "alongside",
        "his",
        "her",
        "their",
    }
)


def read_drafts(doc: Doc) -> list[Draft]:
    """The figures of the document in order of their spans, with cue, value and bounds."""
    drafts = _drafts(doc)
    _share_cues(doc, drafts)
    kept: list[Draft] = []
    for i, draft in enumerate(drafts):
        if _is_figure(doc, draft):
            draft.is_joined &= bool(kept) and kept[-1] is drafts[i - 1]
            kept.append(draft)
    return kept


def _drafts(doc: Doc) -> list[Draft]:
    borders = (doc.to_array("SENT_START") == 1).nonzero()[0].tolist()
    phrases = [
        p
        for n in find_numbers(text_of(doc))
        for told in split_moves(text_of(doc), n, keep_from=False)
        if (p := build_phrase(doc, told)) is not None
    ]
    taken = [(p.start, p.end) for p in phrases]
    for phrase in find_unnumbered(doc):
        if not any(start < phrase.end and phrase.start < end for start, end in taken):
            phrases.append(phrase)
            taken.append((phrase.start, phrase.end))
    phrases.sort(key=lambda p: (p.start, p.end))
    return [_draft(doc, phrase, bisect_right(borders, phrase.first)) for phrase in phrases]


_AMONG = re.compile(r"[\s,]+(?:(?:is|are|was|were|also|all|both|reportedly)\s+)*among\b(?! (?:them|whom|which)\b)", re.IGNORECASE)


def _draft(doc: Doc, phrase: Phrase, sentence: int) -> Draft:
    value, low, high, qualifier = bounded(phrase.number, phrase.bound.qualifier, is_count=phrase.unit is None)
    lemma = lemma_of(phrase.head) if phrase.head is not None else None
    first = token_from(doc, phrase.counted_start) if phrase.counted_start is not None else phrase.after
    draft = Draft(phrase, sentence, value, low, high, qualifier, lemma, counted_class(phrase.head, first))
    if phrase.unit is not None:
        return draft
    draft.is_subset = (phrase.is_partitive and not _is_of_an_owner(doc, phrase)) or bool(
        _subset_before().search(text_of(doc), max(0, phrase.start - 36), phrase.start)
    )
    start = token_from(doc, phrase.start)
    if not phrase.is_partitive and _SHARE_OF.search(text_of(doc), max(0, phrase.number.start - 40), phrase.number.start):
        draft.cue = cue_in(doc, phrase.head, lemma, first)  # "one of the 12 wounded" are wounded by their own name
        return draft
    draft.cue, draft.is_behind = _own_cue(doc, draft, first, start)
    if draft.cue is not None and _AMONG.match(text_of(doc), phrase.end, draft.cue.start):
        draft.is_subset = draft.is_among = True
    draft.cue = _fitting(draft, _both(doc, draft, draft.cue))
    return draft


def _fitting(draft: Draft, cue: Cue | None) -> Cue | None:
    """The cue, or None where what is counted cannot meet that fate: people are killed, buses are not."""
    name = draft.counted_class
    if cue is None or name is None or cue.measure == "other":
        return cue
    if cue.measure == "sent":
        return None if name in ("person", "structure", "settlement") or subsumes("displaced person", name) else cue
    if cue.measure == "attackers":
        return cue if subsumes("combatant", name) else None
    return cue if subsumes("person", name) else None


def _own_cue(doc: Doc, draft: Draft, first: int, start: int) -> tuple[Cue | None, bool]:
    """The cue that the phrase's own surroundings give, and whether it stands behind; the surest constructions first.

    A cue without a fate ("who were identified") yields to a fate that the parse gives.
    """
    cue, is_behind = _nearest_cue(doc, draft, first, start)
    head = draft.phrase.head
    if cue is not None and cue.measure == "other" and head is not None:
        fate = cue_in(doc, head, draft.lemma, first) or cue_of_parse(head, is_person=True)
        return (fate, False) if fate is not None else (cue, is_behind)
    return cue, is_behind


def _nearest_cue(doc: Doc, draft: Draft, first: int, start: int) -> tuple[Cue | None, bool]:
    phrase, head = draft.phrase, draft.phrase.head
    is_person = draft.counted_class is not None and subsumes("person", draft.counted_class)
    if head is not None and head.lower_ in NOMINAL_STATES:
        return cue_in(doc, head, draft.lemma, first), True
    behind = cue_behind(doc, phrase.after, is_person=is_person)
    if behind is not None and behind[1]:
        return behind[0], True
    before = cue_before(doc, start, is_person=is_person) or cue_in(doc, head, draft.lemma, first)
    if before is not None:
        return before, False
    if behind is not None:
        return behind[0], True
    if cue := (cue_of_toll(doc, start) if head is None or is_person else None) or cue_of_list(doc, start):
        return cue, False
    cue = cue_of_parse(head if head is not None and not phrase.is_partitive else doc[phrase.first], is_person=is_person)
    if cue is None and head is not None and draft.lemma in WEAK_HEADS:
        cue = Cue(WEAK_HEADS[draft.lemma], head.idx, head.idx + len(head))
    return cue, False


_COUNT_FOLLOWS = frozenset(
    {"dozens", "scores", "hundreds", "more", "at", "about", "around", "some", "nearly", "over", "up", "another", "almost", "approximately"}
)


def _both(doc: Doc, draft: Draft, cue: Cue | None) -> Cue | None:
    """Dead and wounded under one number are casualties: "killing and wounding dozens", "12 dead or wounded".

    Not where each has its own: "left three dead and injured about 180".
    """
    if cue is None or cue.measure not in ("killed", "injured"):
        return cue
    at = token_from(doc, cue.start)
    step = -1 if cue.start < draft.phrase.start else 1
    middle, far = at + step, at + 2 * step
    if not (0 <= far < len(doc)) or doc[middle].lower_ not in ("and", "or", "and/or"):
        return cue
    lemma = doc[far].lemma_.lower()
    other = OBJECT_VERBS.get(lemma) or OF_NOUNS.get(lemma) or (STATES.get(doc[far].lower_) if step > 0 else None)
    if other not in ("killed", "injured") or other == cue.measure:
        return cue
    following = doc[far + 1] if step > 0 and far + 1 < len(doc) else None
    if following is not None and (following.pos_ in ("NUM", "DET") or following.lower_ in _COUNT_FOLLOWS):
        return cue
    return replace(cue, measure="casualties")


_ABSTRACT = re.compile(r"(?:ion|ment|ness|ity|ism|case)$")
"""Endings of nouns that name no one: of "4 dead and 82 infections" the infections are not killed."""
_ADDED = re.compile(r"\b(?:as well as|along with|together with|in addition to)\s+$", re.IGNORECASE)


def _is_own_noun(draft: Draft) -> bool:
    """Whether the figure's cue is the noun it counts ("59 arrests"), which says nothing of what is coordinated with it."""
    return draft.cue is not None and draft.phrase.head is not None and draft.cue.start == draft.phrase.head.idx


def _share_cues(doc: Doc, drafts: list[Draft]) -> None:
    """Give coordinated and partial figures the cue of the figure they belong to."""
    for i, draft in enumerate(drafts):
        before = drafts[i - 1] if i else None
        if before is None or draft.phrase.unit is not None:
            continue
        same_sentence = before.sentence == draft.sentence
        if same_sentence and (
            is_joined(doc, before, draft)
            or before.cue is not None
            and _ADDED.search(text_of(doc), max(0, draft.phrase.start - 20), draft.phrase.start)
        ):
            draft.is_joined = True
        if (
            draft.is_subset
            and not draft.phrase.is_partitive
            and draft.cue is not None
            and draft.cue.measure not in ("killed", "injured", "casualties")
        ):
            draft.cue = None
        if draft.cue is None:
            if draft.is_joined and before.cue is not None and not draft.is_behind and not _is_own_noun(before):
                draft.cue = None if _ABSTRACT.search(draft.lemma or "") and draft.counted_class is None else _fitting(draft, before.cue)
            elif draft.is_subset:
                reach = 1 if draft.phrase.is_partitive and (draft.phrase.is_bare or draft.lemma == "victim") else 0
                source = next(
                    (d for d in reversed(drafts[max(0, i - 4) : i]) if d.cue is not None and draft.sentence - d.sentence <= reach), None
                )
                draft.cue = _fitting(draft, source.cue) if source else None
    for i in range(len(drafts) - 2, -1, -1):
        behind = drafts[i + 1]
        if drafts[i].cue is None and behind.is_joined and behind.is_behind and drafts[i].phrase.unit is None:
            drafts[i].cue, drafts[i].is_behind = _fitting(drafts[i], behind.cue), True
        if behind.is_joined and behind.is_among and drafts[i].cue == behind.cue:
            drafts[i].is_subset = drafts[i].is_among = True


def is_joined(doc: Doc, one: Draft, two: Draft) -> bool:
    """Whether the second phrase is coordinated with the first, by what stands between or by the parse."""
    between = [t for t in doc[one.phrase.after : token_from(doc, two.phrase.start)] if not t.is_space]
    if not between and one.phrase.number.kind == two.phrase.number.kind == "singular":  # "a man woman and child"
        return True
    if between and len(between) <= 5 and all(t.lower_ in _CONNECTORS for t in between):
        return True
    if between and " ".join(t.lower_ for t in between[-3:]) == "as well as" and two.cue is not None and two.cue == one.cue:
        return True
    first, second = one.phrase.head, two.phrase.head
    if _is_loosely_joined(one, two, between):
        return True
    return first is not None and second is not None and second.dep_ == "conj" and second.head.i == first.i


def _is_loosely_joined(one: Draft, two: Draft, between: list[Token]) -> bool:
    """Two counts of people with only a prepositional phrase before the "and": "two men from the town and three women"."""
    if not 1 < len(between) <= 10 or between[-1].lower_ not in ("and", ",") or between[0].pos_ != "ADP":
        return False
    if any(t.pos_ in ("VERB", "AUX", "NUM") or t.text in (".", ";", ":") for t in between):
        return False
    head = two.phrase.head
    return (
        one.counted_class is not None
        and two.counted_class is not None
        and subsumes("person", one.counted_class)
        and subsumes("person", two.counted_class)
        and head is not None
        and head.dep_ not in ("nsubj", "nsubjpass")
    )


def _is_figure(doc: Doc, draft: Draft) -> bool:
    phrase = draft.phrase
    if phrase.unit is not None:
        return True
    if phrase.number.kind in ("singular", "zero", "pair"):
        return draft.cue is not None and draft.cue.measure in FATES and not _is_portrait(doc, draft, draft.cue)
    if draft.cue is None and phrase.is_bare:
        return False
    if phrase.number.value == 1 and draft.cue is None:
        return draft.counted_class is not None and phrase.is_partitive
    return True


def _is_portrait(doc: Doc, draft: Draft, cue: Cue) -> bool:
    """Whether a single person is described rather than counted: "a witness who was wounded", "an injured boy waits"."""
    phrase = draft.phrase
    if phrase.number.kind != "singular" or draft.is_subset:
        return False
    if phrase.start <= cue.start < phrase.end:
        return phrase.head is None or cue.start != phrase.head.idx
    verb = doc[token_from(doc, cue.start)]
    if cue.start >= phrase.end:
        return cue.measure != "killed" and verb.dep_ == "relcl" and verb.head == phrase.head
    return verb.lower_ in ("body", "corpse", "remains") and bool(_PICTURED.search(verb.sent.text))


_PICTURED = re.compile(r"\b(?:photo\w*|pictures?|videos?|images?|footage|carr(?:y|ies|ied|ying)|lifeless)\b", re.IGNORECASE)
_SHARE_OF = re.compile(
    r"\b(?:half|thirds?|quarters?|fifths?|tenths?|most|many|some|part|few|several|none|one|any|majority|(?:per\s?|%\s?)cents?|%|\d+|"
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?)\s+of\s+(?:(?:the|its|their|his|her|these|those|all|some)\s+)*$",
    re.IGNORECASE,
)
"""Before the whole that a share is taken of: of "a third of the 90 passengers were hurt" the 90 were not."""
