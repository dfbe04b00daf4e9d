"""Several bills of one school under one code: made by the family, paid by one transfer."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import world
from tests.doors.web.pay.conftest import Village, as_worker, latest
from tests.doors.web.pay.test_choose import choose
from thuphi.doors.web.pay import choosing, guessing
from thuphi.ground.channels import vietqr
from thuphi.money.attempts.models import Basket
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments

TOTAL_VND = 826_800


def bind(parent: Client, first: Bill, *others: Bill | str) -> str:
    """Type codes on the page of a bill; returns where the browser is sent."""
    codes = ", ".join(one if isinstance(one, str) else one.code for one in others)
    answer = parent.post(f"/b/{first.code}/cung-luc", {"codes": codes})
    assert answer.status_code == 303
    return str(answer["Location"])


def baskets() -> int:
    with as_worker():
        return Basket.objects.count()


def test_two_bills_become_one_code_one_sum_and_one_qr(parent: Client, village: Village) -> None:
    first, second, _ = village.bills
    address = bind(parent, first, f"{second.code[:4]} {second.code[4:8]} {second.code[8:]}".lower())
    answer = parent.get(address)
    page, transfer = answer.content.decode(), answer.context["transfer"]
    said = vietqr.decode(transfer.payload)
    code = address.rpartition("/")[2]
    assert (said.amount_vnd, said.purpose) == (2 * TOTAL_VND, f"{code} THU THANG")
    assert "1.653.600" in page
    assert "Nguyễn M*** A**" in page
    assert "Trần G** B**" in page
    assert f'href="/b/{first.code}"' in page
    assert "Trả một phần" not in page
    assert parent.get(f"{address}/qr.png").status_code == 200
    assert parent.get(address.lower().replace("/b/tf", "/b/tf"))["Location"] == address


def test_bills_proved_in_this_session_are_offered(parent: Client, village: Village) -> None:
    first, second, third = village.bills
    assert "Khoản bạn đã mở" not in parent.get(f"/b/{first.code}").content.decode()
    parent.post(f"/b/{second.code}/mo", {"fact": "23/11/2019"})
    page = parent.get(f"/b/{first.code}").content.decode()
    assert f'name="kem" value="{second.code}"' in page
    assert third.code not in page
    answer = parent.post(f"/b/{first.code}/cung-luc", {"kem": [second.code]})
    page = parent.get(answer["Location"]).content.decode()
    assert "Trần Gia Bảo" in page
    assert "Nguyễn M*** A**" in page
    assert "Minh Anh" not in page


def test_one_payment_pays_every_bill_of_the_basket(parent: Client, village: Village) -> None:
    first, second, _ = village.bills
    address = bind(parent, first, second)
    with as_worker():
        world.hear(village.world, address.rpartition("/")[2], 2 * TOTAL_VND)
    heard = parent.get(address).content.decode()
    assert "Đã nhận tiền, đang ghi nhận" in heard
    assert "Quét để trả" not in heard
    with as_worker():
        payments.post_waiting(at=world.AT)
    page = parent.get(address).content.decode()
    assert "<h1>Đã thu</h1>" in page
    assert page.count("Biên nhận số") == 2
    assert "data-check" not in page
    assert "Đã thu" in parent.get(f"/b/{second.code}").content.decode()
    part = parent.get(f"{address}/trang-thai", headers={"Accept": "text/html"}).content.decode()
    assert part.startswith("<title>Đã thu · Trả cùng lúc 2 khoản</title>")


def test_a_basket_is_paid_by_the_other_ways_too(parent: Client, village: Village) -> None:
    first, second, _ = village.bills
    vnpay = village.opens("vnpay")
    code = bind(parent, first, second).rpartition("/")[2]
    address = choose(parent, code, vnpay)
    assert latest().amount_vnd == 2 * TOTAL_VND
    assert "Tiếp tục tới" in parent.get(address).content.decode()
    page = parent.get(f"/b/{first.code}").content.decode()
    assert "Một lần trả đang được kiểm tra" in page
    assert f'href="{address.partition("?")[0]}"' in page
    assert choose(parent, second.code, vnpay) == address.partition("?")[0]


def test_a_bill_paid_by_itself_takes_the_common_code_out_of_use(
    parent: Client, village: Village
) -> None:
    first, second, _ = village.bills
    vnpay = village.opens("vnpay")
    address = bind(parent, first, second)
    village.pay(first)
    page = parent.get(address).content.decode()
    assert "Một khoản trong này đã được trả riêng" in page
    assert "Quét để trả" not in page
    assert parent.get(f"{address}/qr.png").status_code == 404
    assert choose(parent, address.rpartition("/")[2], vnpay) == address


def test_a_third_bill_is_added_to_two(parent: Client, village: Village) -> None:
    first, second, third = village.bills
    two = bind(parent, first, second)
    answer = parent.post(f"{two}/cung-luc", {"codes": third.code})
    page = parent.get(answer["Location"]).content.decode()
    assert "Trả cùng lúc 3 khoản" in page
    assert "2.480.400" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Chưa có mã nào."),
        (" , ;", "Chưa có mã nào."),
        ("TF12", "không đúng. Mã gồm 12 ký tự"),
        ("TF0000000000", "Chưa gộp được."),
    ],
)
def test_codes_that_cannot_be_bound_are_told(
    parent: Client, village: Village, typed: str, said: str
) -> None:
    address = bind(parent, village.bills[0], typed)
    assert address == f"/b/{village.bills[0].code}"
    assert said in parent.get(address).content.decode()
    assert baskets() == 0


def test_a_bill_is_not_bound_with_itself_a_paid_one_or_a_neighbours(
    parent: Client, village: Village
) -> None:
    first, second, _ = village.bills
    village.pay(second)
    with as_worker():
        (stranger,) = world.issued_run(village.world, school=village.world.b)
    for other in (first, second, stranger):
        assert bind(parent, first, other) == f"/b/{first.code}"
    assert baskets() == 0


def test_the_code_of_a_basket_is_found_with_the_fact_of_one_of_its_bills(
    parent: Client, village: Village
) -> None:
    first, second, _ = village.bills
    code = bind(parent, first, second).rpartition("/")[2]
    other = Client()
    answer = other.post("/tra", {"code": code, "fact": "23/11/2019"})
    assert (answer.status_code, answer["Location"]) == (302, f"/b/{code}")
    page = other.get(f"/b/{code}").content.decode()
    assert "Trần Gia Bảo" in page
    assert "Nguyễn M*** A**" in page


def test_a_basket_brings_no_more_guesses_at_its_bills(parent: Client, village: Village) -> None:
    first, second, _ = village.bills
    code = bind(parent, first, second).rpartition("/")[2]
    for _ in range(guessing.WRONG_PER_BILL):
        parent.post("/tra", {"code": first.code, "fact": "999"})
    answer = Client(REMOTE_ADDR="192.0.2.3").post("/tra", {"code": code, "fact": "1/2/2019"})
    assert "Đã thử sai nhiều lần." in answer.content.decode()


def test_making_baskets_has_its_measure(parent: Client, village: Village) -> None:
    first, second, _ = village.bills
    for _ in range(choosing.BEGUN_PER_BILL_AND_ADDRESS):
        assert bind(parent, first, second) != f"/b/{first.code}"
    assert bind(parent, first, second) == f"/b/{first.code}"
    assert baskets() == choosing.BEGUN_PER_BILL_AND_ADDRESS


def test_the_code_of_a_basket_can_be_checked_by_anybody(parent: Client, village: Village) -> None:
    code = bind(parent, *village.bills[:2]).rpartition("/")[2]
    page = Client().post("/kiem-tra", {"asked": code}).content.decode()
    for told in ("Khoản thu thật", "Trường Tiểu học Ví Dụ", "1.653.600", "Trả cùng lúc 2 khoản"):
        assert told in page
    assert "Nguyễn" not in page
