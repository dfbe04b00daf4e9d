"""Reading a filled workbook back. Every fault names its sheet, row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TypeVar

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from thuphi.ground.kit import money
from thuphi.ground.kit.fold import search_key
from thuphi.ground.kit.periods import Month
from thuphi.money.bills.workbook import cells
from thuphi.money.bills.workbook.columns import label
from thuphi.money.bills.workbook.errors import CellUnreadable, FileRefused
from thuphi.money.bills.workbook.faults import Fault, Faults
from thuphi.money.bills.workbook.scanning import Scan, scan
from thuphi.money.bills.workbook.sealing import sheet_key, unseal
from thuphi.money.bills.workbook.tables import is_blank
from thuphi.oversight.declarations.rules import Item, Unit, day_value

from .layout import (
    CODE,
    EXPLANATION,
    ITEM,
    MONTH,
    NAME,
    NO,
    VALUE,
    YES,
    Sheet,
    item_of,
    records_of,
)

HEAD_LOOKED_FOR_IN = 10
DAYS_BEFORE = date(2101, 1, 1)
EXPLANATION_MAX = 1000

Row = tuple[int, list[object]]
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class OneReading:
    """What a facility's workbook says; with faults, nothing of it is to be used."""

    values: Mapping[Item, int]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """One facility's row of a department's workbook."""

    row: int
    code: str
    values: Mapping[Item, int]
    explanation: str


@dataclass(frozen=True, slots=True)
class ManyReading:
    """What a department's workbook says; rows without any value are left out and counted."""

    rows: tuple[Filled, ...]
    left_out: int
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Grid:
    """A sheet whose heads were found; `rows` go on below them."""

    sheet: Sheet
    scan: Scan
    faults: Faults
    rows: Iterator[Row]
    above: list[Row] = field(default_factory=list)
    head_row: int = 0
    heads: list[str] = field(default_factory=list)

    def fault(self, row: int, index: int, reason: str) -> None:
        title = self.heads[index] if index < len(self.heads) else ""
        self.faults.add(self.sheet.value, row, label(index, title), reason)

    def says_nothing(self, row: int, values: Sequence[object], index: int) -> bool:
        return (row, index) not in self.scan.broken and is_blank(values, index)

    def cell(self, row: int, values: Sequence[object], index: int) -> object:
        if (row, index) in self.scan.broken:
            raise CellUnreadable(self.scan.broken[row, index])
        return values[index] if index < len(values) else ""

    def read(
        self, row: int, values: Sequence[object], index: int, how: Callable[[object], int | None]
    ) -> int | None:
        try:
            return how(self.cell(row, values, index))
        except CellUnreadable as unreadable:
            self.fault(row, index, unreadable.reason)
            return None

    def text(self, row: int, values: Sequence[object], index: int, letters_max: int) -> str:
        try:
            return cells.text(self.cell(row, values, index), letters_max=letters_max)
        except CellUnreadable as unreadable:
            self.fault(row, index, unreadable.reason)
            return ""


def read_one(content: bytes, *, code: str, month: Month) -> OneReading:
    """Read a facility's workbook of a month. Raises `FileRefused` for a file that is none."""
    faults = Faults([Sheet.ONE.value])

    def read(grid: _Grid) -> dict[Item, int]:
        _same(grid, MONTH, month.label)
        _same(grid, CODE, code)
        return _one(grid)

    found = _with_grid(content, Sheet.ONE, ITEM, faults, read)
    return OneReading(values=found or {}, faults=faults.in_order())


def _one(grid: _Grid) -> dict[Item, int]:
    found: dict[Item, int] = {}
    value_index = _index(grid, VALUE)
    if value_index is None:
        return found
    name_index = grid.heads.index(ITEM)
    seen: set[Item] = set()
    for number, values in grid.rows:
        name = grid.text(number, values, name_index, 200)
        if not name:
            if not grid.says_nothing(number, values, value_index):
                grid.fault(number, name_index, _("chưa ghi tên chỉ tiêu"))
            continue
        item = item_of(name.rstrip("* "))
        if item is None:
            grid.fault(
                number,
                name_index,
                _("không nhận ra chỉ tiêu “%(name)s”: giữ nguyên tên của tệp mẫu") % {"name": name},
            )
        elif item in seen:
            grid.fault(number, name_index, _("chỉ tiêu này đã có ở dòng trên"))
        else:
            seen.add(item)
            value = grid.read(number, values, value_index, _reader(item))
            if value is not None:
                found[item] = value
    return found


