"""marts -> the published file that people, SQL and BI tools read."""

from typing import Any

import dagster as dg

from orchestration import paths
from orchestration.defs import marts as layer
from orchestration.progress import Progress
from orchestration.steps import publish_marts
from orchestration.terminal import markdown
from warehouse.marts import counts, newest_disagreements
from warehouse.stamps import code_stamp
from warehouse.store import Warehouse


@dg.asset(
    group_name="published",
    kinds={"duckdb"},
    code_version=code_stamp([paths.REPO / "warehouse" / "publish.py"]),
    deps=[key for key in layer.marts_build.keys if key.path[0] == "marts"],
)
def published(warehouse: dg.ResourceParam[Warehouse], progress: dg.ResourceParam[Progress]) -> dg.MaterializeResult:
    """The file `marts.duckdb`, replaced in one step: readers see the old one whole or the new one whole."""
    publication = publish_marts(warehouse, progress)
    newest = markdown(newest_disagreements(warehouse.marts_path))
    metadata: dict[str, Any] = {
        "replaced": publication.is_new,
        "disagreements": publication.rows["fct_disagreements"],
        "conflicts": counts(warehouse.marts_path)["disagreements"].get("conflict", 0),
        "newest disagreements": dg.MetadataValue.md(newest),
        "file": dg.MetadataValue.path(str(warehouse.marts_path)),
    } | {f"rows/{table}": rows for table, rows in publication.rows.items()}
    return dg.MaterializeResult(metadata=metadata)
