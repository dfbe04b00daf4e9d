"""How far a month lies from a facility's own months, in whole numbers.

The robust score of Iglewicz and Hoaglin: the distance from the median, in units of the median
distance from the median; a month is far when 0.6745 times that is more than 3.5. Medians of an even
number of months fall between two whole numbers, so everything is kept doubled.
"""

from __future__ import annotations

from collections.abc import Sequence

MONTHS_MIN = 6
"""Fewer months say nothing about what is usual."""

_SCALE, _LIMIT = 6_745, 35_000


def median_doubled(values: Sequence[int]) -> int:
    """Twice the median of at least one value."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return 2 * ordered[half] if len(ordered) % 2 else ordered[half - 1] + ordered[half]


def is_far(value: int, history: Sequence[int], least_distance: int) -> bool:
    """Whether a value is far from a facility's history; never with fewer than six months.

    A distance of `least_distance` or less is never far. Where most months are equal, what is more
    than half of the median away is far.
    """
    if len(history) < MONTHS_MIN:
        return False
    median2 = median_doubled(history)
    distance2 = abs(2 * value - median2)
    if distance2 <= 2 * least_distance:
        return False
    usual4 = median_doubled([abs(2 * one - median2) for one in history])
    if usual4 == 0:
        return 2 * distance2 > median2
    return _SCALE * 2 * distance2 > _LIMIT * usual4
