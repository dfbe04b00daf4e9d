"""Rows of ours in the shapes that go out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from thuphi.money.bills.models import Bill, BillLine
from thuphi.money.bills.rules import BillState, LineKind
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import Finding, Method
from thuphi.registers.methods.rules import Readiness
from thuphi.registers.neighbours.models import WebhookDelivery, WebhookEndpoint
from thuphi.registers.neighbours.rules import DeliveryState, HookEvent

from .shapes import (
    BeneficiaryOut,
    BillOut,
    BillWithLines,
    DeliveryOut,
    LineOut,
    MethodOut,
    MethodsOut,
    PaymentOut,
    WebhookOut,
)


def bill_out(request: HttpRequest, bill: Bill, today: date) -> BillOut:
    """A bill without its lines."""
    return BillOut(
        code=bill.code,
        external_reference=bill.external_reference,
        state=BillState(bill.state),
        is_overdue=bill.remaining_vnd > 0 and bill.due_on < today,
        payer_name=bill.payer_name,
        beneficiary=BeneficiaryOut(
            code=bill.beneficiary.code, name=bill.beneficiary_name, class_name=bill.class_name
        ),
        reason=bill.reason,
        total_vnd=bill.total_vnd,
        paid_vnd=bill.paid_vnd,
        remaining_vnd=bill.remaining_vnd,
        allows_part=bill.allows_part,
        due_on=bill.due_on,
        issued_at=bill.issued_at,
        closed_at=bill.closed_at,
        pay_url=request.build_absolute_uri(reverse("pay:bill", args=[bill.code])),
    )


def bill_with_lines(
    request: HttpRequest, bill: Bill, lines: Sequence[BillLine], today: date
) -> BillWithLines:
    """A bill with its lines."""
    return BillWithLines(
        **bill_out(request, bill, today).model_dump(),
        lines=[
            LineOut(
                kind=LineKind(line.kind),
                fee_item_code=line.fee_item.code,
                description=line.description,
                quantity=line.quantity,
                unit_price_vnd=line.unit_price_vnd,
                amount_vnd=line.amount_vnd,
            )
            for line in lines
        ],
    )


def payment_out(payment: Payment) -> PaymentOut:
    """A payment with the four fields of the bill it went to."""
    bill = payment.bill
    has_receipt = payment.receipt_number is not None and payment.receipt_year is not None
    return PaymentOut(
        id=payment.pk,
        bill_code=None if bill is None else bill.code,
        external_reference=None if bill is None else bill.external_reference,
        payer_name=None if bill is None else bill.payer_name,
        beneficiary_name=None if bill is None else bill.beneficiary_name,
        reason=None if bill is None else bill.reason,
        finding=Finding(payment.finding),
        method=Method(payment.method),
        channel=payment.channel,
        amount_vnd=payment.amount_vnd,
        applied_vnd=payment.applied_vnd,
        excess_vnd=payment.excess_vnd,
        unidentified_vnd=payment.unidentified_vnd,
        paid_at=payment.paid_at,
        booked_at=payment.booked_at,
        bank_reference=payment.heard.bank_reference,
        receipt_number=(
            f"{payment.receipt_year}-{payment.receipt_number:07d}" if has_receipt else None
        ),
    )


def methods_out(readiness: Readiness) -> MethodsOut:
    """How far a facility is with the four ways of paying."""
    return MethodsOut(
        methods=[
            MethodOut(method=one.way, state=one.state, last_paid_on=one.last_paid_on)
            for one in readiness.methods.values()
        ],
        ready_count=readiness.ready_count,
        has_three_methods=readiness.has_three_methods,
        is_module_ready=readiness.is_module_ready,
        has_focal_point=readiness.has_focal_point,
        is_met=readiness.is_met,
    )


def webhook_out(row: WebhookEndpoint) -> WebhookOut:
    """An address, without its secret."""
    return WebhookOut(
        id=row.pk,
        url=row.url,
        events=[HookEvent(name) for name in row.events],
        is_active=row.is_active,
        disabled_reason=row.disabled_reason,
        created_at=row.created_at,
    )


def delivery_out(row: WebhookDelivery) -> DeliveryOut:
    """A message and how it fared."""
    return DeliveryOut(
        id=row.pk,
        message_id=row.message_id,
        event=HookEvent(row.event),
        state=DeliveryState(row.state),
        tries=row.tries,
        next_try_at=row.next_try_at,
        last_status=row.last_status,
        last_error=row.last_error,
        took_ms=row.took_ms,
        created_at=row.created_at,
        ended_at=row.ended_at,
        body=row.body,
    )
