"""The events that a document tells of: acts by PLOVER type and mode, each with its time, place, participants and realis.

Triggers are words of the lexicon; triggers of one type are one event of the document unless the text holds them apart
by a time of their own or by words such as "previous" and "another". One event at most is the one the document leads with.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice

from spacy.tokens import Doc, Token

from extractors.culprits import Culprit, Parties, Told, find_culprits, likeliest
from extractors.dates import Anchor, anchor_of
from extractors.gazetteer import Gazetteer
from extractors.ids import content_id
from extractors.lexicon import lexicon
from extractors.page import Page, starting_in
from extractors.records import ActorMention, DocumentActor, EventMention, PlaceMention, TimeMention
from extractors.triggers import HARM, HARMING, Act, Trigger, act_above, is_of_the_saying, realis_of, token_at
from extractors.whereabouts import Map, Spot, build_map, find_spot

DAY = timedelta(days=1)
LEADING = ("headline", "deck", "lead")
_PLACING = frozenset(
    "in at near on outside inside around across to over of from within into west east north south town village city".split()
)


@dataclass(slots=True)
class DocumentEvent:
    """Triggers held to name one event of the document."""

    triggers: list[Trigger]
    relation: str | None = None
    relation_to: DocumentEvent | None = None
    times: list[TimeMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    spot: Spot | None = None
    culprit: Culprit | None = None
    told: list[Told] = field(default_factory=list)
    is_primary: bool = False

    @property
    def type(self) -> str | None:
        return self.triggers[0].act.type or None

    def interval(self) -> tuple[datetime, datetime] | None:
        """The first stated time that is an interval of a month at most."""
        for time in self.times:
            if time.earliest and time.latest and time.latest - time.earliest <= 31 * DAY and time.precision != "duration":
                return time.earliest, time.latest
        return None


def measure_types(measure: str | None) -> tuple[str, ...]:
    """The event types that a measure can belong to, likeliest first."""
    return tuple(lexicon("events.toml")["measures"].get(measure or "", ()))


def group_events(triggers: list[Trigger], anchor: Anchor) -> list[DocumentEvent]:
    """Triggers as events: one per type, but those apart in time or called previous or another."""
    ordinals = {t.act.type for t in triggers if t.relation == "current"}
    events: list[DocumentEvent] = []
    for trigger in sorted(triggers, key=lambda t: (LEADING.index(t.section_kind) if t.section_kind in LEADING else 9, t.token.i)):
        relation = {"first": "previous" if trigger.act.type in ordinals else None, "current": None}.get(
            trigger.relation or "", trigger.relation
        )
        if trigger.act.needs == HARM:
            continue
        home = _home(events, trigger, relation, anchor)
        if home is None and trigger.relation == "first" and any(e.type == trigger.act.type and e.relation is None for e in events):
            relation = "previous"  # held apart in time from an act of its type, and called the first
            home = _home(events, trigger, relation, anchor)
        if home is None:
            home = DocumentEvent([], relation)
            events.append(home)
        home.triggers.append(trigger)
        home.times.extend(t for t in trigger.times if t.precision not in {"duration", "decade"})
    _join_harm(events, [t for t in triggers if t.act.needs == HARM], anchor)
    for event in events:
        event.times = list(dict.fromkeys(event.times))
    _relate(events)
    return events


def _join_harm(events: list[DocumentEvent], harms: list[Trigger], anchor: Anchor) -> None:
    """Gives each "killed" to the attack or accident of its sentence, else to the first that its time allows; or makes it an attack."""
    told: dict[int, list[tuple[int, int]]] = {}  # start of a sentence -> the words of harmful acts in it, each with the event's place
    for place, event in enumerate(events):
        for trigger in event.triggers if event.type in HARMING else ():
            told.setdefault(trigger.token.sent.start, []).append((trigger.token.i, place))
    for trigger in harms:
        beside = told.setdefault(trigger.token.sent.start, [])
        place = min(((abs(i - trigger.token.i), place) for i, place in beside), default=(0, -1))[1]
        if place < 0:
            fitting = (i for i, e in enumerate(events) if e.type in HARMING and e.relation is None and _fits(e, trigger, anchor))
            place = next(fitting, -1)
        if place >= 0:
            events[place].triggers.append(trigger)
            events[place].times.extend(trigger.times)
        elif trigger.token.lemma_.lower() in lexicon("events.toml")["harm"]["attacks"]:
            place = len(events)
            events.append(DocumentEvent([replace(trigger, act=Act("ASSAULT", None, 1, None))], times=list(trigger.times)))
        if place >= 0:
            beside.append((trigger.token.i, place))


def _fits(event: DocumentEvent, trigger: Trigger, anchor: Anchor) -> bool:
    """Whether the trigger's own time, if it has one, does not hold it apart from the event."""
    stated = DocumentEvent([trigger], times=list(trigger.times)).interval()
    known = event.interval() or (_telling(anchor) if event.relation is None else None)
    return not (stated and known and (stated[0] > known[1] + DAY or known[0] > stated[1] + DAY))


