"""Bills and payments in the shape in which operators, banks and the public service portal ask.

GSMA Mobile Money API 1.2.0, bill payments (OpenAPI): `Bill`, `BillPayment`. Names are half hidden,
as the public pages hide them; the four unified fields are all in it (M33).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from thuphi.ground.channels.gsma_accounts import CURRENCY, TEXT_LENGTH_MAX
from thuphi.ground.kit.fold import half_masked
from thuphi.ground.kit.money import dong
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState

Shape = dict[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A live bill and what is still to be paid, less what was heard and is being booked."""

    bill: Bill
    due_vnd: int

    @property
    def status(self) -> str:
        """`paid`, `partialpaid` or `unpaid`."""
        return status_of(self.due_vnd, self.bill.total_vnd)


def status_of(due_vnd: int, total_vnd: int) -> str:
    """A bill's status by what is still due of its total."""
    if due_vnd <= 0:
        return "paid"
    return "unpaid" if due_vnd >= total_vnd else "partialpaid"


def is_live(bill: Bill) -> bool:
    """Whether it is shown at all: a cancelled bill is nobody's debt."""
    return bill.state != BillState.CANCELLED.value


def bill_shape(asked: Asked) -> Shape:
    """One bill."""
    bill = asked.bill
    least_vnd = 1 if bill.allows_part and asked.due_vnd else asked.due_vnd
    return {
        "billReference": bill.code,
        "billStatus": asked.status,
        "amountDue": str(asked.due_vnd),
        "currency": CURRENCY,
        "billdescription": bill.reason[:TEXT_LENGTH_MAX],
        "dueDate": bill.due_on.isoformat(),
        "minimumAmountDue": str(least_vnd),
        "creationDate": stamp(bill.issued_at),
        "metadata": [
            {"key": key, "value": value[:TEXT_LENGTH_MAX]}
            for key, value in (
                ("payerName", half_masked(bill.payer_name)),
                ("beneficiaryName", half_masked(bill.beneficiary_name)),
                ("reason", bill.reason),
                ("billCode", bill.code),
                ("serviceProvider", bill.facility.name),
            )
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A payment that is in the inbox."""

    bill: Bill
    amount_vnd: int
    status: str
    """Of the bill, as this payment left it."""
    our_reference: str
    their_reference: str
    at: datetime


def payment_shape(taken: Taken) -> Shape:
    """One payment. The notification is for the payer, the comment for the operator's clerk."""
    bill = taken.bill
    receipts_at = f"{str(settings.SITE_URL).rstrip('/')}/b/{bill.code}"
    told = f"Đã nhận {dong(taken.amount_vnd)} cho {bill.reason}, mã {bill.code}."
    return {
        "currency": CURRENCY,
        "amountPaid": str(taken.amount_vnd),
        "billPaymentStatus": taken.status,
        "serviceProviderPaymentReference": taken.our_reference,
        "requestingOrganisationTransactionReference": taken.their_reference,
        "serviceProviderNotification": told[:TEXT_LENGTH_MAX],
        "serviceProviderComment": f"Biên nhận: {receipts_at}"[:TEXT_LENGTH_MAX],
        "creationDate": stamp(taken.at),
    }


def stamp(at: datetime) -> str:
    """An instant as these messages write it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
