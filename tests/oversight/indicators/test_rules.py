"""Shares are two integers; goals are compared without dividing; sums keep everything."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from thuphi.ground.kit.periods import Month
from thuphi.money.payments.rules import Method
from thuphi.oversight.indicators.rules import (
    HALF,
    Comparator,
    Flow,
    Goal,
    Measure,
    Share,
    ShareImpossible,
    Span,
    SpanBackwards,
    grouped,
    measure_of,
    missing,
    months_back,
    reaches,
    total,
)

WHOLES = some.integers(min_value=1, max_value=10**15)
GOALS = some.integers(min_value=0, max_value=1000)


@some.composite
def shares(draw: some.DrawFn) -> Share:
    whole = draw(some.integers(min_value=0, max_value=10**15))
    return Share(draw(some.integers(min_value=0, max_value=whole)), whole)


MEASURES = some.builds(Measure, shares(), shares())
FLOWS = some.lists(
    some.builds(
        Flow,
        facility_id=some.integers(1, 9),
        month=some.builds(Month, some.integers(2022, 2026), some.integers(1, 12)),
        measure=MEASURES,
        place_id=some.integers(1, 4),
    )
)


def test_exactly_half_is_at_least_half_and_not_above_it() -> None:
    assert reaches(50, 100, Comparator.AT_LEAST, 500)
    assert not reaches(50, 100, Comparator.ABOVE, 500)
    assert not reaches(49_999, 100_000, Comparator.AT_LEAST, 500)
    assert reaches(50_001, 100_000, Comparator.ABOVE, 500)


def test_of_nothing_no_goal_is_met_and_nothing_is_missing() -> None:
    for comparator in Comparator:
        assert not reaches(0, 0, comparator, 0)
        assert missing(0, 0, comparator, 500) == 0


@given(part=some.integers(0, 10**15), whole=WHOLES, goal=GOALS)
def test_cross_multiplication_says_what_fractions_say(part: int, whole: int, goal: int) -> None:
    exact, mark = Fraction(part, whole), Fraction(goal, 1000)
    assert reaches(part, whole, Comparator.AT_LEAST, goal) == (exact >= mark)
    assert reaches(part, whole, Comparator.ABOVE, goal) == (exact > mark)


@given(share=shares(), goal=some.integers(0, 999), comparator=some.sampled_from(Comparator))
def test_what_is_missing_is_just_enough(share: Share, goal: int, comparator: Comparator) -> None:
    lacking = share.missing(Goal(comparator, goal))
    if share.whole:
        assert reaches(share.part + lacking, share.whole, comparator, goal)
    if lacking:
        assert not reaches(share.part + lacking - 1, share.whole, comparator, goal)


@given(FLOWS)
def test_children_add_up_to_their_parent_however_they_are_grouped(flows: list[Flow]) -> None:
    parent = total(flow.measure for flow in flows)
    for groups in (
        grouped(flows, lambda flow: flow.facility_id),
        grouped(flows, lambda flow: flow.place_id),
        grouped(flows, lambda flow: flow.month),
        grouped(flows, lambda flow: (flow.place_id, flow.month)),
    ):
        assert total(groups.values()) == parent


@given(shares(), shares())
def test_of_two_shares_the_smaller_is_found_as_fractions_find_it(one: Share, other: Share) -> None:
    if one.whole and other.whole:
        below = Fraction(one.part, one.whole) < Fraction(other.part, other.whole)
        assert one.is_below(other) == below


def test_cash_is_in_the_whole_and_never_in_the_part() -> None:
    cash = measure_of(Method.CASH, 3, 90_000)
    assert cash == Measure(Share(0, 3), Share(0, 90_000))
    for method in set(Method) - {Method.CASH}:
        assert measure_of(method, 3, 90_000) == Measure(Share(3, 3), Share(90_000, 90_000))
    assert not (cash + measure_of(Method.QR, 2, 80_000)).value.reaches(HALF)


def test_a_part_is_never_above_its_whole() -> None:
    with pytest.raises(ShareImpossible):
        Share(2, 1)
    with pytest.raises(ShareImpossible):
        Share(-1, 1)


def test_a_span_knows_its_months_and_the_ones_before() -> None:
    span = Span(Month(2025, 11), Month(2026, 2))
    assert [str(month) for month in span.months] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert span.before == Span(Month(2025, 7), Month(2025, 10))
    assert span.last_day_on.isoformat() == "2026-02-28"
    assert Month(2025, 12) in span
    assert Month(2026, 3) not in span
    assert months_back(Month(2026, 1), 13) == Month(2024, 12)
    with pytest.raises(SpanBackwards):
        Span(Month(2026, 2), Month(2026, 1))
