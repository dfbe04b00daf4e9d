"""A school's year by chance: the same seed makes the same history, whatever is looked at in it."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests import world as worlds
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.errors import AdjustmentError
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions as credits
from thuphi.money.credits.errors import CreditError
from thuphi.money.payments import actions as payments
from thuphi.money.payments import owners, returning
from thuphi.money.payments.errors import PaymentRefused
from thuphi.money.payments.models import Payment
from thuphi.money.payments.returning import WayOut
from thuphi.money.payments.rules import Finding
from thuphi.money.tills.actions import depositing
from thuphi.money.tills.errors import TillRefused

ITEMS = ("AN", "BT")
MONTHS = 4


@dataclass
class History:
    """School A at work, deed by deed, a day or two apart."""

    world: World
    chance: random.Random
    at: datetime = AT
    bills: list[Bill] = field(default_factory=list)
    refunds: list[int] = field(default_factory=list)
    payouts: list[str] = field(default_factory=list)
    made: int = 0

    def number(self) -> int:
        self.made += 1
        return self.made

    def amount(self) -> int:
        return self.chance.choice([1, 50_000, 100_000, 210_000, 300_000, 777_777])

    def bill(self) -> Bill:
        return self.chance.choice(self.bills)

    def issue(self) -> None:
        month = len(self.bills) // 3
        if month < MONTHS:
            self.bills += worlds.issued_run(
                self.world,
                items=[("AN", 2), ("BT", 1)],
                name=f"Đợt {month}",
                due_on=date(2026, 10, 31) + timedelta(days=30 * month),
                at=self.at,
                allows_part=True,
            )

    def pay(self) -> None:
        self._hear(self.bill().code)

    def pay_unknown(self) -> None:
        self._hear("")

    def _hear(self, code: str) -> None:
        late = timedelta(hours=self.chance.randrange(1, 30))
        worlds.hear(self.world, code, self.amount(), paid_at=self.at - late)
        payments.post_waiting(at=self.at)

    def identify(self) -> None:
        waiting = Payment.objects.filter(finding=Finding.UNKNOWN.value)
        taken = Payment.objects.exclude(identifies=None).values("identifies")
        found = waiting.exclude(pk__in=taken).order_by("id").first()
        if found is not None:
            with suppress(PaymentRefused):
                payments.identify(by=SYSTEM, payment_id=found.pk, code=self.bill().code, at=self.at)

    def any_payment(self) -> Payment | None:
        found = list(Payment.objects.order_by("id"))
        return self.chance.choice(found) if found else None

    def unidentify(self) -> None:
        found = self.any_payment()
        if found is not None:
            with suppress(PaymentRefused):
                owners.unidentify(by=SYSTEM, payment_id=found.pk, reason="Nhầm", at=self.at)

    def give_credit(self) -> None:
        for found in Payment.objects.filter(finding=Finding.UNKNOWN.value).order_by("-id")[:3]:
            with suppress(PaymentRefused):
                owners.give_credit(
                    by=SYSTEM,
                    payment_id=found.pk,
                    beneficiary_id=self.bill().beneficiary_id,
                    at=self.at,
                )
                return

    def disown(self) -> None:
        found = self.any_payment()
        if found is not None:
            with suppress(PaymentRefused):
                owners.disown(by=SYSTEM, payment_id=found.pk, reason="Cấp bù", at=self.at)

    def charge_back(self) -> None:
        found = self.any_payment()
        if found is not None and found.channel != "cash":
            with suppress(PaymentRefused):
                owners.charge_back(
                    by=SYSTEM,
                    payment_id=found.pk,
                    amount_vnd=self.chance.choice([1, 30_000]),
                    account=worlds.ACCOUNT_A,
                    reason="Ngân hàng thu lại",
                    at=self.at,
                )

    def cash(self) -> None:
        with suppress(PaymentRefused):
            payments.take_cash(
                by=self.world.lan.actor,
                code=self.bill().code,
                amount_vnd=min(self.amount(), 100_000),
                key=f"{self.number():032}",
                payer_name="",
                at=self.at,
            )

    def deposit(self) -> None:
        with suppress(TillRefused):
            depositing.deposit(
                by=self.world.lan.actor,
                facility_id=self.world.a.id,
                amount_vnd=50_000,
                account=worlds.ACCOUNT_A,
                document=f"GNT {self.number()}",
                at=self.at,
            )

    def adjust(self) -> None:
        sign = self.chance.choice([1, -1, -1, -1])
        with suppress(AdjustmentError):
            adjustments.adjust(
                by=SYSTEM,
                facility_id=self.world.a.id,
                kind=AdjustmentKind.OTHER,
                changes=[
                    Change(
                        self.bill().code,
                        self.world.a.items[self.chance.choice(ITEMS)].pk,
                        sign * self.chance.choice([10_000, 60_000, 150_000]),
                    )
                ],
                reason="Nghỉ ăn",
                paper="QĐ 1",
                at=self.at,
            )

    def spend(self) -> None:
        credits.spend(by=SYSTEM, code=self.bill().code, at=self.at)

    def open_credit(self) -> None:
        with suppress(CreditError):
            credits.open_credit(
                by=SYSTEM,
                facility_id=self.world.a.id,
                beneficiary_id=self.bill().beneficiary_id,
                amount_vnd=self.amount(),
                fee_item_id=None,
                is_cashless=True,
                reason="Mang sang",
                at=self.at,
            )

    def refund(self) -> None:
        found = list(Payment.objects.order_by("id"))
        if found:
            with suppress(PaymentRefused):
                refund_id = 100_000 + self.number()
                returning.set_aside(
                    payment_id=self.chance.choice(found).pk,
                    refund_id=refund_id,
                    amount_vnd=self.chance.choice([1, 10_000, 50_000]),
                    at=self.at,
                )
                self.refunds.append(refund_id)

    def refund_end(self) -> None:
        if self.refunds:
            refund_id = self.refunds.pop(self.chance.randrange(len(self.refunds)))
            match self.chance.randrange(3):
                case 0:
                    returning.keep(refund_id=refund_id, at=self.at)
                case 1:
                    returning.let_go(refund_id=refund_id, out_of=WayOut.CASH, detail="", at=self.at)
                case _:
                    returning.let_go(
                        refund_id=refund_id,
                        out_of=WayOut.BANK,
                        detail=worlds.ACCOUNT_A,
                        at=self.at,
                    )

    def take_out(self) -> None:
        reference = f"TFCT{9_000 + self.number()}"
        with suppress(CreditError):
            credits.take_out(
                by=SYSTEM,
                beneficiary_id=self.bill().beneficiary_id,
                facility_id=self.world.a.id,
                amount_vnd=self.chance.choice([1, 20_000]),
                reference=reference,
                at=self.at,
            )
            self.payouts.append(reference)

    def payout_end(self) -> None:
        if self.payouts:
            reference = self.payouts.pop()
            match self.chance.randrange(3):
                case 0:
                    credits.put_back(by=SYSTEM, reference=reference, at=self.at)
                case 1:
                    credits.let_go_cash(by=SYSTEM, reference=reference, at=self.at)
                case _:
                    credits.let_go(
                        by=SYSTEM, reference=reference, account=worlds.ACCOUNT_A, at=self.at
                    )


DEEDS: tuple[Callable[[History], None], ...] = (
    History.issue, History.pay, History.pay, History.pay, History.pay_unknown, History.identify,
    History.cash, History.cash, History.deposit, History.adjust, History.adjust, History.spend,
    History.open_credit, History.refund, History.refund, History.refund_end, History.take_out,
    History.payout_end, History.unidentify, History.give_credit, History.disown,
    History.charge_back,
)  # fmt: skip


def lived(world: World, *, seed: int, deeds: int) -> History:
    """School A after so many deeds."""
    history = History(world, random.Random(seed))
    history.issue()
    for _ in range(deeds):
        history.at += timedelta(hours=history.chance.randrange(5, 40))
        history.chance.choice(DEEDS)(history)
    return history
