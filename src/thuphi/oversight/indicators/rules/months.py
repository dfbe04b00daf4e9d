"""A target month by month, in one pass over the facilities. No database."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from thuphi.ground.kit.periods import Month
from thuphi.oversight.plans.rules import Basis, Plan, Target

from .contributions import Frame, amounts, counted, evaluate, in_scope, is_of_kind
from .facts import Areas, FacilityFacts, Kinds
from .verdicts import FLOWS, Point


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """A month of a period and the last day of it that lies within."""

    month: Month
    last_on: date
    is_closed: bool


def points(
    plan: Plan,
    target: Target,
    facts: Iterable[FacilityFacts],
    frame: Frame,
    ends: Sequence[MonthEnd],
) -> list[Point]:
    """Of a flow what came in each month, of a state how it stood when the month ended.

    The months of a flow add up to its figure; the last point of a state is its figure.
    """
    if target.indicator.basis in FLOWS:
        inside = (fact for fact in facts if in_scope(target, fact, frame))
        found = _flows(target, inside, frame, ends)
    else:
        frames = [Frame(frame.first_on, end.last_on, plan.urban_on(end.last_on)) for end in ends]
        if target.indicator.basis is Basis.CURRICULUM:
            told = [fact for fact in facts if fact.values]
            found = [(one.part, one.whole) for one in (evaluate(target, told, at) for at in frames)]
        else:
            found = _States(target, frames).counts(facts)
    return [
        Point(end.month, *sums, is_closed=end.is_closed)
        for end, sums in zip(ends, found, strict=True)
    ]


def _flows(
    target: Target, facts: Iterable[FacilityFacts], frame: Frame, ends: Sequence[MonthEnd]
) -> list[tuple[int, int]]:
    parts: defaultdict[date, int] = defaultdict(int)
    wholes: defaultdict[date, int] = defaultdict(int)
    for fact in facts:
        for last_on, _is_booked, part, whole in amounts(target, fact, frame):
            parts[last_on] += part
            wholes[last_on] += whole
    # A month that was cut where a target is due has several last days.
    months = [end.last_on for end in ends]
    sums = [[0, 0] for _end in ends]
    for last_on, whole in wholes.items():
        month = sums[bisect_left(months, last_on)]
        month[0] += parts[last_on]
        month[1] += whole
    return [(part, whole) for part, whole in sums]


class _States:
    """How many facilities count at the end of each month, and of how many.

    A facility counts from one month's end to another; so each adds one where it begins to count
    and takes one away where it ends, and the sums from the left are the counts.
    """

    def __init__(self, target: Target, frames: Sequence[Frame]) -> None:
        self._target = target
        self._frames = frames
        self._ends = [frame.last_on for frame in frames]
        self._urban: dict[tuple[tuple[Kinds, ...], tuple[Areas, ...]], list[bool]] = {}

    def counts(self, facts: Iterable[FacilityFacts]) -> list[tuple[int, int]]:
        """Part and whole at the end of each month."""
        parts, wholes = [0] * (len(self._ends) + 1), [0] * (len(self._ends) + 1)
        is_urban_only = self._target.scope.is_urban_only
        for fact in facts:
            if not is_of_kind(self._target, fact) or not fact.stood_in(
                self._frames[0].first_on, self._ends[-1]
            ):
                continue
            first = bisect_left(self._ends, fact.founded_on)
            held = self._held(fact, first)
            if is_urban_only:
                for index in self._urban_ends(fact, first):
                    self._add(wholes, index, index + 1)
                    if any(begin <= index < end for begin, end in held):
                        self._add(parts, index, index + 1)
                continue
            self._add(wholes, first, len(self._ends))
            for begin, end in held:
                self._add(parts, begin, end)
        return list(zip(list(accumulate(parts))[:-1], list(accumulate(wholes))[:-1], strict=True))

    @staticmethod
    def _add(sums: list[int], begin: int, end: int) -> None:
        sums[begin] += 1
        sums[end] -= 1

    def _held(self, fact: FacilityFacts, first: int) -> list[tuple[int, int]]:
        """The stretches of month ends at which the facility counts, none touching another."""
        stretches: list[tuple[int, int]] = []
        for days in sorted(counted(self._target, fact), key=lambda one: one.from_on):
            begin = max(first, bisect_left(self._ends, days.from_on))
            end = len(self._ends)
            if days.until_on is not None:
                end = bisect_left(self._ends, days.until_on)
            if stretches and begin <= stretches[-1][1]:
                before = stretches.pop()
                begin, end = before[0], max(before[1], end)
            if begin < end:
                stretches.append((begin, end))
        return stretches

    def _urban_ends(self, fact: FacilityFacts, first: int) -> list[int]:
        key = fact.kinds, fact.areas
        flags = self._urban.get(key)
        if flags is None:
            flags = [fact.is_urban(frame.urban, frame.last_on) for frame in self._frames]
            self._urban[key] = flags
        return [index for index, is_urban in enumerate(flags) if is_urban and index >= first]
