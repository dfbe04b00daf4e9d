"""Paying a part: the amount that is chosen, and the code that follows it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests import world
from tests.doors.web.pay.conftest import Village, as_worker
from thuphi.doors.web.pay import amounts
from thuphi.doors.web.pay.reading import Payable
from thuphi.ground.channels import vietqr
from thuphi.money.bills.queries.bill_page import BillPage
from thuphi.money.bills.rules import BillState


@pytest.mark.parametrize("typed", ["300000", "300.000", "300.000 đ", "300,000 VND", " 300 000đ"])
def test_the_code_follows_the_chosen_amount(parent: Client, village: Village, typed: str) -> None:
    code = village.bills[0].code
    answer = parent.get(f"/b/{code}", {"so-tien": typed})
    transfer = answer.context["transfer"]
    assert vietqr.decode(transfer.payload).amount_vnd == 300_000
    page = answer.content.decode()
    assert "Quét để trả 300.000\u00a0đ" in page
    assert "Bạn đang trả một phần, còn 526.800\u00a0đ trả sau" in page
    assert f"/b/{code}/trang-thai?so-tien=300000" in page
    picture = parent.get(transfer.png_url).content
    with Image.open(BytesIO(picture)) as image:
        (read,) = zxingcpp.read_barcodes(image.convert("L"))
    assert vietqr.decode(read.text).amount_vnd == 300_000


@pytest.mark.parametrize("typed", ["0", "-5", "826801", "9999999999999", "1e5", "abc", "３０００"])
def test_an_impossible_amount_is_told_and_the_rest_stays(
    parent: Client, village: Village, typed: str
) -> None:
    code = village.bills[0].code
    answer = parent.get(f"/b/{code}", {"so-tien": typed})
    assert 'id="so-tien-error"' in answer.content.decode()
    assert vietqr.decode(answer.context["transfer"].payload).amount_vnd == 826_800
    assert parent.get(f"/b/{code}/qr.png", {"so-tien": typed}).status_code == 404


def test_half_is_offered_in_whole_thousands(parent: Client, village: Village) -> None:
    page = parent.get(f"/b/{village.bills[0].code}").content.decode()
    assert 'href="?so-tien=413000"' in page
    assert "Phần còn lại trả sau, chậm nhất 31/10/2026" in page


def test_a_bill_that_is_paid_whole_offers_no_part(parent: Client, village: Village) -> None:
    with as_worker():
        (bill,) = world.issued_run(village.world, name="Thu một lần", classes=["5B"])
    page = parent.get(f"/b/{bill.code}?so-tien=300000").content.decode()
    assert "Trả một phần" not in page
    assert "Quét để trả 826.800\u00a0đ" in page
    assert "Trả đủ một lần." in page


@given(rest_vnd=st.integers(min_value=1, max_value=10**12))
def test_a_half_is_never_more_than_half_and_leaves_something(rest_vnd: int) -> None:
    half = amounts.half_of(rest_vnd)
    assert 0 <= half <= rest_vnd // 2
    assert half > 0 or rest_vnd == 1


@given(
    typed=st.one_of(st.text(max_size=30), st.integers(-10, 2_000_000).map(str)),
    rest_vnd=st.integers(min_value=0, max_value=1_000_000),
    allows_part=st.booleans(),
)
def test_what_is_chosen_can_always_be_paid(typed: str, rest_vnd: int, allows_part: bool) -> None:
    payable = Payable(replace(PAGE, remaining_vnd=rest_vnd, allows_part=allows_part))
    found = amounts.chosen(typed, payable)
    assert found.amount_vnd == rest_vnd or (allows_part and 0 < found.amount_vnd < rest_vnd)
    assert not found.error or found.amount_vnd == rest_vnd


PAGE = BillPage(
    id=1,
    code="TF003NQK8NRQ",
    facility_id=1,
    facility_name="Trường",
    facility_address="",
    contact_name="",
    contact_phone="",
    payer_name="",
    beneficiary_name="",
    class_name="",
    reason="Thu",
    total_vnd=1_000_000,
    paid_vnd=0,
    remaining_vnd=1_000_000,
    state=BillState.OPEN,
    allows_part=True,
    due_on=world.DUE_ON,
    payee=None,
)
