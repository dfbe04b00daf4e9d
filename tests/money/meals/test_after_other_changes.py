"""A month is settled rightly after its bills were changed otherwise; nothing is given twice."""

from __future__ import annotations

from datetime import date

from tests import world as worlds
from tests.money.meals import canteen as canteens
from tests.money.meals.canteen import MONDAY, Canteen, clock_at
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill
from thuphi.money.closing import arrears
from thuphi.money.meals.actions import settling
from thuphi.money.meals.queries import month as months
from thuphi.money.meals.rules import Settling

OCTOBER = Month(2026, 10)


def settled(canteen: Canteen, runs: list[int]) -> dict[str, int]:
    """The month settled; then what each child's bill stands at."""
    settling.settle_month(
        by=canteen.world.lan.actor,
        facility_id=canteen.world.a.id,
        meal_id=canteen.lunch.pk,
        month=OCTOBER,
        run_ids=runs,
        seen=months.preview(canteen.lunch, OCTOBER, runs).digest,
        reason="Quyết toán",
        at=clock_at(date(2026, 10, 31), 9),
    )
    return dict(Bill.objects.values_list("beneficiary__code", "total_vnd"))


def test_after_a_price_cut_meals_go_back_at_the_lower_price(canteen: Canteen) -> None:
    first, *_others = worlds.issued_run(canteen.world, items=[("AN", 22)])
    run = first.run_id or 0
    adjustments.price_cut(
        by=canteen.world.lan.actor,
        fee_item_id=canteen.lunch.fee_item_id,
        new_price_vnd=28_000,
        run_ids=[run],
        reason="Giảm giá thực phẩm",
        paper="12/TB 01/10/2026",
        at=worlds.AT,
    )
    canteen.tick(MONDAY, "HS001")
    assert settled(canteen, [run]) == {
        "HS001": 21 * 28_000,
        "HS002": 22 * 28_000,
        "HS003": 22 * 28_000,
    }


def test_money_given_back_otherwise_is_not_given_back_again(canteen: Canteen) -> None:
    first, *_others = worlds.issued_run(canteen.world, items=[("AN", 22)])
    adjustments.adjust(
        by=canteen.world.lan.actor,
        facility_id=canteen.world.a.id,
        kind=AdjustmentKind.OTHER,
        changes=[Change(first.code, canteen.lunch.fee_item_id, -60_000, "Trả trước hai bữa")],
        reason="Nghỉ dài",
        paper="Đơn 02/10/2026",
        at=worlds.AT,
    )
    for day in (5, 6, 7):
        canteen.tick(date(2026, 10, day), "HS001")
    assert settled(canteen, [first.run_id or 0])["HS001"] == 19 * 30_000


def test_an_exempted_child_gets_back_what_its_family_was_asked_for(canteen: Canteen) -> None:
    bills.exempt(
        by=SYSTEM,
        facility_id=canteen.world.a.id,
        beneficiary_id=canteen.child("HS001"),
        fee_item_id=canteen.lunch.fee_item_id,
        percent=50,
        reason="Hộ cận nghèo",
        from_on=date(2026, 9, 1),
        until_on=date(2027, 8, 1),
        at=worlds.AT,
    )
    first, *_others = worlds.issued_run(canteen.world, items=[("AN", 22)])
    assert first.total_vnd == 330_000
    canteen.tick(MONDAY, "HS001")
    assert settled(canteen, [first.run_id or 0])["HS001"] == 21 * 15_000


def test_an_amount_without_a_number_of_meals_is_counted_by_the_price(canteen: Canteen) -> None:
    run = worlds.planned_run(canteen.world, items=[("BT", 1)])
    bills.plan_charges(
        by=SYSTEM,
        run_id=run.pk,
        charges=[
            bills.PlannedCharge(canteen.child("HS001"), canteen.lunch.fee_item_id, 1, 660_000),
        ],
        at=worlds.AT,
    )
    bills.issue_run(by=SYSTEM, run_id=run.pk, at=worlds.AT)
    canteen.tick(MONDAY, "HS001")
    shown = months.preview(canteen.lunch, OCTOBER, [run.pk])
    row = next(one for one in shown.rows if one.beneficiary_id == canteen.child("HS001"))
    assert (row.bought.meals, row.balance.credited_vnd) == (22, 30_000)


def test_arrears_that_went_on_to_another_bill_get_their_credit_there(canteen: Canteen) -> None:
    first, *_others = worlds.issued_run(canteen.world, items=[("AN", 22)])
    old_run = first.run_id or 0
    canteen.tick(MONDAY, "HS001")
    new = worlds.issued_run(
        canteen.world, items=[("AN", 21)], name="Thu tháng 11/2026", due_on=date(2026, 11, 30)
    )
    arrears.carry_arrears(
        by=SYSTEM, from_run_ids=[old_run], to_run_id=new[0].run_id or 0, at=worlds.AT
    )
    settled(canteen, [old_run])
    totals = dict(Bill.objects.filter(beneficiary__code="HS001").values_list("run_id", "total_vnd"))
    assert totals == {old_run: 0, new[0].run_id: 21 * 30_000 + 21 * 30_000}
    shown = months.preview(canteen.lunch, Month(2026, 11), [new[0].run_id or 0])
    row = next(one for one in shown.rows if one.beneficiary_id == canteen.child("HS001"))
    assert (row.bought.meals, row.bought.priced_vnd, row.balance.credited_vnd) == (21, 630_000, 0)


def test_coupons_given_back_on_the_next_bill_are_no_meals_of_its_month(world: World) -> None:
    canteen = canteens.build(world, settling=Settling.COUPONS)
    first, *_others = worlds.issued_run(world, items=[("AN", 22)])
    canteen.tick(MONDAY, "HS001")
    settled(canteen, [first.run_id or 0])
    new = worlds.issued_run(
        world, items=[("AN", 21)], name="Thu tháng 11/2026", due_on=date(2026, 11, 30)
    )
    settling.return_coupons(
        by=world.lan.actor,
        facility_id=world.a.id,
        meal_id=canteen.lunch.pk,
        beneficiary_id=canteen.child("HS001"),
        reason="Thôi ăn",
        at=clock_at(date(2026, 11, 2), 9),
    )
    shown = months.preview(canteen.lunch, Month(2026, 11), [new[0].run_id or 0])
    row = next(one for one in shown.rows if one.beneficiary_id == canteen.child("HS001"))
    assert (row.bought.meals, row.bought.billed_vnd, row.bought.carried_meals) == (21, 630_000, 0)
