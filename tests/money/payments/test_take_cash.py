from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests import world as worlds
from tests.money.seen import Moved, balances, last_transfer, number, post_all, rows, transfers
from tests.world import AT, World
from thuphi.ground.kit.actor import Actor, NotAllowed, NotYours
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions, errors
from thuphi.money.payments.models import Payment

WHEN = "2026-10-05 08:00:00"


def take(
    world: World,
    bill: Bill,
    amount_vnd: int,
    *,
    key: str = "K1",
    by: Actor | None = None,
    payer_name: str = "",
) -> Payment:
    return actions.take_cash(
        by=by or world.minh.actor,
        code=bill.code,
        amount_vnd=amount_vnd,
        key=key,
        payer_name=payer_name,
        at=AT,
    )


def nothing_was_written() -> bool:
    return number("SELECT count(*) FROM heard") == 0 == number("SELECT count(*) FROM payment")


def test_cash_settles_a_bill_by_the_road_all_money_takes(world: World, bills: list[Bill]) -> None:
    before = last_transfer()
    payment = take(world, bills[0], 660_000, payer_name="Bà nội Minh Anh")
    assert (payment.finding, payment.channel, payment.method) == ("exact", "cash", "cash")
    assert (payment.applied_vnd, payment.excess_vnd) == (660_000, 0)
    assert (payment.receipt_year, payment.receipt_number) == (2026, 1)
    assert payment.taken_by == world.minh.actor.user_id
    assert payment.heard.payer_name == "Bà nội Minh Anh"
    assert transfers(world.a.id, before) == Counter(
        [Moved("pay_cash", "cash:", "receivable:", 660_000, bills[0].code, WHEN)]
    )
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd) == ("paid", 660_000)
    assert rows("SELECT method, payments, value_vnd FROM month_count") == [("cash", 1, 660_000)]
    assert rows("SELECT actor, subject FROM event WHERE kind = 'cash_taken'") == [
        (world.minh.actor.name, bills[0].code)
    ]
    assert number("SELECT count(*) FROM heard_waiting") == 0


def test_without_a_name_the_payer_of_the_bill_is_named(world: World, bills: list[Bill]) -> None:
    assert take(world, bills[0], 660_000).heard.payer_name == "Nguyễn Văn Bình"


def test_the_same_key_gives_the_first_receipt_again(world: World, bills: list[Bill]) -> None:
    first = take(world, bills[0], 600_000)
    again = take(world, bills[0], 600_000)
    assert again.pk == first.pk
    take(world, bills[0], 60_000, key="K2")
    assert take(world, bills[0], 600_000).pk == first.pk
    assert rows("SELECT amount_vnd, receipt_number FROM payment ORDER BY id") == [
        (600_000, 1),
        (60_000, 2),
    ]


def test_the_same_key_with_another_sum_or_another_bill_is_refused(
    world: World, bills: list[Bill]
) -> None:
    take(world, bills[0], 100_000)
    with pytest.raises(errors.KeyUsedOtherwise):
        take(world, bills[0], 200_000)
    with pytest.raises(errors.KeyUsedOtherwise):
        take(world, bills[1], 100_000)
    assert rows("SELECT amount_vnd FROM payment") == [(100_000,)]


def test_the_same_key_at_another_school_is_another_key(world: World, bills: list[Bill]) -> None:
    theirs = worlds.issued_run(world, school=world.b)[0]
    take(world, bills[0], 660_000)
    take(world, theirs, 1_200_000, by=world.quan.actor)
    assert number("SELECT count(*) FROM payment") == 2


def test_a_part_is_taken_where_the_bill_allows_it(world: World, bills: list[Bill]) -> None:
    payment = take(world, bills[0], 1)
    assert payment.finding == "part"
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd) == ("part_paid", 1)


def test_a_part_is_refused_where_the_bill_is_to_be_paid_in_one_sum(world: World) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22)])[0]
    with pytest.raises(errors.PartNotAllowed):
        take(world, bill, 659_999)
    assert nothing_was_written()


def test_more_than_the_rest_is_given_back_over_the_counter(world: World, bills: list[Bill]) -> None:
    with pytest.raises(errors.AmountAboveRest):
        take(world, bills[0], 660_001)
    assert nothing_was_written()


@pytest.mark.parametrize("amount_vnd", [0, -1])
def test_no_cash_is_no_payment(world: World, bills: list[Bill], amount_vnd: int) -> None:
    with pytest.raises(errors.AmountNotPositive):
        take(world, bills[0], amount_vnd)
    assert nothing_was_written()


def test_a_settled_or_withdrawn_bill_takes_no_cash(world: World, bills: list[Bill]) -> None:
    bill_actions.cancel_bill(by=world.lan.actor, code=bills[1].code, reason="Nhầm", at=AT)
    worlds.hear(world, bills[0].code, 660_000)
    post_all()
    before = balances(world.a.id)
    for bill in bills[:2]:
        with pytest.raises(errors.NothingToPay):
            take(world, bill, 1)
    assert balances(world.a.id) == before


def test_no_such_bill_a_stranger_and_the_head_take_no_cash(world: World, bills: list[Bill]) -> None:
    with pytest.raises(errors.PaymentNotFound):
        actions.take_cash(
            by=world.minh.actor, code="TF0000000132", amount_vnd=1, key="K", payer_name="", at=AT
        )
    with pytest.raises(NotYours):
        take(world, bills[0], 660_000, by=world.quan.actor)
    with pytest.raises(NotAllowed):
        take(world, bills[0], 660_000, by=world.hoa.actor)
    assert nothing_was_written()


def test_the_cashiers_own_connection_may_take_cash(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", world.a.id)
    assert take(world, bills[0], 660_000).receipt_number == 1
    as_role("thuphi_app", world.b.id)
    with pytest.raises(errors.PaymentNotFound):
        take(world, bills[1], 660_000)
