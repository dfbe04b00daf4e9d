"""The department verifies, approves, sends back; the facility corrects by a new revision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tests import world as worlds
from tests.oversight.declarations.months import (
    LATER,
    SCHOOL,
    SEPTEMBER,
    approved,
    submitted,
    verified,
    written,
)
from tests.world import Person, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.oversight.declarations import actions, errors, queries
from thuphi.oversight.declarations.rules import Item, State
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.queries import actor_for
from thuphi.registers.staff.rules import Role


def counted(item: Item = Item.PUPILS) -> list[tuple[int, str]]:
    """What the view counts of an item of school A."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, state FROM declared_now WHERE item = %s", [item.value])
        return list(cursor.fetchall())


def test_a_verified_declaration_counts_and_an_approved_one_too(world: World, nga: Person) -> None:
    made = submitted(world)
    assert counted() == []
    actions.verify(by=world.dung.actor, declaration_id=made.pk, at=LATER)
    assert counted() == [(350, "verified")]
    actions.approve(by=nga.actor, declaration_id=made.pk, at=LATER)
    assert counted() == [(350, "approved")]
    found = queries.declaration(made.pk)
    assert (found.verified_by, found.approved_by) == (world.dung.user.pk, nga.user.pk)


def test_who_verified_does_not_approve(world: World) -> None:
    made = verified(world)
    with pytest.raises(errors.SecondPersonNeeded):
        actions.approve(by=world.dung.actor, declaration_id=made.pk, at=LATER)
    assert queries.declaration(made.pk).state is State.VERIFIED


def test_who_uploaded_does_not_verify(world: World) -> None:
    actions.submit_many(
        by=world.dung.actor, month=SEPTEMBER, rows=[actions.Row(world.a.id, SCHOOL)], at=LATER
    )
    (waiting,) = queries.inbox()
    with pytest.raises(errors.SecondPersonNeeded):
        actions.verify(by=world.dung.actor, declaration_id=waiting.declaration_id, at=LATER)


def test_who_wrote_the_values_does_not_verify_what_another_sent(world: World) -> None:
    staff.assign(
        by=SYSTEM, user_id=world.dung.user.pk, role=Role.HEAD, at=LATER, facility_id=world.a.id
    )
    both = actor_for(world.dung.user)
    made = actions.save(by=both, facility_id=world.a.id, month=SEPTEMBER, values=SCHOOL, at=LATER)
    actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER)
    with pytest.raises(errors.SecondPersonNeeded):
        actions.verify(by=both, declaration_id=made.pk, at=LATER)
    assert actions.verify_many(by=both, declaration_ids=[made.pk], at=LATER) == []


def test_a_machine_decides_nothing(world: World) -> None:
    made = submitted(world)
    with pytest.raises(errors.PersonNeeded):
        actions.verify(by=SYSTEM, declaration_id=made.pk, at=LATER)
    with pytest.raises(errors.PersonNeeded):
        actions.verify_many(by=SYSTEM, declaration_ids=[made.pk], at=LATER)


def test_a_draft_is_not_verified_and_nothing_is_approved_unseen(world: World, nga: Person) -> None:
    made = written(world)
    with pytest.raises(MoveNotAllowed):
        actions.verify(by=world.dung.actor, declaration_id=made.pk, at=LATER)
    actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER)
    with pytest.raises(MoveNotAllowed):
        actions.approve(by=nga.actor, declaration_id=made.pk, at=LATER)


def test_what_is_sent_back_has_a_reason_and_counts_no_longer(world: World) -> None:
    made = verified(world)
    with pytest.raises(errors.ReasonMissing):
        actions.send_back(by=world.dung.actor, declaration_id=made.pk, reason=" ", at=LATER)
    actions.send_back(
        by=world.dung.actor, declaration_id=made.pk, reason=" Thiếu chứng từ ", at=LATER
    )
    found = queries.declaration(made.pk)
    assert (found.state, found.return_reason) == (State.RETURNED, "Thiếu chứng từ")
    assert (found.verified_by, found.returned_by) == (None, world.dung.user.pk)
    assert counted() == []


def test_what_was_sent_back_may_be_handed_in_again(world: World) -> None:
    made = submitted(world)
    actions.send_back(by=world.dung.actor, declaration_id=made.pk, reason="Xem lại", at=LATER)
    actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER)
    assert queries.declaration(made.pk).state is State.SUBMITTED


