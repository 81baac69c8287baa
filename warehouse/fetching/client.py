"""One polite request: robots.txt first, a pause between requests to one host, bounds on time and size, each redirect checked anew."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore

from warehouse.fetching.addresses import PublicBackend, Refused
from warehouse.formats.apart import Apart
from warehouse.formats.filed import MAX_PAGE_BYTES, in_one_line

AGENT = "rashomon"
USER_AGENT = "rashomon/0.1 (a warehouse of news; reads robots.txt)"

PAUSE = 2.0
"""Seconds between two requests to one host, unless its robots.txt asks for more."""
MAX_PAUSE = 60.0
"""A crawl-delay beyond this is not sat out: the host is left alone."""
SECONDS_TO_CONNECT = 10.0
SECONDS_TO_READ = 20.0
SECONDS_IN_ALL = 60.0
MAX_SENT_BYTES = MAX_PAGE_BYTES
MAX_ROBOTS_BYTES = 512_000  # RFC 9309 asks for 500 KiB
MAX_REDIRECTS = 5
MAX_URL = 2_000


class NotFetched(Exception):
    """Why an address gave nothing, in words that do not change from run to run; `retry_after` in seconds where the server names it."""

    def __init__(self, why: str, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: `body` as it was sent, `content` unfolded."""

    url: str  # after redirects
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    content: bytes

    def header(self, name: str) -> str | None:
        """The first header of this name, in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class Client:
    """Requests one after another. `pause` and `backend` are for tests."""

    def __init__(
        self,
        apart: Apart,
        *,
        backend: PublicBackend | None = None,
        pause: float = PAUSE,
        seconds: float = SECONDS_IN_ALL,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._apart = apart
        self._backend = backend or PublicBackend()
        self._pool = httpcore.ConnectionPool(network_backend=self._backend, max_keepalive_connections=0, retries=0)
        self._pause = pause
        self._seconds = seconds
        self._sleep = sleep
        self._robots: dict[str, bytes] = {}
        self._free_at: dict[str, float] = {}

    def close(self) -> None:
        """Close what is open."""
        self._pool.close()

    def free_at(self, url: str) -> float:
        """When, by time.monotonic(), the host may be asked again."""
        try:
            return self._free_at.get(_site(url), 0.0)
        except ValueError:  # no address at all: refused when its turn comes
            return 0.0

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer of an address: of status 200, or 304 where the headers hold conditions. Raises NotFetched."""
        for _ in range(MAX_REDIRECTS + 1):
            url = checked(url)
            self._ask_leave(url)
            answer = self._request(url, headers or {}, MAX_SENT_BYTES)
            location = answer.header("location")
            if answer.status in (301, 302, 303, 307, 308) and location:
                url = _joined(url, location)
                continue
            if answer.status not in (200, 304):
                raise NotFetched(f"http: status {answer.status}", _seconds(answer.header("retry-after")))
            return answer
        raise NotFetched(f"redirects: more than {MAX_REDIRECTS}")

    def _ask_leave(self, url: str) -> None:
        """Raises NotFetched where robots.txt forbids the address or cannot be had (RFC 9309: then all is forbidden)."""
        site = _site(url)
        if site not in self._robots:
            self._robots[site] = self._fetch_robots(site)
        (leave,) = self._apart.read("robots", self._robots[site], url=url, agent=AGENT)
        if leave.get("reason"):
            raise NotFetched(f"robots: robots.txt cannot be read: {leave.get('detail')}")
        if leave.get("allowed") != "yes":
            raise NotFetched("robots: robots.txt forbids it")
        delay = float(leave.get("delay") or 0)
        if delay > MAX_PAUSE:
            raise NotFetched(f"robots: robots.txt asks for more than {MAX_PAUSE:g} seconds between requests")
        self._wait(site, max(delay, self._pause))

    def _fetch_robots(self, site: str) -> bytes:
        url = f"{site}/robots.txt"
        for _ in range(MAX_REDIRECTS + 1):
            self._wait(_site(url), self._pause)
            answer = self._request(checked(url), {}, MAX_ROBOTS_BYTES, is_cut=True)
            location = answer.header("location")
            if answer.status in (301, 302, 303, 307, 308) and location:
                url = _joined(url, location)
                continue
            if answer.status >= 500:
                raise NotFetched(f"robots: robots.txt gives status {answer.status}")
            return answer.content if answer.status == 200 else b""
        return b""

    def _wait(self, site: str, pause: float) -> None:
        now = time.monotonic()
        free_at = self._free_at.get(site, 0.0)
        if free_at > now:
            self._sleep(free_at - now)
        self._free_at[site] = max(free_at, now) + pause

    def _request(self, url: str, headers: Mapping[str, str], most: int, *, is_cut: bool = False) -> Answer:
        sent = {
            "User-Agent": USER_AGENT,
            "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5",
        }
        sent |= {"Accept-Encoding": "gzip", "Connection": "close", **headers}
        timeout = {"connect": SECONDS_TO_CONNECT, "read": SECONDS_TO_READ, "write": SECONDS_TO_READ, "pool": SECONDS_TO_CONNECT}
        self._backend.deadline = time.monotonic() + self._seconds
        try:
            with self._pool.stream("GET", url, headers=list(sent.items()), extensions={"timeout": timeout}) as response:
                got = tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in response.headers)
                body = bytearray()
                for part in response.iter_stream():
                    body += part
                    if len(body) > most:
                        break
        except Refused as error:
            raise NotFetched(f"address: {error}") from error
        except httpcore.TimeoutException as error:
            raise NotFetched("timeout: the server is too slow") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError, ValueError) as error:
            raise NotFetched(f"network: {type(error).__name__}: {in_one_line(error)}") from error
        if len(body) > most and not is_cut:
            raise NotFetched(f"too_long: more than {most:,} bytes")
        answer = Answer(url, response.status, got, bytes(body), b"")
        return Answer(url, response.status, got, answer.body, _unfold(answer, most, is_cut))


