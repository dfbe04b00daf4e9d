"""Debit and credit lines on bills that are out. Called by `adjustments` alone, which says why.

What was paid beyond the new total leaves the bill here; whoever calls has written it down as the
family's credit before, and books what moves with `ROWS`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from thuphi.ground.kit.sql import statement
from thuphi.money.ledger import recipes

from .models import Bill, BillLine

ROWS = statement(__file__, "rows_to_change")
"""What lines with `line_ids` move in the book, as rows of recipes."""


@dataclass(frozen=True, slots=True)
class LaterLine:
    """A line that a bill gets after it is out: above nought a debit, below a credit.

    Without a description it has the item's name.
    """

    bill_id: int
    fee_item_id: int
    amount_vnd: int
    description: str = ""


def locked(codes: Collection[str], facility_id: int) -> dict[str, Bill]:
    """These bills of a facility by their codes, locked in the order of all."""
    found = Bill.objects.select_for_update().filter(code__in=codes, facility_id=facility_id)
    return {bill.code: bill for bill in found.order_by("id")}


def standing(bill_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """What each item stands at on each bill, in đồng, all its lines together."""
    sums: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    lines = BillLine.objects.filter(bill_id__in=bill_ids)
    for bill_id, item, amount_vnd in lines.values_list("bill_id", "fee_item_id", "amount_vnd"):
        sums[bill_id][item] += amount_vnd
    return sums


def items_on_runs(run_ids: Collection[int]) -> list[int]:
    """The items that stand on bills of these runs."""
    lines = BillLine.objects.filter(bill__run_id__in=list(run_ids))
    return sorted(lines.values_list("fee_item_id", flat=True).distinct())


def change(lines: Sequence[LaterLine], *, reason: str, at: datetime) -> list[int]:
    """Add lines to locked bills, with total, paid and state; returns the lines' ids.

    Lines of nothing are the caller's to leave out.
    """
    cursor = recipes.raw_cursor()
    cursor.execute(
        b"SELECT nextval(pg_get_serial_sequence('bill_line', 'id'))"
        b" FROM generate_series(1, %(count)s)",
        {"count": len(lines)},
    )
    line_ids = [int(str(row[0])) for row in cursor.fetchall()]
    cursor.execute(
        statement(__file__, "change_lines").encode(),
        {
            "line_ids": line_ids,
            "bill_ids": [one.bill_id for one in lines],
            "item_ids": [one.fee_item_id for one in lines],
            "amounts_vnd": [one.amount_vnd for one in lines],
            "descriptions": [one.description for one in lines],
            "reason": reason,
            "at": at,
        },
        prepare=False,
    )
    codes = [str(row[0]) for row in cursor.fetchall()]
    cursor.execute(
        b"SELECT count(pg_notify('thuphi_paid', c)) FROM unnest(%(codes)s::text[]) AS c",
        {"codes": codes},
    )
    return line_ids
