"""One row of a list as a pupil with their charges, or the reasons why it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from numbers import Real
from typing import TypeVar

from django.utils.translation import gettext as _

from thuphi.money.bills.workbook import cells
from thuphi.money.bills.workbook.errors import CellUnreadable
from thuphi.money.bills.workbook.tables import is_blank

from . import amounts, classes
from .found import Charge, Pupil
from .headrows import text_of
from .heads import OF_NAMES, Meaning
from .layouts import Column
from .merges import shown
from .sums import sum_agrees
from .tables import Place, grouped

Read = TypeVar("Read")


class RowReader:
    """Reads the cells of one row and notes what it cannot read."""

    def __init__(self, place: Place, row: int, values: Sequence[object]) -> None:
        self.place = place
        self.row = row
        self.values = values
        self.is_whole = True

    def fault(self, index: int, reason: str) -> None:
        """Note a fault of a cell of this row."""
        self.is_whole = False
        self.place.fault(self.row, index, reason)

    def cell(self, one: Column, how: Callable[[object], Read]) -> Read | None:
        """A cell as its column is read; None when it is blank or cannot be read."""
        broken = self.place.grid.scan.broken.get((self.row, one.index))
        if broken is not None:
            self.fault(one.index, broken)
            return None
        if is_blank(self.values, one.index):
            return None
        try:
            return how(self.values[one.index])
        except CellUnreadable as unreadable:
            self.fault(one.index, unreadable.reason)
            return None

    def first(self, meaning: Meaning, how: Callable[[object], Read]) -> Read | None:
        """What the first column of a kind says that says anything."""
        layout = self.place.layout
        for one in layout.of(meaning) if layout else ():
            read = self.cell(one, how)
            if read:
                return read
        return None


def phone(value: object) -> str:
    """A telephone number; of one that a number cell has eaten the nought of, with the nought."""
    written = text_of(value).removeprefix("'")
    if len(written) == 10 and written.isdigit() and written.startswith("2"):
        written = f"0{written}"
    return cells.phone(written)


def read_pupil(place: Place, row: int, values: Sequence[object]) -> Pupil | None:
    """The pupil of a row, with every fault noted; None when nobody can say who it is."""
    reader = RowReader(place, row, values)
    layout = place.layout
    if layout is None:
        return None
    _merged(reader)
    _headless(reader)
    code = reader.first(Meaning.CODE, cells.code) or ""
    name = _name(reader)
    class_name = _class(reader)
    charges = _charges(reader)
    if row in place.grid.scan.hidden_rows:
        reader.fault(-1, _("dòng đang bị ẩn: bỏ ẩn để kiểm tra, hoặc xóa dòng"))
    has_names = bool(layout.of(*OF_NAMES))
    if not name and has_names and not _name_unread(reader):
        reader.fault(_index(reader, *OF_NAMES), _("chưa có họ tên"))
    if not code and not name:
        return None
    if not code and not class_name:
        reader.fault(
            _index(reader, Meaning.CLASS),
            _("không biết học sinh lớp nào: ghi lớp ở một cột, tiêu đề hay tên trang tính"),
        )
    return Pupil(
        sheet=place.grid.name,
        row=row,
        signature=layout.signature,
        code=code,
        name=name,
        class_name=class_name,
        phone=reader.first(Meaning.PHONE, phone) or "",
        payer=reader.first(Meaning.PAYER, cells.text) or "",
        email=reader.first(Meaning.EMAIL, cells.email) or "",
        born_on=_born_on(reader),
        charges=charges,
    )


def _index(reader: RowReader, *meanings: Meaning) -> int:
    columns = reader.place.layout.of(*meanings) if reader.place.layout else ()
    return columns[0].index if columns else -1


def _name_unread(reader: RowReader) -> bool:
    """Whether a name stands there that was found unreadable, and so was noted already."""
    columns = reader.place.layout.of(*OF_NAMES) if reader.place.layout else ()
    return any(not is_blank(reader.values, one.index) for one in columns)


def _person(value: object) -> str:
    name = cells.text(value)
    if not any(letter.isalpha() for letter in name):
        raise CellUnreadable(_("“%(value)s” không phải họ tên") % {"value": name[:60]})
    return name


def _name(reader: RowReader) -> str:
    layout = reader.place.layout
    if layout is None:
        return ""
    whole = reader.first(Meaning.NAME, _person)
    parts = [reader.first(one, cells.text) or "" for one in (Meaning.SURNAME, Meaning.GIVEN)]
    return " ".join(part for part in (whole or "", *parts) if part)


def _class(reader: RowReader) -> str:
    layout = reader.place.layout
    for one in layout.of(Meaning.CLASS) if layout else ():
        said = reader.cell(one, cells.short)
        if said is None:
            said = _from_above(reader, one)
        if said:
            return classes.tidy(said)
    return reader.place.class_name


def _from_above(reader: RowReader, one: Column) -> str:
    """The class of a merge that began further up: it is meant for all its rows."""
    if reader.place.merges.goes_down(reader.row, one.index):
        return reader.place.merged_class
    return ""


def _charges(reader: RowReader) -> tuple[Charge, ...]:
    layout = reader.place.layout
    if layout is None:
        return ()
    found: list[Charge] = []
    unread: list[int] = []
    for one in layout.of(Meaning.CHARGE):
        amount_vnd = _amount(reader, one)
        if amount_vnd is None:
            unread.append(one.index)
        elif amount_vnd:
            found.append(Charge(one.item, amount_vnd, one.index))
    off_vnd = _taken_off(reader)
    row = {charge.index: charge.amount_vnd for charge in found}
    has_items = bool(layout.of(Meaning.CHARGE))
    totals = _totals(reader, row, off_vnd) if has_items and not unread else {}
    reader.place.running.add(row, totals)
    if unread:
        sums = [one.index for one in layout.of(Meaning.TOTAL)]
        reader.place.running.doubt([*unread, *sums])
    return tuple(found)


def _amount(reader: RowReader, one: Column) -> int | None:
    """The đồng of a cell, nought for none; None when it cannot be read."""
    grid = reader.place.grid
    if not grid.is_calculated and (reader.row, one.index) in grid.scan.zeros:
        reader.fault(
            one.index, _("công thức chưa có kết quả: mở bằng Excel, lưu lại, hoặc dán giá trị")
        )
        return None
    before = reader.is_whole
    reader.is_whole = True
    read = reader.cell(one, lambda value: amounts.read(value, factor=one.factor))
    was_read = reader.is_whole
    reader.is_whole = before and was_read
    return (read or 0) if was_read else None


def _taken_off(reader: RowReader) -> int:
    """What the row takes off: nobody is billed less by a sheet, so it is a fault."""
    layout = reader.place.layout
    off_vnd = 0
    for one in layout.of(Meaning.DEDUCTION) if layout else ():
        if is_blank(reader.values, one.index):
            continue
        value = reader.values[one.index]
        try:
            said = amounts.read(abs(value) if isinstance(value, Real) else value)
        except CellUnreadable:
            # Words such as "hộ nghèo" say why, not how much.
            continue
        if said:
            off_vnd += said * one.factor
            reader.fault(
                one.index,
                _("khoản giảm %(amount)s chưa được trừ: ghi miễn giảm ở danh mục miễn giảm")
                % {"amount": grouped(said * one.factor)},
            )
    return off_vnd


def _totals(reader: RowReader, row: dict[int, int], off_vnd: int) -> dict[int, int]:
    """The sums that the row writes itself; one that contradicts its items is a fault."""
    layout = reader.place.layout
    grid = reader.place.grid
    totals: dict[int, int] = {}
    for one in layout.of(Meaning.TOTAL) if layout else ():
        where = (reader.row, one.index)
        if where in grid.scan.broken or is_blank(reader.values, one.index):
            reader.place.running.doubt([one.index])
            continue
        if not grid.is_calculated and where in grid.scan.zeros:
            reader.place.running.doubt([one.index])
            continue
        said_vnd = reader.cell(one, lambda value: amounts.read(value, factor=one.factor) or 0)  # noqa: B023
        if said_vnd is None or layout is None:
            reader.place.running.doubt([one.index])
            continue
        totals[one.index] = said_vnd
        if not sum_agrees(layout, one.index, said_vnd, row, off_vnd):
            reader.fault(
                one.index,
                _("cột tổng ghi %(said)s, các khoản cộng lại là %(read)s")
                % {"said": grouped(said_vnd), "read": grouped(sum(row.values()))},
            )
    return totals


def _born_on(reader: RowReader) -> date | None:
    """A birthday; a sheet of charges is not refused over one that cannot be read."""
    layout = reader.place.layout
    for one in layout.of(Meaning.BORN_ON) if layout else ():
        if is_blank(reader.values, one.index):
            continue
        try:
            return cells.day(reader.values[one.index], before=date.max)
        except CellUnreadable:
            return None
    return None


def _headless(reader: RowReader) -> None:
    """Money in a column without a head: once a table it is said that nobody is billed it."""
    place = reader.place
    width = len(place.layout.columns) if place.layout else 0
    for index, value in enumerate(reader.values):
        is_named = index < width and place.layout is not None and place.layout.columns[index].head
        if is_named or is_blank(reader.values, index) or index in place.headless:
            continue
        try:
            amount_vnd = amounts.read(value)
        except CellUnreadable:
            continue
        if amount_vnd:
            place.headless.add(index)
            reader.fault(index, _("có số tiền nhưng cột không có tên ở dòng tiêu đề"))


def _merged(reader: RowReader) -> None:
    """Merged cells over what only one pupil can have: nobody knows for whom they are meant."""
    layout = reader.place.layout
    place = reader.place
    if layout is None:
        return
    own = {one.index for one in layout.of(Meaning.CHARGE, Meaning.TOTAL, Meaning.CODE, *OF_NAMES)}
    money = {one.index for one in layout.of(Meaning.CHARGE)}
    for corners in place.merges.of_row(reader.row):
        (top, left), (bottom, right) = corners
        columns = range(left, right + 1)
        if bottom > top and top + 1 == reader.row and own.intersection(columns):
            reader.fault(
                min(own.intersection(columns)),
                _("các ô %(cells)s bị gộp: bỏ gộp ô rồi điền từng ô") % {"cells": shown(corners)},
            )
        elif len(money.intersection(columns)) > 1 and not is_blank(reader.values, left):
            reader.fault(
                left,
                _("các ô %(cells)s bị gộp: bỏ gộp ô rồi điền từng ô") % {"cells": shown(corners)},
            )
    for one in layout.of(Meaning.CLASS):
        if not is_blank(reader.values, one.index):
            place.merged_class = text_of(reader.values[one.index])
