"""Webhooks over the API: registered, changed, removed, their log read, a message sent again."""

from __future__ import annotations

import json

import pytest

from tests.doors.api.conftest import NOW, Software, as_worker, bill_for, make_key, read
from tests.doors.api.test_bills import head_of_b
from tests.world import World
from thuphi.registers.neighbours.actions import deliveries
from thuphi.registers.neighbours.models import WebhookDelivery, WebhookEndpoint
from thuphi.registers.neighbours.rules import HookEvent, News, Tried, Trouble

URL = "https://phanmem.example.vn/nhan-tin"


def made(software: Software, **changed: object) -> dict[str, object]:
    answer = software.post("webhooks", {"url": URL, "events": ["bill.paid"], **changed})
    assert answer.status_code == 201, answer.content
    return read(answer)


def happened(world: World) -> None:
    with as_worker():
        news = News(facility_id=world.a.id, event=HookEvent.BILL_PAID, at=NOW, data={"x": 1})
        deliveries.queue([news], at=NOW)


def test_the_secret_is_shown_once_and_sealed(world: World, software: Software) -> None:
    told = made(software)
    assert str(told["secret"]).startswith("whsec_")
    assert told | {"id": 0, "secret": ""} == {
        "id": 0,
        "url": URL,
        "events": ["bill.paid"],
        "is_active": True,
        "disabled_reason": "",
        "created_at": "2026-10-06T02:30:00Z",
        "secret": "",
    }
    for path in ("webhooks", f"webhooks/{told['id']}"):
        assert "whsec" not in software.get(path).content.decode()
    with as_worker():
        sealed = bytes(WebhookEndpoint.objects.get().sealed)
    assert str(told["secret"]).encode() not in sealed


@pytest.mark.parametrize(
    "url",
    [
        "http://example.vn/x", "https://user@example.vn/", "https://example.vn/#x", "ftp://x.vn",
        "https://", "javascript:alert(1)", "https://example.vn:0/", "https://exa mple.vn",
        "https://ví.vn/", "https://[::1", "x" * 2001, "", "https://a.vn\\@b.vn/", "https://a.vn:x/",
    ],
)  # fmt: skip
def test_an_address_that_is_not_plain_https_is_refused(software: Software, url: str) -> None:
    answer = software.post("webhooks", {"url": url, "events": ["bill.paid"]})
    assert answer.status_code == 422, answer.content
    errors = read(answer)["errors"]
    assert isinstance(errors, list)
    assert errors[0]["pointer"] == "#/url"
    assert read(software.get("webhooks")) == {"webhooks": []}


def test_an_address_is_changed_and_removed(world: World, software: Software) -> None:
    path = f"webhooks/{made(software)['id']}"
    answer = software.call("PATCH", path, {"is_active": False})
    assert (read(answer)["is_active"], read(answer)["disabled_reason"]) == (False, "switched_off")
    happened(world)
    answer = software.call(
        "PATCH", path, {"is_active": True, "events": ["refund.done", "bill.paid"]}
    )
    assert (read(answer)["events"], read(answer)["disabled_reason"]) == (
        ["bill.paid", "refund.done"], "",
    )  # fmt: skip
    happened(world)
    assert software.call("PATCH", path, {"url": "http://x.vn"}).status_code == 422
    assert software.call("PATCH", path, {"events": []}).status_code == 422
    assert software.call("PATCH", path, {}).status_code == 200
    removed = software.call("DELETE", path)
    assert (removed.status_code, removed.content) == (204, b"")
    for method in ("GET", "PATCH", "DELETE"):
        assert software.call(method, path, {} if method == "PATCH" else None).status_code == 404
    with as_worker():
        (row,) = WebhookDelivery.objects.all()
        assert (row.state, row.last_error) == ("given_up", "removed")


def test_ten_addresses_are_enough(software: Software) -> None:
    for number in range(10):
        made(software, url=f"{URL}/{number}")
    answer = software.post("webhooks", {"url": URL, "events": ["bill.paid"]})
    assert answer.status_code == 409


