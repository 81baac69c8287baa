"""What linking reads and writes: only the documents that are new to it and what is near them, a transaction for each batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar, get_args, get_type_hints

import duckdb
import numpy as np
import pyarrow as pa

from extractors.arrow import from_table, schema_of, to_table
from linkers.blocking import BLOCK, EVERYWHERE, Filed, Postings
from linkers.events import MEMBERS
from linkers.judgements import Judgement, JudgementsConflict, Move, Settled, settle
from linkers.link import Beside, Surroundings
from linkers.model import load_model
from linkers.profiles import TERMS, Profile
from linkers.records import Event, EventChange, EventMembership, Links
from warehouse.errors import JudgementsBroken
from warehouse.store import LINKED, NEWEST, STANDING, Warehouse

T = TypeVar("T")

_KEYS = {"event_links": ("event_id", "document_id_a", "document_id_b")}
"""Of the link tables whose key is not their first column."""
_REPLACED = ("actor_links", "claim_origins")
"""The link tables whose rows are put in the place of older ones of their documents."""
_OF_ASKED = {
    "place_containment": """
        raw.place_containment WHERE place_id IN (SELECT place_id FROM raw.event_mentions SEMI JOIN asked USING (document_id))
    """
}
"""Where the rows of some documents are, of the tables that do not say of which document a row is."""
_UNDATED = -1_000_000
"""Stands for the period of what has none where SQL joins on it."""
_VERSION = "extractor_version || ' ' || model || ' ' || ?"
_LEADS = """
    WITH memberships AS (FROM raw.event_memberships WHERE event_mention_id IN (SELECT event_mention_id FROM cache.report_profiles)),
    concerned AS (SELECT DISTINCT event_id FROM memberships SEMI JOIN asked USING (document_id)),
    leads AS (SELECT event_id, document_id FROM memberships SEMI JOIN concerned USING (event_id))
"""
"""SQL: the events that the documents asked for lead with, and every document that leads with one of them."""
_EVERY_TERM = """
    SELECT unnest(list_distinct(terms || names || places)) AS term FROM cache.report_profiles SEMI JOIN asked USING (document_id)
