"""The bank's own statements, each in a form that Vietnamese banks hand out.

Sources: ISO 20022 camt.053.001.02 and .08, camt.052, camt.054; SWIFT MT940; the columns of
Vietcombank's and BIDV's workbooks and of Techcombank's CSV as public parsers read them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

import xlsxwriter

from simulators.bank.book import Movement


@dataclass(frozen=True, slots=True)
class Wanted:
    """One account's movements for a statement, and what it had before them."""

    bin: str
    account: str
    owner: str
    opening_vnd: int
    movements: tuple[Movement, ...]
    number: int
    at: datetime

    @property
    def closing_vnd(self) -> int:
        """What it has after them."""
        return self.opening_vnd + sum(signed(one) for one in self.movements)


@dataclass(frozen=True, slots=True)
class File:
    """A statement as it is saved from the bank's page."""

    name: str
    media_type: str
    content: bytes


def signed(movement: Movement) -> int:
    """What it does to the balance, in đồng."""
    return movement.amount_vnd if movement.is_in else -movement.amount_vnd


def of_account(
    movements: Sequence[Movement],
    *,
    bin: str,
    account: str,
    owner: str,
    first: int,
    last: int | None,
    at: datetime,
) -> Wanted:
    """The movements `first` to `last` (not included) of an account, in the order they came."""
    own = [one for one in movements if (one.bin, one.account) == (bin, account)]
    return Wanted(
        bin=bin,
        account=account,
        owner=owner,
        opening_vnd=sum(signed(one) for one in own[:first]),
        movements=tuple(own[first:last]),
        number=int(f"{at:%j}"),
        at=at,
    )


def _camt(kind: str, version: str) -> Callable[[Wanted], File]:
    root, part = {
        "052": ("BkToCstmrAcctRpt", "Rpt"),
        "053": ("BkToCstmrStmt", "Stmt"),
        "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }[kind]

    def written(wanted: Wanted) -> File:
        stamp = wanted.at.isoformat(timespec="seconds")
        balances = "" if kind == "054" else _balance("OPBD", wanted.opening_vnd, wanted.at)
        balances += "" if kind != "053" else _balance("CLBD", wanted.closing_vnd, wanted.at)
        entries = "".join(
            _entry(number, one, version) for number, one in enumerate(wanted.movements, 1)
        )
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}">'
            f"<{root}><GrpHdr><MsgId>{kind}-{wanted.number}</MsgId><CreDtTm>{stamp}</CreDtTm>"
            f"</GrpHdr><{part}><Id>{wanted.account}-{wanted.number}</Id>"
            f"<ElctrncSeqNb>{wanted.number}</ElctrncSeqNb><CreDtTm>{stamp}</CreDtTm>"
            f"<Acct><Id><Othr><Id>{wanted.account}</Id></Othr></Id><Ccy>VND</Ccy>"
            f"<Ownr><Nm>{escape(wanted.owner)}</Nm></Ownr></Acct>"
            f"{balances}{entries}</{part}></{root}></Document>\n"
        )
        return File(f"camt{kind}-{wanted.account}.xml", "application/xml", text.encode())

    return written


def _balance(code: str, amount_vnd: int, at: datetime) -> str:
    way = "CRDT" if amount_vnd >= 0 else "DBIT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="VND">{abs(amount_vnd)}</Amt><CdtDbtInd>{way}</CdtDbtInd>'
        f"<Dt><Dt>{at:%Y-%m-%d}</Dt></Dt></Bal>"
    )


