"""Verbs on where a facility stands: it moves, it closes, its area class changes.

Days that are past the change are written anew; days before it stay as they are, so what was
reported of them does not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotAllowed, Permission
from thuphi.registers.agencies import queries as agencies
from thuphi.registers.facilities import errors
from thuphi.registers.facilities.models import AreaClass, Facility, FacilityArea, FacilityPlace
from thuphi.registers.places import queries as places
from thuphi.registers.places.errors import PlaceIsNotACommune, PlaceNotInForce
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level as PlaceLevel

Spans = list[tuple[Place, date, date | None]]


def places_from(place: Place, valid_from: date) -> Spans:
    """The commune and what it became, each with the days in which a facility stands in it.

    Raises `PlaceIsNotACommune`, `PlaceNotInForce`.
    """
    if place.level != PlaceLevel.COMMUNE.value:
        raise PlaceIsNotACommune(place.reference)
    if valid_from not in place.valid:
        raise PlaceNotInForce(place.reference, valid_from)
    spans: Spans = [(place, valid_from, place.valid.upper)]
    while (end_on := spans[-1][2]) is not None:
        next_place = places.heir(spans[-1][0], end_on)
        spans.append((next_place, end_on, next_place.valid.upper))
    return spans


@transaction.atomic
def move_facility(
    *, by: Actor, facility_id: int, place_id: int, from_on: date, at: datetime
) -> None:
    """From a day on a facility stands in another commune, and in what that one becomes.

    So too when its commune was divided and it lies in another part than most. Raises
    `FacilityNotFound`, `FacilityNotThere`, `FacilityStandsThere`, `PlaceIsNotACommune`,
    `PlaceNotInForce`, `NotAllowed`.
    """
    stays = _stays(by, facility_id)
    closed_on = _open_on(stays, from_on)
    place = Place.objects.get(pk=place_id)
    wanted = [
        (one, begins_on, _sooner(ends_on, closed_on))
        for one, begins_on, ends_on in places_from(place, from_on)
        if closed_on is None or begins_on < closed_on
    ]
    standing = [(stay.place_id, stay.valid.lower, stay.valid.upper) for stay in stays]
    if _later(standing, from_on) == [(one.pk, begins, ends) for one, begins, ends in wanted]:
        raise errors.FacilityStandsThere(facility_id, place.reference)
    _cut(stays, from_on)
    FacilityPlace.objects.bulk_create(
        FacilityPlace(facility_id=facility_id, place=one, valid=(begins, ends))
        for one, begins, ends in wanted
    )
    events.record(
        "facility_moved",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        place=place.reference,
        from_on=from_on.isoformat(),
    )


@transaction.atomic
def close_facility(*, by: Actor, facility_id: int, on: date, at: datetime) -> None:
    """A facility is no more from a day on; what it did before stays.

    Raises `FacilityNotFound`, `FacilityNotThere`, `FacilityClosedAlready`, `NotAllowed`.
    """
    stays = _stays(by, facility_id)
    if stays and stays[-1].valid.upper is not None:
        raise errors.FacilityClosedAlready(facility_id)
    if not stays or on <= stays[0].valid.lower:
        raise errors.FacilityNotThere(facility_id, on)
    _cut(stays, on)
    _cut(_areas(facility_id), on)
    events.record(
        "facility_closed",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        on=on.isoformat(),
    )


@transaction.atomic
def set_area(*, by: Actor, facility_id: int, area: AreaClass, from_on: date, at: datetime) -> None:
    """From a day on a facility is urban, rural or remote.

    Raises `FacilityNotFound`, `FacilityNotThere`, `AreaIsSo`, `NotAllowed`.
    """
    closed_on = _open_on(_stays(by, facility_id), from_on)
    areas = _areas(facility_id)
    so_far = _later([(one.area, one.valid.lower, one.valid.upper) for one in areas], from_on)
    if so_far == [(area.value, from_on, closed_on)]:
        raise errors.AreaIsSo(facility_id, area.value)
    _cut(areas, from_on)
    FacilityArea.objects.create(
        facility_id=facility_id, area=area.value, valid=(from_on, closed_on)
    )
    events.record(
        "facility_area_set",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        area=area.value,
        from_on=from_on.isoformat(),
    )


def _stays(by: Actor, facility_id: int) -> list[FacilityPlace]:
    """Where the facility stood and stands, the first first; locked until the deed is done."""
    if not (by.is_everywhere and by.may(Permission.REGISTER_WRITE)):
        raise NotAllowed(Permission.REGISTER_WRITE)
    if not Facility.objects.select_for_update(no_key=True).filter(pk=facility_id).first():
        raise errors.FacilityNotFound
    return list(FacilityPlace.objects.filter(facility_id=facility_id).order_by("valid"))


def _areas(facility_id: int) -> list[FacilityArea]:
    return list(FacilityArea.objects.filter(facility_id=facility_id).order_by("valid"))


def _open_on(stays: list[FacilityPlace], on: date) -> date | None:
    """The day on which the facility closes, if it does. Raises `FacilityNotThere`."""
    if not stays or on < stays[0].valid.lower:
        raise errors.FacilityNotThere(on)
    closed_on: date | None = stays[-1].valid.upper
    if closed_on is not None and on >= closed_on:
        raise errors.FacilityNotThere(on)
    return closed_on


def _sooner(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _later(
    spans: Sequence[tuple[int | str, date, date | None]], from_on: date
) -> list[tuple[int | str, date, date | None]]:
    """What of some spans lies on a day or after it."""
    return [
        (what, max(begins, from_on), ends)
        for what, begins, ends in spans
        if ends is None or ends > from_on
    ]


def _cut(spans: list[FacilityPlace] | list[FacilityArea], on: date) -> None:
    """End what holds on a day just before it, and take out what would begin later."""
    for span in spans:
        if span.valid.lower >= on:
            span.delete()
        elif span.valid.upper is None or span.valid.upper > on:
            span.valid = (span.valid.lower, on)
            span.save(update_fields=["valid"])


@transaction.atomic
def put_under(*, by: Actor, facility_id: int, agency_id: int, at: datetime) -> None:
    """From now on a facility answers to this office; who works there sees it.

    Raises `FacilityNotFound`, `AgencyNotFound`, `NotAllowed`.
    """
    if not (by.is_everywhere and by.may(Permission.REGISTER_WRITE)):
        raise NotAllowed(Permission.REGISTER_WRITE)
    found = Facility.objects.select_for_update().filter(pk=facility_id).first()
    if found is None:
        raise errors.FacilityNotFound
    found.agency = agencies.agency(agency_id)
    found.save(update_fields=["agency"])
    events.record(
        "facility_put_under",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        agency_id=agency_id,
    )
