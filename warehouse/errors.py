"""Errors that people meet. Each message is one line that ends in the cure; the command line prints it as it is."""

from __future__ import annotations

import errno
from pathlib import Path


class WarehouseError(Exception):
    """Something the person at the keyboard can mend. The message is one line: what is wrong; what to do."""


class PathMissing(WarehouseError):
    """The folder or file of articles does not exist."""


class WarehouseBusy(WarehouseError):
    """Another process holds the warehouse's build file."""


class WarehouseBroken(WarehouseError):
    """The build file or its folder cannot be opened at all."""


class NotPublished(WarehouseError):
    """There is no published file yet, or nothing complete to publish."""


class UnknownDocument(WarehouseError):
    """No document of that name is, or ever was, in the warehouse."""


class JudgementsBroken(WarehouseError):
    """A file of judgements says what cannot be read, or what cannot hold at once."""


class WarehouseOutdated(WarehouseError):
    """The build file was made by another version, and cannot become one of this."""


class DiskTrouble(WarehouseError):
    """The disk is full, or may not be written to."""


_DISK = (
    (
        (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
        ("no space left", "quota exceeded", "file too large"),
        "the disk is full",
        "free some space",
    ),
    (
        (errno.EROFS, errno.EACCES, errno.EPERM),
        ("read-only file system", "permission denied", "operation not permitted"),
        "may not be written to",
        "give the user that runs this leave to write there (chown, chmod, or mount it for writing)",
    ),
)


def is_of_disk(error: BaseException) -> bool:
    """Whether the disk is to blame: full, or not to be written to. DuckDB tells that in words only."""
    return _trouble(error) is not None


def of_disk(error: BaseException, directory: Path) -> WarehouseError:
    """The error in words of ours, with the cure."""
    wrong, cure = _trouble(error) or (f"cannot be used ({' '.join(str(error).split())[:200]})", "mend that")
    return DiskTrouble(
        f"the warehouse's folder {directory}: {wrong}; {cure} and run again. What was finished is kept, the published file stands"
    )


def _trouble(error: BaseException) -> tuple[str, str] | None:
    text = str(error).lower()
    number = error.errno if isinstance(error, OSError) else None
    return next((found[2:] for found in _DISK if number in found[0] or any(words in text for words in found[1])), None)
