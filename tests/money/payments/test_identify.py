from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from tests import world as worlds
from tests.money.seen import Moved, balances, last_transfer, number, post_all, rows, transfers
from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions, errors
from thuphi.money.payments.models import Payment

LATER = AT + timedelta(days=2)
WHEN = "2026-10-07 08:00:00"


def ownerless(world: World, amount_vnd: int, code: str = "") -> Payment:
    heard = worlds.hear(world, code, amount_vnd)
    post_all()
    return Payment.objects.get(heard_id=heard)


def give(world: World, payment: Payment, bill: Bill) -> Payment:
    return actions.identify(by=world.lan.actor, payment_id=payment.pk, code=bill.code, at=LATER)


def test_a_found_owner_gets_a_bill_moved_and_a_receipt(world: World, bills: list[Bill]) -> None:
    first = ownerless(world, 660_000)
    before = last_transfer()
    found = give(world, first, bills[0])
    assert (found.identifies_id, found.heard_id, found.bill_id) == (
        first.pk,
        first.heard_id,
        bills[0].pk,
    )
    assert (found.finding, found.applied_vnd, found.excess_vnd) == ("exact", 660_000, 0)
    assert (found.receipt_year, found.receipt_number) == (2026, 1)
    assert (found.taken_by, found.paid_at) == (world.lan.actor.user_id, first.paid_at)
    assert transfers(world.a.id, before) == Counter(
        [Moved("identify", "unidentified:", "receivable:", 660_000, bills[0].code, WHEN)]
    )
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd, bills[0].closed_at) == ("paid", 660_000, LATER)
    assert "unidentified" not in balances(world.a.id)
    assert rows("SELECT payments, value_vnd FROM month_count") == [(1, 660_000)]
    assert rows("SELECT actor, facts->>'amount_vnd' FROM event WHERE kind = 'owner_found'") == [
        (world.lan.actor.name, "660000")
    ]


def test_what_the_bill_does_not_need_is_the_familys_credit(world: World, bills: list[Bill]) -> None:
    first = ownerless(world, 700_000)
    before = last_transfer()
    found = give(world, first, bills[0])
    assert (found.finding, found.applied_vnd, found.excess_vnd) == ("over", 660_000, 40_000)
    credit = f"payer_credit:{bills[0].beneficiary_id}"
    assert transfers(world.a.id, before) == Counter(
        [
            Moved("identify", "unidentified:", "receivable:", 660_000, bills[0].code, WHEN),
            Moved("identify_over", "unidentified:", credit, 40_000, bills[0].code, WHEN),
        ]
    )


def test_both_move_in_one_statement_so_that_accounts_are_locked_in_one_order(
    world: World, bills: list[Bill]
) -> None:
    first = ownerless(world, 700_000)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET ROLE NONE")
        cursor.execute("CREATE SEQUENCE statements")
        cursor.execute("GRANT USAGE ON SEQUENCE statements TO thuphi_worker")
        cursor.execute(
            "CREATE FUNCTION count_statement() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM nextval('statements'); RETURN NULL; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER count_statement AFTER INSERT ON transfer"
            " FOR EACH STATEMENT EXECUTE FUNCTION count_statement()"
        )
        cursor.execute("SET ROLE thuphi_worker")
    give(world, first, bills[0])
    assert number("SELECT nextval('statements')") == 2


def test_too_little_leaves_the_bill_paid_in_part(world: World, bills: list[Bill]) -> None:
    found = give(world, ownerless(world, 10_000), bills[0])
    assert found.finding == "part"
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd, bills[0].closed_at) == ("part_paid", 10_000, None)


def test_money_given_to_a_settled_bill_is_credit_and_the_bill_keeps_its_day(
    world: World, bills: list[Bill]
) -> None:
    worlds.hear(world, bills[0].code, 660_000)
    post_all()
    found = give(world, ownerless(world, 10_000), bills[0])
    assert (found.finding, found.applied_vnd, found.excess_vnd) == ("over", 0, 10_000)
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd, bills[0].closed_at) == ("paid", 660_000, AT)


def test_money_of_a_withdrawn_bill_may_be_given_to_another(world: World, bills: list[Bill]) -> None:
    bill_actions.cancel_bill(by=world.lan.actor, code=bills[0].code, reason="Nhầm", at=AT)
    late = ownerless(world, 660_000, bills[0].code)
    assert late.finding == "closed"
    assert give(world, late, bills[1]).finding == "exact"
    assert "unidentified" not in balances(world.a.id)


def test_an_owner_is_found_once(world: World, bills: list[Bill]) -> None:
    first = ownerless(world, 660_000)
    give(world, first, bills[0])
    before = transfers(world.a.id)
    for bill in bills[:2]:
        with pytest.raises(errors.OwnerAlreadyFound):
            give(world, first, bill)
    assert transfers(world.a.id) == before
    assert number("SELECT last_number FROM receipt_series") == 1


def test_only_money_without_an_owner_is_given(world: World, bills: list[Bill]) -> None:
    owned = ownerless(world, 660_000, bills[0].code)
    with pytest.raises(errors.PaymentNotFound):
        give(world, owned, bills[1])
    found = give(world, ownerless(world, 1_000), bills[1])
    with pytest.raises(errors.PaymentNotFound):
        give(world, found, bills[2])


def test_a_bill_that_is_withdrawn_not_there_or_another_schools_gets_nothing(
    world: World, bills: list[Bill]
) -> None:
    first = ownerless(world, 660_000)
    bill_actions.cancel_bill(by=world.lan.actor, code=bills[0].code, reason="Nhầm", at=AT)
    before = transfers(world.a.id)
    with pytest.raises(errors.NothingToPay):
        give(world, first, bills[0])
    with pytest.raises(errors.BillOfAnother):
        give(world, first, worlds.issued_run(world, school=world.b)[0])
    with pytest.raises(errors.BillOfAnother):
        actions.identify(by=world.lan.actor, payment_id=first.pk, code="TF0000000132", at=AT)
    assert transfers(world.a.id) == before
    assert number("SELECT count(*) FROM payment") == 1


def test_the_stranger_and_the_cashier_find_no_owner(world: World, bills: list[Bill]) -> None:
    first = ownerless(world, 660_000)
    for by, refusal in ((world.quan.actor, NotYours), (world.minh.actor, NotAllowed)):
        with pytest.raises(refusal):
            actions.identify(by=by, payment_id=first.pk, code=bills[0].code, at=LATER)
    assert number("SELECT count(*) FROM payment") == 1


def test_the_accountants_own_connection_may_find_an_owner(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    first = ownerless(world, 700_000)
    as_role("thuphi_app", world.a.id)
    assert give(world, first, bills[0]).receipt_number == 1
