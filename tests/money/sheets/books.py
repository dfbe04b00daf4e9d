"""School sheets as tests need them: rows in, a file's bytes out, and what was read of it, short."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from thuphi.money.sheets.found import Found
from thuphi.money.sheets.reading import read

Cells = Sequence[object]


def book(sheets: Mapping[str, Sequence[Cells]], merges: Mapping[str, Sequence[str]] = {}) -> bytes:
    """A workbook of these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in merges.get(name, ()):
            sheet.merge_cells(cells)
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook that a spreadsheet program has calculated."""
    made.calculation.fullCalcOnLoad = False
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def first_sheet(made: openpyxl.Workbook) -> Worksheet:
    """The sheet that a new workbook begins with."""
    return made.worksheets[0]


def of_rows(rows: Sequence[Cells], *, name: str = "6A1", merges: Sequence[str] = ()) -> Found:
    """What is read of one sheet."""
    return read(book({name: rows}, {name: merges}), file_name="thu.xlsx")


def short(found: Found) -> list[tuple[str, str, dict[str, int]]]:
    """Code or name, class and charges of each pupil."""
    return [
        (
            one.code or one.name,
            one.class_name,
            {charge.item: charge.amount_vnd for charge in one.charges},
        )
        for one in found.pupils
    ]


def faults(found: Found) -> list[tuple[str, int, str]]:
    """Sheet, row and column of each fault."""
    return [(one.sheet, one.row, one.column) for one in found.told()]
