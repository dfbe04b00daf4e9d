"""A sheet as a table: heads found, rows counted, faults named in its own coordinates."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from django.utils.translation import gettext as _
from python_calamine import CalamineSheet

from thuphi.ground.kit.fold import search_key

from . import cells
from .columns import NOTE_MARK, PupilColumn, Sheet, label, letter, pupil_column
from .errors import CellUnreadable
from .faults import Faults
from .scanning import Scan

PUPILS_MAX = 50_000
HEAD_LOOKED_FOR_IN = 10
"""A school may write its name above the heads, in so many rows."""
STEP = 1000

Progress = Callable[[int, int], None]
"""Told (rows read, rows there are)."""

Row = tuple[int, list[object]]
"""The number that Excel shows, and the cells from column A."""

Read = TypeVar("Read")
_SUMS = ("tong cong", "tong so", "cong")


class Steps:
    """Counts rows through all sheets and tells of each thousand."""

    def __init__(self, expected: int, progress: Progress | None) -> None:
        self.expected = expected
        self.progress = progress
        self.done = 0

    def counted(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The same rows, counted."""
        for row in rows:
            yield row
            self.done += 1
            if self.progress and (self.done % STEP == 0 or self.done == self.expected):
                self.progress(self.done, self.expected)


@dataclass(slots=True)
class Table:
    """A sheet whose heads were found; `rows` go on below them."""

    sheet: Sheet
    head_row: int
    heads: list[str]
    rows: Iterator[Row]
    scan: Scan
    faults: Faults
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    """Corners of merged cells, rows and columns from 0."""
    data_rows: list[int] = field(default_factory=list)

    def fault(self, row: int, index: int, reason: str) -> None:
        """Note a fault of one cell."""
        self.faults.add(self.sheet.value, row, self.label(index), reason)

    def fault_of_sheet(self, row: int, reason: str) -> None:
        """Note a fault that lies in no one column."""
        self.faults.add(self.sheet.value, row, "", reason)

    def label(self, index: int) -> str:
        """How a fault names the column."""
        return label(index, self.heads[index] if index < len(self.heads) else "")

    def says_nothing(self, row: int, values: Sequence[object], index: int) -> bool:
        """Whether a cell is blank, and not merely broken."""
        return (row, index) not in self.scan.broken and is_blank(values, index)

    def read(
        self, row: int, values: Sequence[object], index: int, how: Callable[[object], Read]
    ) -> Read | None:
        """Read a cell, or note why it cannot be read."""
        broken = self.scan.broken.get((row, index))
        if broken is not None:
            self.fault(row, index, broken)
            return None
        try:
            return how(values[index] if index < len(values) else "")
        except CellUnreadable as unreadable:
            self.fault(row, index, unreadable.reason)
            return None

    def data(self, code_index: int, indexes: Sequence[int]) -> Iterator[Row]:
        """The rows that say something: no blank ones, no notes, no sums."""
        for number, values in self.rows:
            if all(self.says_nothing(number, values, index) for index in indexes):
                continue
            if _is_note_or_sum(values, code_index):
                continue
            if len(self.data_rows) == PUPILS_MAX:
                most = f"{PUPILS_MAX:,}".replace(",", ".")
                self.fault_of_sheet(
                    number, _("quá %(most)s dòng: tách thành nhiều tệp") % {"most": most}
                )
                return
            self.data_rows.append(number)
            yield number, values

    def note_merged(self, indexes: Sequence[int]) -> None:
        """Refuse merged cells that hide values of rows that were read."""
        places = sorted(indexes)
        for (top, left), (bottom, right) in self.merged:
            column = bisect_left(places, left)
            row = bisect_left(self.data_rows, top + 1)
            if column == len(places) or places[column] > right:
                continue
            if row == len(self.data_rows) or self.data_rows[row] > bottom + 1:
                continue
            self.fault(
                top + 1,
                left,
                _("các ô %(first)s:%(last)s bị gộp: bỏ gộp ô rồi điền từng ô")
                % {
                    "first": f"{letter(left)}{top + 1}",
                    "last": f"{letter(right)}{bottom + 1}",
                },
            )


def table_of(
    name: Sheet, sheet: CalamineSheet, found: Scan, faults: Faults, steps: Steps
) -> Table | None:
    """Find the heads of a sheet, or note that there are none."""
    # Rows come from row 1 on, cells only from the first column in use on.
    left: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
    rows = steps.counted(
        (number, [*left, *values]) for number, values in enumerate(sheet.iter_rows(), start=1)
    )
    for number, values in islice(rows, HEAD_LOOKED_FOR_IN):
        if any(_is_code_head(value) for value in values):
            return Table(
                sheet=name,
                head_row=number,
                heads=[_head(value) for value in values],
                rows=rows,
                scan=found,
                faults=faults,
                merged=list(sheet.merged_cell_ranges or ()),
            )
    faults.add(
        name.value,
        0,
        "",
        _("không thấy cột “%(title)s” trong %(rows)d dòng đầu: hãy dùng tệp mẫu")
        % {"title": PupilColumn.CODE.value, "rows": HEAD_LOOKED_FOR_IN},
    )
    return None


def is_blank(values: Sequence[object], index: int) -> bool:
    """Whether nothing is written in a cell."""
    if index >= len(values):
        return True
    value = values[index]
    return value is None or (isinstance(value, str) and not value.strip())


def _is_code_head(value: object) -> bool:
    return isinstance(value, str) and pupil_column(value) is PupilColumn.CODE


def _head(value: object) -> str:
    try:
        return cells.text(value)
    except CellUnreadable:
        return str(value)[:200]


def _is_note_or_sum(values: Sequence[object], code_index: int) -> bool:
    code = values[code_index] if code_index < len(values) else ""
    if not isinstance(code, str):
        return False
    if code.strip():
        return code.startswith(NOTE_MARK) or _is_sum(code)
    return any(map(_is_sum, values))


def _is_sum(value: object) -> bool:
    if not isinstance(value, str) or len(value) > 40:
        return False
    key = search_key(value).rstrip(" :.")
    return key in _SUMS or key.startswith("tong cong")
