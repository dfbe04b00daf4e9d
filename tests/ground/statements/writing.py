"""Files as banks write them, made from statements that we know: for reading them back."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

import openpyxl
import xlsxwriter
from openpyxl.styles import Font

from tests.ground.statements.known import ACCOUNT, Known, Move, expected, moves, told
from tests.ground.statements.messages import camt, camt_entries, mt940

__all__ = ["ACCOUNT", "Known", "Move", "camt", "camt_entries", "expected", "moves", "mt940", "told"]


Cells = list[object]


@dataclass(frozen=True)
class Sheet:
    """Rows, and which of them are merged (`A1:B1`)."""

    rows: list[Cells]
    merged: list[str] = field(default_factory=list)


def grouped(vnd: int, sign: str = ",") -> str:
    return f"{vnd:,}".replace(",", sign)


def _way(one: Move, written: object, *, is_in: bool) -> object:
    return written if one.is_in == is_in else ""


def vietcombank_short(known: Known) -> Sheet:
    return Sheet(
        [
            ["NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM"],
            ["SAO KÊ TÀI KHOẢN"],
            ["Số tài khoản:", known.account, "", "Loại tiền:", "VND"],
            [
                "Số dư đầu kỳ:",
                grouped(known.opening_vnd),
                "",
                "Số dư cuối kỳ:",
                grouped(known.closing_vnd),
            ],
            [],
            ["Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Mô tả"],
            *(
                [
                    f"{one.on:%d/%m/%Y}",
                    one.reference,
                    _way(one, grouped(one.vnd), is_in=False),
                    _way(one, grouped(one.vnd), is_in=True),
                    one.text,
                ]
                for one in known.moves
            ),
            [
                "Tổng số",
                "",
                grouped(sum(one.vnd for one in known.moves if not one.is_in)),
                grouped(sum(one.vnd for one in known.moves if one.is_in)),
                "",
            ],
        ]
    )


def vietcombank_bilingual(known: Known) -> Sheet:
    rows: list[Cells] = [
        ["SAO KÊ TÀI KHOẢN/STATEMENT OF ACCOUNT"],
        ["Số tài khoản/Account number:", "", known.account],
        ["Loại tiền/Currency:", "", "VND"],
        ["Từ ngày/From: 01/01/2026 Đến ngày/To: 31/12/2026"],
        ["Số dư đầu kỳ/Opening balance:", "", f"{grouped(known.opening_vnd)}.00"],
        [
            "STT\nNo.",
            "Ngày/\nTNX Date\nSố CT/ Doc No",
            "Ngày hiệu lực/\nEffective date",
            "Số tiền ghi nợ/\nDebit",
            "Số tiền ghi có/\nCredit",
            "Số dư/\nBalance",
            "Nội dung chi tiết/\nTransactions in detail",
        ],
    ]
    for number, (one, held) in enumerate(zip(known.moves, known.balances, strict=True), start=1):
        rows.append(
            [
                number,
                f"{one.on:%d/%m/%Y}\n{one.reference}",
                f"{one.on:%d/%m/%Y}",
                _way(one, f"{grouped(one.vnd)}.00", is_in=False),
                _way(one, f"{grouped(one.vnd)}.00", is_in=True),
                f"{grouped(held)}.00",
                one.text,
            ]
        )
    out = sum(one.vnd for one in known.moves if not one.is_in)
    rows.append(
        ["Tổng/Total", "", "", grouped(out), grouped(known.closing_vnd - known.opening_vnd + out)]
    )
    rows.append(["Số dư cuối kỳ/Closing balance", "", "", "", "", grouped(known.closing_vnd)])
    rows.append(["Đây là chứng từ điện tử, không cần chữ ký."])
    return Sheet(rows, ["A1:G1", "A2:B2", "A5:B5"])


def bidv(known: Known) -> Sheet:
    return Sheet(
        [
            ["NGÂN HÀNG TMCP ĐẦU TƯ VÀ PHÁT TRIỂN VIỆT NAM"],
            [f"Tài khoản: {known.account} (cũ 120-10-00-012345-6)", "", "VND"],
            ["Tên tài khoản: TRƯỜNG THCS MẪU"],
            ["Số dư đầu kỳ", "", "", "", "", "", grouped(known.opening_vnd, ".")],
            ["STT", "Ngày GD", "Số tham chiếu", "Mô tả", "Phát sinh Nợ", "Phát sinh Có", "Số dư"],
            *(
                [
                    number,
                    f"{one.on:%d/%m/%Y} 10:{number % 60:02d}:00",
                    one.reference,
                    one.text,
                    _way(one, f"-{grouped(one.vnd, '.')} VND", is_in=False),
                    _way(one, f"+{grouped(one.vnd, '.')} VND", is_in=True),
                    grouped(held, "."),
                ]
                for number, (one, held) in enumerate(zip(known.moves, known.balances, strict=True))
            ),
            ["", "Cộng phát sinh", "", "", "1", "2"],
        ]
    )


def vietinbank(known: Known) -> Sheet:
    """Blank days repeat the one above; numbers are numbers."""
    rows: list[Cells] = [
        ["BÁO CÁO GIAO DỊCH/TRANSACTION REPORT"],
        ["Số tài khoản/Account No", known.account],
        [
            "Ngày phát sinh/\nTransaction date",
            "Ngày hạch toán/\nAccounting date",
            "Mô tả giao dịch/\nTransaction description",
            "Nợ/\nDebit",
            "Có/\nCredit",
            "Số dư TK/\nAccount balance",
            "Số giao dịch/\nTransaction number",
        ],
    ]
    above: date | None = None
    for one, held in zip(known.moves, known.balances, strict=True):
        day = f"{one.on:%d-%m-%Y}" if one.on != above else ""
        above = one.on
        rows.append(
            [
                day,
                day,
                one.text,
                _way(one, one.vnd, is_in=False) or None,
                _way(one, one.vnd, is_in=True) or None,
                held,
                one.reference,
            ]
        )
    return Sheet(rows)


def mb(known: Known) -> Sheet:
    """A head of two lines, days that are days, no-break spaces in the amounts."""
    rows: list[Cells] = [
        [f"Tài khoản/Account No: {known.account}"],
        [f"Số dư đầu kỳ/Opening balance: {grouped(known.opening_vnd)} VND"],
        [f"Số dư cuối kỳ/Closing balance: {grouped(known.closing_vnd)} VND"],
        ["Ngày hạch toán", "Số tiền", "", "Số dư", "Nội dung", "Số bút toán"],
        ["Posting date", "Phát sinh nợ", "Phát sinh có", "Balance", "Description", ""],
    ]
    for one, held in zip(known.moves, known.balances, strict=True):
        rows.append(
            [
                datetime(one.on.year, one.on.month, one.on.day),
                _way(one, grouped(one.vnd, "\u00a0"), is_in=False),
                _way(one, grouped(one.vnd, "\u00a0"), is_in=True),
                held,
                one.text,
                one.reference,
            ]
        )
    return Sheet(rows, ["B4:C4"])


def techcombank(known: Known) -> Sheet:
    """The newest line first."""
    rows: list[Cells] = [
        ["Số tài khoản/Account number", "", known.account],
        ["Tên tài khoản/Account name", "", "TRUONG THCS MAU"],
        [
            "Ngày KH thực hiện/Requesting date",
            "Ngày giao dịch/Transaction date",
            "Số bút toán/Reference",
            "Ngân hàng đối tác/Remitter's bank",
            "Tài khoản đích/Remitter's account number",
            "Tên tài khoản đối ứng/Remitter's account name",
            "Diễn giải/Description",
            "Nợ/Debit",
            "Có/Credit",
            "Số dư/Running balance",
        ],
    ]
    told: list[Cells] = [
        [
            f"{one.on:%d/%m/%Y}",
            f"{one.on:%d/%m/%Y}",
            one.reference,
            "VCB",
            one.account,
            one.name,
            one.text,
            _way(one, grouped(one.vnd), is_in=False),
            _way(one, grouped(one.vnd), is_in=True),
            grouped(held),
        ]
        for one, held in zip(known.moves, known.balances, strict=True)
    ]
    return Sheet(rows + told[::-1])


LAYOUTS = {
    "vietcombank": vietcombank_bilingual,
    "vietcombank_short": vietcombank_short,
    "bidv": bidv,
    "vietinbank": vietinbank,
    "mb": mb,
    "techcombank": techcombank,
}


def workbook(*sheets: Sheet) -> bytes:
    """Written by openpyxl."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, sheet in enumerate(sheets, start=1):
        page = book.create_sheet(f"T{number}")
        for row in sheet.rows:
            page.append([None if cell == "" else cell for cell in row])
        for merged in sheet.merged:
            page.merge_cells(merged)
        page["A1"].font = Font(bold=True)
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_of_another_writer(sheet: Sheet) -> bytes:
    """Written by XlsxWriter, which keeps texts apart and lets cells name them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                page.write_datetime(number, column, cell, day)
            elif cell is not None and cell != "":
                page.write(number, column, cell)
    book.close()
    return out.getvalue()


def as_csv(
    sheet: Sheet, delimiter: str = ",", encoding: str = "utf-8", newline: str = "\r\n"
) -> bytes:
    """The same cells as text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    for row in sheet.rows:
        writer.writerow([_as_text(cell) for cell in row])
    return encoded(out.getvalue(), encoding)


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y")
    return "" if cell is None else str(cell)


def encoded(text: str, encoding: str) -> bytes:
    """Windows-1258 has most marks apart from their letters."""
    if encoding != "cp1258":
        return text.encode(encoding)
    return b"".join(_in_1258(letter) for letter in unicodedata.normalize("NFC", text))


def _in_1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        base, *marks = unicodedata.normalize("NFD", letter)
        for mark in list(marks):
            both = unicodedata.normalize("NFC", base + mark)
            if len(both) == 1 and mark not in "\u0300\u0301\u0303\u0309\u0323":
                base = both
                marks.remove(mark)
        return (base + "".join(marks)).encode("cp1258")
