"""raw.documents -> what is read from each: one table per kind of record."""

import os
from collections.abc import Iterator

import dagster as dg
from pydantic import Field

from extractors.constants import DEFAULT_MODEL
from extractors.records import CountedClass
from orchestration import paths
from orchestration.progress import Progress
from orchestration.steps import read_unread
from warehouse.stamps import code_stamp
from warehouse.store import EXTRACTED, Warehouse


class ReadingConfig(dg.Config):
    """With what to read."""

    model: str = Field(
        default=os.environ.get("RASHOMON_MODEL") or DEFAULT_MODEL,
        description="An installed spaCy pipeline of English. With another one than last time, every document is read again.",
    )

    reread: str = Field(
        default="none",
        description="Documents to parse and read again though nothing changed: none, all, or one by its document_ref or document_id.",
    )


TABLES = {
    **{table: (kind.__doc__ or "").partition(": ")[2] for table, kind in EXTRACTED.items()},
    "counted_classes": (CountedClass.__doc__ or "").partition(": ")[2],
    "extractions": "What was read from which document by which version of the rules and which model. One row per document.",
}


@dg.multi_asset(
    name="extraction",
    group_name="extraction",
    specs=[
        dg.AssetSpec(["raw", table], deps=[["raw", "documents"]], description=description, kinds={"python", "spacy", "duckdb"})
        for table, description in TABLES.items()
    ],
    code_version=code_stamp([paths.REPO / "extractors"]),
)
def extraction(
    config: ReadingConfig, warehouse: dg.ResourceParam[Warehouse], progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult]:
    """Read the documents that these rules have not read yet; each text is parsed once."""
    read = read_unread(warehouse, config.model, progress, reread=config.reread)
    per_document = {"seconds per document": round(read.reading_seconds / read.documents, 3)} if read.documents else {}
    for table in TABLES:
        metadata = {
            "documents": read.rows["documents"],
            "documents read": read.documents,
            "documents failed": read.failed,
            "documents in other languages": read.foreign,
            "dagster/row_count": read.rows[table],
            **per_document,
        }
        yield dg.MaterializeResult(asset_key=["raw", table], metadata=metadata)
