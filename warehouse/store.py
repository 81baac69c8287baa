"""The build file `<warehouse>/build.duckdb`: records in, records out. Opened late, closed early, one transaction per batch.

Only the pipeline opens it; DuckDB lets no second process in while one has it open. Readers get the published file (publish.py).
What may not live here: reading text, comparing documents, rules of disagreement.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import duckdb
import pyarrow as pa

from extractors.arrow import from_table, schema_of, to_table
from extractors.records import Document, Extraction
from linkers.records import Links
from warehouse import schema
from warehouse.errors import UnknownDocument, WarehouseBroken, WarehouseBusy, is_of_disk, of_disk
from warehouse.intake import Reject
from warehouse.lock import held
from warehouse.stamps import set_stamp

T = TypeVar("T")

LOG = logging.getLogger("rashomon.store")

MEMORY = "2GB"
"""What DuckDB may hold of the build file; beyond that it writes to disk. Left alone it takes four fifths of the machine."""

EXTRACTED: dict[str, type] = {f.name: get_args(get_type_hints(Extraction)[f.name])[0] for f in fields(Extraction) if f.name != "document"}
"""Tables that a document is read into, by name, with their records. The fields of Extraction bear the names of the tables."""

LINKED: dict[str, type] = {f.name: get_args(get_type_hints(Links)[f.name])[0] for f in fields(Links)}
"""Tables that linking fills, in the same way."""

NEWEST = """document_id IN (
    SELECT document_id FROM raw.documents
    QUALIFY row_number() OVER (PARTITION BY document_ref ORDER BY ingested_at DESC, document_id DESC) = 1
)"""
"""SQL: of the version of its document that came in last, which alone counts in events."""

_MEMBERS = "(SELECT event_id, document_id FROM raw.event_memberships SEMI JOIN raw.event_mentions USING (event_mention_id))"
STANDING = {
    "actors": "actor_id IN (SELECT actor_id FROM raw.actor_links SEMI JOIN raw.document_actors USING (document_actor_id))",
    "actor_links": "document_actor_id IN (SELECT document_actor_id FROM raw.document_actors)",
    "events": f"event_id IN (SELECT event_id FROM {_MEMBERS}) OR event_id IN (SELECT event_id FROM raw.event_changes)",
    "event_memberships": "event_mention_id IN (SELECT event_mention_id FROM raw.event_mentions)",
    "event_links": f"(event_id, document_id_a) IN (FROM {_MEMBERS}) AND (event_id, document_id_b) IN (FROM {_MEMBERS})",
    "event_changes": "TRUE",
    "origins": "origin_id IN (SELECT origin_id FROM raw.claim_origins SEMI JOIN raw.claims USING (claim_id))",
    "claim_origins": "claim_id IN (SELECT claim_id FROM raw.claims)",
}
"""SQL: which rows of a link table still have what they link. A document read again by newer rules may have lost some."""

_HOLDER = re.compile(r"\(PID (\d+)\)")


def utc_now() -> datetime:
    """Naive UTC, as all times in the warehouse."""
    return datetime.now(UTC).replace(tzinfo=None)


class Warehouse:
    """The folder with the build file and the published file.

    `clock` gives ingested_at and rejected_at; tests set it. The folder and the raw tables are made when they are first needed.
    """

    def __init__(self, directory: Path | str, clock: Callable[[], datetime] = utc_now) -> None:
        self.directory = Path(directory)
        self.build_path = self.directory / "build.duckdb"
        self.marts_path = self.directory / "marts.duckdb"
        self.landing_path = self.directory / "fetched"
        self.clock = clock
        self.patience = 20.0  # seconds to wait for DuckDB's lock: a reader of the build file, or what a killed run left behind

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The build file, open for reading and writing, with all raw tables there. Hold it briefly.

        Raises WarehouseBusy while another process has it open, WarehouseBroken where it cannot be opened at all.
        """
        connection = self._opened()
        try:
            with connection:
                connection.execute(f"SET TimeZone = 'UTC'; SET memory_limit = '{MEMORY}'")
                yield connection
        except (duckdb.Error, OSError) as error:
            if is_of_disk(error):
                raise of_disk(error, self.directory) from error
            raise

    def _opened(self) -> duckdb.DuckDBPyConnection:
        """The build file with every table there: made where it is new, upgraded where it is older."""
        connection = self._open()
        if schema.shape_of(connection) == schema.shape():
            return connection
        try:
            if schema.is_new(connection):
                schema.create(connection)
                return connection
            connection.close()
            with self.held():
                copy = schema.back_up(self.build_path)
                connection = self._open()
                if schema.shape_of(connection) != schema.shape():  # else another process was quicker
                    LOG.warning("the warehouse %s is of an older version: upgraded in place, the copy is %s", self.directory, copy)
                    schema.upgrade(connection)
            return connection
        except BaseException as error:
            connection.close()
            if isinstance(error, (duckdb.Error, OSError)) and is_of_disk(error):
                raise of_disk(error, self.directory) from error
            raise

    def _open(self) -> duckdb.DuckDBPyConnection:
        until = time.monotonic() + self.patience
        while True:
            try:
                self.directory.mkdir(parents=True, exist_ok=True)
                return duckdb.connect(str(self.build_path))
            except (duckdb.Error, OSError) as error:
                known = _opening_error(error, self.build_path)
                if not isinstance(known, WarehouseBusy) or time.monotonic() >= until:
                    raise known from error
            time.sleep(0.2)

    def held(self) -> AbstractContextManager[None]:
        """The right to write, which one process has at a time: see lock.py. Every verb that changes rows takes it."""
        return held(self.directory)

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """As `connect`, all or nothing."""
        with self.connect() as connection:
            connection.begin()
            yield connection  # an error closes the connection, which rolls back
            connection.commit()

    def known_texts(self, texts: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of the pairs of document_ref and text_sha256 that the warehouse has."""
        refs, hashes = zip(*texts, strict=True)
        asked = pa.table({"document_ref": pa.array(refs, pa.string()), "text_sha256": pa.array(hashes, pa.string())})
        with self.connect() as connection:
            _register(connection, "asked", asked)
            query = "SELECT document_ref, text_sha256 FROM raw.documents SEMI JOIN asked USING (document_ref, text_sha256)"
            return set(connection.execute(query).fetchall())

    def forgotten_texts(self, texts: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of the pairs of document_ref and text_sha256 that people had taken out: by that name, or by that very text."""
        asked = set(texts)
        with self.connect() as connection:
            gone = connection.execute("SELECT document_ref, text_sha256 FROM raw.forgotten").fetchall()
        refs, hashes = {ref for ref, _ in gone}, {digest for _, digest in gone}
        return {(ref, digest) for ref, digest in asked if ref in refs or digest in hashes}

    def add_documents(self, documents: Mapping[Document, str]) -> int:
        """Add the documents, each with the file it came from, that are not there yet; says how many were new.

        A known document_id is left as it is: the same document_ref with the same text came in before.
        """
        with self.transaction() as connection:
            _register(connection, "incoming", to_table(Document, documents))
            _register(connection, "paths", _paths_table(documents))
            return _count(
                connection.execute(
                    """
                    INSERT INTO raw.documents BY NAME
                    SELECT incoming.*, ?::TIMESTAMP AS ingested_at, paths.source_path
                    FROM incoming JOIN paths USING (document_id)
                    ANTI JOIN raw.documents USING (document_id)
                    """,
                    [self.clock()],
                )
            )

    def add_rejects(self, rejects: Iterable[Reject]) -> int:
        """Keep what could not be taken in; says how many were new. The same defect of the same file stays one row."""
        unique = {reject.reject_id: reject for reject in rejects}
        if not unique:
            return 0
        with self.transaction() as connection:
            _register(connection, "incoming", to_table(Reject, unique.values()))
            insert = """
                INSERT INTO raw.rejects BY NAME
                SELECT *, ?::TIMESTAMP AS rejected_at FROM incoming ANTI JOIN raw.rejects USING (reject_id)
            """
            return _count(connection.execute(insert, [self.clock()]))

    def landed(self) -> set[str]:
        """Names of the landed files that are taken in already."""
        with self.connect() as connection:
            return {name for (name,) in connection.execute("SELECT name FROM cache.landed").fetchall()}

    def add_landed(self, names: Sequence[str]) -> None:
        """Remember that these landed files are taken in."""
        if names:
            with self.transaction() as connection:
                _register(connection, "names", pa.table({"name": pa.array(names, pa.string())}))
                connection.execute("INSERT INTO cache.landed SELECT name FROM names ANTI JOIN cache.landed USING (name)")

    def unread_documents(self, version: str, model: str) -> list[str]:
        """Ids of the documents that this version of the rules with this model has not read, in the order they came in."""
        query = """
            SELECT document_id FROM raw.documents
            ANTI JOIN (FROM raw.extractions WHERE extractor_version = ? AND model = ?) USING (document_id)
            ORDER BY ingested_at, document_ref, document_id
        """
        with self.connect() as connection:
            return [row[0] for row in connection.execute(query, [version, model]).fetchall()]

    def unread(self, document: str | None, again: str) -> int:
        """Forget that documents were read, and their kept parses: of all, or of the one with this document_ref or document_id.

        `again` is any text that was not given before: what follows from them is made anew too. Says how many documents there are;
        raises UnknownDocument where none is of that name.
        """
        with self.transaction() as connection:
            asked = "SELECT document_id FROM raw.documents WHERE ?::VARCHAR IS NULL OR ?::VARCHAR IN (document_ref, document_id)"
            found = _count(connection.execute(f"SELECT count(*) FROM ({asked})", [document, document]))
            if document is not None and not found:
                raise UnknownDocument(f"no document is called {document!r}; give its document_ref, as `rashomon show` prints it")
            for table in ("raw.extractions", "cache.parses"):
                connection.execute(f"DELETE FROM {table} WHERE document_id IN ({asked})", [document, document])
            set_stamp(connection, "reread", again)
        return found

    def documents_with_parses(self, document_ids: Sequence[str]) -> tuple[list[Document], dict[str, tuple[str, bytes]]]:
        """The documents with these ids, in this order, and their kept parses: document_id -> (parse_key, bytes of a DocBin).

        Ids that are not there are left out.
        """
        with self.connect() as connection:
            _register(connection, "asked", pa.table({"document_id": pa.array(document_ids, pa.string())}))
            found = connection.execute("SELECT * FROM raw.documents SEMI JOIN asked USING (document_id)").to_arrow_table()
            parses = connection.execute(
                "SELECT document_id, parse_key, docbin FROM cache.parses SEMI JOIN asked USING (document_id)"
            ).fetchall()
        by_id = {document.document_id: document for document in from_table(Document, found)}
        documents = [by_id[document_id] for document_id in document_ids if document_id in by_id]
        return documents, {document_id: (key, docbin) for document_id, key, docbin in parses}

    def replace_extractions(
        self, batch: Sequence[Extraction], *, version: str, model: str, parses: Mapping[str, tuple[str, bytes]] | None = None
    ) -> None:
        """Put what was read from these documents in the place of what was read from them before, in one transaction.

        The head of the document (title, dates) is replaced too; when and whence it came in stays. `parses` replace those kept.
        """
        ids = [extraction.document.document_id for extraction in batch]
        done = pa.table({"document_id": pa.array(ids, pa.string())})
        with self.transaction() as connection:
            _register(connection, "done", done)
            _upsert(
                connection, "documents", to_table(Document, [extraction.document for extraction in batch]), {"ingested_at": self.clock()}
            )
            for table, kind in EXTRACTED.items():
                rows = to_table(kind, [row for extraction in batch for row in getattr(extraction, table)])
                if "document_id" in rows.column_names:
                    connection.execute(f"DELETE FROM raw.{table} WHERE document_id IN (SELECT document_id FROM done)")
                    _insert(connection, table, rows)
                else:
                    _upsert(connection, table, rows)
            _register(connection, "incoming", _parses_table(parses or {}))
            connection.execute("INSERT OR REPLACE INTO cache.parses SELECT * FROM incoming")
            connection.execute("DELETE FROM raw.extractions WHERE document_id IN (SELECT document_id FROM done)")
            connection.execute("INSERT INTO raw.extractions SELECT document_id, ?, ? FROM done", [version, model])

    def replace_tables(
        self, tables: Mapping[str, tuple[type, Iterable[Any]]], *, then: Callable[[duckdb.DuckDBPyConnection], None] | None = None
    ) -> None:
        """Replace the whole content of raw tables by the given records, and do `then`, in one transaction."""
        with self.transaction() as connection:
            for table, (kind, records) in tables.items():
                connection.execute(f"DELETE FROM raw.{table}")
                _insert(connection, table, to_table(kind, records))
            if then:
                then(connection)

    def records(self, kind: type[T], table: str, *, where: str = "TRUE") -> list[T]:
        """The rows of a raw table as records, in the order of their key. `where` is SQL of ours, never of a user."""
        columns = ", ".join(schema_of(kind).names)
        with self.connect() as connection:
            return list(
                from_table(kind, connection.execute(f"SELECT {columns} FROM raw.{table} WHERE {where} ORDER BY ALL").to_arrow_table())
            )

    def counts(self) -> dict[str, int]:
        """How many rows each raw table has."""
        with self.connect() as connection:
            names = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'raw' ORDER BY 1").fetchall()
            return {name: _count(connection.execute(f"SELECT count(*) FROM raw.{name}")) for (name,) in names}


def _paths_table(documents: Mapping[Document, str]) -> pa.Table:
    ids = pa.array([document.document_id for document in documents], pa.string())
    return pa.table({"document_id": ids, "source_path": pa.array(list(documents.values()), pa.string())})


def _parses_table(parses: Mapping[str, tuple[str, bytes]]) -> pa.Table:
    keys, docbins = zip(*parses.values(), strict=True) if parses else ((), ())
    return pa.table(
        {
            "document_id": pa.array(list(parses), pa.string()),
            "parse_key": pa.array(keys, pa.string()),
            "docbin": pa.array(docbins, pa.binary()),
        }
    )


def _register(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.register(name, table)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    _register(connection, "incoming", rows)
    connection.execute(f"INSERT INTO raw.{table} BY NAME SELECT * FROM incoming")


def _upsert(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table, only_new: Mapping[str, Any] | None = None) -> None:
    """Insert or update by primary key; columns of `only_new` are set on insert and never changed. The last row of a key counts."""
    _register(connection, "incoming", _last_of_each_key(rows, _key(connection, table)))
    key = _key(connection, table)
    updates = ", ".join(f"{name} = excluded.{name}" for name in rows.column_names if name not in key)
    extra = "".join(f", ? AS {name}" for name in only_new or {})
    connection.execute(
        f"INSERT INTO raw.{table} BY NAME SELECT *{extra} FROM incoming ON CONFLICT DO "
        + (f"UPDATE SET {updates}" if updates else "NOTHING"),
        list((only_new or {}).values()),
    )


def _key(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    query = """
        SELECT constraint_column_names FROM duckdb_constraints()
        WHERE schema_name = 'raw' AND table_name = ? AND constraint_type = 'PRIMARY KEY'
    """
    row = connection.execute(query, [table]).fetchone()
    return list(row[0]) if row else []


def _last_of_each_key(rows: pa.Table, key: Sequence[str]) -> pa.Table:
    positions = {values: i for i, values in enumerate(zip(*(rows.column(name).to_pylist() for name in key), strict=True))}
    return rows if len(positions) == rows.num_rows else rows.take(sorted(positions.values()))


def _count(result: duckdb.DuckDBPyConnection) -> int:
    row = result.fetchone()
    return int(row[0]) if row else 0


def _opening_error(error: Exception, path: Path) -> Exception:
    text = " ".join(str(error).split())
    if "could not set lock" in text.lower():
        holder = _HOLDER.search(text)
        who = f"process {holder[1]}" if holder else "another process"
        return WarehouseBusy(
            f"the warehouse {path} is held by {who}; wait for it or end it, then run again (to read, open marts.duckdb beside it)"
        )
    if is_of_disk(error):
        return of_disk(error, path.parent)
    return WarehouseBroken(
        f"the warehouse {path} cannot be opened ({text[:200]}); mend the folder's permissions, or move the file away, and run again"
    )
