"""Which claims stand in a passage that another report has word for word: wire copy under two names is one voice."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from linkers.records import ClaimOrigin
from linkers.told import ToldClaim, ToldDocument

PASSAGE = 12
"""Words in a row, those of the claim among them, that two writers do not hit upon by chance."""
_WORD = re.compile(r"\w+")

Key = tuple[object, ...]


def told_order(document: ToldDocument) -> tuple[bool, datetime, str]:
    """Earliest published first, undated last, then by reference."""
    return document.published_earliest is None, document.published_earliest or datetime.min, document.document_ref


class Passages:
    """The claims met so far by the passages that they stand in: what is known first, then new ones, each in the order of telling."""

    def __init__(self, documents: Iterable[ToldDocument], event_of: Mapping[str, str]) -> None:
        self._documents = {d.document_id: d for d in documents}
        self._event_of = event_of  # event_mention_id -> event_id, of the events that more than one document tells of
        self._words: dict[str, tuple[list[int], list[str]]] = {}
        self._met: dict[Key, tuple[str, str]] = {}

    def meet_known(self, claims: Iterable[ToldClaim], origins: Iterable[ClaimOrigin]) -> None:
        """Meet claims whose origin stands."""
        origin_of = {row.claim_id: row.origin_id for row in origins}
        there = [claim for claim in claims if claim.claim_id in origin_of]
        for claim in sorted(there, key=lambda c: told_order(self._documents[c.document_id])):
            self.meet(claim, origin_of[claim.claim_id])

    def meet(self, claim: ToldClaim, origin_id: str) -> None:
        """A later claim in the same words goes back to this origin."""
        for key in self._keys(claim):
            self._met.setdefault(key, (claim.document_id, origin_id))

    def origin_of(self, claim: ToldClaim) -> str | None:
        """The origin of the first document that has the claim in the same words, where that was told before this one."""
        for key in self._keys(claim):
            document_id, origin_id = self._met.get(key, (claim.document_id, None))
            if told_order(self._documents[document_id]) < told_order(self._documents[claim.document_id]):
                return origin_id
        return None

    def _keys(self, claim: ToldClaim) -> Iterator[Key]:
        """The claim with the words up to it, from it on, and around it."""
        event_id = self._event_of.get(claim.event_mention_id or "")
        if event_id is None:
            return
        starts, words = self._split(claim.document_id)
        first, last = max(0, bisect_right(starts, claim.start_char) - 1), bisect_left(starts, claim.end_char)
        spare = max(0, PASSAGE - (last - first))
        for place, before in enumerate((spare, 0, spare // 2)):
            passage = words[max(0, first - before) : last + spare - before]
            if len(passage) >= PASSAGE:
                yield (event_id, claim.aspect, claim.measure, claim.value_low, place, *passage)

    def _split(self, document_id: str) -> tuple[list[int], list[str]]:
        if document_id not in self._words:
            found = [(m.start(), m[0].lower()) for m in _WORD.finditer(self._documents[document_id].text)]
            self._words[document_id] = [start for start, _ in found], [word for _, word in found]
        return self._words[document_id]
