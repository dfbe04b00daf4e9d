"""Shares of money in that came without cash, as two integers each. No database, no division."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeVar, assert_never

from thuphi.ground.kit.periods import Month
from thuphi.money.payments.rules import Finding, Method
from thuphi.oversight.plans.rules import Comparator

Key = TypeVar("Key", bound=Hashable)

NO_MONEY = frozenset({Finding.DUPLICATE, Finding.NOT_FOR_US})
"""What brought no money of ours; every other finding is money that came in, and counts."""

THOUSAND = 1000


class SpanBackwards(ValueError):
    """A span of months whose last is before its first."""


class ShareImpossible(ValueError):
    """A part is never below nothing and never above its whole."""


def reaches(part: int, whole: int, comparator: Comparator, goal_permille: int) -> bool:
    """Whether a share meets a goal in thousandths; of nothing, no goal is met (M4)."""
    if whole == 0:
        return False
    match comparator:
        case Comparator.AT_LEAST:
            return part * THOUSAND >= goal_permille * whole
        case Comparator.ABOVE:
            return part * THOUSAND > goal_permille * whole
        case _:
            assert_never(comparator)


def missing(part: int, whole: int, comparator: Comparator, goal_permille: int) -> int:
    """How much of the rest would have to join the part for the goal to be met; 0 when it is."""
    match comparator:
        case Comparator.AT_LEAST:
            needed = -(-goal_permille * whole // THOUSAND)
        case Comparator.ABOVE:
            needed = goal_permille * whole // THOUSAND + 1
        case _:
            assert_never(comparator)
    return max(0, needed - part) if whole else 0


@dataclass(frozen=True, slots=True)
class Goal:
    """So many thousandths, and whether exactly so many is enough."""

    comparator: Comparator
    permille: int


HALF = Goal(Comparator.AT_LEAST, 500)
"""Count and value "reach 50 %": the ministry's guidance to all provinces of 2022."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: of payments, or of đồng."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ShareImpossible(f"{self.part} of {self.whole}")

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def rest(self) -> int:
        """What is not in the part: here, the cash."""
        return self.whole - self.part

    def reaches(self, goal: Goal) -> bool:
        """Whether the share meets a goal."""
        return reaches(self.part, self.whole, goal.comparator, goal.permille)

    def missing(self, goal: Goal) -> int:
        """How much of the cash would have to come without cash for the goal to be met."""
        return missing(self.part, self.whole, goal.comparator, goal.permille)

    def is_below(self, other: Share) -> bool:
        """Whether this share is the smaller one; a share of nothing is not."""
        return self.part * other.whole < other.part * self.whole


NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Measure:
    """Money in without cash, of all money in: by the number of payments and by đồng (M7, M8)."""

    payments: Share = NOTHING
    value: Share = NOTHING

    def __add__(self, other: Measure) -> Measure:
        return Measure(self.payments + other.payments, self.value + other.value)

    @property
    def is_empty(self) -> bool:
        """Nothing came in at all."""
        return self.payments.whole == 0

    @property
    def cash_vnd(self) -> int:
        """What still came in as cash, in đồng."""
        return self.value.rest


def measure_of(method: Method, payments: int, value_vnd: int) -> Measure:
    """So many payments made in one way. Cash is in the whole and never in the part (M11)."""
    if method is Method.CASH:
        return Measure(Share(0, payments), Share(0, value_vnd))
    return Measure(Share(payments, payments), Share(value_vnd, value_vnd))


def total(measures: Iterable[Measure]) -> Measure:
    """All of them together."""
    sums = _Sums()
    for measure in measures:
        sums.add(measure)
    return sums.measure


class _Sums:
    """Four running sums; a province adds up tens of thousands of flows for one page."""

    __slots__ = ("part", "part_vnd", "whole", "whole_vnd")

    def __init__(self) -> None:
        self.part = self.whole = self.part_vnd = self.whole_vnd = 0

    def add(self, measure: Measure) -> None:
        self.part += measure.payments.part
        self.whole += measure.payments.whole
        self.part_vnd += measure.value.part
        self.whole_vnd += measure.value.whole

    @property
    def measure(self) -> Measure:
        return Measure(Share(self.part, self.whole), Share(self.part_vnd, self.whole_vnd))


class Flow(NamedTuple):
    """What came in at one facility in one month, for the unit in which it stood then."""

    facility_id: int
    month: Month
    measure: Measure
    place_id: int | None = None


def grouped(flows: Iterable[Flow], key: Callable[[Flow], Key]) -> dict[Key, Measure]:
    """The flows added up by a key. Whatever the key, the groups add up to the whole (M20)."""
    groups: defaultdict[Key, _Sums] = defaultdict(_Sums)
    for flow in flows:
        groups[key(flow)].add(flow.measure)
    return {at: sums.measure for at, sums in groups.items()}


@dataclass(frozen=True, slots=True)
class Span:
    """Some months in a row, both ends included."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise SpanBackwards(f"{self.first} .. {self.last}")

    @classmethod
    def of(cls, month: Month) -> Span:
        """One month."""
        return cls(month, month)

    @property
    def months(self) -> list[Month]:
        """The months from the first to the last."""
        found = [self.first]
        while found[-1] < self.last:
            found.append(found[-1].next)
        return found

    @property
    def first_day_on(self) -> date:
        """The first day."""
        return self.first.first_day_on

    @property
    def end_on(self) -> date:
        """The first day after."""
        return self.last.next.first_day_on

    @property
    def last_day_on(self) -> date:
        """The last day."""
        return self.end_on - timedelta(days=1)

    @property
    def before(self) -> Span:
        """As many months, just before."""
        return Span(months_back(self.first, len(self.months)), months_back(self.first, 1))

    def __contains__(self, month: Month) -> bool:
        # Asked for every flow of a province: plain numbers are compared faster than months.
        first, last = self.first, self.last
        index = month.year * 12 + month.month
        return first.year * 12 + first.month <= index <= last.year * 12 + last.month


def months_back(month: Month, number: int) -> Month:
    """The month so many months earlier."""
    index = month.year * 12 + month.month - 1 - number
    return Month(index // 12, index % 12 + 1)
