"""The month of a meal: what each child bought, ate, told too late, and what that comes to."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from thuphi.ground.kit.periods import Month
from thuphi.money.bills.models import CollectionRun
from thuphi.money.meals import rules
from thuphi.money.meals.models import (
    CouponReturn,
    Meal,
    MealRoll,
    MealSettlement,
    MealTick,
    SettlementLine,
)
from thuphi.money.meals.rules import Balance, Bought, Settling, TickState
from thuphi.registers.payers.models import Beneficiary

from . import billed, days
from .billed import BilledMeals
from .days import Eater


@dataclass(frozen=True, slots=True)
class Eaten:
    """A child's days of a month."""

    eaten: int
    late: int
    absent: int

    @property
    def owed(self) -> int:
        """Meals that are paid for."""
        return self.eaten + self.late


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One child's month and what it comes to."""

    beneficiary_id: int
    name: str
    class_name: str
    bought: Bought
    days: Eaten
    balance: Balance
    bills: Sequence[BilledMeals]


@dataclass(frozen=True, slots=True)
class MonthPreview:
    """The whole month of a meal before, and just as, it is settled."""

    meal: Meal
    month: Month
    settling: Settling
    run_ids: Sequence[int]
    rows: Sequence[MonthRow]
    not_looked_at: Sequence[tuple[date, str]]
    """Days on which nobody saved a class: everybody in it counts as having eaten."""
    last_on: date | None
    """The last day of the month with meals."""

    @property
    def credited_vnd(self) -> int:
        """What is given back, debit lines aside."""
        return sum(max(row.balance.credited_vnd, 0) for row in self.rows)

    @property
    def debited_vnd(self) -> int:
        """What is asked for besides."""
        return sum(max(-row.balance.credited_vnd, 0) for row in self.rows)

    @property
    def left_meals(self) -> int:
        """Coupons carried over."""
        return sum(max(row.balance.left_meals, 0) for row in self.rows)

    @property
    def unbilled(self) -> Sequence[MonthRow]:
        """Who ate, and no bill of these runs asks for it."""
        return [row for row in self.rows if row.days.owed and not row.bought.meals]

    @property
    def digest(self) -> str:
        """A mark of exactly this preview."""
        head = f"{self.meal.pk} {self.month} {self.settling.value} {sorted(self.run_ids)}"
        rows = (f"{row.beneficiary_id} {row.bought} {row.days} {row.balance}" for row in self.rows)
        lines = [head, *rows]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def preview(meal: Meal, month: Month, run_ids: Collection[int]) -> MonthPreview:
    """What the month of a meal comes to when these runs have billed it."""
    settling = Settling(meal.settling)
    first_on, until_on = month.first_day_on, month.next.first_day_on
    eaters = days.eaters(meal.facility_id, meal.fee_item_id, first_on, until_on)
    bills = {} if settling is Settling.POSTPAID else billed.meals_billed(meal, run_ids)
    left = left_over(meal, before=month)
    people = _people(eaters, [*bills, *left])
    week = days.week_of(meal.facility_id)
    said = days.said_days(meal.facility_id, first_on, until_on)
    open_days = days.open_days(month, {name for _, name in people.values()}, week, said)
    eaten = _eaten(meal, month, eaters, open_days)
    rows = [
        _row(child, people[child], bills.get(child, ()), left.get(child), eaten, settling)
        for child in people
    ]
    last = max((days_[-1] for days_ in open_days.values() if days_), default=None)
    return MonthPreview(
        meal=meal,
        month=month,
        settling=settling,
        run_ids=sorted(run_ids),
        rows=[row for row in rows if row.bought != Bought() or row.days != Eaten(0, 0, 0)],
        not_looked_at=_not_looked_at(meal, month, eaters, open_days),
        last_on=last,
    )


