"""Where things are. Settings come from the environment and are read when asked for, so that tests and commands can set them."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
DBT_PROJECT = REPO / "dbt_project"
REFERENCE = REPO / "seeds" / "reference"
SEED_ARTICLES = REPO / "seeds" / "articles"

LINKERS = (REPO / "linkers",)
EVENT_JUDGEMENTS = REFERENCE / "event_judgements.csv"
LINKING = (*LINKERS, EVENT_JUDGEMENTS)
BUILDING = (DBT_PROJECT, REFERENCE, REPO / "warehouse" / "publish.py")
"""The rules that links and marts follow from: a change here makes the next run link or build anew, with no new document."""


def articles() -> Path:
    """The folder of articles that a run reads when none is named: RASHOMON_ARTICLES, else the shipped ones."""
    return Path(os.environ.get("RASHOMON_ARTICLES") or SEED_ARTICLES)


def warehouse() -> Path:
    """The folder of the warehouse's files: RASHOMON_WAREHOUSE, else `warehouse/` of the project."""
    return Path(os.environ.get("RASHOMON_WAREHOUSE") or REPO / "warehouse").absolute()


def shared() -> Path:
    """The folder of real cases that tests and benchmarks read: RASHOMON_SHARED, else beside the project."""
    return Path(os.environ.get("RASHOMON_SHARED") or REPO.parent / "shared")


def shown(path: Path) -> str:
    """A path as people read it: relative to where they stand if it is below, else whole."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def show_command(disagreement_id: str) -> str:
    """What to type to see a disagreement of the warehouse in use."""
    elsewhere = "" if warehouse() == REPO / "warehouse" else f" --warehouse {shlex.quote(shown(warehouse()))}"
    return f"rashomon show {disagreement_id}{elsewhere}"
