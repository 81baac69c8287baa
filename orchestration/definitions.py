"""The code location that Dagster loads: everything below defs/, with its resources. `dagster-webserver -m orchestration.definitions`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from orchestration import paths
from orchestration.dbt import dbt_command
from orchestration.progress import silent
from warehouse.store import Warehouse


@dg.resource(description="The warehouse, held from a run's first step to its last.")
def held_warehouse() -> Iterator[Warehouse]:
    """One run after the other, whoever started them. The kernel's lock goes with the process; a slot of Dagster's pools outlives it."""
    found = Warehouse(paths.warehouse())
    with found.held():
        yield found


defs = dg.Definitions.merge(
    dg.load_from_defs_folder(path_within_project=Path(__file__).parent),
    dg.Definitions(
        resources={"warehouse": held_warehouse, "dbt": dbt_command(), "progress": silent},
        executor=dg.in_process_executor,  # a process per step costs ten times the time of a small run
    ),
)