def test_an_address_that_is_there_already_is_told_once(software: Software) -> None:
    first = made(software)
    again = software.post(
        "webhooks", {"url": URL, "events": ["bill.paid"]}, idempotency_key="once-more"
    )
    assert again.status_code == 409
    assert "đã có địa chỉ này" in str(read(again)["detail"])
    other = made(software, url=f"{URL}/2")
    moved = software.call("PATCH", f"webhooks/{other['id']}", {"url": URL})
    assert moved.status_code == 409
    same = software.call("PATCH", f"webhooks/{first['id']}", {"url": URL})
    assert same.status_code == 200
    listed = read(software.get("webhooks"))["webhooks"]
    assert isinstance(listed, list)
    assert sorted(str(one["url"]) for one in listed) == [URL, f"{URL}/2"]
    assert software.call("DELETE", f"webhooks/{first['id']}", None).status_code == 204
    made(software)


def test_the_log_is_read_and_a_message_sent_again(world: World, software: Software) -> None:
    told = made(software)
    happened(world)
    happened(world)
    path = f"webhooks/{told['id']}/deliveries"
    page = read(software.get(f"{path}?limit=1"))
    (latest,) = page["deliveries"]  # type: ignore[misc]
    assert (latest["state"], latest["tries"], latest["event"]) == ("waiting", 0, "bill.paid")
    assert latest["body"] == (
        '{"type":"bill.paid","timestamp":"2026-10-06T09:30:00+07:00","data":{"x":1}}'
    )
    older = read(software.get(f"{path}?limit=1&cursor={page['next_cursor']}"))
    assert older["next_cursor"] is None
    again = f"{path}/{latest['id']}/resend"
    assert software.call("POST", again).status_code == 409
    with as_worker():
        (due,) = deliveries.take_due(at=NOW, limit=5)
        deliveries.note_try(due=due, tried=Tried(500, Trouble.STATUS, 12), at=NOW)
    failed = read(software.get(path))["deliveries"][1]  # type: ignore[index]
    assert (failed["state"], failed["last_status"], failed["took_ms"], failed["next_try_at"]) == (
        "failed", 500, 12, "2026-10-06T02:30:05Z",
    )  # fmt: skip
    answer = software.call("POST", f"{path}/{failed['id']}/resend")
    assert (answer.status_code, read(answer)["state"], read(answer)["tries"]) == (200, "waiting", 0)


def test_addresses_of_another_school_do_not_exist(world: World, software: Software) -> None:
    told = made(software)
    happened(world)
    log = read(software.get(f"webhooks/{told['id']}/deliveries"))["deliveries"]
    assert isinstance(log, list)
    with as_worker():
        stranger = Software(make_key(world.b, head_of_b(world)).key.written)
    path = f"webhooks/{told['id']}"
    for method, where in (
        ("GET", path),
        ("DELETE", path),
        ("GET", f"{path}/deliveries"),
        ("POST", f"{path}/deliveries/{log[0]['id']}/resend"),
    ):
        assert stranger.call(method, where).status_code == 404, where
    mine = made(stranger)
    crossed = f"webhooks/{mine['id']}/deliveries/{log[0]['id']}/resend"
    assert stranger.call("POST", crossed).status_code == 404
    assert read(software.get(path))["is_active"] is True


def test_a_withdrawn_bill_is_told(world: World, software: Software) -> None:
    told = made(software, events=["bill.cancelled"])
    bill = read(software.post("bills", bill_for(external_reference="HD"), idempotency_key="1"))
    software.post(f"bills/{bill['code']}/cancel", {"reason": "Nhầm"})
    log = read(software.get(f"webhooks/{told['id']}/deliveries"))["deliveries"]
    assert isinstance(log, list)
    (message,) = log
    assert json.loads(message["body"])["data"] == {
        "bill_code": bill["code"],
        "external_reference": "HD",
        "state": "cancelled",
        "total_vnd": 660_000,
        "paid_vnd": 0,
    }
