"""A server that misbehaves in every way we know of, and addresses that are not to be reached. The loopback rule is lifted here alone."""

from __future__ import annotations

import gzip
import ipaddress
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from extractors.records import Article
from orchestration.steps import fetch_new, take_in
from warehouse.fetching import client as client_module
from warehouse.fetching.addresses import PublicBackend, Refused, is_public, public_addresses
from warehouse.fetching.client import Client, NotFetched, checked
from warehouse.fetching.fetch import Fetched, fetch_all, read_feeds
from warehouse.fetching.state import NAME, load_state
from warehouse.formats.apart import Apart
from warehouse.formats.filed import Reject
from warehouse.intake import read_landed
from warehouse.store import Warehouse

TEXT = "A crane fell on a quay in Varna on Friday. Two dockers were hurt, the port said. Work went on in the evening. " * 8
BOMB = gzip.compress(b"\0" * 50_000_000)
PAGE = f"<html><head><title>Crane falls on quay</title></head><body><article><p>{TEXT}</p></article></body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    """Answers by path. What was asked is counted on the server."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Type": "text/html", "Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        server.asked[self.path] += 1
        server.agents.add(self.headers.get("User-Agent", ""))
        self.close_connection = True
        with suppress(OSError):
            getattr(self, "at_" + self.path.strip("/").replace(".", "_").split("/")[0].split("?")[0], self.at_page)()

    def at_robots_txt(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        self.send(server.robots, server.robots_status, Content_Type="text/plain")

    def at_page(self) -> None:
        self.send(PAGE)

    def at_etag(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.send(b"", 304)
        else:
            self.send(PAGE, ETag='"v1"')

    def at_dated(self) -> None:
        if self.headers.get("If-Modified-Since"):
            self.send(b"", 304)
        else:
            self.send(PAGE, Last_Modified="Fri, 14 Jun 2024 08:00:00 GMT")

    def at_versions(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        self.send(PAGE.replace(b"Two dockers", f"{server.asked[self.path]} dockers".encode()))

    def at_zipped(self) -> None:
        self.send(gzip.compress(PAGE), Content_Encoding="gzip")

    def at_bomb(self) -> None:
        self.send(BOMB, Content_Encoding="gzip")

    def at_false_zip(self) -> None:
        self.send(b"this is no gzip", Content_Encoding="gzip")

    def at_odd_zip(self) -> None:
        self.send(b"this is what?", Content_Encoding="br")

    def at_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 100_000)

    def at_trickle(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def at_slow_head(self) -> None:
        for char in "HTTP/1.1 200 OK\r\n" + "X-A: b\r\n" * 1000:
            self.wfile.write(char.encode())
            self.wfile.flush()
            time.sleep(0.05)

    def at_silent(self) -> None:
        time.sleep(8)

    def at_short(self) -> None:
        self.send(b"cut", Content_Length="1000")

    def at_long(self) -> None:
        self.send(PAGE, Content_Length="100")

    def at_garbage(self) -> None:
        self.wfile.write(b"\x00\x01\x02 no http at all \r\n\r\n")

    def at_big_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 5_000_000 + b"\r\n\r\n")

    def at_split_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: \xff\xfe\x01\r\n\r\nbody")

    def at_error(self) -> None:
        self.send(b"no", 500)

    def at_gone(self) -> None:
        self.send(b"no", 404)

    def at_busy(self) -> None:
        self.send(b"later", 429, Retry_After="3600")

    def at_inward(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        targets = {
            "loopback": f"http://127.0.0.1:{server.server_port}/secret",
            "name": f"http://localhost:{server.server_port}/secret",
            "short": f"http://127.1:{server.server_port}/secret",
            "number": f"http://2130706433:{server.server_port}/secret",
            "six": f"http://[::1]:{server.server_port}/secret",
            "mapped": f"http://[::ffff:127.0.0.1]:{server.server_port}/secret",
            "private": "http://10.0.0.1/secret",
            "metadata": "http://169.254.169.254/latest/meta-data",
            "file": "file:///etc/passwd",
            "gopher": "gopher://127.0.0.1/x",
            "user": f"http://feeds.test@127.0.0.1:{server.server_port}/secret",
        }
        self.send(b"", 302, Location=targets[self.path.rsplit("/", 1)[1]])

    def at_loop(self) -> None:
        self.send(b"", 302, Location="/loop")

    def at_moved(self) -> None:
        self.send(b"", 301, Location="/page")

    def at_feed(self) -> None:
        items = "".join(
            f"<item><title>Item {i}</title><link>http://feeds.test:{self.server.server_port}/page{i}</link>"  # type: ignore[attr-defined]
            f"<pubDate>Fri, 14 Jun 2024 08:00:00 GMT</pubDate>{content}</item>"
            for i, content in ((1, f"<description>{TEXT}</description>"), (2, "<description>Teaser.</description>"))
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Port News</title>{items}</channel></rss>'
        self.send(body.encode(), Content_Type="application/rss+xml")

    def at_list(self) -> None:
        self.send(f"# pages\nhttp://feeds.test:{self.server.server_port}/page7\n".encode(), Content_Type="text/plain")  # type: ignore[attr-defined]


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.robots = b"User-agent: *\nDisallow: /private\n"
        self.robots_status = 200

    def handle_error(self, *args: object) -> None:
        pass


class ThisMachine(PublicBackend):
    """One name is served from here; all others are held to the rule."""

    def addresses(self, host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "feeds.test" else super().addresses(host, port)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    assert not server.asked["/secret"], "nothing inside was ever reached"


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    apart = Apart()
    yield apart
    apart.close()


@pytest.fixture
def client(apart: Apart) -> Iterator[Client]:
    client = Client(apart, backend=ThisMachine(), pause=0.0, seconds=3.0)
    yield client
    client.close()


def url(server: Server, path: str) -> str:
    return f"http://feeds.test:{server.server_port}/{path}"


def fetch(server: Server, folder: Path, client: Client, apart: Apart, *rows: tuple[str, str], now: float = 1_718_352_000.0) -> Fetched:
    feeds = folder / "feeds.csv"
    feeds.write_text("url,kind\n" + "".join(f"{url(server, path)},{kind}\n" for path, kind in rows))
    return fetch_all(feeds, folder / "fetched", client, apart, now=lambda: now, seconds=60)


def articles(folder: Path) -> list[Article]:
    _, found = read_landed(folder / "fetched", ())
    return [item for item in found if isinstance(item, Article)]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("bomb", "bomb: unfolds"),
        ("false_zip", "encoding: no gzip"),
        ("odd_zip", "encoding: compressed in a way"),
        ("endless", "too_long"),
        ("trickle", "timeout"),
        ("slow_head", "timeout"),
        ("silent", "timeout"),
        ("short", "network: RemoteProtocolError"),
        ("garbage", "network: RemoteProtocolError"),
        ("big_head", "network: RemoteProtocolError"),
        ("error", "http: status 500"),
        ("gone", "http: status 404"),
        ("busy", "http: status 429"),
        ("loop", "redirects"),
        ("private/x", "robots: robots.txt forbids"),
        *(
            (f"inward/{way}", "which is not of the public internet")
            for way in ("loopback", "name", "short", "number", "six", "mapped", "private", "metadata")
        ),
        ("inward/file", "neither http nor https"),
        ("inward/gopher", "neither http nor https"),
        ("inward/user", "with a user name"),
    ],
)
def test_a_server_that_misbehaves_costs_little_and_is_told(server: Server, client: Client, path: str, why: str) -> None:
    started = time.monotonic()
    with pytest.raises(NotFetched, match=why):
        client.get(url(server, path))
    assert time.monotonic() - started < 20


def test_a_length_that_is_too_short_cuts_the_answer(server: Server, client: Client) -> None:
    assert len(client.get(url(server, "long")).content) == 100


@pytest.mark.parametrize("path", ["page", "zipped", "moved", "split_head"])
def test_what_is_fetched_lands_as_it_came(server: Server, client: Client, apart: Apart, tmp_path: Path, path: str) -> None:
    done = fetch(server, tmp_path, client, apart, (path, "page"))
    assert len(done.landed) == 1 and done.rejects == []
    if path == "split_head":
        return
    (article,) = articles(tmp_path)
    assert article.text.strip() == TEXT.strip() and article.title == "Crane falls on quay"
    assert article.document_ref == url(server, "page" if path == "moved" else path)
    assert server.agents == {client_module.USER_AGENT}


@pytest.mark.parametrize("path", ["etag", "dated", "page"])
def test_what_did_not_change_is_not_landed_again(server: Server, client: Client, apart: Apart, tmp_path: Path, path: str) -> None:
    assert len(fetch(server, tmp_path, client, apart, (path, "page")).landed) == 1
    again = fetch(server, tmp_path, client, apart, (path, "page"))
    assert (again.landed, again.unchanged, again.rejects) == ([], 1, [])


def test_a_broken_memory_is_no_error(server: Server, client: Client, apart: Apart, tmp_path: Path) -> None:
    fetch(server, tmp_path, client, apart, ("etag", "page"))
    (tmp_path / "fetched" / NAME).write_text('{"a": 3')
    assert load_state(tmp_path / "fetched") == {}
    assert len(fetch(server, tmp_path, client, apart, ("etag", "page"), now=1_718_352_001.0).landed) == 1


def test_versions_are_kept_both_and_landed_files_are_read_once(server: Server, client: Client, apart: Apart, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    (tmp_path / "articles").mkdir()
    fetch(server, tmp_path, client, apart, ("versions", "page"))
    fetch(server, tmp_path, client, apart, ("versions", "page"), now=1_718_355_600.0)
    assert take_in(warehouse, tmp_path / "articles").new == 2
    assert take_in(warehouse, tmp_path / "articles").articles == 0
    fetch(server, tmp_path, client, apart, ("versions", "page"), now=1_718_359_200.0)
    assert (taken := take_in(warehouse, tmp_path / "articles")).new == 1 and not taken.rejects
    with warehouse.connect() as connection:
        texts = connection.execute("SELECT text FROM raw.documents ORDER BY ingested_at").fetchall()
    assert [f"{number} dockers" in text for number, (text,) in enumerate(texts, 1)] == [True] * 3


def test_feeds_with_the_pages_of_items_that_have_no_text(server: Server, client: Client, apart: Apart, tmp_path: Path) -> None:
    done = fetch(server, tmp_path, client, apart, ("feed", "feed+pages"))
    assert len(done.landed) == 2 and not done.rejects
    assert server.asked["/page2"] == 1 and server.asked["/page1"] == 0
    assert {(article.title, article.source) for article in articles(tmp_path)} == {
        ("Item 1", "Port News"),
        ("Crane falls on quay", "feeds.test"),
    }
    fetch(server, tmp_path, client, apart, ("feed", "feed+pages"))
    assert server.asked["/page2"] == 1, "the page of an item is fetched again only when the feed gives it a new date"


def test_lists_from_the_net_and_beside_the_feeds_file(server: Server, client: Client, apart: Apart, tmp_path: Path) -> None:
    (tmp_path / "mine.urls").write_text(f"{url(server, 'page8')}\n\n# not this\nnot an address\n")
    (tmp_path / "feeds.csv").write_text(f"url,kind\n{url(server, 'list')},list\nmine.urls,list\nnone.urls,list\n{url(server, 'x')},odd\n")
    done = fetch_all(tmp_path / "feeds.csv", tmp_path / "fetched", client, apart, seconds=30)
    assert server.asked["/page7"] == server.asked["/page8"] == 1 and len(done.landed) == 2
    assert sorted((reject.path, reject.detail) for reject in done.rejects) == sorted(
        [
            (url(server, "x"), "feeds file: odd is not one of feed, feed+pages, page, list"),
            ("none.urls", "feeds file: No such file or directory"),
            ("not an address", "address: neither http nor https"),
        ]
    )


def test_a_feeds_file_without_its_column(tmp_path: Path) -> None:
    (tmp_path / "feeds.csv").write_text("address\nhttp://a.example\n")
    (item,) = read_feeds(tmp_path / "feeds.csv")
    assert isinstance(item, Reject) and "no column `url`" in (item.detail or "")


def test_patience_that_a_server_asks_for(server: Server, client: Client, apart: Apart, tmp_path: Path) -> None:
    assert len(fetch(server, tmp_path, client, apart, ("busy", "feed"), now=1000.0).rejects) == 1
    assert fetch(server, tmp_path, client, apart, ("busy", "feed"), now=4000.0).rejects == []
    assert server.asked["/busy"] == 1
    fetch(server, tmp_path, client, apart, ("busy", "feed"), now=4601.0)
    assert server.asked["/busy"] == 2


@pytest.mark.parametrize(
    ("robots", "status", "is_allowed"),
    [
        (b"", 404, True),
        (b"", 500, False),
        (b"User-agent: rashomon\nDisallow: /", 200, False),
        (b"User-agent: other\nDisallow: /", 200, True),
        (b"User-agent: *\nCrawl-delay: 3600", 200, False),
        (b"\xff\xfe\0garbage" * 1000, 200, True),
        (b"User-agent: *\nDisallow: /" + b"*a" * 200 + b"b$", 200, True),
    ],
)
def test_robots(server: Server, client: Client, robots: bytes, status: int, is_allowed: bool) -> None:
    server.robots, server.robots_status = robots, status
    if is_allowed:
        assert client.get(url(server, "page")).status == 200
    else:
        with pytest.raises(NotFetched, match="robots"):
            client.get(url(server, "page"))
        assert server.asked["/page"] == 0


def test_requests_to_one_host_are_spaced(server: Server, apart: Apart) -> None:
    slept: list[float] = []
    client = Client(apart, backend=ThisMachine(), pause=2.0, sleep=slept.append)
    for _ in range(3):
        client.get(url(server, "page"))
    client.close()
    assert len(slept) == 3 and all(wait > 1.5 for wait in slept), "robots.txt counts as a request"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        *((address, False) for address in (
            "127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1",
            "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::",
        )),
        ("::ffff:93.184.216.34", True),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) == expected


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: both)
    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        public_addresses("both.example", 80)


def test_a_name_is_resolved_once_and_that_address_is_connected_to(apart: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved: list[str] = []
    connected: list[str] = []

    def resolve(host: str, *args: object, **more: object) -> list[object]:
        resolved.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34" if len(resolved) == 1 else "127.0.0.1", 80))]

    def connect(address: tuple[str, int], *args: object, **more: object) -> socket.socket:
        connected.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    client = Client(apart, pause=0.0)
    with pytest.raises(NotFetched):
        client.get("http://rebind.example/")
    assert (resolved, connected) == (["rebind.example"], ["93.184.216.34"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("HTTP://Example.org", "http://example.org/"),
        ("https://bücher.example/ä b?q=ß#x", "https://xn--bcher-kva.example/%C3%A4%20b?q=%C3%9F"),
        ("http://a.example/x\r\nHost: b", "http://a.example/xHost:%20b"),
        ("http://[::1]:8/x", "http://[::1]:8/x"),
        *(
            (bad, None)
            for bad in (
                "ftp://a/",
                "javascript:alert(1)",
                "http://",
                "http://u:p@a/",
                "http://a:99999/",
                "http://[x/",
                "/x",
                "",
                "http://" + "a" * 70 + "/",
            )
        ),
        ("http://a/" + "x" * 3000, None),
    ],
)
def test_addresses_are_checked_before_they_are_asked(given: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(NotFetched, match="address"):
            checked(given)
    else:
        assert checked(given) == expected


def test_without_a_feeds_file_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: pytest.fail("a name was resolved"))
    done = fetch_new(Warehouse(tmp_path / "w"), tmp_path / "none.csv")
    assert (done.landed, done.unchanged, done.refused, done.left) == (0, 0, 0, 0)
    assert not (tmp_path / "w").exists()


def test_refusals_are_rows(tmp_path: Path) -> None:
    (tmp_path / "feeds.csv").write_text("url,kind\nhttp://127.0.0.1/feed,feed\nhttp://[::1]/feed,feed\nftp://a.example/,page\n")
    warehouse = Warehouse(tmp_path / "w")
    assert fetch_new(warehouse, tmp_path / "feeds.csv").refused == 3
    with warehouse.connect() as connection:
        rows = connection.execute("SELECT path, reason, detail FROM raw.rejects ORDER BY path").fetchall()
    assert [row[:2] for row in rows] == [
        (address, "not_fetched") for address in ("ftp://a.example/", "http://127.0.0.1/feed", "http://[::1]/feed")
    ]
    assert json.dumps(rows)
