"""Groups of reports by average linkage: one bad pair chains no two events together, strong evidence against one keeps them apart."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

UNSEEN = -4.0
"""Logit of a pair that blocking did not bring together: little in common."""
VETO = -6.0
"""Logit of a pair that is held never to be of one event: its clusters stay apart whatever the others say."""


@dataclass
class _Cluster:
    members: list[int]
    sums: dict[int, float] = field(default_factory=dict)  # neighbour -> sum of the logits known
    counts: dict[int, int] = field(default_factory=dict)
    lowest: dict[int, float] = field(default_factory=dict)


def agglomerate(
    start: Sequence[Sequence[int]],
    logits: Mapping[tuple[int, int], float],
    threshold: float,
    *,
    apart: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:
    """Clusters of the positions in `start`, which are clusters already and are never split.

    The pair of clusters with the highest mean logit is joined until none reaches the threshold. `logits` are of pairs (a, b) with a < b;
    pairs left out count UNSEEN, those within one cluster nothing. Pairs in `apart` never end up together.
    """
    home = {member: i for i, members in enumerate(start) for member in members}
    clusters = {i: _Cluster(list(members)) for i, members in enumerate(start)}
    for (a, b), logit in logits.items():
        _meet(clusters, home[a], home[b], logit, 1, logit)
    forbidden: dict[int, set[int]] = {i: set() for i in clusters}
    for a, b in apart:
        if home[a] != home[b]:
            forbidden[home[a]].add(home[b])
            forbidden[home[b]].add(home[a])
    heap = [(-_mean(clusters, a, b), a, b) for a in clusters for b in clusters[a].sums if a < b]
    heap = [entry for entry in heap if -entry[0] >= threshold]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a not in clusters or b not in clusters or b in forbidden[a]:
            continue
        if clusters[a].lowest[b] < VETO or -negative != _mean(clusters, a, b):
            continue
        forbidden[a] |= forbidden.pop(b)
        for other in forbidden[a]:
            forbidden[other].discard(b)
            forbidden[other].add(a)
        for other in _join(clusters, a, b):
            mean = _mean(clusters, a, other)
            if mean >= threshold:
                heapq.heappush(heap, (-mean, min(a, other), max(a, other)))
    return [cluster.members for cluster in clusters.values()]


def _mean(clusters: Mapping[int, _Cluster], a: int, b: int) -> float:
    pairs = len(clusters[a].members) * len(clusters[b].members)
    return (clusters[a].sums[b] + (pairs - clusters[a].counts[b]) * UNSEEN) / pairs


def _meet(clusters: Mapping[int, _Cluster], a: int, b: int, total: float, count: int, lowest: float) -> None:
    if a == b:
        return
    for mine, other in ((a, b), (b, a)):
        cluster = clusters[mine]
        cluster.sums[other] = cluster.sums.get(other, 0.0) + total
        cluster.counts[other] = cluster.counts.get(other, 0) + count
        cluster.lowest[other] = min(cluster.lowest.get(other, 0.0), lowest)


def _join(clusters: dict[int, _Cluster], a: int, b: int) -> list[int]:
    """Cluster b becomes part of a; the neighbours of both."""
    gone = clusters.pop(b)
    kept = clusters[a]
    kept.members.extend(gone.members)
    for table in (kept.sums, kept.counts, kept.lowest):
        table.pop(b, None)
    for other in gone.sums:
        if other == a:
            continue
        for table in (clusters[other].sums, clusters[other].counts, clusters[other].lowest):
            table.pop(b)
        _meet(clusters, a, other, gone.sums[other], gone.counts[other], gone.lowest[other])
    return list(kept.sums)
