"""Rows of lists, with everything a template would otherwise have to work out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from thuphi.ground.kit import fold
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Heard, Payment
from thuphi.money.payments.receipt_code import code_of
from thuphi.money.payments.rules import Finding, Method

from . import words
from .words import FindingPill, Words

_LOOKALIKES = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class BillRow:
    """A bill in a list."""

    href: str
    code: str
    beneficiary: str
    class_name: str
    reason: str
    due_on: date
    total_vnd: int
    paid_vnd: int
    remaining_vnd: int
    state: str
    is_overdue: bool
    excess_vnd: int = 0


def bill_row(bill: Bill, today: date, *, to: str = "desk_bill", excess_vnd: int = 0) -> BillRow:
    """A bill as a row that leads to one of its pages."""
    return BillRow(
        href=reverse(to, args=[bill.code]),
        code=bill.code,
        beneficiary=bill.beneficiary_name,
        class_name=bill.class_name,
        reason=bill.reason,
        due_on=bill.due_on,
        total_vnd=bill.total_vnd,
        paid_vnd=bill.paid_vnd,
        remaining_vnd=bill.remaining_vnd,
        state=bill.state,
        is_overdue=bill.remaining_vnd > 0 and bill.due_on < today,
        excess_vnd=excess_vnd,
    )


@dataclass(frozen=True, slots=True)
class Mend:
    """One symbol of a code that was read otherwise than written."""

    wrong: str
    right: str


def mend_in(text: str, code: str) -> Mend | None:
    """The one symbol in which a transfer text differs from the code that was read out of it."""
    squeezed = "".join(sign for sign in fold.without_marks(text).upper() if sign.isalnum())
    for start in range(len(squeezed) - len(code) + 1):
        written = squeezed[start : start + len(code)]
        apart = [
            (sign, right)
            for sign, right in zip(written, code, strict=True)
            if sign != right and sign.translate(_LOOKALIKES) != right
        ]
        if len(apart) == 1:
            return Mend(*apart[0])
    return None


def mend_words(heard: Heard) -> str:
    """What was corrected in a code, as the accountant is told; nothing when nothing was."""
    if not heard.corrected or not heard.codes:
        return ""
    mend = mend_in(heard.text, heard.codes[0])
    if mend is None:
        return _("mã sửa 1 ký tự")
    return _("mã sửa 1 ký tự: %(wrong)s → %(right)s") % {"wrong": mend.wrong, "right": mend.right}


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment in a list."""

    id: int
    href: str
    paid_at: datetime
    amount_vnd: int
    applied_vnd: int
    excess_vnd: int
    unidentified_vnd: int
    finding: FindingPill
    method: Words
    channel: str
    beneficiary: str
    class_name: str
    reason: str
    payer: str
    bill_code: str
    text: str
    sender: str
    reference: str
    mended: str
    receipt_number: str
    receipt_href: str
    was_found_by_a_person: bool


def receipt_number(payment: Payment) -> str:
    """The facility's own number of a receipt, or nothing where none was given."""
    if payment.receipt_year is None or payment.receipt_number is None:
        return ""
    return f"{payment.receipt_year}-{payment.receipt_number:07d}"


def receipt_href(payment: Payment, route: str = "pay:receipt") -> str:
    """Where a payment's receipt is; nothing where there is none."""
    if payment.receipt_number is None:
        return ""
    try:
        return reverse(route, args=[code_of(payment.pk)])
    except NoReverseMatch:
        return ""


def reference_of(heard: Heard) -> str:
    """The number under which the bank or the provider finds it again; cash has none."""
    if heard.method == Method.CASH.value:
        return ""
    # A terminal's own name for a payment is followed by its time, which nobody looks for.
    return heard.bank_reference or heard.provider_reference.partition("|")[0]


def payment_row(payment: Payment) -> PaymentRow:
    """A payment with what was heard of it and the bill it went to."""
    bill, heard = payment.bill, payment.heard
    finding = Finding(payment.finding)
    is_disowned = finding is Finding.NOT_FOR_US and payment.identifies_id is not None
    href = (
        reverse("desk_bill", args=[bill.code])
        if bill is not None and finding is not Finding.CLOSED
        else reverse("desk_inbox_item", args=[payment.pk])
    )
    return PaymentRow(
        id=payment.pk,
        href=href,
        paid_at=payment.paid_at,
        amount_vnd=payment.amount_vnd,
        applied_vnd=payment.applied_vnd,
        excess_vnd=payment.excess_vnd,
        unidentified_vnd=payment.unidentified_vnd,
        finding=words.NOT_OURS if is_disowned else words.FINDINGS[finding],
        method=words.METHODS[Method(payment.method)],
        channel=payment.channel,
        beneficiary=bill.beneficiary_name if bill else "",
        class_name=bill.class_name if bill else "",
        reason=bill.reason if bill else "",
        payer=(bill.payer_name if bill else "") or heard.payer_name,
        bill_code=bill.code if bill else "",
        text=heard.text,
        sender=heard.payer_name,
        reference=reference_of(heard),
        mended=mend_words(heard),
        receipt_number=receipt_number(payment),
        receipt_href=receipt_href(payment),
        was_found_by_a_person=payment.identifies_id is not None,
    )
