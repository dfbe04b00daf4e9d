"""The kitchen's number: portions of a day by meal and class, and what changed after the cut-off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from thuphi.money.meals import rules
from thuphi.money.meals.models import KitchenCount, Meal, MealRoll, MealTick
from thuphi.money.meals.rules import TickState
from thuphi.money.registrations.models import Registration

from . import days


@dataclass(frozen=True, slots=True)
class Portions:
    """One class and one meal: what is cooked, and what has changed since."""

    class_name: str
    registered: int
    absent: int
    """Told in time: of the frozen number once there is one."""
    late: int
    """Told too late: cooked all the same."""
    came: int
    """Eaters more (or fewer, below 0) than the frozen number cooks for, the late ones aside."""
    is_frozen: bool
    is_saved: bool
    """Whether somebody has looked at the class on this day."""

    @property
    def portions(self) -> int:
        """How many to cook."""
        return self.registered - self.absent


@dataclass(frozen=True, slots=True)
class KitchenMeal:
    """One meal of a day, class by class."""

    meal: Meal
    classes: Sequence[Portions]
    frozen_at: datetime | None

    @property
    def registered(self) -> int:
        """How many are registered."""
        return sum(one.registered for one in self.classes)

    @property
    def absent(self) -> int:
        """How many told in time that they do not eat."""
        return sum(one.absent for one in self.classes)

    @property
    def late(self) -> int:
        """How many told it too late."""
        return sum(one.late for one in self.classes)

    @property
    def came(self) -> int:
        """How many more, or fewer, came than were cooked for."""
        return sum(one.came for one in self.classes)

    @property
    def portions(self) -> int:
        """How many to cook."""
        return sum(one.portions for one in self.classes)


def kitchen(facility_id: int, meal_on: date) -> list[KitchenMeal]:
    """The numbers of a day, meal by meal; a class without meals that day is left out."""
    week = days.week_of(facility_id)
    said = days.said_days(facility_id, meal_on, meal_on + timedelta(days=1))
    saved = set(
        MealRoll.objects.filter(facility_id=facility_id, meal_on=meal_on).values_list(
            "class_name", flat=True
        )
    )
    found = []
    for meal in days.meals(facility_id, meal_on):
        registered = {
            name: number
            for name, number in registered_by_class(meal, meal_on).items()
            if rules.is_open(meal_on, name, week, said)
        }
        found.append(_meal(meal, meal_on, registered, saved))
    return found


def registered_by_class(meal: Meal, meal_on: date) -> dict[str, int]:
    """How many are registered for a meal on a day, class by class."""
    counted = (
        _registered(meal, meal_on)
        .values_list("beneficiary__class_name")
        .annotate(Count("pk"))
        .order_by("beneficiary__class_name")
    )
    return dict(counted)


def told_by_class(meal: Meal, meal_on: date) -> Counter[tuple[str, TickState]]:
    """How many children of each class were said to be what, of those who are registered."""
    counted = (
        MealTick.objects.filter(
            meal=meal,
            meal_on=meal_on,
            beneficiary_id__in=_registered(meal, meal_on).values("beneficiary_id"),
        )
        .values_list("beneficiary__class_name", "state")
        .annotate(Count("pk"))
        .order_by()
    )
    return Counter({(name, TickState(state)): number for name, state, number in counted})


def _registered(meal: Meal, meal_on: date) -> QuerySet[Registration]:
    return days.registered(meal.facility_id, meal.fee_item_id, meal_on, meal_on + timedelta(days=1))


def _meal(meal: Meal, meal_on: date, registered: dict[str, int], saved: set[str]) -> KitchenMeal:
    told = told_by_class(meal, meal_on)
    frozen = {
        one.class_name: one for one in KitchenCount.objects.filter(meal=meal, meal_on=meal_on)
    }
    rows = []
    for name in {**dict.fromkeys(frozen), **registered}:
        absent, late = told[name, TickState.ABSENT], told[name, TickState.LATE]
        kept = frozen.get(name)
        in_time = registered.get(name, 0) - absent
        rows.append(
            Portions(
                class_name=name,
                registered=kept.registered if kept else registered[name],
                absent=kept.absent if kept else absent,
                late=late,
                came=in_time - kept.portions if kept else 0,
                is_frozen=kept is not None,
                is_saved=name in saved,
            )
        )
    first = min((one.frozen_at for one in frozen.values()), default=None)
    return KitchenMeal(meal, rows, first)
