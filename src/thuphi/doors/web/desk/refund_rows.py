"""Refunds as the desk lists them, and which way a payment's money can go back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse

from thuphi.doors.web.shared.access import StaffRequest
from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.money.payments.models import Payment
from thuphi.money.refunds import queries
from thuphi.money.refunds.actions import refundable_vnd
from thuphi.money.refunds.models import Refund
from thuphi.money.refunds.rules import RefundState, Way, way_back

from . import refund_words
from .words import Words


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A refund in a list."""

    id: int
    href: str
    code: str
    beneficiary: str
    amount_vnd: int
    pill: Pill
    way: Words
    reason: str
    asked_at: datetime
    by_payer: bool
    next: str


@dataclass(frozen=True, slots=True)
class WaysBack:
    """By which ways a payment's money may go back: all of it, and a part of it."""

    whole: Way
    part: Way
    rest_vnd: int

    @property
    def may_be_transfer(self) -> bool:
        """Whether an account may have to be asked for."""
        return Way.TRANSFER in (self.whole, self.part)

    @property
    def is_transfer(self) -> bool:
        """Whether nothing but a transfer is possible."""
        return self.whole is Way.TRANSFER and self.part is Way.TRANSFER


def refund_row(refund: Refund) -> RefundRow:
    """A refund with what a list says of it."""
    bill = refund.payment.bill
    return RefundRow(
        id=refund.pk,
        href=reverse("desk_refund", args=[refund.pk]),
        code=refund.code,
        beneficiary=bill.beneficiary_name if bill is not None else "",
        amount_vnd=refund.amount_vnd,
        pill=refund_words.pill_of(refund),
        way=refund_words.WAYS[Way(refund.way)],
        reason=refund.reason,
        asked_at=refund.asked_at,
        by_payer=refund.by_payer,
        next=refund_words.what_next(refund),
    )


def refund_or_404(request: StaffRequest, refund_id: int) -> Refund:
    """The refund, or nothing at all for somebody of another school."""
    refund = queries.refund_here(refund_id)
    if refund is None or refund.facility_id not in request.actor.facilities:
        raise Http404
    return refund


def ways_back(payment: Payment) -> WaysBack:
    """How this money can go back, as the room will decide it."""
    connector = CONNECTORS.get(payment.channel)
    rest = refundable_vnd(payment)
    has_failed = any(
        one.way == Way.PROVIDER.value and one.state == RefundState.FAILED.value
        for one in queries.refunds_of([payment.pk])
    )

    def way(amount_vnd: int) -> Way:
        found = way_back(
            connector,
            amount_vnd=amount_vnd,
            paid_vnd=payment.amount_vnd,
            is_cash=payment.channel == "cash",
        )
        if found is Way.PROVIDER and (has_failed or payment.part):
            return Way.TRANSFER
        return found

    return WaysBack(whole=way(rest), part=way(min(rest, payment.amount_vnd - 1)), rest_vnd=rest)


def counts_by_state(facility_id: int) -> dict[str, int]:
    """How many refunds there are of each state."""
    row = Refund.objects.filter(facility_id=facility_id).aggregate(
        **{state.value: Count("id", filter=Q(state=state.value)) for state in RefundState}
    )
    return {name: int(number) for name, number in row.items()}


def refunds_on(**about: str | int) -> list[RefundRow]:
    """Refunds of a bill (`code`) or of a payment (`payment_id`), the latest first."""
    found = Refund.objects.select_related("payment__bill").filter(**about)
    return [refund_row(one) for one in found.order_by("-id")]
