"""Who may write to a warehouse: one process at a time, the others wait and say for whom.

The lock is the kernel's (flock on `<warehouse>/.lock`), so that it goes with its holder, however that ends. What the file says of the
holder is for people. Readers of the published file need no lock. What may not live here: DuckDB's own lock, which store.py waits for.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.errors import WarehouseBusy, of_disk

LOG = logging.getLogger("rashomon.lock")
POLL = 0.2
CHILD_ENDS_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that has the lock, and since when (UTC, as text)."""

    pid: int
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} (since {self.since} UTC)"


_held: dict[Path, tuple[int, int]] = {}
"""Of this process: file descriptor and depth by folder. A verb that calls another holds the lock already."""


def patience() -> float:
    """Seconds that a run waits for another: RASHOMON_WAIT, else an hour."""
    given = os.environ.get("RASHOMON_WAIT")
    try:
        return float(given) if given else 3600.0
    except ValueError:
        raise WarehouseBusy(f"RASHOMON_WAIT is {given!r}; give it a number of seconds, 0 for not waiting at all") from None


@contextmanager
def held(directory: Path) -> Iterator[None]:
    """The right to write to this warehouse. Raises WarehouseBusy when another process has it longer than patience allows."""
    key = directory.absolute()
    if key in _held:
        handle, depth = _held[key]
        _held[key] = handle, depth + 1
    else:
        _held[key] = _acquire(key), 1
    try:
        yield
    finally:
        handle, depth = _held.pop(key)
        if depth > 1:
            _held[key] = handle, depth - 1
        else:
            os.ftruncate(handle, 0)
            os.close(handle)


def holder(directory: Path) -> Holder | None:
    """Who has the lock now; None where nobody has. Raises OSError where the lock file cannot be opened."""
    path = directory / ".lock"
    if not path.exists():
        return None
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _named(handle)
    finally:
        os.close(handle)
    return None


def note_child(directory: Path, pid: int) -> None:
    """Remember a process that works for the holder: where the holder is killed, whoever comes next ends it first."""
    handle, _ = _held[directory.absolute()]
    _write(handle, os.getpid(), pid)


def _acquire(directory: Path) -> int:
    until = time.monotonic() + patience()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        handle = os.open(directory / ".lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise of_disk(error, directory) from error
    said = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            other = _named(handle)
            if time.monotonic() >= until:
                os.close(handle)
                raise WarehouseBusy(
                    f"another run works on the warehouse {directory}: {other or 'a process'}; wait for it and run again, or end it "
                    "(RASHOMON_WAIT sets how many seconds to wait)"
                ) from None
            if not said:
                said = True
                LOG.warning("another run works on the warehouse %s: %s; waiting for it", directory, other or "a process")
            time.sleep(POLL)
    _end_child_of_the_dead(handle, directory)
    _write(handle, os.getpid(), None)
    return handle


def _write(handle: int, pid: int, child: int | None) -> None:
    said = json.dumps({"pid": pid, "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}", "child": child})
    os.ftruncate(handle, 0)
    os.pwrite(handle, said.encode(), 0)


def _read(handle: int) -> dict[str, object]:
    try:
        said = json.loads(os.pread(handle, 4096, 0) or b"{}")
    except ValueError:  # its holder died in the middle of writing
        return {}
    return said if isinstance(said, dict) else {}


def _named(handle: int) -> Holder | None:
    said = _read(handle)
    pid = said.get("pid")
    return Holder(pid, str(said.get("since"))) if isinstance(pid, int) else None


def _end_child_of_the_dead(handle: int, directory: Path) -> None:
    """End the dbt that a killed run left behind: two at once over one file would break each other's build.

    Only one that is certainly ours: its environment names this warehouse. Where that cannot be told (no /proc), store.py waits
    for its lock.
    """
    child = _read(handle).get("child")
    if not isinstance(child, int):
        return
    until, order = time.monotonic() + CHILD_ENDS_WITHIN, signal.SIGTERM
    while _works_on(child, directory):
        try:
            os.kill(child, order)
        except ProcessLookupError:
            return
        if time.monotonic() > until:
            order = signal.SIGKILL
        time.sleep(POLL)


def _works_on(pid: int, directory: Path) -> bool:
    try:
        settings = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:  # gone, or another's
        return False
    return f"DBT_TARGET_PATH={directory / '.dbt'}".encode() in settings
