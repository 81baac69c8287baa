"""The CSVs of seeds/reference that linking obeys: other names of actors, and people's word on actors and events."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from linkers.identities import Alias, ContradictoryJudgements, Identities, NameJudgement
from linkers.judgements import Judgement
from warehouse.errors import JudgementsBroken

_SAME = {"same": True, "different": False}
_VERDICTS = ("same", "different", "unsure")


def read_event_judgements(path: Path) -> list[Judgement]:
    """The rows of event_judgements.csv, none where there is no such file. Raises JudgementsBroken with the line that cannot be read."""
    found = []
    for line, row in _rows(path):
        a, b, word = row.get("a", ""), row.get("b", ""), row.get("judgement", "")
        if not a or not b or a == b or word not in _SAME:
            raise JudgementsBroken(f"{path}, line {line}: needs two different a and b, and the judgement same or different; mend the line")
        found.append(Judgement(a, b, _SAME[word]))
    return found


def read_identities(aliases: Path, judgements: Path) -> Identities:
    """What aliases.csv and actor_judgements.csv say of names; a file that is not there says nothing.

    Raises JudgementsBroken with the line that cannot be read, or with the names on which rows contradict each other.
    """
    known, judged = [], []
    for line, row in _rows(aliases):
        if not row.get("name") or not row.get("alias") or not row.get("kind"):
            raise JudgementsBroken(f"{aliases}, line {line}: needs a name, an alias and a kind; mend the line")
        known.append(Alias(row["name"], row["alias"], row["kind"], row.get("country_code") or None, row.get("wikidata_id") or None))
    for line, row in _rows(judgements):
        a, b, verdict = row.get("name_a", ""), row.get("name_b", ""), row.get("verdict", "")
        if not a or not b or a == b or verdict not in _VERDICTS:
            raise JudgementsBroken(
                f"{judgements}, line {line}: needs two different names and the verdict same, different or unsure; mend the line"
            )
        judged.append(NameJudgement(a, b, verdict))
    try:
        return Identities(known, judged)
    except ContradictoryJudgements as error:
        raise JudgementsBroken(str(error)) from error


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV with the number of their last line, cells trimmed."""
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            for row in reader:
                yield reader.line_num, {name: (cell or "").strip() for name, cell in row.items() if isinstance(name, str)}
    except (UnicodeDecodeError, csv.Error) as error:
        raise JudgementsBroken(f"{path} is no CSV that can be read ({error}); mend it and run again") from error
