"""`rashomon doctor`: what is wrong with an installation, and how to mend it. Looks only; nothing is changed, and no build file is upgraded.

Each check gives findings: good, a warning (it works, but), or bad (it does not). One that cannot look says so as bad.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb

from extractors.version import ModelMissing, model_version
from orchestration import alarms, paths
from warehouse import schema
from warehouse.lock import holder
from warehouse.store import Warehouse

ENOUGH_FREE = 1_000_000_000
"""Bytes: a build and a publication each write the marts once more before the old ones go."""
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(;.*?)?\\?$")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: "ok", "warning" or "bad", what was found, and what to do about it."""

    state: str
    what: str
    cure: str = ""


def examine(model: str) -> Iterator[Finding]:
    """All findings, as they are made."""
    warehouse = Warehouse(paths.warehouse())
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _python,
        _packages,
        lambda: _model(model),
        lambda: _folder(warehouse),
        lambda: _lock(warehouse),
        lambda: _files(warehouse),
        _manifest,
        _articles,
        lambda: _judgements(warehouse),
        _feeds,
        _dagster,
        _alarms,
        _numbers,
    )
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001  a doctor that dies of what it looks for is none
            yield Finding("bad", f"cannot look: {type(error).__name__}: {' '.join(str(error).split())[:200]}", "mend that and ask again")


def _python() -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info < (3, 14):
        yield Finding("ok", f"Python {found}")
    else:
        yield Finding("bad", f"Python {found}", "install 3.11, 3.12 or 3.13, remove .venv, and `make run PYTHON=/path/to/python3`")


def _packages() -> Iterator[Finding]:
    lock = paths.REPO / "requirements.lock"
    wrong = []
    pins = list(_pins(lock.read_text(encoding="utf-8")))
    for name, wanted in pins:
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "none"
        if found != wanted:
            wrong.append(f"{name} {found} for {wanted}")
    if wrong:
        listed = ", ".join(wrong[:5]) + (f" and {len(wrong) - 5} more" if len(wrong) > 5 else "")
        yield Finding("bad", f"packages that are not those of requirements.lock: {listed}", "remove .venv/.installed and `make run`")
    else:
        yield Finding("ok", f"{len(pins)} packages as locked")


def _pins(lock: str) -> Iterator[tuple[str, str]]:
    """Names and versions that a lock asks for here."""
    from packaging.markers import Marker

    for line in lock.splitlines():
        if match := _PIN.match(line.strip()):
            name, wanted, marker = match.groups()
            if not marker or Marker(marker[1:].strip()).evaluate():
                yield name, wanted


def _model(model: str) -> Iterator[Finding]:
    try:
        yield Finding("ok", f"the spaCy model {model_version(model)}")
    except ModelMissing:
        yield Finding("bad", f"the spaCy model {model} is not installed", "`make run` installs the one that comes with the project")


def _folder(warehouse: Warehouse) -> Iterator[Finding]:
    folder = warehouse.directory
    if not folder.is_dir():
        yield Finding("warning", f"there is no folder {folder} yet", "`rashomon run` makes it; name another with --warehouse")
        return
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x" * 4096)
    except OSError as error:
        yield Finding("bad", f"{folder} cannot be written to ({error.strerror})", "free space, or give this user leave to write (chown)")
        return
    free = shutil.disk_usage(folder).free
    if free < ENOUGH_FREE:
        yield Finding("warning", f"{free // 1_000_000} MB free in {folder}", "free some: a build needs room for the marts twice over")
    else:
        yield Finding("ok", f"{folder} can be written to, {free // 1_000_000_000} GB free")


def _lock(warehouse: Warehouse) -> Iterator[Finding]:
    if other := holder(warehouse.directory):
        yield Finding("warning", f"a run is at work: {other}", "nothing to do; a second run waits for it")
    else:
        yield Finding("ok", "no run is at work")


def _files(warehouse: Warehouse) -> Iterator[Finding]:
    if not warehouse.build_path.exists():
        yield Finding("warning", "nothing has been read yet", "`rashomon run`")
        return
    try:
        with duckdb.connect(str(warehouse.build_path), read_only=True) as connection:
            shape = schema.shape_of(connection)
            stamps = dict(connection.execute("SELECT stage, stamp FROM meta.stamps").fetchall()) if shape else {}
    except duckdb.Error as error:
        said = " ".join(str(error).split())[:150]
        if "lock" in said.lower():
            yield Finding("warning", "the build file is in use", "ask again when no run is at work")
        else:
            cure = "restore the newest copy (docs/operations.md), or move the file away and run over the same articles"
            yield Finding("bad", f"{warehouse.build_path} cannot be read ({said})", cure)
        return
    if shape != schema.shape():
        yield Finding("warning", "the build file is of another version", "the next run upgrades it, and keeps a copy in backups/")
    else:
        yield Finding("ok", "the build file is of this version")
    yield _published(warehouse, stamps.get("built"))


