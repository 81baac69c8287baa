"""Article files in, Article records and rejects out. Knows files and encodings; reads nothing from the text itself.

A folder of any depth, or one file: `.txt` (the whole file is the text), `.jsonl`, `.jsonl.gz` (one object a line: doc_id, source,
published, title, text, url; all but text optional). Hidden files and folders and files named README are left out without a word;
every other file that is not an article is a reject. What is read comes in the order of its path below the given folder.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from extractors.constants import MAX_CHARS
from extractors.ids import content_id
from extractors.records import Article
from warehouse.errors import PathMissing

MAX_BYTES = 4 * MAX_CHARS + 4
"""No text of MAX_CHARS code points has more bytes in UTF-8, nor with a byte order mark."""
MAX_LINE_BYTES = 12 * MAX_CHARS + 100_000
"""A JSON line whose text is escaped as surrogate pairs takes 12 bytes a character; the rest is room for the other fields."""

_FIELDS = ("doc_id", "source", "published", "title", "url")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # 32 first: its LE mark begins with 16's


@dataclass(frozen=True, slots=True)
class FiledArticle(Article):
    """An article with the file it came from, as given."""

    source_path: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """raw.rejects without its time: what could not be taken in, and why."""

    reject_id: str
    path: str  # the file, as given
    line: int | None  # 1-based, of line formats
    document_ref: str | None
    reason: str
    detail: str | None


@dataclass(frozen=True, slots=True)
class _File:
    """A file to read: where it is, and its name below the given folder, that folder's name in front."""

    path: Path
    ref: str

    def reject(self, reason: str, detail: str | None = None, *, line: int | None = None, document_ref: str | None = None) -> Reject:
        """The id is made of the name below the folder, so that the same defect met by another way of naming the folder is one row."""
        reject_id = content_id("reject", self.ref, line, document_ref, reason, detail)
        return Reject(reject_id, _storable(str(self.path)), line, document_ref, reason, detail)


def read_articles(path: Path | str) -> Iterator[Article | Reject]:
    """Every article below `path`, or a Reject with the reason for what is none. Articles are FiledArticle records.

    One document_ref twice: with the same text the second is left out, with another text it is a reject ("duplicate_ref").
    Lone surrogates, which UTF-8 cannot hold, become U+FFFD, one for one. Raises PathMissing when there is nothing at `path`.
    """
    given = Path(path)
    if not os.access(given, os.R_OK):
        raise PathMissing(f"no file or folder that can be read: {given}; name a folder of articles, a .txt, .jsonl or .jsonl.gz file")
    return _without_doubles(_read_given(given))


def _read_given(given: Path) -> Iterator[tuple[_File, int | None, Article | Reject]]:
    for item in _walk(given) if given.is_dir() else [_File(given, _storable(_named(given.parent, given.name)))]:
        if isinstance(item, Reject):
            yield _File(given, ""), None, item
        else:
            for line, found in _read_file(item):
                yield item, line, found


def _without_doubles(found: Iterator[tuple[_File, int | None, Article | Reject]]) -> Iterator[Article | Reject]:
    """What was found, each document_ref once."""
    seen: dict[str, bytes] = {}
    for file, line, item in found:
        if isinstance(item, Article):
            digest = hashlib.sha256(f"{item.title or ''}\0{item.text}".encode()).digest()
            first = seen.setdefault(item.document_ref, digest)
            if first != digest:
                yield file.reject("duplicate_ref", "another text came earlier under this id", line=line, document_ref=item.document_ref)
                continue
            if first is not digest:
                continue
        yield item


