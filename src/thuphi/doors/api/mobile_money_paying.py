"""A bill payment that an operator tells of: judged, put into the inbox once, and answered.

GSMA Mobile Money API 1.2.0, bill payments. The same `requestingOrganisationTransactionReference`
(or, without one, the same `X-CorrelationID`) with the same content gets the first answer again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from django.db import transaction

from thuphi.ground.channels import gsma_accounts
from thuphi.ground.channels.contract import Malformed, Notice, Outcome
from thuphi.money.bills.models import Bill
from thuphi.money.payments import hearing
from thuphi.money.payments.hearing import HeardResult
from thuphi.money.payments.models import Heard
from thuphi.money.payments.queries.receipts import being_booked_vnd

from .bill_shape import Asked, Taken, is_live, status_of
from .mobile_money_entry import Caller
from .mobile_money_faults import Fault, Refused

METHODS = {"portal": "web"}
"""How it was paid, where that is not the connector's own method."""
KEY_LENGTH_MAX = 100
FULL = "fullpayment"

Text = Annotated[str, msgspec.Meta(max_length=gsma_accounts.TEXT_LENGTH_MAX)]


class PaymentBody(msgspec.Struct, rename="camel"):
    """What an operator posts. Members that are not ours to keep are passed over."""

    currency: Text | None = None
    amount_paid: Text | None = None
    paid_amount: Text | None = None
    """An alias that stands in the document's schema."""
    payment_type: Text = ""
    customer_reference: Text = ""
    requesting_organisation_transaction_reference: Text = ""
    service_provider_payment_reference: Text = ""


def read_body(raw: bytes) -> PaymentBody:
    """The body of a payment. Raises `Refused`."""
    try:
        return msgspec.json.decode(raw, type=PaymentBody)
    except msgspec.ValidationError as error:
        fault = Fault.TOO_LONG if "length" in str(error) else Fault.UNREADABLE
        raise Refused(fault, value=str(error).rpartition("`$.")[2].strip("`")) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(Fault.UNREADABLE) from error


def amount_of(body: PaymentBody) -> int:
    """Whole đồng. Raises `Refused`."""
    written = body.paid_amount if body.amount_paid is None else body.amount_paid
    if written is None:
        raise Refused(Fault.MISSING, amountPaid="")
    if body.currency is None:
        raise Refused(Fault.MISSING, currency="")
    if body.currency != gsma_accounts.CURRENCY:
        raise Refused(Fault.OTHER_CURRENCY, currency=body.currency)
    if written.startswith("-"):
        raise Refused(Fault.NOT_POSITIVE, amountPaid=written)
    try:
        amount_vnd = gsma_accounts.read_vnd(written, body.currency)
    except Malformed as error:
        raise Refused(Fault.UNREADABLE, amountPaid=written) from error
    if amount_vnd == 0:
        raise Refused(Fault.NOT_POSITIVE, amountPaid=written)
    if amount_vnd > 10**15:
        raise Refused(Fault.OVER, amountPaid=written)
    return amount_vnd


def asked(bills: Iterable[Bill]) -> list[Asked]:
    """These bills with what is due, live ones only."""
    live = [bill for bill in bills if is_live(bill)]
    heard = being_booked_vnd([bill.code for bill in live])
    return [Asked(bill, max(bill.remaining_vnd - heard.get(bill.code, 0), 0)) for bill in live]


def take(
    *,
    caller: Caller,
    bill: Bill,
    body: PaymentBody,
    correlation_id: str,
    raw: bytes,
    at: datetime,
) -> Taken:
    """Put a payment into the inbox, or find that it is there. Raises `Refused`."""
    amount_vnd = amount_of(body)
    reference = reference_of(body, correlation_id)
    # What differs from what was heard first is kept for a person before it is refused.
    with transaction.atomic():
        # The bill is locked, so that two payments at once are judged one after the other.
        bill = (
            Bill.objects.select_for_update(of=("self",)).select_related("facility").get(pk=bill.pk)
        )
        before = _heard(caller, reference)
        if before is None:
            _check_new(caller, correlation_id)
            due_vnd = asked([bill])[0].due_vnd if is_live(bill) else 0
            _judge(bill, body, amount_vnd, due_vnd)
            status = status_of(due_vnd - amount_vnd, bill.total_vnd)
        else:
            status = str(before.details.get("billPaymentStatus", ""))
            correlation_id = str(before.details.get("correlation", ""))
        notice = Notice(
            outcome=Outcome.CONFIRMED,
            provider_reference=_key(reference),
            amount_vnd=amount_vnd,
            paid_at=at,
            text=bill.code,
            payer_name="".join(sign for sign in body.customer_reference if sign.isprintable()),
            method=METHODS.get(caller.channel, ""),
            details={
                "correlation": correlation_id,
                "billPaymentStatus": status,
                "theirReference": reference,
            },
        )
        result = hearing.hear(merchant_id=caller.merchant_id, notice=notice, raw=raw, at=at)
    heard = before or _heard(caller, reference)
    if result is HeardResult.OTHERWISE or heard is None:
        raise Refused(Fault.REPEATED)
    return _taken(bill, heard)


