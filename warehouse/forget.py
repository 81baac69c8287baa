"""Taking a document out: every row that was read from it, what hung on it alone, and its parse; its name and the hash of its text stay.

Blocks that the rows stood in are free for DuckDB to write over; they are not wiped.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from warehouse.errors import UnknownDocument
from warehouse.store import STANDING, Warehouse

_PLACES_NAMED = """
    SELECT place_id FROM raw.place_mentions UNION SELECT place_id FROM raw.event_mentions UNION SELECT place_id FROM raw.claims
"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken out: the document's name, its versions, and how many rows went with them. No versions: it had gone before."""

    document_ref: str
    versions: int
    rows: int


def forget(warehouse: Warehouse, document: str) -> Forgotten:
    """Take the document with this document_ref or document_id out, all its versions, in one transaction.

    An event that loses the report which founded it keeps its id while others tell of it. Raises UnknownDocument where there is none of that
    name, and there never was.
    """
    with warehouse.held(), warehouse.transaction() as connection:
        found = connection.execute("SELECT document_ref FROM raw.documents WHERE ? IN (document_ref, document_id)", [document]).fetchone()
        if not found:
            if connection.execute("SELECT 1 FROM raw.forgotten WHERE document_ref = ?", [document]).fetchone():
                return Forgotten(document, 0, 0)
            raise UnknownDocument(f"no document is called {document!r}; `rashomon show` names the documents of a disagreement")
        ref = str(found[0])
        connection.execute("CREATE TEMP TABLE leaving AS SELECT document_id, text_sha256 FROM raw.documents WHERE document_ref = ?", [ref])
        connection.execute("INSERT OR IGNORE INTO raw.forgotten SELECT ?, text_sha256, ?::TIMESTAMP FROM leaving", [ref, warehouse.clock()])
        versions = _count(connection.execute("SELECT count(*) FROM leaving"))
        connection.execute(  # the feed of changes keeps that something changed, not what the document said
            "UPDATE raw.disagreement_changes SET label_a = NULL, label_b = NULL "
            "WHERE list_has_any(document_ids, (SELECT list(document_id) FROM leaving))"
        )
        connection.execute(  # whose words may be from there is linked again, for words of his own
            """
            CREATE TEMP TABLE copies AS
            SELECT document_id, claim_id FROM raw.claim_origins WHERE basis = 'copy' AND origin_id IN (
                SELECT origin_id FROM raw.claim_origins SEMI JOIN leaving USING (document_id)
            )
            """
        )
        connection.execute("DELETE FROM cache.linked_documents WHERE document_id IN (SELECT document_id FROM copies)")
        connection.execute("DELETE FROM raw.claim_origins WHERE claim_id IN (SELECT claim_id FROM copies)")
        connection.execute("DROP TABLE copies")
        rows = sum(_delete_of_documents(connection, schema, table, column) for schema, table, column in _document_columns(connection))
        rows += _count(connection.execute("DELETE FROM raw.rejects WHERE document_ref = ?", [ref]))
        for table, standing in STANDING.items():
            rows += _count(connection.execute(f"DELETE FROM raw.{table} WHERE NOT coalesce({standing}, FALSE)"))
        rows += _delete_unnamed_places(connection)
        connection.execute("DROP TABLE leaving")
    return Forgotten(ref, versions, rows)


def recall(warehouse: Warehouse, document_ref: str) -> int:
    """Let a forgotten document in again with the next run that meets it; says how many versions were known. Raises UnknownDocument."""
    with warehouse.held(), warehouse.transaction() as connection:
        known = _count(connection.execute("DELETE FROM raw.forgotten WHERE document_ref = ?", [document_ref]))
    if not known:
        raise UnknownDocument(f"no forgotten document is called {document_ref!r}; table raw.forgotten of the build file lists them")
    return known


def _document_columns(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """Schema, table and column of every column that names a document, documents itself last: other rows are found by it."""
    query = """
        SELECT schema_name, table_name, column_name FROM duckdb_columns()
        WHERE schema_name IN ('raw', 'cache') AND database_name = current_database()
          AND regexp_full_match(column_name, 'document_id(_[a-z]+)?')
        ORDER BY table_name = 'documents', schema_name, table_name, column_name
    """
    return connection.execute(query).fetchall()


def _delete_of_documents(connection: duckdb.DuckDBPyConnection, schema: str, table: str, column: str) -> int:
    return _count(connection.execute(f"DELETE FROM {schema}.{table} WHERE {column} IN (SELECT document_id FROM leaving)"))


def _delete_unnamed_places(connection: duckdb.DuckDBPyConnection) -> int:
    """Places that no remaining document names, nor any place within them."""
    kept = f"SELECT ancestor_place_id FROM raw.place_containment WHERE place_id IN ({_PLACES_NAMED}) UNION {_PLACES_NAMED}"
    connection.execute(f"CREATE TEMP TABLE places_kept AS SELECT place_id FROM ({kept}) AS kept(place_id) WHERE place_id IS NOT NULL")
    unnamed = "NOT IN (SELECT place_id FROM places_kept)"
    rows = _count(connection.execute(f"DELETE FROM raw.place_containment WHERE place_id {unnamed}"))
    rows += _count(connection.execute(f"DELETE FROM raw.places WHERE place_id {unnamed}"))
    connection.execute("DROP TABLE places_kept")
    return rows


def _count(result: duckdb.DuckDBPyConnection) -> int:
    row = result.fetchone()
    return int(row[0]) if row else 0
