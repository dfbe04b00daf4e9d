"""What this room refuses, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from thuphi.ground.kit.periods import Month


class MealsRefused(Exception):
    """Base of this room's refusals."""


class NotAMeal(MealsRefused):
    """The item is not on this facility's list of charges, or is no meal of it."""


class WeekEmpty(MealsRefused):
    """At least one day of the week has meals."""


class CutoffOutOfRange(MealsRefused):
    """The cut-off is a time of day, on the day of the meal or up to a week before it."""


class ReasonMissing(MealsRefused):
    """A day off, a correction and a settlement each have a reason."""


class DaysTooMany(MealsRefused):
    """One word closes at most a hundred days."""


class ClassUnknown(MealsRefused):
    """Nobody of this facility is in a class of this name."""


class NotInClass(MealsRefused):
    """Somebody who was ticked does not eat in this class on this day; the page is old."""


class NoMealsThatDay(MealsRefused):
    """The class has no meals on this day."""


class DayTooFar(MealsRefused):
    """A class is ticked for days up to a week ahead, and by its teacher not for days long gone."""


class MonthSettled(MealsRefused):
    """The month is settled; what comes later is an adjustment."""

    def __init__(self, month: Month) -> None:
        super().__init__(str(month))
        self.month = month


class MonthNotOver(MealsRefused):
    """A month is settled when its last meal has been cooked."""

    def __init__(self, last_on: date) -> None:
        super().__init__(str(last_on))
        self.last_on = last_on


class SettledOtherwise(MealsRefused):
    """Ticks, bills or registrations changed since the preview; look at it again."""


class NothingToSettle(MealsRefused):
    """Nobody was registered or billed for this meal in the month."""


class NothingLeft(MealsRefused):
    """The child has no coupons left over."""


class BillsTooSmall(MealsRefused):
    """The bills that hold this meal cannot take so large a credit; `most_vnd` they can."""

    def __init__(self, most_vnd: int, codes: Sequence[str]) -> None:
        super().__init__(most_vnd, *codes)
        self.most_vnd = most_vnd
        self.codes = tuple(codes)


class RunSettledAlready(MealsRefused):
    """The meals of this collection run were settled with another month."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
