"""Money on its way back: set aside when it is asked, kept after all, or gone. For the worker.

What a payment brought is taken in this order: the family's credit (what the payment brought too
much, then what its bill let go since), money without an owner, and only then what paid the bill,
which is owed again by as much. What the family has spent or was paid out is not there any more.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Sum, Value, When

from thuphi.ground.kit.sql import statement
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BILL_STATES, BillState, state_for
from thuphi.money.credits import actions as credits
from thuphi.money.ledger import recipes

from . import errors, telling
from .models import Payment, PaymentReturn
from .rules import Method, ReturnKind, Shares, shares_back


class WayOut(enum.Enum):
    """By which kind of account money leaves."""

    CLEARING = "clearing"
    BANK = "bank"
    CASH = "cash"


@transaction.atomic
def set_aside(*, payment_id: int, refund_id: int, amount_vnd: int, at: datetime) -> PaymentReturn:
    """Take a refund's amount from where the payment put it, and owe it to the payer.

    Raises `PaymentNotFound`, `ReturnTooMuch`.
    """
    payment = _payment(payment_id)
    bill = lock_bill(payment)
    there = held_there(payment, bill)
    if not 0 < amount_vnd <= there.shares.total_vnd:
        raise errors.ReturnTooMuch
    taken = shares_back(there.shares, amount_vnd)
    asked = take(payment, bill, there, Step(refund_id, ReturnKind.ASKED, taken, at))
    book([asked])
    return asked


@transaction.atomic
def keep(*, refund_id: int, at: datetime) -> PaymentReturn:
    """The refund failed: the bill is paid again as far as it is still owed, the rest is credit."""
    asked = PaymentReturn.objects.get(refund_id=refund_id, kind=ReturnKind.ASKED.value)
    payment = _payment(asked.payment_id)
    bill = lock_bill(payment)
    to_bill = asked.from_bill_vnd
    if bill is not None:
        to_bill = min(to_bill, bill.remaining_vnd)
    back = Shares(
        bill_vnd=to_bill,
        credit_vnd=asked.from_credit_vnd + asked.from_bill_vnd - to_bill,
        unidentified_vnd=asked.from_unidentified_vnd,
    )
    if back.credit_vnd:
        credits.give_back(refund_id=refund_id, payment_id=payment.pk, bill=bill, at=at)
        if bill is not None and to_bill < asked.from_bill_vnd:
            credits.keep_rest(
                payment_id=payment.pk,
                bill=bill,
                is_cashless=payment.method != Method.CASH.value,
                amount_vnd=asked.from_bill_vnd - to_bill,
                at=at,
            )
    kept = _write(payment, Step(refund_id, ReturnKind.FAILED, back, at))
    _move(bill, back.bill_vnd, at)
    book([kept])
    return kept


@transaction.atomic
def let_go(*, refund_id: int, out_of: WayOut, detail: str, at: datetime) -> PaymentReturn:
    """The refund was done: what was owed to the payer left by this account."""
    asked = PaymentReturn.objects.get(refund_id=refund_id, kind=ReturnKind.ASKED.value)
    payment = _payment(asked.payment_id)
    shares = Shares(asked.from_bill_vnd, asked.from_credit_vnd, asked.from_unidentified_vnd)
    bill = lock_bill(payment)
    gone = done(payment, Step(refund_id, ReturnKind.DONE, shares, at), out_of, detail)
    book([gone])
    telling.tell_of_return(gone, bill, at=at)
    return gone


def _payment(payment_id: int) -> Payment:
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise errors.PaymentNotFound
    return payment


def lock_bill(payment: Payment) -> Bill | None:
    """The bill is locked first, as everywhere; it also keeps two refunds of one payment apart."""
    if payment.bill_id is None:
        return None
    return Bill.objects.select_for_update().get(pk=payment.bill_id)


_SIGN = Case(
    When(kind=ReturnKind.ASKED.value, then=Value(1)),
    When(kind=ReturnKind.FAILED.value, then=Value(-1)),
    default=Value(0),
)


@dataclass(frozen=True, slots=True)
class There:
    """Where money of a payment lies now; `own_vnd` of the credit is what it brought too much."""

    shares: Shares
    own_vnd: int


def still_there(payment: Payment) -> Shares:
    """What of a payment could be set aside now: from the family's credit, the bill, or nobody's.

    For who asks for a refund; what a refund takes is worked out again under the lock.
    """
    return _still_there(payment, payment.bill).shares


def overpaid_there(payment: Payment) -> int:
    """What the family has left of what the payment itself brought too much, in đồng."""
    return _still_there(payment, payment.bill).own_vnd


def gone_vnd(payment: Payment) -> int:
    """What of a payment is on its way back or gone, in đồng."""
    parts = F("from_bill_vnd") + F("from_credit_vnd") + F("from_unidentified_vnd") + F("short_vnd")
    returns = PaymentReturn.objects.filter(payment_id=payment.pk)
    return int(returns.aggregate(gone=Sum(parts * _SIGN))["gone"] or 0)


def _still_there(payment: Payment, bill: Bill | None) -> There:
    """What a payment brought, less what was set aside of it and what its family has spent since.

    Money of which a later row says more lies with that row, and nothing of it with the first.
    """
    if Payment.objects.filter(identifies_id=payment.pk).exists():
        return There(Shares(0, 0, 0), 0)
    returns = PaymentReturn.objects.filter(payment_id=payment.pk)
    gone = returns.aggregate(
        bill=Sum(F("from_bill_vnd") * _SIGN), unidentified=Sum(F("from_unidentified_vnd") * _SIGN)
    )
    held = credits.left_for_refund(
        payment_id=payment.pk,
        bill=bill,
        refund_ids=list(returns.values_list("refund_id", flat=True).distinct()),
    )
    # What paid the bill lies on it still, or in what it let go: never more than came.
    applied_vnd = payment.applied_vnd - int(gone["bill"] or 0) - held.taken_released_vnd
    released_vnd = min(held.released_vnd, applied_vnd)
    on_bill_vnd = min(applied_vnd - released_vnd, bill.paid_vnd if bill is not None else 0)
    shares = Shares(
        bill_vnd=on_bill_vnd,
        credit_vnd=held.own_vnd + released_vnd,
        unidentified_vnd=payment.unidentified_vnd - int(gone["unidentified"] or 0),
    )
    return There(shares, held.own_vnd)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of money of a payment: what of it, under which number, and when."""

    refund_id: int
    kind: ReturnKind
    shares: Shares
    at: datetime
    short_vnd: int = 0
    """What a bank took back that was not there any more."""


