"""The doctor: each thing that can be wrong is found, and its cure is said."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from extractors.constants import DEFAULT_MODEL
from orchestration import doctor
from orchestration.doctor import Finding, examine
from tests.warehouse.test_lock import another
from warehouse.stamps import set_stamp
from warehouse.store import Warehouse

Break = Callable[[Path, pytest.MonkeyPatch], object]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of a warehouse that doctors look at, and no settings but that."""
    for name in [name for name in os.environ if name.startswith("RASHOMON_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RASHOMON_WAREHOUSE", str(tmp_path / "w"))
    (tmp_path / "dagster").mkdir()
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    yield tmp_path / "w"


def found(model: str = DEFAULT_MODEL) -> dict[str, list[Finding]]:
    """What the doctor says, by state."""
    said: dict[str, list[Finding]] = {"ok": [], "warning": [], "bad": []}
    for finding in examine(model):
        said[finding.state].append(finding)
    return said


def build(folder: Path, *statements: str, stamp: str | None = "s") -> None:
    with Warehouse(folder).transaction() as connection:
        set_stamp(connection, "built", stamp)
        for statement in statements:
            connection.execute(statement)


def published(folder: Path, stamp: str = "s", *states: str) -> None:
    with duckdb.connect(str(folder / "marts.duckdb")) as connection:
        connection.execute("CREATE SCHEMA meta; CREATE TABLE meta.publication (stamp VARCHAR, published_at TIMESTAMP)")
        connection.execute("INSERT INTO meta.publication VALUES (?, TIMESTAMP '2025-06-18')", [stamp])
        connection.execute("CREATE TABLE fct_judgements (state VARCHAR)")
        for state in states:
            connection.execute("INSERT INTO fct_judgements VALUES (?)", [state])


def test_nothing_is_wrong_with_a_warehouse_that_is_whole(folder: Path) -> None:
    build(folder)
    published(folder, "s", "in force")
    said = found()
    assert said["bad"] == [] and all("free in" in finding.what for finding in said["warning"]), said
    assert any("the published file is of 2025-06-18 00:00:00 UTC, the last build" in finding.what for finding in said["ok"])


def scheduled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A schedule that was switched on in the UI, and no daemon."""
    (folder.parent / "dagster" / "dagster.yaml").write_text("")
    states = [SimpleNamespace(instigator_name=name, is_running=name == "hourly") for name in ("hourly", "new_articles")]
    instance = SimpleNamespace(all_instigator_state=lambda: states, get_daemon_statuses=dict)
    monkeypatch.setattr("dagster.DagsterInstance.from_config", lambda _: nullcontext(instance))


def hook(folder: Path, monkeypatch: pytest.MonkeyPatch, mode: int) -> None:
    file = folder.parent / "hook"
    file.write_text("https://chat.example/secret")
    file.chmod(mode)
    monkeypatch.setenv("RASHOMON_ALARM_WEBHOOK_FILE", str(file))


def feeds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "feeds.csv").write_text("address,sort\nhttps://a.example,feed\n")
    monkeypatch.setenv("RASHOMON_FEEDS", str(folder.parent / "feeds.csv"))


def read_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()

    def refused(**_: object) -> object:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refused)


def full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=12_000_000))


def old_python(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "version_info", (3, 10, 1))


def other_packages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_pins", lambda lock: [("duckdb", "0.0.1"), ("no-such-package", "1")])


def no_folder_for_the_manifest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestration.dbt.manifest_path", lambda: folder / "none" / "manifest.json")
    monkeypatch.setattr(doctor.os, "access", lambda *_: False)


def breaks(what: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "holder", lambda _: 1 / 0)


@pytest.mark.parametrize(
    ("broken", "state", "what", "cure"),
    [
        (old_python, "bad", "Python 3.10.1", "install 3.11, 3.12 or 3.13"),
        (other_packages, "bad", r"duckdb .* for 0\.0\.1, no-such-package none for 1", "make run"),
        (lambda w, m: None, "warning", "there is no folder", "rashomon run"),
        (read_only, "bad", "cannot be written to .*Read-only", "free space, or give this user leave"),
        (full, "warning", "12 MB free", "free some"),
        (lambda w, m: w.mkdir(), "warning", "nothing has been read yet", "rashomon run"),
        (
            lambda w, m: (w.mkdir(), (w / "build.duckdb").write_text("no" * 4000)),
            "bad",
            "build.duckdb cannot be read",
            "restore the newest",
        ),
        (lambda w, m: build(w, "UPDATE meta.schema SET shape = 'old'"), "warning", "of another version", "the next run upgrades it"),
        (lambda w, m: build(w), "bad", "there is no published file", "rashomon publish"),
        (lambda w, m: build(w, stamp=None), "bad", "there is no published file", "rashomon run"),
        (lambda w, m: (build(w, stamp=None), published(w)), "warning", "the last build was cut off", "rashomon run"),
        (lambda w, m: (build(w), published(w, "t")), "warning", "is behind the last build", "rashomon publish"),
        (lambda w, m: (build(w), (w / "marts.duckdb").write_text("no" * 4000)), "bad", "marts.duckdb cannot be read", "delete it"),
        (lambda w, m: (build(w), published(w, "s", "orphaned")), "warning", "1 judgements are orphaned", "judge again"),
        (lambda w, m: (build(w), published(w, "s", "invalid")), "warning", "1 judgements are invalid", "mend their rows"),
        (feeds, "bad", "has no columns url and kind", "its first line is url,kind"),
        (scheduled, "bad", "switched on: hourly; but no daemon is alive", "start it"),
        (lambda w, m: hook(w, m, 0o644), "warning", "others can read", "chmod 600"),
        (lambda w, m: m.setenv("RASHOMON_ALARM_WEBHOOK_FILE", str(w)), "bad", "which cannot be read", "mend the name"),
        (
            lambda w, m: m.setenv("RASHOMON_ALARM_COMMAND", "/no/such/mailer --to desk"),
            "bad",
            "names /no/such/mailer, which",
            "mend the name",
        ),
        (lambda w, m: m.setenv("RASHOMON_ARTICLES", str(w / "none")), "bad", "there is no .*none to read", "RASHOMON_ARTICLES"),
        (lambda w, m: m.setenv("RASHOMON_STALE_HOURS", "a day"), "bad", "RASHOMON_STALE_HOURS is 'a day'", "unset it"),
        (lambda w, m: m.setenv("DAGSTER_HOME", str(w / "none")), "bad", "DAGSTER_HOME names .*none, which is no folder", "make it"),
        (no_folder_for_the_manifest, "bad", "cannot be written to", "leave to write there"),
        (breaks, "bad", "cannot look: ZeroDivisionError", "mend that and ask again"),
    ],
)
def test_what_is_wrong_is_found_with_its_cure(
    folder: Path, monkeypatch: pytest.MonkeyPatch, broken: Break, state: str, what: str, cure: str
) -> None:
    broken(folder, monkeypatch)
    named = [finding for finding in found()[state] if re.search(what, finding.what)]
    assert [cure in finding.cure for finding in named] == [True], named


def test_a_model_that_is_not_there(folder: Path) -> None:
    assert [finding.cure for finding in found("no_such_model")["bad"]] == ["`make run` installs the one that comes with the project"]


def test_a_run_at_work_is_no_fault(folder: Path) -> None:
    folder.mkdir()
    with another(folder) as other:
        (said,) = [finding for finding in found()["warning"] if "a run is at work" in finding.what]
    assert str(other.pid) in said.what and "nothing to do" in said.cure
