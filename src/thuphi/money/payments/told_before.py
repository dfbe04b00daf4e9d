"""A credit that a line of the statement brought first, and a notification of it that comes later.

Whoever decides that nobody has told of a line, and whoever books notifications of that facility,
wait for each other (advisory locks by facility), so that the same money is not booked by both.
"""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import Cursor

from thuphi.ground.kit.sql import statement

LINE_LOCK = 77_103
"""The first half of the advisory lock between lines and notifications of a facility."""

LANES = 256
"""Facilities share so many of these locks."""


def wait_for_lines(cursor: Cursor[tuple[object, ...]], ids: Sequence[int]) -> None:
    """Wait for whoever books lines of the facilities of these notifications."""
    cursor.execute(
        statement(__file__, "hold_lanes").encode(),
        {"lock": LINE_LOCK, "lanes": LANES, "ids": list(ids)},
        prepare=True,
    )


def keep_off(cursor: Cursor[tuple[object, ...]], facility_ids: Sequence[int]) -> None:
    """Wait for bookings of notifications of these facilities; others wait until the commit."""
    for lane in sorted({facility_id % LANES for facility_id in facility_ids}):
        cursor.execute(
            b"SELECT pg_advisory_xact_lock(%(lock)s, %(lane)s)", {"lock": LINE_LOCK, "lane": lane}
        )


def claim(cursor: Cursor[tuple[object, ...]], ids: Sequence[int]) -> list[int]:
    """Those of these notifications that tell of a credit which a line brought before.

    One line is told of by one notification: a second one is other money.
    """
    told: list[int] = []
    while pairs := _pairs(cursor, ids):
        cursor.execute(
            statement(__file__, "claim_lines").encode(),
            {
                "heard_ids": [one for one, _, _ in pairs],
                "line_ids": [line for _, line, _ in pairs],
                "facility_ids": [facility for _, _, facility in pairs],
            },
        )
        told += [int(str(row[0])) for row in cursor.fetchall()]
    return told


def _pairs(cursor: Cursor[tuple[object, ...]], ids: Sequence[int]) -> list[tuple[int, int, int]]:
    """Notification, line and facility; each notification and each line once, the surest first."""
    # Planned anew for each batch: a plan kept for batches of any size would be made for small ones.
    cursor.execute(statement(__file__, "told_of_lines").encode(), {"ids": list(ids)}, prepare=False)
    pairs: list[tuple[int, int, int]] = []
    taken: set[int] = set()
    for heard, line, facility in (
        (int(str(a)), int(str(b)), int(str(c))) for a, b, c in cursor.fetchall()
    ):
        if heard not in taken and -line not in taken:
            taken |= {heard, -line}
            pairs.append((heard, line, facility))
    return pairs
