"""A paper of several tables, as data: drawn as PDF by `period_paper`, as a workbook by
`period_files`. Both say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thuphi.registers.facilities.models import Facility

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; `weight` is its share of the width."""

    name: str
    weight: int
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One table with its title; `tab` names its sheet of the workbook."""

    title: str
    tab: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    sums: Sequence[Cell] = ()
    notes: Sequence[str] = ()
    """Lines under the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole paper."""

    facility: Facility
    unit_above: str
    title: str
    lines: Sequence[str]
    """Under the title: which days, who closed them and when."""
    sections: Sequence[Section]
    place_and_day: str
    signers: Sequence[tuple[str, str]]
    seal: str = ""
    """What stands in the foot of every sheet."""
    is_wide: bool = False


def written(cell: Cell) -> str:
    """A cell as it stands on paper."""
    match cell:
        case None:
            return ""
        case int():
            return f"{cell:,}".replace(",", ".")
        case date():
            return f"{cell:%d/%m/%Y}"
        case _:
            return cell
