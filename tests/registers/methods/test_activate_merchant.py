"""Out of use and back: nothing of the past is lost by it."""

from __future__ import annotations

import pytest

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.registers.methods import actions, errors, queries
from thuphi.registers.methods.models import Merchant


def off(merchant: Merchant) -> Merchant:
    return actions.deactivate_merchant(by=SYSTEM, merchant_id=merchant.pk, at=worlds.AT)


def on(merchant: Merchant) -> Merchant:
    return actions.activate_merchant(by=SYSTEM, merchant_id=merchant.pk, at=worlds.AT)


def test_out_of_use_and_back_are_two_events(world: World) -> None:
    assert not off(world.sepay).is_active
    assert on(world.sepay).is_active
    kinds = [event.kind for event in Event.objects.order_by("-id")[:2]]
    assert kinds == ["merchant_activated", "merchant_deactivated"]


def test_what_was_begun_can_still_be_asked_about(world: World) -> None:
    off(world.sepay)
    found = queries.at_work(world.sepay.pk)
    assert (found.is_active, found.settings) == (False, {"secret": worlds.SEPAY_SECRET})


def test_twice_is_refused(world: World) -> None:
    with pytest.raises(errors.MerchantIsActive):
        on(world.sepay)
    off(world.sepay)
    with pytest.raises(errors.MerchantNotActive):
        off(world.sepay)


def test_nobody_comes_back_to_an_account_that_another_of_the_channel_watches_now(
    world: World,
) -> None:
    off(world.a.sandbox)
    actions.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel="sandbox", slug="vidu-hai",
        account_number=worlds.ACCOUNT_A, settings={"secret": "s"}, at=worlds.AT,
    )  # fmt: skip
    with pytest.raises(errors.AccountWatchedAlready):
        on(world.a.sandbox)
    assert not Merchant.objects.get(pk=world.a.sandbox.pk).is_active


def test_who_comes_back_beside_another_channel_shares_the_account(world: World) -> None:
    off(world.a.sandbox)
    other = actions.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel="casso", slug="vidu-casso",
        account_number=worlds.ACCOUNT_A, settings={"key": "k"}, at=worlds.AT,
    )  # fmt: skip
    assert not other.shares_account
    assert on(world.a.sandbox).shares_account
    assert Merchant.objects.get(pk=other.pk).shares_account


def test_only_the_register_office_does_it(world: World) -> None:
    for verb in (actions.deactivate_merchant, actions.activate_merchant):
        for by, refusal in ((world.lan.actor, NotAllowed), (world.quan.actor, NotYours)):
            with pytest.raises(refusal):
                verb(by=by, merchant_id=world.sepay.pk, at=worlds.AT)
        with pytest.raises(errors.MerchantNotFound):
            verb(by=SYSTEM, merchant_id=0, at=worlds.AT)
