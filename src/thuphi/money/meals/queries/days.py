"""On which days a facility cooks, which meals, and for whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from thuphi.ground.kit.periods import Month, school_year
from thuphi.money.meals import rules
from thuphi.money.meals.models import Meal, MealDay, MealRule
from thuphi.money.meals.rules import Week
from thuphi.money.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class Eater:
    """Somebody who is registered for a meal within a span of days."""

    beneficiary_id: int
    name: str
    code: str
    class_name: str
    percent: int
    from_on: date
    until_on: date
    """The first day they eat no more."""

    def eats_on(self, day: date) -> bool:
        """Whether the registration holds on this day."""
        return self.from_on <= day < self.until_on


def week_of(facility_id: int) -> Week:
    """The facility's week and cut-off, or what holds until it says its own."""
    rule = MealRule.objects.filter(facility_id=facility_id).first()
    if rule is None:
        return Week()
    return Week(rule.weekdays, rule.cutoff_minute, rule.cutoff_days_before)


def said_days(facility_id: int, first_on: date, until_on: date) -> dict[tuple[date, str], bool]:
    """Days between two, the second left out, of which something was said: open or closed."""
    found = MealDay.objects.filter(
        facility_id=facility_id, meal_on__gte=first_on, meal_on__lt=until_on
    ).values_list("meal_on", "class_name", "is_open")
    return {(day, class_name): is_open for day, class_name, is_open in found}


def exceptions(facility_id: int, month: Month) -> list[MealDay]:
    """What was said of days of a month, in their order."""
    return list(
        MealDay.objects.filter(
            facility_id=facility_id,
            meal_on__gte=month.first_day_on,
            meal_on__lt=month.next.first_day_on,
        ).order_by("meal_on", "class_name")
    )


def meals(facility_id: int, day: date) -> list[Meal]:
    """The meals of a facility in the school year of a day, in the order of their codes."""
    return list(
        Meal.objects.filter(
            facility_id=facility_id, is_active=True, fee_item__school_year=school_year(day)
        )
        .select_related("fee_item")
        .order_by("fee_item__code")
    )


def meal_here(meal_id: int, facility_id: int) -> Meal | None:
    """The meal of this number, if it is this facility's."""
    found = Meal.objects.filter(pk=meal_id, facility_id=facility_id)
    return found.select_related("fee_item").first()


def has_meals(facility_id: int) -> bool:
    """Whether a facility has any meal at all."""
    return Meal.objects.filter(facility_id=facility_id, is_active=True).exists()


def open_days(
    month: Month, class_names: Collection[str], week: Week, said: Mapping[tuple[date, str], bool]
) -> dict[str, list[date]]:
    """The days of a month on which each class has meals."""
    days = rules.days_of(month)
    return {
        name: [day for day in days if rules.is_open(day, name, week, said)] for name in class_names
    }


def registered(
    facility_id: int, fee_item_id: int, first_on: date, until_on: date
) -> QuerySet[Registration]:
    """Registrations for an item that hold on some day between two, the second left out, of people
    who have not left before."""
    return (
        Registration.objects.filter(
            facility_id=facility_id,
            fee_item_id=fee_item_id,
            from_on__lt=until_on,
            until_on__gt=first_on,
        )
        .filter(Q(beneficiary__left_on__isnull=True) | Q(beneficiary__left_on__gt=first_on))
        .filter(Q(beneficiary__is_active=True) | Q(beneficiary__left_on__isnull=False))
    )


def eaters(
    facility_id: int,
    fee_item_id: int,
    first_on: date,
    until_on: date,
    class_name: str | None = None,
) -> list[Eater]:
    """Who is registered for an item on some day between two, the second left out; by class and
    code. Somebody who has left eats no more from the day of leaving."""
    found = registered(facility_id, fee_item_id, first_on, until_on)
    if class_name is not None:
        found = found.filter(beneficiary__class_name=class_name)
    rows = found.order_by(
        "beneficiary__class_name", "beneficiary__code", "beneficiary_id", "from_on"
    ).values_list(
        "beneficiary_id",
        "beneficiary__name",
        "beneficiary__code",
        "beneficiary__class_name",
        "percent",
        "from_on",
        "until_on",
        "beneficiary__left_on",
    )
    return [
        Eater(
            person, name, code, class_, percent, begins, ends if left is None else min(ends, left)
        )
        for person, name, code, class_, percent, begins, ends, left in rows
    ]
