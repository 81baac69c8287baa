"""The version of the reading rules: a hash of every rule and word list of this package."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

RELEASE = "0.1"


def _sources(folder: Traversable) -> list[tuple[str, bytes]]:
    out = []
    for item in folder.iterdir():
        if item.is_dir() and item.name != "__pycache__":
            out += [(f"{item.name}/{name}", data) for name, data in _sources(item)]
        elif item.name.endswith((".py", ".toml", ".csv")):
            out.append((item.name, item.read_bytes()))
    return out


@cache
def rules_version() -> str:
    """ "0.1+" and eight hex digits that change whenever a rule or a word list does, so that nobody has to remember to."""
    digest = hashlib.sha256()
    for name, data in sorted(_sources(files(__package__))):
        digest.update(name.encode())
        digest.update(hashlib.sha256(data).digest())
    return f"{RELEASE}+{digest.hexdigest()[:8]}"
