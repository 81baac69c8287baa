"""Records made by hand, a clock that stands, and a warehouse in a folder of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from extractors.records import ActorMention, Document, DocumentActor, Extraction, Place, PlaceContainment, Section
from warehouse.store import Warehouse

NOON = datetime(2025, 6, 18, 12, 0)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse", clock=lambda: NOON)


@pytest.fixture
def document() -> Callable[..., Document]:
    return make_document


def make_document(ref: str = "one", text: str = "Anna Berg met reporters in Kyiv.") -> Document:
    nothing = dict.fromkeys(Document.__dataclass_fields__)
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = {"document_id": f"doc_{ref}_{digest[:6]}", "document_ref": ref, "text": text, "text_sha256": digest, "is_date_conflict": False}
    return Document(**{**nothing, **known})


def make_extraction(document: Document, *, version: str = "1", names: tuple[str, ...] = ("Anna Berg",)) -> Extraction:
    """A section, a place and an actor for each name; actors and mentions are named for the document, so that keys do not meet."""
    at = {"document_id": document.document_id, "start_char": 0, "end_char": 4, "quote": document.text[:4]}
    actors = tuple(
        DocumentActor(f"{document.document_id}/{name}", document.document_id, name, "Person", None, name.lower(), False) for name in names
    )
    mentions = tuple(
        ActorMention(
            f"m/{actor.document_actor_id}", actor.document_actor_id, **at, section_kind="body", is_weak=False, extractor_version=version
        )
        for actor in actors
    )
    return Extraction(
        document,
        sections=(Section(document.document_id, 0, len(document.text), "body", version),),
        places=(Place("iso:UA", "Ukraine", "UA", None, 1, 49.0, 32.0),),
        place_containment=(PlaceContainment("iso:UA", "iso:UA", 0),),
        document_actors=actors,
        actor_mentions=mentions,
    )
