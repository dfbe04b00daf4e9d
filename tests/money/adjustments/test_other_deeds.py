"""Late exemption, price cut and leaver: which changes each of them comes to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.money.seen import post_all
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.adjustments import actions, errors
from thuphi.money.adjustments.actions import Change, Kept
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill, Exemption
from thuphi.money.credits import queries as credits
from thuphi.money.payments import fees
from thuphi.money.payments.rebuild import differences

LATER = AT + timedelta(days=40)
PAPER = "Giấy chứng nhận hộ nghèo số 12/2026"


def exempt(world: World, percent: int = 50, item: str = "BT", **days: date) -> Exemption:
    return bill_actions.exempt(
        by=SYSTEM,
        facility_id=world.a.id,
        beneficiary_id=world.a.pupils["HS001"].pk,
        fee_item_id=world.a.items[item].pk,
        percent=percent,
        reason="Hộ nghèo",
        from_on=days.get("from_on", date(2026, 9, 1)),
        until_on=days.get("until_on", date(2027, 6, 1)),
        at=LATER,
    )


def late(world: World, right: Exemption) -> actions.Adjusted:
    return actions.late_exemption(by=world.lan.actor, exemption_id=right.pk, paper=PAPER, at=LATER)


def total(bill: Bill) -> tuple[int, int]:
    bill.refresh_from_db()
    return bill.total_vnd, bill.paid_vnd


def nothing_differs() -> bool:
    fees.count_all_stale()
    return differences() == []


def test_a_late_right_takes_its_part_off_bills_of_its_days(world: World) -> None:
    before = worlds.issued_run(world, items=[("BT", 1), ("AN", 22)])[0]
    right = exempt(world)
    after = worlds.issued_run(
        world, items=[("BT", 1)], name="Thu tháng 11", due_on=date(2026, 11, 30)
    )[0]
    worlds.hear(world, before.code, 810_000)
    post_all()
    done = late(world, right)
    assert (done.bills, done.credited_vnd, done.released_vnd) == (1, 75_000, 75_000)
    assert total(before) == (735_000, 735_000)
    assert total(after) == (75_000, 0)
    assert credits.balances(world.a.id) == {before.beneficiary_id: 75_000}
    assert nothing_differs()


def test_a_late_right_done_twice_changes_nothing_the_second_time(world: World) -> None:
    worlds.issued_run(world, items=[("BT", 1)])
    right = exempt(world)
    late(world, right)
    with pytest.raises(errors.NothingToChange):
        late(world, right)


def test_a_late_right_does_not_reach_bills_outside_its_days(world: World) -> None:
    worlds.issued_run(world, items=[("BT", 1)])
    right = exempt(world, from_on=date(2026, 11, 1))
    with pytest.raises(errors.NothingToChange):
        late(world, right)


def test_a_late_right_counts_what_was_taken_off_for_another_reason(world: World) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22)])[0]
    actions.adjust(
        by=world.lan.actor,
        facility_id=world.a.id,
        kind=AdjustmentKind.MEALS,
        changes=[Change(bill.code, world.a.items["AN"].pk, -60_000)],
        reason="Nghỉ 2 suất",
        paper="",
        at=LATER,
    )
    done = late(world, exempt(world, item="AN"))
    assert done.credited_vnd == 300_000
    assert total(bill) == (300_000, 0)


def test_a_right_that_is_not_there_is_refused(world: World) -> None:
    with pytest.raises(errors.ExemptionNotFound):
        actions.late_exemption(by=world.lan.actor, exemption_id=1, paper=PAPER, at=LATER)


def cut(world: World, bills: list[Bill], price_vnd: int) -> actions.Adjusted:
    run_id = bills[0].run_id
    assert run_id is not None
    return actions.price_cut(
        by=world.lan.actor,
        fee_item_id=world.a.items["AN"].pk,
        new_price_vnd=price_vnd,
        run_ids=[run_id],
        reason="Giá suất ăn giảm",
        paper="Biên bản họp 02/11/2026",
        at=LATER,
    )


def test_a_price_cut_reaches_every_bill_of_the_runs(world: World, bills: list[Bill]) -> None:
    worlds.hear(world, bills[1].code, 660_000)
    post_all()
    done = cut(world, bills, 28_000)
    assert (done.bills, done.credited_vnd, done.released_vnd) == (3, 132_000, 44_000)
    assert [total(bill) for bill in bills] == [(616_000, 0), (616_000, 616_000), (616_000, 0)]
    assert nothing_differs()


def test_a_second_price_cut_counts_the_first(world: World, bills: list[Bill]) -> None:
    cut(world, bills, 28_000)
    done = cut(world, bills, 25_000)
    assert done.credited_vnd == 3 * 22 * 3_000
    with pytest.raises(errors.NothingToChange):
        cut(world, bills, 25_000)


def test_a_price_cut_shrinks_what_was_let_off(world: World) -> None:
    exempt(world, item="AN")
    bills = worlds.issued_run(world, items=[("AN", 22)])
    cut(world, bills, 20_000)
    assert total(bills[0]) == (220_000, 0)
    assert total(bills[1]) == (440_000, 0)


def test_a_price_cut_leaves_cancelled_bills_alone(world: World, bills: list[Bill]) -> None:
    bill_actions.cancel_bill(by=SYSTEM, code=bills[0].code, reason="Nhầm", at=AT)
    assert cut(world, bills, 28_000).bills == 2


def leave(world: World, *keep: Kept) -> actions.Adjusted:
    return actions.leaver(
        by=world.lan.actor,
        beneficiary_id=world.a.pupils["HS001"].pk,
        left_on=date(2026, 10, 15),
        keep=keep,
        reason="Chuyển trường",
        paper="Đơn xin chuyển trường 14/10/2026",
        at=LATER,
    )


def test_a_leaver_keeps_owing_what_was_used_and_has_the_rest_as_credit(world: World) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22), ("BT", 1)])[0]
    worlds.hear(world, bill.code, 810_000)
    post_all()
    done = leave(
        world,
        Kept(bill.code, world.a.items["AN"].pk, 300_000),
        Kept(bill.code, world.a.items["BT"].pk, 150_000),
    )
    assert (done.credited_vnd, done.released_vnd) == (360_000, 360_000)
    assert total(bill) == (450_000, 450_000)
    assert nothing_differs()


def test_a_leaver_cannot_keep_more_than_stands(world: World, bills: list[Bill]) -> None:
    with pytest.raises(errors.AdjustmentLargerThanBill) as refused:
        leave(world, Kept(bills[0].code, world.a.items["AN"].pk, 660_001))
    assert refused.value.most_vnd == 660_000


def test_a_leaver_changes_no_bill_of_another_child(world: World, bills: list[Bill]) -> None:
    with pytest.raises(errors.BillNotFound):
        leave(world, Kept(bills[1].code, world.a.items["AN"].pk, 0))
