"""A month of lunch becomes credits, coupons or quantities; nothing of it is lost."""

from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.money.meals import canteen as canteens
from tests.money.meals.canteen import MONDAY, Canteen, clock_at
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.periods import Month
from thuphi.money.adjustments.models import Adjustment
from thuphi.money.bills.models import Bill, BillLine
from thuphi.money.credits import queries as credits
from thuphi.money.meals import errors
from thuphi.money.meals.actions import setting, settling, ticking
from thuphi.money.meals.models import MealSettlement, SettlementLine
from thuphi.money.meals.queries import month as months
from thuphi.money.meals.rules import Settling, TickState
from thuphi.money.payments import actions as payments

OCTOBER = Month(2026, 10)
NOVEMBER = Month(2026, 11)
AFTER = clock_at(date(2026, 10, 30), 9)
"""October 2026 has 22 days with meals; the 30th is the last of them."""


def bill_month(canteen: Canteen, meals: int = 22, **plan: object) -> list[Bill]:
    """Bills of lunch, in the order of the children's codes."""
    return worlds.issued_run(canteen.world, items=[("AN", meals)], **plan)  # type: ignore[arg-type]


def settle(canteen: Canteen, month: Month = OCTOBER, **changed: object) -> MealSettlement:
    runs = [run.pk for run in months.runs_with(canteen.lunch, month)]
    seen = months.preview(canteen.lunch, month, runs).digest
    asked = {
        "by": canteen.world.lan.actor,
        "facility_id": canteen.world.a.id,
        "meal_id": canteen.lunch.pk,
        "month": month,
        "run_ids": runs,
        "seen": seen,
        "reason": "Quyết toán tiền ăn",
        "at": AFTER,
    }
    return settling.settle_month(**{**asked, **changed})  # type: ignore[arg-type]


def totals() -> dict[str, int]:
    found = Bill.objects.exclude(state="cancelled").order_by("pk")
    return dict(found.values_list("beneficiary__code", "total_vnd"))


def test_meals_not_eaten_come_off_the_bill_and_late_ones_do_not(canteen: Canteen) -> None:
    bill_month(canteen)
    canteen.tick(MONDAY, "HS001")
    canteen.tick(date(2026, 10, 6), "HS001", "HS002")
    canteen.tick(date(2026, 10, 7), "HS002", hour=9)
    made = settle(canteen)
    assert totals() == {"HS001": 600_000, "HS002": 630_000, "HS003": 660_000}
    line = SettlementLine.objects.get(beneficiary__code="HS002")
    assert (line.billed_meals, line.eaten_meals, line.late_meals, line.absent_meals) == (
        22, 20, 1, 1,
    )  # fmt: skip
    assert (line.billed_vnd, line.owed_vnd, line.credited_vnd, line.left_vnd) == (
        660_000, 630_000, 30_000, 0,
    )  # fmt: skip
    deed = Adjustment.objects.get()
    assert (made.adjustment_id, deed.kind, deed.credited_vnd) == (deed.pk, "meals", 90_000)
    words = BillLine.objects.filter(kind="credit").order_by("pk").first()
    assert words is not None
    assert words.description == "Tiền ăn bán trú tháng 10/2026: đã ăn 20, báo muộn 0, nghỉ 2 bữa"


def test_what_a_family_has_paid_becomes_its_credit(canteen: Canteen) -> None:
    first, *_rest = bill_month(canteen)
    payments.take_cash(
        by=canteen.world.minh.actor,
        code=first.code,
        amount_vnd=660_000,
        key="1",
        payer_name="",
        at=worlds.AT,
    )
    canteen.tick(MONDAY, "HS001")
    settle(canteen)
    first.refresh_from_db()
    assert (first.total_vnd, first.paid_vnd, first.state) == (630_000, 630_000, "paid")
    assert credits.balances(canteen.world.a.id) == {canteen.child("HS001"): 30_000}


def test_a_closed_day_is_given_back_to_everybody(canteen: Canteen) -> None:
    bill_month(canteen)
    setting.say_days(
        by=canteen.world.lan.actor,
        facility_id=canteen.world.a.id,
        first_on=date(2026, 10, 8),
        last_on=date(2026, 10, 11),
        is_open=False,
        reason="Nghỉ bão",
        at=clock_at(date(2026, 10, 7), 15),
    )
    settle(canteen)
    assert set(totals().values()) == {600_000}


def test_more_eaten_than_billed_is_asked_for(canteen: Canteen) -> None:
    bill_month(canteen, meals=20)
    settle(canteen)
    assert set(totals().values()) == {660_000}
    assert set(SettlementLine.objects.values_list("credited_vnd", flat=True)) == {-60_000}


def test_coupons_left_over_are_carried_and_asked_for_no_second_time(world: World) -> None:
    canteen = canteens.build(world, settling=Settling.COUPONS)
    bill_month(canteen)
    canteen.tick(MONDAY, "HS001")
    canteen.tick(date(2026, 10, 6), "HS001")
    settle(canteen)
    assert set(totals().values()) == {660_000}
    assert not Adjustment.objects.exists()
    line = SettlementLine.objects.get(beneficiary__code="HS001")
    assert (line.left_meals, line.left_vnd, line.owed_vnd) == (2, 60_000, 600_000)
    wanted = months.quantities(world.a.id, world.a.items["AN"].pk, NOVEMBER)
    assert wanted == {
        canteen.child("HS001"): 19,
        canteen.child("HS002"): 21,
        canteen.child("HS003"): 21,
    }
    bill_month(canteen, meals=19, name="Thu tháng 11/2026", due_on=date(2026, 11, 30))
    settle(canteen, NOVEMBER, at=clock_at(date(2026, 11, 30), 9))
    of_november = SettlementLine.objects.filter(settlement__month_on="2026-11-01")
    second = of_november.get(beneficiary__code="HS001")
    assert (second.carried_meals, second.carried_vnd) == (2, 60_000)
    assert (second.left_meals, second.left_vnd, second.owed_vnd) == (0, 0, 630_000)
    others = of_november.get(beneficiary__code="HS002")
    assert (others.left_meals, others.left_vnd) == (-2, 0)


