"""Questions about fee items."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .models import FeeItem


def items(facility_id: int, school_year: str) -> list[FeeItem]:
    """The active items of a facility's list for a school year, mandatory ones first."""
    found = FeeItem.objects.filter(facility_id=facility_id, school_year=school_year, is_active=True)
    return list(found.order_by("-is_mandatory", "code"))


def whole_list(facility_id: int, school_year: str) -> list[FeeItem]:
    """The list with its retired items, which stand last."""
    found = FeeItem.objects.filter(facility_id=facility_id, school_year=school_year)
    return list(found.order_by("-is_active", "-is_mandatory", "code"))


def items_of_years(facility_id: int, school_years: Collection[str]) -> list[FeeItem]:
    """The active items of several school years, year by year."""
    found = FeeItem.objects.filter(
        facility_id=facility_id, school_year__in=list(school_years), is_active=True
    )
    return list(found.order_by("school_year", "-is_mandatory", "code"))


def item_here(item_id: int, facilities: Iterable[int]) -> FeeItem | None:
    """The item of this number, if it is on one of these facilities' lists."""
    return FeeItem.objects.filter(pk=item_id, facility_id__in=list(facilities)).first()


def by_codes(facility_id: int, school_year: str, codes: Collection[str]) -> dict[str, FeeItem]:
    """The active items that have these codes; a code that is not on the list is left out."""
    found = FeeItem.objects.filter(
        facility_id=facility_id, school_year=school_year, code__in=list(codes), is_active=True
    )
    return {one.code: one for one in found}
