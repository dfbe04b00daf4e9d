"""Settings are opened for one step with a provider, and for nobody's eyes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.registers.methods import trials
from tests.world import World
from thuphi.registers.methods import errors, queries
from thuphi.registers.methods.models import Merchant
from thuphi.registers.methods.rules import Way

pytestmark = pytest.mark.usefixtures("four_ways")


def test_the_worker_gets_all_settings_under_the_providers_names(world: World) -> None:
    merchant = trials.register(world)
    found = queries.at_work(merchant.pk)
    assert (found.id, found.facility_id, found.channel, found.slug) == (
        merchant.pk,
        world.a.id,
        "momo",
        f"thu-momo-{world.a.id}",
    )
    assert found.method is Way.WEB
    assert found.settings == {"partnerCode": "P1", **trials.SECRETS}
    assert queries.opened_settings(merchant.pk) == found.settings


def test_opened_settings_do_not_print(world: World) -> None:
    found = queries.at_work(trials.register(world).pk)
    for secret in trials.SECRETS.values():
        assert secret not in repr(found)
        assert secret not in str(found)


def test_a_secret_put_into_the_open_past_the_register_is_not_believed(world: World) -> None:
    merchant = trials.register(world)
    Merchant.objects.filter(pk=merchant.pk).update(
        settings={"secretKey": "cua-ke-gian", "partnerCode": "P1"}, secret_names=[]
    )
    assert queries.opened_settings(merchant.pk)["secretKey"] == trials.SECRETS["secretKey"]


def test_pages_cannot_open_them(world: World, as_role: Callable[..., None]) -> None:
    merchant = trials.register(world)
    as_role("thuphi_app", world.a.id)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        queries.at_work(merchant.pk)
    assert [one.channel for one in queries.merchants_of(world.a.id)] == ["momo", "sandbox", "sepay"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret_names FROM merchant WHERE id = %s", [merchant.pk])
        assert cursor.fetchall() == [(["accessKey", "secretKey"],)]


def test_nobody_is_not_a_merchant(world: World) -> None:
    with pytest.raises(errors.MerchantNotFound):
        queries.at_work(0)
    with pytest.raises(errors.MerchantNotFound):
        queries.merchant(world.b.sandbox.pk, world.a.id)
    with pytest.raises(errors.ChannelNotKnown):
        queries.way_of("carrier-pigeon")