def test_a_leavers_coupons_go_back_once(world: World) -> None:
    canteen = canteens.build(world, settling=Settling.COUPONS)
    bill_month(canteen)
    canteen.tick(MONDAY, "HS001")
    settle(canteen)
    asked = {
        "by": world.lan.actor,
        "facility_id": world.a.id,
        "meal_id": canteen.lunch.pk,
        "beneficiary_id": canteen.child("HS001"),
        "reason": "Chuyển trường",
        "at": AFTER,
    }
    made = settling.return_coupons(**asked)  # type: ignore[arg-type]
    assert made.amount_vnd == 30_000
    assert totals()["HS001"] == 630_000
    with pytest.raises(errors.NothingLeft):
        settling.return_coupons(**asked)  # type: ignore[arg-type]
    wanted = months.quantities(world.a.id, world.a.items["AN"].pk, NOVEMBER)
    assert wanted[canteen.child("HS001")] == 21


def test_postpaid_meals_become_quantities_of_the_next_run(world: World) -> None:
    canteen = canteens.build(world, settling=Settling.POSTPAID)
    canteen.tick(MONDAY, "HS001")
    canteen.tick(date(2026, 10, 6), "HS001", hour=10)
    wanted = months.quantities(world.a.id, world.a.items["AN"].pk, OCTOBER)
    assert wanted == {
        canteen.child("HS001"): 21,
        canteen.child("HS002"): 22,
        canteen.child("HS003"): 22,
    }
    settle(canteen)
    assert not Adjustment.objects.exists()
    assert SettlementLine.objects.get(beneficiary__code="HS001").owed_meals == 21


def test_who_ate_without_a_bill_is_shown_and_asked_for_next_month(canteen: Canteen) -> None:
    bill_month(canteen, classes=["2A"])
    runs = [run.pk for run in months.runs_with(canteen.lunch, OCTOBER)]
    shown = months.preview(canteen.lunch, OCTOBER, runs)
    assert [row.name for row in shown.unbilled] == ["Đặng Khánh Chi"]
    settle(canteen)
    wanted = months.quantities(canteen.world.a.id, canteen.world.a.items["AN"].pk, NOVEMBER)
    assert wanted[canteen.child("HS003")] == 21 + 22
    assert wanted[canteen.child("HS001")] == 21


def test_a_month_is_settled_once_and_as_it_was_shown(canteen: Canteen) -> None:
    bill_month(canteen)
    runs = [run.pk for run in months.runs_with(canteen.lunch, OCTOBER)]
    seen = months.preview(canteen.lunch, OCTOBER, runs).digest
    canteen.tick(MONDAY, "HS001")
    with pytest.raises(errors.SettledOtherwise):
        settle(canteen, seen=seen)
    assert not SettlementLine.objects.exists()
    settle(canteen)
    with pytest.raises(errors.MonthSettled):
        settle(canteen)
    with pytest.raises(errors.MonthSettled):
        canteen.tick(date(2026, 10, 29), "HS001")
    with pytest.raises(errors.MonthSettled):
        ticking.correct(
            by=canteen.world.lan.actor,
            facility_id=canteen.world.a.id,
            beneficiary_id=canteen.child("HS001"),
            meal_on=MONDAY,
            state=TickState.EATS,
            reason="Chạm nhầm",
            at=AFTER,
        )
    with pytest.raises(errors.MonthSettled):
        setting.say_days(
            by=canteen.world.lan.actor,
            facility_id=canteen.world.a.id,
            first_on=MONDAY,
            last_on=MONDAY,
            is_open=False,
            reason="Nghỉ",
            at=AFTER,
        )
    with pytest.raises(errors.RunSettledAlready):
        settle(canteen, NOVEMBER, run_ids=runs, at=clock_at(date(2026, 11, 30), 9))


def test_a_month_that_is_not_over_is_not_settled(canteen: Canteen) -> None:
    bill_month(canteen)
    with pytest.raises(errors.MonthNotOver):
        settle(canteen, at=clock_at(date(2026, 10, 30), 8, 29))
    assert not MealSettlement.objects.exists()


def test_who_may_not_settles_nothing(canteen: Canteen, world: World) -> None:
    bill_month(canteen)
    for someone in (canteen.teacher, world.minh, world.hoa):
        with pytest.raises(NotAllowed):
            settle(canteen, by=someone.actor)
    with pytest.raises(NotYours):
        settle(canteen, by=world.quan.actor)
    with pytest.raises(errors.ReasonMissing):
        settle(canteen, reason=" ")
    with pytest.raises(errors.NotAMeal):
        settle(canteen, by=SYSTEM, facility_id=world.b.id)
    assert not MealSettlement.objects.exists()


def test_an_exemption_and_a_coefficient_are_in_what_comes_off(world: World) -> None:
    canteen = canteens.build(world, percents={"HS001": 50})
    bill_month(canteen)
    bill = Bill.objects.get(beneficiary__code="HS001")
    canteen.tick(MONDAY, "HS001")
    shown = months.preview(canteen.lunch, OCTOBER, [bill.run_id or 0])
    row = next(one for one in shown.rows if one.beneficiary_id == canteen.child("HS001"))
    assert row.balance.credited_vnd == row.bought.billed_vnd // row.bought.meals
