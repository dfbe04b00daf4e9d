"""One sheet, row by row: titles, heads, classes, pupils, sums and the foot, as they come."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from numbers import Real

from django.utils.translation import gettext as _

from thuphi.money.bills.workbook.errors import CellUnreadable
from thuphi.money.bills.workbook.tables import is_blank

from . import amounts, classes, rowkinds
from .found import Drawn, Found
from .grids import Grid, Row
from .headrows import Head, is_head, read_head, text_of
from .heads import Meaning, counts_thousands, meaning_of
from .layouts import SAMPLE_ROWS, Column, Layout, lay_out
from .merges import Merges
from .sums import Running

DRAWN_ROWS = 12
ABOVE_KEPT = 40
MONEY_LOOKED_AT = 500


@dataclass(slots=True)
class Place:
    """Where the reading of a sheet is: the table it is in, the class that was said last."""

    grid: Grid
    merges: Merges
    found: Found
    said: Mapping[str, Mapping[int, Meaning]]
    layout: Layout | None = None
    class_name: str = ""
    titled: str = ""
    in_thousands: bool = False
    is_over: bool = False
    """A sum or the foot was met: what follows is a pupil only if it looks like one."""
    running: Running = field(default_factory=Running)
    headless: set[int] = field(default_factory=set)
    merged_class: str = ""
    """The class last written in its column: a merge means it for the rows below too."""

    def fault(self, row: int, index: int, reason: str) -> None:
        """Note a fault of one cell."""
        head = ""
        if self.layout is not None and 0 <= index < len(self.layout.columns):
            head = self.layout.columns[index].head
        self.found.fault(self.grid.name, row, index, head, reason)


class Ahead:
    """Rows that can be looked at before they are taken."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._seen: deque[Row] = deque()

    def look(self, count: int) -> list[Row]:
        """The next rows, still to be taken."""
        while len(self._seen) < count and (more := list(islice(self._rows, 64))):
            self._seen.extend(more)
        return list(islice(self._seen, count))

    def take(self) -> Row | None:
        """The next row; None behind the last."""
        if not self._seen and not self.look(1):
            return None
        return self._seen.popleft()


def rows_of_pupils(place: Place) -> Iterator[Row]:
    """The rows of a sheet that may be pupils. `place` follows: which table, which class."""
    ahead = Ahead(place.grid.rows)
    above: deque[Row] = deque(maxlen=ABOVE_KEPT)
    while (row := ahead.take()) is not None:
        number, values = row
        if is_head(values):
            _open_table(place, row, above, ahead)
            continue
        if place.layout is None or not _is_pupil(place, number, values):
            if any(not is_blank(values, index) for index in range(len(values))):
                _note_title(place, values)
                above.append(row)
            continue
        yield row
    if place.layout is None:
        _nothing_found(place, above)


def _note_title(place: Place, values: Sequence[object]) -> None:
    words = [text_of(value) for value in values if isinstance(value, str)]
    words = [word for word in words if word]
    for spot, word in enumerate(words):
        # "Lớp:" and "6A1" may stand in two cells.
        said = classes.of_title(word) or classes.of_title(
            f"{word} {words[spot + 1]}" if word.endswith(":") and spot + 1 < len(words) else ""
        )
        if said:
            place.titled = said
        if counts_thousands(word, is_head=False):
            place.in_thousands = True


def _open_table(place: Place, row: Row, above: Sequence[Row], ahead: Ahead) -> None:
    head = read_head([row, *ahead.look(8)], list(above), place.merges)
    heads = [row]
    while ahead.look(1) and ahead.look(1)[0][0] <= head.last_row:
        heads += [taken] if (taken := ahead.take()) else []
    beneath = ahead.look(SAMPLE_ROWS)
    sample = _pupils_among([values for _number, values in beneath], head)
    layout = lay_out(head, sample, in_thousands=place.in_thousands, said=place.said)
    is_again = place.layout is not None and place.layout.signature == layout.signature
    place.layout = layout
    place.is_over = False
    if place.titled:
        place.class_name = place.titled
    place.titled = ""
    if is_again:
        return
    place.running = Running()
    for fault in layout.faults:
        place.fault(head.first_row, fault.index, fault.reason)
    _hidden_money(place, head.first_row, sample)
    drawn = [*heads, *beneath[:DRAWN_ROWS]]
    place.found.tables.append(
        Drawn(
            sheet=place.grid.name,
            class_name=place.class_name,
            layout=layout,
            rows=tuple((n, tuple(text_of(value) for value in values)) for n, values in drawn),
        )
    )


def _pupils_among(rows: Sequence[Sequence[object]], head: Head) -> list[Sequence[object]]:
    """The rows below a head that have a name, or a code where there are no names."""
    by_head = {
        index: [meaning_of(word) for word in head.words(index)] for index in range(head.width)
    }
    anchors = [
        index
        for index, meanings in by_head.items()
        if Meaning.NAME in meanings or Meaning.SURNAME in meanings
    ] or [index for index, meanings in by_head.items() if Meaning.CODE in meanings]
    return [
        values
        for values in rows
        if any(not is_blank(values, index) for index in anchors) and not _is_other(values)
    ]


def _is_other(values: Sequence[object]) -> bool:
    words = [text_of(value) for value in values if isinstance(value, str) and value.strip()]
    return any(rowkinds.is_sum(word) or rowkinds.is_foot(word) for word in words) or (
        bool(words) and rowkinds.is_note(words[0])
    )


def _hidden_money(place: Place, head_row: int, sample: Sequence[Sequence[object]]) -> None:
    if place.layout is None:
        return
    for one in place.layout.of(Meaning.CHARGE):
        if one.index in place.grid.scan.hidden_columns and any(
            not is_blank(values, one.index) for values in sample
        ):
            place.fault(
                head_row,
                one.index,
                _("cột đang bị ẩn nhưng có số tiền: bỏ ẩn để kiểm tra, hoặc xóa cột"),
            )


