"""Receipts of payments, and whether money for a bill is on its way into the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, OuterRef, Subquery

from thuphi.ground.kit.fold import search_key
from thuphi.ground.kit.sql import statement
from thuphi.money.payments import models
from thuphi.money.payments.models import Payment, PaymentReturn
from thuphi.money.payments.receipt_code import code_of
from thuphi.money.payments.rules import Method, ReturnKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A numbered receipt with the four unified fields. Amounts are whole đồng."""

    code: str
    """What anyone may type to have the receipt checked."""
    number: str
    """The facility's own number, `2026-0001248`."""
    facility_id: int
    facility_name: str
    facility_address: str
    payer_name: str
    beneficiary_name: str
    class_name: str
    reason: str
    bill_code: str
    amount_vnd: int
    applied_vnd: int
    excess_vnd: int
    method: Method
    paid_at: datetime
    paid_by: str = ""
    """Who else paid, as the bank or the desk wrote it; empty where it was the payer, or unsaid."""
    void_since: datetime | None = None
    """When its money turned out to be another's: it is void, and its number stays used."""


def facility_of(payment_id: int) -> int | None:
    """Whose receipt this is: asked before it is known whose rows may be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facility_of_payment(%s)", [payment_id])
        row = cursor.fetchone()
    return None if row is None or row[0] is None else int(row[0])


def receipts_of(bill_id: int) -> list[Receipt]:
    """The receipts given for a bill, in the order of their bookings."""
    return _receipts(bill_id=bill_id)


def receipt(payment_id: int) -> Receipt | None:
    """The receipt of one payment; none when no receipt was given for it."""
    return next(iter(_receipts(pk=payment_id)), None)


def is_being_booked(code: str) -> bool:
    """Whether confirmed money for this bill was heard of and is not in the book yet."""
    with connection.cursor() as cursor:
        cursor.execute(statement(models.__file__, "being_booked"), {"code": code})
        row = cursor.fetchone()
    return row is not None and bool(row[0])


def being_booked_vnd(codes: Sequence[str]) -> dict[str, int]:
    """Confirmed money that was heard of for each of these codes and is not in the book yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, amount_vnd FROM money_being_booked(%s)", [list(codes)])
        return {str(code): int(amount_vnd) for code, amount_vnd in cursor.fetchall()}


def _receipts(**wanted: int) -> list[Receipt]:
    """One question. The notification's raw body is large and is not asked for."""
    undone = PaymentReturn.objects.filter(payment_id=OuterRef("pk"), kind=ReturnKind.UNDONE.value)
    found = (
        Payment.objects.filter(receipt_number__isnull=False, **wanted)
        .select_related("bill__facility")
        .annotate(
            said=F("heard__payer_name"), void_since=Subquery(undone.values("happened_at")[:1])
        )
        .order_by("id")
    )
    return [_receipt(payment) for payment in found]


def _receipt(payment: Payment) -> Receipt:
    bill = payment.bill
    if bill is None or payment.receipt_year is None or payment.receipt_number is None:
        raise ValueError(f"payment {payment.pk} has no receipt")
    said = str(getattr(payment, "said") or "")  # noqa: B009
    return Receipt(
        code=code_of(payment.pk),
        number=f"{payment.receipt_year}-{payment.receipt_number:07d}",
        facility_id=payment.facility_id,
        facility_name=bill.facility.name,
        facility_address=bill.facility.address,
        payer_name=bill.payer_name,
        beneficiary_name=bill.beneficiary_name,
        class_name=bill.class_name,
        reason=bill.reason,
        bill_code=bill.code,
        amount_vnd=payment.amount_vnd,
        applied_vnd=payment.applied_vnd,
        excess_vnd=payment.excess_vnd,
        method=Method(payment.method),
        paid_at=payment.paid_at,
        paid_by=said if search_key(said) != search_key(bill.payer_name) else "",
        void_since=getattr(payment, "void_since"),  # noqa: B009
    )
