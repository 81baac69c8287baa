"""Our end of the reader apart: hands it bytes, waits a bounded time, starts another where one died. What it says is data, never run."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, cast

from warehouse.formats.pages import Fields, fields_of

SECONDS = 30.0
"""A page takes 20 ms, the worst honest ones 2 s. Wall clock, so with room for a machine that is busy."""
RENEWED_AFTER = 2_000
"""Documents to a process: parsers leak."""

_ROOT = Path(__file__).resolve().parents[2]


class Apart:
    """One process that reads markup, started when it is first needed. Close it after use."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def read(self, kind: str, data: bytes, **given: str | None) -> list[Fields]:
        """Fields of each article in the data. Where there are none, `reason` and `detail` say why: too slow, died, …"""
        if self._served >= RENEWED_AFTER:
            self.close()
        served = self._served
        answer = self._ask(kind, data, given)
        if served and answer and answer[0].get("reason") in ("died", "too_big"):  # perhaps what came before it used up the memory
            self.close()
            answer = self._ask(kind, data, given)
        return answer

    def _ask(self, kind: str, data: bytes, given: dict[str, str | None]) -> list[Fields]:
        process = self._process = self._process or _start()
        self._served += 1
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self.seconds, stop)
        timer.start()
        try:
            request, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
            request.write(json.dumps({"kind": kind, "size": len(data), **given}).encode() + b"\n" + data)
            request.flush()
            line = answers.readline()
        except BrokenPipeError:
            line = b""
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            return [fields_of(entry) for entry in json.loads(line) if isinstance(entry, dict)]
        self.close()
        if late.is_set():
            return [{"reason": "too_slow", "detail": f"reading it takes more than {self.seconds:g} seconds"}]
        return [{"reason": "died", "detail": f"the parser died of it (status {process.returncode})"}]

    def close(self) -> None:
        """End the process; the next reading starts another."""
        process, self._process, self._served = self._process, None, 0
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(BrokenPipeError):  # what it will not read any more
                    cast("IO[bytes]", pipe).close()
            process.wait()


def _start() -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV")}
    return subprocess.Popen(
        [sys.executable, "-m", "warehouse.formats.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment | {"PYTHONPATH": str(_ROOT)},
        cwd="/",
    )