def _is_pupil(place: Place, number: int, values: Sequence[object]) -> bool:
    """Whether a row is a pupil's; if not, what it says of the rows below is taken up."""
    layout = place.layout
    if layout is None:
        return False
    money = {one.index for one in layout.of(Meaning.CHARGE, Meaning.TOTAL, Meaning.DEDUCTION)}
    words = {
        index: word
        for index, value in enumerate(values)
        if index not in money and value is not None and (word := text_of(value))
    }
    has_money = any(not is_blank(values, index) for index in money)
    if not words and not has_money:
        return False
    names = [one.index for one in layout.of(Meaning.NAME, Meaning.SURNAME, Meaning.GIVEN)]
    is_named = any(index in words for index in names)
    code = any(
        one.index in words and (is_named or not _is_label(words[one.index]))
        for one in layout.of(Meaning.CODE)
    )
    spoken = list(dict.fromkeys(word for word in words.values()))
    if not code and any(rowkinds.is_sum(word) for word in spoken):
        _hold_sums(place, number, values)
        return False
    if not code and _opens_class(place, words, spoken):
        return False
    if not code and spoken and (rowkinds.is_note(spoken[0]) or rowkinds.is_foot(spoken[0])):
        place.is_over = place.is_over or rowkinds.is_foot(spoken[0])
        return False
    if not code and not is_named:
        _unnamed(place, number, values, has_money=has_money, is_bare=not words)
        return False
    ordered = any(
        words.get(one.index, "").rstrip(".").isdigit() for one in layout.of(Meaning.ORDER)
    )
    if not code and any(rowkinds.is_foot(word) for word in spoken) and not ordered:
        place.is_over = True
        return False
    if not place.is_over or code or ordered:
        return True
    return any(_money_in(values[index]) for index in money if not is_blank(values, index))


def _is_label(word: str) -> bool:
    """Whether words in the column of codes name a sum or a class: a merge begins there."""
    return rowkinds.is_sum(word) or rowkinds.is_foot(word) or bool(classes.of_section(word))


def _opens_class(place: Place, words: Mapping[int, str], spoken: Sequence[str]) -> bool:
    """A row between pupils that names the class of those below, or another part of the school."""
    numbers = [word for word in spoken if word.rstrip(".)").isalnum() and len(word) <= 4]
    said = [word for word in spoken if word not in numbers or classes.is_class(word)]
    if len(said) != 1 or len(spoken) > 2:
        return False
    section = classes.of_section(said[0])
    if section:
        place.class_name = section
        place.is_over = False
        place.running.new_block()
        return True
    return len(words) <= 2 and rowkinds.is_part(said[0]) and len(spoken) == 1


def _unnamed(
    place: Place,
    number: int,
    values: Sequence[object],
    *,
    has_money: bool,
    is_bare: bool,
) -> None:
    """A row without a pupil: blank lines that were numbered are passed over, money is not."""
    if any(isinstance(value, str) and rowkinds.is_foot(text_of(value)) for value in values):
        place.is_over = True
    if place.is_over or not has_money or place.layout is None:
        return
    money = place.layout.of(Meaning.CHARGE, Meaning.TOTAL)
    said = {one.index: _read(values, one) for one in money if not is_blank(values, one.index)}
    if (
        is_bare
        and None not in said.values()
        and place.running.is_sum({index: amount_vnd or 0 for index, amount_vnd in said.items()})
    ):
        place.running.new_block()
        return
    for one in place.layout.of(Meaning.CHARGE):
        if not is_blank(values, one.index) and _money_in(values[one.index]):
            place.fault(number, one.index, _("có số tiền nhưng dòng không có họ tên học sinh"))
            return


def _read(values: Sequence[object], one: Column) -> int | None:
    try:
        return amounts.read(values[one.index], factor=one.factor) or 0
    except CellUnreadable:
        return None


def _money_in(value: object) -> bool:
    try:
        return amounts.read(value) is not None
    except CellUnreadable:
        return any(letter.isdigit() for letter in text_of(value))


def _hold_sums(place: Place, number: int, values: Sequence[object]) -> None:
    """Compare a row of sums with what was read above it."""
    place.is_over = True
    layout = place.layout
    if layout is None:
        return
    for one in layout.of(Meaning.CHARGE, Meaning.TOTAL):
        where = (number, one.index)
        if is_blank(values, one.index) or where in place.grid.scan.broken:
            continue
        try:
            said_vnd = amounts.read(values[one.index], factor=one.factor)
        except CellUnreadable:
            continue
        if said_vnd and not place.running.agrees(one.index, said_vnd):
            read_vnd = place.running.table.get(one.index, 0)
            place.fault(
                number,
                one.index,
                _("dòng cộng ghi %(said)s, các dòng trên cộng lại là %(read)s")
                % {"said": grouped(said_vnd), "read": grouped(read_vnd)},
            )
    place.running.new_block()


def grouped(amount_vnd: int) -> str:
    """`1.250.000`."""
    return f"{amount_vnd:,}".replace(",", ".")


def _nothing_found(place: Place, rows: Sequence[Row]) -> None:
    """A sheet without a list is passed over, unless there is money on it that nobody would bill."""
    for number, values in rows:
        if any(
            isinstance(value, Real) and Decimal(str(value)) >= MONEY_LOOKED_AT for value in values
        ):
            place.found.fault(
                place.grid.name,
                number,
                -1,
                "",
                _("trang tính có số liệu nhưng không thấy dòng tiêu đề có cột “Họ và tên”"),
            )
            return
