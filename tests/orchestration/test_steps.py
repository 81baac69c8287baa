"""What joins the rooms: an article made again from its row is the same article, and a document that breaks a rule stops no other."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from extractors import extract as extracting
from extractors.documents import read_document
from extractors.extract import Reader
from extractors.parse import DEFAULT_MODEL
from extractors.records import Article, Document
from orchestration import stages
from orchestration.defs.extraction import ReadingConfig, extraction
from orchestration.defs.intake import intake
from orchestration.progress import silent
from orchestration.run import rebuild
from orchestration.steps import article_of, build_marts, fetch_new, link_documents, publish_marts, read_unread, take_in
from warehouse.errors import NotPublished, UnknownDocument, WarehouseBusy
from warehouse.forget import forget, recall
from warehouse.publish import publish
from warehouse.stamps import read_stamp
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


WRITING: dict[str, Callable[[Warehouse], object]] = {
    "take in": lambda warehouse: take_in(warehouse, warehouse.directory),
    "read": lambda warehouse: read_unread(warehouse, DEFAULT_MODEL),
    "link": link_documents,
    "build": lambda warehouse: list(build_marts(warehouse, (), whole=True)),
    "publish": publish,
    "rebuild": lambda warehouse: rebuild(),
    "fetch": lambda warehouse: fetch_new(warehouse, warehouse.directory / "feeds.csv"),
    "forget": lambda warehouse: forget(warehouse, "a"),
    "recall": lambda warehouse: recall(warehouse, "a"),
}


@pytest.mark.parametrize("verb", WRITING.values(), ids=WRITING.keys())
def test_every_verb_that_writes_keeps_off_while_another_process_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: Callable[[Warehouse], object]
) -> None:
    monkeypatch.setenv("RASHOMON_WAREHOUSE", str(tmp_path))
    monkeypatch.setenv("RASHOMON_WAIT", "0")
    (tmp_path / "feeds.csv").write_text("url,kind\n")
    with (tmp_path / ".lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(WarehouseBusy, match="another run works on"):
            verb(Warehouse(tmp_path))
    assert not (tmp_path / "build.duckdb").exists()


def test_each_stage_leaves_a_line_with_its_figures_or_its_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "KEPT", 300)
    warehouse = Warehouse(tmp_path / "warehouse")
    (tmp_path / "a.txt").write_text("A report.")
    for _ in range(2):
        take_in(warehouse, tmp_path / "a.txt")
        with pytest.raises(NotPublished):
            publish_marts(warehouse)
    logs = warehouse.directory / "logs"
    lines = [json.loads(line) for name in ("stages.jsonl.1", "stages.jsonl") for line in (logs / name).read_text().splitlines()]
    assert [line["stage"] for line in lines] == ["take in", "publish"] * 2
    assert [line.get("new") for line in lines] == [1, None, 0, None]
    assert all(line["seconds"] >= 0 and line["pid"] == os.getpid() and line["at"].endswith("Z") for line in lines)
    assert lines[1]["error"].startswith("NotPublished: the marts were not built completely")


@pytest.mark.parametrize(("reread", "read"), [("none", 0), ("all", 2), ("{folder}/one.txt", 1)])
def test_read_again_is_a_choice(tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch, reread: str, read: int) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"Nothing happened in Oslo on {name}.")
    warehouse = Warehouse(tmp_path / "warehouse")
    take_in(warehouse, tmp_path)
    monkeypatch.setattr(extracting, "load_reader", lambda model: reader)
    read_unread(warehouse, DEFAULT_MODEL)
    before = read_stamp(warehouse, ())
    monkeypatch.setattr(extracting, "parse_all", counted := Counted(extracting.parse_all))
    config = ReadingConfig(reread=reread.format(folder=tmp_path.name))
    results = list(extraction(config=config, warehouse=warehouse, progress=silent))
    figures = [result.metadata for result in results if isinstance(result, dg.MaterializeResult) and result.metadata]
    assert {row["documents read"] for row in figures} == {read}
    assert {"seconds per document" in row for row in figures} == {bool(read)}, "a trend of what was read, not of runs that read nothing"
    assert counted.parsed == read, "from the text, not from kept parses"
    assert (read_stamp(warehouse, ()) != before) is bool(read), "and what follows from it is made again"
    with pytest.raises(UnknownDocument, match="no document is called 'three'"):
        read_unread(warehouse, DEFAULT_MODEL, reread="three")


class Counted:
    """parse_all, which counts the texts that it finds no kept parse of."""

    def __init__(self, whole: Callable[..., Iterator[Doc]]) -> None:
        self.whole, self.parsed = whole, 0

    def __call__(self, nlp: Language, model: str, texts: list, parses: dict) -> Iterator[Doc]:
        self.parsed += sum(text[0] not in parses for text in texts)
        return self.whole(nlp, model, texts, parses)


@pytest.mark.parametrize(("bad", "few"), [(0, True), (1, True), (2, False)])
def test_many_rejects_of_a_run_are_a_warning(tmp_path: Path, bad: int, few: bool) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("" if number < bad else f"Report {number}.")
    done = dg.materialize(
        [intake],
        resources={"warehouse": Warehouse(tmp_path / "warehouse"), "progress": silent},
        run_config={"ops": {"intake": {"config": {"articles": str(tmp_path)}}}},
    )
    (check,) = done.get_asset_check_evaluations()
    assert (check.passed, check.severity) == (few, dg.AssetCheckSeverity.WARN)


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
