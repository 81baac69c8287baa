"""The records that one document is read into. One frozen dataclass per table of `warehouse/raw.sql`, same columns.

Offsets are 0-based, half-open Unicode code points of the document's kept text, and `text[start_char:end_char] == quote`.
Times are naive UTC; intervals are half-open: `latest` is the first instant after. None means "not said", and where a
rule abstained `reason` says why.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Article:
    """A text as it was given, before anything is read from it. Only `text` is certain to be there."""

    document_ref: str
    text: str
    source: str | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """raw.documents: an article with what its head tells: title, outlet, dates. One row per document_ref and text."""

    document_id: str
    document_ref: str
    outlet: str | None
    title: str | None
    url: str | None
    language: str | None
    text: str
    text_sha256: str
    published_earliest: datetime | None
    published_latest: datetime | None
    published_basis: str | None  # dateline, feed
    dateline_earliest: datetime | None
    dateline_latest: datetime | None
    dateline_start: int | None
    dateline_end: int | None
    given_title: str | None  # as given with the text, not read from it
    given_outlet: str | None  # as given
    feed_published: str | None  # as given
    feed_earliest: datetime | None
    feed_latest: datetime | None
    is_date_conflict: bool  # dateline and feed differ by more than a day
    reason: str | None  # what was looked for and not found, "; " between


@dataclass(frozen=True, slots=True)
class Section:
    """raw.sections: a stretch of the kept text and what it is. Sections do not overlap and cover every visible character."""

    document_id: str
    start_char: int
    end_char: int
    kind: str  # headline, deck, dateline, byline, lead, body, list, caption, credit, furniture, generated
    extractor_version: str


@dataclass(frozen=True, slots=True)
class TimeMention:
    """raw.time_mentions: a time expression as an interval, or as what is known of one."""

    time_mention_id: str
    document_id: str
    start_char: int
    end_char: int
    quote: str
    section_kind: str
    edtf: str | None  # "2025-06-17", "2025-06", "XXXX-03-21"
    earliest: datetime | None
    latest: datetime | None
    precision: str | None  # year, month, part (of a month), week, day, hour, duration
    month: int | None  # said of a date whose year is not known
    day: int | None
    mod: str | None  # TIMEX3: START, MID, END, APPROX, BEFORE, AFTER
    basis: str | None  # text (complete as written), dateline, feed, none
    reason: str | None  # why earliest and latest are missing or wide
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Place:
    """raw.places: a gazetteer entry that some document names, or an ancestor of one."""

    place_id: str  # "geonames:538560", "iso:RU", "iso:RU-KRS"
    name: str
    country_code: str | None  # ISO 3166-1 alpha-2
    parent_place_id: str | None
    precision: int  # 1 country, 2 province, 3 district, 4 city, 5 finer
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class PlaceContainment:
    """raw.place_containment: closure of parent_place_id; every place contains itself at distance 0."""

    place_id: str
    ancestor_place_id: str
    distance: int


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """raw.place_mentions: a name of a place in a text."""

    place_mention_id: str
    document_id: str
    start_char: int
    end_char: int
    quote: str
    section_kind: str
    place_id: str | None
    name: str
    country_code: str | None
    precision: int | None
    reason: str | None  # why place_id is missing
    extractor_version: str


@dataclass(frozen=True, slots=True)
class DocumentActor:
    """raw.document_actors: a person, organisation, state or group as one document knows it, under its fullest name there."""

    document_actor_id: str
    document_id: str
    name: str
    kind: str  # FollowTheMoney: Person, Organization, PublicBody, Company, LegalEntity
    country_code: str | None
    name_key: str  # spelling-proof key of the name, shared by transliterations
    is_weak: bool  # known here only by a name that many could bear, a surname alone


@dataclass(frozen=True, slots=True)
class ActorMention:
    """raw.actor_mentions: one naming of a document's actor."""

    actor_mention_id: str
    document_actor_id: str
    document_id: str
    start_char: int
    end_char: int
    quote: str
    section_kind: str
    is_weak: bool
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Role:
    """raw.roles: an office or part given to an actor in one place of a document."""

    role_claim_id: str
    document_id: str
    document_actor_id: str
    role: str  # normalised office: "defence minister", "security council secretary"
    organisation: str | None
    country_code: str | None
    status: str  # present, former, acting
    is_generic: bool  # "leader", "official": true of many offices at once, contradicts none
    start_char: int
    end_char: int
    quote: str
    section_kind: str
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """raw.attributions: who is said to say what. The row's own span is the content; source and cue have theirs."""

    attribution_id: str
    document_id: str
    speaker_document_actor_id: str | None
    speaker: str | None  # the source as a short name: "Sergei Shoigu", "a monitoring group"
    source_start: int | None
    source_end: int | None
    source_quote: str | None
    cue_start: int | None
    cue_end: int | None
    cue_quote: str | None
    cue: str | None  # lemma: say, report, according to
    start_char: int
    end_char: int
    quote: str
    section_kind: str
    kind: str  # direct, indirect
    chain: str | None  # relays in order: "UNN < Sergei Shoigu"
    polarity: str  # +, -
    certainty: str  # certain, probable, possible, underspecified
    cue_class: str | None  # speech, thought, attitude, intention, mention, appearance; claims have speakers by the first two alone
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Credit:
    """raw.credits: an agency that a date line, byline or credit line names."""

    credit_id: str
    document_id: str
    start_char: int
    end_char: int
    quote: str
    section_kind: str
    agency: str  # its usual name: "Agence France-Presse"
    kind: str  # byline (the copy is the agency's), credit (it rests on it), material (the agency lent a hand)
    extractor_version: str


