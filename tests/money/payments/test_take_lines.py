"""Money that a line of the bank's statement brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import connection, transaction

from tests import world as worlds
from tests.money.seen import Moved, balances, number, post_all, rows, transfers
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.money.bills.models import Bill
from thuphi.money.payments import errors
from thuphi.money.payments.lines import LinePaid, take_lines
from thuphi.money.payments.rebuild import differences
from thuphi.money.statements.models import BankLine

NOON = datetime(2026, 10, 6, 5, tzinfo=UTC)
WHEN = "2026-10-06 12:00:00"


def a_line(world: World, amount_vnd: int, *codes: str, facility_id: int | None = None) -> LinePaid:
    """A credit on school A's account, kept as a line of its statement."""
    facility = world.a.id if facility_id is None else facility_id
    kept = BankLine.objects.create(
        facility_id=facility,
        account=ACCOUNT_A,
        booked_on=date(2026, 10, 6),
        direction="in",
        amount_vnd=amount_vnd,
        ordinal=BankLine.objects.count(),
        text=" ".join(codes),
    )
    return LinePaid(
        line_id=kept.pk,
        facility_id=facility,
        account=ACCOUNT_A,
        amount_vnd=amount_vnd,
        paid_at=NOON,
        text=" ".join(codes),
        codes=codes,
        bank_reference=f"FT26279{kept.pk:06}",
    )


def test_lines_pay_their_bills_at_once(world: World, bills: list[Bill]) -> None:
    exact = a_line(world, 660_000, bills[0].code)
    part = a_line(world, 10_000, bills[1].code)
    over = a_line(world, 700_000, bills[2].code)
    unknown = a_line(world, 123_000)
    found = take_lines(by=SYSTEM, lines=[unknown, over, part, exact], at=AT)
    assert [len(found[one.line_id]) for one in (exact, part, over, unknown)] == [1, 1, 1, 1]
    assert rows("SELECT id, finding, channel, method, amount_vnd FROM payment ORDER BY id") == [
        (found[exact.line_id][0], "exact", "statement", "qr", 660_000),
        (found[part.line_id][0], "part", "statement", "qr", 10_000),
        (found[over.line_id][0], "over", "statement", "qr", 700_000),
        (found[unknown.line_id][0], "unknown", "statement", "qr", 123_000),
    ]
    heard = number("SELECT heard_id FROM payment WHERE finding = 'unknown'")
    credit = f"payer_credit:{bills[2].beneficiary_id}"
    clearing = "clearing:statement"
    assert transfers(world.a.id) - issued(world) == Counter(
        [
            Moved("pay", clearing, "receivable:", 660_000, bills[0].code, WHEN),
            Moved("pay", clearing, "receivable:", 10_000, bills[1].code, WHEN),
            Moved("pay", clearing, "receivable:", 660_000, bills[2].code, WHEN),
            Moved("overpay", clearing, credit, 40_000, bills[2].code, WHEN),
            Moved("pay_unknown", clearing, "unidentified:", 123_000, f"heard:{heard}", WHEN),
        ]
    )
    assert number("SELECT count(*) FROM heard_waiting") == 0
    assert differences() == []


def issued(world: World) -> Counter[Moved]:
    """What the bills themselves moved."""
    return Counter({one: n for one, n in transfers(world.a.id).items() if one.recipe == "issue"})


def test_a_line_taken_twice_brings_its_payments_again(world: World, bills: list[Bill]) -> None:
    line = a_line(world, 660_000, bills[0].code)
    first = take_lines(by=SYSTEM, lines=[line], at=AT)
    other = a_line(world, 1_000, bills[0].code)
    again = take_lines(by=SYSTEM, lines=[line, other], at=AT)
    assert again[line.line_id] == first[line.line_id]
    assert number("SELECT count(*) FROM payment") == 2
    assert differences() == []


