"""Tries are counted before they are looked at, for all processes together, and forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from django.db import connection

from thuphi.ground.tries import actions
from thuphi.ground.tries.models import Tries

AT = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def spend(name: str, at: datetime = AT) -> int:
    return actions.spend(name=name, lasts=QUARTER, at=at)


def test_each_name_counts_for_itself(db: None) -> None:
    assert [spend("a"), spend("a"), spend("b"), spend("a")] == [1, 2, 1, 3]


def test_a_stretch_that_is_over_begins_anew_and_is_swept(db: None) -> None:
    spend("a")
    spend("a", AT + timedelta(minutes=14))
    assert spend("a", AT + QUARTER) == 1
    spend("b", AT + 3 * QUARTER)
    assert list(Tries.objects.values_list("name", flat=True)) == ["b"]


def test_a_try_given_back_is_not_counted_and_never_below_nothing(db: None) -> None:
    spend("a")
    actions.give_back(name="a", at=AT)
    actions.give_back(name="a", at=AT)
    assert spend("a") == 1


def test_a_hundred_at_once_are_a_hundred(town: str) -> None:
    def one(_: int) -> int:
        try:
            return spend("a")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(one, range(100))) == list(range(1, 101))
