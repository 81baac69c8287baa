"""A feeds file -> landed files that intake reads. Without one, nothing happens."""

from pathlib import Path

import dagster as dg
from pydantic import Field

from orchestration import paths
from orchestration.progress import Progress
from orchestration.steps import fetch_new
from warehouse.stamps import code_stamp
from warehouse.store import Warehouse


class FetchConfig(dg.Config):
    """What to fetch."""

    feeds: str = Field(
        default=str(paths.feeds()),
        description="A CSV of url,kind (feed, feed+pages, page, list). Where there is no such file, nothing is fetched.",
    )


@dg.asset(
    group_name="intake",
    kinds={"python"},
    code_version=code_stamp([paths.REPO / "warehouse" / "fetching"]),
)
def fetched(config: FetchConfig, warehouse: dg.ResourceParam[Warehouse], progress: dg.ResourceParam[Progress]) -> dg.MaterializeResult:
    """Answers of the addresses that the feeds file names, as they were sent: web archives in the folder `fetched` of the warehouse."""
    done = fetch_new(warehouse, Path(config.feeds), progress)
    return dg.MaterializeResult(
        metadata={"landed": done.landed, "unchanged": done.unchanged, "refused": done.refused, "left": done.left, "feeds": config.feeds}
    )
