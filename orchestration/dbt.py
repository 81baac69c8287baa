"""The dbt project as Dagster sees it: its manifest, made when it is missing or the project has changed, and the way to run it."""

from __future__ import annotations

import os
import shutil
import sys
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from dagster_dbt import DbtCliResource
from packaging.version import Version

from orchestration import paths
from warehouse.stamps import code_stamp

BUILD = ["build", "--exclude-resource-type", "unit_test"]
"""Every model with its tests. Unit tests hold the rules' code, not the data: `make test` runs them, no hourly run need."""

_TARGET = paths.DBT_PROJECT / "target"


class Dbt(DbtCliResource):
    """dbt, whose version is read from its package: `dbt --version`, which is asked otherwise, looks newer ones up on the internet."""

    @cached_property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))


def dbt_command() -> DbtCliResource:
    """dbt of the environment that runs this, whatever PATH says."""
    os.environ.setdefault("RASHOMON_WAREHOUSE", str(paths.warehouse()))  # profiles.yml reads it
    return Dbt(
        project_dir=str(paths.DBT_PROJECT),
        profiles_dir=str(paths.DBT_PROJECT),
        dbt_executable=str(Path(sys.executable).with_name("dbt")),
    )


def manifest_path() -> Path:
    """Where the manifest of the project as it stands is, or will be. Its name holds a hash of the files, so that no stale one is taken."""
    return _TARGET / f"manifest-{code_stamp([paths.DBT_PROJECT, paths.REFERENCE])}.json"


def manifest() -> Path:
    """The manifest of the project as it stands, made where it is missing."""
    path = manifest_path()
    if not path.exists():
        aside = _TARGET / f"parse-{os.getpid()}"
        dbt_command().cli(["parse", "--quiet"], target_path=aside).wait()
        os.replace(aside / "manifest.json", path)
        shutil.rmtree(aside)
        for old in _TARGET.glob("manifest-*.json"):
            if old != path:
                old.unlink(missing_ok=True)
    return path
