"""Questions about refunds."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from thuphi.money.credits.queries import payments_with_left
from thuphi.money.payments.models import Payment

from .models import Refund, RefundLimit
from .rules import STUCK, WAITING, RefundState


def refunds_of(payment_ids: Iterable[int]) -> list[Refund]:
    """Every refund of these payments, the latest first."""
    return list(Refund.objects.filter(payment_id__in=list(payment_ids)).order_by("-id"))


def refunds_of_bill(code: str) -> list[Refund]:
    """Every refund of money that was paid for a bill, the latest first."""
    return list(Refund.objects.filter(code=code).order_by("-id"))


def refund_here(refund_id: int) -> Refund | None:
    """The refund of this number, among the rows that may be seen."""
    return Refund.objects.select_related("payment__bill").filter(pk=refund_id).first()


def inbox(facility_id: int, state: RefundState | None = None) -> QuerySet[Refund]:
    """Refunds of a facility, the latest first; without a state, those that wait for something."""
    found = Refund.objects.select_related("payment__bill").filter(facility_id=facility_id)
    wanted = [one.value for one in WAITING] if state is None else [state.value]
    return found.filter(state__in=wanted).order_by("-id")


def offers(facility_id: int) -> QuerySet[Payment]:
    """Payments that brought more than was owed, of which nothing was asked back and the family has
    something left: a refund is offered."""
    asked = Refund.objects.exclude(
        state__in=[RefundState.FAILED.value, RefundState.WITHDRAWN.value]
    ).values("payment_id")
    return (
        Payment.objects.filter(facility_id=facility_id, excess_vnd__gt=0)
        .filter(pk__in=payments_with_left(facility_id))
        .exclude(pk__in=asked)
        .select_related("bill")
        .order_by("-id")
    )


def is_stuck(refund: Refund) -> bool:
    """Whether the book refused it, so that it waits for somebody to look into it."""
    return refund.note.startswith(STUCK) and refund.needs_person


def has_twin(refund: Refund) -> bool:
    """Whether another refund of the same payment and amount went by the same provider, and its name
    there is not known: what the provider tells may then be of either.
    """
    same = Refund.objects.filter(
        payment_id=refund.payment_id,
        amount_vnd=refund.amount_vnd,
        way=refund.way,
        provider_reference="",
        state__in=[RefundState.SENT.value, RefundState.REFUNDED.value],
    )
    return same.exclude(pk=refund.pk).exists()


def alone_limit_vnd(facility_id: int) -> int:
    """Up to which amount one person alone may send money back."""
    limit = RefundLimit.objects.filter(facility_id=facility_id).first()
    return limit.alone_vnd if limit is not None else 0
