"""Words of a document that linking must not see, because accounts contest them: figures, offices, and who did it, however it is put."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.lexicon import any_of, lexicon
from extractors.records import DocumentActor, EventMention

WORD = re.compile(r"[^\W\d_]+")
_LISTS = lexicon("masks.toml", "linkers")
ALWAYS = frozenset(word for group in ("figures", "offices", "perpetrators") for word in _LISTS[group])
"""Words that are masked in every document."""
_NAME = r"(?:[^\W\d_a-z]\.){2,}|[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*"
_NAMES = rf"(?:(?:{_NAME})(?:\s+(?:of\s+the\s+|of\s+|and\s+|al-)?(?:{_NAME}))*)"
_DEEDS, _MEANS, _BLAMING = (any_of(_LISTS[group]).pattern for group in ("deeds", "means", "blaming"))
_DOERS = tuple(
    re.compile(pattern)
    for pattern in (
        # "Saudi Arabia bombed", "Houthi fighters have shelled", "Turkey's air force is striking"
        rf"(?P<who>{_NAMES})(?:['’]s?)?(?:\s+[a-z-]+){{0,2}}?\s+(?:(?:has|have|had|is|are|was|were)\s+)?(?i:\b(?:{_DEEDS})\b)(?!\s+(?:by|in|near|at|on)\b)",
        # "Saudi air strikes", "the Turkish-backed raid"
        rf"(?P<who>{_NAMES})(?:['’]s?)?(?:-(?:led|backed))?(?:\s+[a-z-]+)?\s+(?i:\b(?:{_MEANS})\b)",
        # "killed by Turkish warplanes", "blamed on Ethiopia", "accused Russia"
        rf"(?i:\b(?:{_BLAMING}))\s+(?:(?:the|a|an|suspected|alleged)\s+)*(?P<who>{_NAMES})",
    )
)


def contested_words(
    opening: Iterable[str], actors: Iterable[DocumentActor], mentions: Iterable[EventMention], places: Iterable[str]
) -> set[str]:
    """Lower-case words by which a document may name who did it: those that were read, and in `opening` (headline and lead) names that stand
    where doers stand, read or not. Names of `places` are none: "Aden bombed" says where.
    """
    names = {a.document_actor_id: a.name for a in actors}
    told = {name for m in mentions for name in (m.responsible, names.get(m.responsible_document_actor_id or "")) if name}
    read = {word.lower() for name in told for word in WORD.findall(name)}
    where = {word.lower() for name in places for word in WORD.findall(name)}
    seen = {w.lower() for text in opening for doer in _DOERS for match in doer.finditer(text) for w in WORD.findall(match["who"])}
    return read | (seen - where)


def is_contested(name: str, contested: Iterable[str]) -> bool:
    """Whether a name is made of such words alone, in singular or plural: "Houthi fighters" are "Houthis"."""
    words = {word.lower().rstrip("s") for word in WORD.findall(name)}
    return bool(words) and words <= {word.rstrip("s") for word in contested}
