"""Reading what people decided about events: a CSV that they edit."""

from __future__ import annotations

import csv
from pathlib import Path

from linkers.judgements import Judgement
from warehouse.errors import JudgementsBroken

_WORDS = {"same": True, "different": False}


def read_event_judgements(path: Path) -> list[Judgement]:
    """The rows of event_judgements.csv, none where there is no such file. Raises JudgementsBroken with the line that cannot be read."""
    if not path.exists():
        return []
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        for line, row in enumerate(csv.DictReader(lines), start=2):
            a, b, word = ((row.get(name) or "").strip() for name in ("a", "b", "judgement"))
            if not a or not b or a == b or word not in _WORDS:
                raise JudgementsBroken(
                    f"{path}, line {line}: needs two different a and b, and the judgement same or different; mend the line"
                )
            found.append(Judgement(a, b, _WORDS[word]))
    return found
