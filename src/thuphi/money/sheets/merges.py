"""Merged cells of a sheet, asked by row."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from thuphi.money.bills.workbook.columns import letter
from thuphi.money.bills.workbook.errors import FileRefused

from .grids import Corners

ROWS_COVERED_MAX = 400_000


class Merges:
    """Which merge a cell belongs to. Rows count from 1 here, as Excel shows them."""

    def __init__(self, merged: Sequence[Corners]) -> None:
        self._by_row: dict[int, list[Corners]] = {}
        if sum(bottom - top + 1 for (top, _l), (bottom, _r) in merged) > ROWS_COVERED_MAX:
            raise FileRefused(_("Trang tính gộp quá nhiều ô: bỏ gộp ô rồi lưu lại."))
        for corners in merged:
            (top, _left), (bottom, _right) = corners
            for row in range(top, bottom + 1):
                self._by_row.setdefault(row + 1, []).append(corners)

    def of_row(self, row: int) -> Sequence[Corners]:
        """The merges that touch a row."""
        return self._by_row.get(row, ())

    def at(self, row: int, index: int) -> Corners | None:
        """The merge that a cell lies in."""
        for corners in self._by_row.get(row, ()):
            if corners[0][1] <= index <= corners[1][1]:
                return corners
        return None

    def goes_down(self, row: int, index: int) -> bool:
        """Whether a cell is a lower part of a merge that began further up."""
        found = self.at(row, index)
        return found is not None and found[0][0] + 1 < row


def shown(corners: Corners) -> str:
    """`B5:B7`, as Excel names it."""
    (top, left), (bottom, right) = corners
    return f"{letter(left)}{top + 1}:{letter(right)}{bottom + 1}"
