"""What a workbook says once it is read: pupils and charges with the row each stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .columns import OfferedItem
from .faults import Faults


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One pupil. An empty optional cell says nothing, so it changes nothing."""

    row: int
    code: str
    name: str
    born_on: date | None
    class_name: str
    grade: str
    payer_name: str
    payer_phone: str
    payer_email: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to be billed; prices are whole đồng."""

    item: OfferedItem
    quantity: int
    unit_price_vnd: int

    @property
    def amount_vnd(self) -> int:
        """Quantity times price."""
        return self.quantity * self.unit_price_vnd


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """All that one pupil is billed."""

    row: int
    code: str
    column: str
    """How a fault names the column of the code."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from a workbook, and everything that could not be."""

    pupils: tuple[PupilRow, ...]
    pupil_codes: frozenset[str]
    """Of every row of the pupils' sheet, those with faults too."""
    charges: tuple[ChargeRow, ...]
    faults: Faults
    unused_columns: tuple[str, ...]
