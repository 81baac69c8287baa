"""JSON Lines and CSV: an article a line, with the fields doc_id, source, published, title, text, url; all but text optional."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import IO

from extractors.constants import MAX_CHARS
from extractors.records import Article
from warehouse.formats.filed import FIELDS, File, Found, Reject, in_one_line

MAX_LINE_BYTES = 12 * MAX_CHARS + 100_000
"""A JSON line whose text is escaped as surrogate pairs takes 12 bytes a character; the rest is room for the other fields."""


def read_json_lines(file: File, stream: IO[bytes]) -> Iterator[Found]:
    """One article or reject for each line that is not blank."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES):
        number += 1
        if _is_cut(line):
            _skip_rest(stream)
            yield number, file.reject("too_long", f"a line of more than {MAX_LINE_BYTES:,} bytes", line=number)
        elif line.strip():
            yield number, _read_json_line(file, number, line)
    if number == 0:
        yield 0, file.reject("empty")


def _is_cut(line: bytes) -> bool:
    return len(line) == MAX_LINE_BYTES and not line.endswith(b"\n")


def _skip_rest(stream: IO[bytes]) -> None:
    while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
        pass


def _read_json_line(file: File, number: int, line: bytes) -> Article | Reject:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return file.reject("binary" if b"\0" in line else "encoding", "JSON Lines are UTF-8", line=number)
    except (ValueError, RecursionError) as error:
        return file.reject("json", in_one_line(error), line=number)
    if not isinstance(value, dict):
        return file.reject("json", "the line is no object", line=number)
    for name in FIELDS:
        given = value.get(name)
        if isinstance(given, (dict, list, bool)):
            return file.reject("json", f"{name} is neither text nor a number", line=number)
        value[name] = None if given is None else str(given)
    if not isinstance(value.get("text"), str):
        value["text"] = None
    return file.article(value, line=number)


def read_csv(file: File, stream: IO[bytes]) -> Iterator[Found]:
    """One article or reject for each row below the header. Comma, semicolon or tab, as the header has it.

    A quotation mark that is never closed may swallow all that follows, so that what a row is cannot be told any more: the reading of
    the file ends at the first such defect.
    """
    csv.field_size_limit(MAX_LINE_BYTES)  # of the whole process; the default of 131,072 characters is less than a long article
    lines = _decoded_lines(stream)
    try:
        header = next(lines, "")
        if not header.strip():
            yield 0, file.reject("empty")
            return
        delimiter = max(",;\t", key=header.count)
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]
        if "text" not in names or len(set(names)) < len(names):
            yield 1, file.reject("csv", "the first row names no column `text`, or one column twice", line=1)
            return
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
        for row in rows:
            number = rows.line_num + 1
            if not row:
                continue
            if len(row) != len(names):
                yield number, file.reject("csv", f"{len(row)} cells below {len(names)} columns", line=number)
            else:
                yield number, file.article(dict(zip(names, row, strict=True)), line=number)
    except UnicodeDecodeError:
        yield None, file.reject("encoding", "CSV is UTF-8; what follows the first other byte is not read")
    except (csv.Error, _LineTooLong) as error:
        yield None, file.reject("csv", f"{in_one_line(error)}; what follows is not read")


class _LineTooLong(Exception):
    pass


def _decoded_lines(stream: IO[bytes]) -> Iterator[str]:
    number = 0
    while line := stream.readline(MAX_LINE_BYTES):
        number += 1
        if _is_cut(line):
            raise _LineTooLong(f"line {number} has more than {MAX_LINE_BYTES:,} bytes")
        yield line.decode("utf-8-sig" if number == 1 else "utf-8")
