"""The statement of a family: every bill, change, payment, credit and refund, and where it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.money.accounts.history import lived
from tests.money.seen import number, post_all
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.accounts.queries.family import FamilyAccount, Position, family
from thuphi.money.accounts.rules import Sides, Span
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions as credits_out
from thuphi.money.credits import queries as credits
from thuphi.money.ledger.queries import balance_vnd
from thuphi.money.ledger.rules import AccountKind, RecipeName
from thuphi.money.payments import owners, returning
from thuphi.money.payments.models import Payment
from thuphi.money.payments.returning import WayOut


def whole(world: World, code: str) -> FamilyAccount:
    """The statement of a pupil over all days."""
    return family(world.a.id, world.a.pupils[code].pk, Span())


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_a_statement_ends_where_bills_credits_and_refunds_end(world: World, seed: int) -> None:
    lived(world, seed=seed, deeds=120)
    left = credits.balances(world.a.id)
    ends = {code: whole(world, code).closing for code in world.a.pupils}
    for code, pupil in world.a.pupils.items():
        owed = sum(bill.remaining_vnd for bill in Bill.objects.filter(beneficiary=pupil))
        assert (ends[code].owed_vnd, ends[code].kept_vnd) == (owed, left.get(pupil.pk, 0))
    ownerless = number(
        "SELECT coalesce(sum(from_unidentified_vnd * CASE kind WHEN 'asked' THEN 1 ELSE -1 END), 0)"
        " FROM payment_return"
    )
    returning_vnd = sum(one.returning_vnd for one in ends.values())
    assert returning_vnd + ownerless == balance_vnd(world.a.id, AccountKind.REFUND_DUE)


@pytest.mark.parametrize("seed", [24, 25])
def test_any_days_begin_where_the_days_before_ended(world: World, seed: int) -> None:
    history = lived(world, seed=seed, deeds=80)
    pupil = world.a.pupils["HS001"].pk
    middle = (AT + (history.at - AT) / 2).date()
    before = family(world.a.id, pupil, Span(until_on=middle))
    after = family(world.a.id, pupil, Span(from_on=middle + timedelta(days=1)))
    all_of_it = family(world.a.id, pupil, Span())
    assert before.opening == Position()
    assert after.opening == before.closing
    assert after.closing == all_of_it.closing
    assert [*before.rows, *after.rows] == list(all_of_it.rows)
    for one in (before, after, all_of_it):
        assert one.opening.net_vnd + one.moved.net_vnd == one.closing.net_vnd


def test_a_story_of_one_family_row_by_row(world: World) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22), ("BT", 1)])[0]
    worlds.hear(world, bill.code, 900_000)
    post_all()
    adjustments.adjust(
        by=SYSTEM,
        facility_id=world.a.id,
        kind=AdjustmentKind.OTHER,
        changes=[Change(bill.code, world.a.items["AN"].pk, -60_000)],
        reason="Nghỉ ăn hai ngày",
        paper="QĐ 1",
        at=AT + timedelta(days=1),
    )
    payment = Payment.objects.get(bill=bill)
    returning.set_aside(
        payment_id=payment.pk, refund_id=1, amount_vnd=90_000, at=AT + timedelta(days=2)
    )
    returning.let_go(
        refund_id=1,
        out_of=WayOut.BANK,
        detail=worlds.ACCOUNT_A,
        at=AT + timedelta(days=3),
    )
    told = [(one.recipe, one.moved, one.position) for one in whole(world, "HS001").rows]
    assert told == [
        (RecipeName.ISSUE, Sides(810_000, 0), Position(810_000, 0, 0)),
        (RecipeName.PAY, Sides(0, 810_000), Position(0, 0, 0)),
        (RecipeName.OVERPAY, Sides(0, 90_000), Position(0, 90_000, 0)),
        (RecipeName.ADJUST_DOWN, Sides(0, 60_000), Position(-60_000, 90_000, 0)),
        (RecipeName.RELEASE, Sides(60_000, 60_000), Position(0, 150_000, 0)),
        (RecipeName.REFUND_CREDIT, Sides(90_000, 90_000), Position(0, 60_000, 90_000)),
        (RecipeName.REFUND_DONE_BANK, Sides(90_000, 0), Position(0, 60_000, 0)),
    ]
    assert whole(world, "HS001").closing.net_vnd == -60_000
    assert {one.code for one in whole(world, "HS001").rows} == {bill.code}
    assert {one.reason for one in whole(world, "HS001").rows} == {"Thu tháng 10/2026"}


def test_money_given_without_a_bill_and_its_refund_are_in_it(world: World) -> None:
    worlds.issued_run(world, items=[("AN", 1)])
    heard = worlds.hear(world, "", 200_000)
    post_all()
    unknown = Payment.objects.get(heard_id=heard)
    given = owners.give_credit(
        by=world.lan.actor,
        payment_id=unknown.pk,
        beneficiary_id=world.a.pupils["HS001"].pk,
        at=AT + timedelta(days=1),
    )
    returning.set_aside(
        payment_id=given.pk, refund_id=1, amount_vnd=50_000, at=AT + timedelta(days=2)
    )
    assert whole(world, "HS001").closing == Position(30_000, 150_000, 50_000)
    returning.let_go(refund_id=1, out_of=WayOut.CASH, detail="", at=AT + timedelta(days=3))
    assert whole(world, "HS001").closing == Position(30_000, 150_000, 0)
    assert whole(world, "HS002").closing == Position(30_000, 0, 0)


def test_what_the_bank_took_back_of_spent_money_is_owed_to_the_school(world: World) -> None:
    bill = worlds.issued_run(world, items=[("AN", 1)])[0]
    worlds.hear(world, bill.code, 130_000)
    post_all()
    credits_out.take_out(
        by=SYSTEM,
        beneficiary_id=bill.beneficiary_id,
        facility_id=world.a.id,
        amount_vnd=100_000,
        reference="TFCT9001",
        at=AT + timedelta(days=1),
    )
    credits_out.let_go_cash(by=SYSTEM, reference="TFCT9001", at=AT + timedelta(days=1))
    assert whole(world, "HS001").closing == Position(0, 0, 0)
    owners.charge_back(
        by=world.lan.actor,
        payment_id=Payment.objects.get(bill=bill).pk,
        amount_vnd=130_000,
        account=worlds.ACCOUNT_A,
        reason="Ngân hàng thu lại",
        at=AT + timedelta(days=2),
    )
    found = whole(world, "HS001").closing
    assert found == Position(30_000, 0, -100_000)
    assert found.net_vnd == 130_000


def test_runs_of_all_years_are_in_it(world: World) -> None:
    worlds.issued_run(world, items=[("AN", 1)])
    worlds.issued_run(world, items=[("BT", 1)], name="Đợt sau", at=AT + timedelta(days=40))
    assert [one.moved.debit_vnd for one in whole(world, "HS001").rows] == [30_000, 150_000]
    later = family(world.a.id, world.a.pupils["HS001"].pk, Span(from_on=date(2026, 11, 1)))
    assert later.opening == Position(owed_vnd=30_000)
    assert later.closing == Position(owed_vnd=180_000)


def test_another_school_sees_nothing_of_it(world: World, as_role: Callable[..., None]) -> None:
    worlds.issued_run(world)
    as_role("thuphi_app", world.b.id)
    assert whole(world, "HS001").rows == []
