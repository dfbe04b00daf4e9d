"""What was understood of a school's sheets, and what was not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from thuphi.money.bills.workbook.columns import letter

from .layouts import Layout

FAULTS_KEPT = 10_000
"""So many are named one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `row` counts from 1 and is 0 for a whole sheet; `index` from 0, or -1."""

    sheet: str
    row: int
    index: int
    head: str
    reason: str

    @property
    def column(self) -> str:
        """The column as Excel names it; empty when the fault lies in no one column."""
        return letter(self.index) if self.index >= 0 else ""


@dataclass(frozen=True, slots=True)
class Charge:
    """What one pupil is charged for one item, in whole đồng, from the column at `index`."""

    item: str
    amount_vnd: int
    index: int


@dataclass(frozen=True, slots=True)
class Pupil:
    """One pupil as a row gives them; what the row does not say is empty."""

    sheet: str
    row: int
    signature: str
    code: str
    name: str
    class_name: str
    phone: str
    payer: str
    email: str
    born_on: date | None
    charges: tuple[Charge, ...]

    @property
    def total_vnd(self) -> int:
        """All their charges together."""
        return sum(charge.amount_vnd for charge in self.charges)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The beginning of a table as it stands in the sheet, for a person to look at."""

    sheet: str
    class_name: str
    layout: Layout
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(slots=True)
class Found:
    """Everything that was read from a file, in the order of the file."""

    pupils: list[Pupil] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    tables: list[Drawn] = field(default_factory=list)

    def fault(self, sheet: str, row: int, index: int, head: str, reason: str) -> None:
        """Note something to mend."""
        self.fault_count += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(Fault(sheet, row, index, head, reason))

    @property
    def total_vnd(self) -> int:
        """What all pupils are charged together."""
        return sum(pupil.total_vnd for pupil in self.pupils)

    def told(self) -> Iterator[Fault]:
        """The faults that are named, and how many more there are."""
        yield from self.faults
        if self.fault_count > len(self.faults):
            rest = self.fault_count - len(self.faults)
            yield Fault("", 0, -1, "", _("còn %(rest)d chỗ nữa không liệt kê") % {"rest": rest})
