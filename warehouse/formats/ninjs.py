"""IPTC ninjs, news in JSON: one item, or a list of them. Versions 1.x (body_text, headline) and 2.x (bodies, headlines)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from extractors.records import Article
from warehouse.formats.filed import MAX_PAGE_BYTES, File, Found, Reject, in_one_line

_BODIES = ("body_text", "body_xhtml", "body_html")
_STAMPS = ("versioncreated", "contentcreated", "firstcreated")
_NO_MATTER = ("withheld", "canceled")


def read_ninjs(file: File, data: bytes, plain: Callable[[str], str]) -> Iterator[Found]:
    """The items of a ninjs file; `plain` makes text of HTML. Items that are no text, or were withdrawn, are rejects."""
    if len(data) > MAX_PAGE_BYTES:
        yield None, file.reject("too_long", f"more than {MAX_PAGE_BYTES:,} bytes")
        return
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        yield None, file.reject("binary" if b"\0" in data else "encoding", "JSON is UTF-8")
        return
    except (ValueError, RecursionError) as error:
        yield None, file.reject("json", in_one_line(error))
        return
    if not isinstance(value, list):
        yield None, _read_item(file, None, value, plain)
        return
    if not value:
        yield None, file.reject("empty")
    for number, item in enumerate(value, 1):
        yield number, _read_item(file, number, item, plain)


def _read_item(file: File, number: int | None, item: Any, plain: Callable[[str], str]) -> Article | Reject:
    if not isinstance(item, dict) or not isinstance(item.get("uri"), str):
        return file.reject("unsupported", "JSON, but no ninjs: an item of news has a `uri`", line=number)
    ref = item["uri"]
    if item.get("pubstatus") in _NO_MATTER:
        return file.reject("withdrawn", f"pubstatus: {item['pubstatus']}", line=number, document_ref=ref)
    if item.get("type", "text") not in ("text", "composite"):
        return file.reject("unsupported", in_one_line(f"a ninjs of type {item['type']}"), line=number, document_ref=ref)
    stamp = next((item[name] for name in _STAMPS if isinstance(item.get(name), str)), None)
    given = {
        "doc_id": ref,
        "url": ref if ref.startswith(("http://", "https://")) else None,
        "title": _headline(item),
        "source": _publisher(item),
        "published": stamp,
        "text": _body(item, plain),
    }
    return file.article(given, line=number, edition=stamp)


def _body(item: Mapping[str, Any], plain: Callable[[str], str]) -> str | None:
    """The text: as plain text if it is there, else from HTML."""
    for name in _BODIES:
        if isinstance(item.get(name), str) and item[name].strip():
            return item[name] if name == "body_text" else plain(item[name])
    bodies = [body for body in _dicts(item.get("bodies")) if isinstance(body.get("value"), str) and body["value"].strip()]
    bodies.sort(key=lambda body: (body.get("role") not in (None, "main"), "html" in str(body.get("contenttype"))))
    if not bodies:
        return None
    is_html = "html" in str(bodies[0].get("contenttype"))
    return plain(bodies[0]["value"]) if is_html else bodies[0]["value"]


def _headline(item: Mapping[str, Any]) -> str | None:
    headlines = [head["value"] for head in _dicts(item.get("headlines")) if isinstance(head.get("value"), str)]
    return _first_text(item.get("headline"), *headlines[:1], item.get("title"))


def _publisher(item: Mapping[str, Any]) -> str | None:
    """Whom the item itself names as its source; the holder of its rights where it names none."""
    sources = [*_dicts(item.get("infosource")), *_dicts(item.get("infosources"))]
    return _first_text(*(source.get("name") for source in sources), item.get("source"), item.get("copyrightholder"))


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _first_text(*values: Any) -> str | None:
    return next((value for value in values if isinstance(value, str) and value.strip()), None)
