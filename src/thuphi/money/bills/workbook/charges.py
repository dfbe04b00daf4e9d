"""The charges' sheet, row by row: quantities at the catalogue's price, or amounts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from thuphi.ground.kit.money import LARGEST_VND

from . import cells
from .columns import (
    IGNORED_BESIDE_CHARGES,
    FeeColumn,
    OfferedItem,
    PupilColumn,
    fee_column,
    folded,
    pupil_column,
)
from .pupils import said_twice
from .rows import ChargeRow, Line
from .tables import Table, is_blank


def read_charges(table: Table, items: Sequence[OfferedItem]) -> tuple[ChargeRow, ...]:
    """Read every row, noting each fault."""
    code_index, fees = _places(table, items)
    headless = {index for index, head in enumerate(table.heads) if not head}
    looked_at = [code_index, *(fee.index for fee in fees), *headless]
    first_seen: dict[str, int] = {}
    found = []
    for number, values in table.data(code_index, looked_at):
        for index in [index for index in headless if not is_blank(values, index)]:
            table.fault(number, index, _("có dữ liệu nhưng cột không có tên ở dòng tiêu đề"))
            headless.discard(index)
        code = table.read(number, values, code_index, cells.code)
        if code == "":
            table.fault(number, code_index, _("chưa điền"))
        if code and code in first_seen:
            table.fault(number, code_index, said_twice(code, first_seen[code]))
            continue
        lines = [line for fee in fees if (line := _line(table, number, values, fee))]
        if code:
            first_seen[code] = number
            column = table.label(code_index)
            found.append(ChargeRow(row=number, code=code, column=column, lines=tuple(lines)))
    table.note_merged(looked_at)
    return tuple(found)


def _places(table: Table, items: Sequence[OfferedItem]) -> tuple[int, list[FeeColumn]]:
    code_index = -1
    fees: list[FeeColumn] = []
    for index, head in enumerate(table.heads):
        if not head:
            continue
        if pupil_column(head) is PupilColumn.CODE:
            if code_index >= 0:
                table.fault(table.head_row, index, _("cột này có hai lần"))
            else:
                code_index = index
            continue
        fee = fee_column(head, index, items)
        if fee is None:
            if folded(head) not in IGNORED_BESIDE_CHARGES:
                table.fault(
                    table.head_row,
                    index,
                    _("không có trong danh mục khoản thu của năm học này"),
                )
        elif any(other.item.id == fee.item.id for other in fees):
            table.fault(
                table.head_row,
                index,
                _("khoản thu “%(code)s” có hai cột") % {"code": fee.item.code},
            )
        else:
            fees.append(fee)
    return code_index, fees


def _line(table: Table, number: int, values: Sequence[object], fee: FeeColumn) -> Line | None:
    if table.says_nothing(number, values, fee.index):
        return None
    if fee.takes_amounts:
        amount_vnd = table.read(number, values, fee.index, cells.amount_vnd)
        return Line(fee.item, 1, amount_vnd) if amount_vnd else None
    quantity = table.read(number, values, fee.index, cells.quantity)
    if not quantity:
        return None
    if quantity * fee.item.price_vnd > LARGEST_VND:
        table.fault(number, fee.index, _("thành tiền quá lớn"))
        return None
    return Line(fee.item, quantity, fee.item.price_vnd)
