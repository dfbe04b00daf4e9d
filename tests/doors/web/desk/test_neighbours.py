"""Software that is let in by the head of a school: keys, addresses, the log of what was told."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.registers.neighbours.actions import deliveries, keys
from thuphi.registers.neighbours.errors import KeyNotGood
from thuphi.registers.neighbours.models import ApiKey, WebhookDelivery, WebhookEndpoint
from thuphi.registers.neighbours.rules import HookEvent, News, Scope, Tried, Trouble

PAGE = "/ban-lam-viec/phan-mem/"
KEY = {"name": "Phần mềm A", "scopes": ["bills:write", "bills:read"], "expires_on": ""}
HOOK = {"url": "https://phanmem.example.vn/nhan-tin", "events": ["bill.paid"]}


def test_a_key_is_shown_once_and_revoked(world: World, at_desk: At) -> None:
    head = at_desk(world.hoa)
    assert "Chưa có phần mềm nào được kết nối." in said(head.get(PAGE))
    answer = head.post(reverse("desk_key_add"), KEY)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    shown = re.findall(r"<code>(tp_live_[0-9a-f_]+)</code>", answer.content.decode())
    assert len(shown) == 1
    caller = keys.authenticate(shown[0], at=NOW)
    assert caller.scopes == {Scope.BILLS_WRITE, Scope.BILLS_READ}
    page = head.get(PAGE)
    assert shown[0] not in page.content.decode()
    words = said(page)
    assert "Phần mềm A tp_live_" in words
    assert "Xem khoản thu, có họ tên, Lập và hủy khoản thu" in words
    assert "chưa dùng Đang dùng" in words
    with as_worker():
        row = ApiKey.objects.get()
    head.post(reverse("desk_key_revoke", args=[row.pk]))
    words = said(head.get(PAGE))
    assert "Đã thu hồi. Phần mềm giữ khóa này không vào được nữa." in words
    with pytest.raises(KeyNotGood):
        keys.authenticate(shown[0], at=NOW)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " "}, "Chưa có tên phần mềm giữ khóa này."),
        ({"scopes": []}, "Chọn ít nhất một việc."),
        ({"scopes": ["all"]}, "Chọn trong danh sách."),
        ({"expires_on": "2026-10-06"}, "Ngày hết hiệu lực phải sau hôm nay."),
        ({"expires_on": "32/10/2026"}, "Ngày này không có."),
    ],
)
def test_a_key_that_lacks_something_is_not_made(
    world: World, at_desk: At, change: dict[str, object], words: str
) -> None:
    answer = at_desk(world.hoa).post(reverse("desk_key_add"), KEY | change)
    assert answer.status_code == 400
    assert words in said(answer)
    with as_worker():
        assert ApiKey.objects.count() == 0


def test_an_address_is_added_switched_and_removed(world: World, at_desk: At) -> None:
    head = at_desk(world.hoa)
    answer = head.post(reverse("desk_endpoint_add"), HOOK)
    assert "whsec_" in answer.content.decode()
    assert "whsec_" not in head.get(PAGE).content.decode()
    with as_worker():
        row = WebhookEndpoint.objects.get()
    change = reverse("desk_endpoint_change", args=[row.pk])
    for deed, words in (
        ("off", "Đang tắt"), ("on", "Đang gửi"), ("", "hãy bấm một nút"), ("remove", "Đã bỏ"),
    ):  # fmt: skip
        assert head.post(change, {"deed": deed})["Location"] == PAGE
        assert words in said(head.get(PAGE)), deed
    assert head.post(change, {"deed": "on"}).status_code == 404


def test_an_address_that_is_not_plain_is_refused(world: World, at_desk: At) -> None:
    for url in ("http://example.vn", "x", "https://u:p@example.vn"):
        answer = at_desk(world.hoa).post(reverse("desk_endpoint_add"), HOOK | {"url": url})
        assert answer.status_code == 400
        assert "bắt đầu bằng https://" in said(answer)


def test_an_address_is_not_added_twice(world: World, at_desk: At) -> None:
    head = at_desk(world.hoa)
    assert "whsec_" in head.post(reverse("desk_endpoint_add"), HOOK).content.decode()
    answer = head.post(reverse("desk_endpoint_add"), HOOK)
    assert answer.status_code == 400
    assert "Địa chỉ này đã có ở danh sách." in said(answer)
    with as_worker():
        assert WebhookEndpoint.objects.count() == 1


def test_the_log_says_how_each_message_fared_and_sends_it_again(world: World, at_desk: At) -> None:
    head = at_desk(world.hoa)
    head.post(reverse("desk_endpoint_add"), HOOK)
    with as_worker():
        row = WebhookEndpoint.objects.get()
    log = reverse("desk_neighbours_log", args=[row.pk])
    assert "Chưa có tin nào" in said(head.get(log))
    with as_worker():
        news = News(facility_id=world.a.id, event=HookEvent.BILL_PAID, at=NOW, data={})
        deliveries.queue([news], at=NOW)
        (due,) = deliveries.take_due(at=NOW, limit=1)
        deliveries.note_try(due=due, tried=Tried(503, Trouble.STATUS, 4), at=NOW)
    words = said(head.get(log))
    assert "Khoản thu đã nộp đủ" in words
    assert "Chưa được, sẽ gửi lại phần mềm trả lời lỗi (503) gửi lại" in words
    again = reverse("desk_resend", args=[due.delivery_id])
    assert head.post(again)["Location"] == log
    assert "Sẽ gửi lại ngay." in said(head.get(log))
    head.post(again)
    assert "Tin này đang chờ gửi rồi" in said(head.get(log))
    with as_worker():
        assert WebhookDelivery.objects.get().state == "waiting"


def test_only_who_may_connect_sees_the_page_and_each_their_own(world: World, at_desk: At) -> None:
    at_desk(world.hoa).post(reverse("desk_key_add"), KEY)
    at_desk(world.hoa).post(reverse("desk_endpoint_add"), HOOK)
    with as_worker():
        key, hook = ApiKey.objects.get(), WebhookEndpoint.objects.get()
    for person in (world.lan, world.minh, world.dung):
        assert at_desk(person).get(PAGE).status_code == 403
        assert at_desk(person).post(reverse("desk_key_add"), KEY).status_code == 403
    for person in (world.quan,):
        for address in (
            reverse("desk_key_revoke", args=[key.pk]),
            reverse("desk_endpoint_change", args=[hook.pk]),
        ):
            assert at_desk(person).post(address, {"deed": "remove"}).status_code == 403
    with as_worker():
        key.refresh_from_db()
        assert key.revoked_at is None
