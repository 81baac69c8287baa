"""What claims go back to: the person or body who is said to have said it, else the outlet. Two articles of one origin are one voice."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.ids import content_id
from extractors.records import Attribution, Claim, Document
from linkers.records import ActorLink, ClaimOrigin, Origin


def find_origins(
    documents: Iterable[Document], claims: Iterable[Claim], attributions: Iterable[Attribution], actor_links: Iterable[ActorLink]
) -> tuple[list[Origin], list[ClaimOrigin]]:
    """The origin of every claim.

    A named speaker is one origin wherever he is quoted. A speaker without a name ("residents", "a source") is one within
    an outlet only: two outlets may well mean two of them. Without a speaker it is the outlet; without an outlet, the document.
    """
    by_id = {d.document_id: d for d in documents}
    said = {a.attribution_id: a for a in attributions}
    actor_of = {link.document_actor_id: link.actor_id for link in actor_links}
    origins: dict[str, Origin] = {}
    links = []
    for claim in claims:
        document = by_id[claim.document_id]
        origin, basis = _origin(document, said.get(claim.attribution_id or ""), actor_of)
        origins.setdefault(origin.origin_id, origin)
        links.append(ClaimOrigin(claim.claim_id, claim.document_id, origin.origin_id, basis))
    return list(origins.values()), links


def _origin(document: Document, said: Attribution | None, actor_of: dict[str, str]) -> tuple[Origin, str]:
    if said is not None and said.speaker:
        actor_id = actor_of.get(said.speaker_document_actor_id or "")
        if actor_id:
            return Origin(content_id("ori", "utterance", actor_id), "utterance", said.speaker), "attribution"
        voice = " ".join(said.speaker.lower().split())
        return Origin(
            content_id("ori", "utterance", document.outlet or document.document_ref, voice), "utterance", said.speaker
        ), "attribution"
    if document.outlet:
        return Origin(content_id("ori", "outlet", document.outlet.lower()), "outlet", document.outlet), "outlet"
    return Origin(content_id("ori", "document", document.document_ref), "document", document.title or document.document_ref), "document"
