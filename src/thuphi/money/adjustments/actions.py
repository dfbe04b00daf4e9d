"""Every verb on bills that are out; the only writer of this room's tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.sql import statement
from thuphi.money.bills import changing
from thuphi.money.bills.changing import LaterLine
from thuphi.money.bills.models import Bill, Exemption
from thuphi.money.bills.telling import of_bills
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.credits import actions as credits
from thuphi.money.ledger import recipes
from thuphi.registers.neighbours import queries as neighbours
from thuphi.registers.neighbours.actions import deliveries
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.models import Beneficiary

from . import errors, proposals
from .models import Adjustment
from .plans import Change, Plan, plan, releases
from .proposals import Kept
from .rules import WITHOUT_PAPER, AdjustmentKind

__all__ = [
    "Adjusted",
    "Change",
    "Kept",
    "adjust",
    "late_exemption",
    "leaver",
    "preview",
    "price_cut",
]


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What a deed came to, whole đồng; none of the sums is below nought."""

    id: int
    bills: int
    credited_vnd: int
    debited_vnd: int
    released_vnd: int


def preview(*, facility_id: int, changes: Sequence[Change]) -> Plan:
    """What the changes would come to now, and what is wrong with them. Nothing is written."""
    codes = {one.code for one in changes}
    found = Bill.objects.filter(code__in=codes, facility_id=facility_id).order_by("id")
    return plan(facility_id, changes, {bill.code: bill for bill in found})


@transaction.atomic
def adjust(
    *,
    by: Actor,
    facility_id: int,
    kind: AdjustmentKind,
    changes: Sequence[Change],
    reason: str,
    paper: str,
    at: datetime,
) -> Adjusted:
    """Add debit and credit lines to bills that are out, all of them or none.

    What was paid beyond a new total becomes the family's credit. `paper` is the number and day of
    what the change rests on. Raises `ReasonMissing`, `PaperMissing`, `NothingToChange`,
    `BillNotFound`, `BillCancelled`, `ItemNotFound`, `AdjustmentLargerThanBill`.
    """
    by.require(Permission.ADJUST, facility_id)
    if not reason.strip():
        raise errors.ReasonMissing
    if not paper.strip() and kind not in WITHOUT_PAPER:
        raise errors.PaperMissing
    bills = changing.locked({one.code for one in changes}, facility_id)
    wanted = plan(facility_id, changes, bills)
    if wanted.faults:
        raise wanted.faults[0].error()
    if not wanted.bills:
        raise errors.NothingToChange
    deed = Adjustment.objects.create(
        facility_id=facility_id,
        kind=kind.value,
        reason=reason.strip(),
        paper=paper.strip(),
        made_by=by.user_id,
        made_by_name=by.name,
        made_at=at,
        bills=len(wanted.bills),
        credited_vnd=wanted.credited_vnd,
        debited_vnd=wanted.debited_vnd,
        released_vnd=wanted.released_vnd,
    )
    _write(deed, wanted, at)
    events.record(
        "adjusted",
        by=by,
        subject=f"adjustment:{deed.pk}",
        at=at,
        facility_id=facility_id,
        adjustment_kind=kind.value,
        bills=deed.bills,
        credited_vnd=deed.credited_vnd,
        debited_vnd=deed.debited_vnd,
        released_vnd=deed.released_vnd,
    )
    return Adjusted(deed.pk, deed.bills, deed.credited_vnd, deed.debited_vnd, deed.released_vnd)


def _write(deed: Adjustment, wanted: Plan, at: datetime) -> None:
    """Lots first, then the bills, then the book: what a bill says is paid is checked at once."""
    lot_ids = credits.release_in(releases=releases(wanted.bills), reason=deed.reason, at=at)
    pairs = [(row.bill.pk, one) for row in wanted.bills for one in row.changes]
    line_ids = changing.change(
        [
            LaterLine(bill_id, one.fee_item_id, one.amount_vnd, one.description)
            for bill_id, one in pairs
        ],
        reason=deed.reason,
        at=at,
    )
    recipes.raw_cursor().execute(
        statement(__file__, "write_lines").encode(),
        {"adjustment_id": deed.pk, "line_ids": line_ids},
    )
    recipes.book(
        recipes.raw_cursor(),
        changing.ROWS + statement(__file__, "rows_to_adjust"),
        {"line_ids": line_ids, "lot_ids": lot_ids},
    )
    if neighbours.facilities_with_endpoints([deed.facility_id]):
        ids = [row.bill.pk for row in wanted.bills]
        deliveries.queue(of_bills(Bill.objects.filter(pk__in=ids), at=at), at=at)


def late_exemption(*, by: Actor, exemption_id: int, paper: str, at: datetime) -> Adjusted:
    """Let a right to pay less hold for the bills of its days that were out before it was written.

    Done twice it changes nothing the second time. Raises `ExemptionNotFound` and what `adjust`
    raises; `NothingToChange` where no bill asks too much.
    """
    right = Exemption.objects.filter(pk=exemption_id).first()
    if right is None:
        raise errors.ExemptionNotFound
    return adjust(
        by=by,
        facility_id=right.facility_id,
        kind=AdjustmentKind.LATE_EXEMPTION,
        changes=proposals.of_late_exemption(right),
        reason=right.reason,
        paper=paper,
        at=at,
    )


def price_cut(
    *,
    by: Actor,
    fee_item_id: int,
    new_price_vnd: int,
    run_ids: Sequence[int],
    reason: str,
    paper: str,
    at: datetime,
) -> Adjusted:
    """Lower the price of an item on every bill of these runs. Raises as `adjust`."""
    item = FeeItem.objects.filter(pk=fee_item_id).first()
    if item is None:
        raise errors.ItemNotFound
    return adjust(
        by=by,
        facility_id=item.facility_id,
        kind=AdjustmentKind.PRICE_CUT,
        changes=proposals.of_price_cut(item, new_price_vnd, run_ids),
        reason=reason,
        paper=paper,
        at=at,
    )


def leaver(
    *,
    by: Actor,
    beneficiary_id: int,
    left_on: date,
    keep: Sequence[Kept],
    reason: str,
    paper: str,
    at: datetime,
) -> Adjusted:
    """A pupil leaves: of each item named in `keep` so much stays owed, the rest is taken off.

    What was paid of the rest becomes the family's credit, to be paid back. Raises `BillNotFound`
    for a pupil or bill of another facility, and what `adjust` raises.
    """
    child = Beneficiary.objects.filter(pk=beneficiary_id).first()
    if child is None:
        raise errors.BillNotFound("")
    with transaction.atomic():
        done = adjust(
            by=by,
            facility_id=child.facility_id,
            kind=AdjustmentKind.LEAVER,
            changes=proposals.of_leaver(child, keep),
            reason=reason,
            paper=paper,
            at=at,
        )
        payers.leave(by=by, beneficiary_id=beneficiary_id, left_on=left_on, at=at)
        events.record(
            "leaver_settled",
            by=by,
            subject=f"beneficiary:{beneficiary_id}",
            at=at,
            facility_id=child.facility_id,
            left_on=left_on.isoformat(),
            adjustment=done.id,
        )
    return done
