"""Keys: made, shown once, revoked, and who comes in with one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import NotAllowed, NotYours, Permission
from thuphi.registers.neighbours import errors, queries
from thuphi.registers.neighbours.actions import keys
from thuphi.registers.neighbours.actions.keys import KeyMade
from thuphi.registers.neighbours.models import ApiKey
from thuphi.registers.neighbours.rules import Scope, read_key


def made(world: World, *scopes: Scope) -> KeyMade:
    return keys.create_key(
        by=world.hoa.actor, facility_id=world.a.id, name=" Phần mềm  A ",
        scopes=scopes or [Scope.BILLS_READ], expires_on=None, at=worlds.AT,
    )  # fmt: skip


def test_a_key_lets_its_holder_act_in_one_facility_within_its_scopes(world: World) -> None:
    one = made(world, Scope.BILLS_WRITE, Scope.PAYMENTS_READ)
    caller = keys.authenticate(one.key.written, at=worlds.AT)
    assert caller.facility_id == world.a.id
    assert caller.key_id == one.row.pk
    assert caller.scopes == {Scope.BILLS_WRITE, Scope.PAYMENTS_READ}
    assert caller.actor.name == "api:Phần mềm A"
    assert caller.actor.user_id is None
    assert caller.actor.permissions == {
        Permission.RUN_WRITE, Permission.BILL_CANCEL, Permission.PEOPLE_WRITE,
        Permission.PAYMENT_READ,
    }  # fmt: skip
    with pytest.raises(NotYours):
        caller.actor.require(Permission.RUN_WRITE, world.b.id)


def test_the_secret_is_kept_nowhere(world: World) -> None:
    one = made(world)
    row = ApiKey.objects.get()
    kept = f"{row.name}{row.prefix}{bytes(row.digest).hex()}{row.scopes}"
    assert one.key.secret not in kept
    assert one.key.secret not in repr(one)
    event = Event.objects.get(kind="api_key_created")
    assert event.facts == {"scopes": "bills:read"}
    assert one.key.written == f"tp_live_{row.prefix}_{one.key.secret}"
    assert read_key(one.key.written) == one.key


def test_a_wrong_a_revoked_and_an_ended_key_are_not_good(world: World) -> None:
    one = made(world)
    prefix, secret = one.key.prefix, one.key.secret
    wrong = [
        "", "x", one.key.written.upper(), f"tp_live_{prefix}_{'0' * 64}", one.key.written + "0",
        f"tp_live_{'0' * 12}_{secret}", f" {one.key.written}", one.key.written + "\n",
    ]  # fmt: skip
    for written in wrong:
        with pytest.raises(errors.KeyNotGood):
            keys.authenticate(written, at=worlds.AT)
    keys.revoke_key(by=world.hoa.actor, key_id=one.row.pk, at=worlds.AT)
    with pytest.raises(errors.KeyNotGood):
        keys.authenticate(one.key.written, at=worlds.AT)
    keys.revoke_key(by=world.hoa.actor, key_id=one.row.pk, at=worlds.AT + timedelta(days=1))
    assert ApiKey.objects.get().revoked_at == worlds.AT
    assert Event.objects.filter(kind="api_key_revoked").count() == 1


def test_a_key_is_good_until_the_day_before_it_ends(world: World) -> None:
    one = keys.create_key(
        by=world.hoa.actor, facility_id=world.a.id, name="x", scopes=[Scope.BILLS_READ],
        expires_on=worlds.TODAY + timedelta(days=1), at=worlds.AT,
    )  # fmt: skip
    assert keys.authenticate(one.key.written, at=worlds.AT).key_id == one.row.pk
    with pytest.raises(errors.KeyNotGood):
        keys.authenticate(one.key.written, at=worlds.AT + timedelta(days=1))


def test_a_key_needs_a_name_a_scope_and_days_to_come(world: World) -> None:
    for error, name, scopes, days in (
        (errors.NameMissing, " ", [Scope.BILLS_READ], 1),
        (errors.ScopeMissing, "x", [], 1),
        (errors.KeyEndsBeforeItBegins, "x", [Scope.BILLS_READ], 0),
    ):
        with pytest.raises(error):
            keys.create_key(
                by=world.hoa.actor, facility_id=world.a.id, name=name, scopes=scopes,
                expires_on=worlds.TODAY + timedelta(days=days), at=worlds.AT,
            )  # fmt: skip
    assert ApiKey.objects.count() == 0


def test_only_who_may_connect_makes_and_revokes_keys(world: World) -> None:
    one = made(world)
    for person, error in (
        (world.lan, NotAllowed),
        (world.minh, NotAllowed),
        (world.quan, NotYours),
    ):
        with pytest.raises(error):
            keys.create_key(
                by=person.actor, facility_id=world.a.id, name="x", scopes=[Scope.BILLS_READ],
                expires_on=None, at=worlds.AT,
            )  # fmt: skip
        with pytest.raises(error):
            keys.revoke_key(by=person.actor, key_id=one.row.pk, at=worlds.AT)
    with pytest.raises(errors.KeyNotFound):
        keys.revoke_key(by=world.hoa.actor, key_id=0, at=worlds.AT)
    assert [key.revoked_at for key in queries.keys_of(world.a.id)] == [None]


def test_the_day_of_use_moves_once_a_day(world: World) -> None:
    one = made(world)
    caller = keys.authenticate(one.key.written, at=worlds.AT)
    for days in (0, 0, 1):
        keys.note_use(caller=caller, at=worlds.AT + timedelta(days=days))
    assert ApiKey.objects.get().last_used_on == worlds.TODAY + timedelta(days=1)
