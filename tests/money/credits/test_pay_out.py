"""`take_out`, `put_back`, `let_go`, `let_go_cash`: credit that is paid out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.money.credits.test_spend import credit, nothing_differs
from tests.money.seen import balances
from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed
from thuphi.money.credits import actions, errors, queries
from thuphi.money.credits.models import CreditPayout

LATER = AT + timedelta(days=40)


def take(world: World, amount_vnd: int, reference: str = "chitra:1") -> CreditPayout:
    return actions.take_out(
        by=world.hoa.actor,
        beneficiary_id=world.a.pupils["HS001"].pk,
        facility_id=world.a.id,
        amount_vnd=amount_vnd,
        reference=reference,
        at=LATER,
    )


def test_what_is_paid_out_leaves_the_credit_and_then_the_bank(world: World) -> None:
    credit(world, 60_000)
    credit(world, 60_000)
    take(world, 100_000)
    assert queries.balances(world.a.id) == {world.a.pupils["HS001"].pk: 20_000}
    assert balances(world.a.id)["refund_due"] == -100_000
    actions.let_go(by=world.lan.actor, reference="chitra:1", account="0011", at=LATER)
    assert balances(world.a.id)["bank:0011"] == -100_000
    assert "refund_due" not in balances(world.a.id)
    assert nothing_differs()


def test_what_is_paid_out_in_cash_leaves_the_desk(world: World) -> None:
    credit(world, 60_000)
    take(world, 60_000)
    actions.let_go_cash(by=world.lan.actor, reference="chitra:1", at=LATER)
    assert balances(world.a.id)["cash"] == -60_000
    assert queries.balances(world.a.id) == {}
    assert nothing_differs()


def test_a_payout_that_failed_is_credit_again_in_the_same_lots(world: World) -> None:
    credit(world, 60_000)
    credit(world, 60_000)
    take(world, 100_000)
    actions.put_back(by=world.lan.actor, reference="chitra:1", at=LATER)
    lots = queries.lots_of(world.a.pupils["HS001"].pk)
    assert [lot.left_vnd for lot in lots] == [60_000, 60_000]
    assert [use.amount_vnd for use in queries.uses_of(world.a.pupils["HS001"].pk)] == [
        -40_000,
        -60_000,
        40_000,
        60_000,
    ]
    assert nothing_differs()


def test_no_more_is_paid_out_than_the_family_has(world: World) -> None:
    credit(world, 60_000)
    with pytest.raises(errors.CreditTooSmall) as refused:
        take(world, 60_001)
    assert refused.value.left_vnd == 60_000
    with pytest.raises(errors.AmountNotPositive):
        take(world, 0)


def test_a_payout_ends_once(world: World) -> None:
    credit(world, 60_000)
    take(world, 10_000)
    with pytest.raises(errors.PayoutOver):
        take(world, 10_000)
    actions.let_go_cash(by=world.lan.actor, reference="chitra:1", at=LATER)
    with pytest.raises(errors.PayoutOver):
        actions.put_back(by=world.lan.actor, reference="chitra:1", at=LATER)
    with pytest.raises(errors.PayoutNotFound):
        actions.put_back(by=world.lan.actor, reference="chitra:2", at=LATER)
    assert queries.balances(world.a.id) == {world.a.pupils["HS001"].pk: 50_000}


def test_who_may_not_release_takes_nothing_out(world: World) -> None:
    credit(world, 60_000)
    with pytest.raises(NotAllowed):
        actions.take_out(
            by=world.lan.actor,
            beneficiary_id=world.a.pupils["HS001"].pk,
            facility_id=world.a.id,
            amount_vnd=1,
            reference="chitra:1",
            at=LATER,
        )


def test_a_family_named_twice_in_one_posting_is_refused_whole(world: World) -> None:
    credit(world, 60_000)
    child = world.a.pupils["HS001"].pk
    with pytest.raises(errors.FamilyTwice):
        actions.take_many(
            by=world.hoa.actor,
            facility_id=world.a.id,
            takings=[actions.Taking(child, 10_000, "chitra:1"), actions.Taking(child, 20_000, "2")],
            at=LATER,
        )
    assert queries.balances(world.a.id) == {child: 60_000}
