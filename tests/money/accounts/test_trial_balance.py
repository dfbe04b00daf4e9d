"""The trial balance: equal on both sides at any day, by either day, and each sum its transfers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.money.accounts.banked import arrived, noon, not_arrived_after_all
from tests.money.accounts.history import lived
from tests.money.seen import balances, post_all
from tests.world import AT, World
from thuphi.money.accounts.queries import ledger
from thuphi.money.accounts.queries.asking import Asked
from thuphi.money.accounts.queries.trial import NotArrived, Trial, TrialRow, trial
from thuphi.money.accounts.rules import Sides, Span
from thuphi.money.bills.models import Bill
from thuphi.money.ledger.rules import AccountKind
from thuphi.money.payments import actions as payments
from thuphi.money.payments import owners
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.rules import BooksBy

OCTOBER_5 = date(2026, 10, 5)
OCTOBER_6 = date(2026, 10, 6)
OCTOBER_8 = date(2026, 10, 8)


def row(found: Trial, kind: AccountKind, detail: str = "") -> TrialRow:
    """One account of a balance."""
    return next(
        one
        for kinds in found.kinds
        for one in kinds.accounts
        if (one.kind, one.detail) == (kind, detail)
    )


def days(history_ends: date) -> list[date]:
    return [OCTOBER_5 + timedelta(days=days) for days in range(-1, (history_ends - OCTOBER_5).days)]


@pytest.mark.parametrize("by", list(BooksBy))
@pytest.mark.parametrize("seed", [11, 12])
def test_both_sides_are_equal_at_any_day(world: World, seed: int, by: BooksBy) -> None:
    history = lived(world, seed=seed, deeds=60)
    for number, payment in enumerate(
        Payment.objects.exclude(channel="cash").filter(identifies=None)
    ):
        if number % 3:
            arrived(world, payment, on=payment.paid_at.date() + timedelta(days=number % 5))
    for day in days(history.at.date())[::9]:
        for span in (Span(until_on=day), Span(from_on=day), Span(day, day + timedelta(days=20))):
            found = trial(Asked(facility_id=world.a.id, by=by, span=span))
            for sides in (found.before, found.moved, found.after):
                assert sides.debit_vnd == sides.credit_vnd
            for kind in found.kinds:
                assert kind.whole.after == sum((one.after for one in kind.accounts), Sides())
            for one in (account for kind in found.kinds for account in kind.accounts):
                assert one.before.net_vnd + one.moved.net_vnd == one.after.net_vnd


@pytest.mark.parametrize("by", list(BooksBy))
def test_each_figure_is_the_sum_of_the_transfers_behind_it(world: World, by: BooksBy) -> None:
    history = lived(world, seed=13, deeds=60)
    for payment in Payment.objects.exclude(channel="cash").filter(identifies=None)[:4]:
        arrived(world, payment, on=payment.paid_at.date() + timedelta(days=3))
    middle = (AT + (history.at - AT) / 2).date()
    for span in (Span(), Span(until_on=middle), Span(middle, middle + timedelta(days=9))):
        asked = Asked(facility_id=world.a.id, by=by, span=span)
        for one in (account for kind in trial(asked).kinds for account in kind.accounts):
            found = ledger.movements(asked, one.account_id or 0)
            assert sum((each.moved for each in found.rows), Sides()) == one.moved
            assert found.count == len(found.rows)
            assert (found.before_vnd, found.moved) == (one.before.net_vnd, one.moved)
            assert found.after_vnd == one.after.net_vnd
            if found.rows:
                assert found.rows[-1].running_vnd == one.moved.net_vnd


def test_the_balance_of_the_whole_book_is_the_book(world: World) -> None:
    lived(world, seed=14, deeds=60)
    found = trial(Asked(facility_id=world.a.id))
    nets = {
        f"{one.kind.value}:{one.detail}".rstrip(":"): one.after.net_vnd
        for kind in found.kinds
        for one in kind.accounts
        if one.after.net_vnd
    }
    assert nets == balances(world.a.id)


@pytest.fixture
def bill(world: World) -> Bill:
    """660.000 đồng."""
    return worlds.issued_run(world, items=[("AN", 22)], classes=["5B"])[0]


def paid(world: World, code: str, amount_vnd: int = 660_000) -> Payment:
    """Money told of at 9:00 on 5 October."""
    heard = worlds.hear(world, code, amount_vnd)
    post_all()
    return Payment.objects.get(heard_id=heard)


def test_by_the_day_of_arrival_money_counts_when_the_bank_shows_it(
    world: World, bill: Bill
) -> None:
    arrived(world, paid(world, bill.code), on=OCTOBER_8)
    on_the_6th = Span(until_on=OCTOBER_6)
    by_paid = trial(Asked(facility_id=world.a.id, span=on_the_6th))
    assert row(by_paid, AccountKind.RECEIVABLE).after == Sides(0, 0)
    assert row(by_paid, AccountKind.CLEARING, "sandbox").after == Sides(660_000, 0)
    assert by_paid.not_arrived == NotArrived(0, 0)
    by_arrived = Asked(facility_id=world.a.id, by=BooksBy.ARRIVED, span=on_the_6th)
    assert row(trial(by_arrived), AccountKind.RECEIVABLE).after == Sides(660_000, 0)
    assert trial(by_arrived).not_arrived == NotArrived(1, 660_000)
    on_the_8th = Asked(facility_id=world.a.id, by=BooksBy.ARRIVED, span=Span(OCTOBER_8, OCTOBER_8))
    assert row(trial(on_the_8th), AccountKind.RECEIVABLE).moved == Sides(0, 660_000)
    assert row(trial(on_the_8th), AccountKind.CLEARING, "sandbox").moved == Sides(660_000, 660_000)
    assert row(trial(on_the_8th), AccountKind.BANK, worlds.ACCOUNT_A).after == Sides(660_000, 0)
    assert trial(on_the_8th).not_arrived == NotArrived(0, 0)


def test_a_match_that_was_undone_is_no_arrival(world: World, bill: Bill) -> None:
    match = arrived(world, paid(world, bill.code), on=OCTOBER_8)
    not_arrived_after_all(world, match, at=noon(date(2026, 10, 9)))
    asked = Asked(facility_id=world.a.id, by=BooksBy.ARRIVED)
    assert row(trial(asked), AccountKind.RECEIVABLE).after == Sides(660_000, 0)
    assert trial(asked).not_arrived == NotArrived(1, 660_000)


def test_an_owner_is_found_no_earlier_than_the_money_arrives(world: World, bill: Bill) -> None:
    unknown = paid(world, "")
    payments.identify(
        by=world.lan.actor, payment_id=unknown.pk, code=bill.code, at=AT + timedelta(days=1)
    )
    arrived(world, unknown, on=OCTOBER_8)
    before = Asked(facility_id=world.a.id, by=BooksBy.ARRIVED, span=Span(until_on=OCTOBER_6))
    assert row(trial(before), AccountKind.RECEIVABLE).after == Sides(660_000, 0)
    after = Asked(facility_id=world.a.id, by=BooksBy.ARRIVED, span=Span(until_on=OCTOBER_8))
    assert row(trial(after), AccountKind.RECEIVABLE).after == Sides(0, 0)
    assert row(trial(after), AccountKind.UNIDENTIFIED).after == Sides(0, 0)


def test_what_was_another_s_is_undone_no_earlier_than_the_money_arrives(
    world: World, bill: Bill
) -> None:
    wrong = paid(world, bill.code)
    owners.unidentify(
        by=world.lan.actor, payment_id=wrong.pk, reason="Nhầm", at=AT + timedelta(days=1)
    )
    arrived(world, wrong, on=OCTOBER_8)
    before = Asked(facility_id=world.a.id, by=BooksBy.ARRIVED, span=Span(until_on=OCTOBER_6))
    assert row(trial(before), AccountKind.RECEIVABLE).after == Sides(660_000, 0)
    assert row(trial(before), AccountKind.RECEIVABLE).moved == Sides(660_000, 0)
    after = Asked(facility_id=world.a.id, by=BooksBy.ARRIVED, span=Span(until_on=OCTOBER_8))
    assert row(trial(after), AccountKind.RECEIVABLE).after == Sides(660_000, 0)
    assert row(trial(after), AccountKind.UNIDENTIFIED).after == Sides(0, 660_000)


def test_cash_counts_on_its_day_by_either_day(world: World, bill: Bill) -> None:
    payments.take_cash(
        by=world.minh.actor, code=bill.code, amount_vnd=660_000, key="k" * 32, payer_name="", at=AT
    )
    for by in BooksBy:
        asked = Asked(facility_id=world.a.id, by=by, span=Span(OCTOBER_5, OCTOBER_5))
        assert row(trial(asked), AccountKind.CASH).after == Sides(660_000, 0)
        assert row(trial(asked), AccountKind.RECEIVABLE).after == Sides(0, 0)


def test_equal_payments_of_one_bill_arrive_each_on_its_own_day(world: World) -> None:
    bill = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)[0]
    first, second = paid(world, bill.code, 100_000), paid(world, bill.code, 100_000)
    arrived(world, second, on=OCTOBER_6)
    arrived(world, first, on=OCTOBER_8)
    for day, owed_vnd in ((OCTOBER_5, 660_000), (OCTOBER_6, 560_000), (OCTOBER_8, 460_000)):
        asked = Asked(facility_id=world.a.id, by=BooksBy.ARRIVED, span=Span(until_on=day))
        found = [
            one
            for one in ledger.journal(asked)
            if one.reference == bill.code and one.debit.kind is not AccountKind.BANK
        ]
        moved = sum(
            one.amount_vnd if one.debit.kind is AccountKind.RECEIVABLE else -one.amount_vnd
            for one in found
        )
        assert moved == owed_vnd


def test_the_last_day_is_included_to_its_last_moment(world: World, bill: Bill) -> None:
    late = AT.replace(hour=23, minute=59, second=59)
    worlds.hear(world, bill.code, 660_000, paid_at=late)
    worlds.hear(world, "", 5_000, paid_at=late + timedelta(seconds=1))
    post_all()
    found = trial(Asked(facility_id=world.a.id, span=Span(OCTOBER_5, OCTOBER_5)))
    assert row(found, AccountKind.CLEARING, "sandbox").moved == Sides(660_000, 0)


def test_two_schools_do_not_see_each_other(
    world: World, bill: Bill, as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", world.b.id)
    for by in BooksBy:
        assert trial(Asked(facility_id=world.a.id, by=by)).kinds == []
        assert list(ledger.journal(Asked(facility_id=world.a.id, by=by))) == []