def test_an_approved_one_is_never_sent_back(world: World, nga: Person) -> None:
    made = approved(world, nga)
    with pytest.raises(MoveNotAllowed):
        actions.send_back(by=world.dung.actor, declaration_id=made.pk, reason="Sai", at=LATER)


def test_a_facility_decides_nothing_and_an_officer_nothing_elsewhere(world: World) -> None:
    made = submitted(world)
    with pytest.raises(NotAllowed):
        actions.verify(by=world.hoa.actor, declaration_id=made.pk, at=LATER)
    elsewhere = worlds.person("ha", "Lê Hà", Role.OFFICER, facility_id=world.b.id)
    with pytest.raises(NotYours):
        actions.verify(by=elsewhere.actor, declaration_id=made.pk, at=LATER)
    assert actions.verify_many(by=elsewhere.actor, declaration_ids=[made.pk], at=LATER) == []


def test_a_correction_is_a_new_revision_and_the_old_one_counts_until_it_is_verified(
    world: World, nga: Person
) -> None:
    old = approved(world, nga)
    new = actions.reopen(by=world.lan.actor, facility_id=world.a.id, month=SEPTEMBER, at=LATER)
    assert (new.revision, queries.declaration(new.pk).values) == (2, SCHOOL)
    written(world, pupils=360)
    actions.submit(by=world.lan.actor, declaration_id=new.pk, at=LATER)
    assert counted() == [(350, "approved")]
    actions.verify(by=world.dung.actor, declaration_id=new.pk, at=LATER)
    assert counted() == [(360, "verified")]
    assert [(one.revision, one.state) for one in queries.history(world.a.id, SEPTEMBER)] == [
        (2, State.VERIFIED), (1, State.APPROVED),
    ]  # fmt: skip
    assert queries.declaration(old.pk).values == SCHOOL


def test_only_what_was_approved_is_reopened(world: World) -> None:
    with pytest.raises(errors.DeclarationNotFound):
        actions.reopen(by=world.lan.actor, facility_id=world.a.id, month=SEPTEMBER, at=LATER)
    verified(world)
    with pytest.raises(errors.NotApproved):
        actions.reopen(by=world.lan.actor, facility_id=world.a.id, month=SEPTEMBER, at=LATER)


def test_many_are_decided_at_once_but_never_by_the_same_person(world: World, nga: Person) -> None:
    of_a = submitted(world)
    actions.submit_many(
        by=world.dung.actor,
        month=SEPTEMBER.next,
        rows=[actions.Row(world.a.id, SCHOOL, "Tháng chưa hết")],
        at=LATER,
    )
    of_dung = queries.newest(world.a.id, SEPTEMBER.next)
    assert of_dung is not None
    both = [of_a.pk, of_dung.id]
    assert actions.verify_many(by=world.dung.actor, declaration_ids=both, at=LATER) == [of_a.pk]
    assert actions.verify_many(by=nga.actor, declaration_ids=both, at=LATER) == [of_dung.id]
    assert actions.approve_many(by=nga.actor, declaration_ids=both, at=LATER) == [of_a.pk]
    assert queries.declaration(of_a.pk).state is State.APPROVED


def test_who_saw_an_older_hand_in_decides_nothing(world: World, nga: Person) -> None:
    made = submitted(world)
    before = LATER - timedelta(microseconds=1)
    with pytest.raises(errors.SubmittedAgain):
        actions.verify(by=world.dung.actor, declaration_id=made.pk, at=LATER, looked_at=before)
    actions.verify(by=world.dung.actor, declaration_id=made.pk, at=LATER, looked_at=LATER)
    with pytest.raises(errors.SubmittedAgain):
        actions.approve(by=nga.actor, declaration_id=made.pk, at=LATER, looked_at=before)
    assert queries.declaration(made.pk).state is State.VERIFIED
    actions.approve(by=nga.actor, declaration_id=made.pk, at=LATER, looked_at=LATER)
    assert queries.declaration(made.pk).state is State.APPROVED


def test_a_list_decides_what_was_there_when_it_was_looked_at(world: World, nga: Person) -> None:
    made = submitted(world)
    ids, before = [made.pk], LATER - timedelta(microseconds=1)
    by, at = world.dung.actor, LATER
    assert actions.verify_many(by=by, declaration_ids=ids, at=at, looked_at=before) == []
    assert actions.verify_many(by=by, declaration_ids=ids, at=at, looked_at=LATER) == ids
    by = nga.actor
    assert actions.approve_many(by=by, declaration_ids=ids, at=at, looked_at=before) == []
    assert actions.approve_many(by=by, declaration_ids=ids, at=at, looked_at=LATER) == ids