@dataclass(frozen=True, slots=True)
class EventMention:
    """raw.event_mentions: one event as one document tells it; the span is the clause that tells it first."""

    event_mention_id: str
    document_id: str
    start_char: int
    end_char: int
    quote: str
    section_kind: str
    trigger: str | None  # lemma of the word that names the act
    event_type: str | None  # PLOVER, x_STATEMENT, x_ACCIDENT; None only where a document leads with no known act
    event_mode: str | None
    realis: str  # ACTUAL, PLANNED, HYPOTHETICAL, DENIED, GENERIC, UNKNOWN
    happened_earliest: datetime | None
    happened_latest: datetime | None
    date_basis: str | None  # text, dateline, feed, none
    place_id: str | None
    place: str | None
    responsible_document_actor_id: str | None
    responsible: str | None
    participants: list[str] = field(default_factory=list)  # document_actor_id
    is_primary: bool = False  # the document leads with it
    relation: str | None = None  # previous: an earlier occurrence of the same act, told relative to relation_to
    relation_to: str | None = None  # event_mention_id in the same document
    reason: str | None = None
    extractor_version: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """raw.claims: one thing said of an event, in one place."""

    claim_id: str
    document_id: str
    event_mention_id: str | None
    aspect: str  # figure, date, place, actor, cause, role, attribution, certainty, term
    measure: str | None  # figures: killed, injured, missing, …, other; dates: the stage that is dated, None for the act itself
    counted_text: str | None
    counted_class: str | None
    topic: str | None  # counted class, else lemma of the head
    value: float | None
    value_low: float | None
    value_high: float | None
    qualifier: str | None  # exact, about, at_least, at_most, more_than, fewer_than, range, dozens, scores, hundreds, …
    unit: str | None
    change: str | None  # up, down
    figure_role: str | None  # total, component, subset, change, rate, ordinal
    accumulation: str | None  # incident, cumulative, as_of
    is_derived: bool
    part_claim_ids: list[str]  # of a derived sum
    time_earliest: datetime | None
    time_latest: datetime | None
    time_precision: str | None
    time_basis: str | None
    time_month: int | None
    time_day: int | None
    place_id: str | None
    document_actor_id: str | None  # whom a role or actor claim is about
    label: str | None  # the value of what is not a number: role, place name, EDTF of a date
    is_generic: bool  # a label that contradicts none ("leader")
    realis: str
    attributed_to: str | None
    attribution_id: str | None
    section_kind: str
    start_char: int
    end_char: int
    quote: str
    extractor_version: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class CountedClass:
    """raw.counted_classes: closure of the lattice of things counted; every class is its own ancestor at distance 0."""

    counted_class: str
    ancestor_class: str
    distance: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one document."""

    document: Document
    sections: tuple[Section, ...] = ()
    time_mentions: tuple[TimeMention, ...] = ()
    places: tuple[Place, ...] = ()
    place_containment: tuple[PlaceContainment, ...] = ()
    place_mentions: tuple[PlaceMention, ...] = ()
    document_actors: tuple[DocumentActor, ...] = ()
    actor_mentions: tuple[ActorMention, ...] = ()
    roles: tuple[Role, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    credits: tuple[Credit, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    claims: tuple[Claim, ...] = ()
