"""A file opened as sheets of cells, whatever kind it is; nothing yet of what the cells mean.

A workbook goes the way of the strict reader: sealed, scanned, then read from a plain copy. A text
file is one sheet, named after the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.money.bills.workbook.scanning import CELLS_MAX, Scan, scan
from thuphi.money.bills.workbook.sealing import BYTES_MAX, WORKBOOK, Sealed, elements, unseal

from . import texts

SHEETS_MAX = 200

Row = tuple[int, list[object]]
"""The number that Excel shows, and the cells from column A."""

Corners = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merge: rows and columns from 0."""


@dataclass(slots=True)
class Grid:
    """One sheet. `rows` may be gone through once."""

    name: str
    rows: Iterator[Row]
    scan: Scan = field(default_factory=Scan)
    merged: list[Corners] = field(default_factory=list)
    is_hidden: bool = False
    is_calculated: bool = True
    """Whether the saved results of formulas are results; not so in a file that no spreadsheet
    program has calculated yet."""


def open_file(content: bytes, file_name: str) -> Iterator[Grid]:
    """The sheets of a file, one after the other. Raises `FileRefused`."""
    if content and not content.startswith(texts.BINARY_STARTS) and len(content) <= BYTES_MAX:
        yield _text_grid(content, file_name)
        return
    sealed = unseal(content)
    try:
        yield from _workbook_grids(sealed)
    except (CalamineError, ValueError, OverflowError, KeyError) as error:
        raise FileRefused(
            _("Nội dung bên trong tệp bị hỏng: mở bằng Excel rồi lưu lại thành .xlsx.")
        ) from error


def _text_grid(content: bytes, file_name: str) -> Grid:
    rows = texts.rows_of(content)
    widest = max((len(cells) for cells in rows), default=0)
    return Grid(
        name=PurePath(file_name).stem or "CSV",
        rows=((number, list[object](cells)) for number, cells in enumerate(rows, start=1)),
        scan=Scan(last_row=len(rows), last_column=widest - 1),
    )


def _workbook_grids(sealed: Sealed) -> Iterator[Grid]:
    hidden, is_calculated = _about(sealed.parts[WORKBOOK])
    scans = _scans(sealed)
    with CalamineWorkbook.from_filelike(sealed.packed()) as workbook:
        for name in workbook.sheet_names:
            found = scans.get(name)
            if found is None or not found.last_row:
                continue
            sheet = workbook.get_sheet_by_name(name)
            # Rows come from row 1 on, cells only from the first column in use on.
            left: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
            yield Grid(
                name=name,
                rows=(
                    (number, [*left, *values])
                    for number, values in enumerate(sheet.iter_rows(), start=1)
                ),
                scan=found,
                merged=list(sheet.merged_cell_ranges or ()),
                is_hidden=name in hidden,
                is_calculated=is_calculated,
            )


def _scans(sealed: Sealed) -> Mapping[str, Scan]:
    """Every sheet looked through before the first is read, so that all together are bounded."""
    if len(sealed.sheets) > SHEETS_MAX:
        raise FileRefused(
            _("Tệp có %(sheets)d trang tính; nhiều nhất là %(most)d: tách thành nhiều tệp.")
            % {"sheets": len(sealed.sheets), "most": SHEETS_MAX}
        )
    scans: dict[str, Scan] = {}
    cells = 0
    for name, part in sealed.sheets.items():
        if "/worksheets/" not in f"/{part}":
            continue
        found = scans[name] = scan(sealed.parts[part], name)
        cells += found.last_row * (found.last_column + 1)
        if cells > CELLS_MAX:
            raise FileRefused(_("Các trang tính cộng lại quá lớn: tách thành nhiều tệp."))
    return scans


def _about(part: bytes) -> tuple[frozenset[str], bool]:
    """Which sheets are hidden, and whether somebody has calculated the formulas."""
    hidden = set()
    is_calculated = True
    for name, attributes in elements(part):
        if name == "sheet" and attributes.get("state", "visible") != "visible":
            hidden.add(attributes.get("name", ""))
        elif name == "calcPr" and attributes.get("fullCalcOnLoad") in ("1", "true"):
            is_calculated = False
    return frozenset(hidden), is_calculated
