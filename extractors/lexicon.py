"""Reading the word lists that stand beside the modules."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon(name: str, package: str = "extractors") -> dict[str, Any]:
    """The TOML file `name` of a package as a dict; read once per process, never to be changed."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))


def any_of(patterns: list[str]) -> re.Pattern[str]:
    """One case-blind pattern that matches where any of the patterns does."""
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.I)
