"""VNPAYQR codes: a merchant's is read, a person's wallet is recognised and ignored."""

from __future__ import annotations

import pytest

from tests.channels.vietqr_vectors import ALL
from thuphi.ground.channels import vietqr, vnpayqr
from thuphi.ground.channels.vnpayqr import Kind, VnpayQR

GOOD = {one.id: one for one in ALL.vectors}
BAD = {one.id: one for one in ALL.negative}
SHOP = GOOD["vnpayqr_sunfly"].payload


def written(text: str) -> str:
    return text + vietqr.checksum(text)


def test_a_merchants_code_is_read() -> None:
    assert vnpayqr.decode(SHOP) == VnpayQR(
        merchant_id="01A8018790",
        dynamic=False,
        amount_vnd=None,
        category="5499",
        name="SUNFLY1",
        city="HaNoi",
        store="SUNFLY ONLINE",
        terminal="SUNFLY01",
    )
    assert vnpayqr.recognise(SHOP) is Kind.MERCHANT


def test_a_code_for_one_bill_says_its_amount_and_reason() -> None:
    text = (
        "00020101021226280010A000000775011001A801879052048062530370454071250000"
        "5802VN5908BENHVIEN6005HaNoi62210509HD26001230804test6304"
    )
    code = vnpayqr.decode(written(text))
    assert (code.dynamic, code.amount_vnd) == (True, 1_250_000)
    assert (code.reference, code.purpose) == ("HD2600123", "test")


def test_a_code_with_a_wrong_checksum_is_refused() -> None:
    with pytest.raises(vietqr.ChecksumWrong):
        vnpayqr.decode(BAD["vnpayqr_bad_crc"].payload)
    assert vnpayqr.recognise(BAD["vnpayqr_bad_crc"].payload) is Kind.OTHER


def test_a_wallets_own_code_is_recognised_and_ignored() -> None:
    wallet = BAD["vnpay_wallet_transfer"].payload
    assert vnpayqr.recognise(wallet) is Kind.WALLET
    with pytest.raises(vietqr.NotVietQR):
        vnpayqr.decode(wallet)


@pytest.mark.parametrize("vector", ALL.vectors, ids=lambda one: one.id)
def test_only_vnpays_codes_are_taken_for_them(vector: object) -> None:
    payload = vector.payload  # type: ignore[attr-defined]
    expected = Kind.MERCHANT if "A000000775" in payload else Kind.OTHER
    assert vnpayqr.recognise(payload) is expected


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("00020101021126140010A00000077553037045802VN6304", vietqr.PartMissing),
        ("00020101021126280010A000000775011001A801879053038405802US6304", vietqr.PartWrong),
        (
            "00020101021226280010A000000775011001A8018790530370454041.505802VN6304",
            vietqr.PartWrong,
        ),
        ("00020101021126280010A000000727011001A801879053037045802VN6304", vnpayqr.NotVnpayQR),
    ],
    ids=["no_merchant", "dollars", "part_of_a_dong", "another_scheme"],
)
def test_a_code_that_is_not_whole_is_refused(text: str, refusal: type[vietqr.QrUnreadable]) -> None:
    with pytest.raises(refusal):
        vnpayqr.decode(written(text))
