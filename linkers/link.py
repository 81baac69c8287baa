"""The one public verb: records of many documents in, links out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from extractors.records import Attribution, Claim, Credit, Document, DocumentActor, EventMention, PlaceContainment
from linkers.actors import link_actors
from linkers.events import Linker, Report, similarities, telling_order
from linkers.origins import find_origins
from linkers.records import Links


@dataclass(frozen=True, slots=True)
class Records:
    """What linking needs of the documents to be compared, newest versions only, known and new together."""

    documents: tuple[Document, ...] = ()
    document_actors: tuple[DocumentActor, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    place_containment: tuple[PlaceContainment, ...] = ()
    credits: tuple[Credit, ...] = ()


def link(records: Records, known: Links) -> Links:
    """Links of the documents that have none yet. Only new rows are returned; known memberships stand."""
    actors, actor_links = link_actors(records.document_actors)
    linker = _linker(records, known, {a.document_actor_id: a.actor_id for a in actor_links})
    for document in sorted(records.documents, key=telling_order):
        linker.assign(document.document_id)
    origins, claim_origins = find_origins(
        records.documents,
        records.claims,
        records.attributions,
        actor_links,
        records.event_mentions,
        records.document_actors,
        records.credits,
    )
    return _only_new(known, Links(
        tuple(actors), tuple(actor_links), tuple(linker.events), tuple(linker.memberships), tuple(linker.links),
        tuple(origins), tuple(claim_origins),
    ))  # fmt: skip


def _linker(records: Records, known: Links, actor_of: dict[str, str]) -> Linker:
    documents = sorted(records.documents, key=telling_order)
    order = {d.document_id: i for i, d in enumerate(documents)}
    by_id = {d.document_id: d for d in documents}
    around: dict[str, set[str]] = defaultdict(set)
    for row in records.place_containment:
        around[row.place_id].add(row.ancestor_place_id)
    reports = [
        Report(
            mention,
            by_id[mention.document_id],
            frozenset(actor_of[a] for a in mention.participants if a in actor_of),
            frozenset(around[mention.place_id] | {mention.place_id}) if mention.place_id else frozenset(),
            order[mention.document_id],
        )
        for mention in records.event_mentions
    ]
    return Linker(reports, known.event_memberships, similarities(documents))


def _only_new(known: Links, found: Links) -> Links:
    have_actors = {a.actor_id for a in known.actors}
    have_links = {a.document_actor_id for a in known.actor_links}
    have_origins = {o.origin_id for o in known.origins}
    have_claims = {c.claim_id for c in known.claim_origins}
    return Links(
        tuple(a for a in found.actors if a.actor_id not in have_actors),
        tuple(a for a in found.actor_links if a.document_actor_id not in have_links),
        found.events,
        found.event_memberships,
        found.event_links,
        tuple(o for o in found.origins if o.origin_id not in have_origins),
        tuple(c for c in found.claim_origins if c.claim_id not in have_claims),
    )
