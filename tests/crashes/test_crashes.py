"""The short form; `python -m tests.crashes` is the long one. In a process of its own: it forks, and names the warehouse before it imports."""

from __future__ import annotations

import subprocess
import sys

from tests.crashes.harness import ROOT


def test_killed_runs_leave_nothing_lost_and_nothing_doubled() -> None:
    command = [sys.executable, "-m", "tests.crashes", "--kills", "2", "--short", "--seed", "3"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=560, check=False)
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
    assert "2 kills" in ended.stdout and "1 chains compared" in ended.stdout, ended.stdout
