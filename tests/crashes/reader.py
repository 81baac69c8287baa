"""`python -m tests.crashes.reader FILE`: read a published file over and over until standard input ends; then tell what was seen, as JSON.

Each read opens the file, asks for every table, and closes. A state is the stamp of a build with the rows of its tables: one stamp with two
kinds of rows would be half a state.
"""

from __future__ import annotations

import hashlib
import json
import select
import sys
from pathlib import Path

import duckdb

PAUSE = 0.04


def look(path: Path) -> tuple[str, str]:
    """The stamp of the published build and a digest of how many rows each table has."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' ORDER BY 1").fetchall()
        ]
        counts = [(name, connection.execute(f'SELECT count(*) FROM main."{name}"').fetchone()) for name in tables]
        connection.execute("SELECT max(quote_a) FROM main.rpt_disagreements").fetchone()
        found = connection.execute("SELECT stamp FROM meta.publication").fetchone()
    return str(found[0]) if found else "", hashlib.sha256(repr(counts).encode()).hexdigest()[:12]


def main() -> None:
    """Read until told to stop."""
    path = Path(sys.argv[1])
    reads, absent, errors, states = 0, 0, [], set()
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        if not states and not path.exists():
            absent += 1
            continue
        try:
            states.add(look(path))
        except Exception as error:  # noqa: BLE001  whatever a reader meets is what is counted here
            errors.append(f"{type(error).__name__}: {error}"[:300])
        reads += 1
    print(json.dumps({"reads": reads, "absent": absent, "errors": errors, "states": sorted(states)}))


if __name__ == "__main__":
    main()