def _entry(number: int, one: Movement, version: str) -> str:
    way = "CRDT" if one.is_in else "DBIT"
    state = "BOOK" if version == "02" else "<Cd>BOOK</Cd>"
    name = f"<Nm>{escape(one.other_name)}</Nm>"
    party = name if version == "02" else f"<Pty>{name}</Pty>"
    role = "Dbtr" if one.is_in else "Cdtr"
    reversal = "<RvslInd>true</RvslInd>" if one.is_reversal else ""
    return (
        f'<Ntry><NtryRef>{number}</NtryRef><Amt Ccy="VND">{one.amount_vnd}</Amt>'
        f"<CdtDbtInd>{way}</CdtDbtInd>{reversal}<Sts>{state}</Sts>"
        f"<BookgDt><DtTm>{one.at.isoformat(timespec='seconds')}</DtTm></BookgDt>"
        f"<ValDt><Dt>{one.at:%Y-%m-%d}</Dt></ValDt><AcctSvcrRef>{one.bank_reference}</AcctSvcrRef>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RRCT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>"
        "</BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f'<Amt Ccy="VND">{one.amount_vnd}</Amt><CdtDbtInd>{way}</CdtDbtInd>'
        f"<RltdPties><{role}>{party}</{role}><{role}Acct><Id><Othr><Id>{one.other_account}</Id>"
        f"</Othr></Id></{role}Acct></RltdPties>"
        f"<RmtInf><Ustrd>{escape(one.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def _mt940(wanted: Wanted) -> File:
    lines = [
        f":20:STMT{wanted.at:%y%m%d}",
        f":25:{wanted.account}",
        f":28C:{wanted.number}/1",
        f":60F:{_mark(wanted.opening_vnd)}{wanted.at:%y%m%d}VND{abs(wanted.opening_vnd)},",
    ]
    for one in wanted.movements:
        mark = ("RC" if one.is_reversal else "C") if one.is_in or one.is_reversal else "D"
        lines.append(
            f":61:{one.at:%y%m%d%m%d}{mark}D{one.amount_vnd},NTRFNONREF//{one.bank_reference[:16]}"
        )
        said = f"{one.text} {one.other_name} {one.other_account}".strip() or "NOTPROVIDED"
        lines += [
            (":86:" if at == 0 else "") + said[at : at + 65] for at in range(0, len(said), 65)
        ][:6]
    lines += [f":62F:{_mark(wanted.closing_vnd)}{wanted.at:%y%m%d}VND{abs(wanted.closing_vnd)},"]
    text = "\r\n".join([*lines, "-", ""])
    return File(f"mt940-{wanted.account}.sta", "text/plain", text.encode())


def _mark(amount_vnd: int) -> str:
    return "C" if amount_vnd >= 0 else "D"


def _dotted(amount_vnd: int) -> str:
    return f"{amount_vnd:,}"


def _workbook(
    wanted: Wanted,
    name: str,
    above: Sequence[str],
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> File:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet("Sao ke")
    for number, text in enumerate(above):
        sheet.write_string(number, 0, text)
    begins = len(above) + 1
    for column, word in enumerate(head):
        sheet.write_string(begins, column, word)
    for number, row in enumerate(rows, begins + 1):
        for column, word in enumerate(row):
            sheet.write_string(number, column, word)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return File(f"{name}-{wanted.account}.xlsx", kind, kept.getvalue())


def _running(wanted: Wanted) -> list[tuple[Movement, int]]:
    told, balance_vnd = [], wanted.opening_vnd
    for one in wanted.movements:
        balance_vnd += signed(one)
        told.append((one, balance_vnd))
    return told


def _vietcombank(wanted: Wanted) -> File:
    rows = [
        (
            str(number),
            f"{one.at:%d/%m/%Y}\n{one.bank_reference}",
            f"{one.at:%d/%m/%Y}",
            "" if one.is_in else _dotted(one.amount_vnd),
            _dotted(one.amount_vnd) if one.is_in else "",
            _dotted(balance_vnd),
            f"MBVCB.{number}.{one.text}.CT tu {one.other_account} {one.other_name}",
        )
        for number, (one, balance_vnd) in enumerate(_running(wanted), 1)
    ]
    came = sum(one.amount_vnd for one in wanted.movements if one.is_in)
    went = sum(one.amount_vnd for one in wanted.movements if not one.is_in)
    total = ("", "Tổng/Total", "", _dotted(went), _dotted(came), "", "")
    return _workbook(
        wanted,
        "vietcombank",
        (
            "NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM",
            "SAO KÊ TÀI KHOẢN / STATEMENT OF ACCOUNT",
            f"Số tài khoản/Account number: {wanted.account}",
            f"Chủ tài khoản/Account name: {wanted.owner}",
            "Loại tiền/Currency: VND",
            f"Số dư đầu kỳ/Opening balance: {_dotted(wanted.opening_vnd)}",
            f"Số dư cuối kỳ/Closing balance: {_dotted(wanted.closing_vnd)}",
        ),
        (
            "STT/No.",
            "Ngày/TNX Date\nSố CT/Doc No",
            "Ngày hiệu lực/Effective date",
            "Số tiền ghi nợ/Debit",
            "Số tiền ghi có/Credit",
            "Số dư/Balance",
            "Nội dung chi tiết/Transactions in detail",
        ),
        [*rows, total],
    )


def _bidv(wanted: Wanted) -> File:
    rows = [
        (
            str(number),
            f"{one.at:%d/%m/%Y %H:%M:%S}",
            one.bank_reference,
            "0" if one.is_in else _dotted(one.amount_vnd),
            _dotted(one.amount_vnd) if one.is_in else "0",
            _dotted(balance_vnd),
            f"REM {one.other_account} {one.other_name} {one.text}",
        )
        for number, (one, balance_vnd) in enumerate(_running(wanted), 1)
    ]
    return _workbook(
        wanted,
        "bidv",
        (
            "NGÂN HÀNG TMCP ĐẦU TƯ VÀ PHÁT TRIỂN VIỆT NAM",
            f"Số tài khoản: {wanted.account}",
            f"Tên tài khoản: {wanted.owner}",
            f"Số dư đầu kỳ: {_dotted(wanted.opening_vnd)} VND",
            f"Số dư cuối kỳ: {_dotted(wanted.closing_vnd)} VND",
        ),
        ("STT", "Ngày GD", "Số tham chiếu", "Ghi nợ", "Ghi có", "Số dư", "Mô tả"),
        rows,
    )


def _techcombank(wanted: Wanted) -> File:
    kept = io.StringIO()
    sheet = csv.writer(kept)
    sheet.writerow(["Số tài khoản/Account no.", wanted.account])
    sheet.writerow(["Số dư đầu kỳ/Opening balance", _dotted(wanted.opening_vnd)])
    sheet.writerow(["Số dư cuối kỳ/Closing balance", _dotted(wanted.closing_vnd)])
    sheet.writerow([])
    sheet.writerow(
        [
            "Ngày KH thực hiện/Requesting date",
            "Ngày giao dịch/Transaction date",
            "Số bút toán/Reference",
            "Ngân hàng đối tác/Remitter's bank",
            "Tài khoản đích",
            "Tên tài khoản đối ứng",
            "Diễn giải/Description",
            "Nợ/Debit",
            "Có/Credit",
            "Số dư/Running balance",
        ]
    )
    for one, balance_vnd in _running(wanted):
        day = f"{one.at:%d/%m/%Y}"
        amount = _dotted(one.amount_vnd)
        debit, credit = ("", amount) if one.is_in else (amount, "")
        other = ["MB", one.other_account, one.other_name, one.text]
        sheet.writerow([day, day, one.bank_reference, *other, debit, credit, _dotted(balance_vnd)])
    content = kept.getvalue().encode("utf-8-sig")
    return File(f"techcombank-{wanted.account}.csv", "text/csv", content)


STATEMENTS: dict[str, Callable[[Wanted], File]] = {
    "camt053": _camt("053", "08"),
    "camt053-02": _camt("053", "02"),
    "camt052": _camt("052", "08"),
    "camt054": _camt("054", "08"),
    "mt940": _mt940,
    "vietcombank": _vietcombank,
    "bidv": _bidv,
    "techcombank": _techcombank,
}
