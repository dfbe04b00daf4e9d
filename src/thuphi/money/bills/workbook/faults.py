"""Where a workbook is wrong, in the sheet's own coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FAULTS_KEPT = 500
"""Nobody mends more at one sitting; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `row` counts from 1 and is 0 for a whole sheet or file."""

    sheet: str
    row: int
    column: str
    reason: str


class Faults:
    """All faults are counted, the first few hundred are kept."""

    def __init__(self, sheets: Sequence[str]) -> None:
        self._order = {sheet: place for place, sheet in enumerate(sheets)}
        self._kept: list[Fault] = []
        self.count = 0

    def add(self, sheet: str, row: int, column: str, reason: str) -> None:
        """Note a fault."""
        self.count += 1
        if len(self._kept) < FAULTS_KEPT:
            self._kept.append(Fault(sheet=sheet, row=row, column=column, reason=reason))

    def in_order(self) -> tuple[Fault, ...]:
        """The kept ones as a reader meets them: sheet by sheet, downwards."""
        return tuple(
            sorted(self._kept, key=lambda fault: (self._order.get(fault.sheet, -1), fault.row))
        )
