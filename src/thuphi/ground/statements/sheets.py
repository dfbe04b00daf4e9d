"""Statements in a bank's workbook or CSV file: tables with a head, and what stands around them.

Protocols, section 6.3. There is no standard: the head is found by its words, account and balances
in the rows above it. A file may begin again with another account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from . import above as around
from . import amounts
from . import rows as cells_of
from .above import Above, keys_of
from .amounts import AmountRefused, shown
from .blocks import close
from .bounds import HEAD_ROWS, LINES_MAX
from .contract import ReadFile, ReadLine, ReadStatement
from .faults import FaultKind, Faults, refusal, shortened
from .grids import DELIMITERS, Grid, Row, open_csv, open_workbook, start_of_csv
from .heads import Cells, Heads, Layout, is_numbering, title
from .profiles import DAYS, Field, Profile, Words, ready
from .rows import Table
from .texts import clean, decode, is_garbled

_QUIET = frozenset(
    {Field.TEXT, Field.NAME, Field.BANK, Field.ACCOUNT, Field.VIRTUAL_ACCOUNT, Field.REFERENCE,
     Field.DOCUMENT, Field.END_TO_END}
)  # fmt: skip
"""Columns in which `Total` is a payer's word."""


def read_workbook(content: bytes, profiles: Sequence[Profile], today: date | None) -> ReadFile:
    """What the sheets of a workbook say. Raises `Unreadable`."""
    return _read(open_workbook(content), "xlsx", profiles, today)


def read_csv(content: bytes, profiles: Sequence[Profile], today: date | None) -> ReadFile:
    """What a CSV file says. Raises `Unreadable`."""
    text = decode(content)
    return _read([open_csv(text, delimiter_of(text, profiles))], "csv", profiles, today)


def delimiter_of(text: str, profiles: Sequence[Profile]) -> str:
    """The sign that parts the columns: the one with which most heads are known."""
    if text[:4].lower() == "sep=" and len(text) > 4:
        return text[4] if text[4] in DELIMITERS else ","
    own, built_in = ready(profiles)
    best = (-1, -1)
    chosen = ","
    for delimiter in DELIMITERS:
        heads = Heads(own, built_in)
        parted = start_of_csv(text, delimiter, HEAD_ROWS + 10)
        known = 0
        for number, cells in enumerate(parted):
            below = parted[number + 1] if number + 1 < len(parted) else None
            found = heads.find(number, cells, below)
            known = max(known, found.score[0] if found else 0)
        wide = max(map(len, parted), default=0)
        if (known, wide) > best:
            best, chosen = (known, wide), delimiter
    return chosen


def _read(
    grids: Iterable[Grid], kind: str, profiles: Sequence[Profile], today: date | None
) -> ReadFile:
    faults = Faults()
    own, built_in = ready(profiles)
    statements: list[ReadStatement] = []
    names: list[str] = []
    near: tuple[str, str] | None = None
    spoilt = ""
    room = LINES_MAX
    for grid in grids:
        reader = SheetReader(grid, own, built_in, faults, today, room)
        statements += reader.read()
        room = reader.room
        names += [name for name in reader.names if name not in names]
        spoilt = spoilt or reader.spoilt
        if reader.heads.near and not near:
            row, lacks = reader.heads.near
            near = f"{grid.name} dòng {row}".strip(), lacks
    faults.refuse()
    if not names:
        if spoilt:
            raise refusal(FaultKind.GARBLED, text=shortened(spoilt))
        if near:
            raise refusal(FaultKind.HEAD_MISSING, near[0], missing=near[1])
        raise refusal(FaultKind.NO_HEADS, rows=str(HEAD_ROWS))
    if not statements:
        raise refusal(FaultKind.NO_STATEMENT)
    return ReadFile(format=kind, statements=tuple(statements), profile=", ".join(names))


