"""Same event over many documents: which reports lead with one occurrence, and which other events of linked reports are the same.

Known events keep their id when reports join them; two of them may turn out to be one, which is a recorded merge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, product

import numpy as np

from extractors.ids import content_id
from extractors.records import EventMention
from linkers.clusters import agglomerate
from linkers.features import FEATURES, Comparison
from linkers.model import Model, probability
from linkers.profiles import Profile
from linkers.records import Event, EventChange, EventLink, EventMembership

MEMBERS = 8
"""Reports of a known event that a new one is compared with, and whose words it may have copied: near ones first."""
BRIDGES = 4
"""Known events that a new report fits which are compared with one another."""


@dataclass(frozen=True)
class Found:
    """What linking a batch adds."""

    events: list[Event]
    memberships: list[EventMembership]
    links: list[EventLink]
    changes: list[EventChange]


def telling_order(profile: Profile) -> tuple[float, str]:
    """Earliest told first, undated last, then by reference."""
    return (np.inf if profile.told_day is None else profile.told_day, profile.document_ref)


def link_primaries(
    new: Sequence[Profile],
    known: Mapping[str, Sequence[Profile]],
    sizes: Mapping[str, int],
    near: Mapping[str, Iterable[str]],
    rarity: np.ndarray,
    model: Model,
    *,
    judged: Iterable[tuple[str, str, bool]] = (),
    judged_events: Mapping[str, str] | None = None,
) -> Found:
    """Events of the reports that `new` documents lead with.

    `known`: event_id -> at most MEMBERS of the reports that lead with it; `sizes`: how many there are. `near`: document_id of a new report
    -> documents worth comparing it with; those of known events bring all members given. What people
    judged the same or different stays so; `judged_events` says which events judged documents lead with.
    """
    new = sorted(new, key=telling_order)
    profiles = [*new, *(p for event_id in sorted(known) for p in known[event_id])]
    at = {p.document_id: i for i, p in enumerate(profiles)}
    event_of = {p.document_id: event_id for event_id in known for p in known[event_id]}
    pairs: set[tuple[int, int]] = set()
    for p in new:
        others = (at[d] for d in _with_members(near.get(p.document_id, ()), event_of, known) if d in at)
        pairs.update((min(at[p.document_id], other), max(at[p.document_id], other)) for other in others)
    comparison = Comparison(profiles, rarity)
    told = _compared(comparison, pairs)
    logits = _logits(told, model)
    bridged = _compared(comparison, _bridged(len(new), profiles, event_of, known, at, logits, model.threshold))
    told |= bridged
    logits |= _logits(bridged, model)
    start = [[i] for i in range(len(new))] + [[at[p.document_id] for p in known[event_id]] for event_id in sorted(known)]
    found = Found([], [], [], [])
    here = {d: known[e][0].document_id for d, e in (judged_events or {}).items() if e in known}  # a member that stands for the event
    told_of = [(at[here.get(a, a)], at[here.get(b, b)], same) for a, b, same in judged if here.get(a, a) in at and here.get(b, b) in at]
    start = _tied(start, [(a, b) for a, b, same in told_of if same and min(a, b) < len(new)])
    for members in agglomerate(start, logits, model.threshold, apart=[(a, b) for a, b, same in told_of if not same]):
        _settle(sorted(members), profiles, len(new), event_of, sizes, logits, told, model, found)
    return found


def _compared(comparison: Comparison, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], np.ndarray]:
    """Pair -> its features."""
    listed = sorted(pairs)
    at = np.array(listed, dtype=int).reshape(-1, 2)
    return dict(zip(listed, comparison.matrix(at[:, 0], at[:, 1]), strict=True))


def _logits(told: Mapping[tuple[int, int], np.ndarray], model: Model) -> dict[tuple[int, int], float]:
    rows = np.array(list(told.values())).reshape(-1, len(FEATURES))
    return dict(zip(told, model.logits(rows).tolist(), strict=True))


def _tied(start: Sequence[Sequence[int]], ties: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The clusters with those joined that are judged the same."""
    clusters = [list(members) for members in start]
    for a, b in ties:
        one, other = (next(c for c in clusters if i in c) for i in (a, b))
        if one is not other:
            one.extend(other)
            clusters = [c for c in clusters if c is not other]
    return clusters


def _with_members(documents: Iterable[str], event_of: Mapping[str, str], known: Mapping[str, Sequence[Profile]]) -> set[str]:
    found = set(documents)
    for document_id in list(found):
        if document_id in event_of:
            found.update(p.document_id for p in known[event_of[document_id]])
    return found


def _bridged(
    new_count: int,
    profiles: Sequence[Profile],
    event_of: Mapping[str, str],
    known: Mapping[str, Sequence[Profile]],
    at: Mapping[str, int],
    logits: Mapping[tuple[int, int], float],
    threshold: float,
) -> set[tuple[int, int]]:
    """Pairs of reports of two known events that one new report fits both, on average: it may show that they are one."""
    fits: dict[int, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))  # new report -> event -> with each of its reports
    for (a, b), logit in logits.items():
        if a < new_count <= b:
            fits[a][event_of[profiles[b].document_id]].append(logit)
    pairs: set[tuple[int, int]] = set()
    for events in fits.values():
        means = {event_id: sum(found) / len(found) for event_id, found in events.items()}
        fitting = sorted((e for e in means if means[e] >= threshold), key=lambda e: (-means[e], e))
        for one, other in combinations(fitting[:BRIDGES], 2):
            found = ((at[a.document_id], at[b.document_id]) for a, b in product(known[one], known[other]))
            pairs.update((min(pair), max(pair)) for pair in found)
    return pairs


