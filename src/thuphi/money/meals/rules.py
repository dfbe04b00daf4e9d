"""Days with meals, the cut-off, and the money of a month. No database."""

from __future__ import annotations

import calendar
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.periods import Month

MINUTES_OF_A_DAY = 24 * 60
MOST_DAYS_BEFORE = 7
EVERY_DAY = 0b1111111
SCHOOL_DAYS = 0b0011111
"""Monday to Friday."""
CUTOFF_MINUTE = 8 * 60 + 30
"""Half past eight, until a facility says otherwise: before a kitchen begins to cook."""


class Settling(enum.Enum):
    """How a meal is paid for."""

    CREDIT = "credit"
    """Thu trước; bữa không ăn trả lại bằng dòng giảm trên khoản đã thu."""
    COUPONS = "coupons"
    """Thu trước bằng phiếu ăn; phiếu thừa chuyển sang tháng sau."""
    POSTPAID = "postpaid"
    """Thu sau: số bữa đã ăn thành số lượng của đợt thu sau."""


class TickState(enum.Enum):
    """What was said of a child's meal."""

    EATS = "eats"
    """Said to be absent at first, and then not."""
    ABSENT = "absent"
    """Told in time: not cooked for, not paid for."""
    LATE = "late"
    """Told after the cut-off: cooked for, and so paid for."""


@dataclass(frozen=True, slots=True)
class Week:
    """When a facility cooks and until when an absence may be told."""

    weekdays: int = SCHOOL_DAYS
    cutoff_minute: int = CUTOFF_MINUTE
    cutoff_days_before: int = 0

    def cooks_on(self, day: date) -> bool:
        """Whether the day of the week has meals."""
        return bool(self.weekdays >> day.weekday() & 1)

    def cutoff_at(self, day: date) -> datetime:
        """The first instant at which an absence on this day is late."""
        on = day - timedelta(days=self.cutoff_days_before)
        told_by = time(self.cutoff_minute // 60, self.cutoff_minute % 60, tzinfo=VIETNAM)
        return datetime.combine(on, told_by)

    def is_late(self, day: date, at: datetime) -> bool:
        """Whether what is told at this instant comes too late for the kitchen."""
        return at >= self.cutoff_at(day)


def days_of(month: Month) -> list[date]:
    """Every day of a month."""
    _first, last = calendar.monthrange(month.year, month.month)
    return [date(month.year, month.month, day) for day in range(1, last + 1)]


def is_open(day: date, class_name: str, week: Week, said: Mapping[tuple[date, str], bool]) -> bool:
    """Whether a class has meals on a day: its own word first, then the school's, then the week's.

    A day that the whole school is closed is closed for every class.
    """
    whole = said.get((day, ""), week.cooks_on(day))
    return whole and said.get((day, class_name), True)


def told(*, is_absent: bool, is_late: bool, before: TickState | None) -> TickState | None:
    """What a class's word makes of a tick; nothing when there is nothing to write.

    An absence told in time stays so when the class is saved again after the cut-off.
    """
    if not is_absent:
        return TickState.EATS if before not in (None, TickState.EATS) else None
    if before in (TickState.ABSENT, TickState.LATE):
        return None
    return TickState.LATE if is_late else TickState.ABSENT


def meals_of_line(quantity: int, *, unit_price_vnd: int, amount_vnd: int, price_vnd: int) -> int:
    """How many meals a line of a bill is for.

    A sheet that names only an amount has one unit at the whole amount: then the meals are the
    amount over the child's price, where that goes up exactly.
    """
    if quantity > 1 or unit_price_vnd == price_vnd or not price_vnd or amount_vnd % price_vnd:
        return quantity
    return amount_vnd // price_vnd


def half_up(numerator: int, denominator: int) -> int:
    """The quotient in whole đồng; half a đồng and more counts as one. For amounts of 0 and more."""
    return (2 * numerator + denominator) // (2 * denominator)


def worth_of(meals: int, *, of_meals: int, for_vnd: int) -> int:
    """What so many meals cost when `of_meals` were bought for an amount: rounded once, half up.

    The coefficient and an exemption of a child are in the amount already.
    """
    return half_up(for_vnd * meals, of_meals)


@dataclass(frozen=True, slots=True)
class Bought:
    """One child's meals of a month as they stand on bills and in what was left over."""

    meals: int = 0
    priced_vnd: int = 0
    """What these meals cost: charges, exemptions and cuts of the price."""
    billed_vnd: int = 0
    """What is still asked for them: the same without what was given back in other ways."""
    carried_meals: int = 0
    carried_vnd: int = 0


@dataclass(frozen=True, slots=True)
class Balance:
    """What a month comes to: given back (or asked for besides, below 0), and carried over."""

    credited_vnd: int
    left_meals: int
    left_vnd: int
    owed_vnd: int


def settle(bought: Bought, owed_meals: int, settling: Settling) -> Balance:
    """The month's balance of a child: nothing is lost, `billed + carried = owed + given + left`.

    Meals eaten beyond those bought are asked for on the bill, or wait for the next one. Where
    nothing was bought there is no price: they are carried over as meals.
    """
    held = bought.meals + max(bought.carried_meals, 0)
    used = owed_meals + max(-bought.carried_meals, 0)
    has_vnd = bought.billed_vnd + bought.carried_vnd
    if settling is Settling.POSTPAID:
        return Balance(0, bought.carried_meals, bought.carried_vnd, bought.billed_vnd)
    if held == 0:
        return Balance(0, -used, bought.carried_vnd, bought.billed_vnd)
    worth_vnd = worth_of(used, of_meals=held, for_vnd=bought.priced_vnd + bought.carried_vnd)
    if used <= held:
        surplus_vnd = max(0, has_vnd - worth_vnd)
        if settling is Settling.COUPONS:
            return Balance(0, held - used, surplus_vnd, has_vnd - surplus_vnd)
        credited_vnd = min(surplus_vnd, bought.billed_vnd)
        kept_vnd = surplus_vnd - credited_vnd
        kept_meals = (held - used) * (kept_vnd > 0)
        return Balance(credited_vnd, kept_meals, kept_vnd, has_vnd - surplus_vnd)
    if settling is Settling.CREDIT and bought.meals:
        more_vnd = max(0, worth_vnd - bought.priced_vnd - bought.carried_vnd)
        return Balance(-more_vnd, 0, 0, has_vnd + more_vnd)
    return Balance(0, held - used, 0, has_vnd)


def wanted_meals(planned: int, left_meals: int) -> int:
    """How many to bill for a month: its days, less what was left over; never below 0."""
    return max(0, planned - left_meals)
