"""Files as banks write them, made from statements that we know: for reading them back."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import openpyxl
import xlsxwriter
from openpyxl.styles import Font

ACCOUNT = "0123499999"


@dataclass(frozen=True)
class Move:
    """One movement as we know it."""

    on: date
    is_in: bool
    vnd: int
    text: str
    reference: str
    name: str = ""
    account: str = ""
    is_reversal: bool = False


@dataclass(frozen=True)
class Known:
    """One statement as we know it."""

    moves: tuple[Move, ...]
    opening_vnd: int = 25_000_000
    account: str = ACCOUNT
    number: int = 5

    @property
    def closing_vnd(self) -> int:
        return self.opening_vnd + sum(one.vnd if one.is_in else -one.vnd for one in self.moves)

    @property
    def balances(self) -> list[int]:
        held = self.opening_vnd
        found = []
        for one in self.moves:
            held += one.vnd if one.is_in else -one.vnd
            found.append(held)
        return found


def moves(count: int, day: date = date(2026, 1, 5)) -> tuple[Move, ...]:
    """Some movements that differ from each other."""
    return tuple(
        Move(
            on=day + timedelta(days=number // 10),
            is_in=number % 4 != 3,
            vnd=100_000 + number * 1_000,
            text=f"TF003NQK8NR{number % 10} HOC PHI {number}",
            reference=f"FT26005{number:08d}",
            name=f"NGUYEN VAN {chr(65 + number % 26)}",
            account=f"{987_000_000 + number}",
        )
        for number in range(count)
    )


# camt ---------------------------------------------------------------------------------------------


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _amount(vnd: int, currency: str = "VND") -> str:
    return f'<Amt Ccy="{currency}">{vnd}.00</Amt>'


def _party(side: str, name: str, account: str, *, is_new: bool) -> str:
    wrapped = f"<Pty><Nm>{_xml(name)}</Nm></Pty>" if is_new else f"<Nm>{_xml(name)}</Nm>"
    told = f"<{side}>{wrapped}</{side}>" if name else ""
    if account:
        told += f"<{side}Acct><Id><Othr><Id>{account}</Id></Othr></Id></{side}Acct>"
    return f"<RltdPties>{told}</RltdPties>" if told else ""


def _entry(number: int, one: Move, *, is_new: bool) -> str:
    status = "<Sts><Cd>BOOK</Cd></Sts>" if is_new else "<Sts>BOOK</Sts>"
    amount = _amount(one.vnd) if is_new else f"<AmtDtls><TxAmt>{_amount(one.vnd)}</TxAmt></AmtDtls>"
    reversal = "<RvslInd>true</RvslInd>" if one.is_reversal else ""
    side = "Dbtr" if one.is_in != one.is_reversal else "Cdtr"
    return (
        f"<Ntry><NtryRef>{number}</NtryRef>{_amount(one.vnd)}"
        f"<CdtDbtInd>{'CRDT' if one.is_in else 'DBIT'}</CdtDbtInd>{reversal}{status}"
        f"<BookgDt><Dt>{one.on}</Dt></BookgDt><ValDt><Dt>{one.on}</Dt></ValDt>"
        f"<AcctSvcrRef>{one.reference}</AcctSvcrRef>"
        "<BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Refs>"
        f"<EndToEndId>NOTPROVIDED</EndToEndId></Refs>{amount}"
        f"{_party(side, one.name, one.account, is_new=is_new)}"
        f"<RmtInf><Ustrd>{_xml(one.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def _balance(code: str, vnd: int) -> str:
    way = "DBIT" if vnd < 0 else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(abs(vnd))}"
        f"<CdtDbtInd>{way}</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>"
    )


def camt_entries(
    entries: str, version: str = "camt.053.001.08", known: Known | None = None
) -> bytes:
    """A camt file around entries that are written already."""
    roots = {
        "052": ("BkToCstmrAcctRpt", "Rpt"),
        "053": ("BkToCstmrStmt", "Stmt"),
        "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }
    root, inner = roots[version[5:8]]
    balances = ""
    if known is not None and inner != "Ntfctn":
        balances = _balance("OPBD", known.opening_vnd) + _balance("CLBD", known.closing_vnd)
    account = known.account if known else ACCOUNT
    number = known.number if known else 1
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}"><{root}><GrpHdr>'
        "<MsgId>M1</MsgId><CreDtTm>2026-01-05T23:00:00+07:00</CreDtTm></GrpHdr>"
        f"<{inner}><Id>S1</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>"
        "<CreDtTm>2026-01-05T23:00:00+07:00</CreDtTm>"
        f"<Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>VND</Ccy></Acct>"
        f"{balances}{entries}</{inner}></{root}></Document>"
    ).encode()


def camt(known: Known, version: str = "camt.053.001.08") -> bytes:
    """A whole camt file; from version 8 on as new banks write it."""
    is_new = version[-2:] >= "08"
    entries = "".join(
        _entry(number, one, is_new=is_new) for number, one in enumerate(known.moves, start=1)
    )
    return camt_entries(entries, version, known)


# MT940 --------------------------------------------------------------------------------------------


def _mark(one: Move) -> str:
    if one.is_reversal:
        return "RD" if one.is_in else "RC"
    return "C" if one.is_in else "D"


def _mt940_balance(vnd: int, on: date) -> str:
    return f"{'D' if vnd < 0 else 'C'}{on:%y%m%d}VND{abs(vnd)},"


def mt940(known: Known, *, newline: str = "\r\n", page: int = 0) -> bytes:
    """A statement; with `page` in messages of so many lines."""
    first = known.moves[0].on if known.moves else date(2026, 1, 5)
    last = known.moves[-1].on if known.moves else first
    size = page or max(len(known.moves), 1)
    starts = list(range(0, max(len(known.moves), 1), size))
    rows: list[str] = []
    for number, start in enumerate(starts):
        before = known.balances[start - 1] if start else known.opening_vnd
        part = known.moves[start : start + size]
        is_last = number == len(starts) - 1
        rows += [
            ":20:STMT",
            f":25:{known.account}",
            f":28C:{known.number}/{number + 1}",
            f":60{'M' if start else 'F'}:{_mt940_balance(before, first)}",
        ]
        for one in part:
            rows.append(
                f":61:{one.on:%y%m%d}{one.on:%m%d}{_mark(one)}D{one.vnd},NTRFNONREF//{one.reference}"
            )
            whole = one.text or " "
            cut = [whole[at : at + 65] for at in range(0, len(whole), 65)]
            rows += [f":86:{cut[0]}", *cut[1:]]
        after = known.balances[start + len(part) - 1] if part else before
        rows += [f":62{'F' if is_last else 'M'}:{_mt940_balance(after, last)}", "-"]
    return (newline.join(rows) + newline).encode()


# Sheets -------------------------------------------------------------------------------------------

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
            ["Số dư đầu kỳ:", grouped(known.opening_vnd), "", "Số dư cuối kỳ:", grouped(known.closing_vnd)],
            [],
            ["Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Mô tả"],
            *(
                [f"{one.on:%d/%m/%Y}", one.reference, _way(one, grouped(one.vnd), is_in=False),
                 _way(one, grouped(one.vnd), is_in=True), one.text]
                for one in known.moves
            ),
            ["Tổng số", "", grouped(sum(one.vnd for one in known.moves if not one.is_in)),
             grouped(sum(one.vnd for one in known.moves if one.is_in)), ""],
        ]
    )  # fmt: skip


def vietcombank_bilingual(known: Known) -> Sheet:
    rows: list[Cells] = [
        ["SAO KÊ TÀI KHOẢN/STATEMENT OF ACCOUNT"],
        ["Số tài khoản/Account number:", "", known.account],
        ["Loại tiền/Currency:", "", "VND"],
        ["Từ ngày/From: 01/01/2026 Đến ngày/To: 31/12/2026"],
        ["Số dư đầu kỳ/Opening balance:", "", f"{grouped(known.opening_vnd)}.00"],
        ["STT\nNo.", "Ngày/\nTNX Date\nSố CT/ Doc No", "Ngày hiệu lực/\nEffective date",
         "Số tiền ghi nợ/\nDebit", "Số tiền ghi có/\nCredit", "Số dư/\nBalance",
         "Nội dung chi tiết/\nTransactions in detail"],
    ]  # fmt: skip
    for number, (one, held) in enumerate(zip(known.moves, known.balances, strict=True), start=1):
        rows.append(
            [number, f"{one.on:%d/%m/%Y}\n{one.reference}", f"{one.on:%d/%m/%Y}",
             _way(one, f"{grouped(one.vnd)}.00", is_in=False),
             _way(one, f"{grouped(one.vnd)}.00", is_in=True), f"{grouped(held)}.00", one.text]
        )  # fmt: skip
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
                [number, f"{one.on:%d/%m/%Y} 10:{number % 60:02d}:00", one.reference, one.text,
                 _way(one, f"-{grouped(one.vnd, '.')} VND", is_in=False),
                 _way(one, f"+{grouped(one.vnd, '.')} VND", is_in=True), grouped(held, ".")]
                for number, (one, held) in enumerate(zip(known.moves, known.balances, strict=True))
            ),
            ["", "Cộng phát sinh", "", "", "1", "2"],
        ]
    )  # fmt: skip


def vietinbank(known: Known) -> Sheet:
    """Blank days repeat the one above; numbers are numbers."""
    rows: list[Cells] = [
        ["BÁO CÁO GIAO DỊCH/TRANSACTION REPORT"],
        ["Số tài khoản/Account No", known.account],
        ["Ngày phát sinh/\nTransaction date", "Ngày hạch toán/\nAccounting date",
         "Mô tả giao dịch/\nTransaction description", "Nợ/\nDebit", "Có/\nCredit",
         "Số dư TK/\nAccount balance", "Số giao dịch/\nTransaction number"],
    ]  # fmt: skip
    above: date | None = None
    for one, held in zip(known.moves, known.balances, strict=True):
        day = f"{one.on:%d-%m-%Y}" if one.on != above else ""
        above = one.on
        rows.append(
            [day, day, one.text, _way(one, one.vnd, is_in=False) or None,
             _way(one, one.vnd, is_in=True) or None, held, one.reference]
        )  # fmt: skip
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
            [datetime(one.on.year, one.on.month, one.on.day),
             _way(one, grouped(one.vnd, "\u00a0"), is_in=False),
             _way(one, grouped(one.vnd, "\u00a0"), is_in=True), held, one.text, one.reference]
        )  # fmt: skip
    return Sheet(rows, ["B4:C4"])


def techcombank(known: Known) -> Sheet:
    """The newest line first."""
    rows: list[Cells] = [
        ["Số tài khoản/Account number", "", known.account],
        ["Tên tài khoản/Account name", "", "TRUONG THCS MAU"],
        ["Ngày KH thực hiện/Requesting date", "Ngày giao dịch/Transaction date", "Số bút toán/Reference",
         "Ngân hàng đối tác/Remitter's bank", "Tài khoản đích/Remitter's account number",
         "Tên tài khoản đối ứng/Remitter's account name", "Diễn giải/Description", "Nợ/Debit", "Có/Credit",
         "Số dư/Running balance"],
    ]  # fmt: skip
    told: list[Cells] = [
        [f"{one.on:%d/%m/%Y}", f"{one.on:%d/%m/%Y}", one.reference, "VCB", one.account, one.name, one.text,
         _way(one, grouped(one.vnd), is_in=False), _way(one, grouped(one.vnd), is_in=True), grouped(held)]
        for one, held in zip(known.moves, known.balances, strict=True)
    ]  # fmt: skip
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


def told(lines: Sequence[object]) -> list[object]:
    """What of lines every format tells."""
    return [
        (one.booked_on, one.is_in, one.amount_vnd, one.text, one.bank_reference)  # type: ignore[attr-defined]
        for one in lines
    ]


def expected(known: Known) -> list[object]:
    """The same of what was written."""
    return [(one.on, one.is_in, one.vnd, one.text, one.reference) for one in known.moves]
