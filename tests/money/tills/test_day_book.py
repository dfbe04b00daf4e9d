"""Whatever is taken, handed over, deposited and given back in cash: the day book is the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.money.seen import balances, number
from tests.money.tills.conftest import hand_over, notes, take
from tests.world import ACCOUNT_A, AT, TODAY, World
from thuphi.ground.kit.actor import Actor
from thuphi.money.bills.models import Bill
from thuphi.money.ledger.rules import RECIPES, AccountKind
from thuphi.money.payments.models import Payment
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds import errors as refund_errors
from thuphi.money.refunds.actions import Wish
from thuphi.money.refunds.models import Refund
from thuphi.money.tills import errors
from thuphi.money.tills.actions import depositing, handing, taking
from thuphi.money.tills.actions.taking import Entry
from thuphi.money.tills.queries.day import MoveKind, day_book
from thuphi.money.tills.queries.holdings import fund_vnd, holdings

LARGEST_VND = 700_000


def test_one_day_is_written_line_by_line(world: World, bills: list[Bill]) -> None:
    take(world.minh.actor, bills[0], 160_000, "K0", AT - timedelta(days=1))
    take(world.minh.actor, bills[0], 500_000, "K1")
    made = hand_over(world, notes(660_000))
    handing.receive(by=world.lan.actor, hand_over_id=made.pk, at=AT)
    depositing.deposit(
        by=world.lan.actor,
        facility_id=world.a.id,
        amount_vnd=600_000,
        account=ACCOUNT_A,
        document="GNT 15",
        at=AT + timedelta(hours=2),
    )
    give_back(world, Payment.objects.latest("pk"), 10_000, AT + timedelta(hours=3))
    book = day_book(world.a.id, TODAY, TODAY)
    assert (book.opening_vnd, book.in_vnd, book.out_vnd, book.closing_vnd) == (
        160_000,
        500_000,
        610_000,
        50_000,
    )
    assert [
        (row.kind, row.document, row.in_vnd, row.out_vnd, row.balance_vnd) for row in book.rows
    ] == [
        (MoveKind.TAKEN, "2026-0000002", 500_000, 0, 660_000),
        (MoveKind.DEPOSITED, "GNT 15", 0, 600_000, 60_000),
        (MoveKind.REFUNDED, bills[0].code, 0, 10_000, 50_000),
    ]
    assert book.rows[0].who == "Nguyễn Văn Bình"
    assert book.rows[0].person_id == world.minh.user.pk
    assert balances(world.a.id)["cash"] == 50_000
    assert day_book(world.b.id, TODAY, TODAY).rows == []


def test_every_recipe_that_moves_cash_stands_in_the_day_book() -> None:
    moved_in = {one.name.value for one in RECIPES.values() if one.debit is AccountKind.CASH}
    moved_out = {one.name.value for one in RECIPES.values() if one.credit is AccountKind.CASH}
    assert moved_in == {"pay_cash", "overpay_cash"}
    assert moved_out == {"refund_done_cash", "payout_done_cash", "bank_cash"}


def give_back(world: World, payment: Payment, amount_vnd: int, at: datetime) -> None:
    """Two people agree, and the money is handed back at the desk."""
    wish = Wish(payment_id=payment.pk, amount_vnd=amount_vnd, reason="Nộp nhầm")
    refund = refunds.ask(by=world.lan.actor, wish=wish, at=at)
    refunds.approve(by=world.hoa.actor, refund_id=refund.pk, at=at)
    refunds.claim_due(at=at, limit=20)
    refunds.hand_over(by=world.lan.actor, refund_id=refund.pk, document="PC 1", at=at)
    refunds.claim_due(at=at, limit=20)
    assert Refund.objects.get(pk=refund.pk).state == "refunded"


@dataclass
class Story:
    """A cash desk at work; a slip of paper beside it says what each person should hold."""

    world: World
    bills: list[Bill]
    at: datetime = AT
    keys: int = 0
    papers: int = 0
    held: dict[int, int] = field(default_factory=dict)
    fund_vnd: int = 0
    days: dict[int, int] = field(default_factory=dict)
    """Cash in less cash out, by days since the beginning."""

    def someone(self, what: int) -> Actor:
        return (self.world.minh if what % 2 else self.world.lan).actor

    def moved(self, amount_vnd: int) -> None:
        day = (self.at - AT).days
        self.days[day] = self.days.get(day, 0) + amount_vnd

    def take(self, what: int, amount_vnd: int) -> None:
        """One at the counter or several of a class, some keyed twice, some impossible."""
        by = self.someone(what)
        entries = []
        for bill in self.bills[: what % 3 + 1]:
            self.keys += 1
            entries.append(Entry(code=bill.code, amount_vnd=amount_vnd, key=f"K{self.keys}"))
        rests = {bill.code: Bill.objects.get(pk=bill.pk).remaining_vnd for bill in self.bills}
        wanted = [*entries, *entries[: what % 2]]
        try:
            taken = taking.take_many(by=by, facility_id=self.world.a.id, entries=wanted, at=self.at)
        except errors.TakingsRefused as refused:
            assert {one.code for one in refused.faults} <= {
                code for code, rest_vnd in rests.items() if amount_vnd > rest_vnd
            }
            return
        assert len({one.payment.pk for one in taken}) == len(entries)
        user_id = by.user_id or 0
        self.held[user_id] = self.held.get(user_id, 0) + amount_vnd * len(entries)
        self.moved(amount_vnd * len(entries))

    def hand_over(self, what: int, amount_vnd: int) -> None:
        """Minh or Lan counts; the other signs, or does not."""
        giver, receiver = (
            (self.world.minh, self.world.lan) if what % 2 else (self.world.lan, self.world.minh)
        )
        held_vnd = self.held.get(giver.user.pk, 0)
        counted_vnd = (amount_vnd if what % 3 else held_vnd) // 1000 * 1000
        try:
            made = handing.give(
                by=giver.actor,
                facility_id=self.world.a.id,
                pieces=notes(counted_vnd),
                seen_held_vnd=held_vnd,
                reason="Chênh lệch khi đếm",
                at=self.at,
            )
        except (errors.NothingHeld, errors.NothingCounted):
            assert held_vnd == 0 or counted_vnd == 0
            return
        if what % 5 == 4:
            handing.refuse(by=receiver.actor, hand_over_id=made.pk, reason="Khác", at=self.at)
            return
        handing.receive(by=receiver.actor, hand_over_id=made.pk, at=self.at)
        gone_vnd = min(held_vnd, counted_vnd)
        self.held[giver.user.pk] = held_vnd - gone_vnd
        self.fund_vnd += gone_vnd

    def deposit(self, what: int, amount_vnd: int) -> None:
        """Some of the fund, or more than there is."""
        if what % 3 == 0:
            amount_vnd = max(self.fund_vnd, 1)
        self.papers += 1
        try:
            depositing.deposit(
                by=self.someone(what),
                facility_id=self.world.a.id,
                amount_vnd=amount_vnd,
                account=ACCOUNT_A,
                document=f"GNT {self.papers}",
                at=self.at,
            )
        except errors.AboveFund as refused:
            assert refused.fund_vnd == self.fund_vnd < amount_vnd
            return
        assert amount_vnd <= self.fund_vnd
        self.fund_vnd -= amount_vnd
        self.moved(-amount_vnd)

    def give_back(self, what: int, amount_vnd: int) -> None:
        """A family gets cash back; it leaves the fund, whoever took it."""
        found = list(Payment.objects.order_by("pk"))
        if not found:
            return
        payment = found[what % len(found)]
        amount_vnd = min(amount_vnd, payment.amount_vnd)
        try:
            with transaction.atomic():
                give_back(self.world, payment, amount_vnd, self.at)
        except (refund_errors.AmountAbovePaid, refund_errors.NothingToRefund):
            return
        self.fund_vnd -= amount_vnd
        self.moved(-amount_vnd)

    def wait(self, what: int, _: int) -> None:
        self.at += timedelta(days=what)

    def check(self) -> None:
        """The day book, the ledger and the slip of paper say the same."""
        total_vnd = sum(self.held.values()) + self.fund_vnd
        assert balances(self.world.a.id).get("cash", 0) == total_vnd == sum(self.days.values())
        assert fund_vnd(self.world.a.id) == self.fund_vnd
        found = {one.person_id: one.held_vnd for one in holdings(self.world.a.id)}
        assert found == {person: vnd for person, vnd in self.held.items() if person in found}
        assert all(vnd >= 0 for vnd in found.values())

    def check_days(self) -> None:
        """Each day begins where the one before it closed, and all days together say the same."""
        total_vnd = sum(self.days.values())
        last = (self.at - AT).days
        carried_vnd = 0
        for day in range(last + 1):
            on = TODAY + timedelta(days=day)
            book = day_book(self.world.a.id, on, on)
            assert book.opening_vnd == carried_vnd
            assert book.closing_vnd == book.opening_vnd + book.in_vnd - book.out_vnd
            assert book.closing_vnd - book.opening_vnd == self.days.get(day, 0)
            assert not book.rows or book.rows[-1].balance_vnd == book.closing_vnd
            carried_vnd = book.closing_vnd
        whole = day_book(self.world.a.id, TODAY, TODAY + timedelta(days=last))
        assert (whole.opening_vnd, whole.closing_vnd) == (0, total_vnd)


AMOUNTS = st.one_of(
    st.sampled_from([1, 1_000, 50_000, 659_999, 660_000, 660_001]), st.integers(1, LARGEST_VND)
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just(Story.take), st.integers(0, 5), AMOUNTS),
        st.tuples(st.just(Story.take), st.integers(0, 5), AMOUNTS),
        st.tuples(st.just(Story.hand_over), st.integers(0, 29), AMOUNTS),
        st.tuples(st.just(Story.hand_over), st.integers(0, 29), AMOUNTS),
        st.tuples(st.just(Story.deposit), st.integers(0, 5), AMOUNTS),
        st.tuples(st.just(Story.give_back), st.integers(0, 9), AMOUNTS),
        st.tuples(st.just(Story.wait), st.integers(0, 2), st.just(0)),
    ),
    min_size=6,
    max_size=14,
)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back, so that each example finds the same three bills."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_opening_and_in_less_out_is_closing_and_the_ledger_says_so(
    world: World, steps: list[tuple[object, int, int]]
) -> None:
    with undone():
        bills = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
        story = Story(world, bills)
        for step, what, amount_vnd in steps:
            assert callable(step)
            step(story, what, amount_vnd)
            story.check()
        story.check_days()
        assert number("SELECT count(*) FROM heard_waiting") == 0
