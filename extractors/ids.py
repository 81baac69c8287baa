"""Ids are hashes of content, so that the same input gives the same rows in any order of runs."""

from __future__ import annotations

import hashlib


def content_id(prefix: str, *parts: object) -> str:
    """`prefix` and 16 hex digits of SHA-256 over the parts; None and "" are told apart, as are ("ab", "c") and ("a", "bc")."""
    digest = hashlib.sha256()
    for part in parts:
        data = b"\x00" if part is None else str(part).encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) if part is not None else b"-:")
        digest.update(data)
    return f"{prefix}_{digest.hexdigest()[:16]}"
