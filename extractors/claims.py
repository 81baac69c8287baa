"""What a document claims of its events: figures, dates, places and roles, each hung on the event it is said of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from typing import Any

from spacy.tokens import Doc, Token

from extractors.cues import is_cue
from extractors.dates import Anchor
from extractors.events import DAY, LEADING, DocumentEvent, is_placing, measure_types
from extractors.figures.find import Figure
from extractors.ids import content_id
from extractors.page import Page, starting_in
from extractors.records import Attribution, Claim, EventMention, PlaceMention, Role, TimeMention
from extractors.triggers import Trigger, realis_of, token_at
from extractors.whereabouts import Map

SPOKEN = frozenset({"speech", "thought"})
"""Cue classes by which a claim has a speaker. Who condemns an attack, or plans one, has not said what it did."""
_NOTHING: dict[str, Any] = {
    "measure": None, "counted_text": None, "counted_class": None, "topic": None, "value": None, "value_low": None, "value_high": None,
    "qualifier": None, "unit": None, "change": None, "figure_role": None, "accumulation": None, "is_derived": False, "part_claim_ids": [],
    "time_earliest": None, "time_latest": None, "time_precision": None, "time_basis": None, "time_month": None, "time_day": None,
    "place_id": None, "document_actor_id": None, "label": None, "is_generic": False, "reason": None,
}  # fmt: skip


@dataclass(frozen=True)
class Telling:
    """What the claims of one document are built from."""

    doc: Doc
    page: Page
    anchor: Anchor
    events: list[DocumentEvent]
    mentions: dict[int, EventMention]  # by id() of the event
    attributions: list[Attribution]
    times: list[TimeMention]
    places: list[PlaceMention]
    chart: Map

    @cached_property
    def primary(self) -> DocumentEvent | None:
        return next((e for e in self.events if e.is_primary), None)

    @cached_property
    def acts(self) -> dict[int, list[tuple[Trigger, DocumentEvent]]]:
        """Start of a sentence -> the words of acts in it, each with its event, in the order of the events."""
        acts: dict[int, list[tuple[Trigger, DocumentEvent]]] = {}
        for event in self.events:
            for trigger in event.triggers:
                acts.setdefault(trigger.token.sent.start, []).append((trigger, event))
        return acts

    @cached_property
    def _said(self) -> tuple[list[Attribution], list[int]]:
        """What is spoken or thought, by start, and how far what starts no later than each reaches."""
        said = sorted((a for a in self.attributions if a.cue_class in SPOKEN), key=lambda a: a.start_char)
        return said, list(accumulate((a.end_char for a in said), max))

    def claim(self, event: DocumentEvent | None, aspect: str, start: int, end: int, **values: Any) -> Claim:
        """A claim row; the id is of document, span, aspect, measure, is_derived and the span of its event mention."""
        mention = self.mentions.get(id(event)) if event is not None else None
        said = self._attribution(start, end)
        fields = {**_NOTHING, "realis": mention.realis if mention else "UNKNOWN", **values}
        return Claim(
            claim_id=content_id(
                "clm", self.page.document.document_id, start, end, aspect, fields["measure"], fields["is_derived"],
                mention.event_mention_id if mention else None,
            ),
            event_mention_id=mention.event_mention_id if mention else None,
            aspect=aspect,
            attributed_to=said.speaker if said else None,
            attribution_id=said.attribution_id if said else None,
            **self.page.at(start, end),
            **fields,
        )  # fmt: skip

    def _attribution(self, start: int, end: int) -> Attribution | None:
        """The narrowest attribution that a span is content of."""
        said, reach = self._said
        i = bisect_right(said, start, key=lambda a: a.start_char)
        around = []
        while i and reach[i - 1] >= end:
            i -= 1
            if said[i].end_char >= end:
                around.append(said[i])
        return min(reversed(around), key=lambda a: a.end_char - a.start_char, default=None)


def place_claims(telling: Telling) -> Iterator[Claim]:
    """Where each event happened, in every place that says so."""
    for event in telling.events:
        for place in event.places:
            if telling.page.is_reporting(place.start_char):
                yield telling.claim(
                    event,
                    "place",
                    place.start_char,
                    place.end_char,
                    place_id=place.place_id,
                    label=place.name,
                    topic="place",
                    reason=place.reason,
                )


def role_claims(telling: Telling, roles: Iterable[Role]) -> Iterator[Claim]:
    """Which office each actor holds. An office is nothing of one act, so it hangs on the event that the document leads with."""
    for role in roles:
        yield telling.claim(
            telling.primary, "role", role.start_char, role.end_char, document_actor_id=role.document_actor_id, label=role.role,
            qualifier=role.status, is_generic=role.is_generic, topic="role", realis="ACTUAL",
        )  # fmt: skip


def figure_claims(telling: Telling, figures: list[Figure]) -> Iterator[Claim]:
    """Numbers of the report itself, each on the event that its measure and its sentence point to."""
    homes = figure_homes(telling, figures)
    made: list[Claim | None] = [None] * len(figures)
    for is_derived in (False, True):
        for i, figure in enumerate(figures):
            if figure.is_derived is is_derived and telling.page.is_reporting(figure.start_char):
                parts = [part.claim_id for j in figure.parts if (part := made[j]) is not None]
                made[i] = _figure_claim(telling, homes[i], figure, parts)
    yield from (claim for claim in made if claim is not None)


def figure_homes(telling: Telling, figures: list[Figure]) -> list[DocumentEvent | None]:
    """The event that each figure is said of; a sum is said of what its first part is."""
    homes = [_home(telling, figure) for figure in figures]
    return [
        next((homes[i] for i in figure.parts), home) if figure.is_derived else home for figure, home in zip(figures, homes, strict=True)
    ]


def _figure_claim(telling: Telling, event: DocumentEvent | None, figure: Figure, parts: list[str]) -> Claim:
    return telling.claim(
        event, "figure", figure.start_char, figure.end_char,
        measure=figure.measure, counted_text=figure.counted_text, counted_class=figure.counted_class,
        topic=figure.counted_class or figure.counted_lemma, value=figure.value, value_low=figure.low, value_high=figure.high,
        qualifier=figure.qualifier, unit=figure.unit, change=figure.change, figure_role=figure.figure_role,
        accumulation=figure.accumulation, is_derived=figure.is_derived, part_claim_ids=parts,
        realis=_realis(telling, event, figure),
    )  # fmt: skip


def _realis(telling: Telling, event: DocumentEvent | None, figure: Figure) -> str:
    """The realis of the word that gives the measure, else of the event."""
    if figure.measure_cue_start is not None:
        span = telling.doc.char_span(figure.measure_cue_start, figure.measure_cue_start + 1, alignment_mode="expand")
        if span is not None and span[0].pos_ in {"VERB", "AUX"}:
            return realis_of(span[0])
    mention = telling.mentions.get(id(event)) if event is not None else None
    return mention.realis if mention else "UNKNOWN"


def _home(telling: Telling, figure: Figure) -> DocumentEvent | None:
    """The event that a figure is said of: one of a type that fits the measure, told in its sentence, else the primary, else any."""
    token_span = telling.doc.char_span(figure.start_char, figure.end_char, alignment_mode="expand")
    if token_span is None:
        return telling.primary
    types = measure_types(figure.measure)
    primary = telling.primary
    here = telling.acts.get(token_span[0].sent.start, [])
    fitting = [(t, e) for t, e in here if e.type in types] if types else []
    if (
        fitting
        and primary in [e for _, e in fitting]
        and (_is_of_another_time(telling, figure, primary) or _is_of_another_place(telling, figure, primary))
    ):
        fitting = [(t, e) for t, e in fitting if e is not primary]
    if fitting:
        return min(fitting, key=lambda pair: _distance(pair[0], figure, is_primary=pair[1] is primary))[1]
    if types and primary is not None and _is_of_another_time(telling, figure, primary):
        return next((e for e in telling.events if e.type in types and e.relation == "previous"), None)
    if types and primary is not None and _is_of_another_place(telling, figure, primary):
        return None
    if primary is None or not types:
        return here[0][1] if here and figure.measure == "other" and primary not in [e for _, e in here] else primary
    if primary.type in types or primary.type is None:
        return primary
    return next((e for wanted in types for e in telling.events if e.type == wanted and e.relation is None), primary)


def _is_of_another_time(telling: Telling, figure: Figure, primary: DocumentEvent) -> bool:
    """Whether a time before the event dates the figure: "the same street was shelled last week, when nine died".

    The time must hang on a word that governs the figure's cue, below any verb of saying; "officials said on Monday" dates no death.
    """
    known = primary.interval() or _told(telling.anchor)
    if known is None or figure.measure_cue_start is None:
        return False
    cue = token_at(telling.doc, figure.measure_cue_start)
    sentence = cue.sent
    times = [
        t
        for t in starting_in(telling.times, sentence.start_char, sentence.end_char)
        if t.earliest and t.latest and t.mod not in ("AFTER", "BEFORE") and t.precision not in ("duration", "hour", "decade")
    ]
    agos = list(_AGO.finditer(telling.page.document.text, sentence.start_char, sentence.end_char))
    if not times and not agos:
        return False
    governing = _governing(cue)
    if any(_hangs_on(token_at(telling.doc, m.start()), m.end(), governing) for m in agos):
        return True
    dated = [t for t in times if _hangs_on(token_at(telling.doc, t.start_char), t.end_char, governing)]
    return bool(dated) and all(t.latest is not None and t.latest <= known[0] - DAY for t in dated)


def _is_of_another_place(telling: Telling, figure: Figure, primary: DocumentEvent) -> bool:
    """Whether another place of the country says where: of a raid on Aleppo, "in the south a car bomb in Deraa killed nine".

    Like a time, it must hang on a word that governs the figure's cue; and neither place may hold the other. What headline and lead count is
    the news itself, wherever the rest of the report puts it.
    """
    if figure.measure_cue_start is None or figure.section_kind in LEADING or primary.spot is None or primary.spot.place_id is None:
        return False
    cue = token_at(telling.doc, figure.measure_cue_start)
    sentence, spot, chart = cue.sent, primary.spot.mention, telling.chart
    beside = starting_in(telling.places, sentence.start_char, sentence.end_char)
    here = [p for p in beside if chart.place_id(p) is not None]
    if not here:
        return False
    governing = _governing(cue)
    told = [p for p in here if is_placing(first := token_at(telling.doc, p.start_char)) and _hangs_on(first, p.end_char, governing)]
    return bool(told) and all(
        p.country_code == spot.country_code and p.name != spot.name and not chart.is_within(p, spot) and not chart.is_within(spot, p)
        for p in told
    )


_AGO = re.compile(r"\b(?:[\w-]+|a few) (?:(?:weeks?|months?|years?) (?:ago|earlier|before)|days (?:ago|earlier))\b", re.IGNORECASE)
"""Days or more before the telling, where news is of the last few days."""


def _told(anchor: Anchor) -> tuple[datetime, datetime] | None:
    """News is told within days: the days up to the telling."""
    return (anchor.earliest - 2 * DAY, anchor.latest) if anchor.earliest and anchor.latest else None


def _governing(token: Token) -> set[int]:
    """The word and those above it in its sentence, up to a verb of saying."""
    found = {token.i}
    while token.head != token:
        if token.dep_ in ("ccomp", "parataxis") and token.head.pos_ == "VERB" and is_cue(token.head.lemma_.lower()):
            break
        token = token.head
        found.add(token.i)
    return found


def _hangs_on(first: Token, end: int, governing: set[int]) -> bool:
    """Whether the first verb or governing word that a time or place hangs on governs the figure."""
    node = first
    while node.head != node:
        node = node.head
        if first.idx <= node.idx < end:
            continue
        if node.i in governing:
            return True
        if node.pos_ in ("VERB", "AUX"):
            return False
    return False


def _distance(trigger: Trigger, figure: Figure, *, is_primary: bool) -> tuple[int, bool]:
    """Characters between trigger and figure, in steps of a clause, then whether it is another event than the primary."""
    return abs(trigger.token.idx - figure.start_char) // 60, not is_primary