"""


@dataclass
class LinkStore:
    """The link tables of a warehouse. `version` is that of the rules that link."""

    warehouse: Warehouse
    version: str
    _held: duckdb.DuckDBPyConnection | None = field(default=None, init=False)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the build file open for what is done within: with each closing DuckDB forgets what it had read, and reads it again.

        Every step that writes is a transaction of its own all the same.
        """
        with self.warehouse.connect() as connection:
            self._held = connection
            try:
                yield
            finally:
                self._held = None

    @contextmanager
    def _open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        if self._held is not None:
            yield self._held
        else:
            with self.warehouse.connect() as connection:
                yield connection

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._open() as connection:
            connection.begin()
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def drop_fallen(self) -> None:
        """Drop links to mentions, actors and claims that are no longer read, and what other rules called an actor."""
        with self._transaction() as connection:
            connection.execute(
                """
                WITH linked AS (
                    SELECT actor_id, ends_with(version, ?) AS is_current
                    FROM raw.actor_links JOIN cache.linked_documents USING (document_id)
                )
                DELETE FROM raw.actors WHERE actor_id IN (SELECT actor_id FROM linked GROUP BY actor_id HAVING NOT bool_or(is_current))
                """,
                [self.version],
            )
            for table, standing in STANDING.items():
                connection.execute(f"DELETE FROM raw.{table} WHERE NOT coalesce({standing}, false)")

    def unlinked(self) -> list[str]:
        """Ids of the newest versions of documents that were read and are not linked by these rules, earliest told first."""
        return self._ids("cache.linked_documents")

    def unprofiled(self) -> list[str]:
        """Of these, the ones whose profile is missing or of other rules."""
        return self._ids("cache.report_profiles")

    def _ids(self, done: str) -> list[str]:
        query = f"""
            SELECT document_id FROM raw.documents JOIN raw.extractions USING (document_id)
            ANTI JOIN (SELECT document_id, version FROM {done}) AS done
                ON documents.document_id = done.document_id AND done.version = {_VERSION}
            WHERE {NEWEST} ORDER BY published_earliest NULLS LAST, document_ref
        """
        with self._open() as connection:
            return [row[0] for row in connection.execute(query, [self.version]).fetchall()]

    def read(self, of: type[T], document_ids: Iterable[str]) -> T:
        """What is known of these documents: the tables that the fields of Reports, Records or Beside are named after."""
        with self._open() as connection:
            _ask(connection, sorted(document_ids))
            rows: dict[str, Any] = {
                name: _read(connection, kind, _OF_ASKED.get(name, f"raw.{name} SEMI JOIN asked USING (document_id)"))
                for name, kind in _kinds(of).items()
            }
        return of(**rows)

    def add_profiles(self, profiles: Sequence[Profile]) -> None:
        """Keep these profiles in the place of older ones of the same documents; the counts of terms follow."""
        with self._transaction() as connection:
            _ask(connection, [p.document_id for p in profiles])
            _count_terms(connection, -1)
            connection.execute("DELETE FROM cache.report_profiles WHERE document_id IN (SELECT document_id FROM asked)")
            connection.register("incoming", to_table(Profile, profiles))
            connection.execute(
                f"""
                INSERT INTO cache.report_profiles BY NAME
                SELECT incoming.*, {_VERSION} AS version FROM incoming JOIN raw.extractions USING (document_id)
                """,
                [self.version],
            )
            _count_terms(connection, 1)

    def term_counts(self) -> tuple[np.ndarray, int]:
        """How many profiles have each term, and how many there are."""
        counts = np.zeros(TERMS)
        with self._open() as connection:
            known = connection.execute("SELECT term, documents FROM cache.term_counts").fetchnumpy()
            row = connection.execute("SELECT count(*) FROM cache.report_profiles").fetchone()
        counts[known["term"]] = known["documents"]
        return counts, int(row[0]) if row else 0

    def profiles(self, document_ids: Sequence[str]) -> list[Profile]:
        """The kept profiles of these documents."""
        with self._open() as connection:
            _ask(connection, document_ids)
            return _profiles(connection)

    def file(self, keys: Sequence[Filed]) -> Postings:
        """File documents under their keys, in the place of older ones; what else is filed under these keys, near enough in time."""
        with self._transaction() as connection:
            connection.register("incoming", to_table(Filed, keys))
            connection.execute("DELETE FROM cache.report_keys WHERE document_id IN (SELECT document_id FROM incoming)")
            connection.execute(
                f"""
                INSERT INTO cache.report_keys BY NAME
                WITH there AS (
                    SELECT key, coalesce(period, {_UNDATED}) AS period, count(*) AS documents
                    FROM cache.report_keys SEMI JOIN incoming USING (key) GROUP BY ALL
                ),
                placed AS (SELECT *, row_number() OVER (PARTITION BY key, period ORDER BY document_id) AS place FROM incoming)
                SELECT placed.* EXCLUDE (place) FROM placed
                LEFT JOIN there ON there.key = placed.key AND there.period = coalesce(placed.period, {_UNDATED})
                WHERE place + coalesce(documents, 0) <= {BLOCK}
                """
            )
            found = connection.execute(
                f"""
                WITH near AS (SELECT DISTINCT key, unnest([period - 1, period, period + 1]) AS period FROM incoming),
                known AS (SELECT key, period, document_id FROM cache.report_keys SEMI JOIN incoming USING (key)),
                few AS (SELECT key FROM known GROUP BY key HAVING count(*) <= {EVERYWHERE})
                SELECT key, period, document_id FROM known
                WHERE period IS NULL OR key IN (FROM few) OR (key, period) IN (FROM near)
                ORDER BY key
                """
            ).to_arrow_table()
        ids = found["document_id"].combine_chunks().dictionary_encode()
        return Postings(
            found["key"].to_numpy(),
            found["period"].cast(pa.float64()).to_numpy(),
            ids.indices.to_numpy().astype(np.int64),
            ids.dictionary.to_pylist(),
        )

    def judged(self, judgements: Iterable[Judgement]) -> list[tuple[str, str, bool]]:
        """The judgements as pairs of document_id; those that name what is not there are left out."""
        query = f"""
            SELECT document_ref, document_id FROM raw.documents WHERE {NEWEST}
            UNION ALL SELECT event_id, document_id FROM raw.events
            JOIN raw.event_mentions ON founding_mention_id = event_mention_id
        """
        judgements = list(judgements)
        if not judgements:
            return []
        with self._open() as connection:
            names = pa.table({"document_ref": pa.array(sorted({n for j in judgements for n in (j.a, j.b)}), pa.string())})
            connection.register("named", names)
            known = dict(connection.execute(f"SELECT * FROM ({query}) SEMI JOIN named USING (document_ref)").fetchall())
        pairs = [(known.get(j.a), known.get(j.b), j.is_same) for j in judgements]
        return [(a, b, same) for a, b, same in pairs if a is not None and b is not None and a != b]

    def settle(self, judged: Sequence[tuple[str, str, bool]], rarity: np.ndarray) -> None:
        """Make events agree with what people judged. Raises JudgementsBroken where the judgements do not agree with one another."""
        if not judged:
            return
        with self._transaction() as connection:
            _ask(connection, sorted({d for a, b, _ in judged for d in (a, b)}))
            rows = connection.execute(f"{_LEADS} FROM leads ORDER BY ALL").fetchall()
            founders = dict(
                connection.execute(
                    f"""
                    {_LEADS}
                    SELECT event_id, document_id FROM raw.events SEMI JOIN concerned USING (event_id)
                    JOIN raw.event_mentions ON founding_mention_id = event_mention_id
                    """
                ).fetchall()
            )
            _ask(connection, [document_id for _, document_id in rows])
            profiles = {p.document_id: p for p in _profiles(connection)}
            members = defaultdict(list)
            for event_id, document_id in rows:
                members[event_id].append(profiles[document_id])
            try:
                settled = settle(judged, members, founders, rarity, load_model())
            except JudgementsConflict as error:
                raise JudgementsBroken(f"event_judgements.csv: {error}; take one of the lines out") from error
            _move(connection, settled)

    def surroundings(
        self, document_ids: Sequence[str], near: Mapping[str, Iterable[str]], judged: Sequence[tuple[str, str, bool]] = ()
    ) -> Surroundings:
        """What is known of the events of the documents that are near to these, and of those that people judged beside them."""
        new_ids = set(document_ids)
        beside = {d for a, b, _ in judged for d in (a, b) if a in new_ids or b in new_ids}
        close = sorted({d for documents in near.values() for d in documents} | new_ids | beside)
        with self._open() as connection:
            _ask(connection, close)
            members = connection.execute(
                f"""
                {_LEADS}
                SELECT event_id, document_id, count(*) OVER (PARTITION BY event_id) AS size FROM leads
                QUALIFY row_number() OVER (
                    PARTITION BY event_id ORDER BY document_id NOT IN (SELECT document_id FROM asked), document_id
                ) <= {MEMBERS}
                ORDER BY ALL
                """
            ).fetchall()
            _ask(connection, sorted({d for a, b, _ in judged for d in (a, b)}))
            judged_events = dict(
                connection.execute(f"{_LEADS} SELECT document_id, event_id FROM leads SEMI JOIN asked USING (document_id)").fetchall()
            )
            _ask(connection, [document_id for _, document_id, _ in members])
            profiles = {p.document_id: p for p in _profiles(connection)}
            _ask(connection, document_ids)
            standing = _read(connection, EventMembership, "raw.event_memberships SEMI JOIN asked USING (document_id)")
        known = defaultdict(list)
        for event_id, document_id, _ in members:
            known[event_id].append(profiles[document_id])
        return Surroundings(
            {event_id: tuple(rows) for event_id, rows in known.items()},
            {event_id: size for event_id, _, size in members},
            near, tuple(judged), judged_events, standing, lambda known_ids: self.read(Beside, set(known_ids) - new_ids),
        )  # fmt: skip

    def add_links(self, document_ids: Sequence[str], links: Links) -> None:
        """Put the links of these documents in the place of what was linked of them, and carry out the changes of events."""
        with self._transaction() as connection:
            _ask(connection, document_ids)
            for table in _REPLACED:
                connection.execute(f"DELETE FROM raw.{table} WHERE document_id IN (SELECT document_id FROM asked)")
            _merge(connection, links.event_changes)
            for table, kind in LINKED.items():
                connection.register("incoming", to_table(kind, getattr(links, table)))
                keys = ", ".join(_KEYS.get(table, schema_of(kind).names[:1]))
                unless_known = "" if table in _REPLACED else f"ANTI JOIN raw.{table} USING ({keys})"
                connection.execute(f"INSERT INTO raw.{table} BY NAME SELECT * FROM incoming {unless_known}")
            connection.execute("DELETE FROM cache.linked_documents WHERE document_id IN (SELECT document_id FROM asked)")
            connection.execute(
                f"INSERT INTO cache.linked_documents SELECT document_id, {_VERSION} FROM asked JOIN raw.extractions USING (document_id)",
                [self.version],
            )

    def finish(self, then: Callable[[duckdb.DuckDBPyConnection], None]) -> dict[str, int]:
        """Drop identities and origins that nothing refers to any more, and do `then`; how many rows each link table has."""
        with self._transaction() as connection:
            for table in ("actors", "events", "origins"):
                connection.execute(f"DELETE FROM raw.{table} WHERE NOT coalesce({STANDING[table]}, false)")
            then(connection)
            counts = {}
            for table in LINKED:
                row = connection.execute(f"SELECT count(*) FROM raw.{table}").fetchone()
                counts[table] = int(row[0]) if row else 0
            return counts


