"""`adjust`: debit and credit lines on bills that are out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import world as worlds
from tests.money.seen import balances, post_all, rows
from tests.world import AT, World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.money.adjustments import actions, errors, queries
from thuphi.money.adjustments.actions import Adjusted, Change
from thuphi.money.adjustments.models import Adjustment
from thuphi.money.adjustments.plans import FaultKind
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill, BillLine
from thuphi.money.credits import queries as credits
from thuphi.money.credits.rules import Source
from thuphi.money.ledger.queries import transfers_about
from thuphi.money.payments import fees
from thuphi.money.payments.rebuild import differences

LATER = AT + timedelta(days=40)
PAPER = "QĐ 31/QĐ-THVD ngày 01/11/2026"


def adjust(world: World, *changes: Change, **more: str) -> Adjusted:
    return actions.adjust(
        by=world.lan.actor,
        facility_id=world.a.id,
        kind=AdjustmentKind.OTHER,
        changes=changes,
        reason=more.get("reason", "Ghi nhầm số suất"),
        paper=more.get("paper", PAPER),
        at=LATER,
    )


def meal(world: World, bill: Bill, amount_vnd: int, description: str = "") -> Change:
    return Change(bill.code, world.a.items["AN"].pk, amount_vnd, description)


def pay(world: World, bill: Bill, amount_vnd: int) -> None:
    worlds.hear(world, bill.code, amount_vnd)
    post_all()


def stands(bill: Bill) -> tuple[int, int, str]:
    bill.refresh_from_db()
    return bill.total_vnd, bill.paid_vnd, bill.state


def nothing_differs() -> bool:
    fees.count_all_stale()
    return differences() == []


def test_an_open_bill_is_owed_less_and_nothing_is_let_go(world: World, bills: list[Bill]) -> None:
    done = adjust(world, meal(world, bills[0], -60_000, "Nghỉ 2 suất"))
    assert (done.bills, done.credited_vnd, done.debited_vnd, done.released_vnd) == (1, 60_000, 0, 0)
    assert stands(bills[0]) == (600_000, 0, "open")
    line = BillLine.objects.filter(bill=bills[0]).order_by("-id").first()
    assert line is not None
    assert (line.kind, line.amount_vnd, line.description, line.reason) == (
        "credit",
        -60_000,
        "Nghỉ 2 suất",
        "Ghi nhầm số suất",
    )
    assert credits.balances(world.a.id) == {}
    assert nothing_differs()


def test_what_was_paid_beyond_the_new_total_is_the_familys_credit(
    world: World, bills: list[Bill]
) -> None:
    pay(world, bills[0], 660_000)
    done = adjust(world, meal(world, bills[0], -96_000))
    assert done.released_vnd == 96_000
    assert stands(bills[0]) == (564_000, 564_000, "paid")
    (lot,) = credits.lots_of(bills[0].beneficiary_id)
    assert (lot.source, lot.item_name, lot.amount_vnd, lot.left_vnd, lot.is_cashless) == (
        Source.RELEASED,
        "Tiền ăn bán trú",
        96_000,
        96_000,
        True,
    )
    assert lot.reason == "Ghi nhầm số suất"
    assert [
        (one.recipe.value, one.amount_vnd)
        for one in transfers_about(bills[0].code, facility_id=world.a.id)
    ] == [("issue", 660_000), ("pay", 660_000), ("adjust_down", 96_000), ("release", 96_000)]
    assert balances(world.a.id)[f"payer_credit:{bills[0].beneficiary_id}"] == -96_000
    assert nothing_differs()


def test_a_bill_paid_in_cash_and_by_transfer_lets_go_of_both_in_proportion(
    world: World, bills: list[Bill]
) -> None:
    worlds.hear(world, bills[0].code, 220_000, method="cash")
    pay(world, bills[0], 440_000)
    adjust(world, meal(world, bills[0], -100_000))
    lots = [(lot.amount_vnd, lot.is_cashless) for lot in credits.lots_of(bills[0].beneficiary_id)]
    assert lots == [(33_334, False), (66_666, True)]
    assert nothing_differs()


def test_a_part_paid_bill_lets_go_only_of_what_it_needs_no_longer(
    world: World, bills: list[Bill]
) -> None:
    pay(world, bills[0], 600_000)
    done = adjust(world, meal(world, bills[0], -100_000))
    assert done.released_vnd == 40_000
    assert stands(bills[0]) == (560_000, 560_000, "paid")
    assert nothing_differs()


def test_a_paid_bill_that_is_owed_more_is_paid_in_part(world: World, bills: list[Bill]) -> None:
    pay(world, bills[0], 660_000)
    done = adjust(world, Change(bills[0].code, world.a.items["NU"].pk, 15_000))
    assert done.debited_vnd == 15_000
    assert stands(bills[0]) == (675_000, 660_000, "part_paid")
    assert bills[0].closed_at is None
    assert nothing_differs()


def test_a_bill_credited_wholly_is_paid_with_nothing(world: World, bills: list[Bill]) -> None:
    pay(world, bills[0], 660_000)
    adjust(world, meal(world, bills[0], -660_000))
    adjust(world, meal(world, bills[1], -660_000))
    assert stands(bills[0]) == (0, 0, "paid")
    assert stands(bills[1]) == (0, 0, "paid")
    assert credits.balances(world.a.id) == {bills[0].beneficiary_id: 660_000}
    assert nothing_differs()


def test_more_than_stands_on_the_bill_is_refused_with_the_most_that_may_be(
    world: World, bills: list[Bill]
) -> None:
    with pytest.raises(errors.AdjustmentLargerThanBill) as refused:
        adjust(world, meal(world, bills[0], -400_000), meal(world, bills[0], -300_000))
    assert (refused.value.code, refused.value.item, refused.value.most_vnd) == (
        bills[0].code,
        "Tiền ăn bán trú",
        660_000,
    )
    with pytest.raises(errors.AdjustmentLargerThanBill) as other:
        adjust(world, Change(bills[0].code, world.a.items["NU"].pk, -1))
    assert (other.value.item, other.value.most_vnd) == ("Nước uống", 0)


def test_one_change_that_cannot_be_made_refuses_them_all(world: World, bills: list[Bill]) -> None:
    bill_actions.cancel_bill(by=SYSTEM, code=bills[2].code, reason="Nhầm", at=AT)
    with pytest.raises(errors.BillCancelled) as refused:
        adjust(world, meal(world, bills[0], -30_000), meal(world, bills[2], -30_000))
    assert refused.value.code == bills[2].code
    assert stands(bills[0]) == (660_000, 0, "open")
    assert not Adjustment.objects.exists()


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"reason": "  "}, errors.ReasonMissing),
        ({"paper": " "}, errors.PaperMissing),
    ],
)
def test_a_change_without_reason_or_paper_is_refused(
    world: World, bills: list[Bill], more: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        adjust(world, meal(world, bills[0], -30_000), **more)


def test_a_change_of_nothing_is_refused(world: World, bills: list[Bill]) -> None:
    with pytest.raises(errors.NothingToChange):
        adjust(world, meal(world, bills[0], 0))
    with pytest.raises(errors.NothingToChange):
        adjust(world)


def test_bills_and_items_of_another_school_are_not_found(world: World, bills: list[Bill]) -> None:
    (stranger,) = worlds.issued_run(world, school=world.b, name="Thu trường B")
    with pytest.raises(errors.BillNotFound):
        adjust(world, meal(world, stranger, -30_000))
    with pytest.raises(errors.ItemNotFound):
        adjust(world, Change(bills[0].code, world.b.items["HP"].pk, 30_000))
    with pytest.raises(NotYours):
        actions.adjust(
            by=world.quan.actor,
            facility_id=world.a.id,
            kind=AdjustmentKind.OTHER,
            changes=[meal(world, bills[0], -30_000)],
            reason="x",
            paper="x",
            at=LATER,
        )


def test_a_cashier_may_not_change_bills(world: World, bills: list[Bill]) -> None:
    with pytest.raises(NotAllowed):
        actions.adjust(
            by=world.minh.actor,
            facility_id=world.a.id,
            kind=AdjustmentKind.OTHER,
            changes=[meal(world, bills[0], -30_000)],
            reason="x",
            paper="x",
            at=LATER,
        )


def test_the_preview_says_what_the_deed_does_and_writes_nothing(
    world: World, bills: list[Bill]
) -> None:
    pay(world, bills[0], 660_000)
    changes = [meal(world, bills[0], -60_000), meal(world, bills[1], 30_000)]
    seen = actions.preview(facility_id=world.a.id, changes=changes)
    assert [
        (row.bill.code, row.before_vnd, row.after_vnd, row.released_vnd, row.rest_vnd)
        for row in seen.bills
    ] == [
        (bills[0].code, 660_000, 600_000, 60_000, 0),
        (bills[1].code, 660_000, 690_000, 0, 690_000),
    ]
    assert (seen.credited_vnd, seen.debited_vnd, seen.released_vnd) == (60_000, 30_000, 60_000)
    assert not Adjustment.objects.exists()
    done = adjust(world, *changes)
    assert (done.credited_vnd, done.debited_vnd, done.released_vnd) == (60_000, 30_000, 60_000)


def test_the_preview_names_every_fault(world: World, bills: list[Bill]) -> None:
    seen = actions.preview(
        facility_id=world.a.id,
        changes=[
            meal(world, bills[0], -700_000),
            Change("TF0000000000", world.a.items["AN"].pk, -1),
        ],
    )
    assert [(one.kind, one.code, one.most_vnd) for one in seen.faults] == [
        (FaultKind.TOO_LARGE, bills[0].code, 660_000),
        (FaultKind.BILL_NOT_FOUND, "TF0000000000", 0),
    ]


def test_a_bill_says_which_deeds_changed_it(world: World, bills: list[Bill]) -> None:
    adjust(world, meal(world, bills[0], -60_000, "Nghỉ 2 suất"))
    (change,) = queries.changes_on(bills[0].pk)
    assert (change.kind, change.item_name, change.description, change.amount_vnd) == (
        AdjustmentKind.OTHER,
        "Tiền ăn bán trú",
        "Nghỉ 2 suất",
        -60_000,
    )
    assert (change.reason, change.paper, change.made_by) == (
        "Ghi nhầm số suất",
        PAPER,
        world.lan.actor.name,
    )
    event = Event.objects.get(kind="adjusted")
    assert event.facts["credited_vnd"] == 60_000


def test_a_bill_with_later_lines_can_still_be_withdrawn(world: World, bills: list[Bill]) -> None:
    adjust(
        world,
        meal(world, bills[0], -60_000),
        Change(bills[0].code, world.a.items["NU"].pk, 15_000),
    )
    bill_actions.cancel_bill(by=SYSTEM, code=bills[0].code, reason="Nhầm", at=LATER)
    assert stands(bills[0]) == (615_000, 0, "cancelled")
    assert nothing_differs()


def test_the_desks_role_adjusts_and_sees_its_own_schools_deeds_only(
    world: World, bills: list[Bill], as_role: object
) -> None:
    pay(world, bills[0], 660_000)
    assert callable(as_role)
    as_role("thuphi_app", world.a.id)
    adjust(world, meal(world, bills[0], -96_000))
    assert rows("SELECT count(*) FROM adjustment_line") == [(1,)]
    assert rows("SELECT count(*) FROM credit") == [(1,)]
    as_role("thuphi_app", world.b.id)
    for table in ("adjustment", "adjustment_line", "credit", "credit_use"):
        assert rows(f"SELECT count(*) FROM {table}") == [(0,)]


def test_a_page_cannot_move_a_total_without_its_line(
    world: World, bills: list[Bill], as_role: object
) -> None:
    assert callable(as_role)
    as_role("thuphi_app", world.a.id)
    with (
        pytest.raises(IntegrityError, match="bill_total_is_its_lines"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE bill SET total_vnd = total_vnd - 1 WHERE id = %s", [bills[0].pk])


def test_a_deed_on_three_bills_asks_as_often_as_one_on_one(world: World, bills: list[Bill]) -> None:
    for bill in bills:
        worlds.hear(world, bill.code, 660_000)
    post_all()
    with CaptureQueriesContext(connection) as alone:
        adjust(world, meal(world, bills[0], -30_000))
    with CaptureQueriesContext(connection) as many:
        adjust(world, *[meal(world, bill, -30_000) for bill in bills])
    assert len(alone) == len(many)
    assert rows("SELECT bills, credited_vnd, released_vnd FROM adjustment ORDER BY id") == [
        (1, 30_000, 30_000),
        (3, 90_000, 90_000),
    ]
    assert nothing_differs()
