"""Receipts on the screen and on paper."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.test import Client

from tests import world
from tests.doors.web.pay.conftest import Village, as_worker
from thuphi.ground.kit.billcode import NotABillCode
from thuphi.money.bills.codes import codes_for
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.receipt_code import code_of, payment_of


def receipt_address(parent: Client, code: str) -> str:
    """Where the first receipt of a bill is."""
    return str(parent.get(f"/b/{code}").context["receipts"][0].href)


def text_of(sheet: bytes, folder: Path) -> str:
    """What stands on a PDF, as another program reads it."""
    path = folder / "receipt.pdf"
    path.write_bytes(sheet)
    read = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True
    )
    return read.stdout


def test_a_receipt_names_hidden_people_until_the_second_fact(
    parent: Client, village: Village
) -> None:
    bill = village.bills[0]
    village.pay(bill)
    address = receipt_address(parent, bill.code)
    page = parent.get(address).content.decode()
    for told in ("2026-0000001", "Nguyễn M*** A**", "Nguyễn V** B***", "826.800", "09:00"):
        assert told in page
    assert "Minh Anh" not in page
    assert "Tám trăm hai mươi sáu nghìn tám trăm đồng" in page


def test_the_second_fact_leads_back_to_the_receipt(parent: Client, village: Village) -> None:
    bill = village.bills[0]
    village.pay(bill)
    address = receipt_address(parent, bill.code)
    unmask_url = parent.get(address).context["unmask_url"]
    answer = parent.post(unmask_url, {"fact": "01022019"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    page = parent.get(address).content.decode()
    assert "Nguyễn Minh Anh" in page
    assert "Nguyễn Văn Bình" in page


def test_a_wrong_fact_on_a_receipt_is_answered_there(parent: Client, village: Village) -> None:
    village.pay(village.bills[0])
    address = receipt_address(parent, village.bills[0].code)
    page = parent.post(f"{address}/mo", {"fact": "000"}).content.decode()
    assert "Thông tin này không khớp." in page
    assert "Biên nhận thu tiền" in page
    assert "Minh Anh" not in page


def test_the_sheet_carries_the_four_fields_and_its_proof(
    parent: Client, village: Village, tmp_path: Path
) -> None:
    bill = village.bills[0]
    village.pay(bill)
    parent.post(f"/b/{bill.code}/mo", {"fact": "678"})
    address = receipt_address(parent, bill.code)
    answer = parent.get(f"{address}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="bien-lai-2026-0000001.pdf"'
    text = text_of(answer.content, tmp_path)
    code = address.removeprefix("/bien-lai/")
    spaced = [" ".join(one[start : start + 4] for start in (0, 4, 8)) for one in (bill.code, code)]
    for told in (
        "Trường Tiểu học Ví Dụ",
        "Phường Kinh Bắc, tỉnh Bắc Ninh",
        "2026-0000001",
        "09:00 ngày 05/10/2026",
        "Nguyễn Văn Bình",
        "Nguyễn Minh Anh · lớp 2A",
        "Thu tháng 10/2026",
        "826.800",
        "Tám trăm hai mươi sáu nghìn tám trăm đồng",
        "Chuyển khoản VietQR",
        "testserver/kiem-tra",
        *spaced,
    ):
        assert told in text


def test_the_sheet_hides_names_from_who_proved_nothing(
    parent: Client, village: Village, tmp_path: Path
) -> None:
    village.pay(village.bills[0])
    address = receipt_address(parent, village.bills[0].code)
    text = text_of(parent.get(f"{address}.pdf").content, tmp_path)
    assert "Nguyễn M*** A**" in text
    assert "Minh Anh" not in text


def test_what_was_paid_too_much_stands_on_the_receipt(
    parent: Client, village: Village, tmp_path: Path
) -> None:
    bill = village.bills[0]
    village.pay(bill, bill.total_vnd + 50_000)
    address = receipt_address(parent, bill.code)
    page = parent.get(address).content.decode()
    assert "876.800" in page
    assert "50.000" in page
    text = text_of(parent.get(f"{address}.pdf").content, tmp_path)
    assert "Trong đó trả thừa" in text
    assert "50.000" in text


@pytest.mark.parametrize("code", ["BL0000000000", "BL123", "TF0000000000", "BL0000000133"])
def test_an_unknown_receipt_gets_a_page_that_helps(
    parent: Client, village: Village, code: str
) -> None:
    assert parent.get(f"/bien-lai/{code}").status_code == 404
    assert parent.get(f"/bien-lai/{code}.pdf").status_code == 404


def test_money_without_an_owner_has_no_receipt(parent: Client, village: Village) -> None:
    with as_worker():
        world.hear(village.world, "", 100_000)
        payments.post_waiting(at=world.AT)
        (payment,) = Payment.objects.all()
    assert payment.finding == "unknown"
    assert parent.get(f"/bien-lai/{code_of(payment.pk)}").status_code == 404


@pytest.mark.parametrize("number", [1, 2, 1000, 2**40 - 1])
def test_a_receipt_code_leads_back_to_its_payment(number: int) -> None:
    code = code_of(number)
    assert code.startswith("BL")
    assert len(code) == 12
    assert payment_of(code) == number


def test_receipt_codes_do_not_heal(parent: Client) -> None:
    code = code_of(7)
    wrong = code[:5] + ("7" if code[5] != "7" else "8") + code[6:]
    with pytest.raises(NotABillCode):
        payment_of(wrong)


def test_receipt_codes_have_a_key_of_their_own() -> None:
    assert code_of(1)[2:] != codes_for([1])[0][2:]
