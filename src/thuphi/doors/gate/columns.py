"""Rows on their way to PostgreSQL as arrays, one for each column, in its binary form.

Cells are written when the knock comes in, so that a value PostgreSQL could not hold is noticed
there and never spoils a flush for the others.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from psycopg.adapt import Dumper
from psycopg.pq import Format

BOOLEAN: Final = 16
BYTEA: Final = 17
BIGINT: Final = 20
TEXT: Final = 25
TIMESTAMPTZ: Final = 1184
BIGINT_MAX: Final = 2**63 - 1

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_length = struct.Struct("!i").pack
_bigint = struct.Struct("!q").pack
_head = struct.Struct("!iiIii").pack


class Unwritable(ValueError):
    """A value that no PostgreSQL column can hold."""


def text(value: str) -> bytes:
    """Letters as UTF-8; what PostgreSQL refuses (NUL, half a surrogate pair) becomes U+FFFD."""
    if value.isascii():
        return value.encode().replace(b"\0", b"\xef\xbf\xbd")
    cleaned = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return cleaned.replace("\0", "\ufffd").encode()


def bigint(value: int) -> bytes:
    """Raises `Unwritable` for a number beyond 64 bits."""
    if not -BIGINT_MAX <= value <= BIGINT_MAX:
        raise Unwritable("number")
    return _bigint(value)


def instant(value: datetime) -> bytes:
    """Raises `Unwritable` for a time without a zone."""
    if value.tzinfo is None:
        raise Unwritable("time")
    return _bigint((value - _EPOCH) // _MICROSECOND)


def boolean(value: bool) -> bytes:  # noqa: FBT001
    """One byte."""
    return b"\1" if value else b"\0"


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
        parts = [_head(1, 0, obj.kind, len(obj.cells), 1)]
        for cell in obj.cells:
            parts.append(_length(len(cell)))
            parts.append(cell)
        return b"".join(parts)
