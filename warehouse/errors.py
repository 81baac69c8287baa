"""Errors that people meet. Each message is one line that ends in the cure; the command line prints it as it is."""

from __future__ import annotations


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