def checked(url: str) -> str:
    """The address in the form that is asked for: http or https, no user name, no fragment, ASCII. Raises NotFetched."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise NotFetched(f"address: {in_one_line(error)}") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise NotFetched("address: neither http nor https")
    if not host or parts.username is not None or parts.password is not None:
        raise NotFetched("address: without a host, or with a user name")
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NotFetched("address: a host that is no name") from error
    place = f"[{name}]" if ":" in name else name
    path = _ascii(parts.path or "/")
    found = urlunsplit((parts.scheme.lower(), f"{place}:{port}" if port else place, path, _ascii(parts.query), ""))
    if len(found) > MAX_URL:
        raise NotFetched(f"address: longer than {MAX_URL:,} characters")
    return found


def _ascii(text: str) -> str:
    """What is not ASCII, and blanks and controls, percent-encoded; what is encoded already stays."""
    return "".join(
        char if 0x20 < ord(char) < 0x7F else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace")) for char in text
    )


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise NotFetched(f"address: {in_one_line(error)}") from error


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _seconds(given: str | None) -> float | None:
    return float(given) if given and given.isascii() and given.isdigit() and len(given) < 8 else None


def _unfold(answer: Answer, most: int, is_cut: bool) -> bytes:
    """The body without its content encoding, bounded."""
    coding = (answer.header("content-encoding") or "identity").strip().lower()
    if coding == "identity" or not answer.body:
        return answer.body[:most]
    if coding != "gzip":
        raise NotFetched("encoding: compressed in a way that was not asked for")
    try:
        content = zlib.decompressobj(wbits=31).decompress(answer.body, most + 1)
    except zlib.error as error:
        raise NotFetched("encoding: no gzip, though it says so") from error
    if len(content) > most and not is_cut:
        raise NotFetched(f"bomb: unfolds to more than {most:,} bytes")
    return content[:most]
