"""Plain text: the whole file is the text. Tells encodings, or refuses; never guesses at random."""

from __future__ import annotations

import codecs

from extractors.constants import MAX_CHARS
from extractors.records import Article
from warehouse.formats.filed import MAX_BYTES, File, Reject

_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # 32 first: its LE mark begins with 16's


def read_text(file: File, data: bytes) -> Article | Reject:
    """The article that a text file is."""
    text = text_of(file, data)
    return text if isinstance(text, Reject) else file.article({"text": text, "url": file.url})


def text_of(file: File, data: bytes) -> str | Reject:
    """The characters of a text file."""
    if len(data) > MAX_BYTES:
        return file.reject("too_long", f"more than {MAX_CHARS:,} characters")
    if not data.strip():
        return file.reject("empty")
    text = decode(data)
    if text is None:
        return file.reject(
            "binary" if b"\0" in data else "encoding", "neither text in UTF-8 nor in another encoding that can be told for sure"
        )
    return text if text.strip("\ufeff").strip() else file.reject("empty")


def decode(data: bytes) -> str | None:
    """The text of a file; None where it is no text, or its encoding cannot be told."""
    if data.startswith(_WIDE_MARKS):
        encoding = "utf-32" if data.startswith(_WIDE_MARKS[:2]) else "utf-16"
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            return None
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _guess(data)


def _guess(data: bytes) -> str | None:
    """Legacy encodings, where charset-normalizer finds the result clean prose in a language it knows."""
    from charset_normalizer import from_bytes  # here: most runs never need it

    best = from_bytes(data, enable_fallback=False).best()
    if best is None or best.chaos > 0.05 or best.coherence < 0.2:
        return None
    return str(best)
