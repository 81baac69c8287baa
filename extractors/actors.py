"""Who is named in a text: persons, organisations, states and their organs, armed groups; each with all its namings in that text.

Identity across documents is the linkers' work; offices are in roles.py.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from spacy.tokens import Doc

from extractors.gazetteer import Gazetteer
from extractors.ids import content_id
from extractors.namings import Naming, find_namings
from extractors.page import Page
from extractors.records import ActorMention, DocumentActor, PlaceMention

_MANY = 30
"""Longer names beside a short one: with more it is nobody's for sure, and to compare them all costs their square."""


@dataclass(slots=True)
class _Known:
    """The namings of one actor in one text."""

    key: str
    kind: str
    namings: list[Naming] = field(default_factory=list)
    words: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.words = self.key.split()


def find_actors(
    doc: Doc, page: Page, place_mentions: list[PlaceMention], gazetteer: Gazetteer
) -> tuple[list[DocumentActor], list[ActorMention]]:
    """The actors of a text, in order of first naming, and every naming of each. Pronouns are not namings.

    A surname alone goes to the one full name in the text that it can be short for, as a weak naming; with two such names it stays an
    actor of its own. One surface form has one kind throughout the text.
    """
    return _records(page, _grouped(find_namings(doc, page.document.text, place_mentions, gazetteer)))


def _grouped(namings: list[Naming]) -> list[_Known]:
    """Namings by actor: same key and kind; short names of persons and organisations under the one longer name they can stand for."""
    known: dict[tuple[str, str], _Known] = {}
    for naming in sorted(namings, key=lambda naming: naming.start):
        known.setdefault((naming.kind, naming.key), _Known(naming.key, naming.kind)).namings.append(naming)
    ends: dict[tuple[int, str], list[_Known]] = {}  # how many words a key has, its first or last word -> whose it is
    for actor in known.values():
        for word in {*actor.words[:1], *actor.words[-1:]}:
            ends.setdefault((len(actor.words), word), []).append(actor)
    longest_key = max((length for length, _ in ends), default=0)
    for short in sorted(known.values(), key=lambda actor: (len(actor.words), actor.key)):
        alike = _with_more_words(short, ends, longest_key)
        longer = [actor for actor in alike if (actor.kind, actor.key) in known and _can_be_short_for(short, actor)]
        longest = [actor for actor in longer if not any(_can_be_short_for(actor, other) for other in longer if other is not actor)]
        if len(longest) == 1:
            for naming in short.namings:
                naming.is_weak = True
            longest[0].namings += short.namings
            del known[short.kind, short.key]
    for actor in known.values():
        actor.namings.sort(key=lambda naming: naming.start)
    return sorted(known.values(), key=lambda actor: actor.namings[0].start)


def _with_more_words(short: _Known, ends: dict[tuple[int, str], list[_Known]], longest_key: int) -> list[_Known]:
    """Those that a short name shares its first or last word with; none where there are too many for one of them to be meant for sure."""
    words = sorted({*short.words[:1], *short.words[-1:]})
    lengths = range(len(short.words) + 1, longest_key + 1)
    sharing = (actor for length in lengths for word in words for actor in ends.get((length, word), ()))
    alike = {id(actor): actor for actor in islice(sharing, 2 * _MANY + 1)}
    return list(alike.values()) if len(alike) <= _MANY else []


def _can_be_short_for(short: _Known, full: _Known) -> bool:
    """Whether the key is the end of the longer one, its family name, or a given name with it left out."""
    if len(short.words) >= len(full.words) or (short.kind == "Person") != (full.kind == "Person"):
        return False
    if any(naming.name for naming in short.namings):
        return False
    a, b = short.words, full.words
    if short.kind != "Person":
        return len(a) == 1 and not any(naming.name for naming in full.namings) and (a[0] == b[-1] or a[0] == b[0]) and len(b) <= 3
    if len(a) == 1:
        return a[0] == b[-1] or (len(b) == 2 and a[0] == b[0])
    return a[-1] == b[-1] and set(a) <= set(b)


def _records(page: Page, known: list[_Known]) -> tuple[list[DocumentActor], list[ActorMention]]:
    document_id = page.document.document_id
    actors, mentions = [], []
    for actor in known:
        name = next((naming.name for naming in actor.namings if naming.name), None) or _fullest(actor)
        actor_id = content_id("da", document_id, actor.kind, actor.key)
        country = Counter(naming.country for naming in actor.namings if naming.country).most_common(1)
        is_weak = actor.kind == "Person" and " " not in actor.key
        actors.append(DocumentActor(actor_id, document_id, name, actor.kind, country[0][0] if country else None, actor.key, is_weak))
        for naming in actor.namings:
            mentions.append(
                ActorMention(
                    **page.at(naming.start, naming.end),
                    actor_mention_id=content_id("am", document_id, naming.start, naming.end),
                    document_actor_id=actor_id,
                    is_weak=naming.is_weak or is_weak,
                )
            )
    return actors, sorted(mentions, key=lambda mention: mention.start_char)


def _fullest(actor: _Known) -> str:
    """The longest name by words, of those the most frequent, then the first."""
    counts = Counter(naming.text for naming in actor.namings)
    first = {naming.text: -naming.start for naming in reversed(actor.namings)}
    return max(counts, key=lambda text: (len(text.split()), counts[text], first[text]))
