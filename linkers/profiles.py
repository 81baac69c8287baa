"""What linking may look at of one document, as small numbers: words, names, places, passages; what is contested is masked first.

A profile is made once per document and kept, so that a new batch is compared without reading old texts again. No weights live here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from datasketch import MinHash
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.utils import murmurhash3_32

from extractors.lexicon import lexicon
from extractors.names import name_key
from extractors.records import Document, DocumentActor, EventMention, PlaceContainment, PlaceMention, Section
from linkers.actors import identity
from linkers.identities import Identities
from linkers.masking import ALWAYS, WORD, contested_words, is_contested

TERMS = 1 << 20
"""Buckets that terms are hashed into: the some 300,000 of a large warehouse share few."""
READ_TO = 30_000
"""Code points of a text that linking looks at."""
LEAD = 45
"""Words of reporting that count as the lead: of those that are left when what is contested is masked, so that a longer name of the culprit
shifts nothing."""
READ_WORDS = 2_500
"""Likewise of the whole."""
OPENING = 600
"""Code points of reporting in which names that stand where doers stand are masked."""
PERMUTATIONS = 64
SHINGLE = 5
"""Words in a row that make up a passage: five in common by chance are rare."""

_REACTIONS = frozenset(lexicon("reactions.toml", "linkers")["words"])
_TOLD = frozenset({"deck", "lead", "body", "list", "caption"})
_OPENING = frozenset({"headline", "deck", "lead"})
_DAY = 86_400.0
_EPOCH = datetime(1970, 1, 1)
_NOBODY_JUDGED = Identities()  # a profile outlives what people say of names
_COUNTRY = 1


@dataclass(frozen=True, slots=True)
class Profile:
    """cache.report_profiles: the event that a document leads with, and the document's words, as linking sees them.

    Terms are numbers below TERMS, each once and rising; `counts` says how often each of `terms` stands there. Days count from 1970.
    """

    document_id: str
    document_ref: str
    event_mention_id: str | None  # None where the document leads with nothing
    outlet: str | None
    told_day: float | None
    happened_from: float | None
    happened_to: float | None
    event_type: str | None
    is_reaction: bool | None  # the headline tells what somebody made of an event; None without a headline
    place_id: str | None
    around: list[str]  # the place and all that contain it
    actors: list[str]  # who takes part, by identity; not the culprit
    terms: list[int]
    counts: list[int]
    title: list[int]
    opening: list[int]  # title and lead
    names: list[int]
    places: list[int]  # named anywhere, countries left out
    opening_places: list[int]  # those of headline and lead
    title_places: list[int]
    signature: list[int]  # MinHash of the passages; empty where there are none


def read_profile(
    document: Document,
    sections: Iterable[Section],
    actors: Sequence[DocumentActor],
    mentions: Sequence[EventMention],
    place_mentions: Iterable[PlaceMention],
    containment: Iterable[PlaceContainment],
) -> Profile:
    """The profile of a document from what was read from it; `containment` may hold more than its places."""
    place_mentions = [m for m in place_mentions if m.precision != _COUNTRY]
    primary = next((m for m in mentions if m.is_primary), None)
    told = "\n".join(document.text[s.start_char : s.end_char] for s in sections if s.kind in _TOLD)[:READ_TO] or document.text[:READ_TO]
    doers = contested_words((document.title or "", told[:OPENING]), actors, mentions, (m.name for m in place_mentions))
    contested = ALWAYS | doers
    title = _words(document.title or "", contested)
    body = _words(told, contested)[:READ_WORDS]
    words = title + body
    counted = sorted(Counter(term(stem(w.lower())) for w in words).items())
    around = sorted({row.ancestor_place_id for row in containment if row.place_id == primary.place_id}) if primary else []
    culprits = {primary.responsible_document_actor_id} if primary else set()
    taking_part = (set(primary.participants) if primary else set()) - culprits
    return Profile(
        document.document_id,
        document.document_ref,
        primary.event_mention_id if primary else None,
        document.outlet,
        _day(document.published_earliest),
        _day(primary.happened_earliest) if primary else None,
        _day(primary.happened_latest) if primary else None,
        primary.event_type if primary else None,
        None if not document.title else any(w.lower() in _REACTIONS for w in WORD.findall(document.title)),
        primary.place_id if primary else None,
        around,
        sorted(
            identity(a, _NOBODY_JUDGED)[0]
            for a in actors
            if a.document_actor_id in taking_part and not a.is_weak and not is_contested(a.name, contested)
        ),
        [t for t, _ in counted],
        [n for _, n in counted],
        _terms(stem(w.lower()) for w in title),
        _terms(stem(w.lower()) for w in title + body[:LEAD]),
        _terms(_names(words)),
        _places(place_mentions, contested),
        _places((m for m in place_mentions if m.section_kind in _OPENING), contested),
        _places((m for m in place_mentions if m.section_kind == "headline"), contested),
        _signature([stem(w.lower()) for w in body]),
    )


@lru_cache(maxsize=1 << 18)
def term(word: str) -> int:
    """The bucket of a term."""
    return int(murmurhash3_32(word, seed=7, positive=True)) % TERMS


@lru_cache(maxsize=1 << 18)
def stem(word: str) -> str:
    """A word without the endings of number and tense: enough for "kills" to meet "killed"."""
    for ending in ("ings", "ing", "ies", "ied", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word.rstrip("e") if len(word) > 4 else word


def _words(text: str, contested: frozenset[str] | set[str]) -> list[str]:
    return [w for w in WORD.findall(text) if len(w) >= 3 and (low := w.lower()) not in ENGLISH_STOP_WORDS and low not in contested]


def _names(words: Sequence[str]) -> set[str]:
    """Keys of the words that are never written small, alone and with the one after them ("Bab Touma", "Maple Street")."""
    small = {w for w in words if w[0].islower()}
    keys = [_key(w) if w[0].isupper() and w.lower() not in small else "" for w in words]
    return {f"n {k}" for k in keys if k} | {f"n {a} {b}" for a, b in zip(keys, keys[1:], strict=False) if a and b}


_key = lru_cache(maxsize=1 << 18)(name_key)


def _places(mentions: Iterable[PlaceMention], contested: frozenset[str] | set[str]) -> list[int]:
    return _terms(f"p {key}" for m in mentions if (key := _place_key(m.name, contested)))


def _place_key(name: str, contested: frozenset[str] | set[str]) -> str:
    return " ".join(filter(None, (_key(w) for w in WORD.findall(name) if w.lower() not in contested)))


def _signature(words: Sequence[str]) -> list[int]:
    passages = {" ".join(words[i : i + SHINGLE]).encode() for i in range(len(words) - SHINGLE + 1)}
    if not passages:
        return []
    (sketch,) = MinHash.bulk([list(passages)], num_perm=PERMUTATIONS, seed=1, scheme="affine32")
    return [int(v) - (1 << 31) for v in sketch.hashvalues]  # INTEGER of SQL has a sign


def _terms(words: Iterable[str]) -> list[int]:
    return sorted({term(w) for w in words})


def _day(time: datetime | None) -> float | None:
    return None if time is None else (time - _EPOCH).total_seconds() / _DAY
