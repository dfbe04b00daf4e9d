"""Files that somebody made to hurt: they are refused in words, soon, and leave nothing behind."""

from __future__ import annotations

import io
import json
import time
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter

from tests.money.seen import number
from tests.world import ACCOUNT_A, AT, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.statements import reading
from thuphi.ground.statements.contract import Unreadable
from thuphi.money.bills.models import Bill
from thuphi.money.reconciliation.actions import reconciling
from thuphi.money.statements import actions, settlements
from thuphi.money.statements.errors import StatementsRefused
from thuphi.money.statements.models import BankLine

SOON = 20.0
"""Seconds; what this guards against took hours."""
HEADS = "Ngày giao dịch,Số tham chiếu,Ghi có,Ghi nợ,Nội dung\n"
MT940 = (
    ":20:A\n:25:{account}\n:28C:1/1\n:60F:C261005VND0,\n"
    ":61:2610051005C1000,NTRFNONREF//FT1\n:86:{text}\n:62F:C261005VND1000,\n-\n"
)
MARKS = "\u0301\u0323"


def camt(entries: str) -> bytes:
    return (
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        "<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId><CreDtTm>2026-10-05T20:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>1</Id><CreDtTm>2026-10-05T20:00:00</CreDtTm><Acct><Id><Othr><Id>{ACCOUNT_A}"
        f"</Id></Othr></Id><Ccy>VND</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(day: str, more: str = "", value: str = "") -> str:
    valued = f"<ValDt><Dt>{value}</Dt></ValDt>" if value else ""
    return (
        '<Ntry><Amt Ccy="VND">1000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt>{day}</BookgDt>{valued}<NtryDtls><TxDtls>{more}</TxDtls></NtryDtls></Ntry>"
    )


SLOW = {
    "marks in a text file": (HEADS + "05/10/2026,FT1,1000,,a" + MARKS * 2_000_000).encode(),
    "marks in a head": (f"Ngày giao dịch,Ghi có{MARKS * 60_000},Nội dung\n" * 3).encode(),
    "marks in camt": camt(
        entry("<Dt>2026-10-05</Dt>", f"<RmtInf><Ustrd>a{MARKS * 2_000_000}</Ustrd></RmtInf>")
    ),
    "marks in a provider's file": ("a" + MARKS * 2_000_000 + ",b\n").encode(),
    "parts of a :86:": MT940.format(account=ACCOUNT_A, text="166" + "?20x" * 3_000_000).encode(),
    "rows of a :86:": MT940.format(account=ACCOUNT_A, text="?20x\n" * 3_000_000).encode(),
    "one row": (HEADS + "05/10/2026,FT1,1000,," + "x" * 20_000_000).encode(),
    "quotes": (HEADS + '"' * 20_000_000).encode(),
    "deep": camt("<a>" * 3_000_000),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_file_takes_longer_than_its_length_deserves(name: str) -> None:
    started = time.monotonic()
    with suppress(Unreadable):
        reading.read("x", SLOW[name])
    assert time.monotonic() - started < SOON


def workbook(text: str) -> bytes:
    """A bank's workbook whose text is written with the escapes of workbooks."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Số tài khoản", ACCOUNT_A])
        sheet.write_row(1, 0, ["Ngày giao dịch", "Số tham chiếu", "Ghi có", "Ghi nợ", "Nội dung"])
        sheet.write_row(2, 0, ["05/10/2026", "PLACE", 1000, "", "PLACE"])
    out = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(out, "w") as after:
        for one in before.infolist():
            after.writestr(one.filename, before.read(one).replace(b"PLACE", text.encode()))
    return out.getvalue()


@pytest.mark.parametrize("text", ["a_x0000_b", "a_xD800_b", "_xFFFF_", "_x000D_=1+1"])
def test_letters_that_no_database_keeps_are_left_out_of_a_workbook(world: World, text: str) -> None:
    taken = actions.take_file(
        by=SYSTEM, facility_id=world.a.id, name="a.xlsx", content=workbook(text), at=AT
    )
    assert taken.new_lines == 1


@pytest.mark.parametrize("text", ["a\u0000b", "\ud800", "\u0001"])
def test_letters_that_no_database_keeps_are_no_fault_of_a_settlement(
    world: World, text: str
) -> None:
    row = {
        "transactionReference": f"T{text}1",
        "amount": "1000.00",
        "currency": "VND",
        "type": "merchantpay",
        "transactionStatus": "completed",
        "requestingOrganisationTransactionReference": text,
        "descriptionText": text,
        "transactionDate": "2026-10-05T08:00:00.000Z",
        "fees": [],
    }
    content = json.dumps([row]).encode()
    try:
        settlements.take_settlements(
            by=SYSTEM, facility_id=world.a.id, name="a.json", content=content, at=AT
        )
    except (Unreadable, StatementsRefused):
        assert number("SELECT count(*) FROM settlement") == 0


@pytest.mark.parametrize(
    ("day", "more", "value"),
    [
        ("<DtTm>0001-01-01T00:00:00+14:00</DtTm>", "", ""),
        ("<DtTm>9999-12-31T23:59:59-14:00</DtTm>", "", ""),
        (
            "<Dt>2026-10-05</Dt>",
            "<RltdDts><TxDtTm>9999-12-31T23:59:59-14:00</TxDtTm></RltdDts>",
            "",
        ),
        ("<Dt>2026-10-05</Dt>", "", "0001-01-01"),
        ("<Dt>2026-10-05</Dt>", "", "9999-12-31"),
        ("<Dt>2000-01-01</Dt>", "", ""),
        ("<Dt>2026-10-12</Dt>", "", ""),
    ],
)
def test_no_day_stops_the_worker(
    world: World, bills: list[Bill], day: str, more: str, value: str
) -> None:
    try:
        actions.take_file(
            by=SYSTEM,
            facility_id=world.a.id,
            name="a.xml",
            at=AT,
            content=camt(entry(day, more, value)),
        )
    except StatementsRefused:
        assert BankLine.objects.count() == 0
        return
    reconciling.reconcile_all(facility_id=None, at=AT)
    reconciling.look_again(at=AT)


def test_amounts_near_the_largest_are_refused_or_kept_whole(world: World) -> None:
    entries = "".join(
        f'<Ntry><Amt Ccy="VND">{vnd}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
        "<BookgDt><Dt>2026-10-05</Dt></BookgDt></Ntry>"
        for vnd in [999_999_999_999_999] * 12_000
    )
    with pytest.raises(StatementsRefused):
        actions.take_file(
            by=SYSTEM, facility_id=world.a.id, name="a.xml", content=camt(entries), at=AT
        )
    assert BankLine.objects.count() == 0


def test_a_long_text_is_not_kept_whole(world: World) -> None:
    """What nobody reads is not shown to anybody either."""
    text = f"<RmtInf><Ustrd>{'x' * 5_000_000}</Ustrd></RmtInf>"
    actions.take_file(
        by=SYSTEM,
        facility_id=world.a.id,
        name="a.xml",
        at=AT,
        content=camt(entry("<Dt>2026-10-05</Dt>", text)),
    )
    assert number("SELECT length(raw::text) FROM bank_line") < 100_000
