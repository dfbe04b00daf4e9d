"""The list of the reconciliation screen as a workbook; no text is taken for a formula."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _

from thuphi.ground.kit.clock import VIETNAM

from .reconcile_rows import MoveRow

WIDTHS = (17, 12, 26, 10, 15, 26, 14, 28, 20, 22, 22, 40, 30)


def heads() -> list[str]:
    """The head of each column."""
    return [
        _("Thời gian"),
        _("Ngày tiền về"),
        _("Người thụ hưởng"),
        _("Lớp"),
        _("Mã khoản thu"),
        _("Tên trên chuyển khoản"),
        _("Số tiền"),
        _("Tình trạng đối soát"),
        _("Kết quả"),
        _("Kênh"),
        _("Mã giao dịch"),
        _("Nội dung chuyển khoản"),
        _("Giải thích"),
    ]


def moves_workbook(rows: Iterable[MoveRow]) -> IO[bytes]:
    """A workbook of these moves, open at its beginning; it goes away when it is closed."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the caller closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("Đối soát"))
    bold = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.freeze_panes(1, 0)
    for column, (head, width) in enumerate(zip(heads(), WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    for place, row in enumerate(rows, start=1):
        sheet.write_datetime(place, 0, row.at.astimezone(VIETNAM).replace(tzinfo=None), moment)
        if row.arrived_on is not None:
            sheet.write_datetime(place, 1, row.arrived_on, day)
        for column, text in enumerate((row.who, row.about, row.bill_code, row.sender), start=2):
            sheet.write_string(place, column, text)
        sheet.write_number(place, 6, -row.amount_vnd if row.is_out else row.amount_vnd, money)
        texts = (
            str(row.state.word) if row.state else "",
            str(row.outcome.word),
            str(row.channel),
            row.reference,
            row.text,
            row.why,
        )
        for column, text in enumerate(texts, start=7):
            sheet.write_string(place, column, text)
    book.close()
    file.seek(0)
    return file
