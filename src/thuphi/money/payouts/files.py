"""What a bank is told to pay by: ISO 20022 pain.001.001.03, and a table for its own page.

Message structure: ISO 20022 "Payments Initiation", customer credit transfer initiation. Amounts are
whole đồng without decimals (ISO 4217: VND has no minor unit in use).
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from thuphi.ground.channels.banks import BANKS
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.fold import without_marks

from .errors import NobodyToPay
from .models import Payout, PayoutList
from .rules import PayoutState, PayoutWay

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
TEXT_MAX = 140
NAME_MAX = 70


def _plain(text: str, most: int) -> str:
    """What every bank's system takes: letters without marks, no line breaks, not too long.

    Nor what cannot stand in XML at all, however it was typed or pasted.
    """
    printable = "".join(one if one.isprintable() else " " for one in without_marks(text))
    return " ".join(printable.split())[:most]


def transfers(payouts: Sequence[Payout]) -> list[Payout]:
    """Those that a bank is told of: by transfer, and not over yet. What was paid, or is the
    family's credit again, stands in no order a second time."""
    return [
        one
        for one in payouts
        if one.way == PayoutWay.TRANSFER.value and one.state == PayoutState.RELEASED.value
    ]


def text_of(found: PayoutList, payout: Payout) -> str:
    """The text that comes with the money: our reference first, then for whom and why."""
    words = f"{payout.reference} {payout.beneficiary.name} {found.reason}"
    return _plain(words, TEXT_MAX)


def credit_transfer(found: PayoutList, payouts: Sequence[Payout]) -> bytes:
    """The list as a customer credit transfer initiation; the same list gives the same bytes.

    Raises `NobodyToPay` when nobody on it waits for a transfer.
    """
    rows = transfers(payouts)
    if not rows or found.released_at is None:
        raise NobodyToPay
    total = str(sum(one.amount_vnd for one in rows))
    root = ET.Element("Document", {"xmlns": SPACE})
    initiation = _add(root, "CstmrCdtTrfInitn")
    head = _add(initiation, "GrpHdr")
    name = f"TFPL{found.pk}"
    _add(head, "MsgId", name)
    made_at = found.released_at.astimezone(VIETNAM)
    _add(head, "CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S"))
    _add(head, "NbOfTxs", str(len(rows)))
    _add(head, "CtrlSum", total)
    _add(_add(head, "InitgPty"), "Nm", _plain(found.from_name, NAME_MAX))
    block = _add(initiation, "PmtInf")
    _add(block, "PmtInfId", name)
    _add(block, "PmtMtd", "TRF")
    _add(block, "NbOfTxs", str(len(rows)))
    _add(block, "CtrlSum", total)
    _add(block, "ReqdExctnDt", made_at.date().isoformat())
    _add(_add(block, "Dbtr"), "Nm", _plain(found.from_name, NAME_MAX))
    _account(block, "DbtrAcct", found.from_account)
    _bank(block, "DbtrAgt", found.from_bin)
    for one in rows:
        _transfer(block, found, one)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def _transfer(block: ET.Element, found: PayoutList, one: Payout) -> None:
    payment = _add(block, "CdtTrfTxInf")
    _add(_add(payment, "PmtId"), "EndToEndId", one.reference)
    amount = _add(_add(payment, "Amt"), "InstdAmt", str(one.amount_vnd))
    amount.set("Ccy", "VND")
    _bank(payment, "CdtrAgt", one.bin)
    _add(_add(payment, "Cdtr"), "Nm", _plain(one.name, NAME_MAX))
    _account(payment, "CdtrAcct", one.number)
    _add(_add(payment, "RmtInf"), "Ustrd", text_of(found, one))


def _add(above: ET.Element, tag: str, text: str = "") -> ET.Element:
    made = ET.SubElement(above, tag)
    if text:
        made.text = text
    return made


def _account(above: ET.Element, tag: str, number: str) -> None:
    _add(_add(_add(_add(above, tag), "Id"), "Othr"), "Id", number)


def _bank(above: ET.Element, tag: str, bin_: str) -> None:
    member = _add(_add(_add(above, tag), "FinInstnId"), "ClrSysMmbId")
    _add(member, "MmbId", bin_)


def workbook(found: PayoutList, payouts: Sequence[Payout]) -> bytes:
    """The list as a table, for a bank's own page, and for the file of the school."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Chi trả"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    whole = book.add_format({"num_format": "#,##0"})
    heads = [
        _("STT"), _("Tên người thụ hưởng"), _("Số tài khoản"), _("Ngân hàng"), _("Mã ngân hàng"),
        _("Số tiền (đ)"), _("Nội dung"), _("Học sinh"), _("Lớp"), _("Mã tham chiếu"),
    ]  # fmt: skip
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for place, width in enumerate((6, 28, 20, 24, 12, 14, 48, 26, 8, 14)):
        sheet.set_column(place, place, width)
    rows = transfers(payouts)
    for line, one in enumerate(rows, start=1):
        bank = BANKS.get(one.bin)
        sheet.write_number(line, 0, line)
        cells = [one.name, one.number, bank.short_name if bank else "", one.bin]
        for column, text in enumerate(cells, start=1):
            sheet.write_string(line, column, text)
        sheet.write_number(line, 5, one.amount_vnd, whole)
        more = [
            text_of(found, one), one.beneficiary.name, one.beneficiary.class_name, one.reference
        ]  # fmt: skip
        for column, text in enumerate(more, start=6):
            sheet.write_string(line, column, text)
    sheet.write_string(len(rows) + 1, 1, _("Cộng"), bold)
    sheet.write_number(len(rows) + 1, 5, sum(one.amount_vnd for one in rows), whole)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()
