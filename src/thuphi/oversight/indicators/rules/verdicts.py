"""Whether a target is reached, how far it is from it, and where the last months lead. No database.

No float and no rounding decides anything: goals are compared by cross-multiplication, straight
lines are fractions.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from thuphi.ground.kit.periods import Month
from thuphi.oversight.plans.rules import Basis, Target

from .contributions import Figure
from .shares import THOUSAND, Share, missing, reaches

MONTHS_READ = 6
MONTHS_NEEDED = 3
STRAIGHT_LINE = "straight_line_through_last_months"

FLOWS = frozenset({Basis.TRANSACTIONS, Basis.VALUE, Basis.FEE_DUE, Basis.FEE_COLLECTED})
"""Bases whose months add up; the others are states, read at the end of each month."""


class VerdictState(enum.StrEnum):
    """Where a target stands on a day, by the end of that day."""

    REACHED = "reached"
    NOT_YET = "not_yet"
    """Below the goal, and the day it is due has not come."""
    MISSED = "missed"
    """Below the goal at the end of the day it was due; the target binds."""
    NOT_REACHED = "not_reached"
    """The same, of a target to strive for or of a pilot (M5)."""
    NO_DATA = "no_data"
    """There is nothing to take a share of."""


class Trend(enum.StrEnum):
    """Where the last months lead."""

    RISING = "rising"
    FALLING = "falling"
    LEVEL = "level"
    UNKNOWN = "unknown"
    """Fewer than three months have ended."""


@dataclass(frozen=True, slots=True)
class Point:
    """A month of a target: of a flow what came in then, of a state how it stood at the end."""

    month: Month
    part: int
    whole: int
    is_closed: bool = True
    """The whole month lies in the period looked at."""

    @property
    def share(self) -> Share:
        """The two integers."""
        return Share(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a straight line through the last months leads by the day a target is due."""

    part_share_permille_at_due: int
    """Cut, between 0 and 1000."""
    reaches: bool
    assumption: str
    months: tuple[Month, ...]
    """The months the line was drawn through."""
    due_on: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target, its figure and what follows."""

    target: Target
    figure: Figure
    state: VerdictState
    gap_points_permille: int
    """Thousandths that lack to the goal, rounded up; nought when it is reached."""
    gap_units: int
    """Facilities, payments, lessons or đồng of the whole that would have to join the part."""
    forecast: Forecast | None = None
    trend: Trend = Trend.UNKNOWN

    @property
    def will_be_missed(self) -> bool:
        """Not reached yet, and the line of the last months does not lead there."""
        return (
            self.state is VerdictState.NOT_YET
            and self.forecast is not None
            and not self.forecast.reaches
        )


def judge(target: Target, figure: Figure, as_of: date, points: Sequence[Point] = ()) -> Verdict:
    """The verdict on a target at the end of a day; `points` are its months, for the forecast."""
    met = reaches(figure.part, figure.whole, target.comparator, target.goal_permille)
    running = closed(points, target.indicator.basis)
    return Verdict(
        target=target,
        figure=figure,
        state=_state(target, figure, as_of),
        gap_points_permille=0 if met else gap_permille(figure, target.goal_permille),
        gap_units=missing(figure.part, figure.whole, target.comparator, target.goal_permille),
        forecast=forecast(target, running, figure) if as_of < target.due_on else None,
        trend=trend(running),
    )


def _state(target: Target, figure: Figure, as_of: date) -> VerdictState:
    return concluded(
        has_data=figure.whole > 0,
        is_met=reaches(figure.part, figure.whole, target.comparator, target.goal_permille),
        is_due=as_of >= target.due_on,
        is_binding=target.modality.is_binding,
    )


def concluded(*, has_data: bool, is_met: bool, is_due: bool, is_binding: bool) -> VerdictState:
    """What follows from a share, of a verdict and of a filed figure alike."""
    if not has_data:
        return VerdictState.NO_DATA
    if is_met:
        return VerdictState.REACHED
    if not is_due:
        return VerdictState.NOT_YET
    return VerdictState.MISSED if is_binding else VerdictState.NOT_REACHED


def gap_permille(figure: Figure, goal_permille: int) -> int:
    """Thousandths between a share and a goal above it, rounded up; of nothing, the whole goal."""
    if figure.whole == 0:
        return goal_permille
    lacking = goal_permille * figure.whole - figure.part * THOUSAND
    return max(0, -(-lacking // figure.whole))


def closed(points: Iterable[Point], basis: Basis) -> list[Point]:
    """The months that have ended, as the target itself reads them."""
    return to_date((point for point in points if point.is_closed), basis)


def to_date(points: Iterable[Point], basis: Basis) -> list[Point]:
    """All months as the target itself reads them, the running one as far as it has come.

    A flow is judged from the first day of the period on, so its months are added up; a state is
    what it was at the end of the month.
    """
    found: list[Point] = []
    sums = Share(0, 0)
    for point in points:
        sums = sums + point.share if basis in FLOWS else point.share
        if sums.whole:
            found.append(Point(point.month, sums.part, sums.whole))
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """The straight line that lies nearest to some shares by the sum of squares."""

    slope: Fraction
    mean_at: Fraction
    mean: Fraction

    def at(self, index: int) -> Fraction:
        return self.mean + self.slope * (index - self.mean_at)


def _line(points: Sequence[Point]) -> _Line:
    indexes = [_index(point.month) for point in points]
    shares = [Fraction(point.part, point.whole) for point in points]
    mean_at = Fraction(sum(indexes), len(points))
    mean = Fraction(sum(shares, Fraction()), len(points))
    spread = sum(((at - mean_at) ** 2 for at in indexes), Fraction())
    together = sum(
        ((at - mean_at) * (share - mean) for at, share in zip(indexes, shares, strict=True)),
        Fraction(),
    )
    return _Line(Fraction(together, spread), mean_at, mean)


def _index(month: Month) -> int:
    return month.year * 12 + month.month - 1


def forecast(
    target: Target, running: Sequence[Point], now: Figure | None = None
) -> Forecast | None:
    """Where the straight line through the last six closed months leads; None below three months.

    The line is read at the end of the month in which the target is due and kept within 0 and 100 %.
    A state that has risen since the last closed month is not taken to fall back: what has been
    equipped this month stands.
    """
    read = running[-MONTHS_READ:]
    if len(read) < MONTHS_NEEDED:
        return None
    share = _line(read).at(_index(Month.of(target.due_on)))
    share = min(max(share, Fraction(0)), Fraction(1))
    if now is not None and now.whole and target.indicator.basis not in FLOWS:
        today = Fraction(now.part, now.whole)
        if today > Fraction(read[-1].part, read[-1].whole):
            share = max(share, today)
    return Forecast(
        part_share_permille_at_due=share.numerator * THOUSAND // share.denominator,
        reaches=reaches(
            share.numerator, share.denominator, target.comparator, target.goal_permille
        ),
        assumption=STRAIGHT_LINE,
        months=tuple(point.month for point in read),
        due_on=target.due_on,
    )


def trend(running: Sequence[Point]) -> Trend:
    """Whether the line through the last six closed months rises or falls."""
    read = running[-MONTHS_READ:]
    if len(read) < MONTHS_NEEDED:
        return Trend.UNKNOWN
    slope = _line(read).slope
    if slope == 0:
        return Trend.LEVEL
    return Trend.RISING if slope > 0 else Trend.FALLING
