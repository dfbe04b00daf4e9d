"""A filled workbook held against the rules, shown, and carried over to its confirmation.

What was looked at is what is written: the rows travel signed from the preview to the confirmation,
and the room judges them once more when it takes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.utils.translation import gettext as _

from thuphi.ground.kit.periods import Month
from thuphi.money.bills.workbook.faults import FAULTS_KEPT
from thuphi.money.bills.workbook.faults import Fault as Place
from thuphi.oversight.declarations import queries
from thuphi.oversight.declarations.actions import Row
from thuphi.oversight.declarations.actions.writing import UNFIT
from thuphi.oversight.declarations.models import Declaration
from thuphi.oversight.declarations.rules import OPEN, Fault, Item, Severity, State, judge
from thuphi.registers.facilities.models import Facility

from .declaration_book import SHEET, Book, BookRow
from .declaration_parts import Totals, totals
from .declaration_rules import Told, told

SALT = "declarations.upload"
GOOD_FOR_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row that could be read: whose it is, what it adds up to, what is unusual in it."""

    row: int
    facility: Facility
    month: Month
    values: Mapping[Item, int]
    explanation: str
    totals: Totals | None
    flags: list[Told]


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook that was looked through. Without `places` it may be sent as it is."""

    rows: tuple[CheckedRow, ...]
    places: tuple[Place, ...]
    """What stands in the way of sending, in the sheet's own coordinates."""
    place_count: int
    unfit: int
    """How many of them stand in the way even of a draft."""
    unused: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether all of it may be sent."""
        return self.place_count == 0 and bool(self.rows)

    @property
    def may_be_draft(self) -> bool:
        """Whether all of it may be kept as drafts."""
        return self.unfit == 0 and bool(self.rows)

    @property
    def not_listed(self) -> int:
        """How many faults are counted but not listed."""
        return self.place_count - len(self.places)


class _Found:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.places = list(book.faults)
        self.count = self.unfit = book.fault_count

    def add(self, row: int, column: str, reason: str, *, is_unfit: bool) -> None:
        """Note a fault; all are counted, the first few hundred are kept."""
        self.count += 1
        self.unfit += is_unfit
        if len(self.places) < FAULTS_KEPT:
            self.places.append(Place(SHEET, row, column, reason))


def check(book: Book, facilities: Iterable[Facility], today: date) -> Checked:
    """Hold every row against the rules: a few questions for each month in the sheet."""
    by_code = {one.code: one for one in facilities}
    found = _Found(book)
    known: dict[Month, list[BookRow]] = {}
    for row in book.rows:
        if row.code not in by_code:
            reason = _("không có cơ sở mã “%(code)s” trong phạm vi của bạn") % {"code": row.code}
            found.add(row.row, book.code_head, reason, is_unfit=True)
        else:
            known.setdefault(row.month, []).append(row)
    checked: list[CheckedRow] = []
    for month, rows in known.items():
        checked += _month(found, month, rows, by_code, today)
    return Checked(
        rows=tuple(sorted(checked, key=lambda one: one.row)),
        places=tuple(sorted(found.places, key=lambda one: one.row)),
        place_count=found.count,
        unfit=found.unfit,
        unused=book.unused,
    )


def _month(
    found: _Found,
    month: Month,
    rows: Sequence[BookRow],
    by_code: Mapping[str, Facility],
    today: date,
) -> list[CheckedRow]:
    ids = [by_code[row.code].pk for row in rows]
    contexts = queries.contexts(ids, month, today)
    before = queries.values_before(ids, month)
    closed = _closed(ids, month)
    checked = []
    for row in rows:
        facility = by_code[row.code]
        if facility.pk in closed:
            reason = _("tháng %(month)s đã gửi nên không ghi đè được") % {"month": month.label}
            found.add(row.row, found.book.code_head, reason, is_unfit=True)
            continue
        faults = judge(row.values, contexts[facility.pk])
        for fault in faults:
            _note(found, row, fault)
        checked.append(
            CheckedRow(
                row.row,
                facility,
                month,
                row.values,
                row.explanation,
                totals(row.values, before.get(facility.pk, {})),
                [told(one) for one in faults if one.severity is Severity.FLAG],
            )
        )
    return checked


def _note(found: _Found, row: BookRow, fault: Fault) -> None:
    one = told(fault)
    if not one.is_refusal and row.explanation:
        return
    column = found.book.heads.get(fault.item, "") if fault.item is not None else ""
    reason = f"{one.name}. {one.sentence}"
    if not one.is_refusal:
        reason = _("%(reason)s Ghi vào cột Giải trình.") % {"reason": reason}
    found.add(row.row, column, reason, is_unfit=fault.rule in UNFIT)


def _closed(facility_ids: Sequence[int], month: Month) -> set[int]:
    newest = (
        Declaration.objects.filter(facility_id__in=facility_ids, month=month.first_day_on)
        .order_by("facility_id", "-revision")
        .distinct("facility_id")
        .values_list("facility_id", "state")
    )
    return {facility_id for facility_id, state in newest if State(state) not in OPEN}


def signed(checked: Checked, whose: int) -> str:
    """The rows as they travel through the confirmation of the person who looked at them."""
    told_rows = [
        [row.facility.pk, str(row.month), dict(row.values), row.explanation] for row in checked.rows
    ]
    return signing.dumps(told_rows, salt=f"{SALT}.{whose}", compress=True)


def unsigned(text: str, whose: int) -> dict[Month, list[Row]]:
    """The rows of a preview by month. Raises `signing.BadSignature`, also when it is too old."""
    found: dict[Month, list[Row]] = {}
    for facility_id, month, values, explanation in signing.loads(
        text, salt=f"{SALT}.{whose}", max_age=GOOD_FOR_SECONDS
    ):
        said = {Item(name): value for name, value in values.items()}
        found.setdefault(Month.parse(month), []).append(Row(facility_id, said, explanation))
    return found
