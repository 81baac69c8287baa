"""What gzip holds, as a stream that ends with an error where a file unfolds to more than any honest one."""

from __future__ import annotations

import gzip
import io
from typing import IO

MAX_RATIO = 200
RATIO_COUNTS_FROM = 10_000_000
"""Bytes. Text shrinks to a third or a tenth, lists of one word to a hundredth; what unfolds two hundredfold was made to do harm."""


class Bomb(Exception):
    """A compressed file that unfolds out of all proportion."""


class _Unfolding(io.RawIOBase):
    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._unfolded = gzip.GzipFile(fileobj=packed, mode="rb")
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._unfolded.read1(len(buffer))
        self._given += len(data)
        if self._given > RATIO_COUNTS_FROM and self._given > MAX_RATIO * self._packed.tell():
            raise Bomb(f"unfolds more than {MAX_RATIO} times")
        buffer[: len(data)] = data
        return len(data)


def unfolded(packed: IO[bytes]) -> IO[bytes]:
    """The uncompressed bytes. Reading raises Bomb, and what gzip raises: OSError, EOFError, zlib.error."""
    return io.BufferedReader(_Unfolding(packed), 1 << 16)
