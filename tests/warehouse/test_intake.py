"""What becomes an article, what becomes a reject and with which reason, and that nothing is a traceback."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.constants import MAX_CHARS
from extractors.records import Article
from warehouse.errors import PathMissing
from warehouse.formats import lines
from warehouse.intake import Reject, listing_stamp, read_articles

TEXT = "A bus hit a lorry near the bridge on Monday. Two people were hurt."


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def read(path: Path) -> list[tuple[str, str]]:
    """("ref", "article") or ("ref or file", reason), in order."""
    found = []
    for item in read_articles(path):
        if isinstance(item, Article):
            found.append((item.document_ref, "article"))
        else:
            found.append((item.document_ref or Path(item.path).name, item.reason))
    return found


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        pytest.param("a.txt", TEXT.encode(), ("in/a.txt", "article"), id="plain text"),
        pytest.param("A.TXT", TEXT.encode(), ("in/A.TXT", "article"), id="suffix in capitals"),
        pytest.param("a.txt", b"\xef\xbb\xbf" + TEXT.encode(), ("in/a.txt", "article"), id="byte order mark"),
        pytest.param("a.txt", TEXT.encode("utf-16"), ("in/a.txt", "article"), id="utf-16 with mark"),
        pytest.param("a.txt", b"", ("a.txt", "empty"), id="empty"),
        pytest.param("a.txt", b" \n\t\n", ("a.txt", "empty"), id="blank"),
        pytest.param("a.txt", b"\xef\xbb\xbf\n", ("a.txt", "empty"), id="nothing but a mark"),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0" + bytes(range(256)), ("a.txt", "binary"), id="binary"),
        pytest.param("a.txt", b"\xff\xfe\xfd\x80\x81 abc \x82\xf0\x9f", ("a.txt", "encoding"), id="no encoding fits"),
        pytest.param("a.txt", b"x" * (MAX_CHARS + 1), ("in/a.txt", "too_long"), id="too long"),
        pytest.param("a.txt", b"x" * (4 * MAX_CHARS + 5), ("a.txt", "too_long"), id="too long to be read at all"),
        pytest.param("a.pdf", b"%PDF", ("a.pdf", "unsupported"), id="another format"),
        pytest.param("a.jsonl", b"", ("a.jsonl", "empty"), id="empty lines file"),
        pytest.param("a.jsonl", line(doc_id="d1", text=TEXT), ("d1", "article"), id="doc_id"),
        pytest.param("a.jsonl", line(doc_id=17, text=TEXT), ("17", "article"), id="a number for an id"),
        pytest.param("a.jsonl", line(url="https://example.org/1", text=TEXT), ("https://example.org/1", "article"), id="url"),
        pytest.param("a.jsonl", line(doc_id="d1"), ("d1", "no_text"), id="no text"),
        pytest.param("a.jsonl", line(doc_id="d1", text="  "), ("d1", "no_text"), id="blank text"),
        pytest.param("a.jsonl", line(doc_id="d1", text=["no"]), ("d1", "no_text"), id="text is a list"),
        pytest.param("a.jsonl", line(doc_id={"no": 1}, text=TEXT), ("a.jsonl", "json"), id="id is an object"),
        pytest.param("a.jsonl", b'{"text": "cut of', ("a.jsonl", "json"), id="broken json"),
        pytest.param("a.jsonl", b"[1, 2]\n", ("a.jsonl", "json"), id="no object"),
        pytest.param("a.jsonl", b"[" * 100_000, ("a.jsonl", "json"), id="nested without end"),
        pytest.param("a.jsonl", b'{"text": "\xe9t\xe9"}\n', ("a.jsonl", "encoding"), id="latin-1 line"),
        pytest.param("a.jsonl", line(doc_id="d1", text="x" * (MAX_CHARS + 1)), ("d1", "too_long"), id="too long a text"),
        pytest.param("a.jsonl.gz", gzip.compress(line(doc_id="d1", text=TEXT)), ("d1", "article"), id="gzip"),
        pytest.param("a.jsonl.gz", b"not gzip", ("a.jsonl.gz", "unreadable"), id="gzip by name only"),
    ],
)
def test_one_file(tmp_path: Path, name: str, data: bytes, expected: tuple[str, str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(data)
    assert read(folder) == [expected]
    assert read(folder / name) == [expected], "the same whether the folder or the file is named"


def test_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.jsonl").write_bytes(b"{broken\n" + line(doc_id="b2", text=TEXT) + b"\n" + line(doc_id="b4"))
    (tmp_path / "c" / "d").mkdir(parents=True)
    (tmp_path / "c" / "d" / "e.txt").write_text(TEXT)
    found = read(tmp_path)
    assert found == [
        ("a.txt", "empty"),
        ("b.jsonl", "json"),
        ("b2", "article"),
        ("b4", "no_text"),
        (f"{tmp_path.name}/c/d/e.txt", "article"),
    ]
    assert [item.line for item in read_articles(tmp_path) if isinstance(item, Reject)] == [None, 1, 4]


def test_files_come_in_the_order_of_their_paths_between_folders_too(tmp_path: Path) -> None:
    names = ["a.txt", "b/a.txt", "b/c/a.txt", "b/d.txt", "b.txt", "c.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT + name)
    in_order = sorted(names, key=lambda name: name.split("/"))
    assert read(tmp_path) == [(f"{tmp_path.name}/{name}", "article") for name in in_order]


def test_an_encoding_is_told_or_refused_never_guessed_at_random(tmp_path: Path) -> None:
    told = (
        "Премьер-министр заявил в понедельник, что переговоры о прекращении огня продолжатся на следующей неделе в столице. "
        "По его словам, обе стороны согласились обменяться пленными и открыть дорогу для гуманитарных грузов."
    )
    (tmp_path / "a.txt").write_bytes(told.encode("cp1251"))
    (item,) = read_articles(tmp_path)
    assert item.text == told if isinstance(item, Article) else item.reason == "encoding"


def test_lone_surrogates_are_replaced_one_for_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"doc_id": "x\\ud800", "title": "\\udfff!", "text": "one \\ud83d two"}\n')
    (item,) = read_articles(tmp_path)
    assert isinstance(item, Article)
    assert (item.document_ref, item.title, item.text) == ("x\ufffd", "\ufffd!", "one \ufffd two")


@pytest.mark.parametrize(
    ("second", "expected"),
    [(TEXT, [("d1", "article")]), ("Another text.", [("d1", "article"), ("d1", "duplicate_ref")])],
)
def test_one_id_twice(tmp_path: Path, second: str, expected: list[tuple[str, str]]) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(doc_id="d1", text=TEXT))
    (tmp_path / "b.jsonl").write_bytes(line(doc_id="d1", text=second))
    assert read(tmp_path) == expected


def test_lines_without_id_are_known_by_their_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(text="One.") + line(text="Two."))
    first = read(tmp_path)
    (tmp_path / "a.jsonl").write_bytes(line(text="New.") + line(text="One.") + line(text="Two."))
    assert len(set(first)) == 2 and set(first) < set(read(tmp_path)), "a line put in front renames none of the others"


def test_readme_and_hidden_files_are_left_out_in_silence(tmp_path: Path) -> None:
    for name in ("README.md", "readme.txt", ".DS_Store", "a.txt"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "b.txt").write_text(TEXT)
    assert read(tmp_path) == [(f"{tmp_path.name}/a.txt", "article")]


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(TEXT)
    (inside / "a.txt").write_text(TEXT)
    (inside / "again.txt").symlink_to(inside / "a.txt")
    (inside / "file.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "nothing.txt").symlink_to(inside / "gone.txt")
    assert read(inside) == [("in/a.txt", "article"), ("file.txt", "outside"), ("folder", "outside"), ("nothing.txt", "unreadable")]


def test_a_fifo_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert read(tmp_path) == [("a.txt", "unreadable")]


def test_a_line_without_end_is_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE_BYTES", 100)
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "' + b"x" * 1000 + b'"}\n' + line(doc_id="d2", text="Short."))
    assert read(tmp_path) == [("a.jsonl", "too_long"), ("d2", "article")]


def test_a_file_of_broken_lines_does_not_fill_the_table(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"{\n" * 5000 + line(doc_id="d1", text=TEXT))
    found = list(read_articles(tmp_path))
    assert len(found) == 1002 and isinstance(found[1000], Article)
    assert isinstance(found[-1], Reject) and (found[-1].reason, found[-1].detail) == (
        "too_many",
        "4,000 more rejects of this file are not listed",
    )


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PathMissing, match=r"nowhere.*; name a folder") as raised:
        read_articles(tmp_path / "nowhere")
    assert "\n" not in str(raised.value)


def test_a_file_name_that_is_no_utf8(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt"), "wb") as file:
        file.write(TEXT.encode())
    (item,) = read_articles(tmp_path)
    assert isinstance(item, Article) and item.document_ref.endswith("/caf\\udce9.txt")
    item.document_ref.encode()


def test_the_same_defect_has_the_same_id_however_the_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    (here,), (there,) = read_articles("."), read_articles(tmp_path)
    assert isinstance(here, Reject) and isinstance(there, Reject)
    assert here.reject_id == there.reject_id


@given(data=st.binary(max_size=300), name=st.sampled_from(["a.txt", "a.jsonl", "a.jsonl.gz"]))
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / name).write_bytes(data)
    found = list(read_articles(folder))
    assert found or not data.strip() or name.endswith(".gz") or not data.strip(b"\n \t\r\x0b\x0c")
    for item in found:
        if isinstance(item, Article):
            assert item.text.strip() and item.text.encode()


def test_the_listing_stamp_follows_the_files(tmp_path: Path) -> None:
    stamps = [listing_stamp(tmp_path)]
    (tmp_path / "a.txt").write_text(TEXT)
    stamps.append(listing_stamp(tmp_path))
    assert listing_stamp(tmp_path) == stamps[-1]
    (tmp_path / "a.txt").write_text(TEXT + TEXT)
    stamps.append(listing_stamp(tmp_path))
    assert len(set(stamps)) == 3
