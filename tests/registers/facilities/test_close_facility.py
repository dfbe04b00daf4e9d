from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.registers.facilities.stays import (
    FOUNDED_ON,
    REFORM_ON,
    areas,
    divided,
    school,
    stays,
)
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, Actor, NotAllowed, Permission
from thuphi.registers.facilities import errors
from thuphi.registers.facilities.actions import close_facility

pytestmark = pytest.mark.django_db


def test_a_closed_facility_is_no_more_from_the_day_on() -> None:
    old, _default, _other = divided()
    closed = school(old)
    on = date(2024, 9, 1)
    close_facility(by=SYSTEM, facility_id=closed.pk, on=on, at=worlds.AT)
    assert stays(closed) == [(old.pk, FOUNDED_ON, on)]
    assert areas(closed) == [("rural", FOUNDED_ON, on)]
    event = Event.objects.get(kind="facility_closed")
    assert (event.facility_id, event.facts) == (closed.pk, {"on": "2024-09-01"})


def test_it_may_close_on_the_day_its_commune_ends() -> None:
    old, _default, _other = divided()
    closed = school(old)
    close_facility(by=SYSTEM, facility_id=closed.pk, on=REFORM_ON, at=worlds.AT)
    assert stays(closed) == [(old.pk, FOUNDED_ON, REFORM_ON)]


def test_a_facility_closes_once_after_it_was_founded_and_by_who_may() -> None:
    old, _default, _other = divided()
    closed = school(old)
    before = stays(closed)
    with pytest.raises(errors.FacilityNotThere):
        close_facility(by=SYSTEM, facility_id=closed.pk, on=FOUNDED_ON, at=worlds.AT)
    theirs = Actor(
        name="hoa",
        permissions=frozenset({Permission.REGISTER_WRITE}),
        facilities=frozenset({closed.pk}),
    )
    with pytest.raises(NotAllowed):
        close_facility(by=theirs, facility_id=closed.pk, on=REFORM_ON, at=worlds.AT)
    assert stays(closed) == before
    close_facility(by=SYSTEM, facility_id=closed.pk, on=REFORM_ON, at=worlds.AT)
    with pytest.raises(errors.FacilityClosedAlready):
        close_facility(by=SYSTEM, facility_id=closed.pk, on=date(2026, 1, 1), at=worlds.AT)
    assert Event.objects.filter(kind="facility_closed").count() == 1
