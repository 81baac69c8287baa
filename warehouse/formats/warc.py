"""Web archives, by warcio: one article for each captured page. Known by its address; captured again with other words, a version."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, Any
from urllib.parse import urldefrag

from warehouse.formats.compressed import Bomb
from warehouse.formats.filed import MAX_PAGE_BYTES, File, Found, in_one_line, storable

KINDS = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
    "application/json": "ninjs",
}
"""How a captured body is read, by its media type."""

_FIRST_ELEMENT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,300}>\s*|<!--[^>]{0,500}-->\s*|<!doctype[^>]{0,300}>\s*){0,9}<(rss|feed|rdf:rdf|html)\b", re.I
)

MAX_HEAD_BYTES = 4_000_000
"""Headers of one record. The library reads lines of any length."""


class _Heads:
    """A stream that ends with an error where headers do not end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.left: int | None = MAX_HEAD_BYTES  # None while a body is read, which has bounds of its own

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        if self.left is not None:
            self.left -= len(data)
            if self.left < 0:
                raise ValueError(f"headers of more than {MAX_HEAD_BYTES:,} bytes")
        return data


def read_warc(file: File, stream: IO[bytes], read_body: Callable[[File, str, bytes, str | None], Iterator[Found]]) -> Iterator[Found]:
    """What each captured page gives, by the number of its record. All else in it (images, errors) is one reject, with counts."""
    from warcio.archiveiterator import ArchiveIterator

    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # its warnings quote addresses as they stand, escape sequences too
    others: Counter[str] = Counter()
    number = 0
    try:
        heads = _Heads(stream)
        records = ArchiveIterator(heads)
        for record in records:
            number += 1
            heads.left = None
            if record.rec_type not in ("response", "resource"):
                _pass_over(records, record, heads)
                continue
            kind, charset, why_not = _kind(record)
            url = storable(record.rec_headers.get_header("WARC-Target-URI") or "")
            if kind is None or not url.startswith(("http://", "https://")):
                others[why_not or "no address of the web"] += 1
                _pass_over(records, record, heads)
                continue
            body = record.content_stream().read(MAX_PAGE_BYTES + 1)
            _pass_over(records, record, heads)
            page = replace(file, url=urldefrag(url).url, edition=record.rec_headers.get_header("WARC-Date"))
            if len(body) > MAX_PAGE_BYTES:
                yield number, page.reject("too_long", f"more than {MAX_PAGE_BYTES:,} bytes", line=number)
                continue
            for _, found in read_body(page, _as_seen(kind, body), body, charset):
                yield number, found
    except (Bomb, OSError, EOFError, zlib.error):
        raise
    except Exception as error:  # noqa: BLE001  warcio raises many kinds on broken archives; what was read before is kept
        yield None, file.reject("warc", f"{type(error).__name__}: {in_one_line(error)}; what follows record {number} is not read")
        return
    if others:
        counts = ", ".join(f"{count} {name}" for name, count in others.most_common(8))
        yield None, file.reject("unsupported", in_one_line(f"records that are no pages: {counts}"))
    if number == 0:
        yield None, file.reject("empty")


def _as_seen(kind: str, body: bytes) -> str:
    """Servers call feeds pages and pages XML: the first element decides."""
    if kind not in ("page", "feed"):
        return kind
    first = _FIRST_ELEMENT.match(body[:4096])
    return kind if first is None else "page" if first[1].lower() == b"html" else "feed"


def _pass_over(records: Any, record: Any, heads: _Heads) -> None:
    """To the end of the record: what is read after that is the head of the next."""
    while record.raw_stream.read(1 << 16):
        pass
    heads.left = MAX_HEAD_BYTES
    with contextlib.redirect_stderr(io.StringIO()):  # the library prints what it finds between records
        records.read_to_end(record)


def _kind(record: Any) -> tuple[str | None, str | None, str | None]:
    """How to read a record, the encoding that its server names, and why it is left out."""
    headers = record.http_headers
    if record.rec_type == "response":
        if headers is None:
            return None, None, "without HTTP headers"
        if headers.get_statuscode() != "200":
            return None, None, f"status {storable(headers.get_statuscode() or 'none')[:20]}"
    media = (headers.get_header("Content-Type") if headers else record.rec_headers.get_header("Content-Type")) or ""
    name, _, rest = media.partition(";")
    _, _, charset = rest.lower().partition("charset=")
    kind = KINDS.get(name.strip().lower())
    return kind, charset.split(";")[0].strip(" \"'") or None, storable(name.strip()[:60]) or "no media type"
