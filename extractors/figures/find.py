"""The figures of the warehouse: what a document counts, how many, with which bounds, and what became of it.

Stricter than a reader of numbers: dates, years, clock times, ages, ordinals, names, distances and durations are none. A bare number is
one only where a word beside it says what was counted ("more than 60 were wounded").
Method: cues by construction over part-of-speech tags first, the parse second; bounds after CQE (Almasian et al., EMNLP 2023).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from extractors.figures.accumulation import accumulation_of, context
from extractors.figures.classes import common_ancestor, subsumes
from extractors.figures.drafts import FATES, Draft, is_joined, read_drafts
from extractors.figures.measures import CLASSES
from extractors.figures.phrases import Phrase, keep_text, text_of, token_from
from extractors.page import Page


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


def find_figures(doc: Doc, page: Page) -> list[Figure]:
    """Figures of the document in order of their spans; derived sums stand behind their first part.

    `doc` is the parse of the whole kept text, so that token offsets are kept-text offsets. Pure; raises nothing.
    """
    keep_text(doc, page.document.text)
    drafts = read_drafts(doc)
    groups = _groups(doc, drafts)
    return _figures(doc, page, drafts, groups)


def _groups(doc: Doc, drafts: list[Draft]) -> list[list[int]]:
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
            and is_joined(doc, drafts[run[-1]], draft)
        )
        if joins:
            run.append(i)
            continue
        groups.append(run)
        run = [i] if draft.cue is not None and draft.cue.measure in FATES and not draft.is_subset else []
    groups.append(run)
    return [g for g in groups if len(g) > 1 and _adds_up(doc, [drafts[i] for i in g])]


def _adds_up(doc: Doc, parts: list[Draft]) -> bool:
    kinds = {p.lemma for p in parts}
    if any(p.value is None or p.value == 0 or p.phrase.head is None for p in parts) or len(kinds) < len(parts) or "other" in kinds:
        return False
    classes = [p.counted_class for p in parts]
    if any(a != b and a and b and subsumes(a, b) and a == "person" for a in classes for b in classes):  # "32 people and 12 children"
        return False
    text = text_of(doc)[parts[0].phrase.end : parts[-1].phrase.start].lower()
    return "includ" not in text and not re.search(r"\bor\b", text)


def _figures(doc: Doc, page: Page, drafts: list[Draft], groups: list[list[int]]) -> list[Figure]:
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


def _added(drafts: list[Draft]) -> set[int]:
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
        if draft.is_joined and i - 1 in added and draft.cue == drafts[i - 1].cue:
            added.add(i)
        elif not draft.is_subset and _is_increment(draft):
            here = [m for sentence, m in told if sentence == draft.sentence]
            near = [m for sentence, m in told if 0 < draft.sentence - sentence <= 2]
            is_anew = not near and draft.lemma != "other" and measure in [m for _, m in told]
            if here[-1] == measure if here else measure in near or is_anew:
                added.add(i)
        told.append((draft.sentence, measure))
    return added


def _is_increment(draft: Draft) -> bool:
    """Whether the words of the phrase say that it comes on top: "another 12", "12 more", "six others", "six other soldiers"."""
    return draft.phrase.bound.is_increment or draft.lemma == "other" or draft.phrase.is_more


_TODAY = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|\b(?:today|yesterday|overnight|blast|attack|raid|strike|bomb)", re.IGNORECASE
)


def _accumulations(doc: Doc, drafts: list[Draft]) -> list[str]:
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
        elif found[i] == "cumulative" and found[i - 1] == "incident" and one.cue is not None and two.is_joined:
            found[i - 1] = "cumulative"
    return found


def _figure(doc: Doc, page: Page, draft: Draft, accumulation: str, *, is_component: bool) -> Figure:
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


def _role(doc: Doc, draft: Draft, *, is_by: bool, is_component: bool) -> str:
    behind = text_of(doc)[draft.phrase.end : draft.phrase.end + 20]
    if is_by:
        return "change"
    if (
        re.match(r"\s+(?:per\s|a (?:day|week|month|year)\b(?! (?:after|before|earlier|later|ago|apart))|each\b|every\b)", behind)
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


def _sense_of_sum(senses: set[str], low: float | None, high: float | None) -> str:
    """How a sum is bounded: as its parts where they agree; one "more than" makes the whole more than what is said."""
    if len(senses) == 1:
        return next(iter(senses))
    if high is None:
        return "more_than" if "more_than" in senses else "at_least"
    if low is None:
        return "fewer_than" if "fewer_than" in senses else "at_most"
    return "about"


def _sum(doc: Doc, page: Page, parts: list[Draft], places: tuple[int, ...], accumulation: str) -> Figure:
    """The figure that coordinated parts add up to."""
    first, last = parts[0].phrase, parts[-1].phrase
    name = parts[0].counted_class
    for part in parts[1:]:
        name = common_ancestor(name, part.counted_class)
    cue = parts[0].cue
    low = None if any(p.low is None for p in parts) else sum(p.low or 0 for p in parts)
    high = None if any(p.high is None for p in parts) else sum(p.high or 0 for p in parts)
    counted = [text_of(doc)[p.phrase.counted_start : p.phrase.counted_end] for p in parts]
    return Figure(
        start_char=first.start,
        end_char=last.end,
        number_start=first.number.start,
        number_end=last.number.end,
        value=None if any(p.value is None for p in parts) else sum(p.value or 0 for p in parts),
        low=low,
        high=high,
        qualifier=_sense_of_sum({p.qualifier for p in parts}, low, high),
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
