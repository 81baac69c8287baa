"""Records in, the same records out; a batch is replaced whole or not at all; what is known is not written again."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from extractors.records import ActorMention, Document, DocumentActor, Place, Section
from linkers.records import Actor, ActorLink, Event, EventLink, EventMembership
from tests.warehouse.conftest import NOON, make_document, make_extraction
from warehouse.errors import WarehouseBroken, WarehouseBusy
from warehouse.intake import Reject
from warehouse.linking import LinkStore
from warehouse.schema import raw_sql
from warehouse.store import EXTRACTED, LINKED, NEWEST, Warehouse


def test_documents_come_in_once(warehouse: Warehouse) -> None:
    one, two = make_document("one"), make_document("two")
    assert warehouse.add_documents({one: "in/one.txt", two: "in/two.txt"}) == 2
    warehouse.clock = lambda: NOON + timedelta(days=1)
    assert warehouse.add_documents({one: "elsewhere/one.txt", make_document("three"): "in/three.txt"}) == 1
    with warehouse.connect() as connection:
        rows = connection.execute("SELECT document_ref, ingested_at, source_path FROM raw.documents ORDER BY 1").fetchall()
    assert rows == [
        ("one", NOON, "in/one.txt"),
        ("three", NOON + timedelta(days=1), "in/three.txt"),
        ("two", NOON, "in/two.txt"),
    ]
    assert warehouse.known_texts([("one", one.text_sha256), ("one", "another")]) == {("one", one.text_sha256)}


def test_records_come_back_as_they_went_in(warehouse: Warehouse) -> None:
    document = make_document(text="Ünïcode, 🙂 and a NUL: \0. In Kyiv.")
    extraction = make_extraction(document)
    warehouse.add_documents({document: "a.txt"})
    warehouse.replace_extractions([extraction], version="1", model="m 1")
    assert warehouse.documents_with_parses([document.document_id, "unknown"]) == ([document], {})
    for table, kind in EXTRACTED.items():
        assert tuple(warehouse.records(kind, table)) == getattr(extraction, table), table


def test_what_is_unread_is_told_by_rules_and_model(warehouse: Warehouse) -> None:
    one, two = make_document("one"), make_document("two")
    warehouse.add_documents({one: "", two: ""})
    warehouse.replace_extractions([make_extraction(one)], version="1", model="m 1")
    assert warehouse.unread_documents("1", "m 1") == [two.document_id]
    assert warehouse.unread_documents("2", "m 1") == warehouse.unread_documents("1", "m 2") == [one.document_id, two.document_id]


def test_a_batch_takes_the_place_of_what_was_read_before(warehouse: Warehouse) -> None:
    one, two = make_document("one"), make_document("two")
    warehouse.add_documents({one: "one.txt", two: "two.txt"})
    warehouse.replace_extractions([make_extraction(one, names=("Anna Berg", "Carl Dahl")), make_extraction(two)], version="1", model="m 1")
    warehouse.clock = lambda: NOON + timedelta(days=1)
    for _ in range(2):  # twice: the second replaces the same by the same
        warehouse.replace_extractions([make_extraction(one, version="2")], version="2", model="m 1")
    assert [actor.document_actor_id for actor in warehouse.records(DocumentActor, "document_actors")] == [
        f"{one.document_id}/Anna Berg",
        f"{two.document_id}/Anna Berg",
    ]
    assert {mention.extractor_version for mention in warehouse.records(ActorMention, "actor_mentions")} == {"1", "2"}
    assert len(warehouse.records(Place, "places")) == 1, "a place that two documents name is one row"
    with warehouse.connect() as connection:
        assert connection.execute("SELECT DISTINCT ingested_at FROM raw.documents").fetchall() == [(NOON,)]
        assert connection.execute("SELECT count(*) FROM raw.extractions").fetchone() == (2,)


def test_a_batch_that_breaks_leaves_what_was_there(warehouse: Warehouse) -> None:
    one = make_document("one")
    warehouse.add_documents({one: ""})
    warehouse.replace_extractions([make_extraction(one)], version="1", model="m 1")
    read = make_extraction(one, version="2")
    nameless = replace(read, sections=(replace(read.sections[0], kind=None),))  # type: ignore[arg-type]
    with pytest.raises(duckdb.ConstraintException):
        warehouse.replace_extractions([nameless], version="2", model="m 1")
    assert [section.extractor_version for section in warehouse.records(Section, "sections")] == ["1"]
    assert warehouse.unread_documents("1", "m 1") == []


def test_rejects_keep_the_time_they_were_first_met(warehouse: Warehouse) -> None:
    reject = Reject("r1", "in/a.txt", None, None, "empty", None)
    assert warehouse.add_rejects([reject, reject]) == 1
    warehouse.clock = lambda: NOON + timedelta(days=1)
    assert warehouse.add_rejects([reject]) == warehouse.add_rejects([]) == 0
    with warehouse.connect() as connection:
        assert connection.execute("SELECT reject_id, rejected_at FROM raw.rejects").fetchall() == [("r1", NOON)]


def test_the_newest_version_is_the_one_that_came_in_last(warehouse: Warehouse) -> None:
    old, new = make_document("one", "First text."), make_document("one", "Corrected text.")
    warehouse.add_documents({old: ""})
    warehouse.clock = lambda: NOON + timedelta(hours=1)
    warehouse.add_documents({new: ""})
    assert warehouse.records(Document, "documents", where=NEWEST) == [new]
    assert len(warehouse.records(Document, "documents")) == 2


def test_links_to_what_is_no_longer_read_do_not_stand(warehouse: Warehouse) -> None:
    document = make_document()
    kept, gone = f"{document.document_id}/Anna Berg", "doc_x/gone"
    warehouse.add_documents({document: ""})
    warehouse.replace_extractions([make_extraction(document)], version="1", model="m 1")
    warehouse.replace_tables(
        {
            "actors": (Actor, [Actor("act_1", "Anna Berg", "Person", None, None), Actor("act_2", "Gone", "Person", None, None)]),
            "actor_links": (ActorLink, [ActorLink(kept, document.document_id, "act_1", "name"), ActorLink(gone, "doc_x", "act_2", "name")]),
            "events": (Event, [Event("evt_1", "no mention")]),
            "event_memberships": (EventMembership, [EventMembership("no mention", document.document_id, "evt_1", 1.0)]),
            "event_links": (EventLink, [EventLink("evt_1", document.document_id, "doc_x", 0.9, "[]")]),
        }
    )
    LinkStore(warehouse, "1").drop_fallen()
    assert [actor.actor_id for actor in warehouse.records(Actor, "actors")] == ["act_1"]
    assert [link.document_actor_id for link in warehouse.records(ActorLink, "actor_links")] == [kept]
    assert {t: warehouse.counts()[t] for t in ("events", "event_memberships", "event_links")} == {
        "events": 0,
        "event_memberships": 0,
        "event_links": 0,
    }


def test_looking_writes_nothing(warehouse: Warehouse) -> None:
    document = make_document()
    warehouse.add_documents({document: ""})
    before = warehouse.build_path.read_bytes()
    warehouse.counts()
    warehouse.add_documents({document: ""})
    warehouse.add_rejects([])
    assert warehouse.unread_documents("1", "m 1") == [document.document_id]
    assert warehouse.build_path.read_bytes() == before


OWN = {"documents", "rejects", "extractions", "counted_classes", "forgotten", "judgements", "disagreement_changes"}
"""Tables that neither a document is read into nor linking fills."""


def test_every_record_has_its_table_and_every_table_its_record(warehouse: Warehouse) -> None:
    assert set(warehouse.counts()) == {*EXTRACTED, *LINKED, *OWN}
    assert raw_sql().count("CREATE TABLE IF NOT EXISTS raw.") == len(warehouse.counts())


def test_a_warehouse_that_another_process_holds(warehouse: Warehouse) -> None:
    document = make_document()
    warehouse.add_documents({document: ""})
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", hold, str(warehouse.build_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        warehouse.patience = 0.5
        with pytest.raises(WarehouseBusy, match=rf"held by process {holder.pid}; wait for it or end it") as raised:
            warehouse.counts()
        assert "\n" not in str(raised.value)
        holder.communicate("")
    assert warehouse.counts()["documents"] == 1, "nothing is lost"


@pytest.mark.parametrize("what", ["no database", "a file in the folder's place"])
def test_a_warehouse_that_cannot_be_opened(tmp_path: Path, what: str) -> None:
    if what == "no database":
        (tmp_path / "build.duckdb").write_text("hello" * 1000)
        directory = tmp_path
    else:
        directory = tmp_path / "file"
        directory.write_text("")
    with pytest.raises(WarehouseBroken, match="cannot be opened.*run again"):
        Warehouse(directory).counts()


def test_times_are_kept_as_utc_without_a_zone(warehouse: Warehouse) -> None:
    assert isinstance(Warehouse(warehouse.directory).clock(), datetime)
    assert Warehouse(warehouse.directory).clock().tzinfo is None


def test_parses_are_kept_by_document_and_replaced(warehouse: Warehouse) -> None:
    warehouse.replace_extractions([], version="v", model="m", parses={"doc_1": ("key-1", b"\x00one"), "doc_2": ("key-2", b"two")})
    warehouse.replace_extractions([], version="v", model="m", parses={"doc_1": ("key-3", b"three")})
    _, parses = warehouse.documents_with_parses(["doc_1", "doc_2", "doc_9"])
    assert parses == {"doc_1": ("key-3", b"three"), "doc_2": ("key-2", b"two")}
