"""Bad input is refused as a whole, with a sentence that names place, reason and mend."""

from __future__ import annotations

import io
import re
import string
import zipfile

import openpyxl
import pytest

from tests.ground.statements import writing
from tests.ground.statements.refused import reasons
from tests.ground.statements.writing import Cells, Known, Sheet, moves
from thuphi.ground.statements import bounds
from thuphi.ground.statements.faults import SENTENCES, FaultKind

HEAD: Cells = ["Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Số dư", "Nội dung"]
ACCOUNT: Cells = ["Số tài khoản:", "0123499999"]
GOOD: Cells = ["05/01/2026", "R", "", "9", "", "A"]


def rows(*more: Cells) -> bytes:
    return writing.as_csv(Sheet([ACCOUNT, HEAD, GOOD, *more]))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            ["05/01/2026", "R", "5", "9", "", "A"],
            "Dòng 4: Có cả ghi nợ 5 và ghi có 9 trên một dòng: tách thành hai dòng.",
        ),
        (
            ["05/01/2026", "R", "", "", "", "A"],
            "Dòng 4, cột D: Không có số tiền: tải lại tệp, hoặc ghi số tiền vào dòng này.",
        ),
        (
            ["05/01/2026", "R", "0", "0", "", "A"],
            "Dòng 4, cột D: Không có số tiền: tải lại tệp, hoặc ghi số tiền vào dòng này.",
        ),
        (
            ["05/01/2026", "R", "", "-9", "", "A"],
            "Dòng 4, cột D: Số tiền âm “-9”: ghi số dương vào đúng cột ghi nợ hoặc ghi có.",
        ),
        (
            ["05/01/2026", "R", "-9", "", "", "A"],
            "Dòng 4, cột C: Số tiền âm “-9”: ghi số dương vào đúng cột ghi nợ hoặc ghi có.",
        ),
        (
            ["05/01/2026", "R", "", "9.50", "", "A"],
            "Dòng 4, cột D: “9.50” có số lẻ của đồng: kiểm tra lại loại tiền và số tiền.",
        ),
        (
            ["05/01/2026", "R", "", "1,250.000", "", "A"],
            "Dòng 4, cột D: “1,250.000” có số lẻ của đồng: kiểm tra lại loại tiền và số tiền.",
        ),
        (
            ["05/01/2026", "R", "", "9 USD", "", "A"],
            "Dòng 4, cột D: Loại tiền USD không phải VND: chỉ nhập sao kê tài khoản tiền đồng.",
        ),
        (
            ["05/01/2026", "R", "", "9x1", "", "A"],
            "Dòng 4, cột D: “9x1” không phải số tiền đọc được: sửa lại, hoặc tải lại tệp từ ngân"
            " hàng.",
        ),
        (
            ["05/01/2026", "R", "", "9" * 20, "", "A"],
            f"Dòng 4, cột D: “{'9' * 20}” lớn quá mức có thể: kiểm tra lại số tiền.",
        ),
        (
            ["", "", "", "7", "", ""],
            "Dòng 4: Không có ngày giao dịch: tải lại tệp, hoặc ghi ngày vào dòng này.",
        ),
        (
            ["31/02/2026", "R", "", "9", "", "A"],
            "Dòng 4, cột A: “31/02/2026” không phải ngày đọc được: ghi dạng ngày/tháng/năm.",
        ),
        (
            ["01/31/2026", "R", "", "9", "", "A"],
            "Dòng 4, cột A: “01/31/2026” không phải ngày đọc được: ghi dạng ngày/tháng/năm.",
        ),
        (
            ["05/01/1926", "R", "", "9", "", "A"],
            "Dòng 4: Năm của ngày 05/01/1926 không hợp lý: kiểm tra lại ngày trong tệp.",
        ),
        (
            ["05/01/2062", "R", "", "9", "", "A"],
            "Dòng 4: Ngày 05/01/2062 muộn hơn hôm nay quá 7 ngày: kiểm tra lại ngày, tháng trong"
            " tệp.",
        ),
        (
            ["05/01/2026", "R", "", "9", "", "Há»\u008dc phÃ­"],
            "Dòng 4: Chữ bị sai bảng mã (“Há»\u008dc phÃ­”): tải lại từ ngân hàng và không mở,"
            " lưu bằng chương trình khác.",
        ),
    ],
)
def test_a_bad_row_is_refused_with_its_place_and_reason(row: Cells, reason: str) -> None:
    assert reasons(rows(row)) == [reason]


