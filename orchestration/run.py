"""`rashomon run`: the same Dagster job that the UI starts, in this process, with a progress display instead of Dagster's log."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration import paths
from orchestration.progress import Progress, silent

ALMOST_FULL = 5_000_000
"""Bytes free: with less, a failed build failed for want of space, whatever dbt says."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did, from the metadata of the assets it materialised."""

    articles: int
    new: int
    rejects: dict[str, int]
    read: int
    failed: int
    foreign: int
    is_new: bool  # whether the published file was replaced
    forgotten: int = 0  # articles left out because people had taken them out


class RunFailed(Exception):
    """The run broke at a stage. The message is one line with where to look."""


def run_job(articles: Path, *, model: str | None = None, reread: str = "none", progress: Progress = silent) -> Outcome:
    """Materialise every asset over these articles into the warehouse of RASHOMON_WAREHOUSE.

    The run shows in the UI when DAGSTER_HOME is set, else it leaves no trace but the rows. What Dagster and dbt say goes to `last_run.log`
    beside the warehouse's files. Raises the error of the stage that broke, RunFailed for one of dbt.
    """
    from warehouse.store import Warehouse

    with Warehouse(paths.warehouse()).held(), _logged() as log_path:  # held first: the log is still the other run's
        progress("loading", 0)
        import dagster as dg
        from dagster_dbt.errors import DagsterDbtError

        from orchestration.definitions import defs

        config: dict[str, Any] = {"ops": {"intake": {"config": {"articles": str(articles)}}}}
        config["ops"]["extraction"] = {"config": {"reread": reread} | ({"model": model} if model else {})}
        home = os.environ.get("DAGSTER_HOME")
        with dg.DagsterInstance.get() if home else dg.DagsterInstance.ephemeral() as instance:
            try:
                job = defs.resolve_job_def("rashomon")
                result = job.execute_in_process(config, instance=instance, resources={"progress": progress})
            except DagsterDbtError as error:
                raise _dbt_failed(log_path) from error
    return _outcome(result)


def rebuild(progress: Progress = silent) -> bool:
    """Link, build and publish what is in the warehouse as it stands, without looking for articles; False where nothing had changed.

    For commands that change the warehouse themselves. Raises as `run_job` does.
    """
    from warehouse.store import Warehouse

    with Warehouse(paths.warehouse()).held(), _logged() as log_path:
        from dagster_dbt.errors import DagsterDbtError

        from orchestration.dbt import BUILD, dbt_command
        from orchestration.steps import build_marts, is_published, link_documents, publish_marts
        from warehouse.lock import note_child

        warehouse = Warehouse(paths.warehouse())

        def told() -> Iterator[Any]:
            invocation = dbt_command().cli(BUILD, target_path=warehouse.directory / ".dbt")
            note_child(warehouse.directory, invocation.process.pid)
            yield from invocation.stream_raw_events()

        if is_published(warehouse):
            return False
        link_documents(warehouse, progress)
        try:
            for _ in build_marts(warehouse, told(), whole=True, progress=progress):
                pass
        except DagsterDbtError as error:
            raise _dbt_failed(log_path) from error
        return publish_marts(warehouse, progress).is_new


@contextlib.contextmanager
def _logged() -> Iterator[Path]:
    """What is said meanwhile goes to this file instead."""
    log_path = paths.warehouse() / "logs" / "last_run.log"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with log_path.open("w", encoding="utf-8") as log, _quiet(log):
        yield log_path


def _dbt_failed(log_path: Path) -> RunFailed:
    if shutil.disk_usage(paths.warehouse()).free < ALMOST_FULL:
        return RunFailed(f"dbt failed, the disk of {paths.warehouse()} is full; free some space and run again. The published file stands")
    return RunFailed(f"dbt failed: {_dbt_failures() or 'see the log'}; the published file is the old one, the log is {log_path}")


@contextlib.contextmanager
def _quiet(log: Any) -> Iterator[None]:
    """What is logged and printed meanwhile goes to the log: dbt prints, Dagster logs to standard error."""
    handler = logging.StreamHandler(log)
    root = logging.getLogger()
    root.addHandler(handler)
    with contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
        try:
            yield
        finally:
            root.removeHandler(handler)


def _outcome(result: Any) -> Outcome:
    found: dict[str, dict[str, Any]] = {
        event.asset_key.to_user_string(): {name: value.value for name, value in event.materialization.metadata.items()}
        for event in result.get_asset_materialization_events()
    }
    rejects = {name: count for name, count in found["raw/rejects"].items() if name not in ("rejects", "new")}
    documents, claims = found["raw/documents"], found["raw/claims"]
    is_new = bool(found.get("published", {}).get("replaced"))
    return Outcome(
        documents["articles"],
        documents["new"],
        rejects,
        claims["documents read"],
        claims["documents failed"],
        claims["documents in other languages"],
        is_new,
        found["raw/forgotten"]["left out"],
    )


def _dbt_failures() -> str:
    """The models and tests that failed in the last dbt run, by name; "" where that cannot be told."""
    try:
        results = json.loads((paths.warehouse() / ".dbt" / "run_results.json").read_text())["results"]
    except (OSError, ValueError, KeyError):
        return ""
    names = [result["unique_id"].split(".")[2] for result in results if result["status"] in ("error", "fail", "runtime error")]
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
