"""The evidence of readiness only moves forward, for many merchants in one statement."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World
from thuphi.registers.methods.actions import record_paid_days
from thuphi.registers.methods.models import Merchant


def day(merchant: Merchant) -> date | None:
    return Merchant.objects.get(pk=merchant.pk).last_paid_on


def test_a_day_is_moved_forward_and_never_back(world: World) -> None:
    one, other = world.sepay, world.a.sandbox
    with CaptureQueriesContext(connection) as asked:
        assert record_paid_days({one.pk: date(2026, 10, 5), other.pk: date(2026, 10, 4)}) == 2
    assert len(asked) == 1
    assert record_paid_days({one.pk: date(2026, 10, 3), other.pk: date(2026, 10, 6)}) == 1
    assert (day(one), day(other)) == (date(2026, 10, 5), date(2026, 10, 6))


def test_the_same_day_again_writes_nothing(world: World) -> None:
    record_paid_days({world.sepay.pk: date(2026, 10, 5)})
    assert record_paid_days({world.sepay.pk: date(2026, 10, 5)}) == 0


def test_nothing_to_say_asks_nothing(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert record_paid_days({}) == 0
    assert len(asked) == 0
    assert record_paid_days({0: date(2026, 10, 5)}) == 0
