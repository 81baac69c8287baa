"""Records to Arrow tables and back, one table per kind of record: how batches reach DuckDB, and later other processes.

The schema is read off the dataclass, so that records.py stays the only place that names a column.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

T = TypeVar("T")

_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),  # INTEGER of raw.sql: offsets, months, distances
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us"),
}


def _arrow_field(name: str, hint: Any) -> pa.Field:
    """The Arrow field of one annotation: `str | None` is nullable, `list[str]` a list. Raises TypeError for any other shape."""
    nullable = False
    if get_origin(hint) in (Union, types.UnionType):
        members = [member for member in get_args(hint) if member is not type(None)]
        if len(members) != 1:
            raise TypeError(f"{name}: {hint} is not one type or None")
        nullable, hint = len(members) < len(get_args(hint)), members[0]
    if get_origin(hint) is list:
        return pa.field(name, pa.list_(_TYPES[get_args(hint)[0]]), nullable)
    if hint not in _TYPES:
        raise TypeError(f"{name}: no Arrow type for {hint}")
    return pa.field(name, _TYPES[hint], nullable)


def schema_of(kind: type) -> pa.Schema:
    """The Arrow schema of a record dataclass, columns in the order of its fields."""
    hints = get_type_hints(kind)
    return pa.schema([_arrow_field(f.name, hints[f.name]) for f in fields(kind)])


def to_table(kind: type, records: Iterable[Any]) -> pa.Table:
    """One Arrow table of the records, columns and types as in `schema_of(kind)`; no rows for no records."""
    rows = list(records)
    schema = schema_of(kind)
    columns = [pa.array([getattr(row, name) for row in rows], schema.field(name).type) for name in schema.names]
    return pa.Table.from_arrays(columns, schema=schema)


def from_table(kind: type[T], table: pa.Table) -> Iterator[T]:
    """The records that the rows of a table are, in order. Columns that the record does not have are left out."""
    columns = [_values(table[name]) for name in schema_of(kind).names]
    return (kind(*row) for row in zip(*columns, strict=True))


def _values(column: pa.ChunkedArray) -> list[Any]:
    """As `to_pylist`, which makes an object of each number of each list on the way: of long lists of numbers that is most of the time."""
    if not pa.types.is_list(column.type) or not pa.types.is_integer(column.type.value_type) or column.null_count:
        return column.to_pylist()
    whole = column.combine_chunks()
    numbers, ends = whole.flatten().to_numpy(zero_copy_only=False).tolist(), whole.offsets.to_numpy()
    return [numbers[start:end] for start, end in pairwise((ends - ends[0]).tolist())]