def read_department(content: bytes, *, codes: frozenset[str], month: Month) -> ManyReading:
    """Read a department's workbook; `codes` are those of the facilities in its branch.

    Raises `FileRefused` for a file that is none.
    """
    faults = Faults([Sheet.MANY.value])

    def read(grid: _Grid) -> list[Filled]:
        _same(grid, MONTH, month.label)
        return _many(grid, codes)

    found = _with_grid(content, Sheet.MANY, CODE, faults, read) or []
    rows = tuple(one for one in found if one.values)
    return ManyReading(rows=rows, left_out=len(found) - len(rows), faults=faults.in_order())


def _many(grid: _Grid, codes: frozenset[str]) -> list[Filled]:
    found: list[Filled] = []
    columns = _columns(grid)
    first_rows: dict[str, int] = {}
    for number, values in grid.rows:
        if all(grid.says_nothing(number, values, index) for index in range(len(grid.heads))):
            continue
        filled = _filled(grid, number, values, columns)
        if _is_known(grid, filled, codes, first_rows):
            found.append(filled)
    return found


def _is_known(
    grid: _Grid, filled: Filled, codes: frozenset[str], first_rows: dict[str, int]
) -> bool:
    index = grid.heads.index(CODE)
    if not filled.code:
        grid.fault(filled.row, index, _("thiếu mã cơ sở"))
    elif filled.code not in codes:
        grid.fault(
            filled.row,
            index,
            _("không có cơ sở mã “%(code)s” trong địa bàn của đơn vị") % {"code": filled.code},
        )
    elif filled.code in first_rows:
        grid.fault(
            filled.row,
            index,
            _("mã “%(code)s” đã có ở dòng %(row)d")
            % {"code": filled.code, "row": first_rows[filled.code]},
        )
    else:
        first_rows[filled.code] = filled.row
        return True
    return False


def _columns(grid: _Grid) -> dict[int, Item]:
    known = {search_key(name) for name in (CODE, NAME, EXPLANATION)}
    found: dict[int, Item] = {}
    for index, title in enumerate(grid.heads):
        if not title or search_key(title) in known:
            continue
        item = item_of(title)
        if item is None:
            grid.fault(grid.head_row, index, _("không nhận ra cột này: giữ nguyên tên của tệp mẫu"))
        elif item in found.values():
            grid.fault(grid.head_row, index, _("cột này có hai lần"))
        else:
            found[index] = item
    return found


def _filled(
    grid: _Grid, number: int, values: Sequence[object], columns: Mapping[int, Item]
) -> Filled:
    read: dict[Item, int] = {}
    for index, item in columns.items():
        value = grid.read(number, values, index, _reader(item))
        if value is not None:
            read[item] = value
    told = grid.heads.index(EXPLANATION) if EXPLANATION in grid.heads else None
    return Filled(
        row=number,
        code=grid.text(number, values, grid.heads.index(CODE), 40),
        values=read,
        explanation="" if told is None else grid.text(number, values, told, EXPLANATION_MAX),
    )


def _with_grid(
    content: bytes, name: Sheet, key: str, faults: Faults, read: Callable[[_Grid], Read]
) -> Read | None:
    """What `read` makes of the sheet; None, and a fault, when its heads are not found."""
    sealed = unseal(content, frozenset({sheet_key(name.value)}))
    if not sealed.sheets:
        raise FileRefused(
            _("Không thấy trang tính “%(sheet)s”: hãy dùng tệp mẫu.") % {"sheet": name.value}
        )
    found = scan(sealed.parts[sealed.sheets[sheet_key(name.value)]], name.value)
    try:
        with CalamineWorkbook.from_filelike(sealed.packed()) as workbook:
            names = {sheet_key(one): one for one in workbook.sheet_names}
            sheet = workbook.get_sheet_by_name(names[sheet_key(name.value)])
            grid = _Grid(sheet=name, scan=found, faults=faults, rows=_numbered(sheet))
            if not _find_heads(grid, key):
                return None
            _refuse_merged(grid, sheet)
            return read(grid)
    except (CalamineError, ValueError, OverflowError, KeyError) as error:
        raise FileRefused(
            _("Nội dung bên trong tệp bị hỏng: mở bằng Excel rồi lưu lại thành .xlsx.")
        ) from error


