"""marts -> the published file that people, SQL and BI tools read."""

from typing import Any

import dagster as dg

from orchestration.defs import marts as layer
from orchestration.terminal import markdown
from warehouse.marts import newest_disagreements
from warehouse.publish import publish
from warehouse.store import Warehouse


@dg.asset(
    group_name="published",
    kinds={"duckdb"},
    pool="warehouse",
    deps=[key for key in layer.marts_build.keys if key.path[0] == "marts"],
)
def published(warehouse: dg.ResourceParam[Warehouse]) -> dg.MaterializeResult:
    """The file `marts.duckdb`, replaced in one step: readers see the old one whole or the new one whole."""
    publication = publish(warehouse)
    newest = markdown(newest_disagreements(warehouse.marts_path))
    metadata: dict[str, Any] = {
        "replaced": publication.is_new,
        "newest disagreements": dg.MetadataValue.md(newest),
        "file": dg.MetadataValue.path(str(warehouse.marts_path)),
    } | {f"rows/{table}": rows for table, rows in publication.rows.items()}
    return dg.MaterializeResult(metadata=metadata)
