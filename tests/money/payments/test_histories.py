"""Any history of money comes to what `rules.split` says, however it is ordered and cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.money.seen import (
    balances,
    last_transfer,
    number,
    post_all,
    receipt_numbers,
    rows,
    transfers,
)
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.errors import MoneyHasComeIn
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import state_for
from thuphi.money.ledger import recipes
from thuphi.money.ledger.recipes import Posting
from thuphi.money.payments import actions, errors, rules
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.payments.rules import Finding

TOTAL = 660_000
IN_ONE_DATABASE = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back, so that each example finds the same three bills."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Notice:
    """Money that comes: for which bill (none: nobody knows), how much, how many days later."""

    bill: int | None
    amount_vnd: int
    days: int


AMOUNTS = st.one_of(st.sampled_from([1, TOTAL - 1, TOTAL, TOTAL + 1]), st.integers(1, 2 * TOTAL))
NOTICES = st.lists(
    st.builds(
        Notice,
        bill=st.one_of(st.integers(0, 2), st.integers(0, 2), st.none()),
        amount_vnd=AMOUNTS,
        days=st.integers(0, 70),
    ),
    min_size=1,
    max_size=12,
)


def expected(notices: list[Notice], bills: list[Bill]) -> dict[str, object]:
    """What the rules say of these notices, one after the other."""
    paid = [0, 0, 0]
    book: Counter[str] = Counter({"revenue:AN": -3 * TOTAL, "receivable": 3 * TOTAL})
    months: Counter[tuple[str, str]] = Counter()
    for notice in notices:
        book["clearing:sandbox"] += notice.amount_vnd
        month = (AT + timedelta(days=notice.days)).astimezone(VIETNAM).strftime("%Y-%m-01")
        months[month, "count"] += 1
        months[month, "value"] += notice.amount_vnd
        if notice.bill is None:
            book["unidentified"] -= notice.amount_vnd
            continue
        parts = rules.split(notice.amount_vnd, TOTAL - paid[notice.bill])
        paid[notice.bill] += parts.applied_vnd
        book["receivable"] -= parts.applied_vnd
        book[f"payer_credit:{bills[notice.bill].beneficiary_id}"] -= parts.excess_vnd
    return {
        "bills": [(sum_vnd, state_for(TOTAL, sum_vnd).value) for sum_vnd in paid],
        "book": {name: balance for name, balance in book.items() if balance},
        "months": dict(months),
        "receipts": list(range(1, 1 + sum(one.bill is not None for one in notices))),
    }


def seen(world: World, bills: list[Bill]) -> dict[str, object]:
    """The same of what the database has."""
    found = {bill.pk: bill for bill in Bill.objects.filter(pk__in=[one.pk for one in bills])}
    months: dict[tuple[str, str], int] = {}
    for month, count, value in rows(
        "SELECT month::text, payments, value_vnd FROM month_count WHERE facility_id = %s",
        world.a.id,
    ):
        months[str(month), "count"] = int(str(count))
        months[str(month), "value"] = int(str(value))
    return {
        "bills": [(found[one.pk].paid_vnd, found[one.pk].state) for one in bills],
        "book": balances(world.a.id),
        "months": months,
        "receipts": receipt_numbers(world.a.id),
    }


@IN_ONE_DATABASE
@given(notices=NOTICES, data=st.data())
def test_any_order_and_any_batches_come_to_the_same(
    world: World, bills: list[Bill], notices: list[Notice], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(notices), label="order")
    with undone():
        waiting = 0
        for notice in order:
            code = "" if notice.bill is None else bills[notice.bill].code
            worlds.hear(world, code, notice.amount_vnd, paid_at=AT + timedelta(days=notice.days))
            waiting += 1
            if data.draw(st.booleans(), label="post now"):
                limit = data.draw(st.integers(1, waiting), label="limit")
                waiting -= actions.post_waiting(at=AT, limit=limit).taken
        post_all(limit=data.draw(st.integers(1, 12), label="last limit"))
        assert seen(world, bills) == expected(notices, bills)
        assert number("SELECT sum(debit_vnd) - sum(credit_vnd) FROM ledger_account") == 0
        assert differences() == []


@IN_ONE_DATABASE
@given(notices=NOTICES)
def test_the_single_recipes_and_the_set_based_road_move_the_same(
    world: World, bills: list[Bill], notices: list[Notice]
) -> None:
    before = last_transfer()
    with undone():
        heard = [
            worlds.hear(
                world,
                "" if one.bill is None else bills[one.bill].code,
                one.amount_vnd,
                paid_at=AT + timedelta(days=one.days),
            )
            for one in notices
        ]
        post_all()
        by_the_batch = transfers(world.a.id, before)
        findings = {row[0]: row[1] for row in rows("SELECT heard_id, finding FROM payment")}
    with undone():
        left = [TOTAL, TOTAL, TOTAL]
        single: dict[object, str] = {}
        for notice, heard_id in sorted(zip(notices, heard, strict=True), key=_when):
            single[heard_id] = _book_alone(world, bills, notice, heard_id, left).value
        assert transfers(world.a.id, before) == by_the_batch
    assert single == findings


def _when(pair: tuple[Notice, int]) -> tuple[int, int]:
    return pair[0].days, pair[1]


def _book_alone(
    world: World, bills: list[Bill], notice: Notice, heard_id: int, left: list[int]
) -> Finding:
    """One payment by the recipes for one, as `rules.split` divides it."""
    at = AT + timedelta(days=notice.days)
    if notice.bill is None:
        recipes.pay_unknown(
            Posting(world.a.id, notice.amount_vnd, f"heard:{heard_id}", at), channel="sandbox"
        )
        return Finding.UNKNOWN
    bill = bills[notice.bill]
    parts = rules.split(notice.amount_vnd, left[notice.bill])
    left[notice.bill] -= parts.applied_vnd
    if parts.applied_vnd:
        recipes.pay(Posting(world.a.id, parts.applied_vnd, bill.code, at), channel="sandbox")
    if parts.excess_vnd:
        recipes.overpay(
            Posting(world.a.id, parts.excess_vnd, bill.code, at),
            channel="sandbox",
            beneficiary=str(bill.beneficiary_id),
        )
    return parts.finding


@dataclass
class Story:
    """What the rules expect while a school works: money comes, cash is taken, bills withdrawn."""

    world: World
    bills: list[Bill]
    paid: list[int] = field(default_factory=lambda: [0, 0, 0])
    is_withdrawn: list[bool] = field(default_factory=lambda: [False, False, False])
    waiting: list[tuple[int, int | None, int]] = field(default_factory=list)
    ownerless: dict[int, int] = field(default_factory=dict)
    found: set[int] = field(default_factory=set)
    credit_vnd: int = 0
    cash_vnd: int = 0
    keys: int = 0

    def hear(self, bill: int, amount_vnd: int) -> None:
        named = None if bill == 3 else bill
        code = "" if named is None else self.bills[named].code
        self.waiting.append((worlds.hear(self.world, code, amount_vnd), named, amount_vnd))

    def post(self, limit: int, _: int) -> None:
        assert actions.post_waiting(at=AT, limit=limit + 1).taken == len(self.waiting[: limit + 1])
        for heard_id, bill, amount_vnd in self.waiting[: limit + 1]:
            if bill is None or self.is_withdrawn[bill]:
                self.ownerless[heard_id] = amount_vnd
            else:
                self._apply(bill, amount_vnd)
        self.waiting = self.waiting[limit + 1 :]

    def take_cash(self, bill: int, amount_vnd: int) -> None:
        bill %= 3
        rest = 0 if self.is_withdrawn[bill] else TOTAL - self.paid[bill]
        self.keys += 1
        refusal = None if amount_vnd <= rest else errors.AmountAboveRest
        with refused(refusal if rest else errors.NothingToPay):
            actions.take_cash(
                by=self.world.minh.actor,
                code=self.bills[bill].code,
                amount_vnd=amount_vnd,
                key=f"K{self.keys}",
                payer_name="",
                at=AT,
            )
            self.cash_vnd += amount_vnd
            self._apply(bill, amount_vnd)

    def cancel(self, bill: int, _: int) -> None:
        bill %= 3
        refusal = MoveNotAllowed if self.is_withdrawn[bill] else None
        with refused(MoneyHasComeIn if self.paid[bill] else refusal):
            bill_actions.cancel_bill(by=SYSTEM, code=self.bills[bill].code, reason="Nhầm", at=AT)
            self.is_withdrawn[bill] = True

    def identify(self, bill: int, which: int) -> None:
        bill %= 3
        if not self.ownerless:
            return
        heard_id = sorted(self.ownerless)[which % len(self.ownerless)]
        refusal = errors.OwnerAlreadyFound if heard_id in self.found else None
        with refused(errors.NothingToPay if self.is_withdrawn[bill] else refusal):
            actions.identify(
                by=SYSTEM,
                payment_id=Payment.objects.get(heard_id=heard_id, identifies_id=None).pk,
                code=self.bills[bill].code,
                at=AT,
            )
            self.found.add(heard_id)
            self._apply(bill, self.ownerless[heard_id])

    def _apply(self, bill: int, amount_vnd: int) -> None:
        parts = rules.split(amount_vnd, TOTAL - self.paid[bill])
        self.paid[bill] += parts.applied_vnd
        self.credit_vnd += parts.excess_vnd

    def check(self) -> None:
        """The database has come to the same."""
        for bill, paid_vnd, is_withdrawn in zip(
            self.bills, self.paid, self.is_withdrawn, strict=True
        ):
            bill.refresh_from_db()
            state = "cancelled" if is_withdrawn else state_for(TOTAL, paid_vnd).value
            assert (bill.paid_vnd, bill.state) == (paid_vnd, state)
        book = Counter({name.partition(":")[0]: 0 for name in balances(self.world.a.id)})
        for name, balance in balances(self.world.a.id).items():
            book[name.partition(":")[0]] += balance
        unidentified = sum(
            amount for heard_id, amount in self.ownerless.items() if heard_id not in self.found
        )
        alive = [paid for paid, out in zip(self.paid, self.is_withdrawn, strict=True) if not out]
        assert book["receivable"] == len(alive) * TOTAL - sum(alive)
        assert -book["payer_credit"] == self.credit_vnd
        assert -book["unidentified"] == unidentified
        assert book["cash"] == self.cash_vnd
        assert sum(book.values()) == 0
        assert differences() == []


@contextmanager
def refused(refusal: type[Exception] | None) -> Iterator[None]:
    """The deed inside goes through, or is refused by this name and leaves nothing."""
    if refusal is None:
        yield
        return
    with pytest.raises(refusal):
        yield


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just(Story.hear), st.integers(0, 3), AMOUNTS),
        st.tuples(st.just(Story.post), st.integers(0, 4), st.just(0)),
        st.tuples(st.just(Story.take_cash), st.integers(0, 2), AMOUNTS),
        st.tuples(st.just(Story.cancel), st.integers(0, 2), st.just(0)),
        st.tuples(st.just(Story.identify), st.integers(0, 2), st.integers(0, 9)),
    ),
    max_size=20,
)


@IN_ONE_DATABASE
@given(steps=STEPS)
def test_a_school_at_work_comes_to_what_the_rules_say(
    world: World, bills: list[Bill], steps: list[tuple[object, int, int]]
) -> None:
    with undone():
        story = Story(world, bills)
        for step, bill, amount in steps:
            assert callable(step)
            step(story, bill, amount)
        while story.waiting:
            story.post(4, 0)
        story.check()
