"""Nothing calls home, and nothing listens to others unless it is told to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import WATCH, Ran

from orchestration import paths


def test_a_run_makes_no_connection(ran: Ran) -> None:
    assert ran.code == 0 and not (ran.warehouse.parent / "connections.txt").exists()


def test_the_watch_would_have_seen_one(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    call = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')"
    settings = {**os.environ, "PYTHONPATH": str(tmp_path), "WATCHED_TO": str(tmp_path / "seen.txt")}
    assert subprocess.run([sys.executable, "-c", call], env=settings, capture_output=True, check=False).returncode == 1
    assert "127.0.0.1" in (tmp_path / "seen.txt").read_text()


def test_telemetry_is_off_where_it_can_be_said() -> None:
    assert yaml.safe_load((paths.REPO / "orchestration" / "dagster.yaml").read_text())["telemetry"] == {"enabled": False}
    assert yaml.safe_load((paths.DBT_PROJECT / "dbt_project.yml").read_text())["flags"]["send_anonymous_usage_stats"] is False


@pytest.mark.parametrize(
    ("host", "is_warned"), [("", False), ("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True), ("10.0.0.4", True)]
)
def test_the_webserver_listens_here_alone_unless_told_otherwise(host: str, is_warned: bool) -> None:
    """What make would do, without doing it: the recipe is printed, its first step is run."""
    given = [f"HOST={host}"] if host else []
    said = subprocess.run(
        ["make", "-n", "-o", ".venv/.installed", "ui", *given], cwd=paths.REPO, capture_output=True, text=True, check=True
    ).stdout
    assert f"dagster-webserver -h {host or '127.0.0.1'} " in said
    warning = said[: said.index("esac") + 4]
    warned = subprocess.run(["sh", "-c", warning[warning.index("case ") :]], capture_output=True, text=True, check=True).stderr
    assert ("asks for no password" in warned) is is_warned


def test_an_audit_that_cannot_look_is_no_all_clear() -> None:
    """Without --strict, pip-audit passes over every package that its service does not know, and calls the rest of none good."""
    said = subprocess.run(["make", "-n", "audit"], cwd=paths.REPO, capture_output=True, text=True, check=True).stdout
    assert "pip-audit --strict --require-hashes" in said


def test_every_locked_package_has_a_hash() -> None:
    lock = (paths.REPO / "requirements.lock").read_text().replace("\\\n", " ")
    pins = [line for line in lock.splitlines() if "==" in line and not line.lstrip().startswith("#")]
    assert len(pins) > 100 and all("--hash=sha256:" in line for line in pins)
    assert "://" not in "".join(pins), "no registry host"
    assert "html-clean]" not in lock, "pip 23.2 takes lxml[html-clean] for another package than the lxml[html_clean] that justext asks for"
