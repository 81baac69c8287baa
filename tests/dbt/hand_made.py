"""A build file with hand-made rows: what reading and linking a few short reports would have left, without reading or linking them.

The sentences are this project's own. Spans are found by their words, so that they hold.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from extractors.ids import content_id

RAW_SQL = Path(__file__).resolve().parents[2] / "warehouse/raw.sql"
MADE_UP: dict[str, Any] = {"BOOLEAN": False, "VARCHAR[]": [], "DOUBLE": 1.0}
DEFAULTS: dict[str, Any] = {"extractor_version": "by hand", "section_kind": "body", "realis": "ACTUAL"}


class Rows:
    """Rows of raw.*, collected table by table."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.texts: dict[str, str] = {}

    def add(self, table: str, **row: Any) -> dict[str, Any]:
        self.tables[table].append(row)
        return row

    def document(self, ref: str, text: str, *, outlet: str | None = None, day: str | None = None, ingested: str = "2025-07-01") -> str:
        """A document that is one body section, printed on `day`."""
        document_id = content_id("doc", ref, text)
        published = datetime.fromisoformat(day) if day else None
        self.texts[document_id] = text
        self.add(
            "documents",
            document_id=document_id,
            document_ref=ref,
            outlet=outlet,
            title=text.partition("\n")[0],
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            published_earliest=published,
            published_latest=published and published.replace(hour=23, minute=59),
            published_basis="dateline" if published else None,
            ingested_at=datetime.fromisoformat(ingested),
        )
        self.add("sections", document_id=document_id, start_char=0, end_char=len(text), kind="body")
        return document_id

    def at(self, document_id: str, quote: str, nth: int = 0) -> dict[str, Any]:
        """The evidence columns of the nth place of the quote."""
        places = [m.start() for m in re.finditer(re.escape(quote), self.texts[document_id])]
        return {"document_id": document_id, "start_char": places[nth], "end_char": places[nth] + len(quote), "quote": quote}

    def mention(self, event_id: str, document_id: str, quote: str, *, is_primary: bool = False, **more: Any) -> str:
        """An event mention that belongs to the event."""
        mention_id = content_id("men", document_id, quote)
        self.add("event_mentions", event_mention_id=mention_id, is_primary=is_primary, **self.at(document_id, quote), **more)
        self.add("event_memberships", event_mention_id=mention_id, document_id=document_id, event_id=event_id)
        if not any(event["event_id"] == event_id for event in self.tables["events"]):
            self.add("events", event_id=event_id, founding_mention_id=mention_id)
        return mention_id

    def claim(
        self, mention_id: str | None, document_id: str, quote: str, aspect: str, *, nth: int = 0, origin: str | None = None, **more: Any
    ) -> str:
        """A claim of the mention's event; `origin` is the name of an utterance, else the document is its own origin."""
        claim_id = content_id("clm", document_id, quote, nth, aspect, more.get("measure"), more.get("is_derived"))
        self.add("claims", claim_id=claim_id, event_mention_id=mention_id, aspect=aspect, **self.at(document_id, quote, nth), **more)
        origin_id = content_id("ori", origin or document_id)
        if not any(row["origin_id"] == origin_id for row in self.tables["origins"]):
            self.add("origins", origin_id=origin_id, kind="utterance" if origin else "document", name=origin or document_id)
        self.add(
            "claim_origins", claim_id=claim_id, document_id=document_id, origin_id=origin_id, basis="attribution" if origin else "document"
        )
        return claim_id

    def figure(self, mention_id: str, document_id: str, quote: str, measure: str, value: float, **more: Any) -> str:
        """An exact number, unless `more` says otherwise."""
        bounds = {"value_low": value, "value_high": value, "qualifier": "exact", "counted_class": "person"}
        return self.claim(mention_id, document_id, quote, "figure", measure=measure, value=value, **{**bounds, **more})

    def classes(self, *chain: str) -> None:
        """The closure of one chain of the lattice, narrowest class first."""
        have = {(row["counted_class"], row["ancestor_class"]) for row in self.tables["counted_classes"]}
        for i, name in enumerate(chain):
            for distance, ancestor in enumerate(chain[i:]):
                if (name, ancestor) not in have:
                    self.add("counted_classes", counted_class=name, ancestor_class=ancestor, distance=distance)

    def write(self, path: Path) -> None:
        """The build file with every raw table; columns left out are NULL, or made up where they may not be."""
        with duckdb.connect(str(path)) as connection:
            connection.execute(RAW_SQL.read_text(encoding="utf-8"))
            for table, rows in self.tables.items():
                columns = connection.execute(
                    "select column_name, data_type, is_nullable from duckdb_columns() where schema_name = 'raw' and table_name = ?", [table]
                ).fetchall()
                values = [
                    [
                        row.get(name, None if is_nullable else DEFAULTS.get(name, MADE_UP.get(kind, name)))
                        for name, kind, is_nullable in columns
                    ]
                    for row in rows
                ]
                connection.executemany(f"insert into raw.{table} values ({', '.join('?' * len(columns))})", values)


