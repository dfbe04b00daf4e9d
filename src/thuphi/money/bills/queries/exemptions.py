"""Everybody who pays less, as the desk asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet

from thuphi.money.bills.models import Exemption
from thuphi.money.bills.rules import ExemptionKind


def exemptions(
    facility_id: int, *, kind: ExemptionKind | None = None, on: date | None = None
) -> QuerySet[Exemption]:
    """Rights to pay less of a facility's people, by class and name; of one kind, on one day."""
    found = Exemption.objects.filter(facility_id=facility_id)
    if kind is not None:
        found = found.filter(kind=kind.value)
    if on is not None:
        found = found.filter(from_on__lte=on, until_on__gt=on)
    found = found.select_related("beneficiary", "fee_item")
    return found.order_by("beneficiary__class_name", "beneficiary__search_key", "from_on", "id")


def counts_by_kind(facility_id: int, on: date) -> dict[ExemptionKind, int]:
    """How many rights of each kind hold on a day."""
    rows = (
        Exemption.objects.filter(facility_id=facility_id, from_on__lte=on, until_on__gt=on)
        .order_by()
        .values_list("kind")
        .annotate(number=Count("id"))
    )
    return {ExemptionKind(kind): number for kind, number in rows}


def exemption_here(exemption_id: int, facilities: Iterable[int]) -> Exemption | None:
    """The right of this number, if it is one of these facilities'."""
    found = Exemption.objects.filter(pk=exemption_id, facility_id__in=list(facilities))
    return found.select_related("beneficiary", "fee_item").first()
