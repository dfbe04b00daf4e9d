"""The list of facilities and their ways of paying as a workbook and as text. No text is taken for a
formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Protocol

import xlsxwriter
from django.utils.translation import gettext as _

from thuphi.doors.web.shared import methods_words
from thuphi.registers.facilities.models import Facility
from thuphi.registers.methods.rules import Readiness, Way

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Listed(Protocol):
    """A facility of the list."""

    @property
    def facility(self) -> Facility:
        """Which one."""
        ...

    @property
    def level(self) -> str:
        """What it is."""
        ...

    @property
    def ready(self) -> Readiness:
        """How far it is."""
        ...


def heads() -> list[str]:
    """The head of each column."""
    ways: list[str] = []
    for way in Way:
        ways += [str(methods_words.WAYS[way]), _("Khoản gần nhất")]
    return [
        _("Mã cơ sở"),
        _("Cơ sở"),
        _("Cấp, loại"),
        *ways,
        _("Số phương thức sẵn sàng"),
        _("Mô-đun thanh toán"),
        _("Người đầu mối"),
        _("Điện thoại"),
        _("Kết luận"),
    ]


def _cells(row: Listed) -> list[str | int | date]:
    ways: list[str | int | date] = []
    for way in Way:
        one = row.ready.methods[way]
        ways += [str(methods_words.STATES[one.state].word), one.last_paid_on or ""]
    return [
        row.facility.code,
        row.facility.name,
        row.level,
        *ways,
        row.ready.ready_count,
        _("Đạt") if row.ready.is_module_ready else _("Chưa đạt"),
        row.facility.focal_name,
        row.facility.focal_phone,
        _("Đạt") if row.ready.is_met else _("Chưa đạt"),
    ]


def methods_workbook(title: str, rows: Sequence[Listed]) -> bytes:
    """One line for each facility."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("Phương thức"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 2, 30)
    sheet.set_column(3, len(heads()) - 1, 18)
    sheet.write_string(0, 0, title, book.add_format({"bold": True}))
    for column, head in enumerate(heads()):
        sheet.write_string(2, column, head, bold)
    sheet.freeze_panes(3, 2)
    for place, row in enumerate(rows, start=3):
        for column, cell in enumerate(_cells(row)):
            if isinstance(cell, int):
                sheet.write_number(place, column, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(place, column, cell, day)
            else:
                sheet.write_string(place, column, cell)
    book.close()
    return file.getvalue()


def methods_csv(title: str, rows: Sequence[Listed]) -> bytes:
    """The same as text that spreadsheets read as Vietnamese; the title is its first line."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([title])
    writer.writerow(heads())
    writer.writerows([_as_text(cell) for cell in _cells(row)] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _as_text(cell: str | int | date) -> str:
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
