"""A warehouse's part in linking, in memory: what was linked before is known, near and kept, as warehouse/linking.py does it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

from extractors.extract import Reader, extract_many
from extractors.records import Article, Extraction
from linkers.blocking import Filed, keys_of, nearest, postings
from linkers.features import rarity
from linkers.link import Beside, Records, Reports, Surroundings, link, profiles_of
from linkers.model import common_terms
from linkers.profiles import TERMS, Profile
from linkers.records import ClaimOrigin, EventLink, EventMembership, Links

T = TypeVar("T")


def read(articles: Iterable[Article], reader: Reader) -> list[Extraction]:
    """What was read from the articles."""
    return list(extract_many(articles, reader))


def told(of: type[T], found: Sequence[Extraction], **rows: Any) -> T:
    """What was read, as Reports, Records or Beside; `rows` are of tables that are not read but linked."""
    own = {f.name: tuple(r for x in found for r in getattr(x, f.name)) for f in fields(of) if hasattr(Extraction, f.name)}  # type: ignore[arg-type]
    return of(documents=tuple(x.document for x in found), **own, **rows)


class Memory:
    """Links batch after batch."""

    def __init__(self) -> None:
        self.profiles: dict[str, Profile] = {}
        self.found: dict[str, Extraction] = {}
        self.filed: list[Filed] = []
        self.counts = np.zeros(TERMS)
        self.event_of: dict[str, str] = {}  # mention -> event
        self.memberships: dict[str, EventMembership] = {}
        self.links: list[EventLink] = []
        self.claim_origins: list[ClaimOrigin] = []

    def add(self, found: Sequence[Extraction]) -> Links:
        new = profiles_of(told(Reports, found))
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
        ids = {x.document.document_id for x in found}
        around = Surroundings(
            {e: tuple(ps) for e, ps in leading.items()},
            {e: len(ps) for e, ps in leading.items()},
            near,
            standing=tuple(m for m in self.memberships.values() if m.document_id in ids),
            beside=lambda known: self.beside(set(known) - ids),
        )
        links = link(told(Records, found), new, around, rare)
        self.found |= {x.document.document_id: x for x in found}
        gone = {c.event_id: c.other_event_id for c in links.event_changes}
        self.event_of = {m: gone.get(e, e) for m, e in self.event_of.items()}
        self.event_of |= {m.event_mention_id: m.event_id for m in links.event_memberships}
        self.memberships |= {m.event_mention_id: m for m in links.event_memberships}
        self.memberships = {i: EventMembership(i, m.document_id, self.event_of[i], m.match_score) for i, m in self.memberships.items()}
        self.links += links.event_links
        self.claim_origins += links.claim_origins
        return links

    def beside(self, document_ids: Iterable[str]) -> Beside:
        """What these documents report."""
        ids = set(document_ids)
        return told(
            Beside,
            [x for document_id, x in self.found.items() if document_id in ids],
            event_memberships=tuple(m for m in self.memberships.values() if m.document_id in ids),
            claim_origins=tuple(c for c in self.claim_origins if c.document_id in ids),
        )

    def leads(self) -> dict[str, str]:
        """document_ref -> the event that it leads with."""
        return {p.document_ref: self.event_of[p.event_mention_id] for p in self.profiles.values() if p.event_mention_id in self.event_of}
