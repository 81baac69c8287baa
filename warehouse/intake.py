"""Article files in, Article records and rejects out: finds files, hands each to the reader of its format, keeps ids apart.

A folder of any depth, or one file. The suffix tells the format: see KINDS; `.gz` may follow any of them. Hidden files and folders and
files named README are left out without a word; every other file that is not an article is a reject. What is read comes in the order
of its path below the given folder. Nothing is read but regular files below that folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import zlib
from collections.abc import Container, Iterator
from pathlib import Path
from typing import IO

from extractors.records import Article
from warehouse.errors import PathMissing
from warehouse.formats.apart import Apart
from warehouse.formats.compressed import Bomb, unfolded
from warehouse.formats.filed import MAX_BYTES, MAX_PAGE_BYTES, File, FiledArticle, Found, Reject, in_one_line, storable
from warehouse.formats.lines import read_csv, read_json_lines
from warehouse.formats.ninjs import read_ninjs
from warehouse.formats.text import read_text, text_of
from warehouse.formats.warc import read_warc

__all__ = ["FORMATS", "FiledArticle", "Reject", "listing_stamp", "read_articles", "read_landed"]

KINDS = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".jsonl": "json lines",
    ".csv": "csv",
    ".warc": "warc",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".json": "ninjs",
    ".urls": "addresses",
}
MAX_REJECTS = 1_000
FORMATS = ".txt, .md, .html, .jsonl, .csv, .warc, .xml/.rss/.atom (feeds), .json (ninjs), .urls, and .gz of these"
"""For people."""


def read_articles(path: Path | str) -> Iterator[Article | Reject]:
    """Every article below `path`, or a Reject with the reason for what is none. Articles are FiledArticle records.

    One document_ref twice: with the same text the second is left out; with another text it is a version where both name the time they are
    of and the later comes later, else a reject ("duplicate_ref", "older_version"). Lone surrogates, which UTF-8 cannot hold, become U+FFFD,
    one for one.
    Raises PathMissing when there is nothing at `path`.
    """
    given = Path(path)
    if not os.access(given, os.R_OK):
        raise PathMissing(f"no file or folder that can be read: {given}; name a folder of articles, or a file: {FORMATS}")
    return _without_doubles(_read_files(files_below(given)))


def read_landed(folder: Path, taken: Container[str]) -> tuple[list[str], Iterator[Article | Reject]]:
    """Names of the files that fetching has landed and that are not taken in yet, and what is in them, in the order of time."""
    if not folder.is_dir():
        return [], iter(())
    files = [item for item in files_below(folder) if isinstance(item, File) and item.ref not in taken]
    return [file.ref for file in files], _without_doubles(_read_files(iter(files)))


def _read_files(files: Iterator[File | Reject]) -> Iterator[tuple[File, int | None, Article | Reject]]:
    with contextlib.closing(Apart()) as apart:
        for item in files:
            if isinstance(item, Reject):
                yield File(Path(item.path), ""), None, item
            else:
                for line, found in _bounded(item, _read_file(item, apart)):
                    yield item, line, found


def _bounded(file: File, found: Iterator[Found]) -> Iterator[Found]:
    """No more rejects of one file than people read: a file of broken lines would fill the table."""
    rejects = 0
    for line, item in found:
        rejects += isinstance(item, Reject)
        if rejects <= MAX_REJECTS or isinstance(item, Article):
            yield line, item
    if rejects > MAX_REJECTS:
        yield None, file.reject("too_many", f"{rejects - MAX_REJECTS:,} more rejects of this file are not listed")


def files_below(given: Path) -> Iterator[File | Reject]:
    """The files below a folder in the order of their path, or the one file that is named."""
    if given.is_dir():
        return _walk(given)
    ref = f"{given.parent.resolve().name}/{given.name}".lstrip("/")  # DESIGN principle 9: the path below a folder, its name in front
    return iter([File(given.resolve() if given.is_symlink() else given, storable(ref))])


def _without_doubles(found: Iterator[tuple[File, int | None, Article | Reject]]) -> Iterator[Article | Reject]:
    """What was found, each document_ref once, or once for each version."""
    seen: dict[bytes, tuple[bytes, str | None]] = {}
    for file, line, item in found:
        if isinstance(item, FiledArticle):
            digest = hashlib.sha256(f"{item.title or ''}\0{item.text}".encode()).digest()[:16]
            key = hashlib.sha256(item.document_ref.encode()).digest()[:16]  # a million ids of any length in 0.2 GB
            first, edition = seen.setdefault(key, (digest, item.edition))
            if first != digest:
                if not item.edition or not edition or item.edition == edition:
                    yield file.reject("duplicate_ref", "another text came earlier under this id", line=line, document_ref=item.document_ref)
                    continue
                if item.edition < edition:
                    detail = f"of {item.edition}; the version of {edition} came before it"
                    yield file.reject("older_version", detail, line=line, document_ref=item.document_ref)
                    continue
                seen[key] = (digest, item.edition)
            elif seen[key][0] is not digest:
                continue
        yield item


def _walk(folder: Path) -> Iterator[File | Reject]:
    """The files below a folder, and a Reject for each link that leads out of it. Holds the names of one folder and its parents."""
    root = folder.resolve()
    waiting = [iter([""])]
    while waiting:
        below = next(waiting[-1], None)
        if below is None:
            waiting.pop()
            continue
        path = folder / below
        file = File(path, storable(f"{root.name}/{below}".lstrip("/")))
        try:
            mode = os.lstat(path).st_mode
            if below and stat.S_ISLNK(mode):
                if not path.resolve().is_relative_to(root):
                    yield file.reject("outside", "a link that leads out of the folder")
                elif not path.exists():
                    yield file  # what it names is not there; all else is read under its own name
            elif not below or stat.S_ISDIR(mode):
                prefix = f"{below}/" if below else ""
                names = sorted(name for name in os.listdir(path) if not name.startswith("."))
                waiting.append(iter([prefix + name for name in names if not _is_readme(name) or (path / name).is_dir()]))
            else:
                yield file
        except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
            yield file.reject("unreadable", in_one_line(error))


def _is_readme(name: str) -> bool:
    return name.partition(".")[0].upper() == "README"


def kind_of(name: str) -> tuple[str | None, bool]:
    """How a file of this name is read, and whether it is compressed."""
    lower = name.lower()
    is_packed = lower.endswith(".gz")
    return KINDS.get(os.path.splitext(lower.removesuffix(".gz"))[1]), is_packed


def _read_file(file: File, apart: Apart) -> Iterator[Found]:
    """Line number, if the format has lines, and article or reject, of one file."""
    kind, is_packed = kind_of(file.path.name)
    try:
        if kind is None and file.path.is_file():
            yield None, file.reject("unsupported", f"not one of {FORMATS}: {storable(file.path.suffix) or 'no suffix'}")
            return
        with _opened(file.path) as packed:
            stream = unfolded(packed) if is_packed else packed
            match kind:
                case "json lines":
                    yield from read_json_lines(file, stream)
                case "csv":
                    yield from read_csv(file, stream)
                case "warc":
                    yield from read_warc(
                        file, stream, lambda page, of_kind, body, charset: _read_whole(page, of_kind, body, apart, charset)
                    )
                case "addresses":
                    yield None, file.reject("not_fetched", "a list of addresses: name it in the feeds file (rashomon fetch --help)")
                case _:
                    most = MAX_BYTES if kind in ("text", "markdown") else MAX_PAGE_BYTES
                    yield from _read_whole(file, kind or "", stream.read(most + 1), apart)
    except Bomb as error:
        yield None, file.reject("bomb", in_one_line(error))
    except (OSError, EOFError, zlib.error) as error:  # what was read before a gzip file breaks off is kept
        yield None, file.reject("unreadable", in_one_line(error))


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """A regular file, never a link or a device that took its place since it was found. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("no regular file: a folder, a pipe, a device")
        yield stream