def _merge(connection: duckdb.DuckDBPyConnection, changes: Iterable[EventChange]) -> None:
    for change in changes:
        if change.kind == "merge":
            names = {"gone": change.event_id, "kept": change.other_event_id}
            for table in ("event_memberships", "event_links"):
                connection.execute(f"UPDATE raw.{table} SET event_id = $kept WHERE event_id = $gone", names)


def _move(connection: duckdb.DuckDBPyConnection, settled: Settled) -> None:
    """Carry out what judgements change. Links between reports that part go; those of reports that move together move."""
    moves = [move for move in settled.moves if (move.event_id, move.other_event_id) not in {
        (c.event_id, c.other_event_id) for c in settled.changes if c.kind == "merge"
    }]  # fmt: skip
    connection.register("moves", to_table(Move, moves))
    for statement in (
        """
        UPDATE raw.event_links SET event_id = a.other_event_id FROM moves AS a, moves AS b
        WHERE event_links.event_id = a.event_id AND event_links.event_id = b.event_id AND a.other_event_id = b.other_event_id
          AND a.document_id = document_id_a AND b.document_id = document_id_b
        """,
        """
        DELETE FROM raw.event_links USING moves
        WHERE event_links.event_id = moves.event_id AND document_id IN (document_id_a, document_id_b)
        """,
        """
        UPDATE raw.event_memberships SET event_id = moves.other_event_id, match_score = 1.0 FROM moves
        WHERE event_memberships.event_id = moves.event_id AND event_memberships.document_id = moves.document_id
          AND event_mention_id IN (SELECT event_mention_id FROM cache.report_profiles)
        """,
    ):
        connection.execute(statement)
    _merge(connection, settled.changes)
    for table, rows in (("events", to_table(Event, settled.events)), ("event_changes", to_table(EventChange, settled.changes))):
        connection.register("incoming", rows)
        connection.execute(f"INSERT INTO raw.{table} BY NAME SELECT * FROM incoming ON CONFLICT DO NOTHING")


