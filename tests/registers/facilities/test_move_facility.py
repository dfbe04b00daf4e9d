from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.registers.facilities.stays import FOUNDED_ON, REFORM_ON, divided, school, stays
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, Actor, NotAllowed
from thuphi.registers.facilities import errors
from thuphi.registers.facilities.actions import close_facility, move_facility
from thuphi.registers.facilities.models import Facility
from thuphi.registers.places.errors import PlaceIsNotACommune, PlaceNotInForce
from thuphi.registers.places.models import Place

pytestmark = pytest.mark.django_db


def move(facility: Facility, place: Place, from_on: date, by: Actor = SYSTEM) -> None:
    move_facility(by=by, facility_id=facility.pk, place_id=place.pk, from_on=from_on, at=worlds.AT)


def test_a_school_of_a_divided_commune_lies_in_the_part_that_is_said() -> None:
    old, default, other = divided()
    moved = school(old)
    assert stays(moved) == [(old.pk, FOUNDED_ON, REFORM_ON), (default.pk, REFORM_ON, None)]
    move(moved, other, REFORM_ON)
    assert stays(moved) == [(old.pk, FOUNDED_ON, REFORM_ON), (other.pk, REFORM_ON, None)]
    event = Event.objects.get(kind="facility_moved")
    assert (event.facility_id, event.facts) == (
        moved.pk,
        {"place": other.reference, "from_on": "2025-07-01"},
    )


def test_who_moves_into_a_commune_goes_over_with_it() -> None:
    old, default, other = divided()
    moved = school(other, valid_from=REFORM_ON)
    early = school(old, "38901")
    later = date(2026, 3, 1)
    move(moved, default, later)
    assert stays(moved) == [(other.pk, REFORM_ON, later), (default.pk, later, None)]
    there = Place.objects.get(pk=stays(early)[0][0])
    neighbour = (
        Place.objects.filter(
            parent=there.parent, valid__contains=FOUNDED_ON, valid__endswith=REFORM_ON
        )
        .exclude(pk=there.pk)
        .order_by("pk")[0]
    )
    move(early, neighbour, date(2023, 1, 1))
    heir = stays(early)[-1][0]
    assert stays(early) == [
        (old.pk, FOUNDED_ON, date(2023, 1, 1)),
        (neighbour.pk, date(2023, 1, 1), REFORM_ON),
        (heir, REFORM_ON, None),
    ]
    assert heir not in (old.pk, neighbour.pk)


def test_a_closed_facility_is_moved_within_its_days_and_stays_closed() -> None:
    old, default, other = divided()
    moved = school(old)
    closed_on = date(2026, 1, 1)
    close_facility(by=SYSTEM, facility_id=moved.pk, on=closed_on, at=worlds.AT)
    with pytest.raises(errors.FacilityNotThere):
        move(moved, other, closed_on)
    move(moved, other, REFORM_ON)
    assert stays(moved) == [(old.pk, FOUNDED_ON, REFORM_ON), (other.pk, REFORM_ON, closed_on)]
    assert default.pk not in {place for place, _first, _last in stays(moved)}


def _province_of(place: Place) -> Place:
    assert place.province is not None
    return place.province


def test_what_is_refused_changes_nothing() -> None:
    old, default, other = divided()
    moved = school(old)
    before = stays(moved)
    with pytest.raises(errors.FacilityStandsThere):
        move(moved, default, REFORM_ON)
    with pytest.raises(errors.FacilityNotThere):
        move(moved, old, date(2021, 12, 31))
    with pytest.raises(PlaceNotInForce):
        move(moved, old, REFORM_ON)
    with pytest.raises(PlaceIsNotACommune):
        move(moved, _province_of(other), REFORM_ON)
    with pytest.raises(NotAllowed):
        move(moved, other, REFORM_ON, by=Actor(name="lan", facilities=frozenset({moved.pk})))
    with pytest.raises(errors.FacilityNotFound):
        move_facility(by=SYSTEM, facility_id=0, place_id=other.pk, from_on=REFORM_ON, at=worlds.AT)
    assert stays(moved) == before
    assert not Event.objects.filter(kind="facility_moved").exists()


def test_who_closed_when_its_commune_ended_is_moved_into_no_later_one() -> None:
    old, _default, _other = divided()
    moved = school(old)
    close_facility(by=SYSTEM, facility_id=moved.pk, on=REFORM_ON, at=worlds.AT)
    neighbour = (
        Place.objects.filter(
            parent=old.parent, valid__contains=FOUNDED_ON, valid__endswith=REFORM_ON
        )
        .exclude(pk=old.pk)
        .order_by("pk")[0]
    )
    later = date(2023, 1, 1)
    move(moved, neighbour, later)
    assert stays(moved) == [(old.pk, FOUNDED_ON, later), (neighbour.pk, later, REFORM_ON)]
