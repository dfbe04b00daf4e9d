"""Files made to hurt are refused before they are unpacked; large honest ones are read."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from tests.money.sheets.books import book, faults
from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.money.sheets.reading import read

HEAD = ("STT", "Mã HS", "Họ và tên", "Lớp", "Học phí", "Tổng")


def rewritten(content: bytes, name: str, part: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return target.getvalue()


def large(pupils: int) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as made:
        sheet = made.add_worksheet("T10")
        sheet.write_row(0, 0, HEAD)
        for n in range(pupils):
            row = (n + 1, f"HS{n:06d}", f"Nguyễn Văn An {n}", f"{n % 9 + 1}A1", "155.000", 155_000)
            sheet.write_row(n + 1, 0, row)
    return target.getvalue()


def test_a_sheet_that_unpacks_to_something_huge_is_refused() -> None:
    content = book({"6A1": [HEAD]})
    bomb = rewritten(content, "xl/worksheets/sheet1.xml", b" " * 150_000_000)
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    with pytest.raises(FileRefused, match="quá lớn"):
        read(bomb, file_name="x.xlsx")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_two_cells_far_apart_are_refused_before_room_is_made_between_them() -> None:
    far = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1000000">'
    far += b'<c r="XFD1000000"><v>1</v></c></row></sheetData></worksheet>'
    content = rewritten(book({"6A1": [HEAD]}), "xl/worksheets/sheet1.xml", far)
    with pytest.raises(FileRefused, match="dòng 1000000"):
        read(content, file_name="x.xlsx")


def test_entities_are_refused() -> None:
    part = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'
    content = rewritten(book({"6A1": [HEAD]}), "xl/worksheets/sheet1.xml", part)
    with pytest.raises(FileRefused):
        read(content, file_name="x.xlsx")


def test_a_text_with_too_many_columns_is_refused() -> None:
    with pytest.raises(FileRefused, match="cột"):
        read((";" * 500 + "\n").encode() * 3, file_name="x.csv")


def test_five_thousand_pupils_are_read_to_the_last_dong() -> None:
    found = read(large(5_000), file_name="x.xlsx")
    assert (len(found.pupils), found.total_vnd, found.fault_count) == (5_000, 775_000_000, 0)


def test_more_pupils_than_one_file_may_have_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thuphi.money.sheets.reading.PUPILS_MAX", 100)
    found = read(large(150), file_name="x.xlsx")
    assert faults(found) == [("T10", 102, "")]
