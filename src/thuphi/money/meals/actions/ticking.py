"""Who is absent: said by the class in one go, set right later by the accountant, counted for the
kitchen at the cut-off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Actor, NotYours, Permission
from thuphi.ground.kit.periods import Month
from thuphi.money.meals import errors, rules
from thuphi.money.meals.models import KitchenCount, Meal, MealRoll, MealTick
from thuphi.money.meals.queries import classes, days, kitchen
from thuphi.money.meals.queries.classes import ClassDay
from thuphi.money.meals.rules import TickState

DAYS_AHEAD = 31
DAYS_BACK_FOR_A_CLASS = 7
"""A teacher says who was absent within a week; later it is for the accountant to set right."""


@dataclass(frozen=True, slots=True)
class SavedClass:
    """What a class comes to once saved."""

    eating: int
    absent: int
    late: int
    newly_late: int
    """How many of the late ones were told just now."""


def one_at_a_time(facility_id: int) -> None:
    """Ticks, frozen numbers and settlements of one facility happen one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('meals'), %s)", [facility_id % 2**31])


def may_tick(by: Actor, facility_id: int, class_name: str) -> bool:
    """Whether somebody ticks this class: its teacher, or whoever looks after all meals."""
    if by.is_everywhere or facility_id in by.where(Permission.MEAL_WRITE):
        return True
    return (facility_id, class_name) in by.classes


@transaction.atomic
def save_class(
    *,
    by: Actor,
    facility_id: int,
    class_name: str,
    meal_on: date,
    absent: Collection[int],
    shown: Collection[int],
    at: datetime,
    meal_id: int | None = None,
) -> SavedClass:
    """Say of a class who is absent; every other child that was shown eats.

    A child that was not on the page keeps what was said of them. After the cut-off an absence is
    late: the portion is cooked and paid for. For all meals of the day, or for one. Raises
    `NoMealsThatDay`, `DayTooFar`, `NotInClass`, `MonthSettled`; `NotYours` for another class.
    """
    by.require(Permission.MEAL_TICK, facility_id)
    if not may_tick(by, facility_id, class_name):
        raise NotYours
    _refuse_far_days(by, facility_id, meal_on, at)
    one_at_a_time(facility_id)
    before = classes.class_day(facility_id, class_name, meal_on, at, meal_id)
    if not (before.is_open and before.meals):
        raise errors.NoMealsThatDay
    if before.is_settled:
        raise errors.MonthSettled(Month.of(meal_on))
    if not set(absent) <= {child.id for child in before.children}:
        raise errors.NotInClass
    if before.is_late:
        freeze(facility_id=facility_id, meal_on=meal_on, at=at)
    ticks = _ticks(before, set(absent), set(shown) | set(absent))
    _write(ticks, by=by, facility_id=facility_id, at=at)
    MealRoll.objects.update_or_create(
        facility_id=facility_id,
        meal_on=meal_on,
        class_name=class_name,
        defaults={"saved_at": at, "saved_by": by.user_id, "saved_by_name": by.name},
    )
    after = classes.class_day(facility_id, class_name, meal_on, at, meal_id)
    newly_late = {one.beneficiary_id for one in ticks if one.state == TickState.LATE.value}
    events.record(
        "class_ticked",
        by=by,
        subject=f"class:{class_name}",
        at=at,
        facility_id=facility_id,
        meal_on=meal_on.isoformat(),
        eating=after.eating,
        absent=after.absent,
        late=after.late,
    )
    return SavedClass(after.eating, after.absent, after.late, len(newly_late))


def _refuse_far_days(by: Actor, facility_id: int, meal_on: date, at: datetime) -> None:
    today = clock.today(at)
    if meal_on > today + timedelta(days=DAYS_AHEAD):
        raise errors.DayTooFar
    is_accountant = by.is_everywhere or facility_id in by.where(Permission.MEAL_WRITE)
    if not is_accountant and meal_on < today - timedelta(days=DAYS_BACK_FOR_A_CLASS):
        raise errors.DayTooFar


