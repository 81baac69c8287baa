"""The lattice of things counted: which class a noun phrase names, and how classes stand to one another.

The lattice is `classes.csv`, reviewed by hand. A class has one parent at most, so that the least common ancestor is
one class.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from extractors.records import CountedClass


@cache
def _rows() -> tuple[dict[str, str], ...]:
    lines = files(__package__).joinpath("classes.csv").read_text(encoding="utf-8").splitlines()
    return tuple(csv.DictReader(line for line in lines if line.strip() and not line.startswith("#")))


@cache
def _parents() -> dict[str, str | None]:
    return {row["class"]: row["parent"] or None for row in _rows()}


@cache
def _entries() -> dict[str, tuple[tuple[frozenset[str], str], ...]]:
    """Head lemma -> (modifiers that must be there, class), most modifiers first; of two equal ones the later, narrower row."""
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in reversed(_rows()):
        for lemma in row["lemmas"].split(";"):
            *modifiers, head = lemma.split()
            found.setdefault(head, []).append((frozenset(modifiers), row["class"]))
    return {head: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for head, entries in found.items()}


def class_of(head: str, modifiers: Iterable[str] = ()) -> str | None:
    """The class of a noun phrase by the lemma of its head and the lemmas of the words before it, lower case; None where unknown."""
    have = frozenset(modifiers)
    return next((name for needed, name in _entries().get(head, ()) if needed <= have), None)


@cache
def ancestors(counted_class: str) -> tuple[str, ...]:
    """The class itself and its ancestors, nearest first. Raises KeyError for a class that is not in the lattice."""
    parent = _parents()[counted_class]
    return (counted_class,) if parent is None else (counted_class, *ancestors(parent))


def subsumes(ancestor: str, counted_class: str) -> bool:
    """Whether everything of the second class is of the first; a class subsumes itself, an unknown class only itself."""
    return ancestor == counted_class or counted_class in _parents() and ancestor in ancestors(counted_class)


def common_ancestor(one: str | None, two: str | None) -> str | None:
    """The least class that subsumes both; None where there is none."""
    if one is None or two is None or one not in _parents() or two not in _parents():
        return one if one == two else None
    return next((name for name in ancestors(one) if name in ancestors(two)), None)


def class_closure() -> list[CountedClass]:
    """Every class with each of its ancestors; every class is its own ancestor at distance 0."""
    return [CountedClass(name, ancestor, distance) for name in _parents() for distance, ancestor in enumerate(ancestors(name))]
