"""The code location that Dagster loads: everything below defs/, with its resources. `dagster-webserver -m orchestration.definitions`."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from orchestration import paths
from orchestration.dbt import dbt_command
from orchestration.progress import silent
from warehouse.store import Warehouse

defs = dg.Definitions.merge(
    dg.load_from_defs_folder(path_within_project=Path(__file__).parent),
    dg.Definitions(
        resources={"warehouse": Warehouse(paths.warehouse()), "dbt": dbt_command(), "progress": silent},
        executor=dg.in_process_executor,  # a process per step costs ten times the time of a small run
    ),
)