def builders(rows: Rows) -> None:
    """An undated report and a dated one of one dispatch: a missing part, two offices, a first visit on two dates."""
    a = rows.document(
        "builders-a",
        "Defence Chief Orlov Tells of Help for the Border 👩‍🔧 cafe\u0301\n\n"
        "Security Council Secretary Anton Orlov flew to Northport again. "
        "The north will send 1,000 engineers to the border, an agency says. "
        "Orlov first came on April 2nd. During that visit this month he was promised help.\n\n"
        "Background: the 1,000 engineers show how close the two countries are.",
    )
    b = rows.document(
        "builders-b",
        "Northport, 17 July 2021. The north is to send one thousand sappers and five thousand builders to the border, said Anton Orlov, "
        "secretary of the Security Council. Orlov first came in early July.",
        outlet="outlet-b",
        day="2021-07-17",
        ingested="2025-07-02",
    )
    for document, name in ((a, "Anton Orlov"), (b, "Anton Orlov")):
        actor = content_id("dac", document, name)
        rows.add("document_actors", document_actor_id=actor, document_id=document, name=name, kind="Person", name_key="antonorlov")
        rows.add("actor_links", document_actor_id=actor, document_id=document, actor_id="act_orlov", basis="name")
        rows.add("actor_mentions", actor_mention_id=content_id("acm", document), document_actor_id=actor, **rows.at(document, name))
    rows.add("actors", actor_id="act_orlov", name="Anton Orlov", kind="Person")
    rows.classes("sapper", "military engineer", "soldier", "person")
    rows.classes("military builder", "military engineer", "soldier", "person")

    sending_a = rows.mention("evt_sending", a, "The north will send 1,000 engineers to the border", is_primary=True, event_type="AID")
    sending_b = rows.mention("evt_sending", b, "The north is to send one thousand sappers and five thousand builders", is_primary=True)
    visit_a = rows.mention("evt_visit", a, "Orlov first came on April 2nd", event_type="CONSULT", relation="previous")
    visit_b = rows.mention("evt_visit", b, "Orlov first came in early July", event_type="CONSULT", relation="previous")

    said = {"attributed_to": "Anton Orlov", "origin": "Anton Orlov"}
    rows.figure(sending_a, a, "1,000 engineers", "sent", 1000, counted_class="military engineer", realis="PLANNED")
    rows.figure(sending_a, a, "1,000 engineers", "sent", 1000, nth=1, counted_class="military engineer", section_kind="generated")
    sappers = rows.figure(
        sending_b, b, "one thousand sappers", "sent", 1000, counted_class="sapper", figure_role="component", realis="PLANNED", **said
    )
    builder = rows.figure(
        sending_b,
        b,
        "five thousand builders",
        "sent",
        5000,
        counted_class="military builder",
        figure_role="component",
        realis="PLANNED",
        **said,
    )
    rows.figure(
        sending_b,
        b,
        "one thousand sappers and five thousand builders",
        "sent",
        6000,
        counted_class="military engineer",
        figure_role="total",
        is_derived=True,
        part_claim_ids=[sappers, builder],
        realis="PLANNED",
        **said,
    )
    for mention, document, quote, label, section in (
        (sending_a, a, "Defence Chief", "defence minister", "headline"),
        (sending_a, a, "Security Council Secretary", "security council secretary", "body"),
        (sending_b, b, "secretary of the Security Council", "security council secretary", "body"),
    ):
        actor = content_id("dac", document, "Anton Orlov")
        rows.claim(mention, document, quote, "role", label=label, qualifier="present", document_actor_id=actor, section_kind=section)
        rows.add(
            "roles",
            role_claim_id=content_id("rol", document, quote),
            document_actor_id=actor,
            role=label,
            status="present",
            **rows.at(document, quote),
        )
    rows.claim(
        visit_a,
        a,
        "April 2nd",
        "date",
        label="XXXX-04-02",
        time_month=4,
        time_day=2,
        time_precision="day",
        time_basis="none",
        reason="no year",
    )
    rows.claim(visit_a, a, "this month", "date", time_precision="month", time_basis="none", reason="no date to count from")
    rows.claim(
        visit_b,
        b,
        "early July",
        "date",
        label="2021-07",
        time_earliest=datetime(2021, 7, 1),
        time_latest=datetime(2021, 7, 11),
        time_precision="part",
        time_basis="dateline",
    )


def ferry(rows: Rows) -> None:
    """Four reports of one sinking over three days: a conflict of tolls on Monday, an update on Wednesday, a vague word, a silence."""
    tellings = (
        ("ferry-1", "outlet-a", "2021-03-01", "A ferry sank off Port Ansel and 43 people died. Dozens were hurt.", "43 people", 43),
        ("ferry-2", "outlet-b", "2021-03-01", "The sinking of the Ansel ferry killed 52 people, and 31 were hurt.", "52 people", 52),
        ("ferry-3", "outlet-c", "2021-03-03", "At least 126 people died when the ferry sank off Port Ansel.", "126 people", 126),
        ("ferry-3", "outlet-c", "2021-03-03", "At least 999 people died when the ferry sank off Port Ansel.", "999 people", 999),
    )
    for i, (ref, outlet, day, text, quote, value) in enumerate(tellings):
        # The fourth is an older version of the third: it must count for nothing.
        document = rows.document(ref, text, outlet=outlet, day=day, ingested=f"2025-07-0{4 - i // 3 * 3}")
        mention = rows.mention("evt_ferry", document, text.split(".")[0], is_primary=True, event_type="x_ACCIDENT")
        more = {"qualifier": "at_least", "value_high": None} if "At least" in text else {}
        rows.figure(mention, document, quote, "killed", value, **more)
        if "Dozens" in text:
            rows.claim(
                mention,
                document,
                "Dozens",
                "figure",
                measure="injured",
                counted_class="person",
                value=None,
                value_low=24,
                qualifier="dozens",
            )
        if "31" in text:
            rows.figure(mention, document, "31", "injured", 31)
