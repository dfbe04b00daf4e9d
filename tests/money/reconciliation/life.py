"""A school at work with its bank: deeds of payers, of the bank, of the worker and of persons."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from tests import world as worlds
from tests.money.reconciliation.steps import taken
from tests.money.seen import number, post_all, rows
from tests.money.statements.files import line
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.errors import AdjustmentError
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills import actions as bill_actions
from thuphi.money.bills.errors import MoneyHasComeIn
from thuphi.money.bills.models import Bill
from thuphi.money.credits import actions as credits
from thuphi.money.credits.rules import SpendOn
from thuphi.money.payments import owners
from thuphi.money.payments.errors import PaymentRefused
from thuphi.money.payments.models import Heard, Payment
from thuphi.money.reconciliation.actions import deciding, reconciling
from thuphi.money.reconciliation.errors import DecisionRefused
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds.actions import Payee
from thuphi.money.refunds.errors import RefundRefused
from thuphi.money.refunds.models import Refund
from thuphi.money.statements.models import BankLine

NOON = datetime(2026, 10, 5, 5, tzinfo=UTC)
LATER = AT + timedelta(days=3)
PAYEE = Payee(bin="970436", account="0123456789", name="TRAN VAN C")
REFUSED = (DecisionRefused, PaymentRefused, RefundRefused)
AMOUNTS = (660_000, 330_000, 100_000, 700_000, 1)


@dataclass(frozen=True)
class Step:
    """One deed: which, on which bill, line or payment, and two more choices."""

    kind: str
    which: int
    other: int
    choice: int


KINDS = [
    "pay", "pay", "told_twice", "line", "line", "line", "late", "reconcile", "file_again",
    "reverse", "assign", "assign", "split", "credit", "not_ours", "pair", "undo", "undo",
    "refund", "refund_on", "charge_back", "cancel", "issue", "spend", "adjust", "cash",
]  # fmt: skip

STEPS = st.lists(
    st.builds(
        Step,
        kind=st.sampled_from(KINDS),
        which=st.integers(0, 5),
        other=st.integers(0, 5),
        choice=st.integers(0, 5),
    ),
    min_size=5,
    max_size=18,
)


@dataclass
class Life:
    """School A, deed by deed. What is refused changes nothing."""

    world: World
    bills: list[Bill]
    made: int = 0
    mark: str = ""
    """Keeps what threads say of their lines apart."""
    lines: list[int] = field(default_factory=list)

    def do(self, step: Step) -> None:
        """The deed of a step."""
        deed = getattr(self, step.kind)
        deed(step)

    def bill(self, step: Step) -> Bill:
        return self.bills[step.which % len(self.bills)]

    def amount(self, step: Step) -> int:
        return AMOUNTS[step.choice % len(AMOUNTS)]

    def code(self, step: Step) -> str:
        return self.bill(step).code if step.other else ""

    def payment(self, step: Step) -> int:
        ids = list(Payment.objects.order_by("id").values_list("id", flat=True))
        return ids[step.which % len(ids)] if ids else 0

    def line_id(self, step: Step) -> int:
        ids = list(BankLine.objects.order_by("id").values_list("id", flat=True))
        return ids[step.which % len(ids)] if ids else 0

    def pay(self, step: Step) -> None:
        self.made += 1
        reference = f"FT2627800{self.mark}{self.made:06}" if step.choice > 2 else ""
        worlds.hear(
            self.world, self.code(step), self.amount(step), bank_reference=reference, paid_at=NOON
        )
        post_all()

    def cash(self, step: Step) -> None:
        worlds.hear(self.world, self.bill(step).code, self.amount(step), method="cash")
        post_all()

    def told_twice(self, step: Step) -> None:
        """The line, or another line, of a payment that was told of."""
        told = list(Heard.objects.exclude(channel="statement").order_by("id"))
        if told:
            one = told[step.which % len(told)]
            self._take(one.amount_vnd, " ".join(one.codes), one.bank_reference)

    def line(self, step: Step) -> None:
        self._take(self.amount(step), f"{self.code(step)} nop tien", "")
        if step.other % 2:
            self.reconcile(step)

    def late(self, step: Step) -> None:
        """A notification of a line that is there already."""
        found = list(BankLine.objects.filter(direction="in").order_by("id"))
        if found:
            one = found[step.which % len(found)]
            worlds.hear(
                self.world, self.code(step), one.amount_vnd, bank_reference=one.bank_reference,
                paid_at=NOON,
            )  # fmt: skip
            post_all()

    def reverse(self, step: Step) -> None:
        """The bank takes a line back."""
        found = list(BankLine.objects.filter(direction="in").order_by("id"))
        if found:
            one = found[step.which % len(found)]
            self._take(-one.amount_vnd, f"thu hoi {one.bank_reference}", one.bank_reference)

    def _take(self, amount_vnd: int, text: str, reference: str) -> None:
        self.made += 1
        own = reference or f"FT2627900{self.mark}{self.made:06}"
        taken(self.world, [line(1, amount_vnd, f"{text} {self.mark}{self.made}", reference=own)])

    def reconcile(self, _step: Step) -> None:
        reconciling.reconcile_all(facility_id=self.world.a.id, at=LATER)

    def file_again(self, step: Step) -> None:
        """A line as another file tells it: the same line."""
        found = list(BankLine.objects.order_by("id"))
        if found:
            one = found[step.which % len(found)]
            signed = one.amount_vnd if one.direction == "in" else -one.amount_vnd
            taken(self.world, [line(7, signed, one.text, reference=one.bank_reference)])
            assert BankLine.objects.count() == len(found)

    def assign(self, step: Step) -> None:
        with suppress(*REFUSED):
            deciding.assign(
                by=self.world.lan.actor, code=self.bills[step.other % len(self.bills)].code,
                reason="x", at=LATER, **self._about(step),
            )  # fmt: skip

    def _about(self, step: Step) -> dict[str, int]:
        if step.choice < 4:
            return {"line_id": self.line_id(step)}
        return {"payment_id": self.payment(step)}

    def split(self, step: Step) -> None:
        line_id = self.line_id(step)
        if line_id:
            whole_vnd = BankLine.objects.get(pk=line_id).amount_vnd
            parts = [(self.bills[0].code, whole_vnd // 3), (self.bills[1].code, whole_vnd)]
            parts[1] = (parts[1][0], whole_vnd - parts[0][1])
            with suppress(*REFUSED):
                deciding.split(
                    by=self.world.lan.actor, line_id=line_id, parts=parts, reason="x", at=LATER
                )

    def credit(self, step: Step) -> None:
        with suppress(*REFUSED):
            deciding.credit(
                by=self.world.lan.actor, beneficiary_id=self.bill(step).beneficiary_id,
                reason="x", at=LATER, **self._about(step),
            )  # fmt: skip

    def not_ours(self, step: Step) -> None:
        about = self._about(step)
        with suppress(*REFUSED):
            deciding.not_ours(
                by=self.world.lan.actor, reason="x", at=LATER,
                line_ids=[about["line_id"]] if "line_id" in about else [],
                payment_ids=[about["payment_id"]] if "payment_id" in about else [],
            )  # fmt: skip

    def pair(self, step: Step) -> None:
        payments = list(Payment.objects.order_by("id").values_list("id", flat=True))
        if payments:
            with suppress(*REFUSED):
                deciding.pair(
                    by=self.world.lan.actor, line_id=self.line_id(step),
                    payment_id=payments[step.other % len(payments)], reason="x", at=LATER,
                )  # fmt: skip

    def undo(self, step: Step) -> None:
        with suppress(*REFUSED):
            deciding.undo(by=self.world.lan.actor, reason="x", at=LATER, **self._about(step))

    def refund(self, step: Step) -> None:
        with suppress(*REFUSED):
            deciding.refund(
                by=self.world.lan.actor, reason="x", payee=PAYEE, at=LATER, **self._about(step)
            )

    def refund_on(self, step: Step) -> None:
        """A second person agrees, the worker sets it aside, and it is sent or stays."""
        found = list(Refund.objects.order_by("id"))
        if not found:
            return
        refund = found[step.which % len(found)]
        with suppress(*REFUSED, MoveNotAllowed):
            if refund.state == "asked":
                refunds.approve(by=self.world.hoa.actor, refund_id=refund.pk, at=LATER)
            else:
                refunds.settle_by_hand(
                    by=self.world.lan.actor, refund_id=refund.pk,
                    went_back=step.choice % 2 == 0, document="UNC1", at=LATER,
                )  # fmt: skip
        refunds.claim_due(at=LATER + timedelta(days=1), limit=10)

    def charge_back(self, step: Step) -> None:
        with suppress(*REFUSED):
            owners.charge_back(
                by=self.world.lan.actor, payment_id=self.payment(step),
                amount_vnd=self.amount(step), account="0011", reason="x", at=LATER,
            )  # fmt: skip

    def cancel(self, step: Step) -> None:
        with suppress(MoneyHasComeIn, MoveNotAllowed):
            bill_actions.cancel_bill(by=SYSTEM, code=self.bill(step).code, reason="x", at=LATER)

    def issue(self, step: Step) -> None:
        if len(self.bills) < 9:
            months = len(self.bills) // 3
            self.bills += worlds.issued_run(
                self.world, items=[("AN", 11)], name=f"Đợt {months}", allows_part=True,
                due_on=date(2026, 10, 31) + timedelta(days=30 * months),
                at=AT + timedelta(days=30 * months),
            )  # fmt: skip

    def spend(self, step: Step) -> None:
        credits.set_rule(by=SYSTEM, facility_id=self.world.a.id, spend_on=SpendOn.ANY_ITEM, at=AT)
        credits.spend(by=SYSTEM, code=self.bill(step).code, at=LATER)

    def adjust(self, step: Step) -> None:
        with suppress(AdjustmentError):
            adjustments.adjust(
                by=SYSTEM, facility_id=self.world.a.id, kind=AdjustmentKind.OTHER,
                changes=[Change(self.bill(step).code, self.world.a.items["AN"].pk, -90_000)],
                reason="x", paper="x", at=LATER,
            )  # fmt: skip


def balance(kind: str, detail: str | None = None) -> int:
    """Debit less credit of the school's accounts of this kind."""
    if detail is None:
        return number(
            "SELECT coalesce(sum(debit_vnd - credit_vnd), 0) FROM ledger_account WHERE kind = %s",
            kind,
        )
    return number(
        "SELECT coalesce(sum(debit_vnd - credit_vnd), 0) FROM ledger_account"
        " WHERE kind = %s AND detail = %s",
        kind,
        detail,
    )