def _settle(
    members: Sequence[int],
    profiles: Sequence[Profile],
    new_count: int,
    event_of: Mapping[str, str],
    sizes: Mapping[str, int],
    logits: Mapping[tuple[int, int], float],
    told: Mapping[tuple[int, int], np.ndarray],
    model: Model,
    found: Found,
) -> None:
    """One cluster becomes an event: founded, joined, or merged of several."""
    joined = sorted({event_of[profiles[i].document_id] for i in members if i >= new_count}, key=lambda e: (-sizes[e], e))
    fresh = [profiles[i] for i in members if i < new_count]
    if joined:
        event_id = joined[0]
    else:
        founder = str(fresh[0].event_mention_id)
        event_id = content_id("evt", founder)
        found.events.append(Event(event_id, founder))
    for gone in joined[1:]:
        change_id = content_id("chg", "merge", gone, event_id)
        found.changes.append(EventChange(change_id, "merge", gone, event_id, "their reports fit one another"))
    if not fresh:
        return
    for i in members:
        if i < new_count:
            mine = [logits[min(i, j), max(i, j)] for j in members if (min(i, j), max(i, j)) in logits]
            is_founder = not joined and profiles[i] is fresh[0]
            score = 1.0 if is_founder or not mine else probability(float(np.mean(mine)))
            found.memberships.append(EventMembership(str(profiles[i].event_mention_id), profiles[i].document_id, event_id, round(score, 4)))
            others = [j for j in members if j != i and (j >= new_count or j < i) and (min(i, j), max(i, j)) in logits][:MEMBERS]
            for j in others:
                pair = (min(i, j), max(i, j))
                found.links.append(
                    EventLink(
                        event_id, profiles[j].document_id, profiles[i].document_id,
                        round(probability(logits[pair]), 4), model.explain(told[pair]),
                    )
                )  # fmt: skip


@dataclass(frozen=True)
class Teller:
    """An event mention with what tells whether another document means the same by its own."""

    mention: EventMention
    actor_ids: frozenset[str]
    around: frozenset[str]  # the place and all that contain it


def link_others(new: Iterable[Teller], known: Iterable[Teller], events: Mapping[str, str]) -> tuple[list[Event], list[EventMembership]]:
    """Events of what documents report beside the event they lead with; `events`: event_mention_id -> event_id of all that have one.

    Another event of a linked report: the same act among documents of one story, at no time or place apart. An earlier occurrence is linked
    through what it precedes, whatever its date.
    """
    event_of = dict(events)
    tellers: dict[str, list[Teller]] = defaultdict(list)
    leads: dict[str, str] = {}
    stories: dict[str, list[str]] = defaultdict(list)
    new = list(new)
    for teller in [*known, *new]:
        mention = teller.mention
        tellers[mention.document_id].append(teller)
        if mention.is_primary and mention.event_mention_id in event_of:
            leads[mention.document_id] = event_of[mention.event_mention_id]
            stories[leads[mention.document_id]].append(mention.document_id)
    told: dict[str, set[str]] = defaultdict(set)  # event -> documents
    for document_id, rows in tellers.items():
        for row in rows:
            if row.mention.event_mention_id in event_of:
                told[event_of[row.mention.event_mention_id]].add(document_id)
    founded: list[Event] = []
    memberships: list[EventMembership] = []
    for teller in sorted(new, key=lambda t: t.mention.relation is not None):
        mention = teller.mention
        if mention.event_mention_id in event_of:
            continue
        event_id = _told_elsewhere(teller, stories.get(leads.get(mention.document_id, ""), ()), tellers, event_of, told)
        if event_id is None:
            event_id = content_id("evt", mention.event_mention_id)
            founded.append(Event(event_id, mention.event_mention_id))
        event_of[mention.event_mention_id] = event_id
        told[event_id].add(mention.document_id)
        memberships.append(EventMembership(mention.event_mention_id, mention.document_id, event_id, 1.0))
    return founded, memberships


def _told_elsewhere(
    teller: Teller,
    story: Iterable[str],
    tellers: Mapping[str, Sequence[Teller]],
    event_of: Mapping[str, str],
    told: Mapping[str, set[str]],
) -> str | None:
    for document_id in story:
        if document_id == teller.mention.document_id:
            continue
        for other in tellers[document_id]:
            event_id = event_of.get(other.mention.event_mention_id)
            if event_id is not None and _is_same(teller, other, event_of) and teller.mention.document_id not in told[event_id]:
                return event_id
    return None


def _is_same(a: Teller, b: Teller, event_of: Mapping[str, str]) -> bool:
    mine, other = a.mention, b.mention
    if other.is_primary or mine.relation == "other" or (mine.event_type, mine.relation) != (other.event_type, other.relation):
        return False
    if mine.relation == "previous":
        target = event_of.get(mine.relation_to or "")
        return target is not None and target == event_of.get(other.relation_to or "")
    apart = gap(mine, other)
    return (apart is None or apart == timedelta(0)) and not _lie_apart(a, b) and bool(a.actor_ids & b.actor_ids)


def gap(a: EventMention, b: EventMention) -> timedelta | None:
    """Time between two intervals, zero where they touch; None where either is unknown."""
    if a.happened_earliest is None or a.happened_latest is None or b.happened_earliest is None or b.happened_latest is None:
        return None
    return max(a.happened_earliest - b.happened_latest, b.happened_earliest - a.happened_latest, timedelta(0))


def _lie_apart(a: Teller, b: Teller) -> bool:
    places = (a.mention.place_id, b.mention.place_id)
    return None not in places and places[0] not in b.around and places[1] not in a.around
