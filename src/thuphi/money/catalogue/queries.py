"""Questions about fee items."""

from __future__ import annotations

from collections.abc import Collection

from .models import FeeItem


def items(facility_id: int, school_year: str) -> list[FeeItem]:
    """The active items of a facility's list for a school year, mandatory ones first."""
    found = FeeItem.objects.filter(
        facility_id=facility_id, school_year=school_year, is_active=True
    )
    return list(found.order_by("-is_mandatory", "code"))


def by_codes(facility_id: int, school_year: str, codes: Collection[str]) -> dict[str, FeeItem]:
    """The active items that have these codes; a code that is not on the list is left out."""
    found = FeeItem.objects.filter(
        facility_id=facility_id, school_year=school_year, code__in=list(codes), is_active=True
    )
    return {one.code: one for one in found}
