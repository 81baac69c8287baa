"""The figures of the warehouse: what a document counts, how many, with which bounds, and what became of it.

Stricter than a reader of numbers: dates, years, clock times, ages, ordinals, names, distances and durations are none. A bare number is
one only where a word beside it says what was counted ("more than 60 were wounded").
Method: cues by construction over part-of-speech tags first, the parse second; bounds after CQE (Almasian et al., EMNLP 2023).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from extractors.figures.accumulation import accumulation_of, context
from extractors.figures.bounds import Bound, bounded
from extractors.figures.classes import common_ancestor, subsumes
from extractors.figures.measures import (
    CLASSES,
    HEADS,
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
from extractors.figures.numbers import Number, find_numbers, split_moves
from extractors.figures.phrases import (
    Phrase,
    build_phrase,
    counted_class,
    keep_text,
    lemma_of,
    read_nouns,
    text_of,
    token_from,
)
from extractors.page import Page

FATES = frozenset({"killed", "injured", "casualties", "missing", "captured", "displaced", "evacuated", "sent"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity that the text states. Characters are offsets into the kept text, `counted_head` a token index of the Doc.

    `value` is the number as said (of a range its low end), None for vague words; `low` and `high` are the bounds that the words allow, None
    for unbounded. A derived figure is the sum of `parts`, indexes into the list that `find_figures` returned it in.
    """

    start_char: int
    end_char: int
    number_start: int
    number_end: int
    value: float | None
    low: float | None
    high: float | None
    qualifier: str
    unit: str | None
    change: str | None
    counted_text: str | None
    counted_head: int | None
    counted_lemma: str | None
    counted_class: str | None
    measure: str
    measure_cue_start: int | None
    measure_cue_end: int | None
    figure_role: str
    accumulation: str
    is_derived: bool
    parts: tuple[int, ...]
    section_kind: str


@dataclass
class _Draft:
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
    joined_to: int | None = None  # index of the draft it is coordinated with


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


def find_figures(doc: Doc, page: Page) -> list[Figure]:
    """Figures of the document in order of their spans; derived sums stand behind their first part.

    `doc` is the parse of the whole kept text, so that token offsets are kept-text offsets. Pure; raises nothing.
    """
    keep_text(doc, page.document.text)
    drafts = _drafts(doc)
    _share_cues(doc, drafts)
    kept = [draft for draft in drafts if _is_figure(doc, draft)]
    groups = _groups(doc, kept)
    return _figures(doc, page, kept, groups)


def _drafts(doc: Doc) -> list[_Draft]:
    borders = (doc.to_array("SENT_START") == 1).nonzero()[0].tolist()
    phrases = [
        p
        for n in find_numbers(text_of(doc))
        for told in split_moves(text_of(doc), n, keep_from=False)
        if (p := build_phrase(doc, told)) is not None
    ]
    taken = [(p.start, p.end) for p in phrases]
    for phrase in (*_singulars(doc), *_zeros(doc)):
        if not any(start < phrase.end and phrase.start < end for start, end in taken):
            phrases.append(phrase)
    phrases.sort(key=lambda p: (p.start, p.end))
    return [_draft(doc, phrase, bisect_right(borders, phrase.first)) for phrase in phrases]


_AMONG = re.compile(r"[\s,]+(?:(?:is|are|was|were|also|all|both|reportedly)\s+)*among\b(?! (?:them|whom|which)\b)", re.IGNORECASE)


def _draft(doc: Doc, phrase: Phrase, sentence: int) -> _Draft:
    value, low, high, qualifier = bounded(phrase.number, phrase.bound.qualifier, is_count=phrase.unit is None)
    lemma = lemma_of(phrase.head) if phrase.head is not None else None
    first = token_from(doc, phrase.counted_start) if phrase.counted_start is not None else phrase.after
    draft = _Draft(phrase, sentence, value, low, high, qualifier, lemma, counted_class(phrase.head, first))
    if phrase.unit is not None:
        return draft
    draft.is_subset = phrase.is_partitive or bool(_subset_before().search(text_of(doc), max(0, phrase.start - 36), phrase.start))
    start = token_from(doc, phrase.start)
    draft.cue, draft.is_behind = _own_cue(doc, draft, first, start)
    if draft.cue is not None and _AMONG.match(text_of(doc), phrase.end, draft.cue.start):
        draft.is_subset = draft.is_among = True
    draft.cue = _fitting(draft, _both(doc, draft, draft.cue))
    return draft


