"""Pads, hand-overs, deposits and the day book on their pages."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import ACCOUNT_A, World
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.tills.models import CashDeposit, HandOver, ReceiptBook, ReceiptSlip

PAD = {"series": "aa/26k", "first_number": "101", "last_number": "110"}


@pytest.fixture
def taken(world: World) -> list[Bill]:
    """Minh took 660.000 đồng this morning."""
    bills = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
    payments.take_cash(
        by=world.minh.actor, code=bills[0].code, amount_vnd=660_000, key="a" * 32, payer_name="",
        at=NOW,
    )  # fmt: skip
    return bills


def counted(held: int, reason: str = "", **notes: str) -> dict[str, str]:
    """The form of a count."""
    return {
        "seen_held": str(held),
        "reason": reason,
        **{f"note_{name[1:]}": pieces for name, pieces in notes.items()},
    }


def test_a_pad_is_given_spoilt_lost_and_handed_back(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    assert "Chưa có quyển nào" in said(client.get(reverse("desk_till_books")))
    form = {**PAD, "holder": str(world.minh.user.pk)}
    assert client.post(reverse("desk_till_books"), form).status_code == 302
    assert "đã có quyển chứa các số đó" in said(client.post(reverse("desk_till_books"), form))
    hoa = {**PAD, "series": "AB", "holder": str(world.hoa.user.pk)}
    assert "Chọn một người thu tiền" in said(client.post(reverse("desk_till_books"), hoa))
    with as_worker():
        pad = ReceiptBook.objects.get()
    page = reverse("desk_till_book", args=[pad.pk])
    spoilt = {"state": "void", "first_number": "101", "last_number": "", "reason": "Sai tên"}
    assert client.post(page, spoilt).status_code == 302
    assert "đã dùng, đã hủy hoặc đã mất" in said(client.post(page, spoilt))
    lost = {"state": "lost", "first_number": "109", "last_number": "110", "reason": "Rơi"}
    assert client.post(page, lost).status_code == 302
    outside = client.post(page, {**lost, "first_number": "120", "last_number": "121"})
    assert "không có số đó" in said(outside)
    assert "Hủy từng số một" in said(client.post(page, {**lost, "state": "void"}))
    words = said(client.get(reverse("desk_till_books")))
    assert "AA/26K 0000101–0000110 Phạm Văn Minh 0 1 2 7" in words
    assert client.post(reverse("desk_till_book_return", args=[pad.pk])).status_code == 302
    assert "không ghi thêm được" in said(client.post(page, {**spoilt, "first_number": "103"}))
    with as_worker():
        assert ReceiptSlip.objects.count() == 3


def test_a_cashier_gives_no_pads_and_a_stranger_finds_none(world: World, at_desk: At) -> None:
    form = {**PAD, "holder": str(world.minh.user.pk)}
    at_desk(world.minh).post(reverse("desk_till_books"), form)
    with as_worker():
        assert ReceiptBook.objects.count() == 0
    at_desk(world.lan).post(reverse("desk_till_books"), form)
    with as_worker():
        pad = ReceiptBook.objects.get()
    assert at_desk(world.quan).get(reverse("desk_till_book", args=[pad.pk])).status_code == 404


def test_two_people_sign_a_hand_over(world: World, at_desk: At, taken: list[Bill]) -> None:
    minh = at_desk(world.minh)
    page = reverse("desk_till_handover")
    assert "Bạn đang giữ 660.000 đ" in said(minh.get(page))
    assert "Chưa đếm tờ nào" in said(minh.post(page, counted(660_000)))
    short = counted(660_000, n500000="1", n100000="1")
    assert "Số đếm khác số đang giữ" in said(minh.post(page, short))
    stale = counted(600_000, n500000="1", n100000="1")
    assert "giờ bạn đang giữ 660.000 đ" in said(minh.post(page, stale))
    signed = counted(660_000, "Thiếu 60.000, mai bù", n500000="1", n100000="1")
    assert minh.post(page, signed).status_code == 302
    with as_worker():
        made = HandOver.objects.get()
    receive = reverse("desk_till_receive", args=[made.pk])
    assert "Người giao không tự ký nhận" in said(minh.post(receive, follow=True))
    lan = at_desk(world.lan)
    words = said(lan.get(page))
    assert "Phạm Văn Minh giao 600.000 đ" in words
    assert "500.000 đ × 1 100.000 đ × 1" in words
    assert "Đã ký nhận 600.000 đ vào quỹ" in said(lan.post(receive, follow=True))
    assert "đã xong trước đó" in said(lan.post(receive, follow=True))
    assert "Trong quỹ 600.000 đ" in said(lan.get(page))
    assert at_desk(world.quan).post(receive).status_code == 404


def test_a_count_that_differs_goes_back_with_a_reason(
    world: World, at_desk: At, taken: list[Bill]
) -> None:
    page = reverse("desk_till_handover")
    form = counted(660_000, n500000="1", n100000="1", n50000="1", n10000="1")
    at_desk(world.minh).post(page, form)
    with as_worker():
        made = HandOver.objects.get()
    back = reverse("desk_till_turn_back", args=[made.pk])
    lan = at_desk(world.lan)
    assert lan.post(back, {"reason": " "}).status_code == 400
    assert "tiền vẫn ở người giao" in said(lan.post(back, {"reason": "Đếm 650.000"}, follow=True))
    minh = at_desk(world.minh)
    minh.post(page, form)
    with as_worker():
        again = HandOver.objects.latest("pk")
    minh.post(reverse("desk_till_turn_back", args=[again.pk]), {"reason": "Đếm lại"})
    with as_worker():
        assert [one.state for one in HandOver.objects.order_by("pk")] == ["refused", "withdrawn"]


def hand_all_over(world: World, at_desk: At) -> None:
    """Minh's 660.000 đồng are in the fund."""
    form = counted(660_000, n500000="1", n100000="1", n50000="1", n10000="1")
    at_desk(world.minh).post(reverse("desk_till_handover"), form)
    with as_worker():
        made = HandOver.objects.latest("pk")
    at_desk(world.lan).post(reverse("desk_till_receive", args=[made.pk]))


