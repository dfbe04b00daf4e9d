"""What software of neighbours is told of money: in the transaction that books it, or not at all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from thuphi.money.bills.models import Bill
from thuphi.money.bills.telling import of_bills
from thuphi.registers.neighbours import queries as neighbours
from thuphi.registers.neighbours.actions import deliveries
from thuphi.registers.neighbours.rules import HookEvent, News

from .models import Payment, PaymentReturn
from .rules import Finding

_NO_MONEY = [Finding.DUPLICATE.value, Finding.NOT_FOR_US.value]


def tell_of_payments(facility_ids: Collection[int], heard_ids: list[int], *, at: datetime) -> None:
    """Leave word of a booked batch with those facilities whose software listens."""
    listening = neighbours.facilities_with_endpoints(facility_ids)
    if not listening:
        return
    found = list(
        Payment.objects.filter(
            heard_id__in=heard_ids, facility_id__in=listening, identifies_id=None
        )
        .exclude(finding__in=_NO_MONEY)
        .select_related("bill")
        .order_by("id")
    )
    bills = {payment.bill_id: payment.bill for payment in found if payment.applied_vnd}
    news = [_payment(payment, at) for payment in found]
    news += of_bills([bill for bill in bills.values() if bill is not None], at=at)
    deliveries.queue(news, at=at)


def tell_of_owner(payment: Payment, bill: Bill, *, at: datetime) -> None:
    """Leave word that money without an owner was given to a bill."""
    if neighbours.facilities_with_endpoints([payment.facility_id]):
        deliveries.queue([_payment(payment, at), *of_bills([bill], at=at)], at=at)


def tell_of_bill(bill: Bill, *, at: datetime) -> None:
    """Leave word that a bill is paid otherwise than before."""
    if neighbours.facilities_with_endpoints([bill.facility_id]):
        deliveries.queue(of_bills([bill], at=at), at=at)


def tell_of_return(gone: PaymentReturn, bill: Bill | None, *, at: datetime) -> None:
    """Leave word that money went back."""
    if not neighbours.facilities_with_endpoints([gone.facility_id]):
        return
    data: dict[str, str | int | bool | None] = {
        "refund_id": gone.refund_id,
        "bill_code": bill.code if bill is not None else None,
        "external_reference": bill.external_reference if bill is not None else None,
        "amount_vnd": gone.from_bill_vnd + gone.from_credit_vnd + gone.from_unidentified_vnd,
    }
    news = News(facility_id=gone.facility_id, event=HookEvent.REFUND_DONE, at=at, data=data)
    deliveries.queue([news], at=at)


def _payment(payment: Payment, at: datetime) -> News:
    bill = payment.bill
    return News(
        facility_id=payment.facility_id,
        event=HookEvent.PAYMENT_RECEIVED,
        at=at,
        data={
            "payment_id": payment.pk,
            "bill_code": bill.code if bill is not None else None,
            "external_reference": bill.external_reference if bill is not None else None,
            "amount_vnd": payment.amount_vnd,
            "method": payment.method,
            "paid_at": payment.paid_at.isoformat(),
        },
    )
