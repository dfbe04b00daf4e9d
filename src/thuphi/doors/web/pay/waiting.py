"""A short wait for the provider's answer, so that most payers never see that there was one."""

from __future__ import annotations

import time
from datetime import timedelta
from threading import BoundedSemaphore

from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.queries import attempt_here
from thuphi.money.attempts.rules import AttemptState

SECONDS_MAX = 3
REST = timedelta(milliseconds=50)
WAITING_MAX = 4
"""So many may wait at once; the others get a page that looks again, and hold up nobody."""

_ON_THE_WAY = frozenset({AttemptState.CREATED.value, AttemptState.PENDING.value})
_room = BoundedSemaphore(WAITING_MAX)


def rest() -> None:
    """Let the worker work. No transaction is open meanwhile."""
    time.sleep(REST.total_seconds())


def until_answered(attempt: Attempt) -> Attempt:
    """The attempt as it is once the provider has said where to pay, or as it is after the wait."""
    if not _room.acquire(blocking=False):
        return attempt
    try:
        ends = time.monotonic() + SECONDS_MAX
        while is_on_the_way(attempt) and time.monotonic() < ends:
            rest()
            attempt = attempt_here(attempt.pk) or attempt
    finally:
        _room.release()
    return attempt


def is_on_the_way(attempt: Attempt) -> bool:
    """Whether nothing can be shown yet but that we are at it."""
    has_place = attempt.url or attempt.deeplink or attempt.qr or attempt.token
    return attempt.state in _ON_THE_WAY and not has_place
