"""Where the next page begins: an opaque word that only we read."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta

from .flaws import OF_A_TYPE
from .problems import Flawed, Kind, Problem

DIGITS_MAX = 18
"""So that every number fits a bigint."""
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def written(kind: str, number: int) -> str:
    """The cursor after a row of this number, good for one kind of list only."""
    return _sealed(f"{kind}:{number}")


def number_of(kind: str, cursor: str | None) -> int:
    """The number of the last row of the page before, 0 for the first page.

    Raises `Problem` for a word that is not a cursor of this kind.
    """
    if cursor is None:
        return 0
    (number,) = _numbers(kind, cursor, 1)
    return number


def written_moment(kind: str, at: datetime, number: int) -> str:
    """The cursor after a row of this moment and number, for lists in the order of time."""
    return _sealed(f"{kind}:{(at - BEGINNING) // MICROSECOND}:{number}")


def moment_of(kind: str, cursor: str | None) -> tuple[datetime, int] | None:
    """Moment and number of the last row of the page before, None for the first page.

    Raises `Problem` for a word that is not a cursor of this kind.
    """
    if cursor is None:
        return None
    microseconds, number = _numbers(kind, cursor, 2)
    try:
        return BEGINNING + microseconds * MICROSECOND, number
    except OverflowError as error:
        raise _refusal() from error


def _sealed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _numbers(kind: str, cursor: str, count: int) -> list[int]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise _refusal() from error
    named, *parts = text.split(":")
    are_numbers = all(one.isascii() and one.isdigit() and len(one) <= DIGITS_MAX for one in parts)
    if named != kind or len(parts) != count or not are_numbers:
        raise _refusal()
    return [int(one) for one in parts]


def _refusal() -> Problem:
    code = "not_a_cursor"
    flawed = Flawed(OF_A_TYPE[code].said(), parameter="cursor", code=code)
    return Problem(Kind.INVALID, errors=[flawed], count=1)
