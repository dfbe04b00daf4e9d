"""A statement as a table: the same rows are a page, a workbook and a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from thuphi.ground.kit.clock import VIETNAM

Value = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Head:
    """One column."""

    name: str
    is_number: bool = False
    width: int = 16
    """In a workbook, in letters."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value, and on the page where it leads and what stands small below it."""

    value: Value
    href: str = ""
    sub: str = ""
    note: str = ""
    """The figure that matters most of the row, below its first cell where the screen is narrow."""
    shows_nought: bool = False
    """A balance of nought is written; a movement of nought is left blank."""

    @property
    def text(self) -> str:
        """As it is read on a page: `1.250.000`, `05/09/2026`."""
        return "0" if self.shows_nought and self.value == 0 else written(self.value)

    @property
    def is_number(self) -> bool:
        """Whether it stands at the right."""
        return isinstance(self.value, int)

    @property
    def is_day(self) -> bool:
        """Whether it is short and never broken."""
        return isinstance(self.value, date)


def balance(vnd: int) -> Cell:
    """What stands after a row; nought is written too."""
    return Cell(vnd, shows_nought=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a strong one adds up those below it."""

    cells: Sequence[Cell]
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A statement with everything that stands around it."""

    title: str
    lines: Sequence[str]
    """What it was narrowed to and how it counts, below the title."""
    heads: Sequence[Head]
    rows: Iterable[Row]
    foot: Sequence[Cell] = ()


def written(value: Value) -> str:
    """A value as people read it."""
    match value:
        case None | 0:
            return ""
        case datetime():
            return f"{value.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case int():
            return f"{value:,}".replace(",", ".")
        case _:
            return value