def _numbered(sheet: CalamineSheet) -> Iterator[Row]:
    # Rows come from row 1 on, cells only from the first column in use on.
    left: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
    return ((number, [*left, *values]) for number, values in enumerate(sheet.iter_rows(), start=1))


def _find_heads(grid: _Grid, key: str) -> bool:
    for number, values in islice(grid.rows, HEAD_LOOKED_FOR_IN):
        heads = [value.strip() if isinstance(value, str) else "" for value in values]
        # The code of one facility stands above its heads, beside the same word.
        if key in heads and (key != CODE or NAME in heads):
            grid.head_row, grid.heads = number, heads
            return True
        grid.above.append((number, values))
    grid.faults.add(
        grid.sheet.value,
        0,
        "",
        _("không thấy cột “%(title)s” trong %(rows)d dòng đầu: hãy dùng tệp mẫu")
        % {"title": key, "rows": HEAD_LOOKED_FOR_IN},
    )
    return False


def _refuse_merged(grid: _Grid, sheet: CalamineSheet) -> None:
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        if bottom + 1 > grid.head_row:
            grid.fault(top + 1, left, _("có ô bị gộp: bỏ gộp ô rồi điền từng ô"))


def _same(grid: _Grid, name: str, wanted: str) -> None:
    for number, values in grid.above:
        if values and values[0] == name:
            told = grid.text(number, values, 1, 40)
            if told != wanted:
                grid.faults.add(
                    grid.sheet.value,
                    number,
                    label(1, ""),
                    _("tệp ghi %(name)s “%(told)s”, ở đây là “%(wanted)s”: dùng đúng tệp")
                    % {"name": name.lower(), "told": told, "wanted": wanted},
                )
            return
    grid.faults.add(
        grid.sheet.value, 0, "", _("thiếu dòng “%(name)s” ở đầu trang") % {"name": name}
    )


def _index(grid: _Grid, title: str) -> int | None:
    if title in grid.heads:
        return grid.heads.index(title)
    grid.faults.add(
        grid.sheet.value, grid.head_row, "", _("thiếu cột “%(title)s”") % {"title": title}
    )
    return None


def _reader(item: Item) -> Callable[[object], int | None]:
    match item.unit:
        case Unit.COUNT | Unit.VND | Unit.LESSONS:
            return _whole
        case Unit.DAY:
            return _day
        case Unit.YES_NO:
            return _yes_no
        case Unit.RECORDS:
            return _records


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip() in cells.NOTHING)


def _whole(value: object) -> int | None:
    if _is_nothing(value):
        return None
    try:
        return money.parse_dong(value)
    except money.AmountNegative as error:
        raise CellUnreadable(_("“%(value)s” là số âm") % {"value": _shown(value)}) from error
    except money.AmountUnreadable as error:
        raise CellUnreadable(
            _("“%(value)s” không phải số nguyên: viết như 1250000 hoặc 1.250.000")
            % {"value": _shown(value)}
        ) from error


def _shown(value: object) -> str:
    return str(value).removesuffix(".0").strip()


def _day(value: object) -> int | None:
    read = cells.day(value, before=DAYS_BEFORE)
    return None if read is None else day_value(read)


def _yes_no(value: object) -> int | None:
    if _is_nothing(value):
        return None
    if isinstance(value, bool):
        return int(value)
    key = search_key(cells.text(value))
    if key in {search_key(YES), "1", "x"}:
        return 1
    if key in {search_key(NO), "0"}:
        return 0
    raise CellUnreadable(_("“%(value)s”: ghi Có hoặc Không") % {"value": value})


def _records(value: object) -> int | None:
    if _is_nothing(value):
        return None
    found = records_of(cells.text(value))
    if found is None:
        raise CellUnreadable(
            _("“%(value)s”: chọn một mức trong danh sách của ô") % {"value": value}
        )
    return found
