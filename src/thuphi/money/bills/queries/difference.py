"""What bringing a run up to date would change, line by line, before anything is saved."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db import transaction

from thuphi.ground.kit.sql import statement
from thuphi.money.bills import models
from thuphi.money.bills.models import CollectionRun, RunItem
from thuphi.money.bills.rules import BillState, waived_vnd
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.ledger import recipes


@dataclass(frozen=True, slots=True)
class WantedItem:
    """An item that a run is to bill from now on: to everybody, or to those registered for it."""

    fee_item_id: int
    quantity: int
    is_by_registration: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is to become: the register as it stands on a day, and what a person names besides.

    Ids are of this facility; those of others are refused when it is saved, and find nothing here.
    """

    on: date
    add_items: tuple[WantedItem, ...] = ()
    drop_items: tuple[int, ...] = ()
    add_pupils: tuple[int, ...] = ()
    leave_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """Items by which a run bills, with number and price of each (whole đồng)."""

    item_ids: list[int]
    quantities: list[int]
    prices_vnd: list[int]
    by_registration: list[bool]


class Change(enum.Enum):
    """What becomes of a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Refusal(enum.Enum):
    """Why a line cannot become what is wanted."""

    BILL_WAS_CANCELLED = "bill_was_cancelled"
    """A run bills a person once; the withdrawn bill stays withdrawn."""
    ARREARS_STAND_THERE = "arrears_stand_there"
    """The bill carries arrears of this item; a second line of it needs a bill of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of one person that would change. Amounts are whole đồng."""

    beneficiary_id: int
    pupil_code: str
    name: str
    class_name: str
    fee_item_id: int
    item_name: str
    change: Change
    before_quantity: int
    before_price_vnd: int
    after_quantity: int
    after_price_vnd: int
    delta_vnd: int
    """What the person owes more, or less, after exemptions."""
    bill_id: int | None
    bill_code: str
    bill_state: BillState | None
    bill_paid_vnd: int
    planned_lines: int
    refusal: Refusal | None

    def mark(self) -> str:
        """This line in signs, for the digest."""
        parts = (
            self.beneficiary_id, self.fee_item_id, self.change.value, self.before_quantity,
            self.before_price_vnd, self.after_quantity, self.after_price_vnd, self.delta_vnd,
            self.bill_id, self.bill_state.value if self.bill_state else "", self.bill_paid_vnd,
            self.refusal.value if self.refusal else "",
        )  # fmt: skip
        return " ".join(str(part) for part in parts)


@dataclass(frozen=True)
class Difference:
    """Everything that would change, by class and name."""

    rows: list[Row]
    rules: Rules = field(repr=False)
    marks: str = field(default="", repr=False)
    """What is asked for besides lines; part of the digest."""

    def of(self, change: Change) -> list[Row]:
        """The lines that are added, removed or changed."""
        return [row for row in self.rows if row.change is change and row.refusal is None]

    @cached_property
    def refused(self) -> list[Row]:
        """The lines that cannot become what is wanted, each with its reason."""
        return [row for row in self.rows if row.refusal is not None]

    @cached_property
    def accepted(self) -> list[Row]:
        """The lines that would be written."""
        return [row for row in self.rows if row.refusal is None]

    @cached_property
    def to_cancel(self) -> dict[int, str]:
        """Unpaid bills, number and code, of whom nothing is planned any more."""
        of_bill: dict[int, list[Row]] = {}
        for row in self.accepted:
            if row.bill_id is not None and row.bill_state is BillState.OPEN:
                of_bill.setdefault(row.bill_id, []).append(row)
        return {
            bill_id: rows[0].bill_code
            for bill_id, rows in of_bill.items()
            if all(row.change is Change.REMOVED for row in rows)
            and len(rows) == rows[0].planned_lines
        }

    @cached_property
    def on_bills(self) -> list[Row]:
        """The lines that change bills that stay."""
        return [
            row
            for row in self.accepted
            if row.bill_id is not None and row.bill_id not in self.to_cancel and row.delta_vnd
        ]

    @cached_property
    def new_people(self) -> int:
        """How many people would get their first bill of the run."""
        return len({row.beneficiary_id for row in self.accepted if row.bill_id is None})

    @property
    def delta_vnd(self) -> int:
        """What is owed more, or less, in all."""
        return sum(row.delta_vnd for row in self.accepted)

    @cached_property
    def digest(self) -> str:
        """A mark of exactly this difference; the page sends it back when it is saved."""
        text = "\n".join([self.marks, *(row.mark() for row in self.rows)])
        return hashlib.sha256(text.encode()).hexdigest()


def rules_of(run: CollectionRun, wanted: Wanted) -> Rules:
    """The items by which a run would bill: those of its plan, without the dropped, with the added.

    An item that is there already keeps the price it was planned with; a new one has today's.
    """
    kept = {
        one.fee_item_id: (one.quantity, one.unit_price_vnd, one.is_by_registration)
        for one in RunItem.objects.filter(run_id=run.pk, is_billed=True)
        if one.fee_item_id not in wanted.drop_items
    }
    added = {one.fee_item_id: one for one in wanted.add_items}
    for item in FeeItem.objects.filter(
        pk__in=list(added), facility_id=run.facility_id, is_active=True
    ):
        price_vnd = kept[item.pk][1] if item.pk in kept else item.price_vnd
        one = added[item.pk]
        kept[item.pk] = (one.quantity, price_vnd, one.is_by_registration)
    ids = sorted(kept)
    return Rules(
        item_ids=ids,
        quantities=[kept[item][0] for item in ids],
        prices_vnd=[kept[item][1] for item in ids],
        by_registration=[kept[item][2] for item in ids],
    )


def difference(run: CollectionRun, wanted: Wanted) -> Difference:
    """What a run bills beside what it would bill; one question, however large the school."""
    rules = rules_of(run, wanted)
    question = statement(models.__file__, "wanted") + statement(models.__file__, "difference")
    with transaction.atomic():
        cursor = recipes.raw_cursor()
        # The planner cannot know how many people and lines a fresh run has: row by row it would
        # compare a whole school in many seconds.
        cursor.execute(b"SET LOCAL enable_nestloop = off")
        cursor.execute(
            question.encode(),
            {
                "run_id": run.pk,
                "on": wanted.on,
                "item_ids": rules.item_ids,
                "quantities": rules.quantities,
                "prices_vnd": rules.prices_vnd,
                "by_registration": rules.by_registration,
                "dropped": list(wanted.drop_items),
                "added": list(wanted.add_pupils),
                "left_out": list(wanted.leave_out),
            },
        )
        found = cursor.fetchall()
        cursor.execute(b"SET LOCAL enable_nestloop = on")
    rows = [_row(values) for values in found]
    return Difference(rows=rows, rules=rules, marks=repr((run.pk, run.state, wanted)))


def _number(value: object) -> int:
    return 0 if value is None else int(str(value))


def _row(values: Sequence[object]) -> Row:
    before, before_price = _number(values[6]), _number(values[7])
    after, after_price = _number(values[8]), _number(values[9])
    percent, net_vnd = _number(values[10]), _number(values[15])
    state = BillState(str(values[13])) if values[13] is not None else None
    change = (Change.CHANGED if after else Change.REMOVED) if before else Change.ADDED
    old_vnd, new_vnd = before * before_price, after * after_price
    delta_vnd = (new_vnd - waived_vnd(new_vnd, percent)) - (old_vnd - waived_vnd(old_vnd, percent))
    if values[11] is not None and delta_vnd < 0:
        # What stands on the bill is what can be taken off it, whatever has changed since.
        delta_vnd = -net_vnd if change is Change.REMOVED else max(delta_vnd, -net_vnd)
        delta_vnd = min(delta_vnd, 0)
    is_cancelled = state is BillState.CANCELLED
    refusal = None
    if values[17]:
        refusal = Refusal.ARREARS_STAND_THERE
    elif is_cancelled and change is not Change.REMOVED:
        refusal = Refusal.BILL_WAS_CANCELLED
    return Row(
        beneficiary_id=_number(values[0]),
        pupil_code=str(values[1]),
        name=str(values[2]),
        class_name=str(values[3]),
        fee_item_id=_number(values[4]),
        item_name=str(values[5]),
        change=change,
        before_quantity=before,
        before_price_vnd=before_price,
        after_quantity=after,
        after_price_vnd=after_price,
        delta_vnd=0 if is_cancelled else delta_vnd,
        bill_id=None if values[11] is None else _number(values[11]),
        bill_code="" if values[12] is None else str(values[12]),
        bill_state=state,
        bill_paid_vnd=_number(values[14]),
        planned_lines=_number(values[16]),
        refusal=refusal,
    )


def items_of(run_ids: Iterable[int]) -> list[RunItem]:
    """By which items these runs bill, with the items."""
    found = RunItem.objects.filter(run_id__in=list(run_ids), is_billed=True)
    return list(found.select_related("fee_item").order_by("fee_item__code"))
