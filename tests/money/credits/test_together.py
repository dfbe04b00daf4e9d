"""Several people at one family's credit at once, with real commits; guards also switched off."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection

from tests import world as worlds
from tests.money.aside import Held, threads
from tests.money.seen import post_all, wait_until_blocked
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Adjusted, Change
from thuphi.money.adjustments.errors import AdjustmentLargerThanBill
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions, queries
from thuphi.money.credits.errors import CreditTooSmall
from thuphi.money.credits.models import CreditPayout
from thuphi.money.payments import fees
from thuphi.money.payments.rebuild import differences


@pytest.fixture
def world(town: str) -> World:
    """The world with real commits in a database of its own."""
    return worlds.build()


@pytest.fixture
def two(world: World) -> list[Bill]:
    """Two open bills of the first pupil, who has 700.000 left over."""
    bills = [
        worlds.issued_run(
            world, items=[("AN", 22)], name=f"Thu tháng {month}", due_on=date(2026, month, 28)
        )[0]
        for month in (10, 11)
    ]
    actions.open_credit(
        by=SYSTEM,
        facility_id=world.a.id,
        beneficiary_id=bills[0].beneficiary_id,
        amount_vnd=700_000,
        fee_item_id=None,
        is_cashless=True,
        reason="Sổ cũ",
        at=AT,
    )
    return bills


def spend(bill: Bill) -> int:
    return actions.spend(by=SYSTEM, code=bill.code, at=AT)


def take_out(world: World, bill: Bill) -> CreditPayout:
    return actions.take_out(
        by=SYSTEM,
        beneficiary_id=bill.beneficiary_id,
        facility_id=world.a.id,
        amount_vnd=700_000,
        reference="chitra:1",
        at=AT,
    )


def nothing_differs() -> bool:
    fees.count_all_stale()
    return differences() == []


def without_the_lock() -> None:
    """Switch the lock of credits off, as only the owner can."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION lock_credits(facility bigint, families bigint[])"
            " RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint'"
        )
        cursor.execute("SET ROLE thuphi_worker")


def test_two_bills_spend_one_credit_one_after_the_other(world: World, two: list[Bill]) -> None:
    held = Held()
    with threads(2) as start:
        first = start(held.around(lambda: spend(two[0])))
        assert held.is_done.wait(20)
        second = start(lambda: spend(two[1]))
        wait_until_blocked()
        held.is_let_go.set()
        assert (first.result(), second.result()) == (660_000, 40_000)
    assert nothing_differs()


def test_a_credit_is_spent_or_paid_out_and_not_both(world: World, two: list[Bill]) -> None:
    held = Held()
    with threads(2) as start:
        first = start(held.around(lambda: spend(two[0])))
        assert held.is_done.wait(20)
        second = start(lambda: take_out(world, two[0]))
        wait_until_blocked()
        held.is_let_go.set()
        assert first.result() == 660_000
        with pytest.raises(CreditTooSmall) as refused:
            second.result()
    assert refused.value.left_vnd == 40_000
    assert nothing_differs()


def test_without_the_lock_the_database_refuses_what_is_spent_twice(
    world: World, two: list[Bill]
) -> None:
    without_the_lock()
    held = Held()
    with threads(2) as start:
        first = start(held.around(lambda: spend(two[0])))
        assert held.is_done.wait(20)
        second = start(lambda: take_out(world, two[0]))
        wait_until_blocked()
        held.is_let_go.set()
        assert first.result() == 660_000
        with pytest.raises(IntegrityError, match="credit_is_never_overdrawn"):
            second.result()
    assert queries.balances(world.a.id) == {two[0].beneficiary_id: 40_000}


def adjust(world: World, bill: Bill, amount_vnd: int) -> Adjusted:
    return adjustments.adjust(
        by=SYSTEM,
        facility_id=world.a.id,
        kind=AdjustmentKind.OTHER,
        changes=[Change(bill.code, world.a.items["AN"].pk, -amount_vnd)],
        reason="x",
        paper="x",
        at=AT,
    )


def test_two_people_take_no_more_off_a_bill_than_stands_on_it(
    world: World, two: list[Bill]
) -> None:
    held = Held()
    with threads(2) as start:
        start(held.around(lambda: adjust(world, two[0], 400_000)))
        assert held.is_done.wait(20)
        second = start(lambda: adjust(world, two[0], 400_000))
        wait_until_blocked()
        held.is_let_go.set()
        with pytest.raises(AdjustmentLargerThanBill) as refused:
            second.result()
    assert refused.value.most_vnd == 260_000
    assert nothing_differs()


def test_money_that_comes_while_a_bill_is_changed_is_split_by_the_new_total(
    world: World, two: list[Bill]
) -> None:
    worlds.hear(world, two[0].code, 660_000)
    held = Held()
    with threads(2) as start:
        start(held.around(lambda: adjust(world, two[0], 60_000)))
        assert held.is_done.wait(20)
        booked = start(post_all)
        wait_until_blocked()
        held.is_let_go.set()
        booked.result()
    two[0].refresh_from_db()
    assert (two[0].total_vnd, two[0].paid_vnd, two[0].state) == (600_000, 600_000, "paid")
    assert queries.balances(world.a.id) == {two[0].beneficiary_id: 760_000}
    assert nothing_differs()
