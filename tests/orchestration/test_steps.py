"""What joins the rooms: an article made again from its row is the same article, and a document that breaks a rule stops no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors import extract as extracting
from extractors.documents import read_document
from extractors.extract import Reader
from extractors.parse import DEFAULT_MODEL
from extractors.records import Article, Document
from orchestration.steps import article_of, read_unread, take_in
from warehouse.store import NEWEST, Warehouse


@pytest.mark.parametrize(
    "article",
    [
        Article("a", "The head of a report here\n\n12 May 2024\n\nA body follows, with words."),
        Article("a", "Body only, said in one sentence.", source="Outlet", title="A title given apart", published="2024-05-12"),
        Article("a", "Body.", title="  Padded title with blanks  "),
        Article("a", "Body.", title="Ends with a full stop."),
        Article("a", "\n\nBody without a head.", url="https://example.org/a", published="no date at all"),
        Article("a", "x", source="  ", title=" "),
    ],
)
def test_an_article_made_again_is_the_same_document(article: Article) -> None:
    document = read_document(article)
    assert read_document(article_of(document)) == document


def test_a_document_that_breaks_a_rule_stops_no_other(tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.txt").write_text(f"Report {name} of the day\n\nNothing happened in Oslo on {name}.")
    warehouse = Warehouse(tmp_path / "warehouse")
    assert take_in(warehouse, tmp_path).new == 3
    whole = extracting.find_sections
    monkeypatch.setattr(extracting, "load_reader", lambda model: reader)
    with monkeypatch.context() as patch:
        patch.setattr(extracting, "find_sections", lambda document, version: 1 / 0 if "two" in document.text else whole(document, version))
        read = read_unread(warehouse, DEFAULT_MODEL)
    assert (read.documents, read.failed, read.rows["extractions"], read.rows["rejects"]) == (2, 1, 2, 1)
    again = read_unread(warehouse, DEFAULT_MODEL)
    assert (again.documents, again.failed, again.rows["extractions"]) == (1, 0, 3)
    before = warehouse.build_path.read_bytes()
    monkeypatch.setattr(extracting, "load_reader", lambda model: pytest.fail("nothing is unread"))
    assert read_unread(warehouse, DEFAULT_MODEL).documents == 0
    assert warehouse.build_path.read_bytes() == before


def test_a_new_text_under_a_known_name_is_a_new_version(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    for text, expected in (("First text here.", 1), ("First text here.", 0), ("Corrected text here.", 1), ("First text here.", 0)):
        (tmp_path / "a.txt").write_text(text)
        assert take_in(warehouse, tmp_path / "a.txt").new == expected
    assert warehouse.counts()["documents"] == 2


def test_the_later_version_in_one_input_is_the_newest(tmp_path: Path) -> None:
    items = [
        {
            "uri": "urn:n:1",
            "versioncreated": f"2024-05-1{day}T08:00:00Z",
            "headline": "Ferry aground",
            "body_text": f"{hurt} sailors were hurt.",
        }
        for day, hurt in ((4, "Three"), (5, "Four"))
    ]
    (tmp_path / "a.json").write_text(json.dumps(items))
    warehouse = Warehouse(tmp_path / "warehouse")
    assert take_in(warehouse, tmp_path / "a.json").new == 2
    newest = list(warehouse.records(Document, "documents", where=NEWEST))
    assert [document.text for document in newest] == ["Ferry aground\n\nFour sailors were hurt."]


def test_other_languages_are_kept_unread_with_the_reason(tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "load_reader", lambda model: reader)
    (tmp_path / "fr.txt").write_text("Un incendie dans une usine textile de Lyon a tué neuf ouvriers lundi, selon la police locale.")
    (tmp_path / "en.txt").write_text("A fire in a textile mill in Lyon killed nine workers on Monday, police said.")
    warehouse = Warehouse(tmp_path / "warehouse")
    assert take_in(warehouse, tmp_path).new == 2
    read = read_unread(warehouse, DEFAULT_MODEL)
    assert (read.documents, read.foreign, read.rows["documents"], read.rows["rejects"]) == (1, 1, 2, 1)
    with warehouse.connect() as connection:
        claims = connection.execute("SELECT DISTINCT document_ref FROM raw.claims JOIN raw.documents USING (document_id)").fetchall()
        (reject,) = connection.execute("SELECT reason, document_ref, detail FROM raw.rejects").fetchall()
    assert claims == [(f"{tmp_path.name}/en.txt",)]
    assert reject == ("language", f"{tmp_path.name}/fr.txt", "fr: kept, not read; these rules read English")
    assert read_unread(warehouse, DEFAULT_MODEL).foreign == 0, "tried again only when the rules change"
