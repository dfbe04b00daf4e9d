"""A facility's months as a workbook, and the platforms it uses."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests import world as worlds
from tests.doors.web.desk.conftest import At, as_worker
from tests.doors.web.desk.test_declare import said, text
from tests.world import World
from thuphi.doors.web.shared import declaration_book as book
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.oversight.declarations import queries
from thuphi.oversight.declarations.models import Declaration
from thuphi.oversight.declarations.rules import Item
from thuphi.registers.platforms import actions as platforms
from thuphi.registers.platforms.actions import NewPlatform
from thuphi.registers.platforms.models import Platform, PlatformUse
from thuphi.registers.platforms.rules import Category

GOOD = {
    Item.QR_COUNT: 80, Item.QR_VND: 24_000_000, Item.WEB_COUNT: 0, Item.WEB_VND: 0,
    Item.MOBILE_MONEY_COUNT: 10, Item.MOBILE_MONEY_VND: 3_000_000, Item.CARD_COUNT: 0,
    Item.CARD_VND: 0, Item.CASH_COUNT: 10, Item.CASH_VND: 3_000_000,
    Item.EQUIPPED_ON: 20260105, Item.ACCEPTS_ON: 20260201, Item.PUPILS: 320,
    Item.ONLINE_TEACHING: 1, Item.LESSONS_TOTAL_PRIMARY: 1000, Item.LESSONS_ONLINE_PRIMARY: 120,
}  # fmt: skip
AUGUST, SEPTEMBER = Month(2026, 8), Month(2026, 9)


def upload_at(world: World) -> str:
    return reverse("desk_declare_upload", args=[world.a.id])


def confirm_at(world: World) -> str:
    return reverse("desk_declare_confirm", args=[world.a.id])


def sheet(*rows: book.Filling) -> SimpleUploadedFile:
    return SimpleUploadedFile("ke-khai.xlsx", book.write("x", list(GOOD), rows))


def row(month: Month, values: dict[Item, int], code: str = "27001", note: str = "") -> book.Filling:
    return book.Filling(code, "Trường Tiểu học Ví Dụ", month, values, note)


def test_the_template_has_a_row_for_each_open_month(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    answer = client.get(reverse("desk_declare_template", args=[world.a.id]))
    assert answer.status_code == 200
    found = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("Kê khai")
    rows = found.to_python(skip_empty_area=False)
    assert [line[2] for line in rows[2:]][:2] == ["09/2026", "08/2026"]
    assert len(rows) == 14
    empty = SimpleUploadedFile("ke-khai.xlsx", answer.content)
    page = client.post(upload_at(world), {"workbook": empty})
    assert "Tệp chưa có số nào" in said(page.content)


def test_a_filled_book_is_seen_first_and_kept_as_drafts_or_sent(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    answer = client.post(
        upload_at(world), {"workbook": sheet(row(AUGUST, GOOD), row(SEPTEMBER, GOOD))}
    )
    page = said(answer.content)
    assert answer.status_code == 200
    assert "90,0 %" in page
    assert "Ghi và gửi" in page
    rows = answer.context["signed"]
    with as_worker():
        assert not Declaration.objects.exists()
    assert client.post(confirm_at(world), {"rows": rows, "do": "save"}).status_code == 302
    with as_worker():
        assert {one.state.value for one in queries.months_of(world.a.id)} == {"draft"}
    assert client.post(confirm_at(world), {"rows": rows, "do": "submit"}).status_code == 302
    assert "Đã gửi 2 tháng, chờ xác minh." in text(
        client, reverse("desk_declare", args=[world.a.id])
    )
    with as_worker():
        assert {one.state.value for one in queries.months_of(world.a.id)} == {"submitted"}
    client.post(confirm_at(world), {"rows": rows, "do": "submit"})
    assert "Số liệu đã đổi sau khi xem trước." in text(client, upload_at(world))


def test_what_was_written_comes_back_as_it_was(world: World) -> None:
    read = book.read(book.write("x", list(GOOD), [row(SEPTEMBER, GOOD, note="Máy mượn")]))
    (one,) = read.rows
    assert (one.row, one.code, one.month) == (3, "27001", SEPTEMBER)
    assert (one.values, one.explanation) == (GOOD, "Máy mượn")
    assert (read.faults, read.unused) == ((), ())
    assert read.heads[Item.QR_COUNT] == "D · VietQR: số giao dịch"


def test_a_fault_names_row_and_column_and_offers_only_a_draft(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    wrong = {**GOOD, Item.LESSONS_ONLINE_PRIMARY: 2000}
    answer = client.post(upload_at(world), {"workbook": sheet(row(SEPTEMBER, wrong))})
    page = said(answer.content)
    assert answer.status_code == 200
    (place,) = answer.context["checked"].places
    assert (place.row, place.column) == (3, "S · Tiểu học: tiết trực tuyến")
    assert "Phần không quá tổng." in page
    assert "Lưu thành nháp" in page
    assert "Ghi và gửi" not in page


def test_another_school_s_row_stops_everything(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    answer = client.post(
        upload_at(world),
        {"workbook": sheet(row(AUGUST, GOOD), row(SEPTEMBER, GOOD, code="27002"))},
    )
    assert answer.status_code == 400
    assert "không có cơ sở mã “27002”" in said(answer.content)
    assert answer.context["signed"] == ""


def test_rows_of_somebody_else_s_preview_are_refused(world: World, at_desk: At) -> None:
    answer = at_desk(world.lan).post(upload_at(world), {"workbook": sheet(row(AUGUST, GOOD))})
    rows = answer.context["signed"]
    at_desk(world.hoa).post(confirm_at(world), {"rows": rows, "do": "submit"})
    with as_worker():
        assert not Declaration.objects.exists()


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("-5", "“-5” là số âm"),
        ("2,5", "hiểu được hai cách"),
        ("nhiều", "không đọc được thành số"),
        (True, "Ô đúng/sai"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(cell: str | bool, reason: str) -> None:
    content = edited(sheet_row=2, column=3, cell=cell)
    (fault,) = book.read(content).faults
    assert (fault.sheet, fault.row, fault.column) == ("Kê khai", 3, "D · VietQR: số giao dịch")
    assert reason in fault.reason


def edited(*, sheet_row: int, column: int, cell: str | bool) -> bytes:
    """The template of one month with one cell typed by hand."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as made:
        page = made.add_worksheet("Kê khai")
        for at, head in enumerate(["Mã cơ sở*", "Tên cơ sở", "Tháng*", "VietQR: số giao dịch"]):
            page.write_string(0, at, head)
        for at, words in enumerate(["27001", "Trường", "09/2026"]):
            page.write_string(sheet_row, at, words)
        page.write(sheet_row, column, cell)
    return target.getvalue()


