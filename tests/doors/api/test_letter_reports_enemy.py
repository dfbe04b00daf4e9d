"""Reports of delivery from an enemy, or from a carrier gone mad: refused, never a fault."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from tests.carriers import ZALO_SECRET, Carriers
from tests.doors.api.test_letter_reports import HOUSE, post, sent, sms, told
from thuphi.ground.notices.models import Letter
from thuphi.ground.notices.rules import Way

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def door(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole site of an installation with all senders; a fault is an answer, not an error."""
    settings.ROOT_URLCONF = "thuphi.config.urls"
    for name, value in HOUSE.environment.items():
        monkeypatch.setenv(name, value)


def zalo(letter: int, signature: str = "") -> tuple[bytes, dict[str, str]]:
    message = {"msg_id": "z", "tracking_id": f"thuphi-{letter}"}
    raw = json.dumps(
        {"event_name": "user_received_message", "timestamp": "1", "message": message}
    ).encode()
    app = Carriers("x", 1).environment["THUPHI_ZALO_APP"]
    signed = hashlib.sha256(app.encode() + raw + ("1" + ZALO_SECRET).encode()).hexdigest()
    return raw, {"x-zevent-signature": signature or f"mac={signed}"}


@pytest.mark.parametrize("signature", ["mac=é", "é", "mac=", "\x01"])
def test_a_signature_of_strange_letters_is_none(signature: str) -> None:
    row = sent(Way.ZALO)
    assert post("zalo", *zalo(row.pk, signature)) == 401
    raw, headers = sms(told(sent(Way.SMS)))
    for name in headers:
        assert post("sms", raw, {**headers, name: signature}) == 401


def test_a_report_of_one_way_says_nothing_of_a_letter_of_another(
    as_role: Callable[..., None],
) -> None:
    row = sent(Way.SMS)
    as_role("thuphi_app")
    assert post("zalo", *zalo(row.pk)) == 204
    as_role("thuphi_worker")
    row.refresh_from_db()
    assert row.state == "sent"


@pytest.mark.parametrize(
    "more",
    [
        {"message_id": "a\0b"},
        {"cost_vnd": 2**70},
        {"cost_vnd": 2**63},
        {"request_id": "thuphi-" + "9" * 40},
        {"request_id": "thuphi-" + "9" * 5000},
        {"request_id": "thuphi-٣"},
        {"message_id": "x" * 100_000},
    ],
    ids=["nought", "cost", "cost of 63 bits", "letter", "long letter", "figure", "long id"],
)
def test_what_cannot_be_kept_is_unreadable(more: dict[str, object]) -> None:
    row = sent(Way.SMS)
    client = Client(raise_request_exception=False)
    raw, headers = sms({**told(row), **more})
    answer = client.post("/bao-phat/sms", raw, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert Letter.objects.get(pk=row.pk).state == "sent"
