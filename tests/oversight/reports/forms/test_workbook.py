"""The workbook of a document's tables."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.oversight.reports.forms import samples
from tests.oversight.reports.forms.papers import packed_on
from thuphi.oversight.reports.forms.document import Document, Percent, Row
from thuphi.oversight.reports.forms.workbook import xlsx

TIE = (
    "(Kèm theo Báo cáo số 08/BC-SGDĐT ngày\u00a019\u00a0tháng\u00a09\u00a0năm\u00a02022 của Sở "
    "Giáo dục và Đào tạo)"
)


def sheet(name: str, document: Document | None = None) -> Worksheet:
    """A sheet of the workbook as openpyxl reads it."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx(document or samples.document())))
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def test_every_table_has_its_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(samples.document())))
    assert book.sheetnames == ["Bảng 1", "Phụ lục I", "Phụ lục II"]


def test_the_head_says_what_it_belongs_to() -> None:
    page = sheet("Phụ lục I")
    assert [page.cell(row, 1).value for row in (1, 2, 3)] == [
        "Phụ lục I",
        "SỐ LIỆU THEO ĐƠN VỊ",
        TIE,
    ]
    assert [cell.value for cell in page[5]] == ["TT", "Mục tiêu", "Tử số", "Mẫu số", "Tỷ lệ"]


def test_figures_are_numbers_and_shares_are_cut() -> None:
    row = sheet("Phụ lục I")[6]
    assert [cell.value for cell in row[2:]] == [49_999, 100_000, 0.4999]
    assert [cell.number_format for cell in row[2:]] == ["#,##0", "#,##0", "0.00%"]


def test_names_that_look_like_formulas_stay_names() -> None:
    names = ('=HYPERLINK("http://x.vn")', "+84 204", "-1", "@SUM(A1)", "http://x.vn", "007")
    rows = tuple(Row(("1", name, 1, 2, Percent(1, 2))) for name in names)
    page = sheet("Phụ lục I", samples.document(attached=samples.annexes(rows)))
    cells = [page.cell(6 + place, 2) for place in range(len(names))]
    assert [cell.value for cell in cells] == list(names)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_a_share_of_nothing_is_a_dash() -> None:
    rows = (Row(("1", "Trường", 0, 0, Percent(0, 0))),)
    page = sheet("Phụ lục I", samples.document(attached=samples.annexes(rows)))
    assert page.cell(6, 5).value == "–"


def test_heads_stay_in_sight_and_come_back_in_print_on_a4() -> None:
    page = sheet("Phụ lục I")
    assert page.freeze_panes == "A6"
    assert page.print_title_rows == "$5:$5"
    assert str(page.page_setup.paperSize) == "9"
    assert page.page_setup.fitToHeight == 0
    assert page.page_setup.orientation == "portrait"
    assert sheet("Phụ lục II").page_setup.orientation == "landscape"


def test_an_empty_table_says_so() -> None:
    assert sheet("Phụ lục II").cell(6, 1).value == "Tất cả các cơ sở đã có số liệu."


def test_a_document_without_tables_is_still_a_workbook() -> None:
    document = samples.document(attached=())
    page = sheet("Bảng 1", document)
    assert page.cell(2, 1).value == TIE


def test_the_same_document_is_the_same_workbook_at_any_time() -> None:
    first = xlsx(samples.document())
    assert xlsx(samples.document()) == first
    assert packed_on(first) == {(1980, 1, 1, 0, 0, 0)}
    told = openpyxl.load_workbook(io.BytesIO(first)).properties
    assert (told.created, told.modified) == (datetime(2022, 9, 19), datetime(2022, 9, 19))
    assert told.creator == "Sở Giáo dục và Đào tạo"
