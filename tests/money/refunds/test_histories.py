"""Whatever comes in and goes back, in whatever order: the book recounts, and no đồng is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.money.seen import balances, number, post_all, rows
from tests.world import AT, World
from thuphi.ground.channels.contract import Outcome, RefundNotice
from thuphi.ground.kit.actor import PAYER
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.models import Basket
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import state_for
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.refunds import actions, errors
from thuphi.money.refunds.actions import Payee, Wish
from thuphi.money.refunds.models import Refund
from thuphi.registers.methods.models import Merchant

TOTAL = 660_000
ACCOUNT = Payee(bin="970436", account="1012345678", name="NGUYEN VAN BINH")
BROUGHT = ("clearing", "bank", "cash")
IN_ONE_DATABASE = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
AMOUNTS = st.one_of(
    st.sampled_from([1, TOTAL - 1, TOTAL, TOTAL + 1, 160_000, 3 * TOTAL]),
    st.integers(1, 2 * TOTAL),
)
ANSWERS = {
    "done": RefundNotice(Outcome.CONFIRMED),
    "failed": RefundNotice(Outcome.REFUSED),
    "pending": RefundNotice(Outcome.PENDING),
    "unknown": RefundNotice(Outcome.UNKNOWN),
    "odd": RefundNotice(Outcome.CONFIRMED, 1_234_567),
}


@dataclass
class Story:
    """A school at work; what came in and what left is kept on a slip of paper beside the book."""

    world: World
    bills: list[Bill]
    merchants: list[Merchant]
    basket: Basket
    in_vnd: int = 0
    keys: int = 0
    days: int = 0

    @property
    def at(self) -> datetime:
        """Now."""
        return AT + timedelta(days=self.days)

    def hear(self, what: int, amount_vnd: int) -> None:
        """Money for a bill, for the basket, or for nobody."""
        codes = [*(bill.code for bill in self.bills), self.basket.code, ""]
        code = codes[what % len(codes)]
        if code == self.basket.code and amount_vnd % 2:
            amount_vnd = self.basket.amount_vnd
        merchant = self.merchants[amount_vnd % len(self.merchants)]
        worlds.hear(
            self.world,
            code,
            amount_vnd,
            merchant=merchant,
            account="",
            method="web",
            paid_at=self.at,
        )
        post_all()
        self.in_vnd += amount_vnd

    def take_cash(self, what: int, amount_vnd: int) -> None:
        """Cash at the desk for what is left of a bill."""
        bill = self.bills[what % 3]
        bill.refresh_from_db()
        amount_vnd = min(amount_vnd, bill.remaining_vnd)
        if amount_vnd:
            self.keys += 1
            payments.take_cash(
                by=self.world.minh.actor,
                code=bill.code,
                amount_vnd=amount_vnd,
                key=f"K{self.keys}",
                payer_name="",
                at=self.at,
            )
            self.in_vnd += amount_vnd

    def ask(self, what: int, amount_vnd: int) -> None:
        """Somebody wants money of a payment back; two people agree to it or it is withdrawn."""
        payment = self._payment(what)
        if payment is None:
            return
        at, payee = self.at, ACCOUNT
        rest = actions.refundable_vnd(payment)
        if what % 2:
            amount_vnd = max(1, min(amount_vnd, rest))
        wish = Wish(payment_id=payment.pk, amount_vnd=amount_vnd, reason="Trả nhầm", payee=payee)
        is_reversal = amount_vnd % 11 == 0 and payment.channel != "cash"
        try:
            if is_reversal:
                refund = actions.record_reversal(
                    by=self.world.lan.actor,
                    payment_id=payment.pk,
                    amount_vnd=amount_vnd,
                    reason="Ngân hàng đòi lại",
                    at=at,
                )
            else:
                by = PAYER if amount_vnd % 3 == 0 else self.world.lan.actor
                refund = actions.ask(by=by, wish=wish, at=at)
        except (errors.AmountAbovePaid, errors.NothingToRefund):
            assert amount_vnd > rest or payment.identifies_id is None
            return
        assert amount_vnd <= rest
        if amount_vnd % 7 == 0:
            actions.withdraw(by=self.world.lan.actor, refund_id=refund.pk, reason="Thôi", at=at)
            return
        if refund.by_payer:
            actions.approve(by=self.world.lan.actor, refund_id=refund.pk, at=at)
        actions.approve(by=self.world.hoa.actor, refund_id=refund.pk, at=at)

    def _payment(self, what: int) -> Payment | None:
        found = list(Payment.objects.order_by("pk"))
        return found[what % len(found)] if found else None

    def work(self, what: int, _: int) -> None:
        """The worker takes what is due and is told one of five things."""
        at = self.at
        answer = list(ANSWERS.values())[what % len(ANSWERS)]
        for due in actions.claim_due(at=at, limit=20):
            actions.record_told(refund_id=due.refund.pk, told=answer, note="", at=at)

    def by_hand(self, what: int, _: int) -> None:
        """A person hands over, or finds out what became of a refund that nobody tells of."""
        at = self.at
        for refund in Refund.objects.filter(state="sent", handed_over_at=None):
            if refund.way in ("transfer", "cash"):
                actions.hand_over(
                    by=self.world.lan.actor, refund_id=refund.pk, document="UNC 1", at=at
                )
            elif refund.needs_person:
                actions.settle_by_hand(
                    by=self.world.lan.actor,
                    refund_id=refund.pk,
                    went_back=bool(what % 2),
                    document="Điện thoại",
                    at=at,
                )

    def wait(self, days: int, _: int) -> None:
        """Time passes."""
        self.days += days

    def identify(self, what: int, _: int) -> None:
        """An owner is found for money that had none and of which nothing was asked back."""
        asked = Refund.objects.values("payment_id")
        ownerless = Payment.objects.filter(unidentified_vnd__gt=0).exclude(pk__in=asked)
        found = Payment.objects.filter(identifies__isnull=False).values("identifies_id")
        payment = ownerless.exclude(pk__in=found).order_by("pk").first()
        if payment is not None:
            payments.identify(
                by=self.world.lan.actor,
                payment_id=payment.pk,
                code=self.bills[what % 3].code,
                at=self.at,
            )

    def check(self) -> None:
        """The book recounts, and what lies in our accounts is what came less what left."""
        assert differences() == []
        kept = balances(self.world.a.id)
        lying = sum(vnd for name, vnd in kept.items() if name.partition(":")[0] in BROUGHT)
        over = ("refunded", "reversed")
        out_vnd = number(
            "SELECT coalesce(sum(amount_vnd), 0) FROM refund WHERE state = ANY (%s::text[])",
            "{" + ",".join(over) + "}",
        )
        assert lying == self.in_vnd - out_vnd
        assert sum(kept.values()) == 0
        due_vnd = number("SELECT coalesce(sum(amount_vnd), 0) FROM refund WHERE state = 'sent'")
        assert -kept.get("refund_due", 0) == due_vnd
        for bill in self.bills:
            bill.refresh_from_db()
            assert 0 <= bill.paid_vnd <= bill.total_vnd
            assert bill.state == state_for(bill.total_vnd, bill.paid_vnd).value
        too_much = rows(
            "SELECT p.id FROM payment AS p JOIN refund AS r ON r.payment_id = p.id"
            " WHERE r.state NOT IN ('failed', 'withdrawn') GROUP BY p.id, p.amount_vnd"
            " HAVING sum(r.amount_vnd) > p.amount_vnd"
        )
        assert too_much == []


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just(Story.hear), st.integers(0, 4), AMOUNTS),
        st.tuples(st.just(Story.take_cash), st.integers(0, 2), AMOUNTS),
        st.tuples(st.just(Story.ask), st.integers(0, 9), AMOUNTS),
        st.tuples(st.just(Story.ask), st.integers(0, 9), AMOUNTS),
        st.tuples(st.just(Story.work), st.integers(0, 4), st.just(0)),
        st.tuples(st.just(Story.work), st.integers(0, 4), st.just(0)),
        st.tuples(st.just(Story.by_hand), st.integers(0, 1), st.just(0)),
        st.tuples(st.just(Story.wait), st.integers(0, 12), st.just(0)),
        st.tuples(st.just(Story.identify), st.integers(0, 2), st.just(0)),
    ),
    min_size=8,
    max_size=24,
)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back, so that each example finds the same three bills."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@IN_ONE_DATABASE
@given(steps=STEPS)
def test_no_history_of_payments_and_refunds_loses_a_dong(
    world: World,
    bills: list[Bill],
    vnpay: Merchant,
    momo: Merchant,
    steps: list[tuple[object, int, int]],
) -> None:
    with undone():
        codes = [bill.code for bill in bills]
        basket = attempts.make_basket(by=PAYER, codes=codes, at=AT)
        story = Story(world, bills, [vnpay, momo, world.a.sandbox], basket)
        story.hear(0, TOTAL)
        story.hear(3, TOTAL + 1)
        for step, what, amount in steps:
            assert callable(step)
            step(story, what, amount)
            story.check()
        # In the end everybody hands over and every provider has answered.
        for answer in (len(steps) % 2, 0):
            story.wait(8, 0)
            story.work(answer, 0)
            story.by_hand(1, 0)
            story.work(answer, 0)
        story.check()
        assert not Refund.objects.filter(state__in=["approved", "sent"]).exists()
