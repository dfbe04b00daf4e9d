"""Choosing a way: one attempt is written down, and the payer goes on where it is paid."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests import world
from tests.doors.web.pay.conftest import Village, as_worker, latest, work
from thuphi.doors.web.pay import choosing, waiting
from thuphi.ground.kit import clock
from thuphi.money.attempts.models import Attempt
from thuphi.registers.methods.models import Merchant

TOTAL_VND = 826_800


def choose(parent: Client, code: str, merchant: Merchant, **more: object) -> str:
    """Press the button of a way; returns where the browser is sent."""
    answer = parent.post(f"/b/{code}/cach-tra", {"cach": merchant.pk, **more})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def attempts() -> int:
    with as_worker():
        return Attempt.objects.count()


def test_the_payer_goes_on_to_the_providers_page(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    address = choose(parent, code, village.opens("vnpay"))
    attempt = latest()
    assert (attempt.code, attempt.amount_vnd, attempt.state) == (code, TOTAL_VND, "pending")
    assert (attempt.ip, attempt.started_by) == ("127.0.0.1", None)
    assert address.startswith(f"/b/{code}/lan-tra/{attempt.pk}.")
    page = parent.get(address)
    refresh = page["Refresh"]
    assert refresh == f"0; url={attempt.url}"
    told = parse_qs(urlsplit(refresh.partition("url=")[2]).query)
    assert told["vnp_Amount"] == [str(TOTAL_VND * 100)]
    assert told["vnp_TxnRef"] == [attempt.reference]
    assert told["vnp_ReturnUrl"] == [attempt.return_url]
    text = page.content.decode()
    assert "Tiếp tục tới sandbox.vnpayment.vn" in text
    assert "form-action 'self'" in page["Content-Security-Policy"]


def test_who_opens_the_attempt_again_is_not_sent_away_at_once(
    parent: Client, village: Village
) -> None:
    address = choose(parent, village.bills[0].code, village.opens("vnpay"))
    page = parent.get(address.partition("?")[0])
    assert "Refresh" not in page
    assert "Tiếp tục tới" in page.content.decode()


def test_a_tired_finger_that_presses_twice_begins_once(parent: Client, village: Village) -> None:
    code, vnpay = village.bills[0].code, village.opens("vnpay")
    first = choose(parent, code, vnpay)
    second = choose(parent, code, vnpay)
    assert second == first.partition("?")[0]
    assert attempts() == 1
    page = parent.get(second).content.decode()
    assert "Một lần trả đang được kiểm tra. Đừng trả lần nữa." in page
    assert "Tiếp tục tới" in page
    assert "Hủy lần trả này" in page


def test_another_way_waits_until_the_first_is_known_dead(parent: Client, village: Village) -> None:
    code, vnpay, momo = village.bills[0].code, village.opens("vnpay"), village.opens("momo")
    first = choose(parent, code, vnpay)
    assert choose(parent, code, momo) == first.partition("?")[0]
    page = parent.get(f"/b/{code}").content.decode()
    assert "Một lần trả đang được kiểm tra" in page
    assert page.count("disabled") == 2
    with as_worker():
        Attempt.objects.update(state="refused", closed_at=world.AT)
    choose(parent, code, momo)
    assert attempts() == 2


def test_a_provider_that_does_not_answer_in_time_leaves_a_page_that_looks_again(
    parent: Client, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "rest", lambda: None)
    monkeypatch.setattr(waiting, "SECONDS_MAX", 0.01)
    address = choose(parent, village.bills[0].code, village.opens("momo"))
    page = parent.get(address)
    assert page["Refresh"] == "2"
    assert "Đang mở trang thanh toán…" in page.content.decode()
    work()
    page = parent.get(address)
    assert "Refresh" not in page
    assert "Đang kiểm tra với Ví MoMo" in page.content.decode()
    assert "Đừng trả lần nữa" in page.content.decode()


def test_no_more_than_a_few_pages_wait_at_once(
    parent: Client, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "rest", lambda: pytest.fail("waited"))
    places = [waiting._room.acquire(blocking=False) for _ in range(waiting.WAITING_MAX)]
    try:
        assert all(places)
        address = choose(parent, village.bills[0].code, village.opens("vnpay"))
        assert parent.get(address)["Refresh"] == "2"
    finally:
        for _ in places:
            waiting._room.release()


def test_mobile_money_asks_for_the_phone_first(parent: Client, village: Village) -> None:
    code, gsma = village.bills[0].code, village.opens("gsma")
    asked = parent.post(f"/b/{code}/cach-tra", {"cach": gsma.pk})
    assert asked.status_code == 200
    assert "Số điện thoại có Mobile Money" in asked.content.decode()
    assert attempts() == 0
    address = choose(parent, code, gsma, phone="0912.345 678")
    assert latest().extra == {"msisdn": "+84912345678"}
    page = parent.get(address).content.decode()
    assert "Xác nhận trên điện thoại của bạn" in page
    assert "912345678" not in page
    assert "345" not in page.replace(code, "")
    assert "912345678" not in str(parent.cookies)
    assert "912345678" not in str(dict(parent.session))
    (call,) = work().calls
    assert b"+84912345678" in call.body


@pytest.mark.parametrize("typed", ["", "12345", "0212345678", "09123456789", "+1 912 345 678"])
def test_a_number_that_is_no_mobile_is_told(parent: Client, village: Village, typed: str) -> None:
    gsma = village.opens("gsma")
    answer = parent.post(f"/b/{village.bills[0].code}/cach-tra", {"cach": gsma.pk, "phone": typed})
    assert answer.status_code == 200
    assert 'class="wrong"' in answer.content.decode()
    assert attempts() == 0


@pytest.mark.parametrize("typed", ["0912345678", "+84 912-345-678", "84912345678", "912345678"])
def test_a_number_is_read_however_it_is_typed(parent: Client, village: Village, typed: str) -> None:
    choose(parent, village.bills[0].code, village.opens("gsma"), phone=typed)
    assert latest().extra == {"msisdn": "+84912345678"}


@pytest.mark.parametrize("cach", ["", "0", "999999", "x", "-1", "9" * 30, "²"])
def test_a_way_that_the_school_has_not_begins_nothing(
    parent: Client, village: Village, cach: str
) -> None:
    code = village.bills[0].code
    answer = parent.post(f"/b/{code}/cach-tra", {"cach": cach}, follow=True)
    assert answer.redirect_chain == [(f"/b/{code}", 303)]
    assert "Cách trả này hiện không dùng được." in answer.content.decode()
    assert attempts() == 0


def test_neither_the_card_nor_a_neighbours_contract_is_begun_here(
    parent: Client, village: Village
) -> None:
    card = village.opens("nexo")
    for merchant in (card, village.world.b.sandbox, village.world.a.sandbox):
        assert choose(parent, village.bills[0].code, merchant) == f"/b/{village.bills[0].code}"
    assert attempts() == 0


def test_a_part_is_paid_where_the_bill_allows_it(parent: Client, village: Village) -> None:
    vnpay = village.opens("vnpay")
    choose(parent, village.bills[0].code, vnpay, **{"so-tien": "300.000"})
    assert latest().amount_vnd == 300_000
    with as_worker():
        (whole,) = world.issued_run(village.world, name="Thu một lần", classes=["5B"])
    assert choose(parent, whole.code, vnpay, **{"so-tien": "300000"}) == f"/b/{whole.code}"
    assert choose(parent, village.bills[1].code, vnpay, **{"so-tien": "826801"}) == (
        f"/b/{village.bills[1].code}"
    )
    assert attempts() == 1


def test_ten_attempts_an_hour_are_enough_for_one_bill(
    parent: Client, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, vnpay = village.bills[0].code, village.opens("vnpay")
    for _ in range(choosing.BEGUN_PER_BILL_AND_ADDRESS):
        assert "/lan-tra/" in choose(parent, code, vnpay)
    answer = parent.post(f"/b/{code}/cach-tra", {"cach": vnpay.pk}, follow=True)
    assert "Đã mở nhiều lần trả cho khoản này." in answer.content.decode()
    assert "826.800" in answer.content.decode(), "the QR stays"
    assert "/lan-tra/" in choose(Client(REMOTE_ADDR="192.0.2.9"), code, vnpay)
    monkeypatch.setattr(clock, "now", lambda: world.AT + timedelta(hours=1))
    assert "/lan-tra/" in choose(parent, code, vnpay)


def test_a_paid_bill_begins_nothing(parent: Client, village: Village) -> None:
    vnpay = village.opens("vnpay")
    village.pay(village.bills[0])
    answer = parent.post(f"/b/{village.bills[0].code}/cach-tra", {"cach": vnpay.pk})
    assert answer.status_code == 303
    assert attempts() == 0


def test_opening_the_address_of_the_choice_shows_the_bill(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    answer = parent.get(f"/b/{code}/cach-tra")
    assert (answer.status_code, answer["Location"]) == (303, f"/b/{code}")


def test_a_choice_from_another_site_is_refused(village: Village) -> None:
    strict, vnpay = Client(enforce_csrf_checks=True), village.opens("vnpay")
    answer = strict.post(f"/b/{village.bills[0].code}/cach-tra", {"cach": vnpay.pk})
    assert answer.status_code == 403
    assert attempts() == 0
