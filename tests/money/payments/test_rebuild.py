from __future__ import annotations

import pytest
from django.db import connection

from tests import world as worlds
from tests.money.seen import post_all
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import Difference, Promise, differences


@pytest.fixture
def history(world: World, bills: list[Bill]) -> list[int]:
    """One of everything: exact, part, over, closed, unknown, cash, found. The heard ids."""
    bill_actions.cancel_bill(by=SYSTEM, code=bills[2].code, reason="Nhầm", at=AT)
    heard = [
        worlds.hear(world, bills[0].code, 660_000),
        worlds.hear(world, bills[1].code, 60_000),
        worlds.hear(world, bills[0].code, 5_000),
        worlds.hear(world, bills[2].code, 660_000),
        worlds.hear(world, "", 1_000),
        worlds.hear(world, "", 2_000),
    ]
    post_all()
    actions.take_cash(
        by=world.minh.actor,
        code=bills[1].code,
        amount_vnd=100_000,
        key="K1",
        payer_name="",
        at=AT,
    )
    unknown = Payment.objects.get(heard_id=heard[4])
    actions.identify(by=world.lan.actor, payment_id=unknown.pk, code=bills[1].code, at=AT)
    return heard


def plant(query: str, *values: str | int) -> None:
    """Change what nobody may change: as the owner, with every trigger asleep."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(query, values)
        assert cursor.rowcount == 1
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET ROLE thuphi_worker")


def test_an_honest_history_has_no_differences(world: World, history: list[int]) -> None:
    assert differences() == []
    worlds.hear(world, "", 1_000)
    assert differences() == []


def test_a_balance_that_was_moved_by_hand_is_named(world: World, history: list[int]) -> None:
    plant("UPDATE ledger_account SET debit_vnd = debit_vnd + 1 WHERE kind = 'clearing'")
    assert differences() == [
        Difference(Promise.BALANCE, world.a.id, "clearing:sandbox debit", "1388001", "1388000")
    ]


def test_a_paid_sum_that_no_payment_explains_is_named(
    world: World, bills: list[Bill], history: list[int]
) -> None:
    plant("UPDATE bill SET paid_vnd = paid_vnd + 7 WHERE id = %s", bills[1].pk)
    assert differences() == [
        Difference(Promise.BILL_PAID, world.a.id, bills[1].code, "161007", "161000"),
        Difference(Promise.RECEIVABLE, world.a.id, bills[1].code, "498993", "499000"),
    ]


def test_a_state_that_does_not_follow_is_named(
    world: World, bills: list[Bill], history: list[int]
) -> None:
    plant("UPDATE bill SET state = 'open', paid_vnd = 0 WHERE id = %s", bills[1].pk)
    assert differences() == [
        Difference(Promise.BILL_PAID, world.a.id, bills[1].code, "0", "161000"),
        Difference(Promise.BILL_STATE, world.a.id, bills[1].code, "open", "part_paid"),
        Difference(Promise.RECEIVABLE, world.a.id, bills[1].code, "660000", "499000"),
    ]


def test_a_transfer_that_is_missing_is_named_from_every_side(
    world: World, bills: list[Bill], history: list[int]
) -> None:
    plant("DELETE FROM transfer WHERE recipe = 'pay' AND reference = %s", bills[0].code)
    assert differences() == [
        Difference(Promise.BALANCE, world.a.id, "clearing:sandbox debit", "1388000", "728000"),
        Difference(Promise.BALANCE, world.a.id, "receivable: credit", "1481000", "821000"),
        Difference(Promise.RECEIVABLE, world.a.id, bills[0].code, "0", "660000"),
        Difference(Promise.TRANSFERS, world.a.id, f"pay {bills[0].code}", "0", "660000"),
    ]


def test_a_count_that_is_off_is_named(world: World, history: list[int]) -> None:
    plant("UPDATE month_count SET payments = payments + 1 WHERE method = 'qr'")
    assert differences() == [
        Difference(Promise.MONTH_COUNT, world.a.id, "2026-10-01 qr", "7: 1388000", "6: 1388000")
    ]


def test_a_count_that_is_missing_is_named(world: World, history: list[int]) -> None:
    plant("DELETE FROM month_count WHERE method = 'cash'")
    assert differences() == [
        Difference(Promise.MONTH_COUNT, world.a.id, "2026-10-01 cash", "0: 0", "1: 100000")
    ]


def test_a_lost_receipt_number_is_named(world: World, history: list[int]) -> None:
    plant("UPDATE receipt_series SET last_number = last_number + 1")
    assert differences() == [
        Difference(Promise.RECEIPTS, world.a.id, "2026", "1..6", "1..5, 5 receipts")
    ]


def test_a_gap_between_receipts_is_named(world: World, history: list[int]) -> None:
    plant("UPDATE payment SET receipt_number = 9 WHERE receipt_number = 3")
    assert differences() == [
        Difference(Promise.RECEIPTS, world.a.id, "2026", "1..5", "1..9, 5 receipts")
    ]


def test_money_that_fell_out_of_the_queue_is_named(world: World, history: list[int]) -> None:
    lost = worlds.hear(world, "", 1_000)
    plant("DELETE FROM heard_waiting WHERE heard_id = %s", lost)
    assert differences() == [
        Difference(
            Promise.BOOKINGS,
            world.a.id,
            f"heard:{lost}",
            "neither waiting nor booked",
            "waiting",
        )
    ]


def test_money_that_waits_though_it_is_booked_is_named(world: World, history: list[int]) -> None:
    plant("INSERT INTO heard_waiting (heard_id) VALUES (%s)", history[0])
    assert differences() == [
        Difference(
            Promise.BOOKINGS, world.a.id, f"heard:{history[0]}", "waiting and booked", "booked"
        )
    ]
