"""Same event over many documents, by what is not contested: kind of act, place region, time window, participants, rare words.

Figures, offices and culprits are masked before any comparison, or the disagreement would erase itself. Conservative: a
report that fits no known event well enough founds one. Known links are never undone here.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from extractors.ids import content_id
from extractors.records import Document, EventMention
from linkers.records import Event, EventLink, EventMembership

WINDOW = timedelta(days=3)
THRESHOLD = 0.65
AVERAGE = 0.9
"""Share of THRESHOLD that the mean fit with all reports of an event must reach."""
NEAR = 0.1
"""Documents that share fewer words than this are not compared at all."""
WEIGHTS = {"words": 2.3, "people": 0.15, "place": 0.05, "act": 0.05, "time": 0.05}
"""Set by hand on the dev sets of shared/bench; the words of a report tell most. Values are in [-1, 1]."""

_MASK = re.compile(
    r"\b(?:\d[\d,.]*|[a-z]*(?:dozen|hundred|thousand|million)s?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|president|minister|secretary|chief|chairman|leader|commander|spokes\w+|official)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Report:
    """An event mention with what linking may look at."""

    mention: EventMention
    document: Document
    actor_ids: frozenset[str]
    places: frozenset[str]  # the place and all that contain it
    order: int  # rank of its document in the text matrix


@dataclass(frozen=True)
class Score:
    """How well two reports fit, and why."""

    total: float
    features: tuple[tuple[str, float, float], ...]

    def as_json(self) -> str:
        return json.dumps([{"name": n, "value": round(v, 4), "weight": w} for n, v, w in self.features])


def masked(text: str) -> str:
    """The text without numbers and words of office."""
    return _MASK.sub(" ", text)


def similarities(documents: Sequence[Document]) -> csr_matrix:
    """Cosine of masked TF-IDF vectors, title and opening counted more; shape (n, n), values 0 to 1, those under NEAR left out."""
    if not documents:
        return csr_matrix((0, 0))
    texts = [masked(f"{d.title or ''} {d.text[:400]} {d.text[:20_000]}") for d in documents]
    vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True, token_pattern=r"(?u)\b[^\W\d_]{3,}\b")
    try:
        matrix = vectorizer.fit_transform(texts)
    except ValueError:  # no words at all
        return csr_matrix((len(documents), len(documents)))
    cosines = (matrix @ matrix.T).tocsr()
    cosines.data[cosines.data < NEAR] = 0.0
    cosines.eliminate_zeros()
    return cosines


def gap(a: EventMention, b: EventMention) -> timedelta | None:
    """Time between two intervals, zero where they touch; None where either is unknown."""
    if a.happened_earliest is None or a.happened_latest is None or b.happened_earliest is None or b.happened_latest is None:
        return None
    return max(a.happened_earliest - b.happened_latest, b.happened_earliest - a.happened_latest, timedelta(0))


def score(a: Report, b: Report, words: float) -> Score | None:
    """The fit of two reports, or None where they cannot be one event: told days apart."""
    apart = gap(a.mention, b.mention)
    if apart is not None and apart > WINDOW:
        return None
    shared = len(a.actor_ids & b.actor_ids) / max(1, min(len(a.actor_ids), len(b.actor_ids)))
    values = {
        "words": words,
        "place": _place(a, b),
        "people": shared if a.actor_ids and b.actor_ids else 0.0,
        "act": 0.0
        if not (a.mention.event_type and b.mention.event_type)
        else 1.0
        if a.mention.event_type == b.mention.event_type
        else -1.0,
        "time": 0.0 if apart is None else 1.0 if apart == timedelta(0) else -1.0,
    }
    features = tuple((name, value, WEIGHTS[name]) for name, value in values.items())
    return Score(sum(value * weight for _, value, weight in features), features)


def _place(a: Report, b: Report) -> float:
    """1 where one place holds the other, -1 where two known places lie apart, 0 where one is unknown."""
    if not a.mention.place_id or not b.mention.place_id:
        return 0.0
    return 1.0 if a.mention.place_id in b.places or b.mention.place_id in a.places else -1.0


class Linker:
    """Assigns event mentions to events, one document at a time, in the order of their telling."""

    def __init__(self, reports: Iterable[Report], known: Iterable[EventMembership], words: csr_matrix):
        self.words = words
        self.by_document: dict[str, list[Report]] = defaultdict(list)
        self.primary_at: dict[int, Report] = {}  # by row of the text matrix
        self.event_of: dict[str, str] = {}
        self.members: dict[str, list[Report]] = defaultdict(list)
        self.events: list[Event] = []
        self.memberships: list[EventMembership] = []
        self.links: list[EventLink] = []
        by_mention = {}
        for report in reports:
            by_mention[report.mention.event_mention_id] = report
            self.by_document[report.document.document_id].append(report)
            if report.mention.is_primary:
                self.primary_at[report.order] = report
        for membership in known:
            if membership.event_mention_id in by_mention:
                self._enter(by_mention[membership.event_mention_id], membership.event_id)

    def _enter(self, report: Report, event_id: str) -> None:
        self.event_of[report.mention.event_mention_id] = event_id
        self.members[event_id].append(report)

    def assign(self, document_id: str) -> None:
        """Assigns the mentions of one document that have no event yet: the one it leads with first, then the others."""
        new = [r for r in self.by_document[document_id] if r.mention.event_mention_id not in self.event_of]
        for report in sorted(new, key=lambda r: (not r.mention.is_primary, r.mention.relation is not None)):
            if report.mention.is_primary:
                self._assign_primary(report)
            else:
                self._assign_within(report)

    def _assign_primary(self, report: Report) -> None:
        best: tuple[float, str, list[tuple[Report, Score]]] | None = None
        for event_id, words in self._near(report).items():
            rivals = [m for m in self.members[event_id] if m.mention.is_primary]
            fits = [(m, s) for m in rivals if (s := score(report, m, words.get(m.order, 0.0))) is not None]
            if len(fits) < len(rivals):
                continue  # one member that cannot be the same keeps the whole event apart: no chains
            mean = sum(s.total for _, s in fits) / len(fits)
            if max(s.total for _, s in fits) >= THRESHOLD and mean >= AVERAGE * THRESHOLD and (best is None or mean > best[0]):
                best = (mean, event_id, fits)
        if best is None:
            self._found(report)
            return
        self._join(report, best[1], best[0])
        for member, fit in best[2]:
            self.links.append(
                EventLink(best[1], member.document.document_id, report.document.document_id, round(fit.total, 4), fit.as_json())
            )

    def _near(self, report: Report) -> dict[str, dict[int, float]]:
        """Events led by documents that share words with this one -> those documents' rows and cosines."""
        row = self.words.getrow(report.order)
        cosines = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        found: dict[str, dict[int, float]] = {}
        for order in cosines:
            rival = self.primary_at.get(order)
            event_id = self.event_of.get(rival.mention.event_mention_id) if rival else None
            if event_id is not None and order != report.order:
                found[event_id] = cosines
        return found

    def _story(self, report: Report) -> list[str]:
        """The other documents that lead with the event that this report's document leads with."""
        own = next((r for r in self.by_document[report.document.document_id] if r.mention.is_primary), None)
        event_id = self.event_of.get(own.mention.event_mention_id) if own else None
        members = self.members[event_id] if event_id else []
        return [m.document.document_id for m in members if m.mention.is_primary and m.document.document_id != report.document.document_id]

    def _assign_within(self, report: Report) -> None:
        """Another event of a linked report: the same act among documents of one story, at no time or place apart."""
        for document_id in self._story(report):
            for other in self.by_document[document_id]:
                event_id = self.event_of.get(other.mention.event_mention_id)
                if event_id is not None and self._is_same(report, other) and not self._tells(report.document.document_id, event_id):
                    self._join(report, event_id, 1.0)
                    return
        self._found(report)

    def _tells(self, document_id: str, event_id: str) -> bool:
        return any(m.document.document_id == document_id for m in self.members[event_id])

    def _is_same(self, a: Report, b: Report) -> bool:
        mine, other = a.mention, b.mention
        if other.is_primary or mine.relation == "other" or (mine.event_type, mine.relation) != (other.event_type, other.relation):
            return False
        if mine.relation == "previous":  # linked through what it precedes, whatever its date
            target = self.event_of.get(mine.relation_to or "")
            return target is not None and target == self.event_of.get(other.relation_to or "")
        return self._fits(a, b)

    def _fits(self, a: Report, b: Report) -> bool:
        apart = gap(a.mention, b.mention)
        return (apart is None or apart == timedelta(0)) and _place(a, b) >= 0 and bool(a.actor_ids & b.actor_ids)

    def _found(self, report: Report) -> None:
        mention_id = report.mention.event_mention_id
        event_id = content_id("evt", mention_id)
        self.events.append(Event(event_id, mention_id))
        self._join(report, event_id, 1.0)

    def _join(self, report: Report, event_id: str, match_score: float) -> None:
        self._enter(report, event_id)
        self.memberships.append(
            EventMembership(report.mention.event_mention_id, report.document.document_id, event_id, round(min(match_score, 1.0), 4))
        )


def telling_order(document: Document) -> tuple[datetime, str]:
    """Earliest told first, undated last, then by reference: the order in which reports found and join events."""
    return document.published_earliest or datetime.max, document.document_ref
