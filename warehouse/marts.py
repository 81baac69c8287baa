"""Questions to the published file, as the command line and Dagster ask them. Opens it, asks, closes it; never writes, decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import NotPublished, WarehouseBroken, WarehouseBusy

Row = dict[str, Any]

CLASSES = ("conflict", "unresolved", "explained", "framing")
"""The classes of the taxonomy, what wants a reader's eye first."""

TYPES = (
    "figure_value figure_component figure_scope figure_bound figure_unit figure_indicator figure_subset figure_rounding figure_vague "
    "figure_update date_disjoint date_precision date_unanchored date_role occurrence_count role responsibility actor_detail victims place "
    "place_precision cause cause_detail modality denial attribution quote_wording terminology framing"
).split()
"""The types of the taxonomy; a test holds them against fct_disagreements."""

_ORDER = f"list_position({list(CLASSES)!r}, class), event_day DESC NULLS LAST, event_title, aspect, measure, type, disagreement_id"


@contextmanager
def reading(marts_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, read only and without a way out of it. Hold it briefly: an open reader keeps its copy of the file alive.

    Raises NotPublished where there is none yet, WarehouseBusy where another process has it open for writing.
    """
    if not marts_path.exists():
        raise NotPublished(f"nothing is published at {marts_path} yet; run `rashomon run` first, or name the folder with --warehouse")
    try:
        connection = duckdb.connect(
            str(marts_path), read_only=True, config={"enable_external_access": "false", "lock_configuration": "true"}
        )
    except duckdb.Error as error:
        text = " ".join(str(error).split())[:200]
        if "lock" in text.lower():
            raise WarehouseBusy(f"another process has {marts_path} open for writing ({text}); close it there, then try again") from error
        raise WarehouseBroken(f"{marts_path} cannot be read ({text}); run `rashomon publish` to write it anew") from error
    with connection:
        yield connection


def disagreements(
    marts_path: Path,
    *,
    class_: str | None = None,
    type_: str | None = None,
    event: str | None = None,
    status: str | None = None,
    limit: int | None = None,
) -> list[Row]:
    """Rows of rpt_disagreements, conflicts first. `event`: an event_id, its beginning, or words of the event's title."""
    with reading(marts_path) as connection:
        return _rows(
            connection,
            f"""
            SELECT * FROM rpt_disagreements
            WHERE ($class IS NULL OR class = $class) AND ($type IS NULL OR type = $type)
              AND ($status IS NULL OR status = $status)
              AND ($event IS NULL OR starts_with(event_id, $event) OR contains(lower(event_title), lower($event)))
            ORDER BY {_ORDER} LIMIT $limit
            """,
            {"class": class_, "type": type_, "event": event, "status": status, "limit": limit if limit is not None else 2**40},
        )


def changes(
    marts_path: Path,
    since: datetime,
    *,
    class_: str | None = None,
    type_: str | None = None,
    event: str | None = None,
    status: str | None = None,
    limit: int | None = None,
) -> list[Row]:
    """Rows of fct_disagreement_changes from `since` (UTC) on, the newest first, with the title of the event where that is still told."""
    query = """
        SELECT change.*, event.title AS event_title, event.happened_earliest::DATE AS event_day
        FROM fct_disagreement_changes AS change LEFT JOIN fct_events AS event USING (event_id)
        WHERE changed_at >= $since
          AND ($class IS NULL OR class = $class) AND ($type IS NULL OR type = $type) AND ($status IS NULL OR status = $status)
          AND ($event IS NULL OR starts_with(event_id, $event) OR contains(lower(event_title), lower($event)))
        ORDER BY changed_at DESC, list_position(['new', 'changed', 'closed'], change), disagreement_id, change_number DESC LIMIT $limit
    """
    asked = {"since": since, "class": class_, "type": type_, "event": event, "status": status}
    with reading(marts_path) as connection:
        return _rows(connection, query, {**asked, "limit": limit if limit is not None else 2**40})


def newest_disagreements(marts_path: Path, limit: int = 10) -> list[Row]:
    """The disagreements that came in last; of those that came in together, conflicts first."""
    with reading(marts_path) as connection:
        return _rows(connection, f"SELECT * FROM rpt_disagreements ORDER BY first_seen_at DESC, {_ORDER} LIMIT $limit", {"limit": limit})


def disagreement(marts_path: Path, disagreement_id: str) -> Row:
    """One row of rpt_disagreements. Raises KeyError for an id that is not there."""
    with reading(marts_path) as connection:
        rows = _rows(connection, "SELECT * FROM rpt_disagreements WHERE disagreement_id = $id", {"id": disagreement_id})
    if not rows:
        raise KeyError(disagreement_id)
    return rows[0]


def columns(marts_path: Path, table: str) -> list[str]:
    """The names of a table's columns, in order."""
    with reading(marts_path) as connection:
        query = "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ? ORDER BY column_index"
        return [row[0] for row in connection.execute(query, [table]).fetchall()]


def ids_like(marts_path: Path, beginning: str) -> list[str]:
    """The ids of disagreements that begin so, with or without the "dis_" in front; the id itself alone where it is there."""
    with reading(marts_path) as connection:
        query = """
            SELECT disagreement_id FROM fct_disagreements
            WHERE starts_with(disagreement_id, $beginning) OR starts_with(disagreement_id, 'dis_' || $beginning)
            ORDER BY disagreement_id <> $beginning, disagreement_id
        """
        found = [row[0] for row in connection.execute(query, {"beginning": beginning}).fetchall()]
    return found[:1] if beginning in found else found


def events_like(marts_path: Path, beginning: str) -> list[str]:
    """The ids of events that begin so, with or without the "evt_" in front; an id that was merged away gives the one it went to."""
    with reading(marts_path) as connection:
        query = """
            WITH known AS (
                SELECT event_id, event_id AS current_event_id FROM fct_events
                UNION ALL SELECT event_id, current_event_id FROM event_redirects
            )
            SELECT DISTINCT current_event_id FROM known
            WHERE starts_with(event_id, $beginning) OR starts_with(event_id, 'evt_' || $beginning) ORDER BY ALL
        """
        return [row[0] for row in connection.execute(query, {"beginning": beginning}).fetchall()]


def event(marts_path: Path, event_id: str) -> tuple[Row, list[Row], list[Row]]:
    """A row of fct_events, its reports with their documents, and the links between them, best first. Raises KeyError for an unknown id."""
    reports = """
        SELECT report.*, document.document_ref, document.title, document.published_earliest, document.published_basis, source.name AS outlet
        FROM fct_event_reports AS report JOIN dim_documents AS document USING (document_id)
        LEFT JOIN dim_sources AS source ON document.source_id = source.source_id
        WHERE event_id = $id ORDER BY document.published_earliest NULLS LAST, document_ref
    """
    links = """
        SELECT link.*, a.document_ref AS document_ref_a, b.document_ref AS document_ref_b FROM fct_event_links AS link
        JOIN dim_documents AS a ON document_id_a = a.document_id JOIN dim_documents AS b ON document_id_b = b.document_id
        WHERE event_id = $id ORDER BY score DESC, document_ref_a, document_ref_b
    """
    with reading(marts_path) as connection:
        rows = _rows(connection, "SELECT * FROM fct_events WHERE event_id = $id", {"id": event_id})
        if not rows:
            raise KeyError(event_id)
        return rows[0], _rows(connection, reports, {"id": event_id}), _rows(connection, links, {"id": event_id})


def evidence(marts_path: Path, disagreement_id: str) -> list[Row]:
    """What both sides stand on: a row per claim with its document and the kept text, side a first, the earliest telling first."""
    query = """
        SELECT side.*, claim.qualifier, claim.counted_text, claim.extractor_version,
               document.document_ref, document.title, document.url, document.published_earliest, document.published_basis,
               document.ingested_at, source.name AS outlet, kept.text
        FROM fct_disagreement_sides AS side
        JOIN dim_documents AS document USING (document_id)
        JOIN document_texts AS kept USING (document_id)
        LEFT JOIN dim_sources AS source ON document.source_id = source.source_id
        LEFT JOIN fct_claims AS claim USING (claim_id)
        WHERE disagreement_id = $id
        ORDER BY side, document.published_earliest NULLS LAST, document_ref, side.start_char, claim_id
    """
    with reading(marts_path) as connection:
        return _rows(connection, query, {"id": disagreement_id})


def counts(marts_path: Path) -> dict[str, Any]:
    """Numbers for a summary: documents, events, and disagreements by class."""
    with reading(marts_path) as connection:
        by_class = dict(connection.execute("SELECT class, count(*) FROM fct_disagreements GROUP BY ALL").fetchall())
        row = connection.execute("SELECT (SELECT count(*) FROM dim_documents), (SELECT count(*) FROM fct_events)").fetchone()
    documents, events = row or (0, 0)
    known = {name: by_class[name] for name in CLASSES if name in by_class}
    return {"documents": documents, "events": events, "disagreements": {**known, **by_class}}


def _rows(connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, Any]) -> list[Row]:
    result = connection.execute(query, parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
