"""`rashomon quantities`: sentences in, quantities out, line by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from extractors.constants import DEFAULT_MODEL
from extractors.figures.quantities import find_quantities
from extractors.parse import load_model
from orchestration.terminal import json_line


def answer(lines: Iterable[bytes], model: str | None) -> bool:
    """Write a line for each sentence; says whether every line could be read. What cannot is named on standard error."""
    unread: list[int] = []

    def sentences() -> Iterator[tuple[str, Any]]:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    value = json.loads(line.decode("utf-8-sig"))
                    yield value["text"].encode("utf-8", "replace").decode(), value.get("id")
                except (ValueError, KeyError, TypeError, AttributeError):
                    unread.append(number)
                    print(f'rashomon: line {number} is left out: give one object a line, {{"id": …, "text": "…"}}', file=sys.stderr)

    nlp = load_model(model or DEFAULT_MODEL)
    for doc, id_ in nlp.pipe(sentences(), as_tuples=True):
        sys.stdout.write(json_line({"id": id_, "quantities": find_quantities(doc)}) + "\n")
    return not unread
