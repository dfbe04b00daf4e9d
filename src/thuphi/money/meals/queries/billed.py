"""What bills ask for a meal: how many of it, what they cost, and what still stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from thuphi.money.adjustments.models import AdjustmentLine
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills.models import BillLine, Charge, CollectionRun
from thuphi.money.bills.rules import BillState, LineKind, RunState
from thuphi.money.meals import rules
from thuphi.money.meals.models import Meal
from thuphi.money.registrations.models import Registration
from thuphi.money.registrations.rules import price_at

CHANGES_THE_PRICE = frozenset({AdjustmentKind.LATE_EXEMPTION, AdjustmentKind.PRICE_CUT})
"""Later lines that make each meal cheaper; most others take meals or money back by themselves."""
STANDS_ASIDE = frozenset({AdjustmentKind.CARRIED, AdjustmentKind.MEALS})
"""Later lines of another month's matter: arrears that moved between bills, coupons given back."""


@dataclass(frozen=True, slots=True)
class BilledMeals:
    """A meal on one bill."""

    code: str
    meals: int
    priced_vnd: int
    billed_vnd: int
    standing_vnd: int
    """What the bill asks for this item at all: no credit goes beyond it."""


def runs_of(meal: Meal) -> list[CollectionRun]:
    """The runs that billed a meal, the latest first."""
    ids = (
        BillLine.objects.filter(fee_item_id=meal.fee_item_id, bill__run__isnull=False)
        .order_by()
        .values("bill__run")
        .distinct()
    )
    found = CollectionRun.objects.filter(facility_id=meal.facility_id, pk__in=ids).exclude(
        state__in=[RunState.DRAFT.value, RunState.CANCELLED.value]
    )
    return list(found.order_by("-opens_on", "-pk"))


def meals_billed(meal: Meal, run_ids: Collection[int]) -> dict[int, list[BilledMeals]]:
    """Each child's bills of these runs that ask for the meal."""
    return _by_child(
        meal, BillLine.objects.filter(bill__run__in=list(run_ids), fee_item_id=meal.fee_item_id)
    )


def meals_of_child(meal: Meal, beneficiary_id: int) -> list[BilledMeals]:
    """Every bill of a child that asks for the meal, the latest first."""
    lines = BillLine.objects.filter(bill__beneficiary=beneficiary_id, fee_item_id=meal.fee_item_id)
    return _by_child(meal, lines).get(beneficiary_id, [])[::-1]


def _by_child(meal: Meal, found: Iterable[BillLine]) -> dict[int, list[BilledMeals]]:
    lines: dict[tuple[int, str], list[BillLine]] = defaultdict(list)
    for line in _standing(found, meal):
        lines[line.bill.beneficiary_id, line.bill.code].append(line)
    every = [line for of_bill in lines.values() for line in of_bill]
    later = {
        line_id: AdjustmentKind(kind)
        for line_id, kind in AdjustmentLine.objects.filter(
            bill_line__in=[line.pk for line in every]
        ).values_list("bill_line_id", "adjustment__kind")
    }
    aside = {line for line, kind in later.items() if kind in STANDS_ASIDE} | _arrears(meal, every)
    cheaper = {line for line, kind in later.items() if kind in CHANGES_THE_PRICE}
    percents = dict(
        Registration.objects.filter(fee_item_id=meal.fee_item_id, facility_id=meal.facility_id)
        .order_by("from_on")
        .values_list("beneficiary_id", "percent")
    )
    bills: dict[int, list[BilledMeals]] = defaultdict(list)
    for (child, code), of_bill in lines.items():
        price_vnd = price_at(meal.fee_item.price_vnd, percents.get(child, 100))
        own = [line for line in of_bill if line.pk not in aside]
        standing_vnd = sum(line.amount_vnd for line in of_bill)
        bills[child].append(_bill(code, own, cheaper, price_vnd, standing_vnd))
    return bills


def _arrears(meal: Meal, lines: Iterable[BillLine]) -> set[int]:
    """Lines that were planned with words of their own: arrears of another run, no meals."""
    worded = set(
        Charge.objects.filter(fee_item_id=meal.fee_item_id, facility_id=meal.facility_id)
        .exclude(description="")
        .values_list("run_id", "beneficiary_id", "description")
    )
    return {
        line.pk
        for line in lines
        if (line.bill.run_id, line.bill.beneficiary_id, line.description) in worded
    }


def _standing(found: Iterable[BillLine], meal: Meal) -> Iterable[BillLine]:
    return (
        BillLine.objects.filter(pk__in=[one.pk for one in found], facility_id=meal.facility_id)
        .exclude(bill__state=BillState.CANCELLED.value)
        .select_related("bill")
        .order_by("bill_id", "pk")
    )


def _bill(
    code: str,
    lines: Iterable[BillLine],
    cheaper: Collection[int],
    price_vnd: int,
    standing_vnd: int,
) -> BilledMeals:
    meals = priced = billed = 0
    for line in lines:
        billed += line.amount_vnd
        match LineKind(line.kind):
            case LineKind.CHARGE | LineKind.DEBIT:
                priced += line.amount_vnd
                meals += rules.meals_of_line(
                    line.quantity,
                    unit_price_vnd=line.unit_price_vnd,
                    amount_vnd=line.amount_vnd,
                    price_vnd=price_vnd,
                )
            case LineKind.EXEMPTION:
                priced += line.amount_vnd
            case LineKind.CREDIT if line.pk in cheaper:
                priced += line.amount_vnd
            case LineKind.CREDIT:
                pass
    return BilledMeals(code, meals, priced, billed, standing_vnd)
