"""What Dagster loads: the list of assets as a snapshot, and what every one of them must carry."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import dagster as dg
import pytest

from orchestration import paths
from orchestration.dbt import manifest
from orchestration.definitions import defs, held_warehouse
from orchestration.errors import known_error
from warehouse.lock import holder

SNAPSHOT = Path(__file__).with_name("assets.txt")


@pytest.fixture(scope="module")
def specs() -> list[dg.AssetSpec]:
    return sorted(defs.resolve_all_asset_specs(), key=lambda spec: spec.key)


def test_the_assets_are_those_of_the_snapshot(specs: list[dg.AssetSpec]) -> None:
    """An asset that vanishes without a word is what this test is for. After a wanted change: RASHOMON_SNAPSHOT=write pytest this file."""
    found = [f"{spec.group_name}: {spec.key.to_user_string()}" for spec in specs]
    if os.environ.get("RASHOMON_SNAPSHOT") == "write":
        SNAPSHOT.write_text("\n".join(found) + "\n")
    assert found == SNAPSHOT.read_text().splitlines()


def test_every_asset_says_what_it_is_of_what_kind_and_by_which_code(specs: list[dg.AssetSpec]) -> None:
    for spec in specs:
        assert spec.group_name and spec.kinds and spec.code_version, spec.key
        assert spec.description or spec.group_name in ("staging", "intermediate", "reference"), spec.key


def test_sources_of_dbt_are_assets_of_ours(specs: list[dg.AssetSpec]) -> None:
    ours = {spec.key for spec in specs}
    missing = {dep.asset_key.to_user_string() for spec in specs for dep in spec.deps if dep.asset_key not in ours}
    assert not missing


def test_whatever_is_started_in_the_ui_holds_the_warehouse_over_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHOMON_WAREHOUSE", str(tmp_path))
    for asset in defs.resolve_asset_graph().assets_defs:
        if asset.is_executable:
            assert "warehouse" in asset.required_resource_keys, asset.node_def.name
            assert asset.node_def.pool is None, "a slot of a pool outlives a killed run, and the next one waits for ever"
    holders = []

    @dg.op(required_resource_keys={"warehouse"})
    def look() -> None:
        holders.append(holder(tmp_path))

    @dg.job(resource_defs={"warehouse": held_warehouse}, executor_def=dg.in_process_executor)
    def two_steps() -> None:
        look.alias("first")()
        look.alias("last")()

    assert two_steps.execute_in_process().success
    assert [found.pid if found else None for found in holders] == [os.getpid()] * 2
    assert holder(tmp_path) is None


def test_a_run_of_the_ui_that_may_not_wait_is_told_for_whom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHOMON_WAREHOUSE", str(tmp_path))
    monkeypatch.setenv("RASHOMON_WAIT", "0")
    with (tmp_path / ".lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(dg.DagsterError) as raised:
            defs.resolve_job_def("rashomon").execute_in_process()
    assert "another run works on the warehouse" in (known_error(raised.value) or ("",))[0]
    assert not (tmp_path / "build.duckdb").exists(), "no step began"


def test_dbt_tests_are_asset_checks() -> None:
    """Those over several models too, which are a check only where their config names the model that they are shown at."""
    checks = {key.name: key.asset_key.path[0] for key in defs.resolve_asset_graph().asset_check_keys}
    assert len(checks) > 50
    assert {path.stem for path in (paths.DBT_PROJECT / "tests").glob("*.sql")} <= checks.keys()


def test_schedule_and_sensor_start_switched_off_and_start_the_one_job() -> None:
    schedule, sensor = defs.resolve_schedule_def("hourly"), defs.resolve_sensor_def("new_articles")
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED and schedule.cron_schedule == "0 * * * *"
    assert sensor.default_status == dg.DefaultSensorStatus.STOPPED
    assert schedule.job_name == sensor.job_name == "rashomon"


def test_the_job_is_all_assets_in_one_process(specs: list[dg.AssetSpec]) -> None:
    job = defs.resolve_job_def("rashomon")
    assert job.asset_layer.selected_asset_keys == {spec.key for spec in specs}
    assert job.executor_def.name == "in_process"


def test_the_manifest_is_that_of_the_project_as_it_stands() -> None:
    assert manifest().exists() and manifest() == manifest()
