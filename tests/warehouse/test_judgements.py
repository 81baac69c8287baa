"""Adding to the file of judgements: rows come in whole, and two who judge at once lose none."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.judgements import COLUMNS, read_judgements

ROWS = 100
JUDGE = f"""
import sys
from datetime import datetime
from pathlib import Path
from warehouse.judgements import Judgement, append_judgement

print("ready", flush=True)
sys.stdin.readline()
for i in range({ROWS}):
    append_judgement(
        Path(sys.argv[1]),
        Judgement("reject", None, None, f"line {{i}}\\nand \\"more\\"", sys.argv[2], datetime(2025, 6, 18), "figure", "killed", "a", "12", "b",
                  "13", "dis_1", "clm_1", "clm_2"),
    )
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "judgements.csv"
    file.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    return file


def test_two_who_judge_at_once_lose_no_line(path: Path) -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    people = {who: subprocess.Popen([sys.executable, "-c", JUDGE, str(path), who], **pipes) for who in ("Ida", "Jon")}
    for person in people.values():
        assert person.stdout is not None and person.stdout.readline() == b"ready\n"
    for person in people.values():  # both have read their modules, and start together
        assert person.stdin is not None
        person.stdin.write(b"\n")
        person.stdin.flush()
    assert [person.wait(timeout=60) for person in people.values()] == [0, 0]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted((row["who"], row["note"]) for row in rows) == sorted(
        (who, f'line {i}\nand "more"') for who in people for i in range(ROWS)
    )
    assert len(read_judgements(path)) == 2 * ROWS
