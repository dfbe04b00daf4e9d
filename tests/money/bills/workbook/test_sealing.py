"""Files that are no workbook, or are one with bad intent, are refused before they are read."""

from __future__ import annotations

import io
import zipfile

import pytest

from thuphi.money.bills.workbook import sealing
from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.money.bills.workbook.scanning import scan
from thuphi.money.bills.workbook.sealing import unseal

from .books import NAM, book, rewritten

WANTED = frozenset({"hoc sinh", "khoan thu"})
SHEET = "xl/worksheets/sheet1.xml"


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        sealed = unseal(content, WANTED)
        for folded, part in sealed.sheets.items():
            scan(sealed.parts[part], folded)
    return refused.value.reason


def archive(**parts: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return saved.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng"),
        (OLE, "Excel 97-2003 (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
        ("\ufeffMã học sinh,Họ và tên\nHS001,Anh\n".encode(), "văn bản (CSV)"),
        (b"\xef\xbb\xbf<html><table><tr><td>HS001</td></tr></table></html>", "(HTML/XML) đổi đuôi"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "không phải Excel"),
        (b"PK\x03\x04" + bytes(100), "Tệp bị hỏng"),
        (archive(a=b"b"), "không phải Excel"),
        (archive(mimetype=b"x", **{"content.xml": b"<a/>"}), "OpenDocument (.ods)"),
        (archive(**{"xl__workbook.bin": b"x"}), "Excel nhị phân (.xlsb)"),
        (b"x" * (sealing.BYTES_MAX + 1), "lớn hơn 20 MB"),
    ],
)
def test_another_kind_of_file_is_named(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_workbook_is_taken_out_with_its_sheets() -> None:
    sealed = unseal(book([NAM], []), WANTED)
    assert sealed.sheets == {"hoc sinh": SHEET, "khoan thu": "xl/worksheets/sheet2.xml"}
    assert set(zipfile.ZipFile(sealed.packed()).namelist()) >= {SHEET, "xl/workbook.xml"}


def test_a_part_that_unpacks_to_too_much_is_refused_unread() -> None:
    bomb = rewritten(book([NAM], None), SHEET, lambda part: part + b" " * 30_000_000)
    assert len(bomb) < 100_000
    assert "giải nén ra quá lớn" in refusal(bomb)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    honest = rewritten(book([NAM], None), SHEET, lambda part: part + b" " * 4_000_000)
    with zipfile.ZipFile(io.BytesIO(honest)) as opened:
        size = opened.getinfo(SHEET).file_size
    lying = honest.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != honest
    assert "Tệp bị hỏng" in refusal(lying)


def test_a_cut_off_file_is_refused() -> None:
    whole = book([NAM], None)
    assert "Tệp bị hỏng" in refusal(whole[: len(whole) // 2])


def test_a_locked_member_is_refused() -> None:
    whole = bytearray(book([NAM], None))
    at = whole.index(b"PK\x01\x02")
    whole[at + 8] |= 1
    assert "có mật khẩu" in refusal(bytes(whole))


def test_two_members_of_one_name_are_refused() -> None:
    saved = io.BytesIO(book([NAM], None))
    with zipfile.ZipFile(saved, "a") as made:
        made.writestr(SHEET.upper(), b"<worksheet/>")
    assert "không phải Excel" in refusal(saved.getvalue())


def test_declared_entities_are_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">]>'
    assert "không phải Excel" in refusal(
        rewritten(book([NAM], None), SHEET, lambda part: laughs + part)
    )


def test_broken_text_inside_is_refused() -> None:
    broken = rewritten(book([NAM], None), SHEET, lambda part: part[:-30])
    assert "bên trong tệp bị hỏng" in refusal(broken)


@pytest.mark.parametrize("reference", [b"XFD1048576", b"A1048576", b"XFD2", b"GR50000"])
def test_a_sheet_that_reaches_too_far_is_refused(reference: bytes) -> None:
    far = b'<row r="9"><c r="' + reference + b'"><v>1</v></c></row></sheetData>'
    wide = rewritten(book([NAM], None), SHEET, lambda part: part.replace(b"</sheetData>", far))
    assert "Trang tính “hoc sinh” trải tới dòng" in refusal(wide)


@pytest.mark.parametrize("reference", [b"A99999999", b"E3\xc3\xa9", b"", b"A0", b"a1048577"])
def test_a_cell_that_lies_nowhere_is_refused(reference: bytes) -> None:
    # The reader of values would make room up to there, and end the whole process.
    odd = b'<row r="9"><c r="' + reference + b'"><v>1</v></c></row></sheetData>'
    wide = rewritten(book([NAM], None), SHEET, lambda part: part.replace(b"</sheetData>", odd))
    assert "bên trong tệp bị hỏng" in refusal(wide)


@pytest.mark.parametrize("row", [b"99999999", b"x", b"0", b"-1"])
def test_a_row_that_lies_nowhere_is_refused(row: bytes) -> None:
    odd = b'<row r="' + row + b'"><c><v>1</v></c></row></sheetData>'
    wide = rewritten(book([NAM], None), SHEET, lambda part: part.replace(b"</sheetData>", odd))
    assert "bên trong tệp bị hỏng" in refusal(wide)


def test_cells_with_a_format_and_no_value_do_not_count() -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    sealed = unseal(
        rewritten(book([NAM], None), SHEET, lambda part: part.replace(b"</sheetData>", far)), WANTED
    )
    found = scan(sealed.parts[SHEET], "hoc sinh")
    assert (found.last_row, found.last_column, found.broken) == (2, 7, {})


def test_cells_without_coordinates_are_counted_from_the_left() -> None:
    part = b"""<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c>
        <x:c t="e"><x:v>#DIV/0!</x:v></x:c></x:row></x:sheetData></x:worksheet>"""
    found = scan(part, "Học sinh")
    assert (found.last_row, found.last_column) == (1, 1)
    assert found.broken == {(1, 1): "ô báo lỗi #DIV/0!"}


def test_a_formula_that_says_nothing_on_purpose_is_a_blank_cell() -> None:
    part = b"""<worksheet><sheetData><row r="1"><c r="A1" t="str"><f>""</f><v></v></c>
        <c r="B1"><f>A9</f></c></row></sheetData></worksheet>"""
    assert list(scan(part, "Học sinh").broken) == [(1, 1)]
