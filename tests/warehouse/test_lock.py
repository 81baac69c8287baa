"""Two processes at one warehouse: the second waits, or says clearly that it will not; a killed one leaves nothing in the way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from orchestration import paths
from warehouse.errors import WarehouseBusy
from warehouse.lock import held, holder, note_child
from warehouse.store import Warehouse

HOLD = """
import sys; from pathlib import Path; from warehouse import lock
with lock.held(Path(sys.argv[1])):
    if len(sys.argv) > 2: lock.note_child(Path(sys.argv[1]), int(sys.argv[2]))
    print("held", flush=True); sys.stdin.read()
"""


@contextmanager
def another(folder: Path, *child: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the warehouse until its standard input ends."""
    command = [sys.executable, "-c", HOLD, str(folder), *child]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.communicate("")


def test_whoever_will_not_wait_is_told_for_whom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHOMON_WAIT", "0")
    with another(tmp_path) as other:
        with (
            pytest.raises(WarehouseBusy, match=rf"another run works on .* process {other.pid} \(since .*wait for it") as raised,
            held(tmp_path),
        ):
            pass
        assert "\n" not in str(raised.value)
        found = holder(tmp_path)
        assert found and found.pid == other.pid
    assert holder(tmp_path) is None


def test_the_second_waits_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("RASHOMON_WAIT", "30")
    with another(tmp_path) as other:
        began = time.monotonic()
        ender = subprocess.Popen([sys.executable, "-c", f"import time, os, signal; time.sleep(1); os.kill({other.pid}, signal.SIGKILL)"])
        with held(tmp_path):
            assert time.monotonic() - began > 0.3
        ender.wait()
    assert [f"process {other.pid}" in record.message for record in caplog.records] == [True]


def test_a_verb_within_a_verb_holds_it_already(tmp_path: Path) -> None:
    with held(tmp_path):
        with held(tmp_path):
            pass
        found = holder(tmp_path)
        assert found and found.pid == os.getpid(), "still held after the inner one"
    assert holder(tmp_path) is None


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="whose child it is cannot be told without /proc")
@pytest.mark.parametrize("is_ours", [True, False])
def test_the_dbt_of_a_killed_run_is_ended_and_no_other_process(tmp_path: Path, is_ours: bool) -> None:
    target = tmp_path / ".dbt" if is_ours else tmp_path / "elsewhere" / ".dbt"
    child = subprocess.Popen(["sleep", "60"], env={**os.environ, "DBT_TARGET_PATH": str(target)})
    try:
        with another(tmp_path, str(child.pid)) as other:
            other.kill()
            other.wait()
        with held(tmp_path):
            if is_ours:
                assert child.wait(5) < 0
            else:
                assert child.poll() is None
    finally:
        child.kill()
        child.wait()


def test_a_child_is_noted_by_the_holder_alone(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        note_child(tmp_path, 1)


@pytest.mark.parametrize("given", ["soon", "1h"])
def test_a_patience_that_is_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("RASHOMON_WAIT", given)
    with pytest.raises(WarehouseBusy, match="seconds"), held(tmp_path):
        pass


BACKUP = next(line for line in (paths.REPO / "docs" / "operations.md").read_text().splitlines() if "flock /" in line)
"""The line that the operations page gives people to type."""


def test_a_backup_waits_for_the_run_and_holds_all_that_it_had_finished(tmp_path: Path) -> None:
    folder, backup = tmp_path / "warehouse", tmp_path / "backup"
    line = BACKUP.replace("/srv/rashomon/warehouse", str(folder)).replace("/backup", str(backup))
    Warehouse(folder).counts()
    killed = (
        "import duckdb, os, signal, sys; c = duckdb.connect(sys.argv[1]); "
        "c.execute(\"INSERT INTO raw.forgotten VALUES ('a', 'h', now())\"); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", killed, str(folder / "build.duckdb")], check=False)
    assert (folder / "build.duckdb.wal").exists(), "what was finished is not in the build file yet"
    with held(folder):
        copying = subprocess.Popen(["sh", "-c", line])
        with pytest.raises(subprocess.TimeoutExpired):
            copying.wait(0.5)
    assert copying.wait(10) == 0
    (copy,) = backup.iterdir()
    assert Warehouse(copy).forgotten_texts([("a", "x")]) == {("a", "x")}