def test_cash_goes_to_the_bank_and_is_found_on_its_statement(
    world: World, at_desk: At, taken: list[Bill]
) -> None:
    page = reverse("desk_till_deposits")
    lan = at_desk(world.lan)
    early = lan.post(page, {"amount_vnd": "600.000", "document": "GNT 15"})
    assert "Trong quỹ chỉ có 0 đ" in said(early)
    hand_all_over(world, at_desk)
    lan = at_desk(world.lan)
    assert lan.post(page, {"amount_vnd": "600.000", "document": "GNT 15"}).status_code == 302
    twice = lan.post(page, {"amount_vnd": "1.000", "document": "GNT 15"})
    assert "đã được ghi" in said(twice)
    with as_worker():
        made = CashDeposit.objects.get()
    assert (made.amount_vnd, made.account) == (600_000, ACCOUNT_A)
    assert "Chờ sao kê" in said(lan.get(page))
    match = reverse("desk_till_match", args=[made.pk])
    assert lan.post(match, {"bank_reference": ""}).status_code == 400
    assert "Đã khớp với sao kê" in said(lan.post(match, {"bank_reference": "FT1"}, follow=True))
    assert "đã khớp sao kê trước" in said(lan.post(match, {"bank_reference": "FT2"}, follow=True))
    assert at_desk(world.minh).post(match, {"bank_reference": "FT3"}).status_code == 403
    assert at_desk(world.quan).post(match, {"bank_reference": "FT3"}).status_code == 404


def test_the_day_book_on_the_page_as_a_workbook_and_on_paper(
    world: World, at_desk: At, taken: list[Bill]
) -> None:
    hand_all_over(world, at_desk)
    lan = at_desk(world.lan)
    lan.post(reverse("desk_till_deposits"), {"amount_vnd": "600.000", "document": "=GNT 15"})
    words = said(lan.get(reverse("desk_till_day")))
    assert "Tồn đầu kỳ 0 đ Thu vào 660.000 đ Chi ra 600.000 đ Tồn cuối kỳ 60.000 đ" in words
    assert "khớp sổ cái" in words
    assert "Thu tiền mặt: Nguyễn Minh Anh · Thu tháng 10/2026 · 2A 2026-0000001" in words
    days = {"from_on": "2026-10-01", "until_on": "2026-10-31"}
    answer = lan.get(reverse("desk_till_day_xlsx"), days)
    file = io.BytesIO(answer.content)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Trường Tiểu học Ví Dụ"
    assert rows[1][0] == "Sổ quỹ tiền mặt từ 01/10/2026 đến 31/10/2026"
    assert [row[5:8] for row in rows[4:]] == [
        ["", "", 0],
        [660_000, "", 660_000],
        ["", 600_000, 60_000],
        [660_000, 600_000, 60_000],
    ]
    assert rows[6][1] == "=GNT 15"
    paper = lan.get(reverse("desk_till_day_pdf"), days)
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Cache-Control"] == "private, no-store"
    assert paper.content.startswith(b"%PDF")
    nonsense = lan.get(reverse("desk_till_day"), {"from_on": "x", "until_on": "31/12/2026"})
    assert nonsense.status_code == 200
    assert "Thu vào 0 đ" in said(at_desk(world.quan).get(reverse("desk_till_day"), days))


def test_the_pages_ask_a_fixed_number_of_questions(
    world: World, at_desk: At, taken: list[Bill], django_assert_max_num_queries: object
) -> None:
    client = at_desk(world.lan)
    for name in ("desk_till_class", "desk_till_handover", "desk_till_day", "desk_till_deposits"):
        assert callable(django_assert_max_num_queries)
        with django_assert_max_num_queries(34):
            assert client.get(reverse(name), {"class_name": "2A"}).status_code == 200
