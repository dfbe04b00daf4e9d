"""A merchant follows the account that two persons approved."""

from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.registers.facilities import actions as facilities
from thuphi.registers.methods import actions, errors
from thuphi.registers.methods.models import Merchant

NEW = "1018888999"


def approve(world: World, number: str = NEW) -> None:
    """Another account of school A, by two persons."""
    proposal = facilities.propose_account(
        by=world.lan.actor, facility_id=world.a.id, bin="970436", number=number,
        name="TRUONG TIEU HOC VI DU", at=worlds.AT,
    )  # fmt: skip
    facilities.decide_account(
        by=world.hoa.actor, account_id=proposal.pk, approve=True, at=worlds.AT
    )


def point(world: World, merchant: Merchant) -> Merchant:
    return actions.point_at_account(by=SYSTEM, merchant_id=merchant.pk, at=worlds.AT)


def test_a_merchant_is_pointed_at_the_account_approved_since(world: World) -> None:
    approve(world)
    assert point(world, world.sepay).account_number == NEW
    event = Event.objects.latest("id")
    assert (event.kind, event.facts) == ("merchant_pointed_at_account", {"ends_with": "8999"})


def test_two_who_come_to_watch_one_account_know_of_each_other(world: World) -> None:
    approve(world)
    point(world, world.sepay)
    point(world, world.a.sandbox)
    shares = {one.slug: one.shares_account for one in Merchant.objects.filter(account_number=NEW)}
    assert shares == {"vidu-sandbox": True, "vidu-sepay": True}


def test_who_once_shared_an_account_goes_on_looking_for_what_was_told_twice(world: World) -> None:
    point(world, world.sepay)
    approve(world)
    point(world, world.sepay)
    assert Merchant.objects.get(pk=world.a.sandbox.pk).shares_account
    assert Merchant.objects.get(pk=world.sepay.pk).shares_account


def test_the_account_watched_already_is_no_new_one(world: World) -> None:
    with pytest.raises(errors.AccountIsTheSame):
        point(world, world.a.sandbox)


def test_one_channel_does_not_watch_an_account_twice(world: World) -> None:
    other = actions.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel="sandbox", slug="vidu-hai",
        account_number="7700112233", settings={"secret": "s"}, at=worlds.AT,
    )  # fmt: skip
    with pytest.raises(errors.AccountWatchedAlready):
        point(world, other)
    assert Merchant.objects.get(pk=other.pk).account_number == "7700112233"


def test_without_an_approved_account_there_is_nothing_to_point_at(world: World) -> None:
    facility = worlds._facility(
        "27009", "Trường Mới", worlds.Level.PRIMARY, worlds.Ownership.PUBLIC, world.commune
    )
    merchant = actions.register_merchant(
        by=SYSTEM, facility_id=facility.pk, channel="sandbox", slug="truong-moi",
        account_number="", settings={"secret": "s"}, at=worlds.AT,
    )  # fmt: skip
    with pytest.raises(errors.NoApprovedAccount):
        point(world, merchant)


def test_only_the_register_office_points(world: World) -> None:
    for by, refusal in ((world.lan.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            actions.point_at_account(by=by, merchant_id=world.sepay.pk, at=worlds.AT)
