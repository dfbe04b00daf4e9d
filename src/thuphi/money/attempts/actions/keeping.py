"""What the verbs on attempts share: steps that are kept, and the call that wakes the worker."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from thuphi.ground.kit.actor import PAYER, Actor, Permission
from thuphi.money.attempts.models import Attempt, AttemptStep
from thuphi.money.attempts.rules import LIVE

CALL = "thuphi_errand"
"""What wakes the worker."""

LIVE_STATES = [state.value for state in LIVE]


def let(by: Actor, facility_id: int) -> None:
    """Whoever holds the code may pay; at the desk it is who may take money."""
    if by is not PAYER:
        by.require(Permission.CASH_TAKE, facility_id)


def call_worker() -> None:
    """Wake the worker when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CALL])


def keep_step(
    attempt: Attempt,
    deed: str,
    *,
    at: datetime,
    outcome: str = "",
    status: str = "",
    note: str = "",
    took_ms: int | None = None,
    user_id: int | None = None,
) -> None:
    AttemptStep.objects.create(
        attempt_id=attempt.pk,
        facility_id=attempt.facility_id,
        deed=deed,
        outcome=outcome,
        status=status[:100],
        note=note[:100],
        took_ms=took_ms,
        user_id=user_id,
        at=at,
    )
