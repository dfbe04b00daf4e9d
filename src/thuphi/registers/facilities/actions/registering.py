"""The verb that brings a facility into the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotAllowed, Permission
from thuphi.ground.kit.fold import search_key
from thuphi.registers.facilities import errors, rules
from thuphi.registers.facilities.models import (
    AreaClass,
    Facility,
    FacilityArea,
    FacilityPlace,
    Level,
    Ownership,
    Sector,
    Tier,
)
from thuphi.registers.places.models import Place

from .standing import places_from


@dataclass(frozen=True, slots=True)
class NewFacility:
    """What a facility is. The focal point is the named person with a phone (M47)."""

    code: str
    name: str
    sector: Sector
    level: Level
    tier: Tier
    ownership: Ownership
    agency_id: int | None = None
    focal_name: str = ""
    focal_phone: str = ""
    address: str = ""


@transaction.atomic
def register_facility(
    *,
    by: Actor,
    facility: NewFacility,
    place_id: int,
    area: AreaClass,
    valid_from: date,
    at: datetime,
) -> Facility:
    """Register a school or health facility in a commune from a day on.

    When the commune has become another since, the facility has gone over with it. Raises
    `FacilityIncomplete`, `FacilityCodeTaken`, `LevelNotOfSector`, `PlaceIsNotACommune`,
    `PlaceNotInForce`, `NotAllowed`.
    """
    if not (by.is_everywhere and by.may(Permission.REGISTER_WRITE)):
        raise NotAllowed(Permission.REGISTER_WRITE)
    if not (facility.code.strip() and facility.name.strip()):
        raise errors.FacilityIncomplete
    if Level(facility.level) not in rules.LEVELS[Sector(facility.sector)]:
        raise errors.LevelNotOfSector
    spans = places_from(Place.objects.get(pk=place_id), valid_from)
    created = _create(facility)
    FacilityPlace.objects.bulk_create(
        [
            FacilityPlace(facility=created, place=place, valid=(first_on, end_on))
            for place, first_on, end_on in spans
        ]
    )
    FacilityArea.objects.create(
        facility=created, area=AreaClass(area).value, valid=(valid_from, None)
    )
    events.record(
        "facility_registered",
        by=by,
        subject=f"facility:{created.pk}",
        at=at,
        facility_id=created.pk,
        code=created.code,
    )
    return created


def _create(facility: NewFacility) -> Facility:
    code, name = facility.code.strip(), facility.name.strip()
    try:
        with transaction.atomic():
            return Facility.objects.create(
                code=code,
                name=name,
                search_key=search_key(f"{name} {code}"),
                sector=Sector(facility.sector).value,
                level=Level(facility.level).value,
                tier=Tier(facility.tier).value,
                ownership=Ownership(facility.ownership).value,
                agency_id=facility.agency_id,
                focal_name=facility.focal_name.strip(),
                focal_phone=facility.focal_phone.strip(),
                address=facility.address.strip(),
            )
    except IntegrityError as error:
        if "facility_code" in str(error):
            raise errors.FacilityCodeTaken(code) from error
        raise
