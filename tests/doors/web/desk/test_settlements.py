"""Settlements at the desk: looked at, taken in, beside our payments and the bank's lines."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.money.seen import balances
from tests.money.settlement_files import Paid, vnpay
from tests.world import ACCOUNT_A, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.reconciliation.actions import settling
from thuphi.money.reconciliation.models import LineState
from thuphi.money.statements.models import BankLine, Settlement
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.models import Merchant

LIST = "/ban-lam-viec/doi-soat/sao-ke/quyet-toan/"
TAKE = f"{LIST}nhap/"
OCTOBER = f"{LIST}?from_on=2026-10-01&until_on=2026-10-31"


@pytest.fixture
def gate(world: World) -> Merchant:
    return methods.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel="vnpay", slug="vidu-vnpay", account_number="",
        settings={"vnp_TmnCode": "SCHOOL01", "vnp_HashSecret": "MADEUPSECRETFORTESTS0123456789AB"},
        at=worlds.AT,
    )  # fmt: skip


@pytest.fixture
def paid(world: World, gate: Merchant) -> list[Bill]:
    """Two bills of 660.000 đ, paid through VNPAY under the numbers 1 and 2."""
    bills = worlds.issued_run(world, items=[("AN", 22)])[:2]
    for number, bill in enumerate(bills, start=1):
        worlds.hear(
            world, bill.code, 660_000, merchant=gate, reference=str(number), account="",
            method="web",
        )  # fmt: skip
    payments.post_waiting(at=NOW)
    return bills


def send(
    client: Client, content: bytes, do: str = "write", name: str = "vnpay.csv", channel: str = ""
) -> HttpResponse:
    form = {"settlement": SimpleUploadedFile(name, content), "do": do, "channel": channel}
    answer: HttpResponse = client.post(TAKE, form)
    return answer


def work(world: World) -> None:
    with as_worker():
        settling.settle_rows(facility_id=world.a.id, at=NOW)
        settling.match_lines(facility_id=world.a.id, line_ids=None, at=NOW)


def line(world: World, amount_vnd: int, text: str) -> int:
    with as_worker():
        return BankLine.objects.create(
            facility_id=world.a.id, account=ACCOUNT_A, booked_on=date(2026, 10, 6), text=text,
            direction="in", amount_vnd=amount_vnd, ordinal=0,
        ).pk  # fmt: skip


def test_a_file_is_looked_at_and_nothing_is_written(
    world: World, paid: list[Bill], at_desk: At
) -> None:
    lan = at_desk(world.lan)
    answer = send(lan, vnpay([Paid("1"), Paid("2")]), "look")
    assert answer.status_code == 200
    words = said(answer)
    assert "Đọc được hết; chưa ghi gì" in words
    assert "chọn lại tệp vnpay.csv và bấm Ghi" in words
    assert "06/10/2026 2026-10-06 2 1.320.000 đ 13.200 đ 1.306.800 đ mới" in words
    assert not Settlement.objects.exists()


def test_a_file_is_taken_in_once_and_its_settlement_shown(
    world: World, paid: list[Bill], at_desk: At
) -> None:
    lan = at_desk(world.lan)
    answer = send(lan, vnpay([Paid("1"), Paid("2")]))
    one = Settlement.objects.get()
    assert answer["Location"] == reverse("desk_settlement", args=[one.pk])
    words = said(lan.get(answer["Location"]))
    assert "Đã nhập 2 giao dịch mới; 0 đã có từ trước." in words
    assert "Đang khớp từng giao dịch" in words
    assert "Chờ sao kê" in words
    send(lan, vnpay([Paid("1"), Paid("2")]))
    assert "Quyết toán này đã nhập rồi; không ghi gì thêm." in said(lan.get(LIST))


def test_the_three_sides_meet_on_one_page(world: World, paid: list[Bill], at_desk: At) -> None:
    lan = at_desk(world.lan)
    words = said(lan.get(OCTOBER))
    assert "Chưa có tệp Trường ghi 1.320.000 đ 2 giao dịch Nhà cung cấp chưa nhập tệp" in words
    send(lan, vnpay([Paid("1"), Paid("2")]))
    line(world, 1_306_800, "VNPAY thanh toan")
    work(world)
    words = said(lan.get(OCTOBER))
    assert "Khớp Trường ghi 1.320.000 đ 2 giao dịch Nhà cung cấp 1.320.000 đ" in words
    assert "phí 13.200 đ, thực nhận 1.306.800 đ Ngân hàng 1.306.800 đ 1 dòng sao kê" in words
    assert "Đã về tài khoản" in words


def test_what_only_one_side_has_is_listed(world: World, paid: list[Bill], at_desk: At) -> None:
    lan = at_desk(world.lan)
    send(lan, vnpay([Paid("2"), Paid("9", gross_vnd=100_000, fee_vnd=1_000)]))
    work(world)
    one = Settlement.objects.get()
    words = said(lan.get(reverse("desk_settlement", args=[one.pk])))
    assert "1 giao dịch chưa khớp, 100.000 đ" in words
    assert "Tất cả 2 Khớp 1 Chỉ có ở nhà cung cấp 1" in words
    some = said(lan.get(reverse("desk_settlement", args=[one.pk]) + "?outcome=matched"))
    assert "9 Chỉ có ở nhà cung cấp" not in some
    assert "Chỉ có bên trường" in words
    words = said(lan.get(f"{OCTOBER}&channel=vnpay"))
    assert "1 khoản, 660.000 đ, chưa có trong quyết toán hay sao kê nào." in words
    assert "Thiếu trong quyết toán" in words


def test_faults_name_the_row_and_the_column(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    wrong = vnpay([Paid("1")], with_total=False).replace(b"660.000", b"66.00.0")
    for do in ("look", "write"):
        answer = send(lan, wrong, do)
        assert answer.status_code == 400
        words = said(answer)
        assert "1 chỗ cần sửa; chưa ghi gì" in words
        assert "Dòng 4, cột E (Số tiền (VND)): Số tiền “66.00.0” không đọc được" in words
    assert not Settlement.objects.exists()


def test_a_settlement_told_otherwise_is_refused_in_words(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    send(lan, vnpay([Paid("1")], number="DS1"))
    answer = send(lan, vnpay([Paid("1", fee_vnd=0)], number="DS1"), name="lan-2.csv")
    assert answer.status_code == 400
    assert (
        "Quyết toán DS1 đã có trong tệp vnpay.csv với 1 giao dịch, thực nhận 653.400 đ; tệp này"
        " ghi 1 giao dịch, thực nhận 660.000 đ."
    ) in said(answer)


def test_a_file_of_nobody_asks_for_its_provider(world: World, at_desk: At) -> None:
    lan = at_desk(world.lan)
    plain = (
        "Mã giao dịch;Số tiền;Phí;Thời gian giao dịch\n77;660.000;6.600;05/10/2026 09:00"
    ).encode()
    assert "Không nhận ra tệp này của nhà cung cấp nào" in said(send(lan, plain, name="a.csv"))
    assert send(lan, plain, name="a.csv", channel="vnpay").status_code == 302
    assert "Tệp rỗng." in said(send(lan, b""))
    assert "Chưa chọn tệp." in said(lan.post(TAKE, {"do": "look"}))


def test_a_person_says_which_line_it_is(world: World, paid: list[Bill], at_desk: At) -> None:
    lan = at_desk(world.lan)
    send(lan, vnpay([Paid("1")]))
    bare = line(world, 653_400, f"chuyen tien {paid[0].code}")
    work(world)
    one = Settlement.objects.get()
    here = reverse("desk_settlement", args=[one.pk])
    assert "Chọn dòng sao kê" in said(lan.get(here))
    pair = reverse("desk_settlement_pair", args=[one.pk])
    assert "Viết lý do" in said(lan.post(pair, {"line": bare}))
    answer = lan.post(pair, {"line": bare, "reason": "VNPAY gọi điện xác nhận"})
    assert answer["Location"] == here
    words = said(lan.get(here))
    assert "Đã khớp quyết toán với dòng sao kê." in words
    assert "khớp thủ công" in words
    with as_worker():
        assert LineState.objects.get(pk=bare).confirmed == "by_person"
    undo = reverse("desk_settlement_undo", args=[one.pk])
    assert lan.post(undo, {"undo_reason": " "}).status_code == 400
    assert lan.post(undo, {"undo_reason": "Nhầm trường"})["Location"] == here
    assert "Đã bỏ khớp: quyết toán và dòng sao kê lại chờ nhau." in said(lan.get(here))
    answer = lan.post(undo, {"undo_reason": "Lần nữa"})
    assert "Quyết toán này không còn đứng cạnh dòng nào" in said(answer)
    with as_worker():
        assert LineState.objects.get(pk=bare).confirmed == "not_confirmed"
        found = balances(world.a.id)
    assert found["clearing:vnpay"] == 1_320_000
    assert f"bank:{ACCOUNT_A}" not in found


def test_who_may_look_and_who_may_take(world: World, paid: list[Bill], at_desk: At) -> None:
    send(at_desk(world.lan), vnpay([Paid("1")]))
    here = reverse("desk_settlement", args=[Settlement.objects.get().pk])
    hoa = at_desk(world.hoa)
    assert hoa.get(LIST).status_code == 200
    assert hoa.get(here).status_code == 200
    assert "Nhập tệp quyết toán" not in said(hoa.get(LIST))
    assert send(hoa, vnpay([Paid("2")])).status_code == 403
    quan = at_desk(world.quan)
    assert quan.get(here).status_code == 404
    assert quan.post(f"{here}/khop", {"line": 1, "reason": "x"}).status_code == 404
    assert "Chưa có tiền qua cổng" in said(quan.get(OCTOBER))
