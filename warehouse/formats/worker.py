"""The reader apart: a process of its own that parses other people's markup, with little memory and no leave to write files.

In: a JSON line {kind, size, …} and as many bytes; out: a JSON line. It says nothing else, opens no connection, and ends with its input.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import Any

from warehouse.formats.feeds import links, read_feed
from warehouse.formats.pages import Fields, plain_text, read_markdown, read_page

MEMORY = 2_000_000_000
"""Bytes of address space. A page of 10 MB takes about 0.8 GB at its peak; the libraries take 0.4 GB before anything is read."""


def main() -> None:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whatever a library prints is no answer
    _confine()
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        data = sys.stdin.buffer.read(request.pop("size"))
        answers.write(json.dumps(_answer(data, **request)).encode() + b"\n")
        answers.flush()


def _confine() -> None:
    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        _, most = resource.getrlimit(limit)
        resource.setrlimit(limit, (value if most == resource.RLIM_INFINITY else min(value, most), most))


def _answer(data: bytes, kind: str, **given: Any) -> list[Fields]:
    try:
        match kind:
            case "page":
                return [read_page(data, **given)]
            case "feed":
                return read_feed(data)
            case "links":
                return links(data)
            case "robots":
                return [_leave(data.decode("utf-8", "replace"), **given)]
            case "markdown":
                return [read_markdown(data.decode())]
            case "fragment":
                return [{"text": plain_text(data.decode())}]
    except MemoryError:
        return [{"reason": "too_big", "detail": "reading it takes more memory than a document may have"}]
    except Exception as error:  # noqa: BLE001  whatever a parser makes of hostile markup, the document is refused and the next one read
        return [{"reason": "broken", "detail": f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"}]
    raise ValueError(f"no reader for {kind}")


def _leave(robots: str, url: str, agent: str) -> Fields:
    """What a robots.txt says of an address. Here, since its patterns become regular expressions, and a stranger wrote them."""
    from protego import Protego

    rules = Protego.parse(robots)
    delay = rules.crawl_delay(agent)
    return {"allowed": "yes" if rules.can_fetch(url, agent) else "no", "delay": None if delay is None else str(delay)}


if __name__ == "__main__":
    main()
