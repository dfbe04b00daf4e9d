"""Writing a run's new plan: this room's part of bringing a run up to date.

`money/closing` conducts: lines on bills that are out go through adjustments, a room above.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import today
from thuphi.ground.kit.sql import statement
from thuphi.money.ledger import recipes
from thuphi.registers.neighbours.actions import deliveries

from . import errors
from .actions import CHUNK, PlannedCharge, issue_chunk, refuse_strangers
from .models import Bill, Charge, CollectionRun
from .queries.difference import Change, Difference, Wanted
from .rules import BillState, RunState
from .telling import of_bills

DAYS_FOR_WHO_JOINS_LATE = 7
"""Whoever is billed when a run's last day is near or past has so many days to pay."""

CAN_BE_UPDATED = (RunState.DRAFT.value, RunState.ISSUED.value)


def run_to_update(by: Actor, run_id: int) -> CollectionRun:
    """A run that may be brought up to date, locked. Raises `RunNotFound`, `RunNotOpenToChange`."""
    run = CollectionRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise errors.RunNotFound
    by.require(Permission.RUN_WRITE, run.facility_id)
    if run.state not in CAN_BE_UPDATED:
        raise errors.RunNotOpenToChange(run.state)
    return run


def refuse_strangers_in(run: CollectionRun, wanted: Wanted) -> None:
    """Who and what is named is on the facility's own lists. Raises `NotOfThisFacility`."""
    items = {one.fee_item_id for one in wanted.add_items} | set(wanted.drop_items)
    refuse_strangers(run.facility_id, {*wanted.add_pupils, *wanted.leave_out}, items)


@transaction.atomic
def write_plan(*, by: Actor, run: CollectionRun, wanted: Wanted, found: Difference) -> None:
    """Write the lines of a difference into the plan, and by which rules the run bills."""
    by.require(Permission.RUN_WRITE, run.facility_id)
    cursor = recipes.raw_cursor()
    gone = found.of(Change.REMOVED)
    cursor.execute(
        statement(__file__, "drop_charges").encode(),
        {
            "run_id": run.pk,
            "beneficiary_ids": [row.beneficiary_id for row in gone],
            "item_ids": [row.fee_item_id for row in gone],
        },
    )
    written = [*found.of(Change.ADDED), *found.of(Change.CHANGED)]
    cursor.execute(
        statement(__file__, "write_charges").encode(),
        {
            "run_id": run.pk,
            "facility_id": run.facility_id,
            "beneficiary_ids": [row.beneficiary_id for row in written],
            "item_ids": [row.fee_item_id for row in written],
            "quantities": [row.after_quantity for row in written],
            "prices_vnd": [row.after_price_vnd for row in written],
        },
    )
    rules = found.rules
    cursor.execute(
        statement(__file__, "write_run_items").encode(),
        {
            "run_id": run.pk,
            "facility_id": run.facility_id,
            "item_ids": rules.item_ids,
            "quantities": rules.quantities,
            "prices_vnd": rules.prices_vnd,
            "by_registration": rules.by_registration,
            "dropped": list(wanted.drop_items),
        },
    )
    cursor.execute(
        b"UPDATE run_item SET is_billed = false WHERE run_id = %(run_id)s"
        b" AND fee_item_id = ANY (%(dropped)s::bigint[])",
        {"run_id": run.pk, "dropped": list(wanted.drop_items)},
    )


@transaction.atomic
def plan_more(*, by: Actor, run: CollectionRun, charges: Sequence[PlannedCharge]) -> int:
    """Add lines to the plan of a run that is out, for people who have no bill in it yet."""
    by.require(Permission.RUN_WRITE, run.facility_id)
    recipes.raw_cursor().execute(
        statement(__file__, "plan_charges").encode(),
        {
            "run_id": run.pk,
            "facility_id": run.facility_id,
            "beneficiary_ids": [charge.beneficiary_id for charge in charges],
            "item_ids": [charge.fee_item_id for charge in charges],
            "quantities": [charge.quantity for charge in charges],
            "prices_vnd": [charge.unit_price_vnd for charge in charges],
            "descriptions": [charge.description for charge in charges],
        },
    )
    return len(charges)


@transaction.atomic
def issue_added(*, by: Actor, run: CollectionRun, at: datetime) -> int:
    """Give a bill to everybody in the plan of an issued run who has none yet, with a week to pay at
    the least. Returns how many."""
    by.require(Permission.RUN_WRITE, run.facility_id)
    issued = 0
    due_on = max(run.due_on, today(at) + timedelta(days=DAYS_FOR_WHO_JOINS_LATE))
    while chunk := issue_chunk(by, run.pk, at, due_on):
        issued += chunk
        if chunk < CHUNK:
            break
    expected = Charge.objects.filter(run_id=run.pk).values("beneficiary_id").distinct().count()
    out = Bill.objects.filter(run_id=run.pk).count()
    CollectionRun.objects.filter(pk=run.pk).update(
        bills_expected=max(expected, out), bills_issued=out
    )
    return issued


@transaction.atomic
def cancel_unpaid(*, by: Actor, bill_ids: Collection[int], reason: str, at: datetime) -> int:
    """Withdraw bills on which no money has come in, all or none. Returns how many.

    Raises `ReasonMissing`, `MoneyHasComeIn`, `BillNotFound` when one is gone or withdrawn already.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    bills = list(Bill.objects.select_for_update().filter(pk__in=list(bill_ids)).order_by("pk"))
    if len(bills) != len(set(bill_ids)):
        raise errors.BillNotFound
    for facility_id in {bill.facility_id for bill in bills}:
        by.require(Permission.BILL_CANCEL, facility_id)
    if any(bill.paid_vnd for bill in bills):
        raise errors.MoneyHasComeIn
    if any(bill.state != BillState.OPEN.value for bill in bills):
        raise errors.BillNotFound
    if not bills:
        return 0
    ids = [bill.pk for bill in bills]
    recipes.book(
        recipes.raw_cursor(),
        statement(__file__, "rows_to_cancel"),
        {"bill_ids": ids, "at": at.isoformat()},
    )
    Bill.objects.filter(pk__in=ids).update(state=BillState.CANCELLED.value, closed_at=at)
    for bill in bills:
        bill.state, bill.closed_at = BillState.CANCELLED.value, at
        events.record(
            "bill_cancelled",
            by=by,
            subject=bill.code,
            at=at,
            facility_id=bill.facility_id,
            reason=reason.strip(),
            amount_vnd=bill.total_vnd,
        )
    deliveries.queue(of_bills(bills, at=at), at=at)
    return len(bills)
