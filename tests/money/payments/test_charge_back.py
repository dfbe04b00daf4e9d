"""Money that the bank takes back, whatever became of it meanwhile."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.money.payments.owning import LATER, TOTAL, WHEN, all_is_well, charge, paid
from tests.money.seen import Moved, balances, last_transfer, rows, transfers
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions as credits
from thuphi.money.payments import errors, owners


def test_a_bill_whose_money_the_bank_took_back_is_owed_again(
    world: World, bills: list[Bill]
) -> None:
    first = paid(world, 700_000, bills[0].code)
    before = last_transfer()
    assert charge(world, first, 700_000) == 0
    credit = f"payer_credit:{bills[0].beneficiary_id}"
    code = bills[0].code
    assert transfers(world.a.id, before) == Counter(
        [
            Moved("refund_bill", "receivable:", "refund_due:", TOTAL, code, WHEN),
            Moved("refund_credit", credit, "refund_due:", 40_000, code, WHEN),
            Moved("refund_done_bank", "refund_due:", "bank:0011", 700_000, code, WHEN),
        ]
    )
    bills[0].refresh_from_db()
    assert (bills[0].state, bills[0].paid_vnd) == ("open", 0)
    assert rows("SELECT refunds, refunded_vnd FROM month_count WHERE refunds > 0") == [(1, 700_000)]
    assert rows("SELECT amount_vnd, account, reason, made_by FROM charge_back") == [
        (700_000, "0011", "Ngân hàng thu hồi", world.lan.actor.user_id)
    ]
    all_is_well(world)
    with pytest.raises(errors.ReturnTooMuch):
        charge(world, first, 1)


def test_what_the_family_has_spent_stands_as_owed_by_it(world: World, bills: list[Bill]) -> None:
    first = paid(world, 700_000, bills[0].code)
    credits.take_out(
        by=SYSTEM,
        beneficiary_id=bills[0].beneficiary_id,
        facility_id=world.a.id,
        amount_vnd=30_000,
        reference="chitra:1",
        at=AT,
    )
    credits.let_go_cash(by=SYSTEM, reference="chitra:1", at=AT)
    assert charge(world, first, 700_000) == 30_000
    assert balances(world.a.id)["refund_due"] == 30_000
    assert rows("SELECT refunds, refunded_vnd FROM month_count WHERE refunds > 0") == [(1, 700_000)]
    all_is_well(world)


def test_of_split_money_the_last_part_is_charged_back_first(
    world: World, bills: list[Bill]
) -> None:
    whole = paid(world, 10_000)
    owners.give_split(
        by=world.lan.actor,
        payment_id=whole.pk,
        parts=[(bills[1].code, 4_000), (bills[2].code, 6_000)],
        at=LATER,
    )
    assert charge(world, whole, 7_000) == 0
    assert [bill.paid_vnd for bill in Bill.objects.order_by("id")] == [0, 3_000, 0]
    all_is_well(world)


def test_ownerless_and_given_money_may_be_charged_back(world: World, bills: list[Bill]) -> None:
    first, other = paid(world, 10_000), paid(world, 20_000)
    charge(world, first, 10_000)
    owners.give_credit(
        by=world.lan.actor, payment_id=other.pk, beneficiary_id=bills[0].beneficiary_id, at=LATER
    )
    charge(world, other, 20_000)
    assert balances(world.a.id)["bank:0011"] == -30_000
    assert {"unidentified", "refund_due"} & balances(world.a.id).keys() == set()
    all_is_well(world)


def test_money_that_was_no_business_of_ours_is_not_charged_back(
    world: World, bills: list[Bill]
) -> None:
    first = paid(world, 10_000)
    owners.disown(by=world.lan.actor, payment_id=first.pk, reason="x", at=LATER)
    with pytest.raises(errors.ReturnTooMuch):
        charge(world, first, 10_000)
    with pytest.raises(errors.AmountNotPositive):
        charge(world, first, 0)
