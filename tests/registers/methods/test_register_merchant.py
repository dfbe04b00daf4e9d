import json

import pytest
from django.conf import settings
from django.db import connection

from tests import world as worlds
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.seal import unseal
from thuphi.registers.methods import errors, rules
from thuphi.registers.methods.actions import register_merchant
from thuphi.registers.methods.models import Merchant
from thuphi.registers.methods.queries import merchants_of

SECRET = "khong-ai-duoc-biet"


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def register(
    world: World,
    *,
    channel: str = "casso",
    slug: str = "vidu-casso",
    account: str = worlds.ACCOUNT_A,
    given: dict[str, str] | None = None,
) -> Merchant:
    return register_merchant(
        by=SYSTEM,
        facility_id=world.a.id,
        channel=channel,
        slug=slug,
        account_number=account,
        settings={"key": SECRET} if given is None else given,
        at=worlds.AT,
    )


def test_the_gate_can_open_what_was_sealed(world: World) -> None:
    merchant = Merchant.objects.get(pk=register(world).pk)
    assert unseal(settings.MASTER_SECRET, bytes(merchant.sealed)) == {"key": SECRET}
    assert merchant.settings == {}
    assert merchant.is_active


def test_a_secret_shows_nowhere(world: World) -> None:
    merchant = register(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(m)::text FROM merchant AS m WHERE id = %s", [merchant.pk])
        row = cursor.fetchone()
    assert row is not None
    events = json.dumps(list(Event.objects.values_list("facts", flat=True)))
    sorted_settings = rules.Sorted(open={}, secrets={"key": SECRET})
    for shown in (row[0], events, repr(merchant), str(merchant), repr(sorted_settings)):
        assert SECRET not in shown
        assert SECRET.encode().hex() not in shown


def test_two_channels_on_one_account_know_of_each_other(world: World) -> None:
    register(world)
    shares = {one.slug: one.shares_account for one in merchants_of(world.a.id)}
    assert shares == {"vidu-casso": True, "vidu-sandbox": True, "vidu-sepay": False}


def test_a_channel_alone_on_its_account_shares_nothing(world: World) -> None:
    assert not register(world, account="7700112233").shares_account
    assert not Merchant.objects.filter(shares_account=True).exists()


def test_one_channel_watches_an_account_once(world: World) -> None:
    with pytest.raises(errors.AccountWatchedAlready):
        register(world, channel="sandbox", slug="vidu-lan-hai", given={"secret": SECRET})
    assert len(merchants_of(world.a.id)) == 2


def test_an_address_is_given_once_in_a_channel(world: World) -> None:
    register(world)
    with pytest.raises(errors.SlugTaken, match="vidu-casso"):
        register(world, account="7700112233")


@pytest.mark.parametrize("slug", ["Vidu", "ví-dụ-1", "abc", "-vidu", "vi/du", "a" * 61, "vidu\n"])
def test_an_address_stands_in_a_link_as_it_is(world: World, slug: str) -> None:
    with pytest.raises(errors.SlugNotPlain):
        register(world, slug=slug)


def test_an_unknown_channel_is_refused(world: World) -> None:
    with pytest.raises(errors.ChannelNotKnown, match="carrier-pigeon"):
        register(world, channel="carrier-pigeon")


def test_a_setting_the_channel_does_not_know_is_refused_by_its_name_only(world: World) -> None:
    with pytest.raises(errors.SettingNotKnown) as refused:
        register(world, given={"key": "k", "kye": SECRET})
    assert str(refused.value) == "kye"


@pytest.mark.parametrize("given", [{}, {"key": ""}])
def test_a_merchant_without_a_secret_is_refused(world: World, given: dict[str, str]) -> None:
    with pytest.raises(errors.SecretMissing):
        register(world, given=given)


def test_an_accountant_registers_no_merchant(world: World) -> None:
    for by, refusal in ((world.lan.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            register_merchant(
                by=by,
                facility_id=world.a.id,
                channel="casso",
                slug="vidu-casso",
                account_number="7700112233",
                settings={"key": SECRET},
                at=worlds.AT,
            )


def test_a_list_of_merchants_does_not_fetch_what_is_sealed(world: World) -> None:
    assert [one.slug for one in merchants_of(world.a.id)] == ["vidu-sandbox", "vidu-sepay"]
    assert all("sealed" in one.get_deferred_fields() for one in merchants_of(world.a.id))