def _people(eaters: Sequence[Eater], others: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Name and class of everybody concerned: who eats, and who only has a bill or coupons."""
    known = {one.beneficiary_id: (one.name, one.class_name) for one in eaters}
    missing = [child for child in others if child not in known]
    rest = Beneficiary.objects.filter(pk__in=missing).order_by("class_name", "code")
    return known | {one.pk: (one.name, one.class_name) for one in rest}


def _eaten(
    meal: Meal, month: Month, eaters: Sequence[Eater], open_days: Mapping[str, Sequence[date]]
) -> dict[int, Eaten]:
    told: dict[int, dict[date, TickState]] = defaultdict(dict)
    ticks = MealTick.objects.filter(
        meal=meal, meal_on__gte=month.first_day_on, meal_on__lt=month.next.first_day_on
    ).values_list("beneficiary_id", "meal_on", "state")
    for child, day, state in ticks:
        told[child][day] = TickState(state)
    counted: dict[int, Counter[TickState]] = defaultdict(Counter)
    for one in eaters:
        for day in open_days[one.class_name]:
            if one.eats_on(day):
                word = told[one.beneficiary_id].get(day, TickState.EATS)
                counted[one.beneficiary_id][word] += 1
    return {
        child: Eaten(states[TickState.EATS], states[TickState.LATE], states[TickState.ABSENT])
        for child, states in counted.items()
    }


def _row(
    child: int,
    person: tuple[str, str],
    bills: Sequence[BilledMeals],
    left: SettlementLine | None,
    eaten: Mapping[int, Eaten],
    settling: Settling,
) -> MonthRow:
    bought = Bought(
        meals=sum(one.meals for one in bills),
        priced_vnd=sum(one.priced_vnd for one in bills),
        billed_vnd=sum(one.billed_vnd for one in bills),
        carried_meals=left.left_meals if left else 0,
        carried_vnd=left.left_vnd if left else 0,
    )
    of_child = eaten.get(child, Eaten(0, 0, 0))
    return MonthRow(
        beneficiary_id=child,
        name=person[0],
        class_name=person[1],
        bought=bought,
        days=of_child,
        balance=rules.settle(bought, of_child.owed, settling),
        bills=bills,
    )


def _not_looked_at(
    meal: Meal, month: Month, eaters: Sequence[Eater], open_days: Mapping[str, Sequence[date]]
) -> list[tuple[date, str]]:
    saved = set(
        MealRoll.objects.filter(
            facility_id=meal.facility_id,
            meal_on__gte=month.first_day_on,
            meal_on__lt=month.next.first_day_on,
        ).values_list("meal_on", "class_name")
    )
    classes = {one.class_name for one in eaters}
    return sorted(
        (day, name) for name in classes for day in open_days[name] if (day, name) not in saved
    )


def left_over(
    meal: Meal, *, before: Month | None = None, children: Collection[int] | None = None
) -> dict[int, SettlementLine]:
    """The last line of each child (of these, if they are named) who has meals or money left of it,
    or owes meals."""
    found = SettlementLine.objects.filter(settlement__meal=meal)
    if children is not None:
        found = found.filter(beneficiary_id__in=list(children))
    if before is not None:
        found = found.filter(settlement__month_on__lt=before.first_day_on)
    last = found.order_by("beneficiary_id", "-settlement__month_on").distinct("beneficiary_id")
    left = SettlementLine.objects.filter(pk__in=last.values("pk")).exclude(left_meals=0, left_vnd=0)
    lines = {
        one.beneficiary_id: one
        for one in left.select_related("settlement").order_by("beneficiary_id")
    }
    returned = set(
        CouponReturn.objects.filter(line__in=[one.pk for one in lines.values()]).values_list(
            "line_id", flat=True
        )
    )
    return {child: one for child, one in lines.items() if one.pk not in returned}


def quantities(facility_id: int, item_id: int, month: Month) -> dict[int, int]:
    """How many meals to bill each child: of a meal that is paid for later those of this month that
    were eaten or told of too late; of one paid for in advance the days of this month, less what
    was left over. Empty when the item is no meal."""
    meal = Meal.objects.filter(facility_id=facility_id, fee_item_id=item_id).first()
    if meal is None:
        return {}
    first_on, until_on = month.first_day_on, month.next.first_day_on
    eaters = days.eaters(facility_id, item_id, first_on, until_on)
    week = days.week_of(facility_id)
    said = days.said_days(facility_id, first_on, until_on)
    open_days = days.open_days(month, {one.class_name for one in eaters}, week, said)
    if meal.settling == Settling.POSTPAID.value:
        return {
            child: one.owed
            for child, one in _eaten(meal, month, eaters, open_days).items()
            if one.owed
        }
    planned: Counter[int] = Counter()
    for one in eaters:
        planned[one.beneficiary_id] += sum(one.eats_on(day) for day in open_days[one.class_name])
    left = {child: line.left_meals for child, line in left_over(meal, before=month).items()}
    wanted = {
        child: rules.wanted_meals(number, left.get(child, 0)) for child, number in planned.items()
    }
    return {child: number for child, number in wanted.items() if number}


def settlement_of(meal_id: int, month: Month) -> MealSettlement | None:
    """The settlement of a meal's month, if there is one."""
    return MealSettlement.objects.filter(meal_id=meal_id, month_on=month.first_day_on).first()


def lines_of(settlement: MealSettlement) -> QuerySet[SettlementLine]:
    """A settlement child by child, by class."""
    found = SettlementLine.objects.filter(settlement=settlement).select_related("beneficiary")
    return found.order_by("beneficiary__class_name", "beneficiary__code", "pk")


def runs_with(meal: Meal, month: Month) -> list[CollectionRun]:
    """The runs of the month that billed this meal and are not settled with another one."""
    taken = runs_taken(meal)
    return [
        run
        for run in billed.runs_of(meal)
        if run.pk not in taken and Month.of(run.opens_on) == month
    ]


def runs_taken(meal: Meal) -> set[int]:
    """Runs whose meals were settled already."""
    rows = MealSettlement.objects.filter(meal=meal).values_list("runs", flat=True)
    return {int(run) for runs in rows for run in runs}
