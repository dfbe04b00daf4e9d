"""The way in: a file of a bank or provider, known by its content, read or refused as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from . import camt, grids, mt940, sheets
from .bounds import BYTES_MAX
from .contract import ReadFile, Unreadable
from .faults import FaultKind, refusal
from .profiles import Profile
from .providers.reading import read_provider

__all__ = ["Unreadable", "read"]

_NO_TABLE = frozenset({FaultKind.NO_HEADS, FaultKind.HEAD_MISSING, FaultKind.NO_DIRECTION})
"""Faults of a file that perhaps is no bank's at all."""
_UNOPENED = frozenset(
    {
        FaultKind.TOO_MANY_LINES,
        FaultKind.TOO_WIDE,
        FaultKind.UNPACKS_TOO_LARGE,
        FaultKind.BROKEN_WORKBOOK,
        FaultKind.BINARY_EXCEL,
        FaultKind.OPEN_DOCUMENT,
        FaultKind.PASSWORD,
        FaultKind.DOCTYPE,
        FaultKind.NOT_A_STATEMENT,
        FaultKind.WRONG_ENCODING,
    }
)
"""Faults of a file that nobody else shall try to open."""


def read(
    name: str,
    content: bytes,
    *,
    profiles: Sequence[Profile] = (),
    today: date | None = None,
) -> ReadFile:
    """Everything a file says. `today` bounds the days that can be.

    Raises `Unreadable` with every fault that was found, at most a hundred.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refusal(FaultKind.EMPTY)
    if len(content) > BYTES_MAX:
        raise refusal(FaultKind.TOO_LARGE, most=str(BYTES_MAX // 1_000_000))
    grids.refuse_other_kinds(content)
    if camt.looks_like(content):
        return camt.read(content, today)
    if mt940.looks_like(content):
        return mt940.read(content, today)
    try:
        if grids.is_workbook(content):
            return sheets.read_workbook(content, profiles, today)
        return sheets.read_csv(content, profiles, today)
    except Unreadable as refused:
        return _of_provider(name, content, refused)


def _of_provider(name: str, content: bytes, refused: Unreadable) -> ReadFile:
    """What is no bank's table may be a provider's. Raises what was found wrong with it."""
    kinds = {fault.kind for fault in refused.faults}
    if kinds & _UNOPENED:
        raise refused
    is_no_table = kinds <= _NO_TABLE
    try:
        found = read_provider(name, content)
    except Unreadable:
        if is_no_table:
            raise
        raise refused from None
    if found is None:
        raise refused
    return found
