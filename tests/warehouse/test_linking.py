"""Linking over a warehouse: batch after batch as all at once, ids that stay, and judgements that win and survive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.extract import Reader, extract_many
from extractors.records import Article
from linkers.records import EventChange, EventLink
from orchestration import paths
from orchestration.steps import link_documents
from warehouse.errors import JudgementsBroken
from warehouse.forget import forget
from warehouse.linking import LinkStore
from warehouse.store import LINKED, Warehouse

FERRY = "A ferry sank off Bastia on {day} and 14 passengers drowned, the coast guard of Corsica said. The Santa Marta had left Livorno with pilgrims aboard and struck the reef of Lavasina in fog."
FERRY_TOO = "Pilgrims from Livorno drowned when the ferry Santa Marta hit the Lavasina reef in fog near Bastia on {day}, Corsican rescuers said. At least 12 are dead."
MINE = "Methane exploded in the Zofiowka colliery of Jastrzebie on {day}; five miners died and the Silesian mine was evacuated."
MINE_TOO = "Five miners died on {day} in a methane blast in Jastrzebie, at the colliery of Zofiowka in Silesia, which was evacuated."

ARTICLES = [
    Article("ferry-1", "3 May 2023\n\n" + FERRY.format(day="Wednesday"), source="Corse Matin", title="Ferry with pilgrims sinks off Bastia"),
    Article("ferry-2", "4 May 2023\n\n" + FERRY_TOO.format(day="Wednesday"), source="Il Tirreno", title="Santa Marta sinks with pilgrims off Bastia"),
    Article("mine-1", "3 May 2023\n\n" + MINE.format(day="Tuesday"), source="Gazeta", title="Methane blast kills five in Zofiowka"),
    Article("mine-2", "3 May 2023\n\n" + MINE_TOO.format(day="Tuesday"), source="Dziennik", title="Miners die in methane blast at Zofiowka"),
]  # fmt: skip


def add(warehouse: Warehouse, articles: list[Article], reader: Reader) -> None:
    read = list(extract_many(articles, reader))
    warehouse.add_documents({x.document: "" for x in read})
    warehouse.replace_extractions(read, version=reader.version, model=reader.model)


def leads(warehouse: Warehouse) -> dict[str, str]:
    """document_ref -> the event that it leads with."""
    query = """
        SELECT document_ref, event_id FROM raw.documents JOIN raw.event_mentions USING (document_id)
        JOIN raw.event_memberships USING (event_mention_id) WHERE is_primary
    """
    with warehouse.connect() as connection:
        return dict(connection.execute(query).fetchall())


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    file = tmp_path / "event_judgements.csv"
    monkeypatch.setattr(paths, "EVENT_JUDGEMENTS", file)

    def write(*rows: tuple[str, str, str]) -> None:
        file.write_text("a,b,judgement,judged_by,judged_at,note\n" + "".join(f"{a},{b},{word},anna,,\n" for a, b, word in rows))

    write()
    return write


def test_batches_give_what_all_at_once_gives_and_a_second_run_writes_nothing(tmp_path: Path, reader: Reader) -> None:
    whole, parts = Warehouse(tmp_path / "whole"), Warehouse(tmp_path / "parts")
    add(whole, ARTICLES, reader)
    link_documents(whole)
    seen: dict[str, str] = {}
    for article in ARTICLES:
        add(parts, [article], reader)
        link_documents(parts)
        assert leads(parts).items() >= seen.items(), "no event is renumbered"
        seen = leads(parts)
    assert seen == leads(whole)
    assert seen["ferry-1"] == seen["ferry-2"] != seen["mine-1"] == seen["mine-2"]
    before = {table: parts.records(kind, table) for table, kind in LINKED.items()}
    link_documents(parts)
    assert {table: parts.records(kind, table) for table, kind in LINKED.items()} == before


def test_only_what_is_near_is_loaded(tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = Warehouse(tmp_path)
    add(warehouse, ARTICLES[:3], reader)
    link_documents(warehouse)
    asked: list[tuple[str, list[str]]] = []
    read = LinkStore.read
    monkeypatch.setattr(LinkStore, "read", lambda self, of, ids: asked.append((of.__name__, sorted(ids))) or read(self, of, ids))
    add(warehouse, ARTICLES[3:], reader)
    link_documents(warehouse)
    with warehouse.connect() as connection:
        (known,), (new,) = (
            [row[0] for row in connection.execute("SELECT document_id FROM raw.documents WHERE document_ref = ?", [ref]).fetchall()]
            for ref in ("mine-1", "mine-2")
        )
    assert asked == [("Reports", [new]), ("Records", [new]), ("Beside", [known])]


def test_who_copied_a_forgotten_document_speaks_for_himself(tmp_path: Path, reader: Reader) -> None:
    text = "Methane exploded in the Zofiowka colliery of Jastrzebie on Tuesday and killed five miners while the night shift was coming up."
    warehouse = Warehouse(tmp_path)
    add(
        warehouse,
        [Article(name, f"3 May 2023\n\n{text}", source=f"{name} Post", title="Methane kills five in Zofiowka") for name in "ab"],
        reader,
    )

    def voices() -> set[tuple[str, str]]:
        link_documents(warehouse)
        query = """
            SELECT DISTINCT document_ref, name FROM raw.documents JOIN raw.claims USING (document_id)
            JOIN raw.claim_origins USING (claim_id) JOIN raw.origins USING (origin_id) WHERE measure = 'killed'
        """
        with warehouse.connect() as connection:
            return set(connection.execute(query).fetchall())

    assert voices() == {("a", "a Post"), ("b", "a Post")}
    forget(warehouse, "a")
    assert voices() == {("b", "b Post")}


def test_a_document_read_again_keeps_its_event(tmp_path: Path, reader: Reader) -> None:
    warehouse = Warehouse(tmp_path)
    add(warehouse, ARTICLES, reader)
    link_documents(warehouse)
    before = leads(warehouse)
    read = list(extract_many(ARTICLES, reader))
    warehouse.replace_extractions(read, version="newer", model=reader.model)
    link_documents(warehouse)
    assert leads(warehouse) == before


def test_judgements_win_and_survive(tmp_path: Path, reader: Reader, judge: Callable[..., None]) -> None:
    warehouse = Warehouse(tmp_path / "w")
    add(warehouse, ARTICLES[:1] + ARTICLES[2:], reader)
    judge(("mine-1", "mine-2", "different"), ("ferry-1", "mine-1", "same"))
    link_documents(warehouse)
    first = leads(warehouse)
    assert first["ferry-1"] == first["mine-1"] != first["mine-2"]
    add(warehouse, ARTICLES[1:2], reader)
    link_documents(warehouse)
    assert leads(warehouse).items() >= first.items()
    assert link_documents(warehouse) == link_documents(warehouse)
    assert leads(warehouse).items() >= first.items()


def test_a_judgement_merges_and_splits_known_events_by_recorded_changes(tmp_path: Path, reader: Reader, judge: Callable[..., None]) -> None:
    warehouse = Warehouse(tmp_path / "w")
    add(warehouse, ARTICLES, reader)
    link_documents(warehouse)
    before = leads(warehouse)
    ferry, mine = before["ferry-1"], before["mine-1"]

    judge((ferry, mine, "same"))
    link_documents(warehouse)
    merged = leads(warehouse)
    assert len(set(merged.values())) == 1
    (change,) = warehouse.records(EventChange, "event_changes")
    assert (change.kind, {change.event_id, change.other_event_id}) == ("merge", {ferry, mine})

    judge((ferry, mine, "different"))
    link_documents(warehouse)
    assert leads(warehouse) == before, "an event that was merged away gets its id back"

    judge(("ferry-1", "ferry-2", "different"))
    link_documents(warehouse)
    split = leads(warehouse)
    assert split["ferry-1"] != split["ferry-2"] and ferry in (split["ferry-1"], split["ferry-2"])
    assert not [x for x in warehouse.records(EventLink, "event_links") if x.event_id == ferry]
    assert "split" in {c.kind for c in warehouse.records(EventChange, "event_changes")}


@pytest.mark.parametrize("rows", [[("mine-1", "mine-2", "perhaps")], [("mine-1", "mine-1", "same")], [("mine-1", "", "same")]])
def test_a_judgement_that_cannot_be_read_stops_the_run(
    rows: list[tuple[str, str, str]], tmp_path: Path, judge: Callable[..., None]
) -> None:
    judge(*rows)
    with pytest.raises(JudgementsBroken, match="line 2"):
        link_documents(Warehouse(tmp_path / "w"))


def test_judgements_that_cannot_both_hold_stop_the_run(tmp_path: Path, reader: Reader, judge: Callable[..., None]) -> None:
    warehouse = Warehouse(tmp_path / "w")
    add(warehouse, ARTICLES, reader)
    judge(("mine-1", "mine-2", "different"), ("mine-1", "ferry-1", "same"), ("ferry-1", "mine-2", "same"))
    with pytest.raises(JudgementsBroken, match="both different and the same"):
        link_documents(warehouse)