class SheetReader:
    """Goes once through the rows of a sheet and closes a statement wherever one ends."""

    def __init__(
        self,
        grid: Grid,
        own: Sequence[Words],
        built_in: Sequence[Words],
        faults: Faults,
        today: date | None,
        room: int,
    ) -> None:
        self.grid = grid
        self.heads = Heads(own, built_in, grid.merged)
        self.names: list[str] = []
        self.spoilt = ""
        """A text above any table whose letters were spoilt."""
        self.room = room
        self._faults = faults
        self._today = today
        self._above = Above()
        self._table: Table | None = None
        self._quiet: frozenset[int] = frozenset()
        self._lines: list[ReadLine] = []
        self._found: list[ReadStatement] = []
        self._has_ended = False
        """A total or a closing balance stood after the last line."""
        self._restart = ""
        self._head: list[str] = []

    def read(self) -> list[ReadStatement]:
        """Every statement of the sheet."""
        skip = 0
        for (row, cells), below in _with_below(self.grid.rows):
            if skip:
                skip -= 1
                continue
            if self._table is None:
                if row > HEAD_ROWS:
                    break
                skip = self._look_for_head(row, cells, below)
                continue
            if not self._take_line(row, cells):
                skip = self._take_other(row, cells, below)
        self._close()
        return self._found

    def _look_for_head(self, row: int, cells: Cells, below: Cells | None) -> int:
        """Take a row above a table; how many further rows of a head to leave out."""
        found = self.heads.find(row, cells, below)
        if found is None:
            spoilt = (cell for cell in cells if isinstance(cell, str) and is_garbled(cell))
            self.spoilt = self.spoilt or clean(next(spoilt, ""))
            keys = keys_of(cells)
            around.take(self._above, cells, keys, self._faults, self._place(row))
            return 0
        self._open(found, cells)
        return found.rows - 1

    def _open(self, layout: Layout, cells: Cells) -> None:
        self._table = Table(self.grid, layout, self._faults, self._today, {}, [])
        self._head = [title(cell) for cell in cells]
        self._quiet = frozenset(at for one in _QUIET for at in layout.columns.get(one, ()))
        if layout.profile.name not in self.names:
            self.names.append(layout.profile.name)
        self._has_ended = False

    def _place(self, row: int) -> str:
        return f"trang “{self.grid.name}”, dòng {row}" if self.grid.name else f"dòng {row}"

    def _take_line(self, row: int, cells: Cells) -> bool:
        """Take a row that is a movement; False for every other row."""
        table = self._table
        if table is None or not (
            cells_of.has_figure(table, cells) or cells_of.has_formula(table, row)
        ):
            return False
        has_day = any(table.cell(cells, one)[1] is not None for one in DAYS)
        if (not has_day and self._is_around(table, row, cells)) or (
            not self._lines and is_numbering(cells)
        ):
            return False
        if has_day and self._is_label_row(table, cells):
            return False
        moved = cells_of.money(table, row, cells)
        at = cells_of.when(table, row, cells)
        if moved is None or at is None:
            return True
        self._check_currency(table, row, cells)
        self._check_account(table, row, cells)
        self._lines.append(cells_of.line(table, row, cells, moved, at))
        self.room -= 1
        if self.room < 0:
            raise refusal(FaultKind.TOO_MANY_LINES, most=shown(LINES_MAX))
        self._has_ended = False
        return True

    def _is_around(self, table: Table, row: int, cells: Cells) -> bool:
        """Whether a row without a day sums up, or tells a balance. A row that could be either
        a movement or a sum, and says nothing, is a fault."""
        keys = keys_of(cells)
        loud = ["" if at in self._quiet else key for at, key in enumerate(keys)]
        references = [
            keys_of([value])[0] or "-"
            for one in (Field.REFERENCE, Field.DOCUMENT)
            if (value := table.cell(cells, one)[1]) is not None
        ]
        if any(not around.is_sum(key) for key in references):
            return any(around.is_sum(key) for key in loud)
        if any(around.is_sum(key) or around.begins_sum(key) for key in loud):
            return True
        if any(around.is_sum(key) for key in keys) or around.balances_in(Above(), cells, loud):
            return True
        if table.cell(cells, Field.TEXT)[1] is not None:
            return False
        if not self._sums_up(table, cells):
            table.fault(FaultKind.NO_DATE, row, None)
        return True

    def _sums_up(self, table: Table, cells: Cells) -> bool:
        """Whether the amounts of a row are those of all lines before it."""
        sums = {
            Field.DEBIT: sum(line.amount_vnd for line in self._lines if not line.is_in),
            Field.CREDIT: sum(line.amount_vnd for line in self._lines if line.is_in),
        }
        for field, vnd in sums.items():
            value = table.cell(cells, field)[1]
            try:
                told = amounts.read(value) if value is not None else None
            except AmountRefused:
                return False
            if told is not None and told.vnd not in (0, vnd):
                return False
        return Field.AMOUNT not in table.layout.columns

    def _is_label_row(self, table: Table, cells: Cells) -> bool:
        """Whether the column of days holds words such as `Tổng cộng`, without any digit."""
        for one in DAYS:
            _, value = table.cell(cells, one)
            if isinstance(value, str) and not any(letter.isdigit() for letter in value):
                return around.is_total_day(keys_of([value])[0])
        return False

    def _take_other(self, row: int, cells: Cells, below: Cells | None) -> int:
        """Take a row that is no movement; how many further rows of a head to leave out."""
        table = self._table
        filled = [at for at, cell in enumerate(cells) if cell is not None and cell != ""]
        if table is None or not filled:
            return 0
        if self._is_head_again(cells):
            if self._restart:
                self._begin_again()
                self._open(table.layout, cells)
            return table.layout.rows - 1
        keys = keys_of(cells)
        account = around.account_in(cells, keys, self._faults, self._place(row))
        if account:
            self._take_account(account, row)
        else:
            found = self.heads.find(row, cells, below) if len(filled) > 2 else None
            if found is not None:
                self._begin_again()
                self._open(found, cells)
                return found.rows - 1
        if account and self._restart == account:
            return 0
        texts = table.layout.columns.get(Field.TEXT, ())
        is_around = around.is_sum("".join(keys)) or around.balances_in(Above(), cells, keys)
        if set(filled) <= set(texts) and self._lines and not self._has_ended and not is_around:
            self._continue_text(table, cells)
        elif around.balances_in(self._above, cells, keys):
            self._has_ended = self._has_ended or self._above.closing_vnd is not None
        elif any(around.is_sum(key) or around.begins_sum(key) for key in keys):
            self._has_ended = True
        else:
            self._check_lost(table, row, cells)
        return 0

    def _check_lost(self, table: Table, row: int, cells: Cells) -> None:
        """A row with a day and a text but without an amount has lost it."""
        day_at = next((at for one in DAYS if (at := table.cell(cells, one)[0]) >= 0), -1)
        has_day = any(
            isinstance(value, date)
            or (isinstance(value, str) and sum(map(str.isdigit, value)) >= 6)
            for one in DAYS
            if (value := table.cell(cells, one)[1]) is not None
        )
        says = cells_of.joined(table, cells) or table.cell(cells, Field.REFERENCE)[1]
        if has_day and says and day_at >= 0 and not self._has_ended:
            place = next(
                (table.layout.columns[one][0] for one in (Field.CREDIT, Field.AMOUNT)
                 if one in table.layout.columns), None,
            )  # fmt: skip
            table.fault(FaultKind.NO_AMOUNT, row, place)

    def _continue_text(self, table: Table, cells: Cells) -> None:
        last = self._lines[-1]
        more = cells_of.joined(table, cells)
        text = clean(f"{last.text} {more}")
        self._lines[-1] = ReadLine(
            **{name: getattr(last, name) for name in ReadLine.__slots__ if name != "text"},
            text=text,
        )

    def _is_head_again(self, cells: Cells) -> bool:
        """Whether the head stands here once more, as on each page that was printed."""
        again = [title(cell) for cell in cells]
        return sum(map(bool, again)) > 2 and [one for one in again if one] == [
            one for one in self._head if one
        ]

    def _take_account(self, account: str, row: int) -> None:
        now = self._above.account
        if not now or account in self._above.accounts:
            if account not in self._above.accounts:
                self._above.accounts.append(account)
            return
        self._restart = account
        if not self._has_ended and self._lines and self._above.closing_vnd is None:
            # A head that comes again makes it a new table; lines that go on do not.
            self._restart_row = row
        else:
            self._begin_again()

    _restart_row = 0

    def _check_account(self, table: Table, row: int, cells: Cells) -> None:
        if self._restart:
            self._faults.add(
                FaultKind.TWO_ACCOUNTS,
                self._place(self._restart_row),
                first=self._above.account,
                second=self._restart,
            )
            self._restart = ""
        told = cells_of.written(table.cell(cells, Field.OWN_ACCOUNT)[1])
        number = "".join(letter for letter in told if letter.isalnum())
        if not number:
            return
        if not self._above.accounts:
            self._above.accounts.append(number)
        elif number not in self._above.accounts:
            table.fault(FaultKind.TWO_ACCOUNTS, row, None, first=self._above.account, second=number)
            self._above.accounts.append(number)

    def _check_currency(self, table: Table, row: int, cells: Cells) -> None:
        at, value = table.cell(cells, Field.CURRENCY)
        told = cells_of.written(value).upper()
        if told and told not in ("VND", "VNĐ", "ĐỒNG", "Đ"):
            table.fault(FaultKind.FOREIGN_CURRENCY, row, at, currency=told)

    def _begin_again(self) -> None:
        """Close the statement and begin the next, of the account that was told meanwhile."""
        restart = self._restart
        account = self._above.account
        self._close()
        self._above = Above(accounts=[restart or account] if restart or account else [])
        self._restart = ""

    def _close(self) -> None:
        if self._table is not None:
            self._found += close(self._table, self._above, tuple(self._lines))
        self._lines = []
        if self._table is not None:
            self._table.minus_rows.clear()
            self._table.days_above = {}


def _with_below(rows: Iterator[Row]) -> Iterator[tuple[Row, Cells | None]]:
    before: Row | None = None
    for row in rows:
        if before is not None:
            yield before, row[1]
        before = row
    if before is not None:
        yield before, None
