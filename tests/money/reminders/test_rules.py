"""Which level falls on which day, and the hours in which nobody is written to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.reminders.rules import (
    REMINDERS,
    SUNDAY,
    Level,
    Plan,
    Quiet,
    is_quiet,
    level_on,
    next_waking,
)

DUE_ON = date(2026, 11, 25)
PLAN = Plan(is_on=True)
NOBODY_TOLD: frozenset[Level] = frozenset()


def here(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("day", "level"),
    [
        (date(2026, 11, 21), None),
        (date(2026, 11, 22), Level.BEFORE),
        (date(2026, 11, 24), Level.BEFORE),
        (date(2026, 11, 25), Level.DUE),
        (date(2026, 11, 26), None),
        (date(2026, 11, 28), Level.AFTER),
        (date(2026, 12, 4), Level.AFTER),
        (date(2026, 12, 5), Level.LAST),
        (date(2026, 12, 12), Level.LAST),
        (date(2026, 12, 13), None),
    ],
)
def test_each_level_has_its_days(day: date, level: Level | None) -> None:
    assert level_on(PLAN, due_on=DUE_ON, today=day, told=NOBODY_TOLD) is level


@given(offset=st.integers(-70, 70), told=st.frozensets(st.sampled_from(list(Level))))
def test_nothing_is_told_twice(offset: int, told: frozenset[Level]) -> None:
    today = DUE_ON + timedelta(days=offset)
    assert level_on(PLAN, due_on=DUE_ON, today=today, told=told) not in told


@given(skipped=st.sets(st.integers(-5, 30)))
def test_a_family_hears_of_a_bill_at_most_once_a_level(skipped: set[int]) -> None:
    told: list[Level] = []
    for offset in range(-5, 31):
        if offset in skipped:
            continue
        today = DUE_ON + timedelta(days=offset)
        level = level_on(PLAN, due_on=DUE_ON, today=today, told=frozenset(told))
        if level is not None:
            told.append(level)
    assert told == [level for level in REMINDERS if level in told]


def test_a_level_that_is_not_used_is_left_out() -> None:
    plan = replace(PLAN, on_due=False, after_days=None)
    days = [DUE_ON + timedelta(days=offset) for offset in range(12)]
    levels = [level_on(plan, due_on=DUE_ON, today=day, told=NOBODY_TOLD) for day in days]
    assert levels == [None] * 10 + [Level.LAST] * 2


@pytest.mark.parametrize(
    ("at", "quiet", "wakes"),
    [
        (here(23, 6, 59), True, here(23, 7)),
        (here(23, 7), False, here(23, 7)),
        (here(23, 20, 59), False, here(23, 20, 59)),
        (here(23, 21), True, here(24, 7)),
        (here(24, 0, 30), True, here(24, 7)),
        (here(21, 22), True, here(23, 7)),
        (here(22, 10), True, here(23, 7)),
        (here(23, 0), True, here(23, 7)),
    ],
)
def test_nobody_is_written_to_by_night_or_on_sunday(
    at: datetime, quiet: bool, wakes: datetime
) -> None:
    assert is_quiet(Quiet(), at) is quiet
    assert next_waking(Quiet(), at) == wakes


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    st.times(),
    st.times(),
    st.booleans(),
)
def test_the_next_waking_hour_is_awake_and_soon(
    at: datetime, begins: time, ends: time, sunday: bool
) -> None:
    quiet = Quiet(
        begins.replace(second=0, microsecond=0), ends.replace(second=0, microsecond=0), sunday
    )
    wakes = next_waking(quiet, at)
    assert not is_quiet(quiet, wakes)
    assert at <= wakes <= at + timedelta(days=3)
    assert not sunday or wakes.astimezone(VIETNAM).weekday() != SUNDAY