def _walk(folder: Path) -> Iterator[_File | Reject]:
    """The files below a folder in the order of their path, and a Reject for each link that leads out of it."""
    root = folder.resolve()
    paths = []
    locked: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=lambda error: locked.append(Path(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(parent, name).is_symlink()]  # os.walk does not follow these
        paths += [Path(parent, name) for name in names + links if not name.startswith(".") and not _is_readme(name)]
    for path in sorted(paths + locked, key=lambda path: path.relative_to(folder).parts):
        file = _File(path, _storable(_named(folder, path.relative_to(folder).as_posix())))
        if path.is_symlink():
            if not path.resolve().is_relative_to(root):
                yield file.reject("outside", "a link that leads out of the folder")
                continue
            if path.exists():
                continue  # the file it names is read under its own name
        yield file


def _is_readme(name: str) -> bool:
    return name.partition(".")[0].upper() == "README"


def _named(folder: Path, below: str) -> str:
    """DESIGN principle 9: the path below the given folder, that folder's name in front."""
    return f"{folder.resolve().name}/{below}".lstrip("/")


def _storable(text: str) -> str:
    """File names may hold bytes that are no UTF-8; they are kept as \\xNN."""
    return text.encode("utf-8", "backslashreplace").decode()


def _read_file(file: _File) -> Iterator[tuple[int | None, Article | Reject]]:
    """Line number, if the format has lines, and article or reject, of one file."""
    name = file.path.name.lower()
    try:
        if not file.path.is_file():
            yield None, file.reject("unreadable", "no file that can be read: a folder without permission, a link to nothing, a device")
        elif name.endswith(".txt"):
            yield None, _read_text(file)
        elif name.endswith((".jsonl", ".jsonl.gz")):
            with gzip.open(file.path) if name.endswith(".gz") else file.path.open("rb") as stream:
                yield from _read_lines(file, cast("IO[bytes]", stream))
        else:
            yield None, file.reject("unsupported", f"not one of .txt, .jsonl, .jsonl.gz: {file.path.suffix or 'no suffix'}")
    except (OSError, EOFError, zlib.error) as error:  # what was read before a gzip file breaks off is kept
        yield None, file.reject("unreadable", _one_line(error))


def _read_text(file: _File) -> Article | Reject:
    if file.path.stat().st_size > MAX_BYTES:
        return file.reject("too_long", f"more than {MAX_CHARS:,} characters")
    data = file.path.read_bytes()
    if not data.strip():
        return file.reject("empty")
    text = _decode(data)
    if text is None:
        return file.reject(
            "binary" if b"\0" in data else "encoding", "neither text in UTF-8 nor in another encoding that can be told for sure"
        )
    return _article(file, {"text": text}, document_ref=file.ref) if text.strip("\ufeff").strip() else file.reject("empty")


def _decode(data: bytes) -> str | None:
    """The text of a file; None where it is no text, or its encoding cannot be told."""
    if data.startswith(_WIDE_MARKS):
        encoding = "utf-32" if data.startswith(_WIDE_MARKS[:2]) else "utf-16"
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            return None
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _guess(data)


def _guess(data: bytes) -> str | None:
    """Legacy encodings, where charset-normalizer finds the result clean prose in a language it knows."""
    from charset_normalizer import from_bytes  # here: most runs never need it

    best = from_bytes(data, enable_fallback=False).best()
    if best is None or best.chaos > 0.05 or best.coherence < 0.2:
        return None
    return str(best)


def _read_lines(file: _File, stream: IO[bytes]) -> Iterator[tuple[int, Article | Reject]]:
    """One article or reject for each line that is not blank."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES):
        number += 1
        if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield number, file.reject("too_long", f"a line of more than {MAX_LINE_BYTES:,} bytes", line=number)
        elif line.strip():
            yield number, _read_line(file, number, line)
    if number == 0:
        yield 0, file.reject("empty")


def _read_line(file: _File, number: int, line: bytes) -> Article | Reject:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return file.reject("binary" if b"\0" in line else "encoding", "JSON Lines are UTF-8", line=number)
    except (ValueError, RecursionError) as error:
        return file.reject("json", _one_line(error), line=number)
    if not isinstance(value, dict):
        return file.reject("json", "the line is no object", line=number)
    for name in _FIELDS:
        given = value.get(name)
        if isinstance(given, (dict, list, bool)):
            return file.reject("json", f"{name} is neither text nor a number", line=number)
        value[name] = None if given is None else _whole(str(given)).strip() or None
    text = value.get("text")
    if not isinstance(text, str) or not text.strip():
        return file.reject("no_text", line=number, document_ref=value["doc_id"] or value["url"])
    ref = value["doc_id"] or value["url"] or f"{file.ref}#{hashlib.sha256(_whole(text).encode()).hexdigest()[:12]}"
    return _article(file, value, document_ref=ref, line=number)


def _article(file: _File, value: dict[str, Any], *, document_ref: str, line: int | None = None) -> Article | Reject:
    title, text = value.get("title"), _whole(value["text"])
    if len(text) + len(title or "") + 2 > MAX_CHARS:  # the kept text is title, blank line, text
        return file.reject("too_long", f"more than {MAX_CHARS:,} characters", line=line, document_ref=document_ref)
    return FiledArticle(
        document_ref=document_ref,
        text=text,
        source=value.get("source"),
        published=value.get("published"),
        title=title,
        url=value.get("url"),
        source_path=_storable(str(file.path)),
    )


def _whole(text: str) -> str:
    """Half of a surrogate pair, as broken JSON escapes leave them, becomes U+FFFD; offsets stay as they are."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def listing_stamp(path: Path | str) -> str:
    """A hash of the names, sizes and times of the files below `path`: it changes when any comes, goes or is written."""
    given = Path(path)
    files = [item for item in _walk(given) if isinstance(item, _File)] if given.is_dir() else [_File(given, given.name)]
    digest = hashlib.sha256()
    for file in files:
        stat = file.path.stat() if file.path.exists() else None
        digest.update(f"{file.ref}\0{stat and (stat.st_size, stat.st_mtime_ns)}\0".encode())
    return digest.hexdigest()[:16]
