"""A warehouse's part in linking, in memory: what was linked before is known, near and kept, as warehouse/linking.py does it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from extractors.extract import Reader, extract_many
from extractors.records import Article
from linkers.blocking import Filed, keys_of, nearest, postings
from linkers.features import rarity
from linkers.link import Beside, Records, Surroundings, link, profiles_of
from linkers.model import common_terms
from linkers.profiles import TERMS, Profile
from linkers.records import EventLink, EventMembership, Links


def read(articles: Iterable[Article], reader: Reader) -> Records:
    """What was read from the articles."""
    found = list(extract_many(articles, reader))
    return Records(
        tuple(x.document for x in found),
        tuple(s for x in found for s in x.sections),
        tuple(a for x in found for a in x.document_actors),
        tuple(m for x in found for m in x.event_mentions),
        tuple(p for x in found for p in x.place_mentions),
        tuple(a for x in found for a in x.attributions),
        tuple(c for x in found for c in x.claims),
        tuple(c for x in found for c in x.credits),
        tuple({(p.place_id, p.ancestor_place_id): p for x in found for p in x.place_containment}.values()),
    )


class Memory:
    """Links batch after batch."""

    def __init__(self) -> None:
        self.profiles: dict[str, Profile] = {}
        self.mentions: dict[str, tuple] = {}
        self.actors: dict[str, tuple] = {}
        self.filed: list[Filed] = []
        self.counts = np.zeros(TERMS)
        self.event_of: dict[str, str] = {}  # mention -> event
        self.memberships: dict[str, EventMembership] = {}
        self.links: list[EventLink] = []

    def add(self, records: Records) -> Links:
        new = profiles_of(records)
        for p in new:
            self.profiles[p.document_id] = p
            self.counts[list({*p.terms, *p.names, *p.places})] += 1
        rare = rarity(self.counts, len(self.profiles), common_terms())
        keys = [k for p in new for k in keys_of(p, rare, self.counts)]
        self.filed += keys
        near = nearest(keys, postings(self.filed))
        leading = defaultdict(list)
        for p in self.profiles.values():
            if p.event_mention_id in self.event_of:
                leading[self.event_of[p.event_mention_id]].append(p)
        ids = {d.document_id for d in records.documents}
        around = Surroundings(
            {e: tuple(ps) for e, ps in leading.items()},
            {e: len(ps) for e, ps in leading.items()},
            near,
            standing=tuple(m for m in self.memberships.values() if m.document_id in ids),
            beside=lambda known: self.beside(set(known) - ids),
        )
        links = link(records, new, around, rare)
        for document in ids:
            self.mentions[document] = tuple(m for m in records.event_mentions if m.document_id == document)
            self.actors[document] = tuple(a for a in records.document_actors if a.document_id == document)
        gone = {c.event_id: c.other_event_id for c in links.event_changes}
        self.event_of = {m: gone.get(e, e) for m, e in self.event_of.items()}
        self.event_of |= {m.event_mention_id: m.event_id for m in links.event_memberships}
        self.memberships |= {m.event_mention_id: m for m in links.event_memberships}
        self.memberships = {i: EventMembership(i, m.document_id, self.event_of[i], m.match_score) for i, m in self.memberships.items()}
        self.links += links.event_links
        return links

    def beside(self, document_ids: Iterable[str]) -> Beside:
        """What these documents report."""
        ids = set(document_ids)
        return Beside(
            tuple(m for m in self.memberships.values() if m.document_id in ids),
            tuple(m for d in ids for m in self.mentions.get(d, ())),
            tuple(a for d in ids for a in self.actors.get(d, ())),
        )

    def leads(self) -> dict[str, str]:
        """document_ref -> the event that it leads with."""
        return {p.document_ref: self.event_of[p.event_mention_id] for p in self.profiles.values() if p.event_mention_id in self.event_of}
