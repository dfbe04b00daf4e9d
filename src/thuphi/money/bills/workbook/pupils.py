"""The pupils' sheet, row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from . import cells
from .columns import PupilColumn, label, pupil_column
from .rows import PupilRow
from .tables import Table


@dataclass(frozen=True, slots=True)
class Pupils:
    """The pupils without fault, the codes of all, and the columns nobody reads."""

    rows: tuple[PupilRow, ...] = ()
    codes: frozenset[str] = frozenset()
    unused_columns: tuple[str, ...] = ()


_TEXTS: tuple[tuple[PupilColumn, Callable[[object], str]], ...] = (
    (PupilColumn.CODE, cells.code),
    (PupilColumn.NAME, cells.text),
    (PupilColumn.CLASS, cells.short),
    (PupilColumn.GRADE, cells.short),
    (PupilColumn.PAYER, cells.text),
    (PupilColumn.PHONE, cells.phone),
    (PupilColumn.EMAIL, cells.email),
)


def read_pupils(table: Table, born_before: date) -> Pupils:
    """Read every row, noting each fault."""
    places, unused = _places(table)
    missing = [column for column in PupilColumn if column.is_required and column not in places]
    for column in missing:
        table.fault_of_sheet(table.head_row, _("thiếu cột “%(title)s”") % {"title": column.value})
    if missing:
        return Pupils(unused_columns=unused)
    first_seen: dict[str, int] = {}
    found = []
    for number, values in table.data(places[PupilColumn.CODE], list(places.values())):
        said, is_whole = _texts(table, number, values, places)
        born_on = _born_on(table, number, values, places, born_before)
        code = said[PupilColumn.CODE]
        if code in first_seen:
            table.fault(number, places[PupilColumn.CODE], said_twice(code, first_seen[code]))
        elif code:
            first_seen[code] = number
            if is_whole:
                found.append(_pupil(number, said, born_on))
    table.note_merged(list(places.values()))
    return Pupils(rows=tuple(found), codes=frozenset(first_seen), unused_columns=unused)


def said_twice(code: str, first_row: int) -> str:
    """The reason when a code stands in two rows."""
    return _("mã “%(code)s” đã có ở dòng %(row)d") % {"code": code, "row": first_row}


def _places(table: Table) -> tuple[dict[PupilColumn, int], tuple[str, ...]]:
    places: dict[PupilColumn, int] = {}
    unused = []
    for index, head in enumerate(table.heads):
        column = pupil_column(head)
        if column is None:
            if head:
                unused.append(label(index, head))
        elif column in places:
            table.fault(table.head_row, index, _("cột này có hai lần"))
        else:
            places[column] = index
    return places, tuple(unused)


def _texts(
    table: Table, number: int, values: Sequence[object], places: Mapping[PupilColumn, int]
) -> tuple[dict[PupilColumn, str], bool]:
    said: dict[PupilColumn, str] = {}
    is_whole = True
    for column, how in _TEXTS:
        index = places.get(column)
        read = "" if index is None else table.read(number, values, index, how)
        if read is None:
            is_whole = False
        elif index is not None and not read and column.is_required:
            is_whole = False
            table.fault(number, index, _("chưa điền"))
        said[column] = read or ""
    return said, is_whole


def _born_on(
    table: Table,
    number: int,
    values: Sequence[object],
    places: Mapping[PupilColumn, int],
    born_before: date,
) -> date | None:
    index = places.get(PupilColumn.BORN_ON)
    if index is None or table.says_nothing(number, values, index):
        return None
    return table.read(number, values, index, lambda cell: cells.day(cell, before=born_before))


def _pupil(number: int, said: Mapping[PupilColumn, str], born_on: date | None) -> PupilRow:
    return PupilRow(
        row=number,
        code=said[PupilColumn.CODE],
        name=said[PupilColumn.NAME],
        born_on=born_on,
        class_name=said[PupilColumn.CLASS],
        grade=said[PupilColumn.GRADE] or cells.grade_of(said[PupilColumn.CLASS]),
        payer_name=said[PupilColumn.PAYER],
        payer_phone=said[PupilColumn.PHONE],
        payer_email=said[PupilColumn.EMAIL],
    )
