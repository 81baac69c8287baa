"""The hooks for alarms: silent where none is set, and clear where one does not take the alarm; sensors that use them."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import dagster as dg
import pytest

from orchestration import alarms
from orchestration.defs import watching
from warehouse.errors import DiskTrouble, WarehouseBusy


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RASHOMON_ALARM_COMMAND", "RASHOMON_ALARM_WEBHOOK_FILE", "RASHOMON_STALE_HOURS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def posted() -> Iterator[tuple[str, list[dict]]]:
    got: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200 if self.path == "/hook" else 404)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", got
    server.shutdown()
    server.server_close()


def command(folder: Path) -> str:
    return f"{sys.executable} -c 'import sys; open(sys.argv[1], \"a\").write(sys.stdin.read() + chr(10))' {folder / 'alarms'}"


def test_nobody_is_told_where_no_hook_is_set() -> None:
    assert not alarms.is_set() and alarms.send("something") is False


def test_the_command_gets_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHOMON_ALARM_COMMAND", command(tmp_path))
    assert alarms.send("a run failed; $(touch nothing) `x`", run_id="r1") is True
    assert json.loads((tmp_path / "alarms").read_text()) == {"text": "rashomon: a run failed; $(touch nothing) `x`", "run_id": "r1"}


def test_the_webhook_gets_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posted: tuple[str, list[dict]]) -> None:
    address, got = posted
    (tmp_path / "hook").write_text(f"{address}/hook\n")
    monkeypatch.setenv("RASHOMON_ALARM_WEBHOOK_FILE", str(tmp_path / "hook"))
    assert alarms.send("a run failed") is True
    assert got == [{"text": "rashomon: a run failed"}]


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("RASHOMON_ALARM_COMMAND", "/no/such/program", "cannot be run"),
        ("RASHOMON_ALARM_COMMAND", "false", "ended with 1"),
        ("RASHOMON_ALARM_WEBHOOK_FILE", "/no/such/file", "cannot be read"),
        ("RASHOMON_ALARM_WEBHOOK_FILE", "file:///etc/hostname", "holds no address"),
        ("RASHOMON_ALARM_WEBHOOK_FILE", "{address}/secret", "did not take the alarm"),
    ],
)
def test_a_hook_that_fails_says_what_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posted: tuple[str, list[dict]], setting: str, value: str, said: str
) -> None:
    if "://" in value or "{" in value:
        (tmp_path / "hook").write_text(value.format(address=posted[0]))
        value = str(tmp_path / "hook")
    monkeypatch.setenv(setting, value)
    with pytest.raises(alarms.AlarmFailed, match=said) as raised:
        alarms.send("a run failed")
    assert "secret" not in str(raised.value), "an address of a webhook is one"


@pytest.mark.parametrize(
    ("is_busy", "expected"),
    [(False, " at breaks: warehouse.errors.DiskTrouble: full; free some"), (True, ": warehouse.errors.WarehouseBusy: wait")],
)
def test_a_failed_run_is_told_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_busy: bool, expected: str) -> None:
    monkeypatch.setenv("RASHOMON_ALARM_COMMAND", command(tmp_path))

    @dg.resource
    def warehouse() -> None:
        if is_busy:
            raise WarehouseBusy("wait")

    @dg.op(required_resource_keys={"warehouse"})
    def breaks() -> None:
        raise DiskTrouble("full; free some") from OSError(28, "No space left on device")

    @dg.job(name="rashomon", resource_defs={"warehouse": warehouse})
    def job() -> None:
        breaks()

    with dg.DagsterInstance.ephemeral() as instance:
        ended = job.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context("failed_run", ended.get_run_failure_event(), instance, ended.dagster_run)
        watching.failed_run(context.for_run_failure())
    (told,) = [json.loads(line) for line in (tmp_path / "alarms").read_text().splitlines()]
    assert told == {"text": f"rashomon: a run of rashomon failed{expected}", "run_id": ended.dagster_run.run_id}


def test_a_killed_run_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHOMON_ALARM_COMMAND", command(tmp_path))

    @dg.job(name="rashomon")
    def job() -> None:
        pass

    with dg.DagsterInstance.ephemeral() as instance:
        run = instance.create_run_for_job(job)
        event = instance.report_run_failed(run, "the process ended with -9")
        watching.failed_run(dg.build_run_status_sensor_context("failed_run", event, instance, run).for_run_failure())
    (told,) = [json.loads(line) for line in (tmp_path / "alarms").read_text().splitlines()]
    assert told["text"] == "rashomon: a run of rashomon failed: the process ended with -9"


def test_stale_documents_are_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHOMON_ALARM_COMMAND", command(tmp_path))
    with dg.DagsterInstance.ephemeral() as instance:

        def tick(cursor: str | None) -> tuple[str, str | None]:
            context = dg.build_sensor_context(instance=instance, cursor=cursor)
            found = watching.stale_documents(context)
            assert isinstance(found, dg.SkipReason)
            return found.skip_message or "", context.cursor

        assert tick(None)[0] == "no run yet"
        instance.report_runless_asset_event(dg.AssetMaterialization(["raw", "documents"]))
        assert "hours ago" in tick(None)[0]
        monkeypatch.setenv("RASHOMON_STALE_HOURS", "0")
        said, cursor = tick(None)
        assert said.endswith("told") and cursor
        assert tick(cursor)[0] == "told before"
    assert len((tmp_path / "alarms").read_text().splitlines()) == 1
