"""The month's settlement of a meal (quyết toán phiếu ăn), and coupons of who eats no more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.periods import Month
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills.models import CollectionRun
from thuphi.money.meals import errors
from thuphi.money.meals.models import CouponReturn, Meal, MealSettlement, SettlementLine
from thuphi.money.meals.queries import billed, days
from thuphi.money.meals.queries import month as months
from thuphi.money.meals.queries.billed import BilledMeals
from thuphi.money.meals.queries.month import MonthPreview, MonthRow

from . import ticking


def proposed_reason(meal: Meal, month: Month) -> str:
    """What families may read as the reason, until the accountant writes another."""
    return f"Quyết toán {meal.fee_item.name} tháng {month.label}"


def meal_of(facility_id: int, meal_id: int) -> Meal:
    """The meal, if it is this facility's. Raises `NotAMeal`."""
    meal = days.meal_here(meal_id, facility_id)
    if meal is None:
        raise errors.NotAMeal
    return meal


@transaction.atomic
def settle_month(
    *,
    by: Actor,
    facility_id: int,
    meal_id: int,
    month: Month,
    run_ids: Collection[int],
    seen: str,
    reason: str,
    at: datetime,
    paper: str = "",
) -> MealSettlement:
    """Settle a month as its preview showed it: credit or debit lines on the bills of these runs,
    coupons carried over, or the quantities of the next run. After it nothing of it is ticked.

    `seen` is the preview's digest. All or nothing. Raises `NotAMeal`, `ReasonMissing`,
    `MonthSettled`, `MonthNotOver`, `RunSettledAlready`, `NothingToSettle`, `SettledOtherwise`,
    and what `adjustments.adjust` refuses.
    """
    by.require(Permission.MEAL_WRITE, facility_id)
    meal = meal_of(facility_id, meal_id)
    if not reason.strip():
        raise errors.ReasonMissing
    ticking.one_at_a_time(facility_id)
    if months.settlement_of(meal_id, month) is not None:
        raise errors.MonthSettled(month)
    _refuse_runs(meal, run_ids)
    shown = months.preview(meal, month, run_ids)
    if not shown.rows:
        raise errors.NothingToSettle
    if shown.last_on and not days.week_of(facility_id).is_late(shown.last_on, at):
        raise errors.MonthNotOver(shown.last_on)
    if shown.digest != seen:
        raise errors.SettledOtherwise
    adjustment_id = _adjust(by, shown, reason.strip(), paper.strip(), at)
    made = MealSettlement.objects.create(
        facility_id=facility_id,
        meal=meal,
        month_on=month.first_day_on,
        settling=meal.settling,
        runs=sorted(run_ids),
        reason=reason.strip(),
        paper=paper.strip(),
        adjustment_id=adjustment_id,
        made_at=at,
        made_by=by.user_id,
        made_by_name=by.name,
    )
    SettlementLine.objects.bulk_create([_line(made, row) for row in shown.rows])
    events.record(
        "meal_month_settled",
        by=by,
        subject=f"meal:{meal_id}",
        at=at,
        facility_id=facility_id,
        month=str(month),
        children=len(shown.rows),
        credited_vnd=shown.credited_vnd,
        debited_vnd=shown.debited_vnd,
        left_meals=shown.left_meals,
    )
    return made


def _refuse_runs(meal: Meal, run_ids: Collection[int]) -> None:
    known = {run.pk for run in billed.runs_of(meal)}
    if not set(run_ids) <= known:
        raise errors.NotAMeal
    again = sorted(set(run_ids) & months.runs_taken(meal))
    if again:
        raise errors.RunSettledAlready(CollectionRun.objects.get(pk=again[0]).name)


def _adjust(by: Actor, shown: MonthPreview, reason: str, paper: str, at: datetime) -> int | None:
    changes = [change for row in shown.rows for change in changes_of(shown, row)]
    if not changes:
        return None
    done = adjustments.adjust(
        by=by,
        facility_id=shown.meal.facility_id,
        kind=AdjustmentKind.MEALS,
        changes=changes,
        reason=reason,
        paper=paper,
        at=at,
    )
    return done.id


