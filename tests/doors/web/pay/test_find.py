"""Finding a bill by its code and a second fact."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.doors.web.pay.conftest import Village
from thuphi.ground.kit import billcode

PAIR = "Mã và thông tin này không khớp."


def healed_by_one(code: str) -> tuple[str, str]:
    """The code with its sixth symbol mistyped, and the symbol that was typed."""
    typed = "7" if code[5] != "7" else "8"
    return code[:5] + typed + code[6:], typed


def test_the_right_pair_opens_the_bill_with_names_in_full(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    answer = parent.post("/tra", {"code": code, "fact": "1/2/2019"})
    assert (answer.status_code, answer["Location"]) == (302, f"/b/{code}")
    assert "Nguyễn Minh Anh" in parent.get(f"/b/{code}").content.decode()


def test_a_code_with_spaces_and_small_letters_is_read(parent: Client, village: Village) -> None:
    code = village.bills[2].code
    typed = f"{code[:4]} {code[4:8]} {code[8:]}".lower()
    answer = parent.post("/tra", {"code": typed, "fact": "012"})
    assert (answer.status_code, answer["Location"]) == (302, f"/b/{code}")


def test_one_wrong_symbol_is_mended_and_shown_with_the_right_fact(
    parent: Client, village: Village
) -> None:
    code = village.bills[0].code
    wrong, typed = healed_by_one(code)
    answer = parent.post("/tra", {"code": wrong, "fact": "678"}, follow=True)
    assert answer.redirect_chain == [(f"/b/{code}", 302)]
    told = f"Mã bạn gõ sai ký tự thứ 6: {typed} phải là {code[5]}. Mã đúng là {code}"
    assert told in answer.content.decode()


def test_one_wrong_symbol_is_not_told_with_a_wrong_fact(parent: Client, village: Village) -> None:
    code = village.bills[0].code
    page = parent.post("/tra", {"code": healed_by_one(code)[0], "fact": "000"}).content.decode()
    assert PAIR in page
    assert code not in page


def test_a_wrong_fact_and_an_unknown_bill_are_answered_alike(
    parent: Client, village: Village
) -> None:
    wrong_fact = parent.post("/tra", {"code": village.bills[0].code, "fact": "999"})
    unknown = parent.post("/tra", {"code": "TF0000000000", "fact": "999"})
    assert (wrong_fact.status_code, unknown.status_code) == (200, 200)
    assert PAIR in wrong_fact.content.decode()
    assert (
        wrong_fact.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    )


@pytest.mark.parametrize("typed", ["TFX", "ABC", "12345", "TF00000001ZZ"])
def test_what_is_no_code_is_said_to_be_wrong(parent: Client, village: Village, typed: str) -> None:
    page = parent.post("/tra", {"code": typed, "fact": "678"}).content.decode()
    assert "Mã này không đúng. Mã gồm 12 ký tự, bắt đầu bằng TF; xem trên giấy báo." in page


def test_empty_fields_say_what_is_missing(parent: Client, village: Village) -> None:
    page = parent.post("/tra", {"code": "", "fact": ""}).content.decode()
    assert "Chưa có mã." in page
    assert "Chưa có ngày sinh hoặc số điện thoại." in page


@pytest.mark.parametrize("exists", [True, False])
def test_guessing_stops_alike_for_known_and_unknown_bills(
    parent: Client, village: Village, exists: bool
) -> None:
    code = village.bills[0].code if exists else "TF0000000000"
    for _ in range(5):
        assert PAIR in parent.post("/tra", {"code": code, "fact": "999"}).content.decode()
    refused = parent.post("/tra", {"code": code, "fact": "678"})
    assert refused.status_code == 200
    assert "Đã thử sai nhiều lần." in refused.content.decode()


def test_guesses_over_many_bills_stop_at_the_address(parent: Client, village: Village) -> None:
    for number in range(60):
        parent.post("/tra", {"code": billcode.encode(number // 5 + 7), "fact": "999"})
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert "Đã thử" in parent.post("/tra", {"code": "TF0000000000", "fact": "1"}).content.decode()
    assert PAIR in other.post("/tra", {"code": "TF0000000000", "fact": "1"}).content.decode()


def test_a_flood_of_other_guesses_does_not_push_a_bills_count_out(village: Village) -> None:
    code = village.bills[0].code
    for _ in range(5):
        Client(REMOTE_ADDR="192.0.2.1").post("/tra", {"code": code, "fact": "999"})
    for number in range(120):
        other = Client(REMOTE_ADDR=f"192.0.2.{number + 2}")
        other.post("/tra", {"code": billcode.encode(number + 7), "fact": "999"})
    right = Client(REMOTE_ADDR="192.0.2.250").post("/tra", {"code": code, "fact": "678"})
    assert "Đã thử sai nhiều lần." in right.content.decode()


def test_all_addresses_of_one_household_are_one_caller(village: Village) -> None:
    for number in range(61):
        caller = Client(REMOTE_ADDR=f"2001:db8:0:1::{number:x}")
        answer = caller.post("/tra", {"code": billcode.encode(number + 7), "fact": "999"})
    assert "Đã thử sai nhiều lần." in answer.content.decode()
    neighbour = Client(REMOTE_ADDR="2001:db8:0:2::1")
    said = neighbour.post("/tra", {"code": billcode.encode(7), "fact": "999"})
    assert PAIR in said.content.decode()
