"""Web pages, pieces of HTML and Markdown to fields of an article. Runs in the reader apart: other people's markup is parsed here.

Main text, title, outlet and date of a page are trafilatura's; the offsets of everything later count in the text that it kept.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from warehouse.formats.text import decode

Fields = dict[str, str | None]

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,20})", re.I)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,20})", re.I)
# Python knows codecs that are no encodings of text (rot13, zip, idna, unicode_escape): only the names that the WHATWG standard lists.
_ENCODING = re.compile(
    r"utf-?8|utf-?16(le|be)?|iso-?8859-\d{1,2}|latin-?1|us-ascii|windows-\d{3,4}|cp\d{3,4}|koi8-[ru]|gbk|gb2312|gb18030|big5|euc-jp|euc-kr|"
    r"shift[-_]jis|macintosh",
    re.I,
)
_BLOCKS = frozenset(
    "address article aside blockquote br dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p "
    "pre section table tbody tfoot th thead tr ul".split()
)
_UNSEEN = frozenset("script style template noscript head iframe object svg math".split())
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.{0,4000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.S)
_FRONT_LINE = re.compile(r"^(\w+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.M)
_FRONT_NAMES = {"title": "title", "date": "published", "published": "published", "source": "source", "url": "url", "doc_id": "doc_id"}


def read_page(data: bytes, *, url: str | None = None, charset: str | None = None) -> Fields:
    """Fields of a web page; `reason` instead where it has no main text, or its encoding cannot be told."""
    from trafilatura import bare_extraction

    html = decode_html(data, charset)
    if html is None:
        return {"reason": "binary" if b"\0" in data else "encoding", "detail": "an encoding that is neither named nor can be told for sure"}
    params = {"original_date": True, "extensive_search": False}  # dates that the page names, none guessed from any digits on it
    found: Any = bare_extraction(html, url=url, include_comments=False, with_metadata=True, date_extraction_params=params)
    if found is None or not (found.text or "").strip():
        return {"reason": "no_text", "detail": "no main text was found in the page"}
    title = " ".join((found.title or "").split()) or None
    return {
        "url": url or _own_address(found.url),
        "source": re.sub(r":\d+$", "", found.sitename or found.hostname or ""),  # where a page names no site it is host and port
        "published": found.date,
        "title": title,
        "text": _without_title(found.text, title),
    }


def _own_address(url: str | None) -> str | None:
    """The address that a saved page calls its own; a bare site is what sloppy templates put on every page."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and (parts.path.strip("/") or parts.query) else None


def _without_title(text: str, title: str | None) -> str:
    """The kept text is headed by the title already."""
    first, _, rest = text.partition("\n")
    return rest if title and rest.strip() and first.strip() == title else text


def decode_html(data: bytes, charset: str | None = None) -> str | None:
    """The characters of a page, by the encoding that the server, the mark at its beginning or the page itself names, else as text."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    named = charset.encode("ascii", "replace") if charset else None
    if not named:
        match = _META_CHARSET.search(data[:4096]) or _XML_CHARSET.search(data[:400])
        named = match[1] if match else b""
    name = named.decode("ascii", "replace").strip().lower()
    if name and _ENCODING.fullmatch(name):
        try:
            return data.decode({"iso-8859-1": "cp1252", "latin1": "cp1252"}.get(name, name), "replace")
        except LookupError:
            pass
    return decode(data)


def plain_text(html: str) -> str:
    """The text of a piece of HTML, a line for each block; scripts and styles are left out."""
    from lxml import etree
    from lxml import html as lxml_html

    if "<" not in html and "&" not in html:
        return html.strip()
    root = lxml_html.document_fromstring(f"<div>{html}</div>".replace("\0", ""))
    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        is_element = isinstance(element.tag, str)
        if is_element and element.tag in _BLOCKS:
            parts.append("\n")
        if is_element and element.tag in _UNSEEN:
            hidden += 1 if event == "start" else -1
        text = element.text if event == "start" else element.tail
        if text and not hidden:
            parts.append(" ".join(text.split()) if text.strip() else "")
            parts[-1] = f"{' ' if text[:1].isspace() else ''}{parts[-1]}{' ' if text[-1:].isspace() else ''}"
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def read_markdown(text: str) -> Fields:
    """Text of Markdown without its marks; title, date, source, url and doc_id from the lines between dashes at its head."""
    from markdown_it import MarkdownIt

    fields: Fields = {}
    front = _FRONT_MATTER.match(text)
    if front:
        text = text[front.end() :]
        for name, value in _FRONT_LINE.findall(front[1]):
            if name.lower() in _FRONT_NAMES:
                fields[_FRONT_NAMES[name.lower()]] = value.strip("'\"")
    blocks: list[str] = []
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "inline":
            blocks.append("".join(_inline(child) for child in token.children or ()).strip())
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip())
        elif token.type == "html_block":
            blocks.append(plain_text(token.content))
    fields["text"] = "\n\n".join(block for block in blocks if block)
    return fields


def _inline(token: Any) -> str:
    if token.type in ("text", "code_inline", "text_special"):
        return str(token.content)
    return "\n" if token.type in ("softbreak", "hardbreak") else ""


def fields_of(given: Mapping[str, Any]) -> Fields:
    """What came over from the reader apart, as fields: text or nothing."""
    return {str(name): value if isinstance(value, str) else None for name, value in given.items()}
