"""Writing the workbooks. Every text goes in as text, so that nothing becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from django.utils.translation import gettext as _

from thuphi.ground.kit.periods import Month
from thuphi.oversight.declarations.labels import ITEMS, RECORDS, UNITS, YES_NO
from thuphi.oversight.declarations.rules import Asked, Item, Unit, Values, written_day

from .layout import (
    BEFORE,
    CODE,
    EXPLANATION,
    ITEM,
    MONTH,
    NAME,
    NO,
    UNIT,
    VALUE,
    YES,
    Sheet,
    head,
)

_PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
ONE_HEAD_ROW = 4
MANY_HEAD_ROW = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A facility of a department's workbook: whom it is about, and what is filled in already."""

    code: str
    name: str
    values: Mapping[Item, int]


@dataclass(frozen=True, slots=True)
class _Formats:
    title: object
    head: object
    text: object
    amount: object
    note: object


def one_workbook(
    *,
    code: str,
    name: str,
    month: Month,
    asked: Sequence[Asked],
    values: Values,
    before: Values,
) -> bytes:
    """A facility's workbook of a month: one row an item, with the value of the month before."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _PLAIN) as book:
        formats = _formats(book)
        sheet = book.add_worksheet(Sheet.ONE.value)
        for index, width in enumerate((62, 12, 22, 22)):
            sheet.set_column(index, index, width)
        sheet.write_string(0, 0, name, formats.title)
        _write_pairs(sheet, formats, 1, ((MONTH, month.label), (CODE, code)))
        for index, title in enumerate((ITEM, UNIT, VALUE, BEFORE)):
            sheet.write_string(ONE_HEAD_ROW, index, title, formats.head)
        for row, one in enumerate(asked, start=ONE_HEAD_ROW + 1):
            star = " *" if one.is_mandatory else ""
            sheet.write_string(row, 0, ITEMS[one.item] + star, formats.text)
            sheet.write_string(row, 1, UNITS[one.item.unit], formats.note)
            _write(sheet, formats, (row, 2), one.item, values.get(one.item))
            _write(sheet, formats, (row, 3), one.item, before.get(one.item))
            _allow(sheet, (row, 2, row, 2), one.item)
        sheet.freeze_panes(ONE_HEAD_ROW + 1, 1)
    return target.getvalue()


def department_workbook(
    *, title: str, month: Month, items: Sequence[Item], lines: Sequence[Line]
) -> bytes:
    """A department's workbook of a month: one row a facility, one column an item."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _PLAIN) as book:
        formats = _formats(book)
        sheet = book.add_worksheet(Sheet.MANY.value)
        sheet.write_string(0, 0, title, formats.title)
        _write_pairs(sheet, formats, 1, ((MONTH, month.label),))
        heads = (CODE, NAME, *map(head, items), EXPLANATION)
        for index, words in enumerate(heads):
            sheet.set_column(index, index, 40 if words in (NAME, EXPLANATION) else 18)
            sheet.write_string(MANY_HEAD_ROW, index, words, formats.head)
        sheet.set_row(MANY_HEAD_ROW, 60)
        for row, line in enumerate(lines, start=MANY_HEAD_ROW + 1):
            sheet.write_string(row, 0, line.code, formats.text)
            sheet.write_string(row, 1, line.name, formats.text)
            for index, item in enumerate(items, start=2):
                _write(sheet, formats, (row, index), item, line.values.get(item))
        last = MANY_HEAD_ROW + max(1, len(lines))
        for index, item in enumerate(items, start=2):
            _allow(sheet, (MANY_HEAD_ROW + 1, index, last, index), item)
        sheet.freeze_panes(MANY_HEAD_ROW + 1, 2)
    return target.getvalue()


def _write_pairs(
    sheet: xlsxwriter.worksheet.Worksheet,
    formats: _Formats,
    first_row: int,
    pairs: Sequence[tuple[str, str]],
) -> None:
    for row, (name, written) in enumerate(pairs, start=first_row):
        sheet.write_string(row, 0, name, formats.note)
        sheet.write_string(row, 1, written, formats.text)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    formats: _Formats,
    cell: tuple[int, int],
    item: Item,
    value: int | None,
) -> None:
    row, column = cell
    if value is None:
        sheet.write_blank(row, column, None, _format(formats, item))
    elif item.unit is Unit.YES_NO:
        sheet.write_string(row, column, YES_NO[value], formats.text)
    elif item.unit is Unit.RECORDS:
        sheet.write_string(row, column, RECORDS[value], formats.text)
    elif item.unit is Unit.DAY:
        sheet.write_string(row, column, written_day(value), formats.text)
    else:
        sheet.write_number(row, column, value, formats.amount)


def _format(formats: _Formats, item: Item) -> object:
    is_text = item.unit in (Unit.DAY, Unit.YES_NO, Unit.RECORDS)
    return formats.text if is_text else formats.amount


def _allow(
    sheet: xlsxwriter.worksheet.Worksheet, cells: tuple[int, int, int, int], item: Item
) -> None:
    # Warnings, not walls: what is read decides, and names the cell.
    rule: dict[str, object] = {"error_type": "warning", "error_title": "Thu Phí"}
    match item.unit:
        case Unit.YES_NO:
            rule |= {"validate": "list", "source": [YES, NO]}
        case Unit.RECORDS:
            rule |= {"validate": "list", "source": list(RECORDS.values())}
        case Unit.DAY:
            rule |= {"validate": "length", "criteria": "between", "minimum": 8, "maximum": 10}
            rule |= {"error_message": _("Viết ngày trước, tháng sau: 05/09/2026.")}
        case Unit.COUNT | Unit.VND | Unit.LESSONS:
            rule |= {"validate": "integer", "criteria": ">=", "value": 0}
            rule |= {"error_message": _("Ghi số nguyên, không âm; không có thì ghi 0.")}
    sheet.data_validation(*cells, rule)


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    return _Formats(
        title=book.add_format({"bold": True, "font_size": 14}),
        head=book.add_format(
            {"bold": True, "bg_color": "#0B6E4F", "font_color": "#FFFFFF", "text_wrap": True,
             "valign": "vcenter", "border": 1, "border_color": "#D5DDD9"}
        ),
        text=book.add_format({"num_format": "@"}),
        amount=book.add_format({"num_format": "#,##0"}),
        note=book.add_format({"font_color": "#52616B"}),
    )  # fmt: skip