def _fitting(draft: _Draft, cue: Cue | None) -> Cue | None:
    """The cue, or None where what is counted cannot meet that fate: people are killed, buses are not."""
    name = draft.counted_class
    if cue is None or name is None or cue.measure == "other":
        return cue
    if cue.measure == "sent":
        return None if name in ("person", "structure", "settlement") or subsumes("displaced person", name) else cue
    if cue.measure == "attackers":
        return cue if subsumes("combatant", name) else None
    return cue if subsumes("person", name) else None


def _own_cue(doc: Doc, draft: _Draft, first: int, start: int) -> tuple[Cue | None, bool]:
    """The cue that the phrase's own surroundings give, and whether it stands behind; the surest constructions first.

    A cue without a fate ("who were identified") yields to a fate that the parse gives.
    """
    cue, is_behind = _nearest_cue(doc, draft, first, start)
    head = draft.phrase.head
    if cue is not None and cue.measure == "other" and head is not None:
        fate = cue_in(doc, head, draft.lemma, first) or cue_of_parse(head, is_person=True)
        return (fate, False) if fate is not None else (cue, is_behind)
    return cue, is_behind


def _nearest_cue(doc: Doc, draft: _Draft, first: int, start: int) -> tuple[Cue | None, bool]:
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


def _both(doc: Doc, draft: _Draft, cue: Cue | None) -> Cue | None:
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


_ADDED = re.compile(r"\b(?:as well as|along with|together with|in addition to)\s+$", re.IGNORECASE)


def _is_own_noun(draft: _Draft) -> bool:
    """Whether the figure's cue is the noun it counts ("59 arrests"), which says nothing of what is coordinated with it."""
    return draft.cue is not None and draft.phrase.head is not None and draft.cue.start == draft.phrase.head.idx


def _share_cues(doc: Doc, drafts: list[_Draft]) -> None:
    """Give coordinated and partial figures the cue of the figure they belong to."""
    for i, draft in enumerate(drafts):
        before = drafts[i - 1] if i else None
        if before is None or draft.phrase.unit is not None:
            continue
        same_sentence = before.sentence == draft.sentence
        if same_sentence and (
            _is_joined(doc, before, draft)
            or before.cue is not None
            and _ADDED.search(text_of(doc), max(0, draft.phrase.start - 20), draft.phrase.start)
        ):
            draft.joined_to = i - 1
        if (
            draft.is_subset
            and not draft.phrase.is_partitive
            and draft.cue is not None
            and draft.cue.measure not in ("killed", "injured", "casualties")
        ):
            draft.cue = None
        if draft.cue is None:
            if draft.joined_to is not None and before.cue is not None and not draft.is_behind and not _is_own_noun(before):
                draft.cue = _fitting(draft, before.cue)
            elif draft.is_subset:
                reach = 1 if draft.phrase.is_partitive and (draft.phrase.is_bare or draft.lemma == "victim") else 0
                source = next(
                    (d for d in reversed(drafts[max(0, i - 4) : i]) if d.cue is not None and draft.sentence - d.sentence <= reach), None
                )
                draft.cue = _fitting(draft, source.cue) if source else None
    for i in range(len(drafts) - 2, -1, -1):
        behind = drafts[i + 1]
        if drafts[i].cue is None and behind.joined_to == i and behind.is_behind and drafts[i].phrase.unit is None:
            drafts[i].cue, drafts[i].is_behind = _fitting(drafts[i], behind.cue), True
        if behind.joined_to == i and behind.is_among and drafts[i].cue == behind.cue:
            drafts[i].is_subset = drafts[i].is_among = True


