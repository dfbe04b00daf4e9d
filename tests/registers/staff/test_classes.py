"""A teacher's class is given and taken; what she sees of its money is the head's word."""

from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours, Permission
from thuphi.registers.staff import errors
from thuphi.registers.staff.actions import allow_names, assign, create_login, end_class, give_class
from thuphi.registers.staff.models import Assignment, ClassAllowance, User
from thuphi.registers.staff.queries import actor_for, class_allowance, teachers
from thuphi.registers.staff.rules import PERMISSIONS, Role


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def thu(world: World) -> User:
    return create_login(
        by=SYSTEM, username="thu", password=None, full_name="Lê Thị Thu", at=worlds.AT
    )


def give(world: World, user: User, class_name: str) -> Assignment:
    return give_class(
        by=SYSTEM, facility_id=world.a.id, user_id=user.pk, class_name=class_name, at=worlds.AT
    )


def test_a_teacher_holds_her_classes_and_two_permissions(world: World, thu: User) -> None:
    give(world, thu, "2A")
    give(world, thu, " 5B ")
    actor = actor_for(thu)
    assert actor.classes == {(world.a.id, "2A"), (world.a.id, "5B")}
    assert actor.permissions == {Permission.CLASS_COUNTS, Permission.MEAL_TICK}
    assert actor.permissions == PERMISSIONS[Role.TEACHER]
    assert actor.facilities == {world.a.id}
    assert [one.class_name for one in teachers(world.a.id)] == ["2A", "5B"]


def test_a_class_is_given_once(world: World, thu: User) -> None:
    give(world, thu, "2A")
    with pytest.raises(errors.RoleHeldAlready):
        give(world, thu, "2A")


@pytest.mark.parametrize(("role", "class_name"), [(Role.TEACHER, " "), (Role.CASHIER, "2A")])
def test_a_teacher_has_a_class_and_nobody_else_has(
    world: World, thu: User, role: Role, class_name: str
) -> None:
    with pytest.raises(errors.ClassMissing):
        assign(
            by=SYSTEM,
            user_id=thu.pk,
            role=role,
            at=worlds.AT,
            facility_id=world.a.id,
            class_name=class_name,
        )
    assert actor_for(thu).facilities == frozenset()


def test_a_class_that_is_taken_is_gone_at_once(world: World, thu: User) -> None:
    held = give(world, thu, "2A")
    with pytest.raises(NotAllowed):
        end_class(by=world.hoa.actor, facility_id=world.a.id, assignment_id=held.pk, at=worlds.AT)
    with pytest.raises(errors.NotATeacherHere):
        end_class(by=SYSTEM, facility_id=world.b.id, assignment_id=held.pk, at=worlds.AT)
    end_class(by=SYSTEM, facility_id=world.a.id, assignment_id=held.pk, at=worlds.AT)
    assert actor_for(thu).classes == frozenset()
    assert actor_for(thu).facilities == frozenset()
    assert Event.objects.get(kind="class_ended").facts == {"class_name": "2A"}


def test_the_head_alone_says_what_teachers_see_and_why(world: World) -> None:
    asked = {"facility_id": world.a.id, "shows_names": True, "at": worlds.AT}
    with pytest.raises(NotAllowed):
        allow_names(by=world.lan.actor, reason="Họp", **asked)  # type: ignore[arg-type]
    with pytest.raises(NotYours):
        allow_names(by=world.quan.actor, reason="Họp", **asked)  # type: ignore[arg-type]
    with pytest.raises(errors.AllowanceReasonMissing):
        allow_names(by=world.hoa.actor, reason=" ", **asked)  # type: ignore[arg-type]
    assert class_allowance(world.a.id) is None
    allow_names(by=world.hoa.actor, reason="Họp hội đồng", **asked)  # type: ignore[arg-type]
    allow_names(
        by=world.hoa.actor,
        facility_id=world.a.id,
        shows_names=False,
        reason="Phụ huynh phản ánh",
        at=worlds.AT,
    )
    said = class_allowance(world.a.id)
    assert said is not None
    assert (said.shows_names, said.reason) == (False, "Phụ huynh phản ánh")
    assert ClassAllowance.objects.count() == 2
    assert class_allowance(world.b.id) is None
