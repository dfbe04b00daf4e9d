"""A list of payments as a workbook: built row by row on disk, with no text taken for a formula."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _

from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.payments.models import Payment

from .rows import payment_row

WIDTHS = (17, 26, 26, 8, 34, 15, 14, 14, 12, 12, 22, 16, 14, 22, 40, 26)


def heads() -> list[str]:
    """The head of each column; the four unified fields come first after the time."""
    return [
        _("Thời gian"),
        _("Người nộp"),
        _("Người thụ hưởng"),
        _("Lớp"),
        _("Nội dung thu"),
        _("Mã khoản thu"),
        _("Số tiền"),
        _("Gạch nợ"),
        _("Nộp thừa"),
        _("Chưa rõ của ai"),
        _("Hình thức"),
        _("Kết quả"),
        _("Số biên nhận"),
        _("Mã giao dịch"),
        _("Nội dung chuyển khoản"),
        _("Tên trên chuyển khoản"),
    ]


def payments_workbook(found: Iterable[Payment]) -> IO[bytes]:
    """A workbook of these payments, open at its beginning; it goes away when it is closed."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the caller closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("Tiền vào"))
    bold = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.freeze_panes(1, 0)
    for column, (head, width) in enumerate(zip(heads(), WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    for place, payment in enumerate(found, start=1):
        row = payment_row(payment)
        sheet.write_datetime(place, 0, row.paid_at.astimezone(VIETNAM).replace(tzinfo=None), moment)
        texts = (row.payer, row.beneficiary, row.class_name, row.reason, row.bill_code)
        for column, text in enumerate(texts, start=1):
            sheet.write_string(place, column, text)
        amounts = (row.amount_vnd, row.applied_vnd, row.excess_vnd, row.unidentified_vnd)
        for column, amount in enumerate(amounts, start=6):
            sheet.write_number(place, column, amount, money)
        rest = (
            str(row.method),
            str(row.finding.word),
            row.receipt_number,
            row.reference,
            row.text,
            row.sender,
        )
        for column, text in enumerate(rest, start=10):
            sheet.write_string(place, column, text)
    book.close()
    file.seek(0)
    return file