def _relate(events: list[DocumentEvent]) -> None:
    """An earlier occurrence points at the event of its type that it precedes; "in two weeks" beside an ordinal dates it."""
    for event in events:
        if event.relation == "previous":
            event.relation_to = next((e for e in events if e.type == event.type and e.relation is None), None)
            if event.relation_to is not None:
                spans = [
                    t
                    for trigger in event.relation_to.triggers
                    if trigger.relation == "current"
                    for t in trigger.times
                    if t.precision == "duration"
                ]
                event.times.extend(t for t in spans if t not in event.times)


def _home(events: list[DocumentEvent], trigger: Trigger, relation: str | None, anchor: Anchor) -> DocumentEvent | None:
    if relation == "other":
        return None
    return next((e for e in events if (e.type, e.relation) == (trigger.act.type, relation) and _fits(e, trigger, anchor)), None)


def _telling(anchor: Anchor) -> tuple[datetime, datetime] | None:
    """News is told within days: where no time is said, the act is held to lie in the three days up to the telling."""
    return (anchor.earliest - 2 * DAY, anchor.latest) if anchor.earliest and anchor.latest else None


def lead_event(events: list[DocumentEvent], doc: Doc) -> DocumentEvent | None:
    """The event that a document leads with: the weightiest act of the headline, else of the lead, else of the text."""

    def rank(event: DocumentEvent, kinds: tuple[str, ...]) -> tuple[int, int] | None:
        here = [t for t in event.triggers if t.section_kind in kinds]
        return (min(t.act.rank for t in here), min(t.token.i for t in here)) if here else None

    own = [e for e in events if e.relation is None]
    for kinds in (("headline",), ("lead", "deck"), ("body", "list", "caption", "dateline")):
        ranked = [(r, i) for i, e in enumerate(own) if (r := rank(e, kinds)) is not None and (r[0] < 5 or "body" in kinds)]
        if ranked:
            return own[min(ranked)[1]]
    return own[0] if own else None


def is_placing(first: Token) -> bool:
    """Whether the words before the first of a place's name make it say where."""
    return any(t.lower_ in _PLACING for t in first.doc[max(first.i - 3, first.sent.start) : first.i])


def attach_places(events: list[DocumentEvent], doc: Doc, places: list[PlaceMention]) -> None:
    """Gives each place to the one act that its phrase hangs on, finest first; a place that hangs on none says where nothing was."""
    home_of = {t.token.i: event for event in events for t in event.triggers}
    by_sentence: dict[int, list[int]] = {}
    for i in home_of:
        by_sentence.setdefault(doc[i].sent.start, []).append(i)
    acts = set(home_of)
    for place in places:
        first = token_at(doc, place.start_char)
        if not is_placing(first):
            continue
        act = act_above(first, acts, place.end_char)
        if act is None and not is_of_the_saying(first):
            here = {id(home_of[i]): i for i in by_sentence.get(first.sent.start, ())}
            act = next(iter(here.values())) if len(here) == 1 else None
        if act is not None:
            home_of[act].places.append(place)
    for event in events:
        event.places.sort(key=lambda p: -(p.precision or 4))


