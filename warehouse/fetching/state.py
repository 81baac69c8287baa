"""What is remembered of each address between runs: for conditional requests, and so as not to ask again for what is there already.

A JSON file beside what was fetched. Lost or broken, everything is fetched once more; nothing else depends on it.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

NAME = ".state.json"


@dataclass
class Memory:
    """Of one address."""

    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None  # of the content that came last
    seen: str | None = None  # the date that the feed gave the item when its page was fetched
    not_before: float = 0.0  # Unix time: a server that asked for patience, or an error


def load_state(folder: Path) -> dict[str, Memory]:
    """By address; empty where there is none that can be read."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        known = {field.name for field in fields(Memory)}
        return {url: Memory(**{name: value for name, value in memory.items() if name in known}) for url, memory in data.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def save_state(folder: Path, state: dict[str, Memory]) -> None:
    """Replaced in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f"{NAME}.{os.getpid()}.tmp"
    aside.write_text(json.dumps({url: asdict(memory) for url, memory in state.items()}), encoding="utf-8")
    os.replace(aside, folder / NAME)
