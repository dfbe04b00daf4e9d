"""Credit that a refund of a payment takes, and gives back when it fails.

Part of the deed of `payments.returning`, which has locked the payment's bill and books what moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from thuphi.money.bills.models import Bill
from thuphi.money.credits.errors import CreditTooSmall
from thuphi.money.credits.models import Credit, CreditUse
from thuphi.money.credits.queries import left_of
from thuphi.money.credits.rules import Left, Source, UseKind, oldest_first

from .spending import lock


@dataclass(frozen=True, slots=True)
class ForRefund:
    """What a refund finds of its payment's money in credits, whole đồng."""

    own_vnd: int
    """Left of what the payment itself brought too much."""
    released_vnd: int
    """Left of what its bill let go, whichever payment brought it."""
    taken_released_vnd: int
    """What refunds of this payment have taken of that before."""


def hold_for_refund(*, payment_id: int, bill: Bill | None) -> None:
    """Wait for whoever uses the credits of the family that this payment was given to.

    Others are kept waiting: what is asked after it is still there when it is taken. Its bill is
    locked before.
    """
    if bill is not None:
        lock(bill.facility_id, [bill.beneficiary_id])
        return
    for given in Credit.objects.filter(payment_id=payment_id, source=Source.GIVEN.value):
        lock(given.facility_id, [given.beneficiary_id])


def left_for_refund(*, payment_id: int, bill: Bill | None, refund_ids: Sequence[int]) -> ForRefund:
    """How much of a payment's money lies in credits. `refund_ids` are the payment's refunds.

    It holds until the commit after `hold_for_refund`; before that it is only what it was just now.
    """
    if bill is None:
        return ForRefund(sum(one.left_vnd for one in _own(payment_id)), 0, 0)
    taken = CreditUse.objects.filter(
        reference__in=[f"refund:{one}" for one in refund_ids],
        credit__source=Source.RELEASED.value,
    ).aggregate(sum=Sum("amount_vnd"))["sum"]
    return ForRefund(
        own_vnd=sum(one.left_vnd for one in _own(payment_id)),
        released_vnd=sum(one.left_vnd for one in _released(bill, is_cashless=True)),
        taken_released_vnd=int(taken or 0),
    )


def take_for_refund(
    *,
    refund_id: int,
    payment_id: int,
    facility_id: int,
    bill: Bill | None,
    is_cashless: bool,
    own_vnd: int,
    released_vnd: int,
    at: datetime,
) -> None:
    """Take what a refund needs: of the payment's own lots, and of those its bill let go.

    Of the latter those first that came as the payment did. Raises `CreditTooSmall`.
    """
    hold_for_refund(payment_id=payment_id, bill=bill)
    taken = oldest_first(_own(payment_id), own_vnd)
    if bill is not None:
        taken |= oldest_first(_released(bill, is_cashless=is_cashless), released_vnd)
    if sum(taken.values()) != own_vnd + released_vnd:
        raise CreditTooSmall(sum(taken.values()))
    CreditUse.objects.bulk_create(
        CreditUse(
            credit_id=lot,
            facility_id=facility_id,
            kind=UseKind.REFUND.value,
            amount_vnd=part,
            reference=f"refund:{refund_id}",
            happened_at=at,
        )
        for lot, part in sorted(taken.items())
    )


def give_back(*, refund_id: int, payment_id: int, bill: Bill | None, at: datetime) -> None:
    """The refund failed: the lots it took from have it again."""
    hold_for_refund(payment_id=payment_id, bill=bill)
    CreditUse.objects.bulk_create(
        CreditUse(
            credit_id=one.credit_id,
            facility_id=one.facility_id,
            kind=UseKind.REFUND_BACK.value,
            amount_vnd=-one.amount_vnd,
            reference=one.reference,
            happened_at=at,
        )
        for one in CreditUse.objects.filter(
            reference=f"refund:{refund_id}", kind=UseKind.REFUND.value
        ).order_by("credit_id")
    )


def give(
    *,
    payment_id: int,
    facility_id: int,
    beneficiary_id: int,
    amount_vnd: int,
    is_cashless: bool,
    at: datetime,
) -> Credit:
    """Money that a person gave to a family without a bill is a lot of its own."""
    return Credit.objects.create(
        facility_id=facility_id,
        beneficiary_id=beneficiary_id,
        source=Source.GIVEN.value,
        payment_id=payment_id,
        amount_vnd=amount_vnd,
        is_cashless=is_cashless,
        happened_at=at,
    )


def keep_rest(
    *, payment_id: int, bill: Bill, is_cashless: bool, amount_vnd: int, at: datetime
) -> None:
    """What a failed refund took from its bill, which needs it no longer, is a lot of its own."""
    Credit.objects.create(
        facility_id=bill.facility_id,
        beneficiary_id=bill.beneficiary_id,
        source=Source.KEPT.value,
        bill=bill,
        payment_id=payment_id,
        amount_vnd=amount_vnd,
        is_cashless=is_cashless,
        happened_at=at,
    )


def _own(payment_id: int) -> list[Left]:
    return left_of(Credit.objects.filter(payment_id=payment_id).order_by("happened_at", "id"))


def _released(bill: Bill, *, is_cashless: bool) -> list[Left]:
    lots = Credit.objects.filter(bill=bill, source=Source.RELEASED.value)
    like = "-is_cashless" if is_cashless else "is_cashless"
    return left_of(lots.order_by(like, "happened_at", "id"))
