"""What matching derives, counted again from what is kept for ever, and where the two differ.

Nothing here writes: a difference is a fault of ours that a person has to understand first.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from django.db import connection

from thuphi.ground.kit.sql import statement


class Promise(enum.Enum):
    """What is compared; each value names its statement, `sql/rebuild_<value>.sql`."""

    CLEARING = "clearing"
    """A clearing account holds just what no line has shown yet, thing by thing."""
    LEFT = "left"
    """What is left of a line is its amount less what stands beside it."""
    MOVED = "moved"
    """A line moved in the book what stands beside it, and nothing else moved under its name."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where what is kept is not what it follows from. Amounts are whole đồng."""

    promise: Promise
    facility_id: int
    subject: str
    """`clearing:<channel>` or `line:<id>`."""
    kept: str
    recounted: str


def differences() -> list[Difference]:
    """Every broken promise that this connection may see, at one moment."""
    moves = statement(__file__, "clearing_moves")
    each = " UNION ALL ".join(
        f"SELECT '{promise.value}' AS promise, * FROM ({statement(__file__, _name(promise))})"
        f" AS of_{promise.value} (facility_id, subject, kept, recounted)"
        for promise in Promise
    )
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {moves} {each} ORDER BY 1, 2, 3", {"facility_id": None})
        return [
            Difference(Promise(promise), facility_id, subject, kept, recounted)
            for promise, facility_id, subject, kept, recounted in cursor.fetchall()
        ]


def _name(promise: Promise) -> str:
    return f"rebuild_{promise.value}"
