"""A feeds file in, landed files and rejects out. What lands is a web archive of one capture each, the bytes as they were sent.

The feeds file is a CSV of `url,kind`, one address a row. Kinds: `feed` (RSS or Atom; items with their full text are articles),
`feed+pages` (also the page of each item that has none), `page`, `list` (addresses of pages, one a line; an address or a file beside the
feeds file).
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from extractors.ids import content_id
from warehouse.fetching.client import Answer, Client, NotFetched, checked
from warehouse.fetching.state import Memory, load_state, save_state
from warehouse.formats.apart import Apart
from warehouse.formats.filed import Reject, storable

KINDS = ("feed", "feed+pages", "page", "list")
SECONDS = 600.0
"""A fetch ends here, and the next goes on: a run is to be over before the next is due."""
PATIENCE = 3_600.0
"""Seconds before the page of an item is tried again after an error."""
MAX_PATIENCE = 86_400.0
MAX_ADDRESSES = 10_000
"""Of one list or feed."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address to fetch, and what to do with what comes."""

    url: str
    kind: str
    seen: str | None = None  # of a page that a feed names: the item's date there


@dataclass
class Fetched:
    """What a fetch did."""

    landed: list[Path] = field(default_factory=list)
    unchanged: int = 0
    left: int = 0  # for want of time
    rejects: list[Reject] = field(default_factory=list)


def read_feeds(path: Path) -> Iterator[Target | Reject]:
    """The rows of a feeds file, and a Reject for each that cannot be followed. Raises OSError."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        rows = csv.DictReader(stream)
        if "url" not in (rows.fieldnames or ()):
            yield _reject(path.name, "feeds file: its first row names no column `url`")
            return
        for row in rows:
            url, kind = (row.get("url") or "").strip(), (row.get("kind") or "feed").strip()
            if not url or url.startswith("#"):
                continue
            if kind not in KINDS:
                yield _reject(url, f"feeds file: {kind} is not one of {', '.join(KINDS)}")
            elif kind == "list" and "://" not in url:
                try:
                    yield from (Target(line, "page") for line in _addresses((path.parent / url).read_bytes()))
                except OSError as error:
                    yield _reject(url, f"feeds file: {error.strerror or error}")
            else:
                yield Target(url, kind)


def fetch_all(
    feeds: Path, folder: Path, client: Client, apart: Apart, *, now: Callable[[], float] = time.time, seconds: float = SECONDS
) -> Fetched:
    """Fetch what the feeds file names into the folder; what cannot be fetched is a reject, never an error. Raises OSError of files."""
    state = load_state(folder)
    done = Fetched()
    waiting: deque[Target] = deque()
    known: set[str] = set()
    for item in read_feeds(feeds):
        if isinstance(item, Reject):
            done.rejects.append(item)
        else:
            _add(waiting, known, item)
    end = time.monotonic() + seconds
    try:
        while waiting and time.monotonic() < end:
            target = min(waiting, key=lambda one: client.free_at(one.url))  # hosts in turn, so that none waits for another's pause
            waiting.remove(target)
            try:
                for more in _fetch(target, folder, client, apart, state, done, now()):
                    _add(waiting, known, more)
            except NotFetched as error:
                patience = error.retry_after if error.retry_after is not None else (PATIENCE if target.seen is not None else 0.0)
                state.setdefault(target.url, Memory()).not_before = now() + min(patience, MAX_PATIENCE)
                done.rejects.append(_reject(target.url, str(error)))
    finally:
        save_state(folder, state)
    done.left = len(waiting)
    return done


def _add(waiting: deque[Target], known: set[str], target: Target) -> None:
    if target.url not in known:
        known.add(target.url)
        waiting.append(target)


def _fetch(target: Target, folder: Path, client: Client, apart: Apart, state: dict[str, Memory], done: Fetched, now: float) -> list[Target]:
    """Fetch one address, land what is new of it, and say what else it names."""
    memory = state.get(target.url) or Memory()
    if memory.not_before > now or (target.seen is not None and memory.seen == target.seen):
        done.unchanged += 1
        return []
    asked = {"If-None-Match": memory.etag, "If-Modified-Since": memory.last_modified}
    answer = client.get(target.url, {name: value for name, value in asked.items() if value and value.isascii() and value.isprintable()})
    memory.not_before, memory.seen = 0.0, target.seen
    state[target.url] = memory
    if answer.status == 304:
        done.unchanged += 1
        return []
    sha256 = hashlib.sha256(answer.content).hexdigest()
    is_new = sha256 != memory.sha256
    named = _named(target, answer, apart) if target.kind in ("feed+pages", "list") else []
    if is_new and target.kind != "list":
        done.landed.append(_land(answer, folder, now))
    elif not is_new:
        done.unchanged += 1
    memory.etag, memory.last_modified, memory.sha256 = answer.header("etag"), answer.header("last-modified"), sha256
    return named


def _named(target: Target, answer: Answer, apart: Apart) -> list[Target]:
    """The pages that a list names, or the items of a feed that carry no text of their own."""
    if target.kind == "list":
        return [Target(url, "page") for url in _addresses(answer.content)]
    items = apart.read("links", answer.content)[:MAX_ADDRESSES]
    if items and items[0].get("reason"):
        raise NotFetched(f"feed: {items[0]['detail']}")
    without_text = [item for item in items if not item.get("has_text")]
    return [Target(url, "page", item.get("edition") or "undated") for item in without_text if (url := item.get("url"))]


def _addresses(data: bytes) -> list[str]:
    lines = (line.strip() for line in data[:10_000_000].decode("utf-8", "replace").splitlines())
    return [line for line in lines if line and not line.startswith("#")][:MAX_ADDRESSES]


def _land(answer: Answer, folder: Path, now: float) -> Path:
    """A web archive of this one answer: named for the time, so that files are read in time's order. Written aside, then renamed."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    time_ = datetime.fromtimestamp(now, UTC)
    headers = [
        (name, storable(value))
        for name, value in answer.headers
        if name.lower() not in ("transfer-encoding", "content-length", "set-cookie")
    ]
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        checked(answer.url),
        "response",
        payload=io.BytesIO(answer.body),
        http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": time_.strftime("%Y-%m-%dT%H:%M:%S.%fZ")},
    )
    writer.write_record(record)
    host = re.sub(r"[^a-z0-9.-]", "_", (urlsplit(answer.url).hostname or ""))[:80].lstrip(".")
    name = f"{time_:%H%M%S%f}-{host}-{hashlib.sha256(answer.url.encode()).hexdigest()[:8]}.warc.gz"
    path = folder / f"{time_:%Y-%m-%d}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.tmp")
    with aside.open("wb") as file:
        file.write(stream.getvalue())
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
    return path


def _reject(url: str, why: str) -> Reject:
    url, why = storable(url)[:2_000], storable(why)
    return Reject(content_id("reject", "fetch", url, why), url, None, url, "not_fetched", why)
