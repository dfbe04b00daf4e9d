"""Bills that change, credits that move on, refunds and payouts: any history keeps every promise."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.money.payments.test_histories import undone
from tests.money.seen import balances, number, post_all
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.errors import AdjustmentError
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions as credits
from thuphi.money.credits import queries as held
from thuphi.money.credits.errors import CreditError
from thuphi.money.credits.rules import SpendOn
from thuphi.money.ledger.queries import balance_vnd
from thuphi.money.ledger.rules import AccountKind
from thuphi.money.payments import fees, returning
from thuphi.money.payments.errors import ReturnTooMuch
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.payments.returning import WayOut

ITEMS = ("AN", "BT")


@dataclass(frozen=True)
class Step:
    """One deed: which, on which bill or payment, how much, and one more choice."""

    kind: str
    which: int
    amount_vnd: int
    choice: int


STEPS = st.lists(
    st.builds(
        Step,
        kind=st.sampled_from(
            ["pay", "pay", "cash", "adjust", "adjust", "spend", "spend_run", "open", "refund",
             "refund", "refund_end", "refund_end", "take_out", "payout_end", "rule", "issue"]
        ),
        which=st.integers(0, 5),
        amount_vnd=st.one_of(st.integers(1, 400_000), st.sampled_from([1, 210_000, 300_000])),
        choice=st.integers(0, 5),
    ),
    min_size=8,
    max_size=30,
)  # fmt: skip


@dataclass
class School:
    """School A at work, deed by deed."""

    world: World
    bills: list[Bill]
    runs: list[int] = field(default_factory=list)
    refunds: list[int] = field(default_factory=list)
    payouts: list[str] = field(default_factory=list)
    made: int = 0

    def bill(self, step: Step) -> Bill:
        return self.bills[step.which % len(self.bills)]

    def pay(self, step: Step) -> None:
        worlds.hear(self.world, self.bill(step).code, step.amount_vnd)
        post_all()

    def cash(self, step: Step) -> None:
        worlds.hear(self.world, self.bill(step).code, step.amount_vnd, method="cash")
        post_all()

    def adjust(self, step: Step) -> None:
        sign = 1 if step.choice == 0 else -1
        item = self.world.a.items[ITEMS[step.choice % 2]].pk
        with suppress(AdjustmentError):
            adjustments.adjust(
                by=SYSTEM,
                facility_id=self.world.a.id,
                kind=AdjustmentKind.OTHER,
                changes=[Change(self.bill(step).code, item, sign * step.amount_vnd)],
                reason="x",
                paper="x",
                at=AT,
            )

    def spend(self, step: Step) -> None:
        credits.spend(by=SYSTEM, code=self.bill(step).code, at=AT)

    def spend_run(self, step: Step) -> None:
        credits.spend_on_run(by=SYSTEM, run_id=self.runs[step.which % len(self.runs)], at=AT)

    def open(self, step: Step) -> None:
        item = self.world.a.items[ITEMS[step.choice % 2]].pk if step.choice < 3 else None
        credits.open_credit(
            by=SYSTEM,
            facility_id=self.world.a.id,
            beneficiary_id=self.bill(step).beneficiary_id,
            amount_vnd=step.amount_vnd,
            fee_item_id=item,
            is_cashless=step.choice % 2 == 0,
            reason="x",
            at=AT,
        )

    def refund(self, step: Step) -> None:
        payments = list(Payment.objects.order_by("id"))
        if payments:
            self.made += 1
            payment = payments[step.which % len(payments)]
            there_vnd = returning.still_there(payment).total_vnd
            amount_vnd = there_vnd if step.choice == 0 else step.amount_vnd
            with suppress(ReturnTooMuch):
                returning.set_aside(
                    payment_id=payment.pk, refund_id=self.made, amount_vnd=amount_vnd, at=AT
                )
                assert amount_vnd <= there_vnd
                self.refunds.append(self.made)

    def refund_end(self, step: Step) -> None:
        if self.refunds:
            refund_id = self.refunds.pop(step.which % len(self.refunds))
            if step.choice < 3:
                returning.keep(refund_id=refund_id, at=AT)
            else:
                out_of = WayOut.CASH if step.choice == 3 else WayOut.BANK
                returning.let_go(refund_id=refund_id, out_of=out_of, detail="", at=AT)

    def take_out(self, step: Step) -> None:
        self.made += 1
        with suppress(CreditError):
            credits.take_out(
                by=SYSTEM,
                beneficiary_id=self.bill(step).beneficiary_id,
                facility_id=self.world.a.id,
                amount_vnd=step.amount_vnd,
                reference=f"chitra:{self.made}",
                at=AT,
            )
            self.payouts.append(f"chitra:{self.made}")

    def payout_end(self, step: Step) -> None:
        if self.payouts:
            reference = self.payouts.pop(step.which % len(self.payouts))
            if step.choice < 3:
                credits.put_back(by=SYSTEM, reference=reference, at=AT)
            elif step.choice == 3:
                credits.let_go_cash(by=SYSTEM, reference=reference, at=AT)
            else:
                credits.let_go(by=SYSTEM, reference=reference, account="0011", at=AT)

    def rule(self, step: Step) -> None:
        credits.set_rule(
            by=SYSTEM,
            facility_id=self.world.a.id,
            spend_on=list(SpendOn)[step.choice % 3],
            at=AT,
        )

    def issue(self, step: Step) -> None:
        if len(self.runs) < 4:
            self.new_run(len(self.runs))

    def new_run(self, months: int) -> None:
        fresh = worlds.issued_run(
            self.world,
            items=[("AN", 2), ("BT", 1)],
            name=f"Đợt {months}",
            due_on=date(2026, 10, 31) + timedelta(days=30 * months),
            at=AT + timedelta(days=30 * months),
            allows_part=True,
        )
        self.bills += fresh
        self.runs.append(int(str(fresh[0].run_id)))


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_any_history_keeps_every_promise(world: World, steps: list[Step]) -> None:
    with undone():
        school = School(world, [])
        school.new_run(0)
        for step in steps:
            deed: Callable[[Step], None] = getattr(school, step.kind)
            deed(step)
        fees.count_all_stale()
        assert differences() == []
        assert number("SELECT sum(debit_vnd) - sum(credit_vnd) FROM ledger_account") == 0
        left = held.balances(world.a.id)
        assert sum(left.values()) == balance_vnd(world.a.id, AccountKind.PAYER_CREDIT)
        owed = sum(bill.remaining_vnd for bill in Bill.objects.filter(facility_id=world.a.id))
        assert owed == balance_vnd(world.a.id, AccountKind.RECEIVABLE)
        # What came, less what left, is what paid bills, what families have, and what is on its way.
        came = number("SELECT coalesce(sum(amount_vnd), 0) FROM payment")
        opened = -balances(world.a.id).get("opening", 0)
        paid = number("SELECT coalesce(sum(paid_vnd), 0) FROM bill")
        due = balance_vnd(world.a.id, AccountKind.REFUND_DUE)
        gone = number(
            "SELECT coalesce(sum(amount_vnd), 0) FROM transfer WHERE recipe IN"
            " ('refund_done_bank', 'refund_done_cash', 'payout_done_bank', 'payout_done_cash')"
        )
        assert came - opened == paid + sum(left.values()) + due + gone
        assert number("SELECT count(*) FROM fee_count WHERE due_cashless_vnd > due_paid_vnd") == 0
