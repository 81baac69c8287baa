"""What people know of names: other names of one actor, and whether two names are one or not. Wins over every rule.

Judgements are three-valued, after nomenklatura: same joins, different and unsure hold apart. What is held apart is never joined through a
third name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractors.names import fold, name_key


@dataclass(frozen=True, slots=True)
class Alias:
    """A row of seeds/reference/aliases.csv: another name of an actor, and what is known of it."""

    name: str
    alias: str
    kind: str
    country_code: str | None = None
    wikidata_id: str | None = None


@dataclass(frozen=True, slots=True)
class NameJudgement:
    """A row of seeds/reference/actor_judgements.csv: whether two names are one actor's. `verdict`: same, different, unsure."""

    name_a: str
    name_b: str
    verdict: str


class ContradictoryJudgements(ValueError):
    """Judgements that cannot all hold; the message is one line with the cure."""


class Identities:
    """The canonical key of every name that people said something of.

    Raises ContradictoryJudgements where two names are judged the same and also held apart.
    """

    def __init__(self, aliases: Iterable[Alias] = (), judgements: Iterable[NameJudgement] = ()) -> None:
        aliases, judgements = list(aliases), list(judgements)
        apart = [(j.name_a, j.name_b) for j in judgements if j.verdict != "same"]
        self._split = {fold(name) for pair in apart if name_key(pair[0]) == name_key(pair[1]) for name in pair}
        self._root: dict[str, str] = {}
        self._apart = [(self._own_key(a), self._own_key(b)) for a, b in apart]
        for judgement in judgements:
            if judgement.verdict == "same" and not self._join(judgement.name_a, judgement.name_b):
                raise ContradictoryJudgements(
                    f"{judgement.name_a!r} and {judgement.name_b!r} are judged the same, but other rows hold them apart: "
                    "take one of the rows out of seeds/reference/actor_judgements.csv"
                )
        for row in aliases:
            self._join(row.name, row.alias)  # a judgement that holds them apart wins
        self._known = {self.key(row.name): row for row in reversed(aliases)}

    def key(self, name: str) -> str:
        """The key under which every name of the actor is known."""
        return self._find(self._own_key(name))

    def resolve(self, name: str) -> tuple[str, bool]:
        """That key, and whether people, not its spelling, say who bears the name."""
        own = self._own_key(name)
        key = self._find(own)
        return key, key != own

    def known(self, name: str) -> Alias | None:
        """What the reference rows know of the actor of that name."""
        return self._known.get(self.key(name))

    def _own_key(self, name: str) -> str:
        return f"{name_key(name)}/{fold(name)}" if self._split and fold(name) in self._split else name_key(name)

    def _find(self, key: str) -> str:
        while key in self._root:
            key = self._root[key]
        return key

    def _join(self, name: str, other: str) -> bool:
        """Whether the two may be one and now are."""
        root, joining = self.key(name), self.key(other)
        if any({self._find(a), self._find(b)} == {root, joining} for a, b in self._apart if self._find(a) != self._find(b)):
            return False
        if any({a, b} <= {self._own_key(name), self._own_key(other)} for a, b in self._apart):
            return False
        if root != joining:
            self._root[joining] = root
        return True
