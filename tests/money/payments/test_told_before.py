"""A notification that comes after the line of the statement had brought its money."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from tests import world as worlds
from tests.money.aside import Held, threads
from tests.money.payments.test_take_lines import NOON, a_line
from tests.money.seen import number, post_all, rows, wait_until_blocked
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions, owners, told_before
from thuphi.money.payments.lines import hold, take_lines
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences

TOTAL = 660_000


def findings() -> list[str]:
    """What each payment is, in the order of their booking."""
    return [str(row[0]) for row in rows("SELECT finding FROM payment ORDER BY id")]


def test_a_late_notification_of_a_lines_credit_is_a_duplicate(
    world: World, bills: list[Bill]
) -> None:
    line = a_line(world, TOTAL, bills[0].code)
    brought = take_lines(by=SYSTEM, lines=[line], at=AT)
    late = worlds.hear(world, bills[0].code, TOTAL, reference="CASSO-1", paid_at=NOON)
    post_all()
    assert findings() == ["exact", "duplicate"]
    told = "SELECT t.heard_id, h.provider_reference FROM told_before AS t JOIN heard AS h"
    assert rows(f"{told} ON h.id = t.line_heard_id") == [(late, f"line:{line.line_id}")]
    assert take_lines(by=SYSTEM, lines=[line], at=AT) == brought
    bills[0].refresh_from_db()
    assert (bills[0].paid_vnd, number("SELECT sum(value_vnd) FROM month_count")) == (TOTAL, TOTAL)
    assert differences() == []


def test_one_line_is_told_of_by_one_notification(world: World, bills: list[Bill]) -> None:
    take_lines(by=SYSTEM, lines=[a_line(world, 10_000, bills[0].code)], at=AT)
    for _ in range(2):
        worlds.hear(world, bills[0].code, 10_000, paid_at=NOON)
    post_all()
    assert findings() == ["part", "duplicate", "part"], "two true payments stay two"
    assert differences() == []


def test_two_lines_and_two_notifications_of_them_are_two_payments(
    world: World, bills: list[Bill]
) -> None:
    lines = [a_line(world, 10_000, bills[0].code) for _ in range(2)]
    take_lines(by=SYSTEM, lines=lines, at=AT)
    for _ in range(3):
        worlds.hear(world, bills[0].code, 10_000, paid_at=NOON)
    post_all()
    assert sorted(findings()) == ["duplicate", "duplicate", "part", "part", "part"]
    assert number("SELECT count(DISTINCT line_heard_id) FROM told_before") == 2


@pytest.mark.parametrize(
    ("lines", "heards"),
    [
        ("FT26279000123456", "FT26279000123456"),
        ("FT26279000123456", "FT26279000123456789"),
        ("FT26279000123456789", "FT26279000123456"),
    ],
)
def test_the_banks_own_reference_is_enough_also_cut_to_sixteen(
    world: World, bills: list[Bill], lines: str, heards: str
) -> None:
    line = replace(a_line(world, TOTAL), bank_reference=lines)
    take_lines(by=SYSTEM, lines=[line], at=AT)
    worlds.hear(world, bills[0].code, TOTAL, bank_reference=heards, paid_at=NOON)
    post_all()
    assert findings() == ["unknown", "duplicate"]


def test_the_surest_notification_tells_of_its_line(world: World, bills: list[Bill]) -> None:
    one = replace(a_line(world, TOTAL, bills[0].code), bank_reference="FT1")
    other = replace(a_line(world, TOTAL, bills[0].code), bank_reference="FT2")
    take_lines(by=SYSTEM, lines=[one, other], at=AT)
    late = [
        worlds.hear(world, bills[0].code, TOTAL, bank_reference=reference, paid_at=NOON)
        for reference in ("FT2", "FT1")
    ]
    post_all()
    assert rows(
        "SELECT t.heard_id, h.bank_reference FROM told_before AS t"
        " JOIN heard AS h ON h.id = t.line_heard_id ORDER BY t.heard_id"
    ) == [(late[0], "FT2"), (late[1], "FT1")]


def test_a_line_that_a_person_gave_to_a_bill_is_told_of_by_that_bills_code(
    world: World, bills: list[Bill]
) -> None:
    line = a_line(world, TOTAL)
    brought = take_lines(by=SYSTEM, lines=[line], at=AT)[line.line_id]
    actions.identify(by=SYSTEM, payment_id=brought[0], code=bills[0].code, at=AT)
    worlds.hear(world, bills[0].code, TOTAL, paid_at=NOON)
    post_all()
    assert findings() == ["unknown", "exact", "duplicate"]


@pytest.mark.parametrize("days", [-6, 6])
def test_money_of_another_week_is_other_money(world: World, bills: list[Bill], days: int) -> None:
    take_lines(by=SYSTEM, lines=[a_line(world, 1_000, bills[0].code)], at=AT)
    worlds.hear(world, bills[0].code, 1_000, paid_at=NOON + timedelta(days=days))
    post_all()
    assert findings() == ["part", "part"]


@pytest.mark.parametrize(
    ("bill", "amount_vnd", "account"),
    [(0, 1_001, ACCOUNT_A), (1, 1_000, ACCOUNT_A), (0, 1_000, "")],
)
def test_money_of_another_amount_bill_or_unnamed_account_is_other_money(
    world: World, bills: list[Bill], bill: int, amount_vnd: int, account: str
) -> None:
    take_lines(by=SYSTEM, lines=[a_line(world, 1_000, bills[0].code)], at=AT)
    worlds.hear(world, bills[bill].code, amount_vnd, account=account, paid_at=NOON)
    post_all()
    assert findings() == ["part", "part"]
    assert number("SELECT count(*) FROM told_before") == 0


def test_a_line_that_was_no_business_of_ours_brought_nothing(
    world: World, bills: list[Bill]
) -> None:
    line = a_line(world, TOTAL)
    brought = take_lines(by=SYSTEM, lines=[replace(line, bank_reference="FT9")], at=AT)
    owners.disown(by=SYSTEM, payment_id=brought[line.line_id][0], reason="Ngân sách", at=AT)
    worlds.hear(world, bills[0].code, TOTAL, bank_reference="FT9", paid_at=NOON)
    post_all()
    assert findings() == ["unknown", "not_for_us", "exact"]
    assert differences() == []


@pytest.fixture
def busy(town: str) -> World:
    """The world with real commits in a database of its own."""
    return worlds.build()


def booked_by_both(world: World, bill: Bill) -> None:
    """A notification is being booked while the same money's line is about to be."""
    worlds.hear(world, bill.code, TOTAL, paid_at=NOON)
    line = a_line(world, TOTAL, bill.code)
    held = Held()

    def take() -> None:
        hold(world.a.id)
        if not Payment.objects.filter(bill=bill, amount_vnd=TOTAL).exists():
            take_lines(by=SYSTEM, lines=[line], at=AT)

    with threads(2) as start:
        posted = start(held.around(lambda: actions.post_waiting(at=AT)))
        assert held.is_done.wait(20)
        taken = start(transaction.atomic(take))
        wait_until_blocked()
        held.is_let_go.set()
        posted.result()
        taken.result()


def test_who_takes_a_line_waits_for_who_books_its_notification(busy: World) -> None:
    bill = worlds.issued_run(busy, items=[("AN", 22)], allows_part=True)[0]
    booked_by_both(busy, bill)
    assert findings() == ["exact"]
    assert differences() == []


def test_negative_control_without_the_lock_both_book_the_same_money(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bill = worlds.issued_run(busy, items=[("AN", 22)], allows_part=True)[0]
    monkeypatch.setattr(told_before, "wait_for_lines", lambda cursor, ids: None)
    booked_by_both(busy, bill)
    assert findings() == ["exact", "over"]