def test_all_faults_of_a_file_are_named_together() -> None:
    bad: Cells = ["05/01/2026", "R", "", "x1", "", "A"]
    assert len(reasons(rows(bad, bad, bad))) == 3
    assert len(reasons(rows(*[bad] * 500))) == 100


def test_both_ends_that_do_not_agree_are_named() -> None:
    made = writing.vietcombank_short(Known(moves(4)))
    del made.rows[7]
    assert reasons(writing.workbook(made)) == [
        "Số dư đầu 25.000.000 + ghi có 202.000 - ghi nợ 103.000 = 25.099.000, khác số dư cuối"
        " 25.200.000: tệp thiếu hoặc thừa dòng, hãy tải lại."
    ]


def test_the_first_row_where_the_running_balance_breaks_is_named() -> None:
    made = writing.vietinbank(Known(moves(9)))
    del made.rows[6]
    assert reasons(writing.workbook(made)) == [
        "Dòng 7: Số dư sau giao dịch phải là 25.407.000 nhưng tệp ghi 25.304.000: có dòng bị thiếu"
        " hoặc bị sửa ngay trước đó, hãy tải lại tệp."
    ]


def test_a_sheet_that_was_cut_does_not_reach_its_closing_balance() -> None:
    made = writing.mb(Known(moves(9)))
    assert reasons(writing.workbook(Sheet(made.rows[:-3], made.merged))) == [
        "Số dư đầu 25.000.000 + ghi có 512.000 - ghi nợ 103.000 = 25.409.000, khác số dư cuối"
        " 25.516.000: tệp thiếu hoặc thừa dòng, hãy tải lại."
    ]


def test_two_accounts_in_one_table_are_refused() -> None:
    made = rows(["Số tài khoản:", "888888888"], GOOD)
    assert reasons(made) == [
        "Dòng 4: Có hai tài khoản 0123499999 và 888888888 trong một bảng: tải riêng sao kê của"
        " từng tài khoản."
    ]


def test_two_accounts_in_a_column_are_refused() -> None:
    head: Cells = ["Số tài khoản", "Ngày", "Ghi nợ", "Ghi có", "Nội dung"]
    made = writing.as_csv(
        Sheet(
            [head, ["111111", "05/01/2026", "", "9", "A"], ["222222", "05/01/2026", "", "9", "A"]]
        )
    )
    assert reasons(made) == [
        "Dòng 3: Có hai tài khoản 111111 và 222222 trong một bảng: tải riêng sao kê của từng tài"
        " khoản."
    ]


def test_a_sheet_without_an_account_is_refused() -> None:
    assert reasons(writing.as_csv(Sheet([HEAD, GOOD]))) == [
        "Không thấy số tài khoản: thêm một dòng “Số tài khoản: …” phía trên bảng."
    ]


def test_an_account_in_dollars_is_refused() -> None:
    made = writing.as_csv(Sheet([ACCOUNT, ["Loại tiền/Currency:", "USD"], HEAD, GOOD]))
    assert reasons(made) == [
        "Dòng 2: Loại tiền USD không phải VND: chỉ nhập sao kê tài khoản tiền đồng."
    ]


def test_a_table_without_a_column_of_money_is_refused() -> None:
    made = writing.as_csv(Sheet([ACCOUNT, ["Ngày giao dịch", "Số tham chiếu", "Nội dung"], GOOD]))
    assert reasons(made) == [
        "Dòng 2: Bảng có tiêu đề nhưng thiếu cột ghi nợ, ghi có: tải lại tệp đủ cột, hoặc khai báo"
        " mẫu cột."
    ]


def test_amounts_without_any_sign_are_refused() -> None:
    made = writing.as_csv(
        Sheet([ACCOUNT, ["Ngày", "Số tiền", "Nội dung"], ["05/01/2026", "9", "A"]])
    )
    assert reasons(made) == [
        "Dòng 3, cột B: Không biết “9” là tiền vào hay tiền ra: cần cột ghi nợ, ghi có hoặc"
        " dấu +/-."
    ]


def test_a_file_saved_with_a_wrong_encoding_says_so() -> None:
    whole = rows().decode().encode().decode("cp1252", "replace").encode()
    (reason,) = reasons(whole)
    assert reason.startswith("Chữ bị sai bảng mã (“Sá»‘ tÃ i khoáº£n:”)")