def changes_of(shown: MonthPreview, row: MonthRow) -> list[Change]:
    """The lines that a child's month writes on their bills, in the words the family reads."""
    amount_vnd = row.balance.credited_vnd
    if not amount_vnd:
        return []
    said = (
        f"{shown.meal.fee_item.name} tháng {shown.month.label}: đã ăn {row.days.eaten}, "
        f"báo muộn {row.days.late}, nghỉ {row.days.absent} bữa"
    )
    item_id = shown.meal.fee_item_id
    if amount_vnd < 0:
        return [Change(row.bills[-1].code, item_id, -amount_vnd, said)]
    return [
        Change(code, item_id, -part_vnd, said)
        for code, part_vnd in _spread(amount_vnd, _bills_for(shown, row, amount_vnd))
    ]


def _bills_for(shown: MonthPreview, row: MonthRow, amount_vnd: int) -> list[BilledMeals]:
    """The bills that take a credit: the month's own, and when its money was carried on to others
    as arrears, those."""
    own = list(row.bills[::-1])
    if sum(one.standing_vnd for one in own) >= amount_vnd:
        return own
    codes = {one.code for one in own}
    others = billed.meals_of_child(shown.meal, row.beneficiary_id)
    return [*own, *(one for one in others if one.code not in codes)]


def _spread(amount_vnd: int, bills: Sequence[BilledMeals]) -> list[tuple[str, int]]:
    """A credit over bills, the first as far as it goes."""
    parts = []
    left_vnd = amount_vnd
    for one in bills:
        part_vnd = min(left_vnd, one.standing_vnd)
        if part_vnd > 0:
            parts.append((one.code, part_vnd))
            left_vnd -= part_vnd
    if left_vnd:
        most_vnd = amount_vnd - left_vnd
        raise errors.BillsTooSmall(most_vnd, [one.code for one in bills])
    return parts


def _line(made: MealSettlement, row: MonthRow) -> SettlementLine:
    return SettlementLine(
        settlement=made,
        facility_id=made.facility_id,
        beneficiary_id=row.beneficiary_id,
        billed_meals=row.bought.meals,
        carried_meals=row.bought.carried_meals,
        eaten_meals=row.days.eaten,
        late_meals=row.days.late,
        absent_meals=row.days.absent,
        left_meals=row.balance.left_meals,
        billed_vnd=row.bought.billed_vnd,
        carried_vnd=row.bought.carried_vnd,
        owed_vnd=row.balance.owed_vnd,
        credited_vnd=row.balance.credited_vnd,
        left_vnd=row.balance.left_vnd,
    )


@transaction.atomic
def return_coupons(
    *,
    by: Actor,
    facility_id: int,
    meal_id: int,
    beneficiary_id: int,
    reason: str,
    at: datetime,
    paper: str = "",
) -> CouponReturn:
    """Give back the coupons that a child has left over, as a credit on the bills that sold them:
    of a leaver, or of who is no longer registered.

    Raises `NotAMeal`, `ReasonMissing`, `NothingLeft`, `BillsTooSmall`.
    """
    by.require(Permission.MEAL_WRITE, facility_id)
    meal = meal_of(facility_id, meal_id)
    if not reason.strip():
        raise errors.ReasonMissing
    ticking.one_at_a_time(facility_id)
    line = months.left_over(meal).get(beneficiary_id)
    if line is None or line.left_vnd <= 0:
        raise errors.NothingLeft
    said = f"{meal.fee_item.name}: trả lại {line.left_meals} phiếu ăn thừa"
    parts = _spread(line.left_vnd, billed.meals_of_child(meal, beneficiary_id))
    done = adjustments.adjust(
        by=by,
        facility_id=facility_id,
        kind=AdjustmentKind.MEALS,
        changes=[Change(code, meal.fee_item_id, -part, said) for code, part in parts],
        reason=reason.strip(),
        paper=paper.strip(),
        at=at,
    )
    made = CouponReturn.objects.create(
        line=line,
        facility_id=facility_id,
        amount_vnd=line.left_vnd,
        reason=reason.strip(),
        adjustment_id=done.id,
        made_at=at,
        made_by=by.user_id,
    )
    events.record(
        "coupons_returned",
        by=by,
        subject=f"beneficiary:{beneficiary_id}",
        at=at,
        facility_id=facility_id,
        amount_vnd=line.left_vnd,
        meals=line.left_meals,
    )
    return made
