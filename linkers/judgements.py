"""What people say of two reports or two events, same or different, carried out over what was linked. It always wins.

A judgement names documents by their reference or events by their id; an event stands for the document that founded it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extractors.ids import content_id
from linkers.events import telling_order
from linkers.features import Comparison
from linkers.model import Model
from linkers.profiles import Profile
from linkers.records import Event, EventChange


class JudgementsConflict(ValueError):
    """Two judgements cannot both hold."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A row of seeds/reference/event_judgements.csv."""

    a: str  # document_ref or event_id
    b: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A report that leaves one event for another."""

    document_id: str
    event_id: str
    other_event_id: str


@dataclass(frozen=True)
class Settled:
    """What judgements change."""

    events: list[Event]
    moves: list[Move]
    changes: list[EventChange]


def settle(
    judged: Sequence[tuple[str, str, bool]],
    members: Mapping[str, Sequence[Profile]],
    founders: Mapping[str, str],
    rarity: np.ndarray,
    model: Model,
) -> Settled:
    """Events made to agree with the judgements.

    `judged`: pairs of document_id and whether they are the same. `members`: every report that leads with one of the events concerned.
    `founders`: event_id -> document_id that founded it. Raises JudgementsConflict.
    """
    groups = [[p.document_id for p in members[event_id]] for event_id in sorted(members)]
    profiles = {p.document_id: p for rows in members.values() for p in rows}
    judged = [(a, b, same) for a, b, same in judged if a in profiles and b in profiles]
    ties = _united(judged)
    apart = [(a, b) for a, b, same in judged if not same]
    for a, b in apart:
        if b in ties.get(a, {a}):
            raise JudgementsConflict(f"{profiles[a].document_ref} and {profiles[b].document_ref} are judged both different and the same")
        groups = [part for group in groups for part in _parted(group, a, b, ties, profiles, rarity, model)]
    for a, b, same in judged:
        if same:
            groups = _joined(groups, a, b, ties, apart)
    return _named(groups, members, founders, profiles)


def _united(judged: Iterable[tuple[str, str, bool]]) -> dict[str, set[str]]:
    """document_id -> all that are judged the same as it, by way of others too."""
    ties: dict[str, set[str]] = {}
    for a, b, same in judged:
        if same:
            whole = ties.get(a, {a}) | ties.get(b, {b})
            ties.update(dict.fromkeys(whole, whole))
    return ties


def _parted(
    group: list[str],
    a: str,
    b: str,
    ties: Mapping[str, set[str]],
    profiles: Mapping[str, Profile],
    rarity: np.ndarray,
    model: Model,
) -> list[list[str]]:
    """The group, or where it holds both, two: each report goes with the one of the two that it fits better."""
    if a not in group or b not in group:
        return [group]
    sides = (ties.get(a, {a}), ties.get(b, {b}))
    rest = [d for d in group if d not in sides[0] | sides[1]]
    comparison = Comparison([profiles[d] for d in (a, b, *rest)], rarity)
    place = np.arange(2, 2 + len(rest))
    with_a = model.logits(comparison.matrix(np.zeros(len(rest), int), place))
    with_b = model.logits(comparison.matrix(np.ones(len(rest), int), place))
    first = [d for d in group if d in sides[0]] + [d for d, x, y in zip(rest, with_a, with_b, strict=True) if x >= y]
    return [first, [d for d in group if d not in first]]


def _joined(groups: list[list[str]], a: str, b: str, ties: Mapping[str, set[str]], apart: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The groups of a and b as one; where somebody in them is judged apart from somebody, only those who are tied to b go over."""
    home, other = next(g for g in groups if a in g), next(g for g in groups if b in g)
    if home is other:
        return groups
    rest = [g for g in groups if g is not home and g is not other]
    if not any((x in home and y in other) or (y in home and x in other) for x, y in apart):
        return [*rest, home + other]
    going = [d for d in other if d in ties[b]]
    return [g for g in (*rest, home + going, [d for d in other if d not in going]) if g]


def _named(
    groups: Sequence[Sequence[str]],
    members: Mapping[str, Sequence[Profile]],
    founders: Mapping[str, str],
    profiles: Mapping[str, Profile],
) -> Settled:
    """Groups keep the id of the event that founded them; of several the one with most reports. The others are changes."""
    settled = Settled([], [], [])
    event_of = {p.document_id: event_id for event_id, rows in members.items() for p in rows}
    sizes = {event_id: len(rows) for event_id, rows in members.items()}
    for group in groups:
        kept = sorted((e for e in members if founders.get(e) in group), key=lambda e: (-sizes[e], e))
        if not kept:  # the founder may have lost its report: then the event stays with most of those that are left
            kept = sorted(
                {event_of[d] for d in group if 2 * sum(event_of[x] == event_of[d] for x in group) > sizes[event_of[d]]},
                key=lambda e: (-sizes[e], e),
            )
            kept = [e for e in kept if founders.get(e) not in event_of]
        if kept:
            event_id = kept[0]
        else:
            mention = str(min((profiles[d] for d in group), key=telling_order).event_mention_id)
            event_id = content_id("evt", mention)
            settled.events.append(Event(event_id, mention))
        settled.moves.extend(Move(d, event_of[d], event_id) for d in group if event_of[d] != event_id)
        for old in sorted({event_of[d] for d in group} - {event_id}):
            kind = "merge" if old in kept else "split"
            change_id = content_id("chg", kind, old, event_id)
            settled.changes.append(
                EventChange(change_id, kind, old, event_id, "judged the same" if kind == "merge" else "judged different")
            )
    return settled
