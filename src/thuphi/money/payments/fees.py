"""Fees due and collected by kind, counted again wherever money was moved. For the worker.

Whoever bills or books says only which month of which facility is stale (triggers); the counting is
done here, by one worker at a time, and comes to what counting everything anew comes to.
"""

from __future__ import annotations

from django.db import transaction

from thuphi.ground.kit.sql import statement
from thuphi.money.ledger import recipes

BATCH = 500
"""So many stale rows are looked at at once; all that say the same go with them."""

COUNT_LOCK = 77_102
"""The advisory lock of whoever counts: an older count never lands on a newer one."""


@transaction.atomic
def count_stale(*, limit: int = BATCH) -> int:
    """Count stale months of fees again. Returns how many stale rows were taken.

    None when there are none, or while another worker counts; a crash leaves them on the list.
    """
    cursor = recipes.raw_cursor()
    cursor.execute(b"SELECT pg_try_advisory_xact_lock(%(lock)s)", {"lock": COUNT_LOCK})
    locked = cursor.fetchone()
    if locked is None or not locked[0]:
        return 0
    cursor.execute(statement(__file__, "count_fees").encode(), {"limit": limit}, prepare=False)
    row = cursor.fetchone()
    return int(str(row[0])) if row else 0


def count_all_stale() -> int:
    """Count until nothing is stale. Returns how many stale rows were taken."""
    total = 0
    while taken := count_stale():
        total += taken
    return total
