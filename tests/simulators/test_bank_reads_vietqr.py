"""The bank's own VietQR reader against the published samples, good and bad."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import httpx
import pytest

from simulators.bank import vietqr
from simulators.bank.refusals import Refused
from simulators.bank.words import folded

VECTORS = json.loads(Path(__file__).with_name("vietqr_vectors.json").read_text(encoding="utf-8"))
REASON = {
    "reject_inner_tlv": "Mã QR hỏng: không đọc được độ dài của một trường.",
    "reject_crc": "Mã QR hỏng: sai số kiểm tra CRC. Xin quét lại.",
    "not_a_payment_qr": "Đây không phải mã VietQR.",
}


def test_the_crc_has_the_published_check_values() -> None:
    assert [vietqr.crc(text) for text in ("123456789", "00", "01")] == ["29B1", "2EC9", "3EE8"]


@pytest.mark.parametrize("vector", VECTORS["good"], ids=lambda v: v["id"])
def test_a_good_code_is_read(vector: dict) -> None:
    told, expected = vietqr.read(vector["payload"]), vector["expected"]
    assert (told.bin, told.account) == (expected["bin"], expected["account"])
    assert told.service == expected["service"]
    assert told.is_one_time == (expected["poi"] == "12")
    assert told.amount_vnd == (int(expected["amount"]) if "amount" in expected else None)
    assert told.text == expected.get("purpose", "")


@pytest.mark.parametrize("vector", VECTORS["bad"], ids=lambda v: v["id"])
def test_a_bad_code_is_refused(vector: dict) -> None:
    with pytest.raises(Refused) as caught:
        vietqr.read(vector["payload"])
    assert str(caught.value) == REASON[vector["expect"]]


def test_every_single_wrong_digit_in_a_code_is_refused(qr: str) -> None:
    for at, symbol in enumerate(qr):
        if symbol.isdigit():
            wrong = qr[:at] + str((int(symbol) + 1) % 10) + qr[at + 1 :]
            with pytest.raises(Refused):
                vietqr.read(wrong)


@pytest.mark.parametrize("pair", VECTORS["folding"], ids=lambda p: p["output"])
def test_accents_are_stripped_and_letters_raised(pair: dict) -> None:
    assert folded(pair["input"]) == pair["output"].upper()


def test_a_drawn_picture_pays_the_same_as_its_text(
    bank: httpx.Client, thuphi: object, qr: str, qr_picture: bytes
) -> None:
    by_text = bank.post("/pay", json={"qr": qr}).json()
    by_picture = bank.post("/pay", json={"picture": base64.b64encode(qr_picture).decode()}).json()
    assert by_picture["text"] == by_text["text"] == "UNG HO QUY VAC XIN"
    assert by_picture["amount_vnd"] == by_text["amount_vnd"] == 79_000


def test_the_bank_fetches_a_bill_by_link_or_code(bank: httpx.Client, thuphi: object) -> None:
    for named in ("http://elsewhere.example/b/TF003NQK8NRQ?x=1", "TF003NQK8NRQ", "tf00 3nqk 8nrq"):
        assert bank.post("/pay", json={"bill_url": named}).json()["amount_vnd"] == 79_000


def test_a_bill_without_a_qr_is_refused_with_its_code(bank: httpx.Client, thuphi: object) -> None:
    reply = bank.post("/pay", json={"bill_url": "TF0000000132"})
    assert reply.status_code == 422
    assert reply.json() == {"error": "Trang thu phí không có mã QR của TF0000000132 (404)."}


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        ("!!", "Ảnh gửi lên không phải base64."),
        ("aGVsbG8=", "Không mở được ảnh này. Xin chọn ảnh PNG hoặc JPEG."),
    ],
)
def test_what_is_no_picture_is_refused(
    bank: httpx.Client, thuphi: object, picture: str, reason: str
) -> None:
    reply = bank.post("/pay", json={"picture": picture})
    assert (reply.status_code, reply.json()) == (422, {"error": reason})
