"""Questions about platforms and who uses them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from thuphi.registers.facilities.models import Sector

from . import errors
from .models import Platform, PlatformListing, PlatformUse
from .rules import Category, UseState


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformFacts:
    """A platform of the register, with the lists it stands on on a day."""

    id: int
    name: str
    vendor: str
    is_vietnamese: bool
    categories: tuple[Category, ...]
    evaluation: str
    source: str
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A facility's use of a platform for a purpose; `until_on` is the first day without it."""

    id: int
    facility_id: int
    platform_id: int
    platform: str
    vendor: str
    category: Category
    from_on: date
    until_on: date | None
    evidence: str
    state: UseState
    declared_by: int | None
    decided_by: int | None
    reason: str


def platforms(on: date, *, sector: Sector | None = None) -> list[PlatformFacts]:
    """Every platform, by name; of a sector those with a kind for it. Lists are those of the day."""
    found = Platform.objects.all()
    if sector is not None:
        wanted = [one.value for one in Category if one.sector is sector]
        found = found.filter(categories__overlap=wanted)
    lists = dict(
        PlatformListing.objects.filter(valid__contains=on)
        .values_list("platform_id")
        .annotate(codes=ArrayAgg("list_code", distinct=True, order_by="list_code"))
    )
    return [
        PlatformFacts(
            id=row.pk,
            name=row.name,
            vendor=row.vendor,
            is_vietnamese=row.is_vietnamese,
            categories=tuple(Category(code) for code in row.categories),
            evaluation=row.evaluation,
            source=row.source,
            lists=tuple(lists.get(row.pk, ())),
        )
        for row in found.order_by("name", "pk")
    ]


def uses_of(facility_id: int) -> list[Use]:
    """Every use a facility ever declared, the latest first."""
    return _uses(Q(facility_id=facility_id))


def use(use_id: int) -> Use:
    """One use, among the rows that may be seen. Raises `UseNotFound`."""
    found = _uses(Q(pk=use_id))
    if not found:
        raise errors.UseNotFound
    return found[0]


def waiting(facility_ids: Collection[int] | None = None) -> list[Use]:
    """Uses that wait to be verified: of these facilities, or of all that may be seen."""
    here = Q() if facility_ids is None else Q(facility_id__in=facility_ids)
    return _uses(here & Q(state=UseState.DECLARED.value))


def _uses(which: Q) -> list[Use]:
    rows = PlatformUse.objects.filter(which).select_related("platform").order_by("-pk")
    return [
        Use(
            id=row.pk,
            facility_id=row.facility_id,
            platform_id=row.platform_id,
            platform=row.platform.name,
            vendor=row.platform.vendor,
            category=Category(row.category),
            from_on=row.valid.lower,
            until_on=row.valid.upper,
            evidence=row.evidence,
            state=UseState(row.state),
            declared_by=row.declared_by,
            decided_by=row.decided_by,
            reason=row.reason,
        )
        for row in rows
    ]
