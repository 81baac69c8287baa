"""One run of the job through a started webserver, with the schedule and the sensor evaluated and switched there too: what people do in the UI."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration import paths

WHERE = {"repositoryName": "__repository__", "repositoryLocationName": "orchestration.definitions"}
PATIENCE = 240.0


class Webserver:
    """A started dagster-webserver, asked by GraphQL."""

    def __init__(self, port: int, warehouse: Path, articles: Path) -> None:
        self.url = f"http://127.0.0.1:{port}/graphql"
        self.warehouse = warehouse
        self.articles = articles

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            found = json.load(answer)
        assert "errors" not in found, found["errors"]
        return found["data"]


def until(what: str, condition: Any) -> Any:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.5)
    raise AssertionError(f"{what}: not within {PATIENCE:.0f} s")


@pytest.fixture(scope="module")
def webserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Webserver]:
    home, warehouse, articles = (tmp_path_factory.mktemp(name) for name in ("home", "warehouse", "articles"))
    shutil.copy(paths.REPO / "orchestration" / "dagster.yaml", home / "dagster.yaml")
    (articles / "one.txt").write_text(
        "Flood in the valley kills three\n\n12 May 2024\n\nA flood killed three people in Lagos on Saturday, police said.\n"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DAGSTER_HOME": str(home), "RASHOMON_WAREHOUSE": str(warehouse), "RASHOMON_ARTICLES": str(articles)}
    command = [
        str(Path(sys.executable).with_name("dagster-webserver")),
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-m",
        "orchestration.definitions",
    ]
    with (home / "webserver.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=paths.REPO, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        found = Webserver(port, warehouse, articles)

        def answers() -> bool:
            assert server.poll() is None, (home / "webserver.log").read_text()[-2000:]
            try:
                return bool(found.ask("{ version }"))
            except (urllib.error.URLError, ConnectionError):
                return False

        until("the webserver answers", answers)
        yield found
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def test_the_job_runs_with_a_folder_chosen_in_the_launchpad(webserver: Webserver, tmp_path: Path) -> None:
    (tmp_path / "chosen.txt").write_text(
        "Bridge falls, two hurt\n\n3 June 2024\n\nA bridge fell in Lyon on Monday. Two people were hurt, the mayor said.\n"
    )
    (tmp_path / "empty.txt").write_text("")
    launched = webserver.ask(
        """
        mutation ($params: ExecutionParams!) {
          launchRun(executionParams: $params) {
            __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } ... on RunConfigValidationInvalid { errors { message } }
          }
        }
        """,
        params={
            "selector": {**WHERE, "jobName": "rashomon"},
            "runConfigData": {"ops": {"intake": {"config": {"articles": str(tmp_path)}}}},
        },
    )["launchRun"]
    assert launched["__typename"] == "LaunchRunSuccess", launched
    query = """
        query ($id: ID!) { runOrError(runId: $id) { ... on Run {
          status
          stepStats { stepKey status }
          assetMaterializations { assetKey { path } metadataEntries { label ... on MarkdownMetadataEntry { mdStr } ... on IntMetadataEntry { intValue } } }
        } } }
    """

    def ended() -> Any:
        run = webserver.ask(query, id=launched["run"]["runId"])["runOrError"]
        return run if run["status"] in ("SUCCESS", "FAILURE", "CANCELED") else None

    run = until("the run ends", ended)
    assert run["status"] == "SUCCESS", run["stepStats"]
    materialized = {
        "/".join(event["assetKey"]["path"]): {entry["label"]: entry for entry in event["metadataEntries"]}
        for event in run["assetMaterializations"]
    }
    assert materialized["raw/documents"]["new"]["intValue"] == 1
    assert materialized["raw/rejects"]["rejects"]["intValue"] == 1
    assert materialized["published"]["newest disagreements"]["mdStr"]
    with duckdb.connect(str(webserver.warehouse / "marts.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT document_ref FROM marts.dim_documents").fetchall() == [(f"{tmp_path.name}/chosen.txt",)]


def test_the_schedule_is_off_shows_what_it_would_do_and_can_be_switched(webserver: Webserver) -> None:
    state = "{ scheduleOrError(scheduleSelector: $which) { ... on Schedule { id scheduleState { status selectorId id } cronSchedule } } }"
    which = {**WHERE, "scheduleName": "hourly"}
    found = webserver.ask(f"query ($which: ScheduleSelector!) {state}", which=which)["scheduleOrError"]
    assert (found["scheduleState"]["status"], found["cronSchedule"]) == ("STOPPED", "0 * * * *")
    dry = webserver.ask(
        """
        mutation ($which: ScheduleSelector!, $at: Float) { scheduleDryRun(selectorData: $which, timestamp: $at) {
          __typename ... on DryRunInstigationTick { evaluationResult { runRequests { jobName runKey } error { message } } }
        } }
        """,
        which=which,
        at=1_750_000_000.0,
    )["scheduleDryRun"]
    assert dry["__typename"] == "DryRunInstigationTick" and dry["evaluationResult"]["error"] is None
    assert len(dry["evaluationResult"]["runRequests"]) == 1
    started = webserver.ask(
        "mutation ($which: ScheduleSelector!) { startSchedule(scheduleSelector: $which) "
        "{ __typename ... on ScheduleStateResult { scheduleState { status id selectorId } } } }",
        which=which,
    )["startSchedule"]
    assert started["scheduleState"]["status"] == "RUNNING"
    stopped = webserver.ask(
        "mutation ($id: String!) { stopRunningSchedule(id: $id) { __typename ... on ScheduleStateResult { scheduleState { status } } } }",
        id=started["scheduleState"]["id"],
    )["stopRunningSchedule"]
    assert stopped["scheduleState"]["status"] == "STOPPED"


def test_the_sensor_asks_for_a_run_when_files_come(webserver: Webserver) -> None:
    which = {**WHERE, "sensorName": "new_articles"}
    found = webserver.ask(
        "query ($which: SensorSelector!) { sensorOrError(sensorSelector: $which) { ... on Sensor { sensorState { status } } } }",
        which=which,
    )["sensorOrError"]
    assert found["sensorState"]["status"] == "STOPPED"

    def evaluate(cursor: str | None) -> dict[str, Any]:
        dry = webserver.ask(
            """
            mutation ($which: SensorSelector!, $cursor: String) { sensorDryRun(selectorData: $which, cursor: $cursor) {
              __typename ... on DryRunInstigationTick {
                evaluationResult { cursor skipReason runRequests { runKey runConfigYaml } error { message } }
              }
            } }
            """,
            which=which,
            cursor=cursor,
        )["sensorDryRun"]
        assert dry["__typename"] == "DryRunInstigationTick" and dry["evaluationResult"]["error"] is None, dry
        return dry["evaluationResult"]

    first = evaluate(None)
    assert len(first["runRequests"]) == 1 and str(webserver.articles) in first["runRequests"][0]["runConfigYaml"]
    assert "nothing new" in evaluate(first["cursor"])["skipReason"]
    (webserver.articles / "two.txt").write_text("Another report.")
    assert len(evaluate(first["cursor"])["runRequests"]) == 1
    started = webserver.ask(
        "mutation ($which: SensorSelector!) { startSensor(sensorSelector: $which) { __typename ... on Sensor { sensorState { status id } } } }",
        which=which,
    )["startSensor"]
    assert started["sensorState"]["status"] == "RUNNING"
    stopped = webserver.ask(
        "mutation ($id: String!) { stopSensor(id: $id) { __typename ... on StopSensorMutationResult { instigationState { status } } } }",
        id=started["sensorState"]["id"],
    )["stopSensor"]
    assert stopped["instigationState"]["status"] == "STOPPED"