def _read_whole(file: File, kind: str, data: bytes, apart: Apart, charset: str | None = None) -> Iterator[Found]:
    """The articles of formats that are read in one piece."""
    if not data.strip():
        yield None, file.reject("empty")
    elif kind == "text":
        yield None, read_text(file, data)
    elif kind == "markdown":
        text = text_of(file, data)
        if isinstance(text, Reject):
            yield None, text
        else:
            yield from _read_apart(file, apart, "markdown", text.encode())
    elif len(data) > MAX_PAGE_BYTES:
        yield None, file.reject("too_long", f"more than {MAX_PAGE_BYTES:,} bytes")
    elif kind == "ninjs":
        yield from read_ninjs(file, data, lambda html: apart.read("fragment", html.encode("utf-8", "replace"))[0].get("text") or "")
    elif kind == "page":
        yield from _read_apart(file, apart, "page", data, url=file.url, charset=charset)
    else:
        yield from _read_apart(file, apart, kind, data)


def _read_apart(file: File, apart: Apart, kind: str, data: bytes, **given: str | None) -> Iterator[Found]:
    found = apart.read(kind, data, **given)
    for number, fields in enumerate(found, 1):
        line = number if kind == "feed" else None
        reason = fields.get("reason")
        if reason:
            known_by = fields.get("doc_id") or fields.get("url")
            yield line, file.reject(reason, fields.get("detail"), line=line, document_ref=known_by)
        else:
            url = fields.get("url") or (None if kind == "feed" else file.url)
            yield line, file.article({**fields, "url": url}, line=line, edition=fields.get("edition"))


def listing_stamp(path: Path | str) -> str:
    """A hash of the names, sizes and times of the files below `path`: it changes when any comes, goes or is written."""
    digest = hashlib.sha256()
    for file in files_below(Path(path)):
        if isinstance(file, File):
            try:
                found = os.stat(file.path)
                state = (found.st_size, found.st_mtime_ns)
            except OSError:
                state = None
            digest.update(f"{file.ref}\0{state}\0".encode())
    return digest.hexdigest()[:16]
