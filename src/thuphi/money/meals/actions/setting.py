"""The week, the cut-off, the meals of the list, and the days on which nothing is cooked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.periods import Month
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.meals import errors, rules
from thuphi.money.meals.models import Meal, MealDay, MealRule, MealSettlement
from thuphi.money.meals.queries import days
from thuphi.money.meals.rules import Settling, Week
from thuphi.registers.payers import queries as payers

from . import ticking

MOST_DAYS = 100


@transaction.atomic
def set_week(*, by: Actor, facility_id: int, week: Week, at: datetime) -> MealRule:
    """Say on which days of the week there are meals and until when an absence costs nothing.

    Numbers that are frozen and absences that were told keep what they were. Raises `WeekEmpty`,
    `CutoffOutOfRange`.
    """
    by.require(Permission.MEAL_WRITE, facility_id)
    if not 1 <= week.weekdays <= rules.EVERY_DAY:
        raise errors.WeekEmpty
    if not (
        0 <= week.cutoff_minute < rules.MINUTES_OF_A_DAY
        and 0 <= week.cutoff_days_before <= rules.MOST_DAYS_BEFORE
    ):
        raise errors.CutoffOutOfRange
    ticking.one_at_a_time(facility_id)
    ticking.freeze_until(facility_id=facility_id, at=at)
    rule, _is_new = MealRule.objects.update_or_create(
        facility_id=facility_id,
        defaults={
            "weekdays": week.weekdays,
            "cutoff_minute": week.cutoff_minute,
            "cutoff_days_before": week.cutoff_days_before,
        },
    )
    events.record(
        "meal_week_set",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        weekdays=week.weekdays,
        cutoff_minute=week.cutoff_minute,
        cutoff_days_before=week.cutoff_days_before,
    )
    return rule


@transaction.atomic
def set_meal(
    *,
    by: Actor,
    facility_id: int,
    fee_item_id: int,
    settling: Settling,
    is_active: bool = True,
    at: datetime,
) -> Meal:
    """Say that an item of the list of charges is a meal, and how it is paid for. Raises `NotAMeal`
    for an item of another list."""
    by.require(Permission.MEAL_WRITE, facility_id)
    item = FeeItem.objects.filter(pk=fee_item_id, facility_id=facility_id).first()
    if item is None:
        raise errors.NotAMeal
    meal, _is_new = Meal.objects.update_or_create(
        fee_item=item,
        defaults={
            "facility_id": facility_id,
            "settling": settling.value,
            "is_active": is_active,
        },
    )
    events.record(
        "meal_set",
        by=by,
        subject=f"fee_item:{fee_item_id}",
        at=at,
        facility_id=facility_id,
        settling=settling.value,
        is_active=is_active,
    )
    return meal


@transaction.atomic
def say_days(
    *,
    by: Actor,
    facility_id: int,
    first_on: date,
    last_on: date,
    is_open: bool,
    reason: str,
    at: datetime,
    class_name: str = "",
) -> int:
    """Close the kitchen on some days, or open it on days it would be closed; for one class or for
    all. Returns how many days were said.

    Of a longer span only days that change are said: a holiday over a weekend is five days, not
    seven. A number that is frozen stays. Raises `ReasonMissing`, `DaysTooMany`, `ClassUnknown`,
    `MonthSettled`.
    """
    by.require(Permission.MEAL_WRITE, facility_id)
    if not reason.strip():
        raise errors.ReasonMissing
    if not 0 <= (last_on - first_on).days < MOST_DAYS:
        raise errors.DaysTooMany
    known = {name for name, _grade, _people in payers.classes(facility_id)}
    if class_name and class_name not in known:
        raise errors.ClassUnknown
    ticking.one_at_a_time(facility_id)
    span = [first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1)]
    _refuse_settled(facility_id, span)
    changed = _days_that_change(facility_id, span, class_name, is_open=is_open)
    MealDay.objects.bulk_create(
        [
            MealDay(
                facility_id=facility_id,
                meal_on=day,
                class_name=class_name,
                is_open=is_open,
                reason=reason.strip(),
            )
            for day in changed
        ],
        update_conflicts=True,
        unique_fields=["facility_id", "meal_on", "class_name"],
        update_fields=["is_open", "reason"],
    )
    events.record(
        "meal_days_said",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        first_on=first_on.isoformat(),
        last_on=last_on.isoformat(),
        class_name=class_name,
        is_open=is_open,
        reason=reason.strip(),
    )
    return len(changed)


def _refuse_settled(facility_id: int, span: Collection[date]) -> None:
    settled = MealSettlement.objects.filter(
        facility_id=facility_id, month_on__in={day.replace(day=1) for day in span}
    ).first()
    if settled is not None:
        raise errors.MonthSettled(Month.of(settled.month_on))


def _days_that_change(
    facility_id: int, span: Collection[date], class_name: str, *, is_open: bool
) -> list[date]:
    week = days.week_of(facility_id)
    said = dict(
        MealDay.objects.filter(
            facility_id=facility_id, meal_on__in=span, class_name=class_name
        ).values_list("meal_on", "is_open")
    )
    return [
        day
        for day in span
        if said.get(day, True if class_name else week.cooks_on(day)) is not is_open
    ]
