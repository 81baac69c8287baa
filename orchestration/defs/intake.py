"""Article files -> raw.documents and raw.rejects."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg
from pydantic import Field

from orchestration import paths
from orchestration.progress import Progress
from orchestration.steps import take_in
from warehouse.intake import FORMATS
from warehouse.stamps import code_stamp
from warehouse.store import Warehouse

REJECTS_SHARE = 0.2
"""More than this of one run's input refused is a warning: a feed changed its form, or a folder holds something else."""
FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=26), warn_window=timedelta(hours=3))
"""Every run materialises raw.documents, whether it finds anything or not: where that is older, no run goes through."""


class IntakeConfig(dg.Config):
    """What to read."""

    articles: str = Field(
        default=str(paths.articles()),
        description=f"A folder of any depth, or one file: {FORMATS}. Relative paths count from where Dagster was started.",
    )


@dg.multi_asset(
    name="intake",
    group_name="intake",
    specs=[
        dg.AssetSpec(
            ["raw", table],
            deps=["fetched"],
            description=description,
            kinds={"python", "duckdb"},
            freshness_policy=FRESH if table == "documents" else None,
        )
        for table, description in (
            ("documents", "Articles as kept, with what their head tells. One row per document_ref and text."),
            ("rejects", "What could not be taken in, and why. One row per defect of a file."),
            ("forgotten", "Documents that people had taken out: they are left out here. One row per document version."),
            ("judgements", "What people judged, as their file has it: each build reads it anew. One row per row of the file."),
            ("disagreement_changes", "What builds before this one changed in the disagreements; each build appends. One row per change."),
        )
    ],
    check_specs=[
        dg.AssetCheckSpec(
            "rejects_share", asset=["raw", "rejects"], description=f"At most {REJECTS_SHARE:.0%} of what was given was refused."
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
    rejects = taken.rejects.total()
    share = rejects / max(1, rejects + taken.articles)
    few = dg.AssetCheckResult(
        passed=share <= REJECTS_SHARE,
        check_name="rejects_share",
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"share": share, "look at": "marts.rpt_rejects of the published file"},
    )
    yield dg.MaterializeResult(
        asset_key=["raw", "rejects"], metadata={"rejects": rejects, "new": taken.new_rejects, **taken.rejects}, check_results=[few]
    )
    yield dg.MaterializeResult(asset_key=["raw", "forgotten"], metadata={"left out": taken.forgotten})
    yield dg.MaterializeResult(asset_key=["raw", "judgements"])
    yield dg.MaterializeResult(asset_key=["raw", "disagreement_changes"])
