"""The one public verb: what was read from new documents, and what is known near them, in; links out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from extractors.records import Credit, Document, DocumentActor, EventMention, PlaceContainment, PlaceMention, Section
from linkers.actors import link_actors
from linkers.copies import Passages
from linkers.events import Teller, link_others, link_primaries
from linkers.identities import Identities
from linkers.model import load_model
from linkers.origins import find_origins
from linkers.profiles import Profile, read_profile
from linkers.records import ClaimOrigin, EventMembership, Links
from linkers.told import ToldAttribution, ToldClaim, ToldDocument


@dataclass(frozen=True, slots=True)
class Reports:
    """What was read from documents, as far as their profiles are made of it."""

    documents: tuple[Document, ...] = ()
    sections: tuple[Section, ...] = ()
    document_actors: tuple[DocumentActor, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    place_mentions: tuple[PlaceMention, ...] = ()
    place_containment: tuple[PlaceContainment, ...] = ()  # of all places of event mentions


@dataclass(frozen=True, slots=True)
class Records:
    """What was read from the documents to be linked."""

    documents: tuple[ToldDocument, ...] = ()
    document_actors: tuple[DocumentActor, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    attributions: tuple[ToldAttribution, ...] = ()
    claims: tuple[ToldClaim, ...] = ()
    credits: tuple[Credit, ...] = ()
    place_containment: tuple[PlaceContainment, ...] = ()  # of all places of event mentions


@dataclass(frozen=True, slots=True)
class Beside:
    """What known documents report, to be read only of those that new ones join: most are near and of no use."""

    documents: tuple[ToldDocument, ...] = ()
    document_actors: tuple[DocumentActor, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    event_memberships: tuple[EventMembership, ...] = ()
    claims: tuple[ToldClaim, ...] = ()
    claim_origins: tuple[ClaimOrigin, ...] = ()


def _nothing_beside(document_ids: Sequence[str]) -> Beside:
    return Beside()


@dataclass(frozen=True)
class Surroundings:
    """What is known near the documents to be linked. Nothing of it is changed but by recorded changes."""

    profiles: Mapping[str, tuple[Profile, ...]] = field(default_factory=dict)  # event -> some of the reports that lead with it
    sizes: Mapping[str, int] = field(default_factory=dict)  # event -> how many reports lead with it
    near: Mapping[str, Iterable[str]] = field(default_factory=dict)  # new document -> documents worth comparing it with
    judged: tuple[tuple[str, str, bool], ...] = ()  # pairs of documents that people judged, and whether they lead with the same
    judged_events: Mapping[str, str] = field(default_factory=dict)  # judged document -> event it leads with now
    standing: tuple[EventMembership, ...] = ()  # of the new documents
    beside: Callable[[Sequence[str]], Beside] = _nothing_beside  # what else the documents of those reports tell of


def profiles_of(reports: Reports) -> list[Profile]:
    """What linking looks at of each document, in their order."""
    sections, actors = _by_document(reports.sections), _by_document(reports.document_actors)
    mentions, places = _by_document(reports.event_mentions), _by_document(reports.place_mentions)
    around = defaultdict(list)
    for row in reports.place_containment:
        around[row.place_id].append(row)
    return [
        read_profile(
            document,
            sections[document.document_id],
            actors[document.document_id],
            mentions[document.document_id],
            places[document.document_id],
            [row for m in mentions[document.document_id] if m.is_primary for row in around[m.place_id or ""]],
        )
        for document in reports.documents
    ]


def link(
    records: Records, profiles: Iterable[Profile], around: Surroundings, rarity: np.ndarray, identities: Identities | None = None
) -> Links:
    """Links of the documents of `records`, whose `profiles` are given. Memberships that stand are not given again.

    `identities` is what people said of names.
    """
    identities = identities or Identities()
    actors, actor_links = link_actors(records.document_actors, identities)
    standing = {m.event_mention_id: m.event_id for m in around.standing}
    new = [p for p in profiles if p.event_mention_id is not None and p.event_mention_id not in standing]
    found = link_primaries(
        new, around.profiles, around.sizes, around.near, rarity, load_model(), judged=around.judged, judged_events=around.judged_events
    )
    gone = {c.event_id: c.other_event_id for c in found.changes}
    stories = {*standing.values(), *gone, *(m.event_id for m in found.memberships)}
    beside = around.beside(sorted({p.document_id for event_id in stories for p in around.profiles.get(event_id, ())}))
    _, known_links = link_actors(beside.document_actors, identities)
    standing |= {m.event_mention_id: m.event_id for m in beside.event_memberships}
    events = {mention: gone.get(event_id, event_id) for mention, event_id in standing.items()}
    events |= {m.event_mention_id: m.event_id for m in found.memberships}
    actor_of = {a.document_actor_id: a.actor_id for a in [*actor_links, *known_links]}
    holders = defaultdict(set)
    for row in records.place_containment:
        holders[row.place_id].add(row.ancestor_place_id)
    tellers = [_teller(m, actor_of, holders) for m in records.event_mentions]
    founded, memberships = link_others(tellers, (_teller(m, actor_of, holders) for m in beside.event_mentions), events)
    events |= {m.event_mention_id: m.event_id for m in memberships}
    passages = Passages((*beside.documents, *records.documents), _shared(events, (*beside.event_mentions, *records.event_mentions)))
    passages.meet_known(beside.claims, beside.claim_origins)
    origins, claim_origins = find_origins(
        records.documents,
        records.claims,
        records.attributions,
        actor_links,
        records.event_mentions,
        records.document_actors,
        records.credits,
        passages,
    )
    return Links(
        tuple(actors), tuple(actor_links), (*found.events, *founded), (*found.memberships, *memberships), tuple(found.links),
        tuple(found.changes), tuple(origins), tuple(claim_origins),
    )  # fmt: skip


def _shared(events: Mapping[str, str], mentions: Iterable[EventMention]) -> dict[str, str]:
    """Of event mention -> event, the events that more than one of the documents tells of."""
    told_by = defaultdict(set)
    for mention in mentions:
        told_by[events.get(mention.event_mention_id)].add(mention.document_id)
    return {mention_id: event_id for mention_id, event_id in events.items() if len(told_by[event_id]) > 1}


def _teller(mention: EventMention, actor_of: Mapping[str, str], holders: Mapping[str, set[str]]) -> Teller:
    around = frozenset(holders[mention.place_id] | {mention.place_id}) if mention.place_id else frozenset()
    return Teller(mention, frozenset(actor_of[a] for a in mention.participants if a in actor_of), around)


def _by_document(rows: Iterable) -> dict[str, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.document_id].append(row)
    return found
