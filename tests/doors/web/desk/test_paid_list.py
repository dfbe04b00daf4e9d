"""The portal's list at the desk: looked at first, taken in whole, twice without harm."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, SIGN_IN, At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import Person, School, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments import paid_list
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.models import Merchant

PAGE = "/ban-lam-viec/tien-vao/danh-sach-cong/"
HEADS = "Mã khoản thu;Số tiền;Thời gian;Mã giao dịch"


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of 660.000 đ."""
    return worlds.issued_run(world, items=[("AN", 22)])


@pytest.fixture
def portal(world: World) -> Merchant:
    return contract(world.a, "vidu-dvcqg")


def contract(school: School, slug: str) -> Merchant:
    return methods.register_merchant(
        by=SYSTEM, facility_id=school.id, channel="portal", slug=slug, account_number="",
        settings={}, at=worlds.AT,
    )  # fmt: skip


def listed(*rows: str) -> bytes:
    return "\n".join([HEADS, *rows]).encode()


def row(bill: Bill, transaction: str, amount: str = "660.000") -> str:
    return f"{bill.code};{amount};05/10/2026 09:15;{transaction}"


def send(
    client: Client, portal: Merchant, content: bytes, do: str = "write", name: str = "thang-10.csv"
) -> HttpResponse:
    form = {"merchant": portal.pk, "paid": SimpleUploadedFile(name, content), "do": do}
    answer: HttpResponse = client.post(PAGE, form)
    return answer


def state(bill: Bill) -> str:
    with as_worker():
        payments.post_waiting(at=NOW)
        bill.refresh_from_db()
    return bill.state


def test_a_list_is_looked_at_and_nothing_is_written(
    world: World, bills: list[Bill], portal: Merchant, at_desk: At
) -> None:
    lan = at_desk(world.lan)
    answer = send(lan, portal, listed(row(bills[0], "G1"), row(bills[1], "G2")), "look")
    assert answer.status_code == 200
    words = said(answer)
    assert "Danh sách đọc được hết; chưa ghi gì" in words
    assert "chọn lại tệp thang-10.csv và bấm Ghi" in words
    assert "Giao dịch 2 Tổng tiền 1.320.000 đ" in words
    assert state(bills[0]) == "open"


def test_a_list_is_taken_in_once(
    world: World, bills: list[Bill], portal: Merchant, at_desk: At
) -> None:
    lan = at_desk(world.lan)
    both = listed(row(bills[0], "G1"), row(bills[1], "G2"))
    assert send(lan, portal, both)["Location"] == reverse("desk_payments")
    assert "Đã ghi 2 giao dịch mới; 0 đã có từ trước." in said(lan.get(reverse("desk_payments")))
    assert state(bills[0]) == "paid"
    send(lan, portal, both)
    assert "Đã ghi 0 giao dịch mới; 2 đã có từ trước." in said(lan.get(reverse("desk_payments")))
    send(lan, portal, listed(row(bills[0], "G1", "60.000"), row(bills[2], "G3")))
    words = said(lan.get(reverse("desk_payments")))
    assert "Đã ghi 1 giao dịch mới; 0 đã có từ trước." in words
    assert "1 giao dịch khác với lần báo trước: chưa ghi, chờ người xem." in words
    assert state(bills[2]) == "paid"


def test_one_wrong_row_and_nothing_is_taken_in(
    world: World, bills: list[Bill], portal: Merchant, at_desk: At
) -> None:
    wrong = listed(row(bills[0], "G1"), row(bills[1], "G2", "1.25"))
    for do in ("look", "write"):
        answer = send(at_desk(world.lan), portal, wrong, do)
        assert answer.status_code == 400
        words = said(answer)
        assert "1 dòng cần sửa; chưa ghi gì" in words
        assert "3 Số tiền không đọc được: viết 1.250.000." in words
    assert state(bills[0]) == "open"


def test_what_is_no_list_is_refused_beside_the_field(
    world: World, portal: Merchant, at_desk: At
) -> None:
    lan = at_desk(world.lan)
    for content, words in {
        b"a;b;c\n1;2;3": "Không thấy dòng tiêu đề",
        b"PK\x03\x04x": "Tệp bị hỏng",
        b"": "Tệp rỗng.",
    }.items():
        answer = send(lan, portal, content)
        assert answer.status_code == 400
        assert words in said(answer)
    assert "Chưa chọn tệp." in said(lan.post(PAGE, {"merchant": portal.pk}))


def test_a_file_above_the_bound_is_refused(
    world: World, portal: Merchant, at_desk: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paid_list, "BYTES_MAX", 100)
    answer = send(at_desk(world.lan), portal, listed("x" * 100))
    assert answer.status_code == 400
    assert "tách thành nhiều tệp" in said(answer)


def test_the_way_there_stands_only_where_it_leads_somewhere(
    world: World, portal: Merchant, at_desk: At
) -> None:
    def has_link(person: Person) -> bool:
        return PAGE in at_desk(person).get(reverse("desk_payments")).content.decode()

    assert (has_link(world.lan), has_link(world.hoa), has_link(world.quan)) == (True, False, False)
    words = said(at_desk(world.quan).get(PAGE))
    assert "Đơn vị chưa ghi hợp đồng với Cổng Dịch vụ công" in words


def test_who_may_not_find_owners_takes_no_list_in(
    world: World, bills: list[Bill], portal: Merchant, at_desk: At
) -> None:
    content = listed(row(bills[0], "G1"))
    for person in (world.minh, world.hoa, world.dung):
        assert send(at_desk(person), portal, content).status_code == 403
    assert send(at_desk(world.quan), portal, content).status_code == 404
    with as_worker():
        contract(world.b, "langgieng-dvcqg")
    answer = send(at_desk(world.quan), portal, content)
    assert answer.status_code == 400
    assert state(bills[0]) == "open"
    assert Client().get(PAGE)["Location"].startswith("/tai-khoan/login/")


def test_of_several_contracts_one_is_chosen(
    world: World, bills: list[Bill], portal: Merchant, at_desk: At
) -> None:
    other = contract(world.a, "vidu-dvcqg-2")
    lan = at_desk(world.lan)
    assert "Hợp đồng với Cổng vidu-dvcqg vidu-dvcqg-2" in said(lan.get(PAGE))
    send(lan, other, listed(row(bills[0], "G1")))
    assert state(bills[0]) == "paid"


def test_a_list_comes_by_post_with_a_token(world: World, portal: Merchant, at_desk: At) -> None:
    at_desk(world.lan)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.lan.user, backend=SIGN_IN)
    assert send(strict, portal, listed()).status_code == 403
