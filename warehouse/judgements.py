"""The file of judgements, `seeds/reference/judgements.csv`: people edit it, `rashomon judge` appends to it, every build reads it.

A row is keyed to a document and a quotation of either side, with the ids that they had beside them: ids change with rules and versions,
words that were printed do not. What may not live here: what a judgement means (dbt_project).
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import JudgementsBroken

VERDICTS = ("accept", "reject", "reclassify")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A row of the file; the fields bear the names of its columns and stand in their order."""

    verdict: str
    class_: str | None
    type: str | None
    note: str | None
    who: str
    when: datetime
    aspect: str
    measure: str | None
    document_ref_a: str
    quote_a: str
    document_ref_b: str
    quote_b: str
    disagreement_id: str
    claim_id_a: str
    claim_id_b: str


COLUMNS = tuple(field.name.rstrip("_") for field in fields(Judgement))


def judgement_of(row: dict[str, Any], claims: list[dict[str, Any]], **decided: Any) -> Judgement:
    """The judgement of a disagreement: `row` of rpt_disagreements, `claims` of both sides with the earliest telling first."""
    first = {side: next(claim for claim in claims if claim["side"] == side) for side in ("a", "b")}
    return Judgement(
        **decided,
        aspect=row["aspect"],
        measure=row["measure"],
        disagreement_id=row["disagreement_id"],
        document_ref_a=first["a"]["document_ref"],
        quote_a=first["a"]["quote"],
        claim_id_a=first["a"]["claim_id"],
        document_ref_b=first["b"]["document_ref"],
        quote_b=first["b"]["quote"],
        claim_id_b=first["b"]["claim_id"],
    )


def append_judgement(path: Path, judgement: Judgement) -> None:
    """Append one row in one write, whole or not at all; two who judge at once wait for one another.

    Raises JudgementsBroken where the file is missing, its header is another, or its last quotation mark was never closed.
    """
    try:
        with path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            held = file.read()
            _check(path, held)
            line = io.StringIO()
            csv.writer(line, lineterminator="\n").writerow(_cells(judgement))
            size = len(held)
            data = (b"" if held.endswith(b"\n") else b"\n") + line.getvalue().encode()
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                os.truncate(path, size)  # a full disk must not leave half a row
                raise
    except OSError as error:
        raise JudgementsBroken(f"{path} cannot be written ({error.strerror}); mend that and judge again") from error


def read_judgements(path: Path) -> list[list[str | None]]:
    """The rows below the header as written, each with its number in front (the header is 1) and as many cells as there are columns.

    Missing cells are None, those too many are left out: dbt sets aside what cannot be understood. No file: no judgements. Raises
    JudgementsBroken where it is no CSV, or its header is another: nobody's judgement may be lost in silence.
    """
    if not path.exists():
        return []
    try:
        rows = _rows(path, path.read_bytes())
    except OSError as error:
        raise JudgementsBroken(f"{path} cannot be read ({error.strerror}); mend that and run again") from error
    width = len(COLUMNS)
    return [[str(number), *row[:width], *[None] * (width - len(row))] for number, row in enumerate(rows[1:], 2) if row]


def replace_judgements(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Put the file as it stands into raw.judgements. To be called within a transaction."""
    rows = read_judgements(path)
    connection.execute("DELETE FROM raw.judgements")
    if rows:
        connection.executemany(f"INSERT INTO raw.judgements VALUES (?{', ?' * len(COLUMNS)})", rows)


def quoting(path: Path, document_ref: str) -> int:
    """How many judgements quote that document. They are people's own words and stay when it is forgotten."""
    places = [1 + COLUMNS.index(name) for name in ("document_ref_a", "document_ref_b")]
    return sum(document_ref in (row[place] for place in places) for row in read_judgements(path))


def _cells(judgement: Judgement) -> list[str]:
    """Empty for what is missing. A NUL, which CSV readers refuse, cannot be part of a quotation: kept text has none."""
    values = [getattr(judgement, field.name) for field in fields(Judgement)]
    return ["" if v is None else v.strftime("%Y-%m-%d %H:%M:%S") if isinstance(v, datetime) else str(v) for v in values]


def _check(path: Path, held: bytes) -> None:
    wrong = next((number for number, row in enumerate(_rows(path, held), 1) if row and len(row) != len(COLUMNS)), None)
    if wrong:
        raise JudgementsBroken(f"row {wrong} of {path} has not {len(COLUMNS)} cells; mend it, then judge again")


def _rows(path: Path, held: bytes) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(held.decode("utf-8-sig"), newline=""), strict=True))
    except (ValueError, csv.Error) as error:
        raise JudgementsBroken(f"{path} is no CSV that can be read ({error}); mend it and try again") from error
    if not rows or tuple(rows[0]) != COLUMNS:
        raise JudgementsBroken(f"{path} does not begin with the columns {','.join(COLUMNS)}; mend its first line and try again")
    return rows
