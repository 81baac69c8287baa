"""The short form; `python -m tests.hostile` is the long one."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.check import try_all
from tests.hostile.generate import inputs


def test_hostile_inputs_do_no_harm(tmp_path: Path) -> None:
    tried = try_all(inputs(300, seed=1), tmp_path)
    assert tried.inputs == 300
    assert tried.articles > 100 and tried.rejects.total() > 100, "both ways are tried"
