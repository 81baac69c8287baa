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
ACTOR_JUDGEMENTS = REFERENCE / "actor_judgements.csv"
ALIASES = REFERENCE / "aliases.csv"
LINKING = (*LINKERS, EVENT_JUDGEMENTS, ACTOR_JUDGEMENTS, ALIASES)
"""The rules and judgements that links follow from: a change here makes the next run link anew, with no new document."""


def judgements() -> Path:
    """The file of judgements: RASHOMON_JUDGEMENTS, else seeds/reference/judgements.csv."""
    return Path(os.environ.get("RASHOMON_JUDGEMENTS") or REFERENCE / "judgements.csv").absolute()


def building() -> tuple[Path, ...]:
    """The rules and judgements that marts follow from: a change here makes the next run build anew."""
    return DBT_PROJECT, REFERENCE, judgements(), REPO / "warehouse" / "publish.py"


def articles() -> Path:
    """The folder of articles that a run reads when none is named: RASHOMON_ARTICLES, else the shipped ones."""
    return Path(os.environ.get("RASHOMON_ARTICLES") or SEED_ARTICLES)


def warehouse() -> Path:
    """The folder of the warehouse's files: RASHOMON_WAREHOUSE, else `warehouse/` of the project."""
    return Path(os.environ.get("RASHOMON_WAREHOUSE") or REPO / "warehouse").absolute()


def feeds() -> Path:
    """The CSV of what to fetch: RASHOMON_FEEDS, else seeds/feeds.csv, which people make themselves. Without it nothing is fetched."""
    return Path(os.environ.get("RASHOMON_FEEDS") or REPO / "seeds" / "feeds.csv")


def shared() -> Path:
    """The folder of real cases that tests and benchmarks read: RASHOMON_SHARED, else beside the project."""
    return Path(os.environ.get("RASHOMON_SHARED") or REPO.parent / "shared")


def shown(path: Path) -> str:
    """A path as people read it: relative to where they stand if it is below, else whole."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def command(verb: str) -> str:
    """What to type to do that over the warehouse in use: "disagreements", "show dis_1f0c"."""
    elsewhere = "" if warehouse() == REPO / "warehouse" else f" --warehouse {shlex.quote(shown(warehouse()))}"
    return f"rashomon {verb}{elsewhere}"
