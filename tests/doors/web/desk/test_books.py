"""Lists and books at the desk: a page, a workbook, a sheet of paper, in the school's columns."""

from __future__ import annotations

import io
import zipfile

import pytest
import python_calamine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.books.models import BookFoot, BookLayout
from thuphi.money.books.rules import SHAPES, BookName
from thuphi.money.payments import actions as payments
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of 660.000 đ: one paid over, one paid short in cash, one not paid."""
    first, second, third = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
    worlds.hear(world, first.code, 700_000, paid_at=NOW)
    payments.post_waiting(at=NOW)
    payments.take_cash(
        by=world.minh.actor,
        code=second.code,
        amount_vnd=60_000,
        key="c" * 32,
        payer_name="",
        at=NOW,
    )
    return [first, second, third]


def sheet(client: Client, book: BookName, **wanted: str) -> list[list[object]]:
    """The workbook of a book, row by row."""
    answer = client.get(reverse("desk_book_xlsx", args=[book.value]), wanted)
    assert answer.status_code == 200
    made = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return [list(row) for row in made.get_sheet_by_index(0).to_python()]


def test_the_page_of_all_books_names_each_and_what_it_is_for(world: World, at_desk: At) -> None:
    page = at_desk(world.lan).get(reverse("desk_books"))
    for words in ("HP-BC02", "HP-BC03", "HP-BC04a", "HP-BC04b", "HP-BC12", "HP-BC13b"):
        assert words in said(page)
    assert "Sổ quỹ tiền mặt Tiền mặt thu, chi và tồn sau mỗi chứng từ." in said(page)


def test_the_lists_of_families_say_who_and_how_much(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.lan)
    unpaid = said(client.get(reverse("desk_book", args=["chua-nop"])))
    assert "Trần Gia Bảo" in unpaid
    assert "660.000 60.000 600.000 Nộp thiếu 31/10/2026 Trần Thị Cúc 0987654321" in unpaid
    assert "Đặng Khánh Chi" in unpaid
    assert "Nguyễn Minh Anh" not in unpaid
    assert "Tổng 1.320.000 60.000 1.260.000" in unpaid
    paid = said(client.get(reverse("desk_book", args=["da-nop"])))
    assert "Tổng 1.320.000 720.000 600.000" in paid
    over = said(client.get(reverse("desk_book", args=["nop-thua"])))
    assert "06/10/2026 700.000 40.000 0 40.000" in over


def test_books_of_days_run_on(world: World, bills: list[Bill], at_desk: At) -> None:
    client = at_desk(world.lan)
    cash = said(client.get(reverse("desk_book", args=["so-quy"])))
    assert "Tồn đầu kỳ" in cash
    assert "Thu tiền mặt Trần Gia Bảo" in cash
    assert "60.000 60.000" in cash
    money = said(client.get(reverse("desk_book", args=["so-thu"])))
    assert "Tổng 760.000 0" in money
    later = said(client.get(reverse("desk_book", args=["so-thu"]), {"from_on": "07/10/2026"}))
    assert "Không có dòng nào khớp" in later


def test_filters_narrow_and_a_wrong_day_is_said(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.lan)
    address = reverse("desk_book", args=["chua-nop"])
    of_class = said(client.get(address, {"class_name": "5B"}))
    assert "Tổng 660.000 0 660.000" in of_class
    meals = world.a.items["AN"].pk
    assert "Tổng 1.320.000 60.000 1.260.000" in said(client.get(address, {"item": str(meals)}))
    drinks = said(client.get(address, {"item": str(world.a.items["NU"].pk)}))
    assert "Không có dòng nào khớp" in drinks
    wrong = client.get(
        reverse("desk_book", args=["so-thu"]), {"from_on": "10/10/2026", "until_on": "01/10/2026"}
    )
    assert "Đến ngày phải sau hoặc trùng Từ ngày." in said(wrong)


@pytest.mark.parametrize("book", list(SHAPES))
def test_every_book_is_a_page_a_workbook_and_a_sheet(
    world: World, bills: list[Bill], at_desk: At, book: BookName
) -> None:
    client = at_desk(world.lan)
    assert client.get(reverse("desk_book", args=[book.value])).status_code == 200
    rows = sheet(client, book)
    assert rows[1][0] == "TRƯỜNG TIỂU HỌC VÍ DỤ"
    assert any("Thủ trưởng đơn vị" in row for row in rows)
    drawn = client.get(reverse("desk_book_pdf", args=[book.value]))
    assert drawn["Content-Type"] == "application/pdf"
    assert drawn.content.startswith(b"%PDF")


def test_the_sums_of_a_workbook_are_its_rows(world: World, bills: list[Bill], at_desk: At) -> None:
    rows = sheet(at_desk(world.lan), BookName.UNPAID)
    head = next(place for place, row in enumerate(rows) if row[0] == "STT")
    column = rows[head].index("Còn lại")
    foot = next(place for place, row in enumerate(rows) if row[0] == "Tổng cộng")
    assert rows[foot][column] == sum(float(str(row[column])) for row in rows[head + 1 : foot])
    assert rows[foot][column] == 1_260_000


def test_a_name_that_looks_like_a_formula_stays_text(world: World, at_desk: At) -> None:
    with as_worker():
        payers.enrol_many(
            by=world.lan.actor,
            facility_id=world.a.id,
            people=[
                NewBeneficiary(
                    "HS009", "=1+2", class_name="@5B", grade="5",
                    payer_name='=HYPERLINK("http://x")', payer_phone="0900000009",
                )
            ],
            at=NOW,
        )  # fmt: skip
        worlds.issued_run(world, items=[("AN", 1)])
    client = at_desk(world.lan)
    answer = client.get(reverse("desk_book_xlsx", args=["chua-nop"]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        inside = made.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inside
    assert any("=1+2" in row for row in sheet(client, BookName.UNPAID))
    drawn = client.get(reverse("desk_book_pdf", args=["chua-nop"]))
    assert drawn.content.startswith(b"%PDF")


def test_columns_are_chosen_ordered_renamed_and_remembered(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.lan)
    address = reverse("desk_book_layout", args=["chua-nop"])
    form = client.get(address).context["form"]
    answer = {f"place_{key}": str(place) for place, key in enumerate(form.keys, start=5)}
    answer |= {"show_rest_vnd": "on", "show_name": "on", "show_class_name": "on"}
    answer |= {"place_rest_vnd": "1", "name_rest_vnd": "  Số tiền   còn nợ "}
    assert client.post(address, answer).status_code == 302
    table = client.get(reverse("desk_book", args=["chua-nop"])).context["table"]
    assert [head.name for head in table.heads] == ["Số tiền còn nợ", "Họ và tên", "Lớp"]
    rows = sheet(client, BookName.UNPAID)
    assert ["STT", "Số tiền còn nợ", "Họ và tên", "Lớp"] in rows
    assert client.post(address, {**answer, "do": "reset"}).status_code == 302
    assert not BookLayout.objects.exists()


def test_a_layout_without_a_column_is_refused(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    address = reverse("desk_book_layout", args=["chua-nop"])
    form = client.get(address).context["form"]
    places = {f"place_{key}": "1" for key in form.keys}
    page = client.post(address, places)
    assert page.status_code == 400
    assert "Chọn ít nhất một cột." in said(page)
    page = client.post(address, {**places, "show_name": "on", "place_name": "x"})
    assert "Thứ tự là số từ 1 đến 99." in said(page)
    assert not BookLayout.objects.exists()


def test_who_signs_stands_below_every_list(world: World, bills: list[Bill], at_desk: At) -> None:
    client = at_desk(world.lan)
    facts = {
        "unit_above": "UBND phường Kinh Bắc",
        "signed_at": "Bắc Ninh",
        "maker": "Nguyễn Thị Lan",
        "accountant": "Nguyễn Thị Lan",
        "head_title": "Hiệu trưởng",
        "head": "Vũ Thị Hoa",
    }
    assert client.post(reverse("desk_books_foot"), facts).status_code == 302
    assert BookFoot.objects.get().head == "Vũ Thị Hoa"
    rows = sheet(client, BookName.PAID)
    assert rows[0][0] == "UBND PHƯỜNG KINH BẮC"
    texts = [str(cell) for row in rows for cell in row]
    assert "Bắc Ninh, ngày 06 tháng 10 năm 2026" in texts
    assert "Hiệu trưởng" in texts
    assert "Vũ Thị Hoa" in texts


def test_the_summary_says_three_sentences_from_figures(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.hoa)
    page = said(client.get(reverse("desk_books_summary")))
    assert (
        "Năm học 2026-2027 đã thu 720.000 đ trên 1.980.000 đ, 36,3 %; "
        "2 em còn 1.260.000 đ, chưa khoản nào quá hạn." in page
    )
    assert (
        "Đợt “Thu tháng 10/2026” thu được 36,3 %; lớp 5B còn nhiều nhất, 660.000 đ của 1 em."
        in page
    )
    assert (
        "Tháng 10/2026 tiền vào 760.000 đ, 92,1 % không dùng tiền mặt; đang giữ 40.000 đ "
        "tiền thừa của gia đình và 0 đ chưa rõ của ai." in page
    )
    assert "2 trên 2 lớp chưa thu đủ" in page
    drawn = client.get(reverse("desk_books_summary_pdf"))
    assert drawn.content.startswith(b"%PDF")


def test_a_school_without_runs_is_told_what_comes(world: World, at_desk: At) -> None:
    client = at_desk(world.hoa)
    assert "Chưa có đợt nào được phát hành" in said(client.get(reverse("desk_books_summary")))
    assert client.get(reverse("desk_books_summary_pdf")).status_code == 404
    assert "Chưa có gì trong danh sách này" in said(
        client.get(reverse("desk_book", args=["chua-nop"]))
    )


def test_a_stranger_sees_nothing_of_these_bills(
    world: World, bills: list[Bill], at_desk: At
) -> None:
    client = at_desk(world.quan)
    for book in SHAPES:
        page = said(client.get(reverse("desk_book", args=[book.value])))
        assert "Trần Gia Bảo" not in page


def test_who_may_not_plan_runs_may_not_lay_out(world: World, at_desk: At) -> None:
    client = at_desk(world.minh)
    assert client.get(reverse("desk_book", args=["so-quy"])).status_code == 200
    assert client.get(reverse("desk_book_layout", args=["so-quy"])).status_code == 403
    assert client.get(reverse("desk_books_foot")).status_code == 403


def test_a_book_that_is_not_there_is_no_page(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    assert client.get(reverse("desk_book", args=["so-den"])).status_code == 404


@pytest.mark.parametrize("book", list(SHAPES))
def test_a_page_asks_as_often_however_long_the_book(
    world: World, bills: list[Bill], at_desk: At, book: BookName
) -> None:
    client = at_desk(world.lan)
    address = reverse("desk_book", args=[book.value])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    with as_worker():
        worlds.issued_run(world, items=[("BT", 1)], name="Thu tháng 11/2026")
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    assert len(more) == len(few)
