"""Every verb on tries; the only writer of this room's table."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from thuphi.ground.kit.sql import statement

from .models import Tries

SWEPT_AT_ONCE = 100


def spend(*, name: str, lasts: timedelta, at: datetime) -> int:
    """Count one try of this name, and say how many it has spent in this stretch of time."""
    with connection.cursor() as cursor:
        cursor.execute(statement(__file__, "spend"), [name, at + lasts, at, at])
        spent = int(cursor.fetchone()[0])
    if spent == 1:
        _forget(at)
    return spent


def give_back(*, name: str, at: datetime) -> None:
    """Take one try back that was no guess after all."""
    Tries.objects.filter(name=name, spent__gt=0, ends_at__gt=at).update(spent=F("spent") - 1)


def _forget(at: datetime) -> None:
    """Names hold addresses of people, so what is over is not kept."""
    over = Tries.objects.filter(ends_at__lte=at)
    names = list(over.order_by("ends_at").values_list("name", flat=True)[:SWEPT_AT_ONCE])
    over.filter(name__in=names).delete()
