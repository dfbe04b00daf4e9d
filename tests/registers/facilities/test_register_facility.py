from dataclasses import replace
from datetime import date

import pytest

from tests import world as worlds
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed
from thuphi.registers.facilities import errors, queries
from thuphi.registers.facilities.actions import NewFacility, register_facility
from thuphi.registers.facilities.models import (
    AreaClass,
    Facility,
    FacilityPlace,
    Level,
    Ownership,
    Sector,
    Tier,
)
from thuphi.registers.places.errors import PlaceIsNotACommune, PlaceNotInForce
from thuphi.registers.places.models import Place
from thuphi.registers.places.queries import place_on
from thuphi.registers.places.rules import Level as PlaceLevel

OLD = date(2022, 6, 1)
NEW = date(2025, 7, 1)
STATION = NewFacility(
    code="27900",
    name="Trạm y tế phường Kinh Bắc",
    sector=Sector.HEALTH,
    level=Level.COMMUNE_STATION,
    tier=Tier.COMMUNE,
    ownership=Ownership.PUBLIC,
    focal_name="Ngô Thị Yến",
    focal_phone="02223555777",
)


@pytest.fixture
def ward(db: None) -> Place:
    """The ward of today."""
    return place_on(code="09187", level=PlaceLevel.COMMUNE, on=NEW)


def register(place: Place, valid_from: date, facility: NewFacility = STATION) -> Facility:
    return register_facility(
        by=SYSTEM,
        facility=facility,
        place_id=place.pk,
        area=AreaClass.URBAN,
        valid_from=valid_from,
        at=worlds.AT,
    )


def test_a_facility_stands_in_its_commune_from_the_day_on(ward: Place) -> None:
    station = register(ward, NEW)
    assert queries.place_of(station.pk, NEW) == ward
    assert queries.place_of(station.pk, date(2025, 6, 30)) is None
    assert queries.area_of(station.pk, NEW) is AreaClass.URBAN
    assert queries.facilities_in([ward.pk], NEW) == [station.pk]
    assert queries.facility_by_code("27900") == queries.facility(station.pk) == station
    assert station.has_focal_point


def test_a_facility_goes_over_with_its_commune(db: None) -> None:
    old = place_on(code="09172", level=PlaceLevel.COMMUNE, on=OLD)
    station = register(old, OLD)
    assert queries.place_of(station.pk, date(2025, 6, 30)) == old
    today = queries.place_of(station.pk, NEW)
    assert today is not None
    assert today.valid.upper is None
    assert today.province_id == 10002420250701
    assert FacilityPlace.objects.filter(facility=station).count() == 2


def test_a_facility_is_found_without_accents(ward: Place) -> None:
    station = register(ward, NEW)
    assert queries.search("tram y te kinh bac") == [station]
    assert queries.search("27900") == [station]
    assert queries.search("bệnh viện") == []


def test_the_registration_is_recorded_without_names(ward: Place) -> None:
    station = register(ward, NEW)
    event = Event.objects.get(kind="facility_registered")
    assert (event.facility_id, event.facts) == (station.pk, {"code": "27900"})


def test_a_code_is_given_once(ward: Place) -> None:
    register(ward, NEW)
    with pytest.raises(errors.FacilityCodeTaken, match="27900"):
        register(ward, NEW)
    assert Facility.objects.count() == 1


@pytest.mark.parametrize("missing", ["code", "name"])
def test_a_facility_has_a_code_and_a_name(ward: Place, missing: str) -> None:
    bare = replace(STATION, code="") if missing == "code" else replace(STATION, name=" ")
    with pytest.raises(errors.FacilityIncomplete):
        register(ward, NEW, bare)


def test_a_hospital_is_no_school(ward: Place) -> None:
    with pytest.raises(errors.LevelNotOfSector):
        register(ward, NEW, replace(STATION, level=Level.PRIMARY))


def test_a_facility_stands_in_a_commune_not_in_a_province(db: None) -> None:
    province = place_on(code="24", level=PlaceLevel.PROVINCE, on=NEW)
    with pytest.raises(PlaceIsNotACommune):
        register(province, NEW)


def test_a_commune_that_is_not_there_yet_takes_no_facility(ward: Place) -> None:
    with pytest.raises(PlaceNotInForce):
        register(ward, OLD)
    assert Facility.objects.count() == 0


def test_an_accountant_registers_no_facility(db: None) -> None:
    world = worlds.build()
    with pytest.raises(NotAllowed):
        register_facility(
            by=world.lan.actor,
            facility=STATION,
            place_id=world.commune.pk,
            area=AreaClass.URBAN,
            valid_from=NEW,
            at=worlds.AT,
        )


def test_an_unknown_facility_is_not_found(db: None) -> None:
    with pytest.raises(errors.FacilityNotFound):
        queries.facility(0)
    with pytest.raises(errors.FacilityNotFound):
        queries.facility_by_code("0")
