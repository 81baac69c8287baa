"""What claims go back to: whoever is said to have said it, else the agency whose copy it is, else the outlet.

Two articles of one origin are one voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.credits import agency_called
from extractors.ids import content_id
from extractors.records import Credit, DocumentActor, EventMention
from linkers.copies import Passages, told_order
from linkers.records import ActorLink, ClaimOrigin, Origin
from linkers.told import ToldAttribution, ToldClaim, ToldDocument

RELAYS = frozenset(
    {"report", "reports", "media", "state media", "local media", "news agency", "agency", "agencies", "television", "state television"}
)
"""Speakers that only pass on: behind them stands whoever the report names as the source of its news."""
CITES = frozenset({"cite", "quote"})


def _is_relay(speaker: str) -> bool:
    """Whether a speaker passes on what others said: a news agency, "state media"."""
    return " ".join(speaker.lower().split()) in RELAYS or agency_called(speaker) is not None


@dataclass(frozen=True)
class _Voices:
    """Who says what, with the speakers resolved to identities."""

    actor_of: dict[str, str]  # document_actor_id -> actor_id
    people: frozenset[str]  # document_actor_ids of persons

    def named(self, said: ToldAttribution | None) -> Origin | None:
        """The origin of a speaker who has an identity; a relay has none of its own."""
        if said is None or not said.speaker or _is_relay(said.speaker):
            return None
        actor_id = self.actor_of.get(said.speaker_document_actor_id or "")
        return Origin(content_id("ori", "utterance", actor_id), "utterance", said.speaker) if actor_id else None


def find_origins(
    documents: Iterable[ToldDocument],
    claims: Iterable[ToldClaim],
    attributions: Iterable[ToldAttribution],
    actor_links: Iterable[ActorLink],
    event_mentions: Iterable[EventMention],
    document_actors: Iterable[DocumentActor],
    credits: Iterable[Credit],
    passages: Passages,
) -> tuple[list[Origin], list[ClaimOrigin]]:
    """The origin of every claim, in this order.

    Its own speaker, who is one origin wherever he is quoted. The one speaker to whom the same document gives the same value elsewhere. The
    one person whose words its headline or lead makes of the event, or whom its lead cites for its news. The agency that is the speaker. A
    speaker without a name ("residents", "a source"), who is one within an outlet only: two outlets may well mean two of them. The one
    agency that byline or credit line names: its copy is one origin under whatever outlet. The outlet; without an outlet, the document.

    What has neither a named speaker nor an agency but stands word for word in an earlier document goes back to that one's origin.
    """
    claims, attributions = list(claims), list(attributions)
    said = {a.attribution_id: a for a in attributions}
    voices = _Voices(
        {link.document_actor_id: link.actor_id for link in actor_links},
        frozenset(a.document_actor_id for a in document_actors if a.kind == "Person"),
    )
    by_id = {d.document_id: d for d in documents}
    agencies = _sole_agencies(credits)
    told_elsewhere = _sole_speakers_of_values(claims, said, voices)
    behind_events = _speakers_behind_events(event_mentions, attributions, voices)
    origins: dict[str, Origin] = {}
    links = []
    for claim in sorted(claims, key=lambda c: told_order(by_id[c.document_id])):
        own = said.get(claim.attribution_id or "")
        origin = voices.named(own)
        basis = "attribution"
        if origin is None and (own is None or not own.speaker or _is_relay(own.speaker)):
            origin, basis = told_elsewhere.get(_value(claim)), "same value"
            if origin is None:
                origin, basis = behind_events.get(claim.event_mention_id or ""), "event"
        if origin is None:
            origin, basis = _unnamed(by_id[claim.document_id], own, agencies.get(claim.document_id))
            copied = passages.origin_of(claim) if origin.kind != "agency" else None
            # Whoever repeats himself is no copy; nor is whom a known copy goes back to, when he is linked again.
            if copied is not None and copied != origin.origin_id:
                passages.meet(claim, copied)
                links.append(ClaimOrigin(claim.claim_id, claim.document_id, copied, "copy"))
                continue
        origins.setdefault(origin.origin_id, origin)
        links.append(ClaimOrigin(claim.claim_id, claim.document_id, origin.origin_id, basis))
        passages.meet(claim, origin.origin_id)
    return list(origins.values()), links


def _value(claim: ToldClaim) -> tuple[object, ...]:
    return (
        claim.document_id,
        claim.event_mention_id,
        claim.aspect,
        claim.measure,
        claim.counted_class,
        claim.value,
        claim.value_low,
        claim.label,
    )


def _sole_speakers_of_values(
    claims: Iterable[ToldClaim], said: dict[str, ToldAttribution], voices: _Voices
) -> dict[tuple[object, ...], Origin]:
    found: dict[tuple[object, ...], set[Origin]] = defaultdict(set)
    for claim in claims:
        origin = voices.named(said.get(claim.attribution_id or ""))
        if origin is not None and claim.aspect == "figure":
            found[_value(claim)].add(origin)
    return {value: next(iter(speakers)) for value, speakers in found.items() if len({s.origin_id for s in speakers}) == 1}


def _speakers_behind_events(
    mentions: Iterable[EventMention], attributions: Iterable[ToldAttribution], voices: _Voices
) -> dict[str, Origin]:
    """Event mention -> the one person to whom the sentence that tells it first, in headline or lead, gives most of its words.

    Of the event that the document leads with also whoever the lead cites: "UNN reports, citing X" is said of the news, not of one sentence.
    """
    by_document: dict[str, list[ToldAttribution]] = defaultdict(list)
    for attribution in attributions:
        is_said = attribution.cue_class == "speech" and attribution.speaker_document_actor_id in voices.people
        if is_said and attribution.section_kind in ("headline", "lead"):
            by_document[attribution.document_id].append(attribution)
    found = {}
    for mention in mentions:
        speakers = {
            origin
            for a in by_document[mention.document_id]
            if (
                a.cue in CITES
                or 2 * (min(a.end_char, mention.end_char) - max(a.start_char, mention.start_char)) > mention.end_char - mention.start_char
            )
            and (origin := voices.named(a)) is not None
        }
        if mention.is_primary and len(speakers) == 1:
            found[mention.event_mention_id] = speakers.pop()
    return found


def _sole_agencies(credits: Iterable[Credit]) -> dict[str, str]:
    """Document -> the one agency whose copy it is by byline or credit line; where two are named, nobody knows whose words are whose."""
    found: dict[str, set[str]] = defaultdict(set)
    for credit in credits:
        if credit.kind != "material":
            found[credit.document_id].add(credit.agency)
    return {document: next(iter(names)) for document, names in found.items() if len(names) == 1}


def _agency(name: str) -> Origin:
    return Origin(content_id("ori", "agency", name.lower()), "agency", name)


def _unnamed(document: ToldDocument, said: ToldAttribution | None, credited: str | None) -> tuple[Origin, str]:
    speaking = agency_called(said.speaker) if said is not None else None
    if speaking:
        return _agency(speaking), "attribution"
    if said is not None and said.speaker:
        voice = " ".join(said.speaker.lower().split())
        whose = document.outlet or document.document_ref
        return Origin(content_id("ori", "utterance", whose, voice), "utterance", said.speaker), "attribution"
    if credited:
        return _agency(credited), "credit"
    itself = agency_called(document.outlet)
    if itself:
        return _agency(itself), "outlet"
    if document.outlet:
        return Origin(content_id("ori", "outlet", document.outlet.lower()), "outlet", document.outlet), "outlet"
    return Origin(content_id("ori", "document", document.document_ref), "document", document.title or document.document_ref), "document"
