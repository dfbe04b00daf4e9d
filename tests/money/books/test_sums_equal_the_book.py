"""Whatever happened, the sums at the foot of each book equal the ledger and the bills."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.money.refunds.test_histories import STEPS, Story
from tests.money.seen import balances, number, post_all
from tests.world import AT, World
from thuphi.ground.kit.actor import PAYER, SYSTEM
from thuphi.money.attempts import actions as attempts
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.models import Bill
from thuphi.money.books import queries, rules
from thuphi.money.books.queries import Asked, Issued
from thuphi.money.books.rules import BookName
from thuphi.registers.methods.models import Merchant

TOTAL = 660_000
IN_ONE_DATABASE = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back, so that each example finds the same bills."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def kind(world: World, *kinds: str) -> int:
    """Debit less credit of all accounts of these kinds."""
    return sum(vnd for name, vnd in balances(world.a.id).items() if name.partition(":")[0] in kinds)


def foot(world: World, book: BookName, **narrowed: int | str | date | None) -> dict[str, int]:
    """The sums of a book; they equal those of its rows, added up by hand."""
    asked = Asked(book=book, facility_id=world.a.id, **narrowed)  # type: ignore[arg-type]
    said, rows = queries.sums(asked), queries.rows(asked)
    assert said.rows == len(rows)
    assert queries.added_up(book, rows) == said
    for column in rules.SHAPES[book].columns:
        cells = [row[column.key] for row in rows]
        if column.kind in rules.SUMMED:
            assert said.of[column.key] == sum(int(str(one or 0)) for one in cells)
        elif column.key in said.of:
            assert said.of[column.key] == cells[-1]
    return dict(said.of)


def check(world: World) -> None:
    """Every book against the ledger and the bills of school A."""
    due = number(
        "SELECT coalesce(sum(total_vnd), 0) FROM bill WHERE facility_id = %s"
        " AND state <> 'cancelled'",
        world.a.id,
    )
    paid = number("SELECT coalesce(sum(paid_vnd), 0) FROM bill WHERE facility_id = %s", world.a.id)
    assert kind(world, "receivable") == due - paid
    assert foot(world, BookName.PAID)["paid_vnd"] == paid
    assert foot(world, BookName.UNPAID)["rest_vnd"] == due - paid
    for book in (BookName.RUNS, BookName.ITEMS, BookName.CLASS_ITEMS):
        sums = foot(world, book)
        assert (sums["due_vnd"], sums["paid_vnd"], sums["rest_vnd"]) == (due, paid, due - paid)
        assert sums["charged_vnd"] - sums["waived_vnd"] == due
    of_runs = [foot(world, BookName.RUN, run_id=run.pk) for run in queries.runs_out(world.a.id)]
    assert sum(one["paid_vnd"] for one in of_runs) == paid
    of_items = [
        foot(world, BookName.PAID, item_id=item.pk)["paid_vnd"] for item in world.a.items.values()
    ]
    assert sum(of_items) == paid
    invoiced = foot(world, BookName.INVOICED)
    assert (invoiced["paid_vnd"], invoiced["not_invoiced_vnd"]) == (paid, paid)
    balance = foot(world, BookName.BALANCES)
    assert balance["owed_vnd"] == due - paid
    assert balance["credit_vnd"] == -kind(world, "payer_credit")
    assert foot(world, BookName.OVERPAID)["left_vnd"] <= balance["credit_vnd"]
    money = foot(world, BookName.RECEIPTS)
    assert money["in_vnd"] - money["out_vnd"] == kind(world, "clearing", "bank", "cash")
    cash = foot(world, BookName.CASH)
    assert cash["left_vnd"] == cash["in_vnd"] - cash["out_vnd"] == kind(world, "cash")


@IN_ONE_DATABASE
@given(steps=STEPS, days=st.lists(st.integers(0, 40), min_size=1, max_size=3))
def test_every_book_equals_the_ledger_after_any_history(
    world: World,
    bills: list[Bill],
    vnpay: Merchant,
    momo: Merchant,
    steps: list[tuple[object, int, int]],
    days: list[int],
) -> None:
    with undone():
        basket = attempts.make_basket(by=PAYER, codes=[one.code for one in bills], at=AT)
        story = Story(world, bills, [vnpay, momo, world.a.sandbox], basket)
        story.hear(0, TOTAL + 40_000)
        for step, what, amount in steps:
            assert callable(step)
            step(story, what, amount)
        check(world)
        check_days(world, sorted(set(days)))


def check_days(world: World, cuts: list[int]) -> None:
    """Cut into spans of days, a book adds up to itself, and each span begins where one ended."""
    starts = [None, *(AT.date() + timedelta(days=day) for day in cuts)]
    ends = [*(day - timedelta(days=1) for day in starts[1:] if day), None]
    whole = {
        book: foot(world, book) for book in (BookName.RECEIPTS, BookName.CASH, BookName.BALANCES)
    }
    added = {book: dict.fromkeys(sums, 0) for book, sums in whole.items()}
    before = {"left_vnd": 0, "owed_vnd": 0, "credit_vnd": 0}
    for from_on, until_on in zip(starts, ends, strict=True):
        for book, sums in added.items():
            span = foot(world, book, from_on=from_on, until_on=until_on)
            for key, vnd in span.items():
                sums[key] += vnd
            if book is BookName.CASH:
                assert span["left_vnd"] == before["left_vnd"] + span["in_vnd"] - span["out_vnd"]
                before["left_vnd"] = span["left_vnd"]
            if book is BookName.BALANCES:
                assert span["owed_before_vnd"] == before["owed_vnd"]
                assert span["credit_before_vnd"] == before["credit_vnd"]
                before |= {key: span[key] for key in ("owed_vnd", "credit_vnd")}
    assert before == {
        "left_vnd": whole[BookName.CASH]["left_vnd"],
        "owed_vnd": whole[BookName.BALANCES]["owed_vnd"],
        "credit_vnd": whole[BookName.BALANCES]["credit_vnd"],
    }
    for key in ("in_vnd", "out_vnd"):
        assert added[BookName.RECEIPTS][key] == whole[BookName.RECEIPTS][key]
        assert added[BookName.CASH][key] == whole[BookName.CASH][key]
    for key in ("due_vnd", "paid_vnd", "credited_vnd", "used_vnd"):
        assert added[BookName.BALANCES][key] == whole[BookName.BALANCES][key]


def test_invoices_stand_beside_what_was_collected(world: World, bills: list[Bill]) -> None:
    worlds.hear(world, bills[0].code, TOTAL)
    worlds.hear(world, bills[1].code, 60_000)
    post_all()
    issued = [
        Issued(bills[0].pk, "1C26TVD 7", TOTAL),
        Issued(bills[2].pk, "1C26TVD 8", 100_000),
    ]
    asked = Asked(book=BookName.INVOICED, facility_id=world.a.id, issued=issued)
    assert queries.sums(asked).of == {
        "paid_vnd": TOTAL + 60_000,
        "invoiced_vnd": TOTAL + 100_000,
        "not_invoiced_vnd": 60_000,
        "not_paid_vnd": 100_000,
    }
    assert [row["invoice"] for row in queries.rows(asked)] == ["1C26TVD 7", "", "1C26TVD 8"]


def test_a_withdrawn_bill_is_in_no_list(world: World, bills: list[Bill]) -> None:
    bill_actions.cancel_bill(by=SYSTEM, code=bills[0].code, reason="Nhầm lớp", at=AT)
    check(world)
    assert foot(world, BookName.UNPAID)["rest_vnd"] == 2 * TOTAL


@pytest.mark.parametrize("book", list(rules.SHAPES))
def test_a_school_without_bills_has_empty_books(world: World, book: BookName) -> None:
    sums = queries.sums(Asked(book=book, facility_id=world.a.id))
    assert set(sums.of.values()) <= {0}
    assert sums.rows == (1 if book is BookName.CASH else 0)


def test_books_show_nothing_of_another_school(
    world: World, bills: list[Bill], as_role: Callable[..., None]
) -> None:
    as_role("thuphi_app", world.b.id)
    for book in rules.SHAPES:
        run = bills[0].run_id if rules.SHAPES[book].one_run else None
        asked = Asked(book=book, facility_id=world.a.id, run_id=run)
        assert queries.sums(asked).of.keys() and set(queries.sums(asked).of.values()) <= {0}
