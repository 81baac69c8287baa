"""Same actor over many documents: by the spelling-proof key of a full name. A surname alone proves nothing."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.ids import content_id
from extractors.records import DocumentActor
from linkers.records import Actor, ActorLink


def identity(actor: DocumentActor) -> tuple[str, str]:
    """(actor_id, basis). People are told from everything else; a weak name is an identity of its document alone."""
    kind = "Person" if actor.kind == "Person" else "other"
    if actor.is_weak or not actor.name_key:
        return content_id("act", kind, actor.document_id, actor.name_key), "alone"
    return content_id("act", kind, actor.name_key), "name"


def link_actors(actors: Iterable[DocumentActor]) -> tuple[list[Actor], list[ActorLink]]:
    """Identities of document actors, in order, each identity once under the first name it was met with."""
    known: dict[str, Actor] = {}
    links = []
    for actor in actors:
        actor_id, basis = identity(actor)
        known.setdefault(actor_id, Actor(actor_id, actor.name, actor.kind, actor.country_code, None))
        links.append(ActorLink(actor.document_actor_id, actor.document_id, actor_id, basis))
    return list(known.values()), links
