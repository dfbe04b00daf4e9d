from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours, Permission
from thuphi.registers.agencies.actions import found_agency, succeed
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.facilities.models import Facility
from thuphi.registers.staff import errors
from thuphi.registers.staff.actions import assign, create_login
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for, assignments_of
from thuphi.registers.staff.rules import PERMISSIONS, Role


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def oanh(world: World) -> User:
    return create_login(
        by=SYSTEM, username="oanh", password=None, full_name="Lý Thị Oanh", at=worlds.AT
    )


def test_a_role_over_one_school_is_over_no_other(world: World, oanh: User) -> None:
    assign(by=SYSTEM, user_id=oanh.pk, role=Role.CASHIER, at=worlds.AT, facility_id=world.a.id)
    actor = actor_for(oanh)
    assert actor.facilities == {world.a.id}
    assert actor.permissions == PERMISSIONS[Role.CASHIER]
    with pytest.raises(NotYours):
        actor.require(Permission.BILL_READ, world.b.id)


def test_a_role_over_a_place_covers_all_below_it(world: World, oanh: User) -> None:
    for place in (world.commune, world.province):
        assign(by=SYSTEM, user_id=oanh.pk, role=Role.OFFICER, at=worlds.AT, place_id=place.pk)
        assert actor_for(oanh).facilities == {world.a.id, world.b.id}
    assert len(assignments_of(oanh)) == 2


def department(name: str) -> Agency:
    return found_agency(
        by=SYSTEM,
        name=name,
        kind=AgencyKind.SCIENCE_DEPARTMENT,
        place_id=None,
        valid_from=date(2022, 1, 1),
        at=worlds.AT,
    )


def test_a_role_over_an_agency_covers_what_answers_to_it_or_to_its_forebears(
    world: World, oanh: User
) -> None:
    oldest, old, new = department("Sở cũ nhất"), department("Sở cũ"), department("Sở mới")
    Facility.objects.filter(pk=world.a.id).update(agency=new)
    Facility.objects.filter(pk=world.b.id).update(agency=oldest)
    assign(by=SYSTEM, user_id=oanh.pk, role=Role.OFFICER, at=worlds.AT, agency_id=new.pk)
    assert actor_for(oanh).facilities == {world.a.id}
    for ended, successor, on in ((oldest, old, date(2024, 1, 1)), (old, new, date(2025, 3, 1))):
        succeed(by=SYSTEM, agency_id=ended.pk, successor_id=successor.pk, on=on, at=worlds.AT)
    assert actor_for(oanh).facilities == {world.a.id, world.b.id}


def test_a_role_over_an_agency_ends_with_the_day_its_work_went_over(
    world: World, oanh: User
) -> None:
    old, new = department("Sở cũ"), department("Sở mới")
    Facility.objects.filter(pk=world.a.id).update(agency=old)
    assign(by=SYSTEM, user_id=oanh.pk, role=Role.OFFICER, at=worlds.AT, agency_id=old.pk)
    tomorrow = clock.today(clock.now()) + timedelta(days=1)
    succeed(by=SYSTEM, agency_id=old.pk, successor_id=new.pk, on=tomorrow, at=worlds.AT)
    still = actor_for(oanh)
    assert (still.facilities, still.agencies) == ({world.a.id}, {old.pk})
    Agency.objects.filter(pk=old.pk).update(valid=(date(2022, 1, 1), date(2025, 3, 1)))
    after = actor_for(oanh)
    assert (after.facilities, after.agencies, after.permissions) == (
        frozenset(), frozenset(), frozenset(),
    )  # fmt: skip


def test_the_database_lets_a_role_be_given_once(world: World, oanh: User) -> None:
    assign(by=SYSTEM, user_id=oanh.pk, role=Role.HEAD, at=worlds.AT, facility_id=world.a.id)
    with pytest.raises(errors.RoleHeldAlready):
        assign(by=SYSTEM, user_id=oanh.pk, role=Role.HEAD, at=worlds.AT, facility_id=world.a.id)
    assert len(assignments_of(oanh)) == 1


def test_a_role_is_over_exactly_one_branch(world: World, oanh: User) -> None:
    with pytest.raises(errors.BranchNotOne):
        assign(by=SYSTEM, user_id=oanh.pk, role=Role.HEAD, at=worlds.AT)
    with pytest.raises(errors.BranchNotOne):
        assign(
            by=SYSTEM,
            user_id=oanh.pk,
            role=Role.HEAD,
            at=worlds.AT,
            facility_id=world.a.id,
            place_id=world.commune.pk,
        )
    assert assignments_of(oanh) == []


def test_nobody_gets_a_role_who_does_not_sign_in(world: World) -> None:
    with pytest.raises(errors.PersonNotFound):
        assign(by=SYSTEM, user_id=0, role=Role.HEAD, at=worlds.AT, facility_id=world.a.id)


def test_a_head_gives_no_roles_and_a_stranger_does_not_see_the_school(
    world: World, oanh: User
) -> None:
    for by, refusal in ((world.hoa.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            assign(by=by, user_id=oanh.pk, role=Role.HEAD, at=worlds.AT, facility_id=world.a.id)
    with pytest.raises(NotAllowed):
        assign(
            by=world.dung.actor,
            user_id=oanh.pk,
            role=Role.OFFICER,
            at=worlds.AT,
            place_id=world.province.pk,
        )
    assert assignments_of(oanh) == []


def test_an_operator_gives_roles_within_his_branch_only(world: World, oanh: User) -> None:
    operator = worlds.person("tam", "Tạ Minh Tâm", Role.OPERATOR, facility_id=world.a.id)
    assign(
        by=operator.actor,
        user_id=oanh.pk,
        role=Role.CASHIER,
        at=worlds.AT,
        facility_id=world.a.id,
    )
    with pytest.raises(NotYours):
        assign(
            by=operator.actor,
            user_id=oanh.pk,
            role=Role.CASHIER,
            at=worlds.AT,
            facility_id=world.b.id,
        )
    assert actor_for(oanh).facilities == {world.a.id}


def test_two_roles_over_two_branches_do_not_mix(world: World, oanh: User) -> None:
    assign(by=SYSTEM, user_id=oanh.pk, role=Role.CASHIER, at=worlds.AT, facility_id=world.a.id)
    assign(by=SYSTEM, user_id=oanh.pk, role=Role.OFFICER, at=worlds.AT, place_id=world.province.pk)
    actor = actor_for(oanh)
    actor.require(Permission.CASH_TAKE, world.a.id)
    actor.require(Permission.FIGURES_READ, world.b.id)
    for permission in (Permission.CASH_TAKE, Permission.PEOPLE_READ, Permission.BILL_READ):
        with pytest.raises(NotAllowed):
            actor.require(permission, world.b.id)
    assert actor.facilities == {world.a.id, world.b.id}
    assert actor.where(Permission.BILL_READ) == {world.a.id}
    assert actor.at_work_as(Permission.BILL_READ).facilities == {world.a.id}
    assert actor.at_work_as(Permission.FIGURES_READ).facilities == actor.facilities


@pytest.mark.parametrize("role", [Role.ACCOUNTANT, Role.CASHIER, Role.HEAD])
def test_who_reads_families_names_does_so_in_one_facility(
    world: World, oanh: User, role: Role
) -> None:
    with pytest.raises(errors.RoleIsOfOneFacility):
        assign(by=SYSTEM, user_id=oanh.pk, role=role, at=worlds.AT, place_id=world.province.pk)
    assert assignments_of(oanh) == []
