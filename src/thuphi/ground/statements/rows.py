"""One row of a table as a line, or as a fault at its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from thuphi.ground.kit.clock import VIETNAM

from . import amounts, days
from .amounts import Amount, AmountRefused
from .contract import ReadLine
from .faults import FaultKind, Faults
from .grids import Grid, letters_of
from .heads import Cells, Layout
from .profiles import DAYS, Field
from .texts import clean, is_garbled

_IN = frozenset({"+", "c", "cr", "credit", "có", "co", "ghi có", "ghi co", "in", "thu", "tiền vào",
                 "tien vao", "nhận", "nhan", "nhận tiền", "nhan tien"})  # fmt: skip
_OUT = frozenset({"-", "d", "dr", "debit", "nợ", "no", "ghi nợ", "ghi no", "out", "chi", "tiền ra",
                  "tien ra", "chuyển", "chuyen", "chuyển tiền", "chuyen tien"})  # fmt: skip


@dataclass(slots=True)
class Table:
    """A table while its rows are gone through."""

    grid: Grid
    layout: Layout
    faults: Faults
    today: date | None
    days_above: dict[Field, days.When]
    """A blank day repeats the one above."""
    minus_rows: list[tuple[str, str]]
    """Debits that are written with a minus: the balances have to prove that they are debits."""

    def place(self, row: int, column: int | None = None) -> str:
        """`trang “T1”, dòng 12, cột D`."""
        parts = [f"trang “{self.grid.name}”"] if self.grid.name else []
        parts.append(f"dòng {row}")
        if column is not None:
            parts.append(f"cột {letters_of(column)}")
        return ", ".join(parts)

    def cell(self, cells: Cells, field: Field) -> tuple[int, object]:
        """The first cell of a field that is not empty, and where it stands."""
        places = self.layout.columns.get(field, ())
        for at in places:
            if at < len(cells):
                value = cells[at]
                if value is not None and value != "":
                    return at, value
        return (places[0] if places else -1), None

    def fault(self, kind: FaultKind, row: int, column: int | None, **facts: str) -> None:
        """Note a fault at a cell."""
        self.faults.add(kind, self.place(row, column), **facts)


@dataclass(frozen=True, slots=True)
class Moved:
    """What the amount columns of a row say."""

    vnd: int
    is_in: bool


def money(table: Table, row: int, cells: Cells) -> Moved | None:
    """What moved, or nothing, with a fault where the columns cannot be read."""
    if Field.AMOUNT in table.layout.columns and Field.CREDIT not in table.layout.columns:
        return _signed(table, row, cells)
    at_debit, debit = _amount(table, row, cells, Field.DEBIT)
    at_credit, credit = _amount(table, row, cells, Field.CREDIT)
    if debit and credit:
        table.fault(
            FaultKind.BOTH_WAYS,
            row,
            None,
            debit=amounts.shown(debit.vnd),
            credit=amounts.shown(credit.vnd),
        )
        return None
    if credit:
        if credit.sign == "-":
            table.fault(FaultKind.NEGATIVE, row, at_credit, text=f"-{amounts.shown(credit.vnd)}")
            return None
        return Moved(credit.vnd, True)
    if debit:
        if debit.sign == "-":
            written = f"-{amounts.shown(debit.vnd)}"
            table.minus_rows.append((table.place(row, at_debit), written))
        return Moved(debit.vnd, False)
    return None


def _signed(table: Table, row: int, cells: Cells) -> Moved | None:
    at, amount = _amount(table, row, cells, Field.AMOUNT)
    if amount is None:
        return None
    _, told = table.cell(cells, Field.SIGN)
    mark = clean(str(told)).lower() if told is not None else ""
    halves = {half.strip() for half in (mark, *mark.split("/"))}
    is_in = amount.sign == "+" or bool(halves & _IN)
    is_out = amount.sign == "-" or bool(halves & _OUT)
    if is_in == is_out:
        table.fault(FaultKind.NO_DIRECTION, row, at, text=amounts.shown(amount.vnd))
        return None
    return Moved(amount.vnd, is_in)


def _amount(table: Table, row: int, cells: Cells, field: Field) -> tuple[int, Amount | None]:
    """An amount that is not nought."""
    at, value = table.cell(cells, field)
    if at >= 0 and (row, at) in table.grid.scan.formulas:
        table.fault(FaultKind.FORMULA, row, at)
        return at, None
    if at >= 0 and (row, at) in table.grid.scan.errors:
        table.fault(FaultKind.CELL_ERROR, row, at, text=table.grid.scan.errors[row, at])
        return at, None
    if value is None:
        return at, None
    try:
        found = amounts.read(value)
    except AmountRefused as refused:
        table.fault(refused.kind, row, at, **refused.facts)
        return at, None
    return at, found if found and found.vnd else None


def has_figure(table: Table, cells: Cells) -> bool:
    """Whether any amount column holds a figure other than nought."""
    for field in (Field.DEBIT, Field.CREDIT, Field.AMOUNT):
        _, value = table.cell(cells, field)
        if isinstance(value, str):
            if any(letter in "123456789" for letter in value):
                return True
        elif isinstance(value, int | float) and not isinstance(value, bool) and value:
            return True
    return False


def has_formula(table: Table, row: int) -> bool:
    """Whether an amount of this row would have to be reckoned."""
    places = table.layout.columns
    looked_at = (Field.DEBIT, Field.CREDIT, Field.AMOUNT)
    return any(
        (row, at) in table.grid.scan.formulas for one in looked_at for at in places.get(one, ())
    )


def when(
    table: Table, row: int, cells: Cells
) -> tuple[date, datetime | None, date | None, str] | None:
    """Booked on, at, value date, and what else stood in the cell of the day; faults noted."""
    found: dict[Field, days.When] = {}
    for field in DAYS:
        at, value = table.cell(cells, field)
        if value is None or at < 0:
            continue
        if (row, at) in table.grid.scan.formulas:
            table.fault(FaultKind.FORMULA, row, at)
            return None
        try:
            told = days.read(value)
        except (ValueError, OverflowError):
            table.fault(FaultKind.DATE_UNREADABLE, row, at, text=clean(str(value)))
            return None
        if told is not None:
            found[field] = told
    if not found:
        found = {one: days.When(told.on) for one, told in table.days_above.items()}
    if not found:
        table.fault(FaultKind.NO_DATE, row, None)
        return None
    table.days_above = found
    booked = next(found[one] for one in DAYS if one in found)
    place = table.place(row)
    days.check_booked(booked.on, table.today, table.faults, place)
    value_day = found.get(Field.VALUED)
    days.check_value(value_day.on if value_day else None, table.today, table.faults, place)
    at_time = next((one.at for one in found.values() if one.at and one.on == booked.on), None)
    _, clock = table.cell(cells, Field.TIME)
    if at_time is None and clock is not None:
        told_time = days.time_of(clock)
        if told_time is not None:
            at_time = datetime.combine(booked.on, told_time, tzinfo=VIETNAM)
    both = found.get(Field.DAY_AND_DOCUMENT)
    return booked.on, at_time, value_day.on if value_day else None, both.rest if both else ""


def line(
    table: Table,
    row: int,
    cells: Cells,
    moved: Moved,
    at: tuple[date, datetime | None, date | None, str],
) -> ReadLine:
    """The whole line."""
    booked_on, booked_at, value_on, document = at
    say = _say(table, cells)
    text = joined(table, cells)
    if is_garbled(text):
        table.fault(FaultKind.GARBLED, row, None, text=text)
    return ReadLine(
        place=row,
        booked_on=booked_on,
        is_in=moved.is_in,
        amount_vnd=moved.vnd,
        value_on=value_on,
        booked_at=booked_at,
        bank_reference=say(Field.REFERENCE) or say(Field.DOCUMENT) or document,
        end_to_end=say(Field.END_TO_END),
        text=text,
        payer_name=say(Field.NAME),
        payer_account=say(Field.ACCOUNT).replace(" ", ""),
        payer_bank=say(Field.BANK),
        virtual_account=say(Field.VIRTUAL_ACCOUNT).replace(" ", ""),
        balance_vnd=_balance(table, row, cells),
        raw={
            table.layout.titles.get(at_cell) or letters_of(at_cell): said
            for at_cell, cell in enumerate(cells)
            if (said := written(cell))
        },
    )


def _say(table: Table, cells: Cells) -> Callable[[Field], str]:
    return lambda field: written(table.cell(cells, field)[1])


def joined(table: Table, cells: Cells) -> str:
    """Everything the columns of texts say."""
    parts: list[str] = []
    for at in table.layout.columns.get(Field.TEXT, ()):
        said = written(cells[at]) if at < len(cells) else ""
        if said and said not in parts:
            parts.append(said)
    return " ".join(parts)


def _balance(table: Table, row: int, cells: Cells) -> int | None:
    at, value = table.cell(cells, Field.BALANCE)
    if value is None:
        return None
    if (row, at) in table.grid.scan.formulas:
        table.fault(FaultKind.FORMULA, row, at)
        return None
    try:
        return amounts.balance(value)
    except AmountRefused as refused:
        table.fault(refused.kind, row, at, **refused.facts)
        return None


def written(cell: object) -> str:
    """A cell as it would be read aloud: whole numbers without a fraction, days as days."""
    if isinstance(cell, str):
        return clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, float) and cell == cell and abs(cell) < 1e15 and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return clean(str(cell))
