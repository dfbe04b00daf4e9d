"""New secrets replace the old ones whole, and none of them shows anywhere."""

from __future__ import annotations

import json
import sys
import traceback

import pytest
from django.conf import settings
from django.db import connection
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from tests import world as worlds
from tests.registers.methods import trials
from tests.world import World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.seal import unseal
from thuphi.registers.methods import actions, errors
from thuphi.registers.methods.models import Merchant

NEW = {"accessKey": "ak-moi-tinh", "secretKey": "sk-moi-tinh"}

pytestmark = pytest.mark.usefixtures("four_ways")


def change(merchant: Merchant, given: dict[str, str], drop: tuple[str, ...] = ()) -> Merchant:
    actions.change_settings(
        by=SYSTEM, merchant_id=merchant.pk, settings=given, drop=drop, at=worlds.AT
    )
    return Merchant.objects.get(pk=merchant.pk)


def opened(merchant: Merchant) -> dict[str, str]:
    return unseal(settings.MASTER_SECRET, bytes(merchant.sealed))


def test_new_secrets_replace_the_old_ones(world: World) -> None:
    changed = change(trials.register(world), {"partnerCode": "P2", **NEW})
    assert opened(changed) == NEW
    assert changed.settings == {"partnerCode": "P2"}
    assert changed.secret_names == ["accessKey", "secretKey"]
    event = Event.objects.latest("id")
    assert event.kind == "merchant_settings_changed"
    assert event.facts == {"settings": "partnerCode", "secrets": "accessKey, secretKey"}


def test_without_new_secrets_the_sealed_ones_stay(world: World) -> None:
    changed = change(trials.register(world), {"partnerCode": "P2", "secretKey": " "})
    assert opened(changed) == trials.SECRETS
    assert changed.settings == {"partnerCode": "P2"}


def test_a_secret_that_was_not_repeated_is_missed_by_its_name(world: World) -> None:
    merchant = trials.register(world)
    with pytest.raises(errors.SecretNotRepeated, match=r"^accessKey$"):
        change(merchant, {"secretKey": "sk-moi-tinh"})
    assert opened(Merchant.objects.get(pk=merchant.pk)) == trials.SECRETS


def test_a_secret_may_be_dropped_on_purpose(world: World) -> None:
    changed = change(trials.register(world), {"secretKey": "sk-moi"}, drop=("accessKey",))
    assert opened(changed) == {"secretKey": "sk-moi"}
    assert changed.secret_names == ["secretKey"]


@pytest.mark.parametrize(
    "address",
    ["http://evil.example", "ftp://try.example.vn", "https://", "vnpay.vn", "https://u:p@x.vn",
     "http://[::1", "javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_is_not_safe_is_refused_by_its_name(world: World, address: str) -> None:
    with pytest.raises(errors.AddressNotSafe, match=r"^endpoint$"):
        change(trials.register(world), {"endpoint": address})


@pytest.mark.parametrize("address", ["https://payment.momo.vn", "http://127.0.0.1:9101/momo"])
def test_a_safe_address_is_kept(world: World, address: str) -> None:
    merchant = trials.register(world)
    changed = change(merchant, {"endpoint": address, **trials.SECRETS})
    assert changed.settings == {"endpoint": address}


def test_an_address_is_moved_by_who_knows_the_secrets(world: World) -> None:
    merchant = trials.register(world)
    with pytest.raises(errors.SecretNotRepeated):
        change(merchant, {"endpoint": "https://elsewhere.example"})
    assert opened(Merchant.objects.get(pk=merchant.pk)) == trials.SECRETS


def test_only_the_register_office_changes_settings(world: World) -> None:
    merchant = trials.register(world)
    for by, refusal in ((world.lan.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            actions.change_settings(by=by, merchant_id=merchant.pk, settings=NEW, at=worlds.AT)
    with pytest.raises(errors.MerchantNotFound):
        actions.change_settings(by=SYSTEM, merchant_id=0, settings=NEW, at=worlds.AT)
    assert opened(Merchant.objects.get(pk=merchant.pk)) == trials.SECRETS


def test_a_secret_shows_in_no_row_event_error_or_report_of_an_error(world: World) -> None:
    merchant = trials.register(world)
    with pytest.raises(errors.SettingNotKnown) as refused:
        change(merchant, {"kye": NEW["secretKey"], **NEW})
    change(merchant, NEW)
    shown = ["".join(traceback.format_exception(refused.value)), repr(merchant)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(m)::text FROM merchant AS m WHERE id = %s", [merchant.pk])
        shown += [str(row) for row in cursor.fetchall()]
    shown.append(json.dumps(list(Event.objects.values_list("facts", flat=True))))
    for secret in (*NEW.values(), *trials.SECRETS.values()):
        assert all(secret not in one for one in shown)
        assert all(secret.encode().hex() not in one for one in shown)


def test_a_report_of_a_crash_hides_what_the_verbs_held(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    merchant = trials.register(world)

    def broken(master: bytes, secrets: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr("thuphi.registers.methods.actions.merchants.seal", broken)
    try:
        actions.change_settings(by=SYSTEM, merchant_id=merchant.pk, settings=NEW, at=worlds.AT)
    except RuntimeError:
        reporter = ExceptionReporter(RequestFactory().get("/"), *sys.exc_info())
        frames = [
            frame
            for frame in reporter.get_traceback_frames()
            if not frame["filename"].endswith("test_change_settings.py")
        ]
        assert "change_settings" in {frame["function"] for frame in frames}
        shown = [(frame["function"], str(frame["vars"])) for frame in frames]
        telling = [name for name, said in shown if any(secret in said for secret in NEW.values())]
        assert telling == []
    else:
        pytest.fail("it was broken")
