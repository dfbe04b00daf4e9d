"""VietQR payloads: every vector read and written, and what must be refused."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.vietqr_vectors import ALL, Bad, Fold, Good
from thuphi.ground.channels import vietqr
from thuphi.ground.channels.vietqr import Service, Transfer
from thuphi.ground.kit import fold

SIX_ONE_TWO = (
    "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC"
    "53037045802VN63044F52"
)


def sealed(text: str) -> str:
    """A payload with a right checksum, whatever else is wrong with it."""
    return text + "6304" + vietqr.checksum(text + "6304")


def payload(*, payee: str = "000697040301130011012345678", more: str = "5802VN") -> str:
    """A code with this payee and these objects after the currency."""
    inner = f"0010A00000072701{len(payee):02}{payee}0208QRIBFTTA"
    return sealed(f"00020101021138{len(inner):02}{inner}5303704{more}")


def test_the_checksum_is_the_one_of_the_standard() -> None:
    assert vietqr.checksum("123456789") == "29B1"
    assert (vietqr.checksum("00"), vietqr.checksum("01")) == ("2EC9", "3EE8")


def test_no_vector_was_lost() -> None:
    assert (len(ALL.vectors), len(ALL.negative), len(ALL.text_folding)) == (18, 4, 4)


@pytest.mark.parametrize("vector", ALL.vectors, ids=lambda vector: vector.id)
def test_every_good_vector_is_read(vector: Good) -> None:
    said, code = vector.expected, vietqr.read(vector.payload)
    assert vietqr.checksum(vector.payload[:-4]) == vector.crc
    assert code.objects.get("01") == said["poi"]
    assert code.objects.get("54") == said.get("amount")
    assert code.objects.get("52") == said.get("mcc")
    assert code.objects.get("59") == said.get("merchant_name")
    assert code.objects.get("60") == said.get("merchant_city")
    assert code.additional("03") == said.get("store", code.additional("03"))
    assert code.additional("07") == said.get("terminal", code.additional("07"))
    if "bin" not in said:
        with pytest.raises(vietqr.NotVietQR):
            vietqr.decode(vector.payload)
        return
    read = vietqr.decode(vector.payload)
    assert (read.bin, read.account, read.service) == (said["bin"], said["account"], said["service"])
    assert read.dynamic is (said["poi"] == "12")
    assert read.amount_vnd == (int(said["amount"]) if "amount" in said else None)
    assert read.purpose == said.get("purpose", "")
    assert read.reference == said.get("reference", "")


@pytest.mark.parametrize(
    "vector",
    [v for v in ALL.vectors if v.generator_vector and "reference" not in v.expected],
    ids=lambda vector: vector.id,
)
def test_every_vector_of_a_writer_is_written(vector: Good) -> None:
    said = vector.expected
    transfer = Transfer(
        bin=said["bin"],
        account=said["account"],
        amount_vnd=int(said["amount"]) if "amount" in said else None,
        purpose=vector.purpose_input or said.get("purpose", ""),
    )
    assert vietqr.encode(transfer) == vector.payload


@pytest.mark.parametrize(
    ("transfer", "written"),
    [
        (Transfer(bin="970403", account="9704031101234567", service=Service.CARD), SIX_ONE_TWO),
        (
            Transfer(
                bin="970403",
                account="0011012345678",
                amount_vnd=180000,
                bill="NPS6869",
                purpose="thanh toan don hang",
            ),
            "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA5303704540618"
            "00005802VN62340107NPS68690819thanh toan don hang63042E2E",
        ),
        (
            Transfer(bin="970416", account="257678859", amount_vnd=10000, purpose="Chuyen tien"),
            "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA5303704540510000"
            "5802VN62150811Chuyen tien630453E6",
        ),
        (
            Transfer(bin="970407", account="19030413601018"),
            "00020101021138580010A000000727012800069704070114190304136010180208QRIBFTTA53037045802"
            "VN63040283",
        ),
        (
            Transfer(
                bin="970436", account="1012345678", amount_vnd=1250000, purpose="HP26000123 K1"
            ),
            "00020101021238540010A00000072701240006970436011010123456780208QRIBFTTA53037045407125000"
            "05802VN62170813HP26000123 K1630418ED",
        ),
    ],
    ids=["napas_6_1_2", "napas_6_1_3", "acb", "checksum_with_a_leading_zero", "vcb"],
)
def test_the_samples_of_the_standard_are_written(transfer: Transfer, written: str) -> None:
    assert vietqr.encode(transfer) == written


REFUSED = {
    "reject_inner_tlv": vietqr.LengthsDoNotClose,
    "reject_crc": vietqr.ChecksumWrong,
    "not_a_payment_qr": vietqr.NotVietQR,
}


@pytest.mark.parametrize("vector", ALL.negative, ids=lambda vector: vector.id)
def test_every_bad_vector_is_refused_by_name(vector: Bad) -> None:
    with pytest.raises(REFUSED[vector.expect]):
        vietqr.decode(vector.payload)


@pytest.mark.parametrize("vector", ALL.text_folding, ids=lambda vector: vector.output)
def test_text_is_folded(vector: Fold) -> None:
    assert fold.for_bank(vector.input) == vector.output


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", vietqr.PartMissing),
        ("hello", vietqr.PartMissing),
        ("https://example.vn/pay", vietqr.PartMissing),
        (SIX_ONE_TWO[:-4], vietqr.PartMissing),
        (SIX_ONE_TWO + "00", vietqr.PartMissing),
        (SIX_ONE_TWO.replace("9704031101", "9704031102"), vietqr.ChecksumWrong),
        (SIX_ONE_TWO[:-4] + "\udce9F52", vietqr.PartMissing),
        (SIX_ONE_TWO.replace("VN", "\udce9N"), vietqr.ChecksumWrong),
        (sealed("0002" + "01" * 300), vietqr.PayloadTooLong),
        (payload(payee="0006970403"), vietqr.PartMissing),
        (payload(payee="01130011012345678"), vietqr.PartMissing),
        (payload(payee="000697040301120011012345678"), vietqr.LengthsDoNotClose),
        (payload(payee="000597040" + "01130011012345678"), vietqr.PartWrong),
        (payload(payee="0006970403" + "0120" + "1" * 20), vietqr.PartWrong),
        (payload(payee="0006970403" + "0103" + "1 1"), vietqr.PartWrong),
        (payload(payee="0006970403" + "0100"), vietqr.LengthsDoNotClose),
        (payload(more="5802US"), vietqr.PartWrong),
        (payload(more=""), vietqr.PartMissing),
        (payload(more="5802VN5802VN"), vietqr.PartWrong),
        (payload(more="5401x5802VN"), vietqr.PartWrong),
        (payload(more="540105802VN"), vietqr.PartWrong),
        (payload(more="54040.005802VN"), vietqr.PartWrong),
        (payload(more="54061.00.05802VN"), vietqr.PartWrong),
        (payload(more="54061,00005802VN"), vietqr.PartWrong),
        (payload(more="5414123456789012345802VN"), vietqr.PartWrong),
        (payload(more="54071000.505802VN"), vietqr.PartWrong),
        (payload(more="5802VN620708041234"), vietqr.LengthsDoNotClose),
        (payload(more="5802VN5٣04abcd"), vietqr.LengthsDoNotClose),
        (payload().replace("010211", "010213")[:-4], vietqr.PartMissing),
        (sealed(payload().replace("010211", "010213", 1)[:-8]), vietqr.PartWrong),
        (sealed("0002015303704"), vietqr.PartMissing),
        (sealed("00020153037045802VN"), vietqr.NotVietQR),
        (sealed("00020138080004XXXX53037045802VN"), vietqr.NotVietQR),
        (sealed("000201381400" + "10A0000007275303704" + "5802VN"), vietqr.PartMissing),
    ],
)
def test_what_could_send_money_astray_is_refused_by_name(
    text: str, error: type[vietqr.QrUnreadable]
) -> None:
    with pytest.raises(vietqr.QrUnreadable) as refusal:
        vietqr.decode(text)
    assert type(refusal.value) is error
    assert str(refusal.value)


@pytest.mark.parametrize(
    ("text", "amount_vnd"),
    [
        (payload(), None),
        (payload(more="5405100005802VN"), 10000),
        (payload(more="54071000.005802VN"), 1000),
        (payload(more="540610000.5802VN"), 10000),
        (payload(more="5802VN80046abc"), None),
        (payload(more="5802VN5931" + "A" * 31), None),
        (payload(more="6002HN5802VN"), None),
        ("\n" + payload() + " ", None),
        (payload()[:-4] + payload()[-4:].lower(), None),
    ],
)
def test_what_stands_in_the_wild_is_read(text: str, amount_vnd: int | None) -> None:
    read = vietqr.decode(text)
    assert (read.bin, read.account, read.service) == ("970403", "0011012345678", "QRIBFTTA")
    assert read.amount_vnd == amount_vnd
    assert not read.dynamic


@pytest.mark.parametrize(
    "transfer",
    [
        Transfer(bin="97040", account="1"),
        Transfer(bin="٩٧٠٤٠٣", account="1"),
        Transfer(bin="970403", account=""),
        Transfer(bin="970403", account="1" * 20),
        Transfer(bin="970403", account="0011 0123"),
        Transfer(bin="970403", account="1", amount_vnd=0),
        Transfer(bin="970403", account="1", amount_vnd=-1),
        Transfer(bin="970403", account="1", amount_vnd=10**13),
        Transfer(bin="970403", account="1", purpose="x" * 26),
        Transfer(bin="970403", account="1", bill="x" * 26),
        Transfer(bin="970403", account="1", bill="số 1"),
    ],
)
def test_what_cannot_be_written_whole_is_not_written(transfer: Transfer) -> None:
    with pytest.raises(vietqr.TransferUnwritable):
        vietqr.encode(transfer)


@given(
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.text(string.digits + string.ascii_letters, min_size=1, max_size=19),
    st.none() | st.integers(1, 10**13 - 1),
    st.text(string.ascii_letters + string.digits + " ", max_size=25).map(fold.for_bank),
    st.text(string.ascii_letters + string.digits + "-", max_size=25),
)
def test_what_is_written_is_read_again(
    bank: str, account: str, amount_vnd: int | None, purpose: str, bill: str
) -> None:
    written = vietqr.encode(
        Transfer(bin=bank, account=account, amount_vnd=amount_vnd, purpose=purpose, bill=bill)
    )
    read = vietqr.decode(written)
    assert (read.bin, read.account, read.amount_vnd) == (bank, account, amount_vnd)
    assert (read.purpose, read.bill, read.dynamic) == (purpose, bill, amount_vnd is not None)
    assert len(read.code.objects.get("62", "")) <= 99


@given(st.integers(0, len(SIX_ONE_TWO) - 1), st.sampled_from(string.printable))
def test_one_wrong_letter_is_always_noticed(place: int, letter: str) -> None:
    altered = SIX_ONE_TWO[:place] + letter + SIX_ONE_TWO[place + 1 :]
    if altered == SIX_ONE_TWO or (
        place >= len(SIX_ONE_TWO) - 4 and letter.upper() == SIX_ONE_TWO[place].upper()
    ):
        return
    with pytest.raises(vietqr.QrUnreadable):
        vietqr.decode(altered)


@given(st.text())
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    for whole in (text, sealed("000201" + text)):
        try:
            vietqr.decode(whole)
        except vietqr.QrUnreadable:
            continue


@pytest.mark.parametrize(
    ("hint", "purpose"),
    [
        ("", "TF003NQK8NRQ"),
        ("Tháng 10", "TF003NQK8NRQ THANG 10"),
        ("Khoản thu T10", "TF003NQK8NRQ KHOAN THU"),
        ("Nghiêngngảnghiêngngả", "TF003NQK8NRQ"),
        ("Thu hộ bảo hiểm", "TF003NQK8NRQ THU HO BAO"),
    ],
)
def test_the_transfer_text_begins_with_the_code_and_keeps_whole_words(
    hint: str, purpose: str
) -> None:
    assert vietqr.purpose_for("TF003NQK8NRQ", hint) == purpose
    assert len(purpose) <= 25
