"""What every reader hands over: articles with the file they came from, and rejects with their reason. And the bounds that all keep to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extractors.constants import MAX_CHARS
from extractors.ids import content_id
from extractors.records import Article

MAX_BYTES = 4 * MAX_CHARS + 4
"""No text of MAX_CHARS code points has more bytes in UTF-8, nor with a byte order mark."""
MAX_PAGE_BYTES = 10_000_000
"""HTML, feeds and ninjs carry more than their text. The largest home pages of newspapers come to 5 MB."""

FIELDS = ("doc_id", "source", "published", "title", "url")

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FiledArticle(Article):
    """An article with the file it came from, as given."""

    source_path: str = ""
    edition: str | None = None  # moment() of capture or of this version, where the format tells it: later texts under one id are versions


@dataclass(frozen=True, slots=True)
class Reject:
    """raw.rejects without its time: what could not be taken in, and why."""

    reject_id: str
    path: str  # the file, as given
    line: int | None  # 1-based, of line formats
    document_ref: str | None
    reason: str
    detail: str | None


Found = tuple[int | None, Article | Reject]
"""Line number or number of the record, where the format has any, and what was found there."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: where it is, and its name below the given folder, that folder's name in front.

    A page inside an archive also has the address and the time that it was captured at.
    """

    path: Path
    ref: str
    url: str | None = None
    edition: str | None = None

    def reject(self, reason: str, detail: str | None = None, *, line: int | None = None, document_ref: str | None = None) -> Reject:
        """The id is made of the name below the folder, so that the same defect met by another way of naming the folder is one row."""
        known_by = document_ref or self.url
        reject_id = content_id("reject", self.ref, line, known_by, reason, detail)
        return Reject(reject_id, storable(str(self.path)), line, known_by, reason, detail and storable(detail))

    def article(self, given: Mapping[str, str | None], *, line: int | None = None, edition: str | None = None) -> Article | Reject:
        """The article of these fields. Known by doc_id, else by url, else by this file; a line by this file and a hash of its text.

        Rejected: no text, or more of it than the parser can hold.
        """
        field = {name: whole(given.get(name) or "").strip() or None for name in FIELDS}
        text = whole(given.get("text") or "")
        unnamed = self.ref if line is None else f"{self.ref}#{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        ref = field["doc_id"] or field["url"] or unnamed
        if not text.strip("\ufeff").strip():
            return self.reject("no_text", line=line, document_ref=field["doc_id"] or field["url"])
        if len(text) + len(field["title"] or "") + 2 > MAX_CHARS:  # the kept text is title, blank line, text
            return self.reject("too_long", f"more than {MAX_CHARS:,} characters", line=line, document_ref=ref)
        return FiledArticle(
            document_ref=ref,
            text=text,
            source=field["source"],
            published=field["published"],
            title=field["title"],
            url=field["url"],
            source_path=storable(str(self.path)),
            edition=moment(self.edition or edition),  # of what was captured, the time of capture: items are changed under an old date
        )


def storable(text: str) -> str:
    """File names may hold bytes that are no UTF-8; they are kept as \\xNN."""
    return text.encode("utf-8", "backslashreplace").decode()


def moment(given: str | None) -> str | None:
    """An ISO 8601 time in UTC, in a form that sorts; None for what is none."""
    try:
        when = datetime.fromisoformat((given or "").strip())
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        return None


def whole(text: str) -> str:
    """Half of a surrogate pair, as broken JSON escapes leave them, becomes U+FFFD; offsets stay as they are."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def in_one_line(error: BaseException | str) -> str:
    """What an error says, short and on one line."""
    return " ".join(str(error).split())[:300] or type(error).__name__
