"""Verdicts: exact comparators, states by day and modality, gaps, and where the months lead."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.oversight.indicators.aims import UNTIL_ON, target
from thuphi.ground.kit.periods import Month
from thuphi.oversight.indicators.rules import (
    Comparator,
    Figure,
    Point,
    Share,
    Trend,
    VerdictState,
    closed,
    forecast,
    judge,
    reaches,
    to_date,
)
from thuphi.oversight.plans.rules import Basis, Indicator, Modality, Target

BEFORE = date(2026, 6, 30)
COUNT = target(Indicator.TXN_COUNT_SHARE)
USED = target(Indicator.CASHLESS_USE)
ABOVE = target(Indicator.TXN_COUNT_SHARE, comparator=Comparator.ABOVE)


def figure(part: int, whole: int) -> Figure:
    return Figure(part, whole, Basis.TRANSACTIONS)


def months(*shares: tuple[int, int], first: int = 1) -> list[Point]:
    return [
        Point(Month(2026, first + index), part, whole) for index, (part, whole) in enumerate(shares)
    ]


@pytest.mark.parametrize(
    ("aim", "part", "as_of", "state"),
    [
        (COUNT, 50, BEFORE, VerdictState.REACHED),
        (ABOVE, 50, BEFORE, VerdictState.NOT_YET),
        (ABOVE, 51, BEFORE, VerdictState.REACHED),
        (COUNT, 49, date(2026, 12, 30), VerdictState.NOT_YET),
        (COUNT, 49, UNTIL_ON, VerdictState.MISSED),
        (COUNT, 49, date(2027, 3, 1), VerdictState.MISSED),
        (ABOVE, 50, UNTIL_ON, VerdictState.MISSED),
    ],
)
def test_a_state_follows_the_comparator_and_the_day_it_is_due(
    aim: Target, part: int, as_of: date, state: VerdictState
) -> None:
    assert judge(aim, figure(part, 100), as_of).state is state


@pytest.mark.parametrize(
    ("modality", "state"),
    [
        (Modality.STATED, VerdictState.MISSED),
        (Modality.MINIMUM, VerdictState.MISSED),
        (Modality.STRIVE, VerdictState.NOT_REACHED),
        (Modality.PILOT, VerdictState.NOT_REACHED),
    ],
)
def test_what_one_strives_for_is_not_missed_but_not_reached(
    modality: Modality, state: VerdictState
) -> None:
    aim = target(Indicator.CASHLESS_USE, modality=modality)
    assert judge(aim, figure(1, 100), UNTIL_ON).state is state


def test_of_nothing_there_is_no_verdict_and_the_whole_goal_lacks() -> None:
    found = judge(COUNT, figure(0, 0), UNTIL_ON)
    assert (found.state, found.gap_points_permille, found.gap_units) == (
        VerdictState.NO_DATA, 500, 0,
    )  # fmt: skip


def test_a_gap_is_told_in_points_rounded_up_and_in_units() -> None:
    found = judge(COUNT, figure(4_999, 10_000), BEFORE)
    assert (found.gap_points_permille, found.gap_units) == (1, 1)
    found = judge(COUNT, figure(300, 1_000), BEFORE)
    assert (found.gap_points_permille, found.gap_units) == (200, 200)
    found = judge(ABOVE, figure(5_000, 10_000), BEFORE)
    assert (found.state, found.gap_points_permille, found.gap_units) == (
        VerdictState.NOT_YET, 0, 1,
    )  # fmt: skip
    reached = judge(COUNT, figure(7, 10), BEFORE)
    assert (reached.gap_points_permille, reached.gap_units) == (0, 0)


@given(some.integers(0, 10**13), some.integers(1, 10**13), some.integers(0, 100))
def test_the_units_that_lack_are_just_enough(part: int, whole: int, goal: int) -> None:
    part = min(part, whole)
    aim = target(Indicator.TXN_VALUE_SHARE, goal=goal)
    found = judge(aim, figure(part, whole), BEFORE)
    assert reaches(part + found.gap_units, whole, aim.comparator, aim.goal_permille)
    if found.gap_units:
        assert not reaches(part + found.gap_units - 1, whole, aim.comparator, aim.goal_permille)
    assert (found.gap_units == 0) == (found.state is VerdictState.REACHED)


def test_ended_months_of_a_flow_are_read_from_the_first_day_on() -> None:
    points = [*months((1, 4), (3, 4), (0, 0)), Point(Month(2026, 4), 9, 9, is_closed=False)]
    assert closed(points, Basis.VALUE) == months((1, 4), (4, 8), (4, 8))
    assert closed(points, Basis.FACILITIES) == months((1, 4), (3, 4))


def test_a_straight_line_leads_where_it_leads() -> None:
    # 10 %, 12 % ... 20 % from January to June: 32 % in December.
    rising = months(*((10 + 2 * index, 100) for index in range(6)))
    found = forecast(COUNT, rising)
    assert found is not None
    assert (found.part_share_permille_at_due, found.reaches) == (320, False)
    assert found.months == tuple(point.month for point in rising)
    assert found.due_on == UNTIL_ON
    steep = forecast(COUNT, months(*((10 + 4 * index, 100) for index in range(6))))
    assert steep is not None
    assert (steep.part_share_permille_at_due, steep.reaches) == (540, True)


def test_only_the_last_six_months_are_read_and_at_least_three() -> None:
    eight = months((90, 100), (80, 100), *((10, 100) for _ in range(6)))
    found = forecast(COUNT, eight)
    assert found is not None
    assert (found.part_share_permille_at_due, len(found.months)) == (100, 6)
    assert forecast(COUNT, eight[:2]) is None


def test_a_line_is_kept_within_nothing_and_everything() -> None:
    up = forecast(COUNT, months((0, 10), (5, 10), (10, 10)))
    down = forecast(COUNT, months((10, 10), (5, 10), (0, 10)))
    assert up is not None
    assert down is not None
    assert (up.part_share_permille_at_due, up.reaches) == (1000, True)
    assert (down.part_share_permille_at_due, down.reaches) == (0, False)


def test_exactly_the_goal_at_the_end_is_enough_only_for_at_least() -> None:
    half = months((50, 100), (50, 100), (50, 100))
    at_least, above = forecast(COUNT, half), forecast(ABOVE, half)
    assert at_least is not None
    assert above is not None
    assert (at_least.reaches, above.reaches) == (True, False)


@given(
    some.lists(some.integers(0, 20), min_size=3, max_size=6),
    some.integers(1, 10**12),
)
def test_the_size_of_the_figures_does_not_move_the_line(parts: list[int], times: int) -> None:
    small = forecast(COUNT, months(*((part, 20) for part in parts)))
    large = forecast(COUNT, months(*((part * times, 20 * times) for part in parts)))
    assert small == large


@given(some.lists(some.integers(0, 20), min_size=3, max_size=6))
def test_the_line_is_the_one_of_least_squares(parts: list[int]) -> None:
    """Held against the sums of the textbook, in fractions."""
    number = len(parts)
    shares = [Fraction(part, 20) for part in parts]
    x, xx = sum(range(number)), sum(index * index for index in range(number))
    y = sum(shares, Fraction())
    xy = sum((index * share for index, share in enumerate(shares)), Fraction())
    slope = (number * xy - x * y) / (number * xx - x * x)
    wanted = min(max((y - slope * x) / number + slope * 11, Fraction(0)), Fraction(1))
    found = forecast(COUNT, months(*((part, 20) for part in parts)))
    assert found is not None
    assert found.part_share_permille_at_due == wanted.numerator * 1000 // wanted.denominator


def test_a_state_that_rose_this_month_is_not_foretold_to_fall_back() -> None:
    silent = months((0, 4), (0, 4), (0, 4))
    states, flows = (
        judge(USED, figure(3, 4), BEFORE, silent),
        judge(COUNT, figure(3, 4), BEFORE, silent),
    )
    assert states.forecast is not None
    assert (states.forecast.part_share_permille_at_due, states.forecast.reaches) == (750, True)
    assert flows.forecast is not None
    assert flows.forecast.part_share_permille_at_due == 0
    falling = judge(USED, figure(1, 4), BEFORE, months((3, 4), (3, 4), (2, 4)))
    assert falling.forecast is not None
    assert falling.forecast.part_share_permille_at_due == 0


def test_the_running_month_stands_at_the_end_of_the_line_as_far_as_it_has_come() -> None:
    points = [*months((1, 4), (3, 4)), Point(Month(2026, 3), 9, 9, is_closed=False)]
    assert [one.share for one in to_date(points, Basis.VALUE)] == [
        Share(1, 4), Share(4, 8), Share(13, 17)
    ]  # fmt: skip
    assert to_date(points, Basis.FACILITIES)[-1].share == Share(9, 9)


def test_a_verdict_carries_its_line_only_until_the_day_it_is_due() -> None:
    points = months((1, 10), (2, 10), (3, 10))
    early = judge(COUNT, figure(6, 30), date(2026, 3, 31), points)
    assert early.trend is Trend.RISING
    assert early.forecast is not None
    assert early.will_be_missed is (not early.forecast.reaches)
    late = judge(COUNT, figure(6, 30), UNTIL_ON, points)
    assert (late.forecast, late.will_be_missed) == (None, False)
    assert judge(COUNT, figure(6, 30), BEFORE, points[:2]).trend is Trend.UNKNOWN
    level = judge(COUNT, figure(3, 30), BEFORE, months((1, 10), (1, 10), (1, 10)))
    assert level.trend is Trend.LEVEL
    falling = judge(COUNT, figure(3, 30), BEFORE, months((3, 10), (1, 10), (0, 10)))
    assert falling.trend is Trend.FALLING
