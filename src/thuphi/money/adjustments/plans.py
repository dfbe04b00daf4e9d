"""What changes would come to, checked: the one place where preview and deed are worked out."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from thuphi.ground.kit.sql import statement
from thuphi.money.bills import changing
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.credits.actions import Release
from thuphi.money.ledger import recipes

from . import errors, rules


@dataclass(frozen=True, slots=True)
class Change:
    """So much more (or, below nought, less) of an item on a bill, whole đồng."""

    code: str
    fee_item_id: int
    amount_vnd: int
    description: str = ""


class FaultKind(enum.Enum):
    """What is wrong with a change; the deed refuses the whole for the first of them."""

    BILL_NOT_FOUND = "bill_not_found"
    BILL_CANCELLED = "bill_cancelled"
    ITEM_NOT_FOUND = "item_not_found"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Fault:
    """One change that cannot be made: on which bill, which item, and the most that could."""

    kind: FaultKind
    code: str
    item: str = ""
    most_vnd: int = 0

    def error(self) -> errors.AdjustmentError:
        """The refusal that the deed raises for it."""
        match self.kind:
            case FaultKind.BILL_NOT_FOUND:
                return errors.BillNotFound(self.code)
            case FaultKind.BILL_CANCELLED:
                return errors.BillCancelled(self.code)
            case FaultKind.ITEM_NOT_FOUND:
                return errors.ItemNotFound()
            case FaultKind.TOO_LARGE:
                return errors.AdjustmentLargerThanBill(self.code, self.item, self.most_vnd)


@dataclass(frozen=True, slots=True)
class PlannedBill:
    """One bill before and after, whole đồng."""

    bill: Bill
    changes: Sequence[Change]
    before_vnd: int
    after_vnd: int
    paid_vnd: int
    released_vnd: int

    @property
    def rest_vnd(self) -> int:
        """What is to be paid afterwards."""
        return self.after_vnd - self.paid_vnd + self.released_vnd


@dataclass(frozen=True, slots=True)
class Plan:
    """What the changes come to. With faults nothing of it may be done."""

    bills: Sequence[PlannedBill]
    faults: Sequence[Fault] = field(default=())

    @property
    def credited_vnd(self) -> int:
        """What is taken off, not below nought."""
        return -sum(min(one.amount_vnd, 0) for row in self.bills for one in row.changes)

    @property
    def debited_vnd(self) -> int:
        """What is added."""
        return sum(max(one.amount_vnd, 0) for row in self.bills for one in row.changes)

    @property
    def released_vnd(self) -> int:
        """What families have paid of it, and get as credit."""
        return sum(row.released_vnd for row in self.bills)


def plan(facility_id: int, changes: Sequence[Change], bills: Mapping[str, Bill]) -> Plan:
    """Work changes out on these bills, locked when a deed asks. Changes of nothing drop out."""
    by_code: dict[str, list[Change]] = defaultdict(list)
    for one in changes:
        if one.amount_vnd:
            by_code[one.code].append(one)
    item_ids = {one.fee_item_id for one in changes}
    items = FeeItem.objects.filter(facility_id=facility_id).in_bulk(item_ids)
    known = [bills[code].pk for code in by_code if code in bills]
    standing = changing.standing(known)
    rows: list[PlannedBill] = []
    faults: list[Fault] = []
    for code, wanted in by_code.items():
        bill = bills.get(code)
        if bill is None:
            faults.append(Fault(FaultKind.BILL_NOT_FOUND, code))
        elif bill.state == BillState.CANCELLED.value:
            faults.append(Fault(FaultKind.BILL_CANCELLED, code))
        elif any(one.fee_item_id not in items for one in wanted):
            faults.append(Fault(FaultKind.ITEM_NOT_FOUND, code))
        else:
            faults += _too_large(bill, wanted, standing[bill.pk], items)
            rows.append(_row(bill, wanted))
    rows.sort(key=lambda row: (row.bill.class_name, row.bill.pk))
    return Plan(rows, faults)


def _too_large(
    bill: Bill, wanted: Sequence[Change], standing: Mapping[int, int], items: Mapping[int, FeeItem]
) -> list[Fault]:
    by_item: dict[int, list[int]] = defaultdict(list)
    for one in wanted:
        by_item[one.fee_item_id].append(one.amount_vnd)
    faults = [
        Fault(FaultKind.TOO_LARGE, bill.code, items[item].name, most)
        for item, amounts in by_item.items()
        if (most := rules.most_vnd(standing.get(item, 0), amounts)) is not None
    ]
    total = [one.amount_vnd for one in wanted]
    if not faults and (most := rules.most_vnd(bill.total_vnd, total)) is not None:
        faults.append(
            Fault(FaultKind.TOO_LARGE, bill.code, items[wanted[0].fee_item_id].name, most)
        )
    return faults


def _row(bill: Bill, wanted: Sequence[Change]) -> PlannedBill:
    after = bill.total_vnd + sum(one.amount_vnd for one in wanted)
    return PlannedBill(
        bill=bill,
        changes=tuple(wanted),
        before_vnd=bill.total_vnd,
        after_vnd=after,
        paid_vnd=bill.paid_vnd,
        released_vnd=max(bill.paid_vnd - after, 0),
    )


def releases(rows: Sequence[PlannedBill]) -> list[Release]:
    """What the bills let go, by item, and what of it came without cash."""
    letting_go = [row for row in rows if row.released_vnd]
    if not letting_go:
        return []
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "cashless").encode(), {"bill_ids": [row.bill.pk for row in letting_go]}
    )
    cashless = {int(str(bill)): int(str(vnd)) for bill, vnd in cursor.fetchall()}
    return [
        Release(row.bill.pk, part.fee_item_id, part.amount_vnd, part.is_cashless)
        for row in letting_go
        for part in rules.split_released(
            row.released_vnd,
            paid_vnd=row.paid_vnd,
            cashless_vnd=cashless[row.bill.pk],
            credited=_credited(row.changes),
        )
    ]


def _credited(changes: Sequence[Change]) -> dict[int, int]:
    """What is taken off each item, in the order in which the items come."""
    credited: dict[int, int] = defaultdict(int)
    for one in changes:
        if one.amount_vnd < 0:
            credited[one.fee_item_id] -= one.amount_vnd
    return credited
