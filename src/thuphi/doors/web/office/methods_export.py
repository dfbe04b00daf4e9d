"""The list of facilities and their ways of paying, as a table to be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from thuphi.doors.web.shared import methods_words
from thuphi.registers.facilities.models import Facility
from thuphi.registers.methods.rules import Readiness, Way

from .tables import Cell, Table


class Listed(Protocol):
    """A facility of the list."""

    @property
    def facility(self) -> Facility:
        """Which one."""
        ...

    @property
    def level(self) -> str:
        """What it is."""
        ...

    @property
    def ready(self) -> Readiness:
        """How far it is."""
        ...


def heads() -> list[str]:
    """The head of each column."""
    ways: list[str] = []
    for way in Way:
        ways += [str(methods_words.WAYS[way]), _("Khoản gần nhất")]
    return [
        _("Mã cơ sở"),
        _("Cơ sở"),
        _("Cấp, loại"),
        *ways,
        _("Số phương thức sẵn sàng"),
        _("Mô-đun thanh toán"),
        _("Người đầu mối"),
        _("Điện thoại"),
        _("Kết luận"),
    ]


def _cells(row: Listed) -> list[Cell]:
    ways: list[Cell] = []
    for way in Way:
        one = row.ready.methods[way]
        ways += [str(methods_words.STATES[one.state].word), one.last_paid_on or ""]
    return [
        row.facility.code,
        row.facility.name,
        row.level,
        *ways,
        row.ready.ready_count,
        _("Đạt") if row.ready.is_module_ready else _("Chưa đạt"),
        row.facility.focal_name,
        row.facility.focal_phone,
        _("Đạt") if row.ready.is_met else _("Chưa đạt"),
    ]


def methods_table(title: str, rows: Sequence[Listed]) -> Table:
    """One line for each facility."""
    return Table(
        sheet=_("Phương thức"),
        title=title,
        heads=heads(),
        rows=[_cells(row) for row in rows],
        widths=(12, 30, 30, 18),
        fixed=2,
    )