def test_a_book_is_read_in_either_language_and_by_the_items_own_names(world: World) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        page = made.add_worksheet("ke khai")
        for at, head in enumerate(["MÃ CƠ SỞ", "tháng", "qr_count", "Ghi chú của tôi"]):
            page.write_string(3, at, head)
        page.write_row(4, 0, ["27001", "2026-09", 7, "x"])
        page.write_row(5, 0, ["27001", "9/2026", 8, "x"])
    read = book.read(target.getvalue())
    assert [dict(one.values) for one in read.rows] == [{Item.QR_COUNT: 7}]
    assert read.unused == ("D · Ghi chú của tôi",)
    assert "đã có ở dòng 5" in read.faults[0].reason


@pytest.fixture
def platform(world: World) -> Platform:
    """A platform for lessons online."""
    return platforms.register_platform(
        by=SYSTEM,
        platform=NewPlatform(
            name="Lớp Học Số", vendor="Ví Dụ Tech", is_vietnamese=True,
            categories=[Category.LMS_ONLINE, Category.HOMEWORK], source="QĐ 186/QĐ-BTTTT",
        ),
        at=worlds.AT,
    )  # fmt: skip


def uses_at(world: World) -> str:
    return reverse("desk_platforms", args=[world.a.id])


def declare(client: Client, world: World, which: Platform, **more: str) -> int:
    given = {"platform": f"{which.pk}:LMS_ONLINE", "from_on": "2026-09-01",
             "evidence": "Hợp đồng 12/HĐ", **more}  # fmt: skip
    return client.post(uses_at(world), given).status_code


def test_a_platform_is_declared_and_ended(world: World, platform: Platform, at_desk: At) -> None:
    client = at_desk(world.lan)
    assert "Chưa khai nền tảng nào" in text(client, uses_at(world))
    assert declare(client, world, platform, evidence="") == 400
    assert declare(client, world, platform, platform="99:PHR") == 400
    assert declare(client, world, platform) == 302
    assert declare(client, world, platform) == 400
    page = text(client, uses_at(world))
    assert "Chờ xác minh" in page
    assert "từ 01/09/2026" in page
    with as_worker():
        use = PlatformUse.objects.get()
    end = reverse("desk_platform_end", args=[world.a.id, use.pk])
    client.post(end, {"last_on": "2026-08-01"})
    assert "Ngày cuối phải từ ngày đầu" in text(client, uses_at(world))
    assert client.post(end, {"last_on": "2026-10-01"}).status_code == 302
    assert "đến hết 01/10/2026" in text(client, uses_at(world))
    assert client.post(reverse("desk_platform_end", args=[world.a.id, 999])).status_code == 404
    assert at_desk(world.quan).get(uses_at(world)).status_code == 404
    assert at_desk(world.quan).post(end, {"last_on": "2026-10-01"}).status_code == 404