def _is_joined(doc: Doc, one: _Draft, two: _Draft) -> bool:
    """Whether the second phrase is coordinated with the first, by what stands between or by the parse."""
    between = [t for t in doc[one.phrase.after : token_from(doc, two.phrase.start)] if not t.is_space]
    if between and len(between) <= 5 and all(t.lower_ in _CONNECTORS for t in between):
        return True
    if between and " ".join(t.lower_ for t in between[-3:]) == "as well as" and two.cue is not None and two.cue == one.cue:
        return True
    first, second = one.phrase.head, two.phrase.head
    if _is_loosely_joined(one, two, between):
        return True
    return first is not None and second is not None and second.dep_ == "conj" and second.head.i == first.i


def _is_loosely_joined(one: _Draft, two: _Draft, between: list[Token]) -> bool:
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


def _is_figure(doc: Doc, draft: _Draft) -> bool:
    phrase = draft.phrase
    if phrase.unit is not None:
        return True
    if phrase.number.kind in ("singular", "zero"):
        return draft.cue is not None and draft.cue.measure in FATES and not _is_portrait(doc, draft, draft.cue)
    if draft.cue is None and phrase.is_bare:
        return False
    if phrase.number.value == 1 and draft.cue is None:
        return draft.counted_class is not None and phrase.is_partitive
    return True


def _is_portrait(doc: Doc, draft: _Draft, cue: Cue) -> bool:
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
_ARTICLES = re.compile(r"\b(?:an?|(?<=and )(?:her|his|their))\b", re.IGNORECASE)
_NOTHING = re.compile(r"\bno(?:body)?\b", re.IGNORECASE)


def _tokens_at(doc: Doc, pattern: re.Pattern[str]) -> Iterator[Token]:
    """The tokens that the pattern matches as a whole; a pass over the characters costs a hundredth of one over the tokens."""
    for found in pattern.finditer(text_of(doc)):
        i = token_from(doc, found.start())
        if i < len(doc) and doc[i].idx == found.start() and len(doc[i]) == len(found.group()):
            yield doc[i]


def _singulars(doc: Doc) -> list[Phrase]:
    """Single persons without a numeral: "a child", "a woman and her child". `_is_figure` keeps those whose fate is told."""
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
        start, end = token.idx, head.idx + len(head)
        number = Number(start, start + len(token), 1.0, 1.0, 1.0, "singular")
        found.append(Phrase(number, Bound(start, number.end, "exact"), token.i, after, start, end, head, doc[token.i + 1].idx, end))
    return found


def _zeros(doc: Doc) -> list[Phrase]:
    """Nothing and nobody: "no injuries", "no one was killed". `_is_figure` keeps those with a fate."""
    found: list[Phrase] = []
    for token in _tokens_at(doc, _NOTHING):
        lower = token.lower_
        if lower == "nobody" or lower == "no" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "one":
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


def _groups(doc: Doc, drafts: list[_Draft]) -> list[list[int]]:
    """Runs of coordinated figures of different kinds under one cue: what a reader would add up."""
    groups: list[list[int]] = []
    run: list[int] = []
    for i, draft in enumerate(drafts):
        joins = (
            run
            and draft.cue is not None
            and draft.cue == drafts[run[-1]].cue
            and not draft.is_subset
            and draft.sentence == drafts[run[-1]].sentence
            and _is_joined(doc, drafts[run[-1]], draft)
        )
        if joins:
            run.append(i)
            continue
        groups.append(run)
        run = [i] if draft.cue is not None and draft.cue.measure in FATES and not draft.is_subset else []
    groups.append(run)
    return [g for g in groups if len(g) > 1 and _adds_up(doc, [drafts[i] for i in g])]


def _adds_up(doc: Doc, parts: list[_Draft]) -> bool:
    kinds = {p.lemma for p in parts}
    if any(p.value is None or p.value == 0 or p.phrase.head is None for p in parts) or len(kinds) < len(parts) or "other" in kinds:
        return False
    classes = [p.counted_class for p in parts]
    if any(a != b and a and b and subsumes(a, b) and a == "person" for a in classes for b in classes):  # "32 people and 12 children"
        return False
    text = text_of(doc)[parts[0].phrase.end : parts[-1].phrase.start].lower()
    return "includ" not in text and not re.search(r"\bor\b", text)


