"""One worker: takes what waits until nothing does."""

from __future__ import annotations

from datetime import UTC, datetime

import django

django.setup()

from django.db import connection  # noqa: E402

from benchmarks.children import work_when_told  # noqa: E402
from thuphi.money.payments import actions  # noqa: E402


def post() -> int:
    """How many notifications were booked."""
    done = 0
    while taken := actions.post_waiting(at=datetime.now(UTC)).taken:
        done += taken
    return done


connection.ensure_connection()
work_when_told(post)
