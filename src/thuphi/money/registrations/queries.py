"""Questions about registrations: who takes what on a day, and the grid of a class."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from .models import Registration


@dataclass(frozen=True, slots=True)
class Registered:
    """One person takes one item: how many (None: as many as the run says), at which percent."""

    beneficiary_id: int
    fee_item_id: int
    quantity: int | None
    percent: int


def registered_on(
    facility_id: int,
    on: date,
    *,
    item_ids: Collection[int] | None = None,
    beneficiary_ids: Collection[int] | None = None,
) -> list[Registered]:
    """Who takes which item on a day, by person and item; narrowed to items and people if named."""
    found = Registration.objects.filter(facility_id=facility_id, from_on__lte=on, until_on__gt=on)
    if item_ids is not None:
        found = found.filter(fee_item_id__in=list(item_ids))
    if beneficiary_ids is not None:
        found = found.filter(beneficiary_id__in=list(beneficiary_ids))
    rows = found.order_by("beneficiary_id", "fee_item_id").values_list(
        "beneficiary_id", "fee_item_id", "quantity", "percent"
    )
    return [Registered(*row) for row in rows]


def digest(registered: Iterable[Registered]) -> str:
    """A mark of exactly these registrations: a page sends it back, so that nothing is saved over
    what somebody else has changed meanwhile."""
    lines = sorted(
        f"{one.beneficiary_id} {one.fee_item_id} {one.quantity} {one.percent}" for one in registered
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def people_of_items(facility_id: int, item_ids: Collection[int], on: date) -> dict[int, int]:
    """How many people who are still there take each of these items on a day."""
    rows = (
        Registration.objects.filter(
            facility_id=facility_id,
            fee_item_id__in=list(item_ids),
            from_on__lte=on,
            until_on__gt=on,
            beneficiary__is_active=True,
        )
        .order_by()
        .values_list("fee_item_id")
        .annotate(people=Count("id"))
    )
    return dict(rows)


def is_used(facility_id: int, school_year: str) -> bool:
    """Whether anybody was ever registered for an item of a school year."""
    return Registration.objects.filter(
        facility_id=facility_id, fee_item__school_year=school_year
    ).exists()


def of_person(beneficiary_id: int) -> list[Registration]:
    """Every registration of a person that ever held, the latest first, with its item."""
    found = Registration.objects.filter(
        beneficiary_id=beneficiary_id, until_on__gt=F("from_on")
    ).select_related("fee_item")
    return list(found.order_by("-from_on", "fee_item__code", "-id"))


def registration_here(registration_id: int, facilities: Iterable[int]) -> Registration | None:
    """The registration of this number, if it is one of these facilities'."""
    found = Registration.objects.filter(pk=registration_id, facility_id__in=list(facilities))
    return found.select_related("fee_item", "beneficiary").first()
