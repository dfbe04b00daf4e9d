"""What an order becomes on its way to VNPAY's page."""

from __future__ import annotations

import string
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.vnpay.answering import (
    SETTINGS,
    STARTED_AT,
    order,
    question,
    refund,
    said,
    signed_query,
)
from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    CannotDo,
    OrderRefused,
)
from thuphi.ground.channels.vnpay import VNPay

VNPAY = VNPay()


def test_an_order_without_an_end_lives_a_quarter_of_an_hour() -> None:
    told = dict(parse_qsl(urlsplit(VNPAY.start(order(), SETTINGS).url).query))
    assert told["vnp_CreateDate"] == "20260105083000"
    assert told["vnp_ExpireDate"] == "20260105084500"


@pytest.mark.parametrize(
    ("minutes", "written"), [(5, "20260105083500"), (15, "20260105084500"), (60, "20260105084500")]
)
def test_an_end_is_kept_and_a_later_one_cut(minutes: int, written: str) -> None:
    ends = order(expires_at=STARTED_AT + timedelta(minutes=minutes))
    told = dict(parse_qsl(urlsplit(VNPAY.start(ends, SETTINGS).url).query))
    assert told["vnp_ExpireDate"] == written


def test_dates_are_written_in_viet_nam() -> None:
    at = reading.local_time("2026-01-04T22:30:00-03:00")
    told = dict(parse_qsl(urlsplit(VNPAY.start(order(at=at), SETTINGS).url).query))
    assert told["vnp_CreateDate"] == "20260105083000"


def test_a_description_is_folded_to_letters_that_all_encode_alike() -> None:
    text = "Học phí T9/2026 (kỳ 1), lớp 3A: Đặng Thị Ánh_*~'!"
    told = dict(parse_qsl(urlsplit(VNPAY.start(order(description=text), SETTINGS).url).query))
    assert told["vnp_OrderInfo"] == "Hoc phi T9 2026 ky 1 , lop 3A: Dang Thi Anh_"


def test_the_payers_choices_travel() -> None:
    extra = {"bank_code": "INTCARD", "locale": "en", "order_type": "billpayment", "other": "x"}
    told = dict(parse_qsl(urlsplit(VNPAY.start(order(extra=extra), SETTINGS).url).query))
    assert told["vnp_BankCode"] == "INTCARD"
    assert (told["vnp_Locale"], told["vnp_OrderType"]) == ("en", "billpayment")
    assert len(told) == 15


@pytest.mark.parametrize(
    ("ip", "written"),
    [
        ("::1", "0000:0000:0000:0000:0000:0000:0000:0001"),
        ("2001:db8::7", "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("1.1.1.1", "1.1.1.1"),
    ],
)
def test_every_address_of_a_payer_fits(ip: str, written: str) -> None:
    told = dict(parse_qsl(urlsplit(VNPAY.start(order(ip=ip), SETTINGS).url).query))
    assert told["vnp_IpAddr"] == written


def test_another_page_of_the_settings_is_used() -> None:
    settings = {**SETTINGS, "vnp_Url": "https://vnpay.example/pay?from=thuphi"}
    url = VNPAY.start(order(), settings).url
    assert url.startswith("https://vnpay.example/pay?from=thuphi&vnp_Amount=125000000&")


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"amount_vnd": 0}, "vnp_Amount"),
        ({"amount_vnd": 10_000_000_000}, "vnp_Amount"),
        ({"description": ""}, "vnp_OrderInfo"),
        ({"description": "***"}, "vnp_OrderInfo"),
        ({"description": "a" * 256}, "vnp_OrderInfo"),
        ({"reference": ""}, "vnp_TxnRef"),
        ({"reference": "TF 1"}, "vnp_TxnRef"),
        ({"reference": "a|b"}, "vnp_TxnRef"),
        ({"reference": "a" * 101}, "vnp_TxnRef"),
        ({"return_url": "javascript:alert(1)"}, "vnp_ReturnUrl"),
        ({"return_url": "https://trường.vn/về"}, "vnp_ReturnUrl"),
        ({"return_url": "https://a.vn/~x"}, "vnp_ReturnUrl"),
        ({"return_url": "https://a.vn/" + "x" * 250}, "vnp_ReturnUrl"),
        ({"ip": "nowhere"}, "vnp_IpAddr"),
        ({"expires_at": STARTED_AT}, "vnp_ExpireDate"),
        ({"extra": {"bank_code": "N B"}}, "vnp_BankCode"),
        ({"extra": {"locale": "fr"}}, "vnp_Locale"),
    ],
)
def test_an_order_that_vnpay_would_not_take_is_refused_by_name(
    changes: dict[str, object], member: str
) -> None:
    with pytest.raises(OrderRefused, match=rf"^{member}: .+; xin "):
        VNPAY.start(order(**changes), SETTINGS)


@pytest.mark.parametrize("missing", ["vnp_TmnCode", "vnp_HashSecret"])
def test_nothing_is_sent_before_the_credentials_are_there(missing: str) -> None:
    settings = {**SETTINGS, missing: ""}
    for step in (
        lambda: VNPAY.start(order(), settings),
        lambda: VNPAY.ask(question(), settings),
        lambda: VNPAY.refund(refund(), settings),
    ):
        with pytest.raises(OrderRefused, match="vnp_TmnCode, vnp_HashSecret: "):
            step()


def test_a_start_has_no_answer_to_read() -> None:
    with pytest.raises(CannotDo):
        VNPAY.read_started(order(), said({}), SETTINGS)


@given(st.text(max_size=200), st.integers(1, 9_999_999_999))
def test_what_we_sign_we_would_believe(text: str, amount_vnd: int) -> None:
    """The page's address verifies by VNPAY's own rule, whatever the words of the bill are."""
    try:
        step = VNPAY.start(order(description=text, amount_vnd=amount_vnd), SETTINGS)
    except OrderRefused:
        return
    told = dict(parse_qsl(urlsplit(step.url).query))
    given_hash = told.pop("vnp_SecureHash")
    assert signed_query(told)["vnp_SecureHash"] == given_hash
    assert set(told["vnp_OrderInfo"]) <= set(string.ascii_letters + string.digits + " .,:_-")
    assert told["vnp_Amount"] == f"{amount_vnd}00"