def every_dong_has_one_home() -> None:
    """Lines, payments, bills, families and the bank's account tell the same of each đồng."""
    # What came is what pays bills, what families have, what has no owner, and what is on its way.
    came = number(
        "SELECT coalesce(sum(p.amount_vnd - coalesce(d.amount_vnd, 0)), 0) FROM payment AS p"
        " LEFT JOIN payment_disowned AS d ON d.payment_id = p.id"
        " WHERE p.identifies_id IS NULL AND p.finding NOT IN ('duplicate', 'not_for_us')"
    )
    gone = number(
        "SELECT coalesce(sum(amount_vnd), 0) FROM transfer"
        " WHERE recipe IN ('refund_done', 'refund_done_bank', 'refund_done_cash')"
    )
    paid = number("SELECT coalesce(sum(paid_vnd), 0) FROM bill")
    held = sum(-balance(kind) for kind in ("payer_credit", "unidentified", "refund_due"))
    assert came == paid + held + gone
    # A line's money stands beside something, or is left; what stands there is on the account.
    assert (
        rows(
            "SELECT s.line_id FROM line_state AS s JOIN bank_line AS l ON l.id = s.line_id"
            " LEFT JOIN (SELECT m.line_id, sum(m.amount_vnd) AS vnd FROM line_match AS m"
            " WHERE m.id NOT IN (SELECT match_id FROM line_match_undone) GROUP BY m.line_id) AS m"
            " ON m.line_id = s.line_id WHERE s.left_vnd + coalesce(m.vnd, 0) <> l.amount_vnd"
        )
        == []
    )
    shown = (
        "SELECT coalesce(sum(m.amount_vnd), 0) FROM line_match AS m"
        " JOIN payment AS p ON p.id = m.subject_id WHERE m.kind = 'payment'"
        " AND m.id NOT IN (SELECT match_id FROM line_match_undone)"
    )
    left_bank = number(
        "SELECT coalesce(sum(amount_vnd), 0) FROM transfer WHERE recipe = 'refund_done_bank'"
    )
    assert balance("bank") == number(shown) - left_bank
    # A payment stands beside one line, and what does not lies in its channel's clearing account.
    assert (
        rows(
            "SELECT subject_id FROM line_match WHERE kind = 'payment'"
            " AND id NOT IN (SELECT match_id FROM line_match_undone)"
            " GROUP BY subject_id HAVING count(*) > 1"
        )
        == []
    )
    for channel in ("sandbox", "statement"):
        told = number(
            "SELECT coalesce(sum(p.amount_vnd - coalesce(d.amount_vnd, 0)), 0) FROM payment AS p"
            " LEFT JOIN payment_disowned AS d ON d.payment_id = p.id"
            " WHERE p.identifies_id IS NULL AND p.channel = %s"
            " AND p.finding NOT IN ('duplicate', 'not_for_us')",
            channel,
        )
        back = number(
            "SELECT coalesce(sum(t.amount_vnd), 0) FROM transfer AS t"
            " JOIN ledger_account AS a ON a.id = t.credit_account_id AND a.detail = %s"
            " WHERE t.recipe = 'refund_done'",
            channel,
        )
        settled = number(shown + " AND p.channel = %s", channel)
        assert balance("clearing", channel) == told - settled - back
