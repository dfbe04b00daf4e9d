"""A class on a day: who eats, who was said to be absent, and whether it is too late to say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from thuphi.ground.kit.periods import Month
from thuphi.money.meals import rules
from thuphi.money.meals.models import Meal, MealRoll, MealSettlement, MealTick
from thuphi.money.meals.rules import TickState

from . import days
from .days import Eater

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Child:
    """One child of the list; `state` is the worst that was said of their meals that day."""

    id: int
    name: str
    code: str
    state: TickState
    meal_ids: frozenset[int]
    """The meals they are registered for on this day."""


@dataclass(frozen=True, slots=True)
class ClassDay:
    """A class on one day, as its teacher sees it."""

    class_name: str
    meal_on: date
    meals: Sequence[Meal]
    children: Sequence[Child]
    is_open: bool
    cutoff_at: datetime
    is_late: bool
    is_settled: bool
    saved_at: datetime | None
    saved_by_name: str

    @property
    def eating(self) -> int:
        """How many children eat."""
        return sum(child.state is TickState.EATS for child in self.children)

    @property
    def absent(self) -> int:
        """How many were told absent in time."""
        return sum(child.state is TickState.ABSENT for child in self.children)

    @property
    def late(self) -> int:
        """How many were told absent too late."""
        return sum(child.state is TickState.LATE for child in self.children)


def class_day(
    facility_id: int, class_name: str, meal_on: date, at: datetime, meal_id: int | None = None
) -> ClassDay:
    """Everything about a class on a day, for all its meals or for one."""
    week = days.week_of(facility_id)
    said = days.said_days(facility_id, meal_on, meal_on + ONE_DAY)
    meals = [one for one in days.meals(facility_id, meal_on) if meal_id in (None, one.pk)]
    roll = MealRoll.objects.filter(
        facility_id=facility_id, meal_on=meal_on, class_name=class_name
    ).first()
    return ClassDay(
        class_name=class_name,
        meal_on=meal_on,
        meals=meals,
        children=_children(facility_id, class_name, meal_on, meals),
        is_open=rules.is_open(meal_on, class_name, week, said),
        cutoff_at=week.cutoff_at(meal_on),
        is_late=week.is_late(meal_on, at),
        is_settled=is_settled([one.pk for one in meals], Month.of(meal_on)),
        saved_at=roll.saved_at if roll else None,
        saved_by_name=roll.saved_by_name if roll else "",
    )


_WORSE = {TickState.EATS: 0, TickState.ABSENT: 1, TickState.LATE: 2}


def _children(
    facility_id: int, class_name: str, meal_on: date, meals: Sequence[Meal]
) -> list[Child]:
    people: dict[int, Eater] = {}
    of_meals: dict[int, set[int]] = {}
    for meal in meals:
        for one in days.eaters(
            facility_id, meal.fee_item_id, meal_on, meal_on + ONE_DAY, class_name
        ):
            people[one.beneficiary_id] = one
            of_meals.setdefault(one.beneficiary_id, set()).add(meal.pk)
    states = dict.fromkeys(people, TickState.EATS)
    told = MealTick.objects.filter(
        meal__in=list(meals), meal_on=meal_on, beneficiary_id__in=list(people)
    ).values_list("beneficiary_id", "state")
    for child, state in told:
        states[child] = max(states[child], TickState(state), key=_WORSE.__getitem__)
    return [
        Child(child, one.name, one.code, states[child], frozenset(of_meals[child]))
        for child, one in people.items()
    ]


def is_settled(meal_ids: Sequence[int], month: Month) -> bool:
    """Whether one of these meals has its month settled."""
    return MealSettlement.objects.filter(
        meal_id__in=list(meal_ids), month_on=month.first_day_on
    ).exists()