def _ticks(day: ClassDay, absent: Collection[int], shown: Collection[int]) -> list[MealTick]:
    told = {
        (meal, child): TickState(state)
        for meal, child, state in MealTick.objects.filter(
            meal__in=list(day.meals), meal_on=day.meal_on
        ).values_list("meal_id", "beneficiary_id", "state")
    }
    made = []
    for child in day.children:
        if child.id not in shown:
            continue
        for meal_id in sorted(child.meal_ids):
            state = rules.told(
                is_absent=child.id in absent,
                is_late=day.is_late,
                before=told.get((meal_id, child.id)),
            )
            if state is not None:
                made.append(
                    MealTick(
                        meal_id=meal_id,
                        beneficiary_id=child.id,
                        meal_on=day.meal_on,
                        class_name=day.class_name,
                        state=state.value,
                    )
                )
    return made


def _write(
    ticks: Sequence[MealTick], *, by: Actor, facility_id: int, at: datetime, reason: str = ""
) -> None:
    for one in ticks:
        one.facility_id = facility_id
        one.reason = reason
        one.told_at, one.told_by, one.told_by_name = at, by.user_id, by.name
    MealTick.objects.bulk_create(
        ticks,
        update_conflicts=True,
        unique_fields=["meal", "beneficiary", "meal_on"],
        update_fields=["state", "class_name", "reason", "told_at", "told_by", "told_by_name"],
    )


@transaction.atomic
def correct(
    *,
    by: Actor,
    facility_id: int,
    beneficiary_id: int,
    meal_on: date,
    state: TickState,
    reason: str,
    at: datetime,
) -> int:
    """Set right what was said of a child's meals of one day, whatever the hour: a sick child whose
    notice came late but is forgiven, a tap on the wrong name. Returns how many meals.

    Raises `ReasonMissing`, `NotInClass`, `MonthSettled`.
    """
    by.require(Permission.MEAL_WRITE, facility_id)
    if not reason.strip():
        raise errors.ReasonMissing
    one_at_a_time(facility_id)
    meals = [
        (meal, eater)
        for meal in days.meals(facility_id, meal_on)
        for eater in days.eaters(
            facility_id, meal.fee_item_id, meal_on, meal_on + timedelta(days=1)
        )
        if eater.beneficiary_id == beneficiary_id
    ]
    if not meals:
        raise errors.NotInClass
    if classes.is_settled([meal.pk for meal, _eater in meals], Month.of(meal_on)):
        raise errors.MonthSettled(Month.of(meal_on))
    if days.week_of(facility_id).is_late(meal_on, at):
        freeze(facility_id=facility_id, meal_on=meal_on, at=at)
    ticks = [
        MealTick(
            meal=meal,
            beneficiary_id=beneficiary_id,
            meal_on=meal_on,
            class_name=eater.class_name,
            state=state.value,
        )
        for meal, eater in meals
    ]
    _write(ticks, by=by, facility_id=facility_id, at=at, reason=reason.strip())
    events.record(
        "meal_corrected",
        by=by,
        subject=f"beneficiary:{beneficiary_id}",
        at=at,
        facility_id=facility_id,
        meal_on=meal_on.isoformat(),
        state=state.value,
        reason=reason.strip(),
    )
    return len(meals)


def freeze(*, facility_id: int, meal_on: date, at: datetime) -> int:
    """Write down the kitchen's number of a day whose cut-off has passed, class by class, as it
    stands; what is written down already stays. Part of the caller's transaction, under
    `one_at_a_time`."""
    week = days.week_of(facility_id)
    if not week.is_late(meal_on, at):
        return 0
    made = [
        KitchenCount(
            facility_id=facility_id,
            meal=one.meal,
            meal_on=meal_on,
            class_name=row.class_name,
            registered=row.registered,
            absent=row.absent,
            frozen_at=at,
        )
        for one in kitchen.kitchen(facility_id, meal_on)
        for row in one.classes
        if not row.is_frozen
    ]
    KitchenCount.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def freeze_until(*, facility_id: int, at: datetime) -> int:
    """Freeze every day from today on whose cut-off has passed."""
    today = clock.today(at)
    span = [today + timedelta(days=n) for n in range(rules.MOST_DAYS_BEFORE + 1)]
    return sum(freeze(facility_id=facility_id, meal_on=day, at=at) for day in span)


def freeze_due(*, at: datetime) -> int:
    """Freeze the numbers of every facility whose cut-off has passed: the clock's errand."""
    frozen = 0
    facilities = (
        Meal.objects.filter(is_active=True).order_by().values_list("facility_id", flat=True)
    )
    for facility_id in sorted(set(facilities)):
        with transaction.atomic():
            one_at_a_time(facility_id)
            frozen += freeze_until(facility_id=facility_id, at=at)
    return frozen