def settle_places(events: list[DocumentEvent], doc: Doc, page: Page, places: list[PlaceMention], gazetteer: Gazetteer) -> Map:
    """Where each event happened: of the leading one what the whole report tells, of the others the finest place that hangs on them.

    Returns what holds each of the places.
    """
    chart = build_map(doc, places, gazetteer)
    for event in events:
        if event.is_primary:
            others = [p for other in events if other is not event for p in other.places]
            event.spot = find_spot(doc, page, places, event.places, others, chart)
            if event.spot is not None and event.spot.mention not in event.places:
                event.places.append(event.spot.mention)
        elif event.places:
            event.spot = Spot(event.places[0], event.places[0].name, chart.place_id(event.places[0]))
    return chart


def settle_culprits(
    events: list[DocumentEvent], doc: Doc, page: Page, mentions: list[ActorMention], actors: list[DocumentActor], gazetteer: Gazetteer
) -> Parties:
    """Who is told to have done each act of force; returns the parties that the document names."""
    parties = Parties(doc, mentions, actors, gazetteer)
    for event in events:
        if event.type in {"ASSAULT", "COERCE"}:
            event.told = find_culprits(page, event.triggers, parties, is_primary=event.is_primary)
            event.culprit = likeliest(event.told, parties)
    return parties


def to_record(event: DocumentEvent, doc: Doc, page: Page, mentions: list[ActorMention], ids: dict[int, str]) -> EventMention:
    """The event as a row; its span is the sentence of its first trigger, cut at 400 characters."""
    first = min(event.triggers, key=lambda t: (t.section_kind not in LEADING, t.token.i)) if event.is_primary else event.triggers[0]
    start, end = sentence_span(first.token, page.document.text)
    interval, anchor = event.interval(), anchor_of(page)
    basis = next((t.basis for t in event.times if t.earliest and interval and t.earliest == interval[0]), None)
    if interval is None and event.relation is None:
        interval, basis = _telling(anchor), anchor.basis
    verb_triggers = [t for t in event.triggers if t.token.pos_ == "VERB"]
    act = next((t.act for t in event.triggers if t.act.mode), event.triggers[0].act)
    return EventMention(
        event_mention_id=ids[id(event)],
        **page.at(start, end),
        trigger=first.token.lemma_.lower() or None,
        event_type=act.type or None,
        event_mode=act.mode,
        realis=realis_of((verb_triggers or [first])[0].token),
        happened_earliest=interval[0] if interval else None,
        happened_latest=interval[1] if interval else None,
        date_basis=basis or "none",
        place_id=event.spot.place_id if event.spot else None,
        place=event.spot.name if event.spot else None,
        responsible_document_actor_id=event.culprit.document_actor_id if event.culprit else None,
        responsible=event.culprit.name if event.culprit else None,
        participants=_participants(event, mentions),
        is_primary=event.is_primary,
        relation=event.relation,
        relation_to=ids.get(id(event.relation_to)) if event.relation_to else None,
        reason=None if interval else "no time is said of it, and the document has no date",
    )


def mention_id(event: DocumentEvent, page: Page) -> str:
    """Id of an event mention: document, act and place of its first trigger."""
    first = event.triggers[0]
    return content_id("em", page.document.document_id, first.act.type, event.relation, first.token.idx)


def sentence_span(token: Token, text: str) -> tuple[int, int]:
    """(start, end) of a token's sentence without white space around it, at most 400 characters that hold the token."""
    start, end = token.sent.start_char, token.sent.end_char
    if end - start > 400:
        start, end = max(start, token.idx - 200), min(end, token.idx + 200)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _participants(event: DocumentEvent, mentions: list[ActorMention]) -> list[str]:
    """The first twenty actors that are named in the sentences of its triggers. `mentions` are in order."""
    sentences = sorted({(t.token.sent.start_char, t.token.sent.end_char) for t in event.triggers})
    inside = (mention.document_actor_id for start, end in sentences for mention in starting_in(mentions, start, end))
    return list(islice(dict.fromkeys(inside), 20))
