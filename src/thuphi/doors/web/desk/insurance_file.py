"""A hand-over as a workbook in the manner of form D03-TS; who was left out on a second sheet.

Assumed of the form (Decision 595/QĐ-BHXH with its later changes): the columns below in this order.
What the school does not keep (social insurance number, sex, place of first examination) is left
empty for the person who files it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import IO

import xlsxwriter
from django.http import Http404, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.workbook_field import XLSX
from thuphi.ground.kit.actor import Permission
from thuphi.money.books import queries as books
from thuphi.money.insurance import queries, rules
from thuphi.money.insurance.models import InsuranceHandover, InsuranceLeftOut
from thuphi.money.insurance.rules import Name, RowKind

from .books import a_file
from .books_files import Signing
from .frame import Desk, desk_of
from .insurance_words import REASONS

WIDTHS = (6, 26, 14, 12, 9, 10, 14, 20, 14, 16)


def heads() -> list[str]:
    """The columns of the list of names."""
    return [
        _("STT"),
        _("Họ và tên"),
        _("Mã số BHXH"),
        _("Ngày sinh"),
        _("Giới tính"),
        _("Lớp"),
        _("Mã học sinh"),
        _("Nơi đăng ký KCB ban đầu"),
        _("Số tiền đóng"),
        _("Ghi chú"),
    ]


@for_staff(Permission.PAYMENT_READ)
@require_safe
def handover_xlsx(request: StaffRequest, run_id: int, number: int) -> HttpResponseBase:
    """The file that is handed over: the same names and amounts, whenever it is asked for."""
    desk = desk_of(request)
    made = queries.handover_here(run_id, number, [desk.facility_id])
    if made is None:
        raise Http404
    with (
        translation.override("vi"),
        handover_workbook(
            desk, made, queries.names_of(made), queries.left_out_of(made)
        ) as workbook,
    ):
        name = f"bhyt-{desk.facility.code}-{made.run_id}-lan-{made.number}.xlsx"
        return a_file(workbook.read(), name=name, kind=XLSX)


def handover_workbook(
    desk: Desk,
    made: InsuranceHandover,
    names: Sequence[Name],
    left_out: Sequence[InsuranceLeftOut],
) -> IO[bytes]:
    """The workbook, open at its beginning; it goes away when it is closed."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the caller closes it
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    boxed = {"border": 1, "border_color": "#86939b"}
    form = {
        "bold": book.add_format({"bold": True}),
        "title": book.add_format({"bold": True, "font_size": 14, "align": "center"}),
        "middle": book.add_format({"align": "center"}),
        "head": book.add_format({**boxed, "bold": True, "align": "center", "text_wrap": True}),
        "text": book.add_format(boxed),
        "number": book.add_format({**boxed, "num_format": "#,##0"}),
        "day": book.add_format({**boxed, "num_format": "dd/mm/yyyy"}),
        "sum": book.add_format({**boxed, "bold": True, "num_format": "#,##0"}),
    }
    signing = Signing(books.foot(desk.facility_id), desk.today)
    sheet = book.add_worksheet(_("Danh sách"))
    row = _above(sheet, form, desk, made, signing)
    for kind, title in ((RowKind.ADD, _("I. Báo tăng")), (RowKind.STRIKE, _("II. Báo giảm"))):
        row = _part(sheet, form, row, title, [one for one in names if one.kind is kind])
    sheet.write_string(row + 1, 0, _("Mã kiểm tra: %(digest)s") % {"digest": made.digest})
    sheet.write_string(row + 3, 6, signing.place_and_day, form["middle"])
    for column, (title, name) in zip((1, 4, 8), signing.signers, strict=True):
        sheet.write_string(row + 4, column, title, form["middle"])
        sheet.write_string(row + 8, column, name, form["middle"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    _left_out_sheet(book.add_worksheet(_("Không có trong danh sách")), form, left_out)
    book.close()
    file.seek(0)
    return file


def _above(
    sheet: Worksheet,
    form: dict[str, Format],
    desk: Desk,
    made: InsuranceHandover,
    signing: Signing,
) -> int:
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    last = len(WIDTHS) - 1
    sheet.write_string(0, 0, signing.unit_above.upper())
    sheet.write_string(1, 0, desk.facility.name.upper(), form["bold"])
    sheet.merge_range(3, 0, 3, last, _("DANH SÁCH HỌC SINH THAM GIA BẢO HIỂM Y TẾ"), form["title"])
    said = _("%(run)s · lần %(number)s · %(names)s em báo tăng, %(struck)s em báo giảm") % {
        "run": made.run.name,
        "number": made.number,
        "names": made.names,
        "struck": made.struck,
    }
    sheet.merge_range(4, 0, 4, last, "", form["middle"])
    sheet.write_string(4, 0, said, form["middle"])
    for column, head in enumerate(heads()):
        sheet.write_string(6, column, head, form["head"])
    sheet.freeze_panes(7, 0)
    sheet.repeat_rows(6)
    return 7


def _part(
    sheet: Worksheet, form: dict[str, Format], row: int, title: str, names: Sequence[Name]
) -> int:
    if not names:
        return row
    sheet.write_string(row, 0, title, form["bold"])
    for place, one in enumerate(names, start=1):
        row += 1
        texts = (one.name, "", "", "", one.class_name, one.code, "", "", one.bill_code)
        sheet.write_number(row, 0, place, form["number"])
        for column, text in enumerate(texts, start=1):
            sheet.write_string(row, column, text, form["text"])
        if one.born_on is not None:
            sheet.write_datetime(row, 3, one.born_on, form["day"])
        sheet.write_number(row, 8, one.amount_vnd, form["number"])
    row += 1
    sheet.write_string(row, 1, _("Cộng"), form["sum"])
    sheet.write_number(row, 8, sum(one.amount_vnd for one in names), form["sum"])
    return row + 1


def _left_out_sheet(
    sheet: Worksheet, form: dict[str, Format], left_out: Sequence[InsuranceLeftOut]
) -> None:
    columns = (_("STT"), _("Họ và tên"), _("Lớp"), _("Mã học sinh"), _("Lý do"), _("Ghi thêm"))
    for column, (head, width) in enumerate(zip(columns, (6, 26, 10, 14, 34, 40), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, form["head"])
    for row, one in enumerate(left_out, start=1):
        who = one.beneficiary
        reason = str(REASONS[rules.LeftOut(one.reason)])
        sheet.write_number(row, 0, row, form["number"])
        for column, text in enumerate(
            (who.name, who.class_name, who.code, reason, one.words), start=1
        ):
            sheet.write_string(row, column, text, form["text"])
