"""From rows of cells to settlements: heads, rows, signs, totals, and what belongs together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from thuphi.ground.kit.clock import today
from thuphi.ground.kit.fold import search_key
from thuphi.ground.kit.money import dong
from thuphi.ground.statements.contract import ReadSettlement, ReadSettlementRow
from thuphi.ground.statements.grids import letters_of

from . import cells, profiles
from .faults import Faults, ProviderFault
from .grid import Row, Sheet
from .profiles import CARD_FIELDS, ProviderProfile, head_key
from .settled import Told, settlements

HEAD_LOOKED_FOR_IN = 40
REFERENCE_MAX = 100
_SUMS = ("tong cong", "tong so", "tong", "cong", "total", "grand total", "sum")
_DONG = frozenset({"", "vnd", "vnđ", "704", "dong"})


@dataclass(slots=True)
class Table:
    """A sheet of one provider whose heads were found."""

    profile: ProviderProfile
    sheet: Sheet
    head: int
    """The row of the heads, from 0."""
    columns: Mapping[str, int]
    faults: Faults
    above: Mapping[str, object] = field(default_factory=dict)
    """What is told once above the heads: the settlement and its day."""
    rows: Sequence[Row] = field(init=False)
    names: list[tuple[str, str]] = field(init=False)
    """Of each column our word, where it is of a card's slip, and its head."""

    def __post_init__(self) -> None:
        self.rows = self.sheet.rows
        ours = {self.columns[name]: name for name in CARD_FIELDS if name in self.columns}
        heads = self.rows[self.head]
        self.names = [(ours.get(place, ""), cells.text(one)) for place, one in enumerate(heads)]

    def cell(self, row: Row, name: str) -> object:
        """A field's cell of a row; blank where there is no such column."""
        place = self.columns.get(name)
        return row[place] if place is not None and place < len(row) else ""

    def place(self, number: int, name: str) -> str:
        """How a fault names a cell."""
        column = self.columns.get(name)
        if column is None:
            return f"dòng {number}"
        return (
            f"dòng {number}, cột {letters_of(column)} ({cells.text(self.rows[self.head][column])})"
        )


def find_table(found: Sheet, profile: ProviderProfile, faults: Faults) -> Table | None:
    """The heads of this provider's table, if the sheet has one."""
    rows = found.rows
    for place, row in enumerate(rows[:HEAD_LOOKED_FOR_IN]):
        columns = profile.columns([head_key(cell) for cell in row])
        names_one = {"provider_reference", "our_reference"} & columns.keys()
        if profile.channel == "nexo":
            names_one = {"tid"} & columns.keys() and {"rrn", "stan", "approval"} & columns.keys()
        if names_one and "gross" in columns:
            return Table(profile, found, place, columns, faults, _above(rows[:place], profile))
    return None


def is_told_by(table: Table, name: str) -> bool:
    """Whether the file is this provider's by its heads, its name or what stands above them."""
    heads = [head_key(cell) for cell in table.rows[table.head]]
    if table.profile.is_told_by(heads):
        return True
    above = [name, *(str(cell) for row in table.rows[: table.head] for cell in row)]
    said = f" {' '.join(map(head_key, above))} "
    return any(f" {word} " in said for word in table.profile.words)


def _above(rows: Sequence[Row], profile: ProviderProfile) -> dict[str, object]:
    """`Ngày đối soát: 06/10/2026`, in one cell or in two beside each other."""
    found: dict[str, object] = {}
    for row in rows:
        for place, cell in enumerate(row):
            if not isinstance(cell, str):
                continue
            label, colon, rest = cell.partition(":")
            key = head_key(label)
            for name in ("settled_on", "settlement"):
                if name in found or key not in profile.heads.get(name, ()):
                    continue
                beside = row[place + 1] if place + 1 < len(row) else ""
                value = rest.strip() if colon and rest.strip() else beside
                if value not in ("", None):
                    found[name] = value
    return found


