"""A facility comes under an office, and who works there sees it."""

from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed
from thuphi.registers.agencies import actions as agencies
from thuphi.registers.agencies.errors import AgencyNotFound
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.facilities import actions, errors
from thuphi.registers.facilities.models import Facility
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.queries import actor_for
from thuphi.registers.staff.rules import Role


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def office(world: World) -> Agency:
    return agencies.found_agency(
        by=SYSTEM, name="Sở Giáo dục và Đào tạo", kind=AgencyKind.EDUCATION_DEPARTMENT,
        place_id=world.province.pk, valid_from=worlds.TODAY, at=worlds.AT,
    )  # fmt: skip


def test_who_works_in_an_office_sees_what_was_put_under_it(world: World, office: Agency) -> None:
    mai = staff.create_login(
        by=SYSTEM, username="mai", password=None, full_name="Lương Thị Mai", at=worlds.AT
    )
    staff.assign(by=SYSTEM, user_id=mai.pk, role=Role.OFFICER, agency_id=office.pk, at=worlds.AT)
    assert actor_for(mai).facilities == frozenset()
    actions.put_under(by=SYSTEM, facility_id=world.a.id, agency_id=office.pk, at=worlds.AT)
    assert actor_for(mai).facilities == {world.a.id}


def test_only_the_operator_puts_a_facility_under_an_office_that_is_there(
    world: World, office: Agency
) -> None:
    with pytest.raises(NotAllowed):
        actions.put_under(
            by=world.hoa.actor, facility_id=world.a.id, agency_id=office.pk, at=worlds.AT
        )
    with pytest.raises(AgencyNotFound):
        actions.put_under(by=SYSTEM, facility_id=world.a.id, agency_id=0, at=worlds.AT)
    with pytest.raises(errors.FacilityNotFound):
        actions.put_under(by=SYSTEM, facility_id=0, agency_id=office.pk, at=worlds.AT)
    assert Facility.objects.get(pk=world.a.id).agency_id is None
