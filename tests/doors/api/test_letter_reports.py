"""Reports of delivery come over the web's own door; only what is signed is believed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from tests.carriers import SMS_SECRET, ZALO_SECRET, Carriers
from tests.ground.notices.test_queue import AT, BILL
from thuphi.ground.notices import actions
from thuphi.ground.notices.actions import Letter
from thuphi.ground.notices.models import Letter as Row
from thuphi.ground.notices.rules import Kind, Way

pytestmark = pytest.mark.django_db

HOUSE = Carriers("https://tin.vidu.vn", 25)


@pytest.fixture(autouse=True)
def door(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole site of an installation with all senders."""
    settings.ROOT_URLCONF = "thuphi.config.urls"
    for name, value in HOUSE.environment.items():
        monkeypatch.setenv(name, value)


def sent(way: Way) -> Row:
    (number,) = actions.queue(
        letters=[Letter(way, Kind.NOTICE, "0912345678", "notice", BILL, "TF0123456789", 7)], at=AT
    )
    Row.objects.filter(pk=number).update(state="sent", sent_at=AT, tries=1)
    return Row.objects.get(pk=number)


def sms(body: dict[str, object], secret: str = SMS_SECRET) -> tuple[bytes, dict[str, str]]:
    raw = json.dumps(body).encode()
    stamp = str(int(time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.digest(key, f"r1.{stamp}.".encode() + raw, "sha256")
    return raw, {
        "webhook-id": "r1",
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }


def post(way: str, raw: bytes, headers: dict[str, str]) -> int:
    answer = Client(enforce_csrf_checks=True).post(
        f"/bao-phat/{way}", raw, content_type="application/json", headers=headers
    )
    return answer.status_code


def told(row: Row, status: str = "delivered") -> dict[str, object]:
    return {"request_id": f"thuphi-{row.pk}", "message_id": "m1", "status": status, "cost_vnd": 700}


def test_a_signed_report_makes_a_letter_delivered_also_when_it_comes_twice(
    as_role: Callable[..., None],
) -> None:
    row = sent(Way.SMS)
    as_role("thuphi_app")
    assert [post("sms", *sms(told(row))) for _ in range(2)] == [204, 204]
    as_role("thuphi_worker")
    row.refresh_from_db()
    assert (row.state, row.cost_vnd, row.provider_reference) == ("delivered", 700, "m1")


def test_a_number_that_nobody_has_fails_by_report() -> None:
    row = sent(Way.SMS)
    assert post("sms", *sms(told(row, "unknown_number"))) == 204
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("failed", "wrong_address")


def test_what_is_not_signed_changes_nothing_and_the_log_says_no_more_than_that(
    caplog: pytest.LogCaptureFixture,
) -> None:
    row = sent(Way.SMS)
    other = "whsec_" + base64.b64encode(b"somebody else's secret").decode()
    with caplog.at_level(logging.INFO):
        assert post("sms", *sms(told(row), other)) == 401
        assert post("sms", sms(told(row))[0], {}) == 401
    row.refresh_from_db()
    assert row.state == "sent"
    assert "thuphi-" not in caplog.text


def test_a_signed_report_that_says_nothing_of_ours_is_refused() -> None:
    assert post("sms", *sms({"request_id": "theirs-1", "message_id": "m", "status": "x"})) == 400
    assert post("sms", *sms({})) == 400
    assert post("mail", b"{}", {}) == 404
    assert post("pigeon", b"{}", {}) == 404


def test_zalo_reports_by_its_own_signature() -> None:
    row = sent(Way.ZALO)
    raw = json.dumps(
        {
            "event_name": "user_received_message",
            "timestamp": "1793577600000",
            "message": {"msg_id": "z1", "tracking_id": f"thuphi-{row.pk}"},
        }
    ).encode()
    key = hashlib.sha256(b"app-1" + raw + b"1793577600000" + ZALO_SECRET.encode()).hexdigest()
    assert post("zalo", raw, {}) == 401
    assert post("zalo", raw, {"x-zevent-signature": f"mac={key}"}) == 204
    row.refresh_from_db()
    assert (row.state, row.provider_reference) == ("delivered", "z1")


def test_an_installation_without_senders_has_no_such_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = sent(Way.SMS)
    monkeypatch.delenv("THUPHI_SMS_URL")
    assert post("sms", *sms(told(row))) == 404
