"""What each format gives: fields, versions, and the reason where it gives nothing."""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.records import Article
from warehouse.formats import compressed
from warehouse.formats.apart import Apart
from warehouse.intake import Reject, read_articles

BODY = "A ferry ran aground near the harbour of Split on Monday. Three sailors were hurt, the port office said."
MORE = "The captain told the port office that a gust had pushed the ship from its way. Divers looked for leaks until dusk. "


def page(
    *, title: str = "Ferry runs aground near Split", body: str = BODY, site: str = "Harbour Times", link: str = "", charset: str = "utf-8"
) -> bytes:
    canonical = f'<link rel="canonical" href="{link}">' if link else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="{charset}"><title>{title} | {site}</title>{canonical}'
        f'<meta property="og:site_name" content="{site}"><meta property="article:published_time" content="2024-05-14T08:00:00Z"></head>'
        f"<body><nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><article><h1>{title}</h1><p>{body}</p><p>{MORE * 4}</p></article>"
        "<footer>All rights reserved</footer><script>steal()</script></body></html>"
    ).encode(charset)


def rss(*items: str, title: str = "Harbour Times") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{title}</title><link>https://feed.example/</link>{"".join(items)}'
        "</channel></rss>"
    ).encode()


def item(
    number: int, *, more: str = "", body: str = BODY, host: str = "harbour.example", date: str = "Tue, 14 May 2024 08:00:00 GMT"
) -> str:
    return (
        f"<item><title>Ferry {number}</title><link>https://{host}/{number}</link><guid>https://{host}/{number}</guid>{more}"
        f"<pubDate>{date}</pubDate><content:encoded><![CDATA[<p>{body}</p><p>Read <b>more</b>.</p>]]></content:encoded></item>"
    )


