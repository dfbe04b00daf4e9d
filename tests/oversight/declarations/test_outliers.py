"""The robust score in whole numbers says the same as with fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuphi.oversight.declarations.rules.outliers import is_far, median_doubled

values = st.integers(0, 10**12)


def median(numbers: list[Fraction]) -> Fraction:
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@given(values, st.lists(values, min_size=6, max_size=12), st.integers(0, 10**6))
def test_whole_numbers_decide_as_fractions_do(value: int, history: list[int], least: int) -> None:
    middle = median([Fraction(one) for one in history])
    usual = median([abs(one - middle) for one in history])
    distance = abs(value - middle)
    if distance <= least:
        far = False
    elif usual == 0:
        far = distance > middle / 2
    else:
        far = Fraction(6745, 10_000) * distance / usual > Fraction(7, 2)
    assert is_far(value, history, least) == far


@pytest.mark.parametrize(("history", "doubled"), [([3], 6), ([3, 4], 7), ([9, 1, 5], 10)])
def test_a_median_between_two_numbers_is_kept_doubled(history: list[int], doubled: int) -> None:
    assert median_doubled(history) == doubled


def test_five_months_say_nothing() -> None:
    assert not is_far(10**9, [1, 1, 1, 1, 1], 0)


def test_where_all_months_are_equal_half_as_much_again_is_still_near() -> None:
    assert not is_far(150, [100] * 6, 0)
    assert is_far(151, [100] * 6, 0)
    assert is_far(49, [100] * 6, 0)


def test_exactly_three_and_a_half_times_is_still_near() -> None:
    # The median is 100.000 and every month is 1.349 away from it: 0,6745 × 7.000 / 1.349 = 3,5.
    history = [98_651, 98_651, 98_651, 101_349, 101_349, 101_349]
    assert not is_far(107_000, history, 0)
    assert is_far(107_001, history, 0)


def test_a_distance_of_just_the_least_is_near() -> None:
    assert not is_far(160, [100] * 6, 60)
    assert is_far(161, [100] * 6, 60)
