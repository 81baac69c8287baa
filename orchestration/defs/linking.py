"""What was read from many documents -> which of it is the same: actors, events, origins."""

from collections.abc import Iterator

import dagster as dg

from orchestration import paths
from orchestration.defs import extraction as read
from orchestration.progress import Progress
from orchestration.steps import is_published, link_documents
from warehouse.stamps import code_stamp
from warehouse.store import LINKED, Warehouse


@dg.multi_asset(
    name="linking",
    group_name="linking",
    specs=[
        dg.AssetSpec(
            ["raw", table],
            deps=[["raw", name] for name in read.TABLES],
            description=(kind.__doc__ or "").partition(": ")[2],
            kinds={"python", "duckdb"},
            skippable=True,
        )
        for table, kind in LINKED.items()
    ],
    code_version=code_stamp(paths.LINKING),
)
def linking(
    context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse], progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult]:
    """Link what is new; with nothing new, skip this and all that follows from it."""
    if is_published(warehouse):
        context.log.info("Nothing new: the published file holds all there is. Linking, dbt and publishing are skipped.")
        return
    for table, rows in link_documents(warehouse, progress).items():
        yield dg.MaterializeResult(asset_key=["raw", table], metadata={"dagster/row_count": rows})