def warc(*captures: tuple[str, str, bytes, str], status: str = "200 OK", encoding: str | None = None) -> bytes:
    """Captures are (address, media type, body, time)."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    for url, media, body, time in captures:
        headers = [("Content-Type", media)] + ([("Content-Encoding", encoding)] if encoding else [])
        record = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": time},
        )
        writer.write_record(record)
    return stream.getvalue()


def ninjs(**fields: object) -> bytes:
    return json.dumps({"uri": "urn:news:1", "type": "text", "headline": "Ferry aground", "body_text": BODY, **fields}).encode()


def found(tmp_path: Path, name: str, data: bytes) -> list[Article | Reject]:
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return list(read_articles(folder))


def one(tmp_path: Path, name: str, data: bytes) -> Article:
    (article,) = found(tmp_path, name, data)
    assert isinstance(article, Article), article
    return article


def reasons(items: list[Article | Reject]) -> list[str]:
    return ["article" if isinstance(item, Article) else item.reason for item in items]


def test_a_page_is_its_main_text_with_title_outlet_and_date(tmp_path: Path) -> None:
    article = one(tmp_path, "a.html", page())
    assert (article.document_ref, article.title, article.source) == ("in/a.html", "Ferry runs aground near Split", "Harbour Times")
    assert article.published == "2024-05-14" and article.url is None
    assert article.text.startswith(BODY), "the title heads the kept text already"
    for furniture in ("Sport", "rights", "steal", "<p>"):
        assert furniture not in article.text


@pytest.mark.parametrize(
    ("link", "ref"),
    [
        ("https://harbour.example/ferry", "https://harbour.example/ferry"),
        ("https://harbour.example/", "in/a.html"),
        ("file:///x/y", "in/a.html"),
    ],
)
def test_a_saved_page_is_known_by_the_address_it_names(tmp_path: Path, link: str, ref: str) -> None:
    assert one(tmp_path, "a.html", page(link=link)).document_ref == ref


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-2", "utf-16"])
def test_the_encoding_that_a_page_names(tmp_path: Path, charset: str) -> None:
    assert "Šibenik" in one(tmp_path, "a.html", page(body=f"{BODY} It came from Šibenik.", charset=charset)).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><body></body></html>", "no_text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0", "binary"),
        (b"   \n", "empty"),
        (b"x" * 10_000_001, "too_long"),
    ],
)
def test_what_is_no_page(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reasons(found(tmp_path, "a.html", data)) == [reason]


def test_markdown_loses_its_marks_and_keeps_its_head(tmp_path: Path) -> None:
    head = "---\ntitle: Ferry aground\ndate: 2024-05-14\nsource: Harbour Times\nurl: https://harbour.example/1\n---\n"
    text = "# Ashore\n\nA **ferry** ran [aground](https://x.example/y) near *Split*.\n\n- three hurt\n- none dead\n\n<script>x()</script>\n"
    article = one(tmp_path, "a.md", (head + text).encode())
    assert article.text == "Ashore\n\nA ferry ran aground near Split.\n\nthree hurt\n\nnone dead"
    assert (article.document_ref, article.title, article.source, article.published) == (
        "https://harbour.example/1",
        "Ferry aground",
        "Harbour Times",
        "2024-05-14",
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('doc_id,source,text\nd1,Harbour Times,One.\nd2,,"Two, and\nthree."\n', [("d1", "One."), ("d2", "Two, and\nthree.")]),
        ("\ufeffdoc_id;text\r\nd1;One.\r\n", [("d1", "One.")]),
        ("Text\tURL\nOne.\thttps://h.example/1\n", [("https://h.example/1", "One.")]),
        ("doc_id,text\nd1,\n", [("d1", "no_text")]),
        ("doc_id,text\nd1,One.,more\nd2,Two.\n", [(None, "csv"), ("d2", "Two.")]),
        ('doc_id,text\nd1,"never closed\nd2,Two.\n', [(None, "csv")]),
        ("doc_id,body\nd1,One.\n", [(None, "csv")]),
        ("", [(None, "empty")]),
    ],
)
def test_csv(tmp_path: Path, data: str, expected: list[tuple[str | None, str]]) -> None:
    rows = [(row.document_ref, row.text if isinstance(row, Article) else row.reason) for row in found(tmp_path, "a.csv", data.encode())]
    assert rows == expected


def test_csv_text_longer_than_the_librarys_default(tmp_path: Path) -> None:
    assert len(one(tmp_path, "a.csv", b"text\n" + b"word " * 100_000 + b"\n").text) > 400_000


@dataclass(frozen=True)
class Feed:
    name: str
    data: bytes
    sources: list[str | None]


@pytest.mark.parametrize(
    "feed",
    [
        Feed("an outlet's own feed", rss(item(1), item(2)), ["Harbour Times", "Harbour Times"]),
        Feed("items name theirs", rss(item(1, more='<source url="https://e.example">East Post</source>')), ["East Post"]),
        Feed("some name theirs", rss(item(1, more="<dc:publisher>East Post</dc:publisher>"), item(2)), ["East Post", None]),
        Feed("items of many hosts", rss(item(1), item(2, host="other.example")), [None, None]),
    ],
    ids=lambda feed: feed.name,
)
def test_the_publisher_is_the_items_not_the_feeds(tmp_path: Path, feed: Feed) -> None:
    articles = found(tmp_path, "a.xml", feed.data)
    assert [article.source if isinstance(article, Article) else "reject" for article in articles] == feed.sources


def test_an_item_of_a_feed(tmp_path: Path) -> None:
    article = one(tmp_path, "a.rss", rss(item(1)))
    assert (article.document_ref, article.url, article.title) == ("https://harbour.example/1", "https://harbour.example/1", "Ferry 1")
    assert article.text == f"{BODY}\nRead more." and article.published == "Tue, 14 May 2024 08:00:00 GMT"


def test_an_aggregators_atom_entry(tmp_path: Path) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>All the news</title><entry><id>tag:e,2024:1</id><title>Ferry - East Post</title>'
        '<link href="https://all.example/1"/><updated>2024-05-14T09:00:00Z</updated><source><title>East Post</title></source>'
        f'<content type="html">&lt;p&gt;{BODY}&lt;/p&gt;</content></entry></feed>'
    )
    article = one(tmp_path, "a.atom", atom.encode())
    assert (article.document_ref, article.source, article.title, article.text) == ("tag:e,2024:1", "East Post", "Ferry", BODY)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (rss("<item><title>T</title><link>https://h.example/1</link><description>Only a teaser.</description></item>"), ["summary_only"]),
        (rss(f"<item><title>T</title><link>https://h.example/1</link><description>{MORE * 5}</description></item>"), ["article"]),
        (rss(item(1), item(2))[:-200], ["article", "feed"]),
        (rss(), ["empty"]),
        (b"<a><b/></a>", ["unsupported"]),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item(1, body="&x;"))[38:], ["article"]),
    ],
    ids=["teaser", "long description", "cut off", "no items", "other XML", "a file as entity"],
)
def test_feeds_that_are_not_whole(tmp_path: Path, data: bytes, expected: list[str]) -> None:
    items = found(tmp_path, "a.xml", data)
    assert reasons(items) == expected
    assert not any("root:" in item.text for item in items if isinstance(item, Article))


def test_ninjs(tmp_path: Path) -> None:
    article = one(tmp_path, "a.json", ninjs(versioncreated="2024-05-14T08:00:00Z", infosource=[{"name": "Harbour News Agency"}]))
    assert (article.document_ref, article.title, article.source) == ("urn:news:1", "Ferry aground", "Harbour News Agency")
    assert article.published == "2024-05-14T08:00:00Z" and article.text == BODY


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (ninjs(body_text=None, body_html=f"<p>{BODY}</p><p>End.</p>"), f"{BODY}\nEnd."),
        (
            ninjs(
                body_text=None,
                headline=None,
                headlines=[{"value": "Ferry aground"}],
                bodies=[{"role": "teaser", "value": "T"}, {"role": "main", "contenttype": "text/html", "value": f"<p>{BODY}</p>"}],
            ),
            BODY,
        ),
        (ninjs(pubstatus="canceled"), "withdrawn"),
        (ninjs(type="picture"), "unsupported"),
        (ninjs(body_text=""), "no_text"),
        (b'{"some": "json"}', "unsupported"),
        (b"[" * 200_000, "json"),
        (b"[]", "empty"),
        (b'{"uri": ', "json"),
    ],
)
def test_forms_of_ninjs(tmp_path: Path, data: bytes, expected: str) -> None:
    (item_,) = found(tmp_path, "a.json", data)
    assert (item_.text if isinstance(item_, Article) else item_.reason) == expected


def test_an_archive(tmp_path: Path) -> None:
    captures = [
        ("https://h.example/1#top", "text/html; charset=utf-8", page(), "2024-05-14T08:00:00Z"),
        ("https://h.example/pic", "image/png", b"\x89PNG", "2024-05-14T08:00:00Z"),
        ("https://h.example/feed", "application/rss+xml", rss(item(7)), "2024-05-14T08:00:00Z"),
        ("https://h.example/2", "text/plain", BODY.encode(), "2024-05-14T08:00:00Z"),
    ]
    items = found(tmp_path, "a.warc.gz", warc(*captures))
    assert [item.document_ref for item in items] == ["https://h.example/1", "https://harbour.example/7", "https://h.example/2", None]
    assert isinstance(items[-1], Reject) and items[-1].detail == "records that are no pages: 1 image/png"


def test_a_captured_page_is_known_by_its_address_whatever_it_says(tmp_path: Path) -> None:
    capture = ("https://h.example/1", "text/html", page(link="https://bigger.example/story"), "2024-05-14T08:00:00Z")
    article = one(tmp_path, "a.warc", warc(capture))
    assert (article.document_ref, article.url) == ("https://h.example/1", "https://h.example/1")


def test_a_compressed_capture_and_a_bomb(tmp_path: Path) -> None:
    capture = ("https://h.example/1", "text/html", gzip.compress(page()), "2024-05-14T08:00:00Z")
    bomb = ("https://h.example/2", "text/html", gzip.compress(b"x" * 50_000_000), "2024-05-14T08:00:00Z")
    assert reasons(found(tmp_path, "a.warc.gz", warc(capture, bomb, encoding="gzip"))) == ["article", "too_long"]


@pytest.mark.parametrize(
    "data", [b"WARC/1.0\r\nbroken", b"no archive at all", warc(("https://h.example/1", "text/html", page(), "x"))[:-300]]
)
def test_broken_archives_are_refused(tmp_path: Path, data: bytes) -> None:
    assert set(reasons(found(tmp_path, "a.warc.gz", data))) & {"warc", "unreadable", "empty"}


LATER = BODY.replace("Three", "Four")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.warc.gz",
            warc(
                *(
                    ("https://h.example/1", "text/plain", text.encode(), f"2024-05-1{day}T08:00:00Z")
                    for day, text in ((4, BODY), (5, LATER))
                )
            ),
        ),
        ("a.xml", rss(item(1), item(1, body=LATER, date="Wed, 15 May 2024 08:00:00 GMT"))),
        (
            "a.json",
            b"[%s, %s]"
            % (ninjs(versioncreated="2024-05-14T08:00:00Z"), ninjs(versioncreated="2024-05-14T10:30:00+02:00", body_text=LATER)),
        ),
    ],
)
def test_dated_versions_of_one_article_are_kept_both(tmp_path: Path, name: str, data: bytes) -> None:
    first, second = found(tmp_path, name, data)
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.document_ref == second.document_ref and "Three" in first.text and "Four" in second.text


def test_an_older_version_after_a_newer_is_told_not_taken_for_the_newest(tmp_path: Path) -> None:
    items = [ninjs(versioncreated="2024-05-15T08:00:00Z", body_text=LATER), ninjs(versioncreated="2024-05-14T08:00:00Z")]
    assert reasons(found(tmp_path, "a.json", b"[" + b",".join(items) + b"]")) == ["article", "older_version"]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv", "a.xml", "a.json", "a.warc"])
def test_every_format_may_be_compressed(tmp_path: Path, name: str) -> None:
    plain = {
        "a.txt": BODY.encode(),
        "a.md": BODY.encode(),
        "a.html": page(),
        "a.csv": f'doc_id,text\nd1,"{BODY}"\n'.encode(),
        "a.xml": rss(item(1)),
        "a.json": ninjs(),
        "a.warc": gzip.decompress(warc(("https://h.example/1", "text/html", page(), "2024-05-14T08:00:00Z"))),
    }[name]
    assert BODY in one(tmp_path, f"{name}.gz", gzip.compress(plain)).text


@pytest.mark.parametrize(
    ("name", "head", "unit"), [("a.jsonl.gz", b"", b"\n"), ("a.csv.gz", b"text\n", b"\n"), ("a.warc.gz", b"WARC/1.0\r\n", b"A: b\r\n")]
)
def test_what_unfolds_out_of_all_proportion_is_left(
    tmp_path: Path, name: str, head: bytes, unit: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compressed, "RATIO_COUNTS_FROM", 1_000_000)
    items = found(tmp_path, name, gzip.compress(head + unit * 20_000_000))
    assert reasons(items) == ["bomb"]


def test_a_list_of_addresses_is_no_article(tmp_path: Path) -> None:
    assert reasons(found(tmp_path, "a.urls", b"https://h.example/1\n")) == ["not_fetched"]


def test_a_reader_that_hangs_or_dies_costs_one_document() -> None:
    apart = Apart(seconds=1.5)
    try:
        assert apart.read("fragment", b"<p>One</p>")[0]["text"] == "One"
        slow = apart.read("markdown", b"[" * 200_000)
        assert slow[0].get("reason") in ("too_slow", None)
        assert apart._process is None or apart._process.poll() is None
        apart.read("fragment", b"<p>Two</p>")
        assert apart._process is not None
        apart._process.kill()
        assert apart.read("fragment", b"<p>Three</p>")[0]["text"] == "Three"
    finally:
        apart.close()