def _figures(doc: Doc, page: Page, drafts: list[_Draft], groups: list[list[int]]) -> list[Figure]:
    in_group = {i: g for g in groups for i in g}
    order: list[tuple[str, Any]] = []
    for i in range(len(drafts)):
        order.append(("stated", i))
        if i in in_group and in_group[i][0] == i:
            order.append(("derived", in_group[i]))
    place = {payload: at for at, (kind, payload) in enumerate(order) if kind == "stated"}
    added = _added(drafts)
    times = _accumulations(doc, drafts)
    figures: list[Figure] = []
    for kind, payload in order:
        if kind == "derived":
            parts = tuple(place[i] for i in payload)
            figures.append(_sum(doc, page, [drafts[i] for i in payload], parts, times[payload[-1]]))
        else:
            figures.append(_figure(doc, page, drafts[payload], times[payload], is_component=payload in in_group or payload in added))
    return figures


def _added(drafts: list[_Draft]) -> set[int]:
    """Figures that add to one told before: "another 12 were killed", "six others died", and what is coordinated with these.

    They add to what their own sentence tells before them, else the two sentences before it. Where that is of another fate they add to
    nothing: of "killed six and wounded 30 others" the 30 are all the wounded.
    """
    added: set[int] = set()
    told: list[tuple[int, str]] = []
    for i, draft in enumerate(drafts):
        measure = draft.cue.measure if draft.cue else "other"
        if measure not in FATES:
            continue
        if draft.joined_to is not None and i - 1 in added and draft.cue == drafts[i - 1].cue:
            added.add(i)
        elif not draft.is_subset and _is_increment(draft):
            here = [m for sentence, m in told if sentence == draft.sentence]
            near = [m for sentence, m in told if 0 < draft.sentence - sentence <= 2]
            is_anew = not near and draft.lemma != "other" and measure in [m for _, m in told]
            if here[-1] == measure if here else measure in near or is_anew:
                added.add(i)
        told.append((draft.sentence, measure))
    return added


def _is_increment(draft: _Draft) -> bool:
    """Whether the words of the phrase say that it comes on top: "another 12", "12 more", "six others", "six other soldiers"."""
    return draft.phrase.bound.is_increment or draft.lemma == "other" or draft.phrase.is_more


_TODAY = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|\b(?:today|yesterday|overnight|blast|attack|raid|strike|bomb)", re.IGNORECASE
)


def _accumulations(doc: Doc, drafts: list[_Draft]) -> list[str]:
    """The accumulation of every figure; what a sentence tells beside a total of a longer time is one too, unless it names its day."""
    text = text_of(doc)
    found = [accumulation_of(doc, draft.phrase, draft.cue) for draft in drafts]
    for i in range(1, len(drafts)):
        one, two = drafts[i - 1], drafts[i]
        if one.sentence != two.sentence or two.cue is None or two.cue.measure not in FATES:
            continue
        between = text[one.phrase.end : two.phrase.start]
        if found[i - 1] == "cumulative" and found[i] == "incident" and not _TODAY.search(between):
            found[i] = "cumulative"
        elif found[i] == "cumulative" and found[i - 1] == "incident" and one.cue is not None and two.joined_to == i - 1:
            found[i - 1] = "cumulative"
    return found


