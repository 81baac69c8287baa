"""How long something has lasted or stood still: durations, each on the thing it is said of."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from extractors.claims import Telling
from extractors.records import Claim
from extractors.triggers import token_at


def duration_claims(telling: Telling) -> Iterator[Claim]:
    """ "The ferry has not sailed for 30 years": a claim of aspect date and precision duration, its topic "ferry".

    It hangs on the event that the document leads with, being background to it. No date: no rule on dates compares it.
    """
    for time in telling.times:
        if time.precision != "duration" or not telling.page.is_reporting(time.start_char) or telling.primary is None:
            continue
        subject = _subject(token_at(telling.doc, time.end_char - 1), time.start_char)
        if subject is not None:
            yield telling.claim(
                telling.primary, "date", time.start_char, time.end_char, time_precision="duration", time_basis=time.basis,
                label=" ".join(time.quote.lower().split()), topic=subject.lemma_.lower(), realis="ACTUAL",
            )  # fmt: skip


def _subject(token: Token, start_char: int) -> Token | None:
    """The noun that the clause of a duration is about; behind "which", what that stands for."""
    node = token
    while node.head.i != node.i and (node.pos_ not in {"VERB", "AUX"} or node.idx >= start_char):
        node = node.head
    subject = next((c for c in node.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is not None and subject.tag_ in {"WDT", "WP"} and node.dep_ == "relcl":
        is_singular = any(t.tag_ == "VBZ" for t in (node, *node.children))
        noun = node.head
        if is_singular and noun.tag_ == "NNS" and noun.dep_ == "pobj":  # "traffic between the two towns, which has …": the traffic has
            noun = noun.head.head
        return noun if noun.pos_ == "NOUN" else None
    return subject if subject is not None and subject.pos_ == "NOUN" else None
