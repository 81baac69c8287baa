"""A small input in two editions: the second adds reports, changes one, and brings files that are refused."""

from __future__ import annotations

import json
from pathlib import Path

FIRES = (("Multan", "mill", 9, 14), ("Faro", "hostel", 6, 11), ("Tampere", "depot", 3, 5))


def write_first(folder: Path) -> None:
    """Two accounts of each of two fires, one of them in a line format."""
    folder.mkdir(parents=True)
    for place, building, fewer, more in FIRES[:2]:
        _write(folder / f"{place.lower()}-east.txt", "The East Post", place, building, fewer)
        _write(folder / f"{place.lower()}-west.txt", "The West Mail", place, building, more)
    line = {
        "doc_id": "wire-1",
        "source": "The Wire",
        "published": "2024-05-15",
        "title": "Mill in Multan burns again",
        "text": _body("Multan", "mill", 10),
    }
    (folder / "wire.jsonl").write_text(json.dumps(line) + "\n")


def write_second(folder: Path) -> None:
    """The first edition with a third fire, a corrected report, a line more, an empty file and a broken line."""
    write_first(folder)
    place, building, fewer, more = FIRES[2]
    _write(folder / f"{place.lower()}-east.txt", "The East Post", place, building, fewer)
    _write(folder / f"{place.lower()}-west.txt", "The West Mail", place, building, more)
    _write(folder / "multan-east.txt", "The East Post", "Multan", "mill", 12)
    with (folder / "wire.jsonl").open("a") as lines:
        lines.write(
            json.dumps({"doc_id": "wire-2", "source": "The Wire", "published": "2024-05-15", "text": _body("Faro", "hostel", 8)}) + "\n"
        )
        lines.write("{broken\n")
    (folder / "empty.txt").write_bytes(b"")


def _body(place: str, building: str, dead: int) -> str:
    return (
        f"A fire at a {building} in {place} killed {dead} workers on Monday, police said. The blaze began in a storeroom, according to the "
        f"fire brigade. At least {dead * 2} people were injured, the mayor of {place} told reporters."
    )


def _write(path: Path, outlet: str, place: str, building: str, dead: int) -> None:
    path.write_text(f"Fire at a {building} kills workers in {place}\n\n{outlet}\n14 May 2024\n\n{_body(place, building, dead)}\n")