def _figure(doc: Doc, page: Page, draft: _Draft, accumulation: str, *, is_component: bool) -> Figure:
    phrase = draft.phrase
    measure = (
        draft.cue.measure
        if draft.cue
        else next((m for c, m in CLASSES.items() if draft.counted_class and subsumes(c, draft.counted_class)), "other")
    )
    change, is_by = _change(doc, phrase)
    return Figure(
        start_char=phrase.start,
        end_char=phrase.end,
        number_start=phrase.number.start,
        number_end=phrase.number.end,
        value=draft.value,
        low=draft.low,
        high=draft.high,
        qualifier=draft.qualifier,
        unit=phrase.unit.name if phrase.unit else None,
        change=change,
        counted_text=text_of(doc)[phrase.counted_start : phrase.counted_end] if phrase.counted_start is not None else None,
        counted_head=phrase.head.i if phrase.head is not None else None,
        counted_lemma=draft.lemma,
        counted_class=draft.counted_class or ("person" if phrase.unit is None and measure in FATES and phrase.head is None else None),
        measure=measure,
        measure_cue_start=draft.cue.start if draft.cue else None,
        measure_cue_end=draft.cue.end if draft.cue else None,
        figure_role=_role(doc, draft, is_by=is_by, is_component=is_component),
        accumulation=accumulation,
        is_derived=False,
        parts=(),
        section_kind=page.section_kind(phrase.start),
    )


def _role(doc: Doc, draft: _Draft, *, is_by: bool, is_component: bool) -> str:
    behind = text_of(doc)[draft.phrase.end : draft.phrase.end + 12]
    if is_by:
        return "change"
    if (
        re.match(r"\s+(?:per\s|a (?:day|week|month|year)\b|each\b|every\b)", behind)
        or draft.phrase.unit is not None
        and draft.phrase.unit.kind == "share"
    ):
        return "rate"
    if draft.is_subset:
        return "subset"
    return "component" if is_component else "total"


def _change(doc: Doc, phrase: Phrase) -> tuple[str | None, bool]:
    """("up" or "down" or None, whether the number is the size of the change): "rose to 43", "fell by 12"."""
    first = token_from(doc, phrase.start)
    for i in range(first - 1, max(first - 5, -1), -1):
        token = doc[i]
        lemma = token.lemma_.lower()
        if token.dep_ == "prt":  # "make up 10 %"
            return None, False
        if lemma in context()["up"] or lemma in context()["down"]:
            is_by = doc[first - 1].lower_ == "by" or phrase.unit is not None and doc[first - 1].lower_ != "to"
            if (
                doc[first - 1].lower_ not in ("to", "by", "from")
                and token.i != first - 1
                or phrase.unit is None
                and doc[first - 1].lower_ not in ("to", "by")
            ):
                return None, False
            return ("up" if lemma in context()["up"] else "down"), is_by
        if token.pos_ not in ("ADP", "ADV", "PART", "NUM", "DET", "AUX"):
            return None, False
    return None, False


def _sum(doc: Doc, page: Page, parts: list[_Draft], places: tuple[int, ...], accumulation: str) -> Figure:
    """The figure that coordinated parts add up to."""
    first, last = parts[0].phrase, parts[-1].phrase
    name = parts[0].counted_class
    for part in parts[1:]:
        name = common_ancestor(name, part.counted_class)
    cue = parts[0].cue
    low = None if any(p.low is None for p in parts) else sum(p.low or 0 for p in parts)
    high = None if any(p.high is None for p in parts) else sum(p.high or 0 for p in parts)
    senses = {p.qualifier for p in parts}
    counted = [text_of(doc)[p.phrase.counted_start : p.phrase.counted_end] for p in parts]
    return Figure(
        start_char=first.start,
        end_char=last.end,
        number_start=first.number.start,
        number_end=last.number.end,
        value=sum(p.value or 0 for p in parts),
        low=low,
        high=high,
        qualifier=senses.pop() if len(senses) == 1 else "at_least" if high is None else "at_most" if low is None else "about",
        unit=None,
        change=None,
        counted_text=", ".join(counted[:-1]) + " and " + counted[-1],
        counted_head=last.head.i if last.head is not None else None,
        counted_lemma=name,
        counted_class=name,
        measure=cue.measure if cue else "other",
        measure_cue_start=cue.start if cue else None,
        measure_cue_end=cue.end if cue else None,
        figure_role="total",
        accumulation=accumulation,
        is_derived=True,
        parts=places,
        section_kind=page.section_kind(first.start),
    )