def reference_of(body: PaymentBody, correlation_id: str) -> str:
    """The operator's own id of the payment. Raises `Refused`."""
    reference = body.requesting_organisation_transaction_reference.strip()
    if not reference.isprintable():
        raise Refused(Fault.UNREADABLE, value="requestingOrganisationTransactionReference")
    if not (reference or correlation_id):
        raise Refused(Fault.MISSING, header="X-CorrelationID")
    return reference or correlation_id


def the_one(caller: Caller, bills: Sequence[Bill], body: PaymentBody, correlation_id: str) -> Bill:
    """The bill that a payment without a bill means: the one it paid before, or the only one that
    is still to be paid. Raises `Refused`."""
    if len(bills) == 1:
        return bills[0]
    before = _heard(caller, reference_of(body, correlation_id))
    if before is not None:
        meant = [bill for bill in bills if bill.code in before.codes]
    else:
        meant = [one.bill for one in asked(bills) if one.due_vnd]
    if len(meant) != 1:
        raise Refused(Fault.NOT_ONE_BILL)
    return meant[0]


def _key(reference: str) -> str:
    """The reference as the inbox keeps it: at most 100 letters, different for different ones."""
    if len(reference) <= KEY_LENGTH_MAX:
        return reference
    return hashlib.sha256(reference.encode()).hexdigest()


def _heard(caller: Caller, reference: str) -> Heard | None:
    return Heard.objects.filter(
        channel=caller.channel,
        merchant_id=caller.merchant_id,
        provider_reference=_key(reference),
    ).first()


def _check_new(caller: Caller, correlation_id: str) -> None:
    """A correlation id belongs to one payment. Raises `Refused`."""
    if not correlation_id:
        return
    used = Heard.objects.filter(
        channel=caller.channel,
        merchant_id=caller.merchant_id,
        details__correlation=correlation_id,
    )
    if used.exists():
        raise Refused(Fault.REPEATED, header="X-CorrelationID")


def _judge(bill: Bill, body: PaymentBody, amount_vnd: int, due_vnd: int) -> None:
    if due_vnd <= 0:
        raise Refused(Fault.NOT_PAYABLE, billReference=bill.code)
    if amount_vnd > due_vnd:
        raise Refused(Fault.OVER, amountDue=str(due_vnd))
    is_under = amount_vnd < due_vnd and (not bill.allows_part or body.payment_type == FULL)
    if is_under:
        raise Refused(Fault.UNDER, amountDue=str(due_vnd))


def payments_of(caller: Caller, bills: Iterable[Bill]) -> list[Taken]:
    """What this operator has paid on these bills, oldest first."""
    by_code = {bill.code: bill for bill in bills}
    found = Heard.objects.filter(
        channel=caller.channel,
        merchant_id=caller.merchant_id,
        outcome=Outcome.CONFIRMED.value,
        details__has_key="theirReference",
        codes__overlap=list(by_code),
    ).order_by("id")
    return [_taken(by_code[heard.codes[0]], heard) for heard in found if heard.codes]


def _taken(bill: Bill, heard: Heard) -> Taken:
    return Taken(
        bill=bill,
        amount_vnd=heard.amount_vnd,
        status=str(heard.details.get("billPaymentStatus", "")),
        our_reference=f"TP-{heard.pk}",
        their_reference=str(heard.details.get("theirReference", "")),
        at=heard.heard_at,
    )
