"""Which changes a late right, a lower price or a leaver comes to. Reads; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thuphi.ground.kit.sql import statement
from thuphi.money.bills import changing
from thuphi.money.bills.models import Bill, Exemption
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.ledger import recipes
from thuphi.registers.payers.models import Beneficiary

from . import errors, rules
from .plans import Change


@dataclass(frozen=True, slots=True)
class Kept:
    """What of an item stays owed on a leaver's bill, whole đồng."""

    code: str
    fee_item_id: int
    kept_vnd: int


def of_late_exemption(right: Exemption) -> list[Change]:
    """What a right to pay less takes off bills of its days that were out before it."""
    return of_late_exemptions([right]).get(right.pk, [])


def of_late_exemptions(rights: Sequence[Exemption]) -> dict[int, list[Change]]:
    """The same of many rights at once, by right; one that changes nothing is not in it."""
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "late_exemption").encode(), {"ids": [one.pk for one in rights]}
    )
    by_id = {one.pk: one for one in rights}
    changes: dict[int, list[Change]] = {}
    for row in cursor.fetchall():
        right = by_id[int(str(row[0]))]
        off_vnd = rules.late_waiver_vnd(
            asked_vnd=int(str(row[2])), percent=right.percent, let_off_vnd=int(str(row[3]))
        )
        if off_vnd:
            found = changes.setdefault(right.pk, [])
            found.append(Change(str(row[1]), right.fee_item_id, -off_vnd))
    return changes


def of_price_cut(item: FeeItem, new_price_vnd: int, run_ids: Sequence[int]) -> list[Change]:
    """What a lower price takes off each bill of these runs, never more than the item stands at."""
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "price_cut").encode(),
        {
            "fee_item_id": item.pk,
            "facility_id": item.facility_id,
            "run_ids": list(run_ids),
            "new_price_vnd": new_price_vnd,
        },
    )
    changes: list[Change] = []
    for row in cursor.fetchall():
        quantity, old_vnd, waived, cut_vnd, standing_vnd = (int(str(cell)) for cell in row[1:])
        off_vnd = rules.price_cut_vnd(
            quantity=quantity,
            old_vnd=old_vnd,
            new_vnd=new_price_vnd,
            waived=waived,
            credited_vnd=cut_vnd,
        )
        if off_vnd := min(off_vnd, max(standing_vnd, 0)):
            changes.append(Change(str(row[0]), item.pk, -off_vnd))
    return changes


def of_leaver(child: Beneficiary, keep: Sequence[Kept]) -> list[Change]:
    """What is taken off a leaver's bills, so that just what is kept stays owed.

    Raises `BillNotFound` for a bill that is not the pupil's, `AdjustmentLargerThanBill` for more
    kept than stands.
    """
    codes = {one.code for one in keep}
    bills = {
        bill.code: bill for bill in Bill.objects.filter(code__in=codes, beneficiary_id=child.pk)
    }
    standing = changing.standing([bill.pk for bill in bills.values()])
    changes: list[Change] = []
    for one in keep:
        if one.code not in bills:
            raise errors.BillNotFound(one.code)
        stands_vnd = standing[bills[one.code].pk].get(one.fee_item_id, 0)
        if not 0 <= one.kept_vnd <= max(stands_vnd, 0):
            raise errors.AdjustmentLargerThanBill(one.code, "", max(stands_vnd, 0))
        if one.kept_vnd != stands_vnd:
            changes.append(Change(one.code, one.fee_item_id, one.kept_vnd - stands_vnd))
    return changes
