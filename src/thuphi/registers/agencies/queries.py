"""Questions about agencies."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from . import errors
from .models import Agency, AgencyKind


def agency(agency_id: int) -> Agency:
    """The agency of this id. Raises `AgencyNotFound`."""
    found = Agency.objects.filter(pk=agency_id).first()
    if found is None:
        raise errors.AgencyNotFound
    return found


def agencies_in(place_ids: Collection[int], on: date) -> list[Agency]:
    """The agencies that work in these places on a day, by name."""
    working = Agency.objects.filter(place_id__in=place_ids, valid__contains=on)
    return list(working.order_by("name", "pk"))


def of_kind(kind: AgencyKind, on: date) -> list[Agency]:
    """The agencies of one kind that work on a day, by name."""
    working = Agency.objects.filter(kind=kind.value, valid__contains=on)
    return list(working.order_by("name", "pk"))


def answering_on(agency_id: int, on: date) -> Agency:
    """Who answers on a day for what this agency was given: itself, or the last of its successors.

    Raises `AgencyNotFound`.
    """
    current = agency(agency_id)
    while on not in current.valid and current.successor_id is not None:
        current = agency(current.successor_id)
    return current


def with_forebears(agency_ids: Collection[int]) -> frozenset[int]:
    """These agencies and all whose work has gone over to them, by any number of successions."""
    known: frozenset[int] = frozenset()
    fresh = frozenset(agency_ids)
    while fresh:
        known |= fresh
        before = Agency.objects.filter(successor_id__in=fresh).values_list("pk", flat=True)
        fresh = frozenset(before) - known
    return known
