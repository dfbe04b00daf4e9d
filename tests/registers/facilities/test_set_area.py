from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.registers.facilities.stays import FOUNDED_ON, areas, divided, school
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, Actor, NotAllowed
from thuphi.registers.facilities import errors, queries
from thuphi.registers.facilities.actions import close_facility, set_area
from thuphi.registers.facilities.models import AreaClass

pytestmark = pytest.mark.django_db
FROM_ON = date(2024, 1, 1)


def test_an_area_class_holds_from_its_day_on() -> None:
    there = school(divided()[0])
    set_area(by=SYSTEM, facility_id=there.pk, area=AreaClass.URBAN, from_on=FROM_ON, at=worlds.AT)
    assert areas(there) == [("rural", FOUNDED_ON, FROM_ON), ("urban", FROM_ON, None)]
    assert queries.area_of(there.pk, date(2023, 12, 31)) is AreaClass.RURAL
    assert queries.area_of(there.pk, FROM_ON) is AreaClass.URBAN
    assert Event.objects.get(kind="facility_area_set").facts == {
        "area": "urban",
        "from_on": "2024-01-01",
    }


def test_of_a_closed_facility_it_ends_where_the_facility_ends() -> None:
    there = school(divided()[0])
    closed_on = date(2025, 1, 1)
    close_facility(by=SYSTEM, facility_id=there.pk, on=closed_on, at=worlds.AT)
    set_area(by=SYSTEM, facility_id=there.pk, area=AreaClass.REMOTE, from_on=FROM_ON, at=worlds.AT)
    assert areas(there) == [("rural", FOUNDED_ON, FROM_ON), ("remote", FROM_ON, closed_on)]


def test_what_is_refused_changes_nothing() -> None:
    there = school(divided()[0])
    before = areas(there)

    def put(area: AreaClass, from_on: date, by: Actor = SYSTEM) -> None:
        set_area(by=by, facility_id=there.pk, area=area, from_on=from_on, at=worlds.AT)

    with pytest.raises(errors.AreaIsSo):
        put(AreaClass.RURAL, FROM_ON)
    with pytest.raises(errors.FacilityNotThere):
        put(AreaClass.URBAN, date(2021, 1, 1))
    with pytest.raises(NotAllowed):
        put(AreaClass.URBAN, FROM_ON, by=Actor(name="lan"))
    assert areas(there) == before
    assert not Event.objects.filter(kind="facility_area_set").exists()


def test_an_area_class_may_be_mended_from_the_founding_day_on() -> None:
    there = school(divided()[0])
    set_area(
        by=SYSTEM, facility_id=there.pk, area=AreaClass.URBAN, from_on=FOUNDED_ON, at=worlds.AT
    )
    assert areas(there) == [("urban", FOUNDED_ON, None)]
