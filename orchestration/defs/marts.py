"""raw.* -> staging, intermediate, marts: one run of dbt, its tests as asset checks."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, dbt_assets

from orchestration.dbt import BUILD, manifest
from orchestration.progress import Progress
from orchestration.steps import build_marts
from warehouse.lock import note_child
from warehouse.store import Warehouse

TRANSLATOR = DagsterDbtTranslator(DagsterDbtTranslatorSettings(enable_asset_checks=True, enable_source_tests_as_checks=True))


@dbt_assets(manifest=manifest(), name="marts_build", dagster_dbt_translator=TRANSLATOR)
def marts_build(
    context: dg.AssetExecutionContext,
    dbt: DbtCliResource,
    warehouse: dg.ResourceParam[Warehouse],
    progress: dg.ResourceParam[Progress],
) -> Iterator[Any]:
    """Build and test every model; where keys, spans or contracts fail, nothing is published. Single bad rows are set aside."""
    target = warehouse.directory / ".dbt"  # one folder, used again: dbt keeps its parse there, and hourly runs leave nothing else behind

    def told() -> Iterator[Any]:
        invocation = dbt.cli(BUILD, context=context, target_path=target)
        note_child(warehouse.directory, invocation.process.pid)
        yield from invocation.stream()

    yield from build_marts(warehouse, told(), whole=not context.is_subset, progress=progress)
