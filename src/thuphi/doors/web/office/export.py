"""Figures and what they are made of as workbooks. No text is taken for a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.templatetags.thuphi import method as in_words
from thuphi.doors.web.shared.templatetags.thuphi import share
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.indicators import rules
from thuphi.oversight.indicators.queries.made_of import Paid
from thuphi.oversight.indicators.rules import Measure

from .figures import Row
from .tables import Cell, Table, as_workbook

ROWS_MAX = 200_000
"""So many payments stand in one workbook; text (CSV) has no end."""


def facilities_workbook(title: str, rows: Sequence[Row]) -> bytes:
    """Facilities with parts, wholes and shares; the last row is the figure they add up to."""
    total = rules.total(row.measure for row in rows)
    lines = [*((row.name, row.sub, row.measure) for row in rows), (_("Cộng"), "", total)]
    return as_workbook(
        Table(
            sheet=_("Tỷ lệ"),
            title=title,
            heads=[
                _("Cơ sở"),
                _("Cấp, loại"),
                _("Lần nộp không tiền mặt"),
                _("Tất cả lần nộp"),
                _("Tỷ lệ theo số lần"),
                _("Tiền không tiền mặt (đ)"),
                _("Tất cả tiền (đ)"),
                _("Tỷ lệ theo số tiền"),
                _("Còn tiền mặt (đ)"),
            ],
            rows=[[name, sub, *_cells(measure)] for name, sub, measure in lines],
            widths=(32, 32, 16),
            fixed=1,
        )
    )


def _cells(measure: Measure) -> list[Cell]:
    payments, value = measure.payments, measure.value
    return [
        payments.part,
        payments.whole,
        share(payments.part, payments.whole),
        value.part,
        value.whole,
        share(value.part, value.whole),
        value.rest,
    ]


def payments_workbook(found: Iterable[Paid], *, rows_max: int = ROWS_MAX) -> bytes:
    """Payments without names: time, amount, way of paying, bill code. One row in memory at a time.

    A longer list ends with a sentence that says where the whole of it is.
    """
    heads = [_("Thời gian"), _("Số tiền"), _("Hình thức"), _("Mã khoản thu")]
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("Tiền vào"))
    bold = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.freeze_panes(1, 0)
    for column, (head, width) in enumerate(zip(heads, (17, 16, 28, 16), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    for place, one in enumerate(found, start=1):
        if place > rows_max:
            sheet.write_string(
                place,
                0,
                _("Bảng dừng ở %(rows)s dòng. Tải CSV để có đủ danh sách.")
                % {"rows": f"{rows_max:,}".replace(",", ".")},
            )
            break
        at = one.paid_at.astimezone(VIETNAM).replace(tzinfo=None)
        sheet.write_datetime(place, 0, at, moment)
        sheet.write_number(place, 1, one.amount_vnd, money)
        sheet.write_string(place, 2, in_words(one.method))
        sheet.write_string(place, 3, one.bill_code)
    book.close()
    return file.getvalue()
