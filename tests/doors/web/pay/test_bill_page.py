"""The page of one bill before and after the second fact, in every state."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import world
from tests.doors.web.pay.conftest import Village, as_worker
from thuphi.ground.channels import vietqr
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills

TOTAL_VND = 826_800
"""A meal, boarding, water and insurance: 30.000 + 150.000 + 15.000 + 631.800."""


def test_names_are_half_hidden_before_the_second_fact(parent: Client, village: Village) -> None:
    page = parent.get(f"/b/{village.bills[0].code}").content.decode()
    assert "Nguyễn M*** A**" in page
    assert "Nguyễn V** B***" in page
    assert "Minh Anh" not in page
    assert "Văn Bình" not in page
    # The token of the form is random letters, and may hold these two.
    assert "2A" not in re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    assert "Bảo hiểm y tế" not in page


def test_names_class_and_lines_are_shown_after_the_second_fact(
    parent: Client, village: Village
) -> None:
    code = village.bills[0].code
    answer = parent.post(f"/b/{code}/mo", {"fact": "01/02/2019"})
    assert (answer.status_code, answer["Location"]) == (302, f"/b/{code}")
    page = parent.get(f"/b/{code}").content.decode()
    for told in ("Nguyễn Minh Anh", "Nguyễn Văn Bình", "2A", "Bảo hiểm y tế", "631.800"):
        assert told in page


def test_the_four_fields_and_the_transfer_stand_on_the_page(
    parent: Client, village: Village
) -> None:
    code = village.bills[0].code
    answer = parent.get(f"/b/{code}")
    page = answer.content.decode()
    transfer = answer.context["transfer"]
    for told in ("Người nộp", "Người thụ hưởng", "Nội dung", "Mã khoản thu", "826.800"):
        assert told in page
    assert transfer.text == f"{code} THU THANG"
    assert (transfer.bank_name, transfer.account_number) == ("VietinBank", world.ACCOUNT_A)
    assert transfer.account_name == "TRƯỜNG TIỂU HỌC VÍ DỤ"
    said = vietqr.decode(transfer.payload)
    assert (said.bin, said.account, said.amount_vnd, said.purpose) == (
        "970415",
        world.ACCOUNT_A,
        TOTAL_VND,
        f"{code} THU THANG",
    )


def test_the_proof_of_one_bill_opens_no_other(parent: Client, village: Village) -> None:
    first, second = village.bills[0].code, village.bills[1].code
    parent.post(f"/b/{first}/mo", {"fact": "01/02/2019"})
    assert "Trần G** B**" in parent.get(f"/b/{second}").content.decode()
    assert "Nguyễn Minh Anh" not in Client().get(f"/b/{first}").content.decode()


def test_the_second_fact_of_another_pupil_opens_nothing(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    answer = parent.post(f"/b/{code}/mo", {"fact": "23/11/2019"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Thông tin này không khớp." in page
    assert "Nguyễn M*** A**" in page
    assert "Nguyễn M*** A**" in parent.get(f"/b/{code}").content.decode()


def test_a_guess_too_many_is_refused_even_when_right(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    for _ in range(5):
        parent.post(f"/b/{code}/mo", {"fact": "000"})
    refused = parent.post(f"/b/{code}/mo", {"fact": "01/02/2019"})
    assert "Đã thử sai nhiều lần." in refused.content.decode()
    page = parent.get(f"/b/{code}").content.decode()
    assert "Nguyễn M*** A**" in page
    assert "826.800" in page, "paying goes on while guessing is stopped"


def test_right_facts_are_never_counted_as_guesses(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    for _ in range(8):
        assert parent.post(f"/b/{code}/mo", {"fact": "678"}).status_code == 302


def test_a_part_paid_bill_asks_for_the_rest(parent: Client, village: Village) -> None:
    village.pay(village.bills[0], 326_800)
    answer = parent.get(f"/b/{village.bills[0].code}")
    page = answer.content.decode()
    assert "500.000" in page
    assert "Thu một phần" in page
    assert vietqr.decode(answer.context["transfer"].payload).amount_vnd == 500_000
    assert [receipt.amount_vnd for receipt in answer.context["receipts"]] == [326_800]


def test_a_paid_bill_shows_its_receipt_and_no_way_to_pay(parent: Client, village: Village) -> None:
    village.pay(village.bills[0])
    answer = parent.get(f"/b/{village.bills[0].code}")
    page = answer.content.decode()
    assert "Đã thu" in page
    assert "2026-0000001" in page
    assert "Quét để trả" not in page
    assert answer.context["transfer"] is None
    assert answer.context["live_url"] == ""


def test_a_cancelled_bill_says_not_to_pay(parent: Client, village: Village) -> None:
    with as_worker():
        bills.cancel_bill(by=SYSTEM, code=village.bills[0].code, reason="Lập nhầm", at=world.AT)
    page = parent.get(f"/b/{village.bills[0].code}").content.decode()
    assert "Khoản thu này đã hủy" in page
    assert "Quét để trả" not in page


def test_an_overdue_bill_says_so_and_can_still_be_paid(
    parent: Client, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda at: date(2026, 11, 1))
    page = parent.get(f"/b/{village.bills[0].code}").content.decode()
    assert "Quá hạn" in page
    assert "Quét để trả" in page


def test_a_bill_is_not_overdue_on_its_last_day(
    parent: Client, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda at: world.DUE_ON)
    assert "Quá hạn" not in parent.get(f"/b/{village.bills[0].code}").content.decode()


def test_money_that_is_heard_and_not_booked_is_told(parent: Client, village: Village) -> None:
    bill, other = village.bills[0], village.bills[1]
    with as_worker():
        world.hear(village.world, bill.code, bill.total_vnd)
    page = parent.get(f"/b/{bill.code}").content.decode()
    assert "Đã nhận tiền, đang ghi nhận" in page
    assert "Quét để trả" not in page
    assert "đang ghi nhận" not in parent.get(f"/b/{other.code}").content.decode()


def test_money_that_a_bank_refused_is_not_told_as_received(
    parent: Client, village: Village
) -> None:
    with as_worker():
        world.hear(village.world, village.bills[0].code, TOTAL_VND, outcome="refused")
    assert "đang ghi nhận" not in parent.get(f"/b/{village.bills[0].code}").content.decode()


def test_a_school_without_an_approved_account_takes_no_transfer(
    parent: Client, village: Village
) -> None:
    with as_worker():
        village.world.a.account.state = "retired"
        village.world.a.account.save(update_fields=["state"])
    answer = parent.get(f"/b/{village.bills[0].code}")
    page = answer.content.decode()
    assert "Chưa trả qua tài khoản được" in page
    assert "02223821234" in page
    assert world.ACCOUNT_A not in page
    assert parent.get(f"/b/{village.bills[0].code}/qr.png").status_code == 404


def test_the_page_speaks_english_to_who_asks_for_it(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    switched = parent.post("/ngon-ngu", {"language": "en", "next": f"/b/{code}"})
    assert (switched.status_code, switched["Location"]) == (302, f"/b/{code}")
    page = parent.get(f"/b/{code}").content.decode()
    assert '<html lang="en"' in page
    assert "Người nộp" not in page
    assert "Unpaid" in page


def test_a_person_who_asks_again_is_told_that_nothing_was_seen_yet(
    parent: Client, village: Village
) -> None:
    page = parent.get(f"/b/{village.bills[0].code}/trang-thai").content.decode()
    assert "chúng tôi chưa thấy tiền" in page
    assert "<html" in page


def test_a_script_that_asks_gets_only_the_part_that_changes(
    parent: Client, village: Village
) -> None:
    village.pay(village.bills[0])
    answer = parent.get(f"/b/{village.bills[0].code}/trang-thai", headers={"Accept": "text/html"})
    page = answer.content.decode()
    assert page.startswith("<title>Đã thu · Thu tháng 10/2026 · Nguyễn M*** A**</title>")
    assert 'id="bill"' in page
    assert "<html" not in page


def test_a_code_in_small_letters_leads_to_its_page(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    answer = parent.get(f"/b/{code.lower()}")
    assert (answer.status_code, answer["Location"]) == (302, f"/b/{code}")


@pytest.mark.parametrize("code", ["TF0000000000", "TF00000001", "XX0000000000", "TF0000000133"])
def test_an_unknown_code_gets_a_page_that_helps(
    parent: Client, village: Village, code: str
) -> None:
    answer = parent.get(f"/b/{code}")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Không có trang này" in page
    assert 'href="/tra"' in page


def test_one_wrong_symbol_in_an_address_opens_nothing(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    wrong = code[:5] + ("7" if code[5] != "7" else "8") + code[6:]
    assert parent.get(f"/b/{wrong}").status_code == 404


def test_nobody_in_between_keeps_the_page(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    for address in (f"/b/{code}", f"/b/{code}/trang-thai", f"/b/{code}/qr.png", "/tra"):
        assert "no-store" in parent.get(address)["Cache-Control"]
    assert parent.get(f"/b/{code}")["Referrer-Policy"] == "same-origin"


def test_the_page_asks_the_database_a_fixed_number_of_questions(
    parent: Client, village: Village, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    code = village.bills[0].code
    with django_assert_num_queries(13):
        parent.get(f"/b/{code}")
    parent.post(f"/b/{code}/mo", {"fact": "678"})
    with django_assert_num_queries(15):
        parent.get(f"/b/{code}")


def test_a_sum_above_one_quick_transfer_gets_no_code(parent: Client, village: Village) -> None:
    with as_worker():
        (bill,) = world.issued_run(
            village.world, name="Thu lớn", classes=["5B"], items=[("BH", 800)]
        )
    assert bill.total_vnd == 505_440_000
    page = parent.get(f"/b/{bill.code}").content.decode()
    assert "Số tiền lớn hơn mức chuyển nhanh bằng mã QR" in page
    assert "Lưu ảnh mã QR" not in page
    assert world.ACCOUNT_A in page
    assert parent.get(f"/b/{bill.code}/qr.png").status_code == 404
