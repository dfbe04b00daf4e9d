"""The bank as a person uses it: forms only, no script."""

from __future__ import annotations

import html
import json
import re

import httpx
import pytest
from thuphi_side import Listener


def _fields(page: str) -> dict[str, str]:
    """The inputs of a form with the values they show."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        pairs = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        found[pairs["name"]] = html.unescape(pairs.get("value", ""))
    return found


def _press(bank: httpx.Client, page: str, deed: str, **typed: str) -> httpx.Response:
    return bank.post("/transfer", data={**_fields(page), **typed, "deed": deed})


@pytest.fixture
def form(bank: httpx.Client, thuphi: Listener, qr_picture: bytes) -> str:
    reply = bank.post("/read", data={"bill": ""}, files={"picture": ("qr.png", qr_picture)})
    assert reply.status_code == 200
    return reply.text


def test_an_uploaded_picture_shows_what_the_qr_asks_for(form: str) -> None:
    assert "VietinBank" in form
    assert "113366668888" in form
    assert "TRUONG TIEU HOC HOA MAI" in form
    fields = _fields(form)
    assert (fields["amount"], fields["text"]) == ("79000", "Ung Ho Quy Vac Xin")
    assert "<script" not in form


def test_a_link_or_a_code_shows_the_same(
    bank: httpx.Client, thuphi: Listener, form: str, qr: str
) -> None:
    link = f"{thuphi.url}/b/TF003NQK8NRQ"
    assert bank.post("/read", data={"bill": link}).text == form
    assert bank.post("/read", data={"bill": qr}).text == form
    assert bank.get("/", params={"bill": "TF003NQK8NRQ"}).text == form


def test_typed_amount_and_text_are_sent_and_the_receipt_has_its_own_address(
    bank: httpx.Client, thuphi: Listener, form: str
) -> None:
    reply = _press(bank, form, "as_typed", amount="80.000", text="Học phí bé Đào")
    assert reply.status_code == 303
    told = json.loads(thuphi.at("sandbox")[0].body)
    assert (told["amount_vnd"], told["text"]) == (80_000, "HOC PHI BE DAO")
    receipt = bank.get(reply.headers["location"]).text
    assert "Đã chuyển 80.000\u00a0đ" in receipt
    assert told["bank_reference"] in receipt
    assert "sandbox: đã nhận" in receipt


@pytest.mark.parametrize(
    ("deed", "amounts_vnd"),
    [
        ("exact", [79_000]),
        ("short", [78_000]),
        ("over", [80_000]),
        ("twice", [79_000, 79_000]),
        ("dots", [79_000]),
    ],
)
def test_each_button_does_what_it_says(
    bank: httpx.Client, thuphi: Listener, form: str, deed: str, amounts_vnd: list[int]
) -> None:
    assert _press(bank, form, deed, amount="5").status_code == 303
    told = [json.loads(call.body) for call in thuphi.at("sandbox")]
    assert [one["amount_vnd"] for one in told] == amounts_vnd


def test_late_moves_money_and_tells_nobody_yet(
    bank: httpx.Client, thuphi: Listener, form: str
) -> None:
    reply = _press(bank, form, "late", delay="3600")
    assert "Chưa báo cho ai" in bank.get(reply.headers["location"]).text
    assert thuphi.heard == []


def test_cancel_moves_nothing(bank: httpx.Client, thuphi: Listener, form: str) -> None:
    before = len(bank.get("/ledger").json()["payments"])
    assert "Chưa có tiền nào chuyển đi." in _press(bank, form, "cancel").text
    assert len(bank.get("/ledger").json()["payments"]) == before
    assert thuphi.heard == []


def test_a_refusal_is_a_page_in_vietnamese(bank: httpx.Client, thuphi: Listener, form: str) -> None:
    for amount, reason in (
        ("500000000", "Chuyển nhanh NAPAS 247 chỉ nhận dưới 500.000.000 đồng mỗi lần."),
        ("12,5", "Số tiền phải là số nguyên, ví dụ 20 hoặc 1.250.000."),
    ):
        reply = _press(bank, form, "as_typed", amount=amount)
        assert reply.status_code == 422
        assert reason in reply.text
    assert thuphi.heard == []


def test_what_a_payer_types_is_shown_as_text(
    bank: httpx.Client, thuphi: Listener, form: str
) -> None:
    thuphi.answers += [(400, b"<b>no</b>")] * 40
    reply = _press(bank, form, "as_typed", text="<b>TF</b>")
    receipt = bank.get(reply.headers["location"]).text
    assert "<b>" not in receipt
    assert "&lt;b&gt;no&lt;/b&gt;" in receipt


@pytest.mark.parametrize(
    ("deed", "amount_vnd"), [("same", 79_000), ("change_body", 80_000), ("bad_signature", 79_000)]
)
def test_a_receipt_can_be_told_again(
    bank: httpx.Client, thuphi: Listener, form: str, deed: str, amount_vnd: int
) -> None:
    receipt = bank.get(_press(bank, form, "exact").headers["location"]).text
    reply = bank.post("/again", data={**_fields(receipt), "deed": deed})
    assert reply.status_code == 303
    first, second = (json.loads(call.body) for call in thuphi.at("sandbox"))
    assert second == {**first, "amount_vnd": amount_vnd}
