"""What the linkers find. One frozen dataclass per link table of `warehouse/raw.sql`, same columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """raw.actors: an identity that document actors resolve to."""

    actor_id: str
    name: str
    kind: str
    country_code: str | None
    wikidata_id: str | None


@dataclass(frozen=True, slots=True)
class ActorLink:
    """raw.actor_links: which identity a document's actor has. Added beside what was read, never over it."""

    document_actor_id: str
    document_id: str
    actor_id: str
    basis: str  # name, transliteration, alias, alone


@dataclass(frozen=True, slots=True)
class Event:
    """raw.events: a real-world occurrence, named for the mention that founded it."""

    event_id: str
    founding_mention_id: str


@dataclass(frozen=True, slots=True)
class EventMembership:
    """raw.event_memberships: which event a document's event mention is held to tell of."""

    event_mention_id: str
    document_id: str
    event_id: str
    match_score: float  # 1.0 for the founding mention


@dataclass(frozen=True, slots=True)
class EventLink:
    """raw.event_links: why two reports are held to tell of one event. Document a is the earlier known."""

    event_id: str
    document_id_a: str
    document_id_b: str
    score: float
    features: str  # JSON: [{"name", "value", "weight"}]


@dataclass(frozen=True, slots=True)
class EventChange:
    """raw.event_changes: an event that became part of another (merge), or reports that left one for another (split)."""

    event_change_id: str
    kind: str  # merge, split
    event_id: str  # the event that is no more, or that was left
    other_event_id: str  # where its reports are now
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """raw.origins: an utterance, agency or outlet that claims go back to."""

    origin_id: str
    kind: str  # utterance, agency, outlet, document
    name: str


@dataclass(frozen=True, slots=True)
class ClaimOrigin:
    """raw.claim_origins: what a claim goes back to."""

    claim_id: str
    document_id: str
    origin_id: str
    basis: str  # attribution, same value, event, credit, outlet, document, copy


@dataclass(frozen=True, slots=True)
class Links:
    """Everything the linkers found. Of the known links and of a new batch alike."""

    actors: tuple[Actor, ...] = ()
    actor_links: tuple[ActorLink, ...] = ()
    events: tuple[Event, ...] = ()
    event_memberships: tuple[EventMembership, ...] = ()
    event_links: tuple[EventLink, ...] = ()
    event_changes: tuple[EventChange, ...] = ()
    origins: tuple[Origin, ...] = ()
    claim_origins: tuple[ClaimOrigin, ...] = ()
