"""Documents, claims and attributions by the columns that linking looks at: reading them whole, quotes and all, was a third of its time.

Each is a part of the record of that name in extractors/records.py, which may stand in for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ToldDocument:
    """What linking looks at of a Document."""

    document_id: str
    document_ref: str
    outlet: str | None
    title: str | None
    text: str
    published_earliest: datetime | None


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """What linking looks at of a Claim."""

    claim_id: str
    document_id: str
    event_mention_id: str | None
    aspect: str
    measure: str | None
    counted_class: str | None
    value: float | None
    value_low: float | None
    label: str | None
    attribution_id: str | None
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class ToldAttribution:
    """What linking looks at of an Attribution."""

    attribution_id: str
    document_id: str
    speaker_document_actor_id: str | None
    speaker: str | None
    cue: str | None
    start_char: int
    end_char: int
    section_kind: str
    cue_class: str | None
