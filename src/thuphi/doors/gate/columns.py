"""Rows on their way to PostgreSQL as arrays, one for each column, in its binary form.

Cells are written when the knock comes in, each with its length before it, so that a flush only has
to join them, and a value PostgreSQL could not hold is noticed before it spoils a flush for others.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from psycopg.adapt import Dumper
from psycopg.pq import Format

BOOLEAN: Final = 16
BYTEA: Final = 17
BIGINT: Final = 20
TEXT: Final = 25
TIMESTAMPTZ: Final = 1184
BIGINT_MAX: Final = 2**63 - 1

EMPTY: Final = b"\0\0\0\0"
"""The cell of an empty text."""
NO_TEXTS: Final = b"\0\0\0\2{}"
"""The cell of a JSON object without members."""
TRUE: Final = b"\0\0\0\1\1"
FALSE: Final = b"\0\0\0\1\0"

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_length = struct.Struct("!i").pack
_eight_bytes = struct.Struct("!iq").pack
_head = struct.Struct("!iiIii").pack


class Unwritable(ValueError):
    """A value that no PostgreSQL column can hold."""


def raw(value: bytes) -> bytes:
    """Bytes as they are."""
    return _length(len(value)) + value


def text(value: str) -> bytes:
    """Letters as UTF-8; what PostgreSQL refuses (NUL, half a surrogate pair) becomes U+FFFD."""
    if not value:
        return EMPTY
    encoded = _encoded(value)
    return _length(len(encoded)) + encoded


def texts(values: Mapping[str, str]) -> bytes:
    """Named texts as the text of one JSON object; letters are replaced as in `text`."""
    if not values:
        return NO_TEXTS
    return raw(
        msgspec.json.encode(
            {_encoded(name).decode(): _encoded(value).decode() for name, value in values.items()}
        )
    )


def bigint(value: int) -> bytes:
    """Raises `Unwritable` for a number beyond 64 bits."""
    if not -BIGINT_MAX <= value <= BIGINT_MAX:
        raise Unwritable("number")
    return _eight_bytes(8, value)


def instant(value: datetime) -> bytes:
    """Raises `Unwritable` for a time without a zone."""
    if value.tzinfo is None:
        raise Unwritable("time")
    return _eight_bytes(8, (value - _EPOCH) // _MICROSECOND)


def _encoded(value: str) -> bytes:
    try:
        encoded = value.encode()
    except UnicodeEncodeError:
        encoded = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    if b"\0" in encoded:
        encoded = encoded.replace(b"\0", b"\xef\xbf\xbd")
    return encoded


class Column:
    """One array parameter: the cells of one column and the type of its elements."""

    __slots__ = ("cells", "kind")

    def __init__(self, kind: int, cells: Sequence[bytes]) -> None:
        self.kind = kind
        self.cells = cells


class ColumnDumper(Dumper):
    """Writes a `Column` as a one-dimensional array without nulls."""

    format = Format.BINARY

    def dump(self, obj: Column) -> bytes:
        return _head(1, 0, obj.kind, len(obj.cells), 1) + b"".join(obj.cells)
