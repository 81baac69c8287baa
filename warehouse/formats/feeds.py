"""RSS and Atom, by feedparser: one article per item that carries its full text. Runs in the reader apart.

The publisher of an item is the one that the item names. The feed's own title stands for it only where all items live on one host and none
names another: the title of an aggregator is nobody's outlet.
"""

from __future__ import annotations

import io
import re
from time import struct_time
from typing import Any
from urllib.parse import urlsplit

from warehouse.formats.pages import Fields, plain_text

SUMMARY_WORDS = 80
"""A description of fewer words is a teaser. Where a feed has an element for the whole content, that is taken whatever its length."""

_END = re.compile(rb"</(?:rss|feed|rdf:rdf)\s*>(?:\s|<!--.{0,2000}?-->|\0)*\Z", re.I | re.S)


def read_feed(data: bytes) -> list[Fields]:
    """Fields of each item, with `reason` instead of text where it has none."""
    import feedparser

    # A stream, since feedparser takes a string for an address or a file name and opens it.
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries:
        if parsed.version:
            return [{"reason": "empty", "detail": "a feed without items"}]
        return [{"reason": "unsupported", "detail": "XML, but neither RSS nor Atom"}]
    found: list[Fields] = []
    entries = parsed.entries
    if not _END.search(data[-5000:]):
        entries = entries[:-1]
        found.append({"reason": "feed", "detail": "the file breaks off; its last item is left out"})
    house = _house(parsed)
    return [_read_item(entry, house) for entry in entries] + found


def links(data: bytes) -> list[Fields]:
    """Address of each item with its date, and whether its text is in the feed: for fetching the pages of those that have none."""
    import feedparser

    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    return [
        {"url": _text(entry.get("link")), "edition": _moment(entry), "has_text": "yes" if _content(entry) else None}
        for entry in parsed.entries
        if _text(entry.get("link"))
    ]


def _read_item(entry: Any, house: str | None) -> Fields:
    link = _text(entry.get("link"))
    guid = _text(entry.get("id"))
    publisher = _publisher(entry) or house
    title = plain_text(_text(entry.get("title")) or "")
    ending = f" - {publisher}"
    if publisher and title.endswith(ending):  # as aggregators head their items
        title = title[: -len(ending)]
    fields: Fields = {
        "doc_id": guid if guid and re.match(r"https?://|urn:|tag:", guid) else None,
        "url": link,
        "title": " ".join(title.split()),
        "source": publisher,
        "published": _text(entry.get("published")) or _text(entry.get("updated")),
        "edition": _moment(entry),
    }
    text = _content(entry)
    if text is None:
        return fields | {"reason": "summary_only", "detail": f"no full text, and a description of fewer than {SUMMARY_WORDS} words"}
    return fields | {"text": text}


def _content(entry: Any) -> str | None:
    """The longest full content; else a description that is long enough to be one."""
    contents = [_text(content.get("value")) or "" for content in entry.get("content") or ()]
    best = max(contents, key=len, default="")
    if best.strip():
        return plain_text(best)
    summary = plain_text(_text(entry.get("summary")) or "")
    return summary if len(summary.split()) >= SUMMARY_WORDS else None


def _publisher(entry: Any) -> str | None:
    source = entry.get("source")
    named = _text(source.get("title")) if isinstance(source, dict) else None
    named = named or _text(entry.get("publisher"))
    return " ".join(plain_text(named).split()) or None if named else None


def _house(parsed: Any) -> str | None:
    """The feed's title, where it is one outlet's own feed."""
    hosts = {_host(_text(entry.get("link"))) for entry in parsed.entries} - {None}
    if len(hosts) > 1 or any(_publisher(entry) for entry in parsed.entries):
        return None
    title = _text(parsed.feed.get("title"))
    return " ".join(plain_text(title).split()) or None if title else None


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _moment(entry: Any) -> str | None:
    given = entry.get("updated_parsed") or entry.get("published_parsed")
    if not isinstance(given, struct_time):
        return None
    year, month, day, hour, minute, second = given[:6]
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{min(second, 59):02d}+00:00"


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
