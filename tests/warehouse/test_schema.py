"""A build file made by another version: upgraded in place with a copy, or refused with the cure, and nothing lost either way."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from extractors.records import Document, Section
from tests.warehouse.conftest import make_extraction
from warehouse import schema
from warehouse.errors import WarehouseOutdated
from warehouse.store import Warehouse

OLD_ROW = "doc_1", "articles/a.txt", "A body.", "hash"


def older(folder: Path, *changes: str) -> Warehouse:
    """A warehouse as an older version left it: no shape written down, tables as they were, one document that was read."""
    warehouse = Warehouse(folder)
    folder.mkdir(exist_ok=True)
    with duckdb.connect(str(warehouse.build_path)) as connection:
        connection.execute(schema.raw_sql())
        connection.execute(
            "INSERT INTO raw.documents BY NAME SELECT ? AS document_id, ? AS document_ref, ? AS text, ? AS text_sha256, "
            "FALSE AS is_date_conflict, TIMESTAMP '2025-01-01' AS ingested_at",
            OLD_ROW,
        )
        connection.execute("INSERT INTO raw.extractions VALUES ('doc_1', 'v', 'm')")
        for change in changes:
            connection.execute(change)
    return warehouse


def asked(warehouse: Warehouse, query: str) -> list[tuple]:
    with warehouse.connect() as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize(
    ("changes", "is_read_again"),
    [
        ([], False),
        (["DROP TABLE raw.judgements", "DROP TABLE raw.forgotten", "DROP TABLE cache.landed"], False),
        (["ALTER TABLE raw.attributions DROP COLUMN cue_class"], True),
        (["ALTER TABLE raw.attributions DROP COLUMN cue_class", "ALTER TABLE raw.attributions ADD COLUMN cue_kind VARCHAR"], True),
        (["ALTER TABLE raw.claims ALTER COLUMN value TYPE INTEGER"], True),
        (["ALTER TABLE raw.documents DROP COLUMN source_path"], True),
    ],
)
def test_an_older_file_becomes_one_of_this_shape(tmp_path: Path, changes: list[str], is_read_again: bool) -> None:
    warehouse = older(tmp_path / "w", *changes)
    assert asked(warehouse, "SELECT document_id, document_ref, text, text_sha256 FROM raw.documents") == [OLD_ROW]
    assert (warehouse.unread_documents("v", "m") == ["doc_1"]) is is_read_again
    with warehouse.connect() as connection:
        assert schema.shape_of(connection) == schema.shape()
        assert {name: dict(columns) for name, columns in schema._tables(connection).items()} == schema.wanted()
    copies = list((warehouse.directory / "backups").glob("*.duckdb"))
    assert len(copies) == 1, "and the second opening makes none"
    with duckdb.connect(str(copies[0]), read_only=True) as copy:
        assert copy.execute("SELECT text FROM raw.documents").fetchall() == [("A body.",)]


@pytest.mark.parametrize(
    "change",
    ["ALTER TABLE raw.documents ADD COLUMN mood VARCHAR", "ALTER TABLE raw.documents ALTER COLUMN is_date_conflict TYPE VARCHAR"],
)
def test_what_would_lose_something_is_refused_and_left_as_it_is(tmp_path: Path, change: str) -> None:
    warehouse = older(tmp_path / "w", change)
    with pytest.raises(
        WarehouseOutdated, match=r"raw\.documents \((mood|is_date_conflict)\).*go back to that version.*--warehouse"
    ) as raised:
        warehouse.counts()
    assert "\n" not in str(raised.value)
    with duckdb.connect(str(warehouse.build_path)) as connection:
        assert connection.execute("SELECT count(*) FROM raw.extractions").fetchone() == (1,)
        assert schema.shape_of(connection) is None


def test_terms_are_never_counted_of_profiles_that_are_gone(tmp_path: Path) -> None:
    change = "ALTER TABLE cache.report_profiles DROP COLUMN title_places"
    warehouse = older(tmp_path / "w", "INSERT INTO cache.term_counts VALUES (7, 1)", change)
    assert asked(warehouse, "SELECT count(*) FROM cache.term_counts") == [(0,)]


def test_a_file_of_the_first_release_is_upgraded(tmp_path: Path) -> None:
    """first_release.sql is raw.sql as it was then, with a document that was read."""
    warehouse = Warehouse(tmp_path / "w")
    warehouse.directory.mkdir()
    with duckdb.connect(str(warehouse.build_path)) as connection:
        connection.execute((Path(__file__).parent / "first_release.sql").read_text(encoding="utf-8"))
    assert warehouse.unread_documents("v", "m") == ["doc_1"], "and is to be read again"
    (document,) = warehouse.records(Document, "documents")
    assert document.text == "A body."
    read = make_extraction(document)
    warehouse.replace_extractions([read], version="v", model="m")
    assert warehouse.records(Section, "sections") == list(read.sections)
    assert len(list((warehouse.directory / "backups").glob("*.duckdb"))) == 1


def test_a_new_file_has_the_shape_and_no_copy(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    assert asked(warehouse, "SELECT shape FROM meta.schema") == [(schema.shape(),)]
    assert not (warehouse.directory / "backups").exists()


def test_only_the_newest_copies_are_kept(tmp_path: Path) -> None:
    build = tmp_path / "build.duckdb"
    build.write_bytes(b"now")
    (tmp_path / "backups").mkdir()
    for year in (2020, 2021, 2022):
        (tmp_path / "backups" / f"build-{year}0101-000000.duckdb").write_bytes(b"then")
    copy = schema.back_up(build)
    assert copy.read_bytes() == b"now"
    assert [path.name for path in sorted(copy.parent.iterdir())] == ["build-20220101-000000.duckdb", copy.name]