def read(table: Table) -> tuple[ReadSettlement, ...]:
    """The settlements of a table; every fault is noted in `table.faults`."""
    if not {"fee", "net"} & table.columns.keys() and not _needs_no_fee(table.profile):
        table.faults.add(ProviderFault.FEE_MISSING, f"dòng {table.head + 1}")
        return ()
    told: list[Told] = []
    for number, row in enumerate(table.rows[table.head + 1 :], start=table.head + 2):
        if _is_sum(row):
            _check_totals(table, number, row, told)
            break
        if (one := _row(table, number, row)) is not None:
            told.append(one)
    if not told and not table.faults.kept:
        table.faults.add(ProviderFault.NO_ROWS)
    return settlements(table.profile, told, table.faults)


def _needs_no_fee(profile: ProviderProfile) -> bool:
    return profile.pays_each or profile.channel == "gsma"


def _is_sum(row: Row) -> bool:
    first = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
    return not first[0:1].isdigit() and search_key(first).strip(" :.") in _SUMS


def _row(table: Table, number: int, row: Row) -> Told | None:
    before = len(table.faults.kept)
    _refuse_formulas(table, number)
    gross = _amount(table, number, row, "gross")
    named = [
        _reference(table, number, row, name) for name in ("provider_reference", "our_reference")
    ]
    if gross is None and not any(named):
        return None
    if gross is None:
        table.faults.add(ProviderFault.AMOUNT, table.place(number, "gross"), value="")
        return None
    status = head_key(cells.text(table.cell(row, "status")))
    if status in profiles.words().nothing:
        return None
    if status and status not in profiles.words().done:
        shown = cells.text(table.cell(row, "status"))
        table.faults.add(ProviderFault.STATUS, table.place(number, "status"), value=shown)
    _check_currency(table, number, row)
    kind = _kind(table, number, row, gross)
    money = _money(table, number, row, kind, gross, is_sure=len(table.faults.kept) == before)
    theirs, ours = named
    if not theirs:
        theirs = ours or _card_reference(table, row)
    if not theirs:
        place = table.place(number, "provider_reference")
        table.faults.add(ProviderFault.REFERENCE_MISSING, place)
        return None
    paid_at, has_hour = _instant(table, number, row)
    read_row = ReadSettlementRow(
        place=number,
        kind=kind,
        provider_reference=theirs,
        gross_vnd=money[0],
        fee_vnd=money[1],
        our_reference=ours,
        text=cells.kept(table.cell(row, "text")),
        paid_at=paid_at,
        raw=_raw(table, row),
    )
    reference, day = _settlement(table, number, row), _settled_on(table, number, row)
    return Told(read_row, has_hour, reference, day)


def _refuse_formulas(table: Table, number: int) -> None:
    if not table.sheet.formulas:
        return
    for name, column in table.columns.items():
        if (number, column) in table.sheet.formulas:
            table.faults.add(ProviderFault.FORMULA, table.place(number, name))


def _amount(table: Table, number: int, row: Row, name: str) -> int | None:
    try:
        return cells.signed_vnd(table.cell(row, name))
    except cells.CellUnreadable as error:
        table.faults.add(ProviderFault.AMOUNT, table.place(number, name), value=str(error))
        return 0


def _reference(table: Table, number: int, row: Row, name: str) -> str:
    try:
        found = cells.reference(table.cell(row, name))
    except cells.NumberRounded as error:
        place = table.place(number, name)
        table.faults.add(ProviderFault.REFERENCE_ROUNDED, place, value=str(error))
        return str(error)
    if len(found) > REFERENCE_MAX:
        table.faults.add(
            ProviderFault.REFERENCE_LONG, table.place(number, name), most=REFERENCE_MAX
        )
    return found


def _card_reference(table: Table, row: Row) -> str:
    """A slip without the host's number is named by terminal, batch and trace."""
    parts = [cells.reference(table.cell(row, name)) for name in ("tid", "batch", "stan")]
    return "/".join(parts) if parts[0] and parts[2] else ""


def _check_currency(table: Table, number: int, row: Row) -> None:
    if "currency" not in table.columns:
        return
    shown = cells.text(table.cell(row, "currency"))
    if head_key(shown) not in _DONG:
        table.faults.add(ProviderFault.CURRENCY, table.place(number, "currency"), value=shown)


