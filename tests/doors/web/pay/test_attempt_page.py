"""The page of one attempt: what it says in each state, who may open it, and the wish to stop."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests import world
from tests.doors.web.pay.conftest import Village, as_worker, latest, work
from tests.doors.web.pay.test_choose import choose
from thuphi.doors.web.pay import waiting
from thuphi.ground.kit import clock
from thuphi.money.attempts.models import Attempt
from thuphi.money.payments import actions as payments

LIVE = 'data-check="/b/'


@pytest.fixture
def address(parent: Client, village: Village) -> str:
    """The page of an attempt by VNPAY on the first bill."""
    return choose(parent, village.bills[0].code, village.opens("vnpay")).partition("?")[0]


@pytest.fixture
def nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is busy elsewhere."""
    monkeypatch.setattr(waiting, "rest", lambda: None)
    monkeypatch.setattr(waiting, "SECONDS_MAX", 0.01)


def now_is(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    monkeypatch.setattr(clock, "now", lambda: world.AT + timedelta(minutes=minutes))


def tell(**facts: object) -> None:
    """The worker has learnt something."""
    with as_worker():
        Attempt.objects.update(**facts)


@pytest.mark.parametrize(
    ("facts", "said", "is_live"),
    [
        ({}, "Trả trên trang của VNPAY", True),
        ({"state": "unknown"}, "Đang kiểm tra với VNPAY", True),
        ({"state": "unknown", "needs_person": True}, "Nhân viên của đơn vị đang kiểm tra", True),
        ({"cancel_asked_at": world.AT}, "Đang hủy lần trả này", True),
        ({"state": "expired", "closed_at": world.AT}, "Lần trả này đã hết hạn", False),
        ({"state": "cancelled", "closed_at": world.AT}, "Lần trả này đã hủy", False),
        ({"state": "refused", "closed_at": world.AT}, "Lần trả này không thành công", False),
        ({"state": "confirmed", "closed_at": world.AT}, "Đã nhận tiền", False),
    ],
)
def test_every_state_is_told_in_words(
    parent: Client, address: str, facts: dict[str, object], said: str, is_live: bool
) -> None:
    tell(**facts)
    page = parent.get(address).content.decode()
    assert said in page
    assert (LIVE in page) is is_live
    assert ("Hủy lần trả này" in page) is (is_live and "cancel_asked_at" not in facts)
    if facts.get("state") in ("expired", "cancelled", "refused"):
        assert "Chọn cách trả khác" in page


def test_an_unknown_attempt_says_when_we_ask_again(parent: Client, address: str) -> None:
    tell(state="unknown", next_ask_at=world.AT + timedelta(minutes=5))
    page = parent.get(address).content.decode()
    assert "Chúng tôi sẽ hỏi lại lúc 08:05." in page
    assert "Đừng trả lần nữa." in page
    assert "Tiếp tục tới" not in page


def test_after_its_last_minute_nobody_is_sent_to_the_provider(
    parent: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_is(monkeypatch, 16)
    page = parent.get(f"{address}?di=1")
    assert "Refresh" not in page
    assert "Đang kiểm tra với VNPAY" in page.content.decode()


def test_a_confirmed_attempt_leads_to_the_receipt(
    parent: Client, village: Village, address: str
) -> None:
    attempt = latest()
    with as_worker():
        world.hear(village.world, attempt.code, attempt.amount_vnd, our_reference=attempt.reference)
        Attempt.objects.update(merchant_id=attempt.merchant_id)
        payments.post_waiting(at=world.AT)
        Attempt.objects.update(state="confirmed", closed_at=world.AT)
    page = parent.get(address).content.decode()
    assert "Đã nhận tiền" in page
    assert "Xem biên nhận 2026-0000001" in page


def test_a_script_gets_the_part_that_changes(parent: Client, address: str) -> None:
    tell(state="refused", closed_at=world.AT)
    part = parent.get(f"{address}/trang-thai", headers={"Accept": "text/html"}).content.decode()
    assert part.startswith("<title>Chưa trả được · 826.800\u00a0đ · VNPAY</title>")
    assert 'id="attempt"' in part
    assert "<html" not in part


def test_without_script_the_page_looks_again_by_itself(parent: Client, address: str) -> None:
    page = parent.get(address).content.decode()
    assert f'<noscript><meta http-equiv="refresh" content="10;url={address}"></noscript>' in page


def test_the_page_shows_no_more_names_than_the_bill(parent: Client, address: str) -> None:
    page = Client().get(address).content.decode()
    assert "Nguyễn M*** A**" in page
    assert "Minh Anh" not in page
    assert "Văn Bình" not in page


def test_nobody_opens_an_attempt_by_its_number(
    parent: Client, village: Village, address: str
) -> None:
    attempt, (first, second, _) = latest(), village.bills
    token = address.rpartition("/")[2]
    for wrong in (str(attempt.pk), f"{attempt.pk}.", f"{attempt.pk + 1}.{token.partition('.')[2]}",
                  token[:-1], f"{attempt.pk}.{'A' * 43}", "."):  # fmt: skip
        assert parent.get(f"/b/{first.code}/lan-tra/{wrong}").status_code == 404, wrong
        assert parent.post(f"/b/{first.code}/lan-tra/{wrong}/huy").status_code == 404
    assert parent.get(f"/b/{second.code}/lan-tra/{token}").status_code == 404
    assert parent.get(address).status_code == 200


def test_the_wish_to_stop_is_kept_and_handed_to_the_worker(parent: Client, address: str) -> None:
    answer = parent.post(f"{address}/huy")
    assert (answer.status_code, answer["Location"]) == (303, address)
    assert latest().cancel_asked_at == world.AT
    assert latest().state == "pending", "the page itself ends nothing"
    parent.post(f"{address}/huy")
    with as_worker():
        assert Attempt.objects.get().cancel_asked_at == world.AT


def test_a_wish_to_stop_before_anything_was_sent_frees_the_way_at_once(
    parent: Client, village: Village, nobody_works: None
) -> None:
    code, vnpay = village.bills[0].code, village.opens("vnpay")
    address = choose(parent, code, vnpay).partition("?")[0]
    parent.post(f"{address}/huy")
    work()
    assert "Lần trả này đã hủy" in parent.get(address).content.decode()
    assert "/lan-tra/" in choose(parent, code, vnpay)


def test_what_a_cashier_began_at_the_desk_is_not_ended_from_here(
    parent: Client, village: Village, address: str
) -> None:
    tell(started_by=village.world.minh.user.pk, method="card")
    page = parent.get(address).content.decode()
    assert "Đang trả bằng thẻ tại quầy" in page
    assert "Hủy lần trả này" not in page
    assert parent.post(f"{address}/huy").status_code == 303
    assert latest().cancel_asked_at is None


@pytest.mark.parametrize(
    "url",
    [
        "http://pay.example.vn/x",
        "javascript:alert(1)",
        "data:text/html,x",
        "//pay.example.vn/x",
        "https://user@pay.example.vn/x",
        "https://pay.example.vn\\@evil.example/x",
        "https://pay.example.vn/a b",
        "https:///x",
        'https://pay.example.vn/"><script>',
    ],
)
def test_a_hostile_address_of_a_provider_is_never_followed(
    parent: Client, address: str, url: str
) -> None:
    tell(url=url)
    page = parent.get(f"{address}?di=1")
    assert not page.get("Refresh", "").startswith("0")
    assert "Tiếp tục tới" not in page.content.decode()
    assert url not in page.content.decode()


def test_a_link_to_an_app_opens_only_that_providers_app(
    parent: Client, village: Village, nobody_works: None
) -> None:
    address = choose(parent, village.bills[0].code, village.opens("momo")).partition("?")[0]
    tell(state="pending", url="https://test-payment.momo.vn/x", deeplink="momo://app?action=pay")
    page = parent.get(address).content.decode()
    assert 'href="momo://app?action=pay"' in page
    for link in (
        "javascript:alert(1)",
        "intent://x",
        "zalopay://x",
        "https://evil.example",
        "momo:x",
    ):
        tell(deeplink=link)
        assert "Mở ứng dụng" not in parent.get(address).content.decode(), link


def test_a_code_of_the_provider_is_drawn_by_us(
    parent: Client, village: Village, nobody_works: None
) -> None:
    address = choose(parent, village.bills[0].code, village.opens("payos")).partition("?")[0]
    tell(state="pending", qr="00020101021238<script>", url="https://pay.payos.vn/web/x")
    page = parent.get(f"{address}?di=1")
    assert "Refresh" not in page, "a code to scan stays on our page"
    text = page.content.decode()
    assert "Quét mã này để trả" in text
    assert '<figure class="qr">' in text
    assert "<script>" not in text.partition("<body")[2]
    tell(qr="x" * 5000)
    assert '<figure class="qr">' not in parent.get(address).content.decode()