def test_a_quote_that_does_not_close_is_refused() -> None:
    cut = rows() + b'06/01/2026,R,,9,,"HOC PHI'
    assert reasons(cut) == [
        "Dòng 4: Tệp CSV bị hỏng hoặc bị cắt (dấu nháy không khép): tải lại từ ngân hàng."
    ]


def test_a_formula_is_not_reckoned() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in ([*ACCOUNT], HEAD, ["05/01/2026", "R", None, "=5+4", None, "A"]):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    assert reasons(out.getvalue()) == [
        "Dòng 3, cột D: Ô chứa công thức, không được tính: dán giá trị (Paste values) rồi lưu lại."
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Tệp rỗng: tải lại tệp sao kê từ ngân hàng."),
        (b"\r\n \r\n", "Tệp rỗng: tải lại tệp sao kê từ ngân hàng."),
        (b"%PDF-1.7", SENTENCES[FaultKind.PDF]),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, SENTENCES[FaultKind.OLD_EXCEL]),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            SENTENCES[FaultKind.PASSWORD],
        ),
        (b"PK\x03\x04" + b"x" * 99, SENTENCES[FaultKind.BROKEN_WORKBOOK]),
        (bytes(range(1, 255)), SENTENCES[FaultKind.NOT_A_STATEMENT]),
        (
            b"a,b\n1,2\n",
            "Không thấy dòng tiêu đề cột (ngày, ghi nợ, ghi có) trong 120 dòng đầu: khai báo"
            " mẫu cột cho ngân hàng này.",
        ),
        ("Ngµy giao dÞch,Ghi nî,Ghi cã\n".encode(), SENTENCES[FaultKind.OLD_FONT]),
    ],
)
def test_what_is_no_statement_is_refused_with_the_way_out(content: bytes, reason: str) -> None:
    assert reasons(content) == [reason]


def test_an_open_document_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    assert reasons(out.getvalue()) == [SENTENCES[FaultKind.OPEN_DOCUMENT]]


def test_64_megabytes_are_the_most() -> None:
    assert reasons(b"x" * (bounds.BYTES_MAX + 1)) == [
        "Tệp lớn hơn 64 MB: tải sao kê theo khoảng ngày ngắn hơn."
    ]


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for one in archive.namelist():
            made.writestr(one, part if one == name else archive.read(one))
    return out.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = _with_part(
        writing.workbook(writing.bidv(Known(moves(2)))),
        "xl/worksheets/sheet1.xml",
        b"<worksheet>" + b" " * 60_000_000 + b"</worksheet>",
    )
    assert len(bomb) < 200_000
    assert reasons(bomb) == [SENTENCES[FaultKind.UNPACKS_TOO_LARGE]]


@pytest.mark.parametrize("cell", ["XFD1048576", "A99999999", "A04Z", "a1048576", ""])
def test_a_cell_far_away_makes_no_room_for_all_between(cell: str) -> None:
    part = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row><c r="A1"><v>1</v></c><c r="{cell}"><v>1</v></c></row></sheetData></worksheet>'
    )
    content = writing.workbook(writing.bidv(Known(moves(2))))
    assert reasons(_with_part(content, "xl/worksheets/sheet1.xml", part.encode()))


def test_a_long_text_that_many_cells_name_is_not_copied() -> None:
    cells = "".join(f'<c r="A{row}" t="s"><v>0</v></c>' for row in range(1, 2_001))
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    content = writing.workbook_of_another_writer(writing.bidv(Known(moves(2))))
    content = _with_part(
        content,
        "xl/worksheets/sheet1.xml",
        f"{head}<sheetData>{cells}</sheetData></worksheet>".encode(),
    )
    text = "".join(string.ascii_letters[number % 52] + str(number) for number in range(90_000))
    content = _with_part(
        content, "xl/sharedStrings.xml", f"<sst><si><t>{text}</t></si></sst>".encode()
    )
    assert reasons(content) == [SENTENCES[FaultKind.UNPACKS_TOO_LARGE]]


def test_every_kind_of_fault_has_a_sentence_without_a_fraction_of_a_fact() -> None:
    assert set(SENTENCES) == set(FaultKind)
    for told in SENTENCES.values():
        assert not re.findall(r"%(?!\([a-z]+\)s)", told)
        assert told.endswith(".")
