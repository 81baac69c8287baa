"""Where word of trouble goes: a command or a webhook that people name in the environment. Neither is set from the start.

RASHOMON_ALARM_COMMAND is a program with its arguments; it gets the alarm as JSON on standard input ("text" is one readable line). No shell
is involved. RASHOMON_ALARM_WEBHOOK_FILE names a file with one address, to which the same JSON is posted: a file, because the address of a
chat's webhook is a secret and environments are easily shown. docs/operations.md has examples for mail and chat.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import urllib.request
from pathlib import Path

from warehouse.errors import WarehouseError

PATIENCE = 30.0


class AlarmFailed(WarehouseError):
    """The hook did not take the alarm."""


def is_set() -> bool:
    """Whether anybody wants to be told."""
    return bool(os.environ.get("RASHOMON_ALARM_COMMAND") or os.environ.get("RASHOMON_ALARM_WEBHOOK_FILE"))


def send(text: str, **details: str | float) -> bool:
    """Tell of trouble in one line, with details beside it; False where nobody wants to be told. Raises AlarmFailed."""
    said = json.dumps({"text": f"rashomon: {text}", **details}).encode()
    if command := os.environ.get("RASHOMON_ALARM_COMMAND"):
        _run(shlex.split(command), said)
    if file := os.environ.get("RASHOMON_ALARM_WEBHOOK_FILE"):
        _post(Path(file), said)
    return is_set()


def _run(command: list[str], said: bytes) -> None:
    try:
        done = subprocess.run(command, input=said, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AlarmFailed(f"RASHOMON_ALARM_COMMAND cannot be run ({error}); name a program that ends within {PATIENCE:.0f} s") from error
    if done.returncode:
        said_back = " ".join(done.stderr.decode(errors="replace").split())[:200]
        raise AlarmFailed(f"RASHOMON_ALARM_COMMAND ended with {done.returncode} ({said_back}); mend it, or unset it")


def _post(file: Path, said: bytes) -> None:
    try:
        address = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AlarmFailed(f"RASHOMON_ALARM_WEBHOOK_FILE cannot be read ({error}); name a file with one address") from error
    if not address.startswith(("https://", "http://")):
        raise AlarmFailed(f"{file} holds no address; put one line in it that begins with https://")
    request = urllib.request.Request(address, said, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):
            pass
    except (OSError, ValueError) as error:  # the address is a secret: it stays out of the message
        raise AlarmFailed(f"the webhook of {file} did not take the alarm ({type(error).__name__}); look at the address in it") from None