def held_there(payment: Payment, bill: Bill | None) -> There:
    """Where a payment's money lies; nobody else moves it until the commit. Its bill is locked."""
    credits.hold_for_refund(payment_id=payment.pk, bill=bill)
    return _still_there(payment, bill)


def take(payment: Payment, bill: Bill | None, there: There, step: Step) -> PaymentReturn:
    """Take a step's shares from family and bill; `book` moves them in the book."""
    taken = _write(payment, step)
    credit_vnd = step.shares.credit_vnd
    if credit_vnd:
        own_vnd = min(credit_vnd, there.own_vnd)
        credits.take_for_refund(
            refund_id=step.refund_id,
            payment_id=payment.pk,
            facility_id=payment.facility_id,
            bill=bill,
            is_cashless=payment.method != Method.CASH.value,
            own_vnd=own_vnd,
            released_vnd=credit_vnd - own_vnd,
            at=step.at,
        )
    _move(bill, -step.shares.bill_vnd, step.at)
    return taken


def done(payment: Payment, step: Step, out_of: WayOut, detail: str) -> PaymentReturn:
    """A step by which money left, counted in the month in which it did; `book` moves it."""
    gone = _write(payment, step, out_of.value, detail)
    # The month's count before the accounts: the order in which every booking takes its locks.
    recipes.raw_cursor().execute(statement(__file__, "count_refund").encode(), {"id": gone.pk})
    return gone


def book(steps: Sequence[PaymentReturn]) -> None:
    """Move these steps in the book, all in one statement: it takes its accounts in one order."""
    recipes.book(
        recipes.raw_cursor(),
        statement(__file__, "rows_to_return"),
        {"ids": [step.pk for step in steps]},
    )


def _move(bill: Bill | None, amount_vnd: int, at: datetime) -> None:
    """A bill is paid more, or less, by so much."""
    if bill is None or not amount_vnd:
        return
    bill.paid_vnd += amount_vnd
    state = state_for(bill.total_vnd, bill.paid_vnd)
    if state.value != bill.state:
        bill.state = BILL_STATES.move(BillState(bill.state), state).value
    bill.closed_at = at if state is BillState.PAID else None
    bill.save(update_fields=["paid_vnd", "state", "closed_at"])
    recipes.raw_cursor().execute(b"SELECT pg_notify('thuphi_paid', %(code)s)", {"code": bill.code})


def _write(payment: Payment, step: Step, out_of: str = "", detail: str = "") -> PaymentReturn:
    return PaymentReturn.objects.create(
        facility_id=payment.facility_id,
        payment=payment,
        refund_id=step.refund_id,
        kind=step.kind.value,
        from_bill_vnd=step.shares.bill_vnd,
        from_credit_vnd=step.shares.credit_vnd,
        from_unidentified_vnd=step.shares.unidentified_vnd,
        short_vnd=step.short_vnd,
        out_of=out_of,
        out_of_detail=detail,
        happened_at=step.at,
    )
