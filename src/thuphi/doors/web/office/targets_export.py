"""What a figure is made of, as a table to be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from thuphi.oversight.indicators import charts

from .tables import Cell, Table


@dataclass(frozen=True, slots=True)
class Line:
    """A facility, what it adds, and by whose word."""

    code: str
    name: str
    unit: str
    part: int
    whole: int
    source: str


def heads(counted: str) -> list[str]:
    """The head of each column; `counted` says of what."""
    return [
        _("Mã cơ sở"),
        _("Cơ sở"),
        _("Địa bàn"),
        _("Phần đạt (%(counted)s)") % {"counted": counted},
        _("Tổng (%(counted)s)") % {"counted": counted},
        _("Tỷ lệ"),
        _("Nguồn"),
    ]


def target_table(title: str, counted: str, lines: Sequence[Line]) -> Table:
    """One line for each facility; the last is the figure they add up to."""
    return Table(
        sheet=_("Cơ sở"),
        title=title,
        heads=heads(counted),
        rows=_cells(lines),
        widths=(12, 34, 34, 20, 20, 16),
        fixed=2,
    )


def _cells(lines: Sequence[Line]) -> list[list[Cell]]:
    part, whole = sum(one.part for one in lines), sum(one.whole for one in lines)
    total = Line("", _("Cộng"), "", part, whole, "")
    return [
        [one.code, one.name, one.unit, one.part, one.whole, _share(one), one.source]
        for one in [*lines, total]
    ]


def _share(line: Line) -> str:
    return charts.percent(charts.permille(line.part, line.whole))
