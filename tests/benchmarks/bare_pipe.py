"""spaCy alone over the texts of a JSON Lines file: what the throughput figure is measured against.

`python -m tests.benchmarks.bare_pipe FILE`
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator

import spacy

from extractors.constants import DEFAULT_MODEL, MAX_CHARS
from extractors.documents import kept_text
from extractors.records import Article


def texts(path: str) -> Iterator[str]:
    """The kept texts, as `rashomon run` parses them."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = kept_text(Article(document_ref="", text=row["text"], title=row.get("title")))
            if text.strip() and len(text) <= MAX_CHARS:
                yield text


if __name__ == "__main__":
    for _ in spacy.load(DEFAULT_MODEL).pipe(texts(sys.argv[1])):
        pass
