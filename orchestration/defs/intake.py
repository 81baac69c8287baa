"""Article files -> raw.documents and raw.rejects."""

from collections.abc import Iterator

import dagster as dg
from pydantic import Field

from orchestration import paths
from orchestration.progress import Progress
from orchestration.steps import take_in
from warehouse.intake import FORMATS
from warehouse.stamps import code_stamp
from warehouse.store import Warehouse


class IntakeConfig(dg.Config):
    """What to read."""

    articles: str = Field(
        default=str(paths.articles()),
        description=f"A folder of any depth, or one file: {FORMATS}. Relative paths count from where Dagster was started.",
    )


@dg.multi_asset(
    name="intake",
    group_name="intake",
    pool="warehouse",
    specs=[
        dg.AssetSpec(["raw", table], deps=["fetched"], description=description, kinds={"python", "duckdb"})
        for table, description in (
            ("documents", "Articles as kept, with what their head tells. One row per document_ref and text."),
            ("rejects", "What could not be taken in, and why. One row per defect of a file."),
            ("forgotten", "Documents that people had taken out: they are left out here. One row per document version."),
            ("judgements", "What people judged, as their file has it: each build reads it anew. One row per row of the file."),
            ("disagreement_changes", "What builds before this one changed in the disagreements; each build appends. One row per change."),
        )
    ],
    code_version=code_stamp(paths.REPO / name for name in ("warehouse/intake.py", "warehouse/formats", "extractors/documents.py")),
)
def intake(
    config: IntakeConfig, warehouse: dg.ResourceParam[Warehouse], progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult]:
    """Take in the articles that are not there yet."""
    taken = take_in(warehouse, config.articles, progress)
    yield dg.MaterializeResult(
        asset_key=["raw", "documents"], metadata={"articles": taken.articles, "new": taken.new, "folder": config.articles}
    )
    yield dg.MaterializeResult(
        asset_key=["raw", "rejects"], metadata={"rejects": taken.rejects.total(), "new": taken.new_rejects, **taken.rejects}
    )
    yield dg.MaterializeResult(asset_key=["raw", "forgotten"], metadata={"left out": taken.forgotten})
    yield dg.MaterializeResult(asset_key=["raw", "judgements"])
    yield dg.MaterializeResult(asset_key=["raw", "disagreement_changes"])
