"""Is it real? Anybody may ask; nobody learns a full name."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import world
from tests.doors.web.pay.conftest import Village, as_worker
from thuphi.money.payments.queries.receipts import receipts_of


def test_an_official_account_is_confirmed(parent: Client, village: Village) -> None:
    answer = parent.post("/kiem-tra", {"asked": "0011 0019 32418"})
    page = answer.content.decode()
    assert "Đúng là tài khoản chính thức" in page
    assert "Trường Tiểu học Ví Dụ" in page
    assert "VietinBank" in page


def test_an_account_that_is_only_proposed_is_not_confirmed(
    parent: Client, village: Village
) -> None:
    with as_worker():
        village.world.a.account.state = "retired"
        village.world.a.account.save(update_fields=["state"])
    page = parent.post("/kiem-tra", {"asked": world.ACCOUNT_A}).content.decode()
    assert "Không tìm thấy. Đừng chuyển tiền." in page
    assert "Trường Tiểu học" not in page


def test_a_bill_is_confirmed_with_masked_facts(parent: Client, village: Village) -> None:
    page = parent.post("/kiem-tra", {"asked": village.bills[0].code.lower()}).content.decode()
    assert "Khoản thu thật" in page
    for told in ("Nguyễn M*** A**", "826.800", "Thu tháng 10/2026", "Chưa thu"):
        assert told in page
    assert "Minh Anh" not in page


def test_a_receipt_is_confirmed_from_the_code_on_paper(parent: Client, village: Village) -> None:
    village.pay(village.bills[0])
    with as_worker():
        receipt = receipts_of(village.bills[0].pk)[0]
    page = parent.get("/kiem-tra", {"ma": receipt.code}).content.decode()
    assert "Biên nhận thật" in page
    for told in ("2026-0000001", "Nguyễn M*** A**", "826.800", "09:00 05/10/2026"):
        assert told in page
    assert "Minh Anh" not in page


def test_the_proof_of_a_bill_does_not_unmask_the_public_check(
    parent: Client, village: Village
) -> None:
    parent.post(f"/b/{village.bills[0].code}/mo", {"fact": "678"})
    page = parent.post("/kiem-tra", {"asked": village.bills[0].code}).content.decode()
    assert "Minh Anh" not in page


@pytest.mark.parametrize("asked", ["BL0000000000", "TF0000000000", "9999999", "<b>x</b>", "a\x00b"])
def test_what_is_not_ours_is_said_not_to_be(parent: Client, village: Village, asked: str) -> None:
    answer = parent.post("/kiem-tra", {"asked": asked})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<b>x</b>" not in page
    if "\x00" not in asked:
        assert "Không tìm thấy. Đừng chuyển tiền." in page


def test_one_wrong_symbol_is_a_reason_to_look_again(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    wrong = code[:5] + ("7" if code[5] != "7" else "8") + code[6:]
    page = parent.post("/kiem-tra", {"asked": wrong}).content.decode()
    assert "Không tìm thấy. Đừng chuyển tiền." in page


def test_an_empty_question_is_sent_back(parent: Client, village: Village) -> None:
    page = parent.post("/kiem-tra", {"asked": ""}).content.decode()
    assert "Chưa có gì để kiểm tra." in page