def _published(warehouse: Warehouse, built: str | None) -> Finding:
    if not warehouse.marts_path.exists():
        return Finding("bad", "there is no published file", "`rashomon publish`" if built else "`rashomon run`")
    try:
        with duckdb.connect(str(warehouse.marts_path), read_only=True) as connection:
            row = connection.execute("SELECT stamp, published_at FROM meta.publication").fetchone()
    except duckdb.Error as error:
        said = " ".join(str(error).split())[:150]
        return Finding("bad", f"{warehouse.marts_path} cannot be read ({said})", "delete it, then `rashomon publish`")
    stamp, at = row or (None, None)
    if built is None:
        return Finding("warning", f"the last build was cut off; published is that of {at} UTC", "`rashomon run`")
    if stamp != built:
        return Finding("warning", f"the published file of {at} UTC is behind the last build", "`rashomon publish`")
    return Finding("ok", f"the published file is of {at} UTC, the last build")


def _manifest() -> Iterator[Finding]:
    from orchestration.dbt import manifest_path

    dbt = Path(sys.executable).with_name("dbt")
    if not dbt.exists():
        yield Finding("bad", f"there is no dbt beside {sys.executable}", "remove .venv/.installed and `make run`")
    elif manifest_path().exists():
        yield Finding("ok", "the dbt manifest is that of the project as it stands")
    elif os.access(manifest_path().parent if manifest_path().parent.exists() else paths.DBT_PROJECT, os.W_OK):
        yield Finding("ok", "the dbt manifest is made by the next run")
    else:
        yield Finding("bad", f"{manifest_path().parent} cannot be written to", "give this user leave to write there (chown)")


def _articles() -> Iterator[Finding]:
    if paths.articles().exists():
        yield Finding("ok", f"articles are read from {paths.shown(paths.articles())}")
    else:
        yield Finding("bad", f"there is no {paths.articles()} to read articles from", "make it, or name another in RASHOMON_ARTICLES")


def _judgements(warehouse: Warehouse) -> Iterator[Finding]:
    if not warehouse.marts_path.exists():
        return
    with duckdb.connect(str(warehouse.marts_path), read_only=True) as connection:
        states = dict(connection.execute("SELECT state, count(*) FROM fct_judgements GROUP BY ALL").fetchall())
    for state, cure in (("orphaned", "the words they quote are gone: judge again"), ("invalid", "mend their rows")):
        if states.get(state):
            yield Finding("warning", f"{states[state]} judgements are {state}", f"{cure}, {paths.shown(paths.judgements())}")
    if not states.keys() & {"orphaned", "invalid"}:
        yield Finding("ok", f"{sum(states.values())} judgements, all in force")


def _feeds() -> Iterator[Finding]:
    file = paths.feeds()
    if not file.exists():
        yield Finding("ok", "no feeds file: nothing is fetched")
        return
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if rows and not {"url", "kind"} <= rows[0].keys():
        yield Finding("bad", f"{paths.shown(file)} has no columns url and kind", "its first line is url,kind")
    else:
        yield Finding("ok", f"{len(rows)} feeds and pages in {paths.shown(file)}")


def _dagster() -> Iterator[Finding]:
    given = os.environ.get("DAGSTER_HOME")
    if given and not Path(given).is_dir():
        yield Finding("bad", f"DAGSTER_HOME names {given}, which is no folder: runs fail", "make it, or unset the variable")
        return
    home = given or str(paths.REPO / "warehouse" / ".dagster")
    if not (Path(home) / "dagster.yaml").exists():
        yield Finding("ok", "Dagster's UI was never started: no schedule runs")
        return
    import dagster as dg

    with dg.DagsterInstance.from_config(home) as instance:
        running = sorted(state.instigator_name for state in instance.all_instigator_state() if state.is_running)
        beats = instance.get_daemon_statuses() if running else {}
    if not running:
        yield Finding("ok", "no schedule or sensor is switched on")
    elif not any(status.healthy for status in beats.values()):
        yield Finding("bad", f"switched on: {', '.join(running)}; but no daemon is alive", "start it (`make ui`, or its service)")
    else:
        yield Finding("ok", f"switched on: {', '.join(running)}")


def _alarms() -> Iterator[Finding]:
    program = next(iter(shlex.split(os.environ.get("RASHOMON_ALARM_COMMAND") or "")), None)
    if program and not shutil.which(program):
        yield Finding("bad", f"RASHOMON_ALARM_COMMAND names {program}, which cannot be run", "mend the name or its permissions")
        return
    file = os.environ.get("RASHOMON_ALARM_WEBHOOK_FILE")
    if file and not os.access(file, os.R_OK):
        yield Finding("bad", f"RASHOMON_ALARM_WEBHOOK_FILE names {file}, which cannot be read", "mend the name or its permissions")
    elif file and Path(file).stat().st_mode & 0o077:
        yield Finding("warning", f"others can read {file}, which holds a secret", f"chmod 600 {file}")
    else:
        yield Finding("ok", "alarms go out" if alarms.is_set() else "no alarm hook is set: nobody is told of failed runs")


def _numbers() -> Iterator[Finding]:
    for name in ("RASHOMON_WAIT", "RASHOMON_STALE_HOURS"):
        given = os.environ.get(name)
        try:
            float(given or 0)
        except ValueError:
            yield Finding("bad", f"{name} is {given!r}, which is no number", "give it one, or unset it")
