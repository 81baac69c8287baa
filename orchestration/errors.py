"""Which errors are the user's to mend: found wherever Dagster wrapped them, with the exit code they deserve."""

from __future__ import annotations

from pathlib import Path

from extractors.version import ModelMissing
from orchestration import paths
from orchestration.run import RunFailed
from warehouse.errors import PathMissing, WarehouseError, is_of_disk, of_disk


def known_error(error: BaseException) -> tuple[str, int] | None:
    """The one line of the first error of ours in the chain of causes, and its exit code; None where none is ours."""
    chain: list[BaseException] = []
    seen: BaseException | None = error
    while seen is not None and seen not in chain:  # Dagster raises again what it caught, so that causes run in a circle
        if isinstance(seen, (WarehouseError, ModelMissing, RunFailed)):
            return str(seen), 2 if isinstance(seen, PathMissing) else 1
        if isinstance(seen, OSError) and is_of_disk(seen) and _is_ours(seen):
            return str(of_disk(seen, paths.warehouse())), 1
        chain.append(seen)
        seen = seen.__cause__ or seen.__context__
    return None


def _is_ours(error: OSError) -> bool:
    """Whether it happened in the warehouse's folder, as far as it tells: a full disk names no file."""
    return error.filename is None or Path(str(error.filename)).is_relative_to(paths.warehouse())
