"""Questions about payouts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from .models import Payout, PayoutAccount, PayoutList
from .rules import PayoutState


@dataclass(frozen=True, slots=True)
class Sums:
    """What a list comes to, whole đồng."""

    families: int = 0
    amount_vnd: int = 0
    paid_vnd: int = 0
    failed: int = 0
    waiting: int = 0


def lists(facility_id: int) -> list[PayoutList]:
    """Every list of a facility, the newest first."""
    return list(PayoutList.objects.filter(facility_id=facility_id).order_by("-pk"))


def list_here(list_id: int, facilities: Collection[int]) -> PayoutList | None:
    """The list, if it is of one of these facilities."""
    return PayoutList.objects.filter(pk=list_id, facility_id__in=facilities).first()


def payouts_of(list_id: int) -> list[Payout]:
    """What a list pays, in the order of classes and names."""
    return list(
        Payout.objects.filter(payout_list_id=list_id)
        .select_related("beneficiary")
        .order_by("beneficiary__class_name", "beneficiary__search_key", "pk")
    )


def sums_of(list_ids: Collection[int]) -> dict[int, Sums]:
    """What each list comes to."""
    rows = (
        Payout.objects.filter(payout_list_id__in=list_ids)
        .values("payout_list_id")
        .annotate(
            families=Count("pk"),
            amount=Sum("amount_vnd"),
            paid=Sum("amount_vnd", filter=Q(state=PayoutState.PAID.value)),
            failed=Count("pk", filter=Q(state=PayoutState.FAILED.value)),
            waiting=Count("pk", filter=Q(state=PayoutState.RELEASED.value)),
        )
    )
    return {
        row["payout_list_id"]: Sums(
            row["families"], row["amount"] or 0, row["paid"] or 0, row["failed"], row["waiting"]
        )
        for row in rows
    }


def account_of(beneficiary_id: int) -> PayoutAccount | None:
    """The account that money of this child goes to now."""
    return PayoutAccount.objects.filter(beneficiary_id=beneficiary_id, replaced_at=None).first()


def accounts_of(beneficiary_ids: Collection[int]) -> dict[int, PayoutAccount]:
    """The accounts of these children, of those who have one."""
    found = PayoutAccount.objects.filter(beneficiary_id__in=beneficiary_ids, replaced_at=None)
    return {one.beneficiary_id: one for one in found}


def waiting_for(beneficiary_ids: Collection[int]) -> frozenset[int]:
    """Who of these stands on a list that is not over."""
    states = [PayoutState.LISTED.value, PayoutState.RELEASED.value]
    return frozenset(
        Payout.objects.filter(beneficiary_id__in=beneficiary_ids, state__in=states).values_list(
            "beneficiary_id", flat=True
        )
    )
