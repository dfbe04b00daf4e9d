"""Workbooks that are written are read back; every fault names its cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
import xlsxwriter

from tests.oversight.declarations.months import (
    HOSPITAL,
    MONEY,
    PRIMARY,
    PRIVATE_SCHOOL,
    SCHOOL,
    SEPTEMBER,
    WARD,
)
from thuphi.oversight.declarations import workbook
from thuphi.oversight.declarations.rules import Item, Kind, asked_of
from thuphi.oversight.declarations.workbook import FileRefused, Line

Cell = str | int | float | bool | None


def one(kind: Kind, values: Mapping[Item, int]) -> bytes:
    return workbook.one_workbook(
        code="27001", name="Trường =Ví Dụ", month=SEPTEMBER, asked=asked_of(kind),
        values=values, before=values,
    )  # fmt: skip


def sheet(name: str, rows: list[list[Cell]], merged: str = "") -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for index, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    page.write_formula(number, index, cell, None, "#DIV/0!")
                elif cell is not None:
                    page.write(number, index, cell)
        if merged:
            page.merge_range(merged, "")
    return target.getvalue()


def said(faults: tuple[workbook.Fault, ...]) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.reason) for fault in faults]


@pytest.mark.parametrize(
    ("kind", "values"), [(PRIMARY, SCHOOL), (HOSPITAL, {**WARD, Item.EMR_PAPERLESS_ON: 20250630})]
)
def test_what_is_written_is_read_back(kind: Kind, values: dict[Item, int]) -> None:
    found = workbook.read_one(one(kind, values), code="27001", month=SEPTEMBER)
    assert (found.values, found.faults) == (values, ())


def test_an_empty_form_says_nothing() -> None:
    found = workbook.read_one(one(PRIMARY, {}), code="27001", month=SEPTEMBER)
    assert (found.values, found.faults) == ({}, ())


def test_a_file_of_another_month_or_facility_is_named() -> None:
    found = workbook.read_one(one(PRIMARY, SCHOOL), code="27002", month=SEPTEMBER.next)
    assert said(found.faults) == [
        (2, "B", "tệp ghi tháng “09/2026”, ở đây là “10/2026”: dùng đúng tệp"),
        (3, "B", "tệp ghi mã cơ sở “27001”, ở đây là “27002”: dùng đúng tệp"),
    ]


def test_every_fault_names_its_cell() -> None:
    head: list[list[Cell]] = [
        ["Tháng", "09/2026"],
        ["Mã cơ sở", "27001"],
        ["Chỉ tiêu", "Đơn vị", "Giá trị"],
    ]
    found = workbook.read_one(
        sheet(
            "Báo cáo tháng",
            [
                *head,
                ["Số học sinh", "", -1],
                ["Số lượt thu bằng tiền mặt", "", 1.5],
                ["Giá trị thu bằng tiền mặt", "", "1.250.000"],
                ["Có triển khai dạy, học trực tuyến *", "", "có thể"],
                ["Ngày lắp đặt phương thức thanh toán không dùng tiền mặt", "", "30/02/2026"],
                ["Số học sinh", "", 1],
                ["Số giáo viên", "", 1],
                ["", "", 7],
                ["Số giao dịch thẻ qua POS", "", "=1/0"],
            ],
        ),
        code="27001",
        month=SEPTEMBER,
    )
    assert found.values == {Item.CASH_VND: 1_250_000}
    assert [(fault.row, fault.column) for fault in found.faults] == [
        (4, "C · Giá trị"),
        (5, "C · Giá trị"),
        (7, "C · Giá trị"),
        (8, "C · Giá trị"),
        (9, "A · Chỉ tiêu"),
        (10, "A · Chỉ tiêu"),
        (11, "A · Chỉ tiêu"),
        (12, "C · Giá trị"),
    ]
    assert found.faults[0].reason == "“-1” là số âm"
    assert {fault.sheet for fault in found.faults} == {"Báo cáo tháng"}


def test_a_departments_sheet_is_read_back() -> None:
    items = list(dict.fromkeys([*SCHOOL, *PRIVATE_SCHOOL]))
    content = workbook.department_workbook(
        title="Sở Giáo dục và Đào tạo", month=SEPTEMBER, items=items,
        lines=[
            Line("27001", "A", SCHOOL), Line("27002", "B", PRIVATE_SCHOOL), Line("27003", "C", {}),
        ],
    )  # fmt: skip
    codes = frozenset({"27001", "27002", "27003"})
    found = workbook.read_department(content, codes=codes, month=SEPTEMBER)
    assert found.faults == ()
    assert [(row.row, row.code) for row in found.rows] == [(4, "27001"), (5, "27002")]
    assert found.rows[0].values == SCHOOL
    assert found.rows[1].values == PRIVATE_SCHOOL
    assert found.left_out == 1


def test_a_departments_faults_name_row_and_column() -> None:
    rows: list[list[Cell]] = [
        ["Tháng", "09/2026"],
        ["Mã cơ sở", "Tên cơ sở", "Số học sinh (số lượng)", "Số thầy", "Số học sinh", "Giải trình"],
        ["27001", "A", 10, None, None, " Vì mưa bão "],
        ["27001", "A", 10],
        ["99999", "Lạ", 10],
        [None, "Không mã", 10],
        ["27002", "B", "mười"],
    ]
    found = workbook.read_department(
        sheet("Các cơ sở", rows), codes=frozenset({"27001", "27002"}), month=SEPTEMBER
    )
    assert [(row.code, dict(row.values), row.explanation) for row in found.rows] == [
        ("27001", {Item.PUPILS: 10}, "Vì mưa bão")
    ]
    assert said(found.faults) == [
        (2, "D · Số thầy", "không nhận ra cột này: giữ nguyên tên của tệp mẫu"),
        (2, "E · Số học sinh", "cột này có hai lần"),
        (4, "A · Mã cơ sở", "mã “27001” đã có ở dòng 3"),
        (5, "A · Mã cơ sở", "không có cơ sở mã “99999” trong địa bàn của đơn vị"),
        (6, "A · Mã cơ sở", "thiếu mã cơ sở"),
        (
            7,
            "C · Số học sinh (số lượng)",
            "“mười” không phải số nguyên: viết như 1250000 hoặc 1.250.000",
        ),
    ]


def test_a_file_without_heads_or_sheet_says_so() -> None:
    found = workbook.read_department(
        sheet("Các cơ sở", [["Số học sinh"]]), codes=frozenset(), month=SEPTEMBER
    )
    assert said(found.faults) == [
        (0, "", "không thấy cột “Mã cơ sở” trong 10 dòng đầu: hãy dùng tệp mẫu")
    ]
    with pytest.raises(FileRefused):
        workbook.read_department(sheet("Khác", []), codes=frozenset(), month=SEPTEMBER)


def test_merged_cells_below_the_heads_are_refused() -> None:
    rows: list[list[Cell]] = [
        ["Tháng", "09/2026"],
        ["Mã cơ sở", "Tên cơ sở", "Số học sinh"],
        ["27001", "A", 10],
    ]
    found = workbook.read_department(
        sheet("Các cơ sở", rows, merged="C3:C4"), codes=frozenset({"27001"}), month=SEPTEMBER
    )
    assert said(found.faults) == [(3, "C · Số học sinh", "có ô bị gộp: bỏ gộp ô rồi điền từng ô")]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2", b"%PDF-1.7", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        workbook.read_one(content, code="27001", month=SEPTEMBER)


def test_a_bomb_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            packed.writestr(name, "<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(FileRefused):
        workbook.read_one(target.getvalue(), code="27001", month=SEPTEMBER)


def test_texts_do_not_become_formulas() -> None:
    with zipfile.ZipFile(io.BytesIO(one(PRIMARY, MONEY))) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
