"""Same actor over many documents: by the spelling-proof key of a full name, and by people's word. A surname alone proves nothing."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.ids import content_id
from extractors.records import DocumentActor
from linkers.identities import Identities
from linkers.records import Actor, ActorLink


def identity(actor: DocumentActor, identities: Identities) -> tuple[str, str]:
    """(actor_id, basis). People are told from everything else; a weak name is an identity of its document alone."""
    kind = "Person" if actor.kind == "Person" else "other"
    if actor.is_weak or not actor.name_key:
        return content_id("act", kind, actor.document_id, actor.name_key), "alone"
    key, is_joined = identities.resolve(actor.name)
    return content_id("act", kind, key), "reference" if is_joined else "name"


def link_actors(actors: Iterable[DocumentActor], identities: Identities) -> tuple[list[Actor], list[ActorLink]]:
    """Identities of document actors, in order, each identity once under the name that people gave it, else the first it was met with."""
    known: dict[str, Actor] = {}
    links = []
    for actor in actors:
        actor_id, basis = identity(actor, identities)
        row = None if basis == "alone" else identities.known(actor.name)
        if actor_id not in known:
            known[actor_id] = (
                Actor(actor_id, row.name, row.kind, row.country_code or actor.country_code, row.wikidata_id)
                if row
                else Actor(actor_id, actor.name, actor.kind, actor.country_code, None)
            )
        links.append(ActorLink(actor.document_actor_id, actor.document_id, actor_id, basis))
    return list(known.values()), links
