from datetime import date

import pytest
from place_days import LAST_OLD, NEW, OLD

from thuphi.registers.places.errors import PlaceIsNotACommune, PlaceNotInForce
from thuphi.registers.places.models import Place
from thuphi.registers.places.queries import communes, is_urban, place_on
from thuphi.registers.places.rules import Kind, Level
from thuphi.registers.places.rules import is_urban as kind_is_urban


def test_hung_yen_had_21_urban_communes_of_139_and_has_11_of_104(places: None) -> None:
    found = []
    for on in (LAST_OLD, NEW):
        below = communes(place_on(code="33", level=Level.PROVINCE, on=on), on)
        found.append((sum(is_urban(place, on) for place in below), len(below)))
    assert found == [(21, 139), (11, 104)]


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (Kind.WARD, True, True),
        (Kind.TOWNSHIP, True, False),
        (Kind.RURAL_COMMUNE, False, False),
        (Kind.SPECIAL_ZONE, False, False),
    ],
)
def test_wards_stay_urban_and_townships_were_until_the_reform(
    kind: Kind, before: bool, after: bool
) -> None:
    assert kind_is_urban(kind=kind, on=LAST_OLD) is before
    assert kind_is_urban(kind=kind, on=NEW) is after


@pytest.mark.parametrize("kind", [Kind.PROVINCE, Kind.CITY, Kind.TOWN, Kind.RURAL_DISTRICT])
def test_a_kind_of_district_or_province_is_neither_urban_nor_rural(kind: Kind) -> None:
    with pytest.raises(ValueError, match="no kind of commune"):
        kind_is_urban(kind=kind, on=NEW)


def test_a_province_is_neither_urban_nor_rural(bac_giang: Place) -> None:
    with pytest.raises(PlaceIsNotACommune):
        is_urban(bac_giang, OLD)


def test_a_commune_is_not_judged_on_a_day_it_was_not_there(places: None) -> None:
    commune = place_on(code="07684", level=Level.COMMUNE, on=OLD)
    with pytest.raises(PlaceNotInForce):
        is_urban(commune, date(2025, 1, 1))