def _kinds(of: type) -> dict[str, type]:
    return {name: get_args(hint)[0] for name, hint in get_type_hints(of).items()}


def _ask(connection: duckdb.DuckDBPyConnection, document_ids: Sequence[str]) -> None:
    connection.register("asked", pa.table({"document_id": pa.array(document_ids, pa.string())}))


def _read(connection: duckdb.DuckDBPyConnection, kind: type[T], where: str, order: str = "ORDER BY 1, 2") -> tuple[T, ...]:
    """Records, in the order of their key, which is the first column or the first two."""
    columns = ", ".join(schema_of(kind).names)
    found: Any = connection.execute(f"SELECT {columns} FROM {where} {order}").to_arrow_table()
    return tuple(from_table(kind, found))


def _profiles(connection: duckdb.DuckDBPyConnection) -> list[Profile]:
    """Those of the documents asked for, by document_id. Sorted here: SQL would carry their long lists through its sort."""
    found = _read(connection, Profile, "cache.report_profiles SEMI JOIN asked USING (document_id)", order="")
    return sorted(found, key=attrgetter("document_id"))


def _count_terms(connection: duckdb.DuckDBPyConnection, sign: int) -> None:
    connection.execute(
        f"""
        INSERT INTO cache.term_counts SELECT term, {sign} * count(*) AS documents FROM ({_EVERY_TERM}) GROUP BY term
        ON CONFLICT DO UPDATE SET documents = documents + excluded.documents
        """
    )