def test_a_mended_code_is_believed_only_for_the_exact_rest(world: World, bills: list[Bill]) -> None:
    right = replace(a_line(world, 660_000, bills[0].code), is_corrected=True)
    wrong = replace(a_line(world, 659_999, bills[1].code), is_corrected=True)
    take_lines(by=SYSTEM, lines=[right, wrong], at=AT)
    assert rows("SELECT finding FROM payment ORDER BY id") == [("exact",), ("unknown",)]


def test_an_account_that_was_changed_since_does_not_make_it_elsewhere(
    world: World, bills: list[Bill]
) -> None:
    line = replace(a_line(world, 660_000, bills[0].code), account="9990001")
    take_lines(by=SYSTEM, lines=[line], at=AT)
    assert rows("SELECT p.finding, h.account FROM payment p JOIN heard h ON h.id = p.heard_id") == [
        ("exact", "9990001")
    ]


def test_no_line_without_money_and_no_line_by_a_stranger(world: World, bills: list[Bill]) -> None:
    line = a_line(world, 660_000, bills[0].code)
    with pytest.raises(errors.AmountNotPositive):
        take_lines(by=SYSTEM, lines=[replace(line, amount_vnd=0)], at=AT)
    with pytest.raises(NotYours):
        take_lines(by=world.quan.actor, lines=[line], at=AT)
    with pytest.raises(NotAllowed):
        take_lines(by=world.minh.actor, lines=[line], at=AT)
    assert number("SELECT count(*) FROM heard") == 0


def test_the_accountants_own_connection_takes_lines(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    found_lines = [
        a_line(world, 700_000, bills[0].code),
        a_line(world, 5_000),
        a_line(world, 660_000, bills[1].code),
    ]
    as_role("thuphi_app", world.a.id)
    found = take_lines(by=world.lan.actor, lines=found_lines, at=AT)
    as_role("thuphi_worker")
    assert [len(one) for one in found.values()] == [1, 1, 1]
    assert balances(world.a.id)["clearing:statement"] == 1_365_000
    assert differences() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"amount_vnd": 1},
        {"line_id": 999_999_999},
        {"account": "0"},
    ],
)
def test_a_page_hears_no_line_that_is_not_there(
    world: World,
    bills: list[Bill],
    as_role: Callable[..., None],
    changed: dict[str, int | str],
) -> None:
    line = a_line(world, 660_000, bills[0].code)
    as_role("thuphi_app", world.a.id)
    wrong = LinePaid(**{**vars_of(line), **changed})  # type: ignore[arg-type]
    with pytest.raises(psycopg.errors.InsufficientPrivilege), transaction.atomic():
        take_lines(by=world.lan.actor, lines=[wrong], at=AT)


def vars_of(line: LinePaid) -> dict[str, int | str]:
    """The fields of a line by name."""
    return {name: getattr(line, name) for name in LinePaid.__slots__}


def test_a_page_books_no_providers_money_on_the_statements_account(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    take_lines(by=SYSTEM, lines=[a_line(world, 660_000, bills[0].code)], at=AT)
    as_role("thuphi_app", world.a.id)
    booked = (
        "INSERT INTO transfer (facility_id, recipe, debit_account_id, credit_account_id,"
        " amount_vnd, reference, happened_at) SELECT t.facility_id, t.recipe, t.debit_account_id,"
        " t.credit_account_id, {amount}, t.reference, now() FROM transfer AS t WHERE recipe = 'pay'"
    )
    with (
        pytest.raises(Exception, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(booked.format(amount="t.amount_vnd + 1"))


def test_a_notification_and_a_line_pay_in_the_order_in_which_they_are_booked(
    world: World, bills: list[Bill]
) -> None:
    worlds.hear(world, bills[0].code, 600_000)
    post_all()
    take_lines(by=SYSTEM, lines=[a_line(world, 100_000, bills[0].code)], at=AT)
    bills[0].refresh_from_db()
    assert (bills[0].paid_vnd, bills[0].state) == (660_000, "paid")
    assert differences() == []