def _kind(table: Table, number: int, row: Row, gross: int) -> str:
    shown = cells.text(table.cell(row, "kind"))
    if not shown:
        return "payment" if gross >= 0 else "refund"
    kind = profiles.words().kinds.get(head_key(shown))
    if kind is None:
        table.faults.add(ProviderFault.KIND, table.place(number, "kind"), value=shown)
        return "other"
    return kind


def _money(
    table: Table, number: int, row: Row, kind: str, gross: int, *, is_sure: bool
) -> tuple[int, int]:
    """Gross and fee, with the signs of `ReadSettlementRow`, whatever signs the provider writes.

    What goes back is negative. Where the net is told it decides the fee's sign; else a payment's
    fee is kept whatever its sign, and a refund's is given back where it is written with a minus.
    """
    before = len(table.faults.kept)
    fee, net = _amount(table, number, row, "fee"), _amount(table, number, row, "net")
    tax = _amount(table, number, row, "fee_tax") if "fee" in table.columns else None
    if kind in ("refund", "chargeback") and gross > 0:
        gross = -gross
        net = -net if net is not None and net > 0 else net
    if not is_sure or len(table.faults.kept) > before:
        return gross, 0
    if fee is None:
        return gross, gross - net if net is not None else 0
    options = [fee + (tax or 0), fee, -fee - (tax or 0), -fee]
    if net is None:
        kept = options[0]
        return gross, abs(kept) if kind == "payment" else kept
    for option in options:
        if gross - option == net:
            return gross, option
    table.faults.add(
        ProviderFault.DOES_NOT_ADD_UP,
        table.place(number, "net"),
        gross=dong(gross),
        fee=dong(fee),
        net=dong(net),
    )
    return gross, gross - net


def _instant(table: Table, number: int, row: Row) -> tuple[datetime | None, bool]:
    value = table.cell(row, "paid_at")
    try:
        found = cells.instant(value, table.cell(row, "paid_time"))
    except cells.CellUnreadable as error:
        table.faults.add(ProviderFault.DATE, table.place(number, "paid_at"), value=str(error))
        return None, False
    return found if found is not None else (None, False)


def _settlement(table: Table, number: int, row: Row) -> str:
    in_row = _reference(table, number, row, "settlement")
    return in_row or cells.text(table.above.get("settlement", ""))


def _settled_on(table: Table, number: int, row: Row) -> date | None:
    value = table.cell(row, "settled_on")
    try:
        found = cells.instant(value) or cells.instant(table.above.get("settled_on", ""))
    except cells.CellUnreadable as error:
        place = table.place(number, "settled_on")
        table.faults.add(ProviderFault.DATE, place, value=str(error))
        return None
    return today(found[0]) if found is not None else None


def _raw(table: Table, row: Row) -> dict[str, str]:
    """The row under its heads; what a card's slip is found by under our own words."""
    raw: dict[str, str] = {}
    for (name, head), value in zip(table.names, row, strict=False):
        if name == "card":
            said = cells.masked(value)
        else:
            said = cells.text(value) if name else cells.kept(value)
        if said and (name or head):
            raw[name or head] = said
    return raw


def _check_totals(table: Table, number: int, row: Row, told: Sequence[Told]) -> None:
    """A row of sums must be what the rows add up to; a sum that cannot be read is no sum."""
    counted = {
        "gross": sum(one.row.gross_vnd for one in told),
        "fee": sum(one.row.fee_vnd for one in told),
        "net": sum(one.row.net_vnd for one in told),
    }
    if "fee_tax" in table.columns:
        del counted["fee"]
    if table.faults.kept:
        return
    for name, counted_vnd in counted.items():
        said = _amount(table, number, row, name) if name in table.columns else None
        fits = {counted_vnd, -counted_vnd} if name == "fee" else {counted_vnd}
        if said is not None and said not in fits:
            table.faults.add(
                ProviderFault.TOTAL_DIFFERS,
                table.place(number, name),
                what=cells.text(table.rows[table.head][table.columns[name]]),
                told=dong(said),
                counted=dong(counted_vnd),
            )
