"""Two people at one declaration: nothing is half-submitted and nothing is written over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from tests import world as worlds
from tests.oversight.declarations.months import LATER, SCHOOL, SEPTEMBER, submitted, written
from thuphi.ground.kit.actor import Actor
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.oversight.declarations import actions, errors, queries
from thuphi.oversight.declarations.models import Declaration
from thuphi.oversight.declarations.rules import Item, State
from thuphi.registers.staff.rules import Role


def test_two_first_drafts_become_one(town: str) -> None:
    world = worlds.build()
    start = Barrier(2)

    def write(by: Actor, pupils: int) -> bool:
        try:
            start.wait(timeout=10)
            actions.save(
                by=by, facility_id=world.a.id, month=SEPTEMBER,
                values={**SCHOOL, Item.PUPILS: pupils}, at=worlds.AT,
            )  # fmt: skip
        except errors.DeclarationNotOpen:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(write, (world.lan.actor, world.hoa.actor), (350, 360)))
    assert any(done)
    assert Declaration.objects.count() == 1
    found = queries.newest(world.a.id, SEPTEMBER)
    assert found is not None
    assert len(found.values) == len(SCHOOL)


def test_a_declaration_is_submitted_as_it_was_or_as_it_is_written(town: str) -> None:
    world = worlds.build()
    made = written(world)
    start = Barrier(2)

    def write() -> bool:
        try:
            start.wait(timeout=10)
            written(world, pupils=360)
        except errors.DeclarationNotOpen:
            return False
        finally:
            connection.close()
        return True

    def submit() -> None:
        try:
            start.wait(timeout=10)
            actions.submit(by=world.lan.actor, declaration_id=made.pk, at=LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        wrote, _ = pool.submit(write), pool.submit(submit).result()
    found = queries.declaration(made.pk)
    assert found.state is State.SUBMITTED
    assert found.values == {**SCHOOL, Item.PUPILS: 360 if wrote.result() else 350}


def test_two_officers_verify_once(town: str) -> None:
    world = worlds.build()
    nga = worlds.person("nga", "Trịnh Thu Nga", Role.OFFICER, place_id=world.province.pk)
    made = submitted(world)
    start = Barrier(2)

    def verify(by: Actor) -> bool:
        try:
            start.wait(timeout=10)
            actions.verify(by=by, declaration_id=made.pk, at=LATER)
        except MoveNotAllowed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(verify, (world.dung.actor, nga.actor)))
    assert sorted(done) == [False, True]
    assert queries.declaration(made.pk).state is State.VERIFIED
