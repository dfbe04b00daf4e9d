"""Credit pays bills: one at the desk, or all of a run that was just issued."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.sql import statement
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.bills.telling import of_bills
from thuphi.money.credits import errors, queries
from thuphi.money.credits.rules import SpendOn
from thuphi.money.ledger import recipes
from thuphi.registers.neighbours import queries as neighbours
from thuphi.registers.neighbours.actions import deliveries

from .opening import ROOM

CHUNK = 5000
"""Bills paid from credit in one transaction."""


@dataclass(frozen=True, slots=True)
class Spent:
    """How many bills credit paid at, and how much, whole đồng."""

    bills: int
    amount_vnd: int


@transaction.atomic
def spend(*, by: Actor, code: str, at: datetime) -> int:
    """Pay a bill from its family's credit, as far as the facility's rule and the credit go.

    The oldest lot goes first. Returns how much was paid, whole đồng. Raises `BillNotFound`.
    """
    bill = Bill.objects.select_for_update().filter(code=code).first()
    if bill is None:
        raise errors.BillNotFound
    by.require(Permission.ADJUST, bill.facility_id)
    spent = _spend(bill.facility_id, [bill.pk], [bill.beneficiary_id], at)
    if spent.amount_vnd:
        _record(by, bill.facility_id, code, spent, at)
    return spent.amount_vnd


def spend_on_run(*, by: Actor, run_id: int, at: datetime) -> Spent:
    """Pay the open bills of a run from their families' credit, chunk by chunk.

    Running it again pays only what is left. Raises `BillNotFound` when there is no such run.
    """
    run = CollectionRun.objects.filter(pk=run_id).first()
    if run is None:
        raise errors.BillNotFound
    by.require(Permission.RUN_WRITE, run.facility_id)
    bills = amount_vnd = after = 0
    while True:
        seen, after, spent = _spend_chunk(run, after, at)
        bills, amount_vnd = bills + spent.bills, amount_vnd + spent.amount_vnd
        if seen < CHUNK:
            break
    whole = Spent(bills, amount_vnd)
    if bills:
        _record(by, run.facility_id, f"run:{run_id}", whole, at)
    return whole


@transaction.atomic
def _spend_chunk(run: CollectionRun, after: int, at: datetime) -> tuple[int, int, Spent]:
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(ROOM, "lock_bills").encode(),
        {"run_id": run.pk, "facility_id": run.facility_id, "after": after, "limit": CHUNK},
    )
    found = [(int(str(row[0])), int(str(row[1]))) for row in cursor.fetchall()]
    if not found:
        return 0, after, Spent(0, 0)
    spent = _spend(run.facility_id, [one for one, _ in found], [who for _, who in found], at)
    return len(found), found[-1][0], spent


def _spend(
    facility_id: int, bill_ids: Sequence[int], beneficiary_ids: Sequence[int], at: datetime
) -> Spent:
    """Pay these locked bills, at most one of each family. Locks: bills, credits, accounts."""
    rule = queries.rule_of(facility_id)
    if rule is SpendOn.NOTHING:
        return Spent(0, 0)
    cursor = recipes.raw_cursor()
    lock(facility_id, beneficiary_ids)
    cursor.execute(
        statement(ROOM, "spend").encode(),
        {"bill_ids": list(bill_ids), "same_item": rule is SpendOn.SAME_ITEM, "at": at},
        prepare=False,
    )
    used = [(int(str(row[0])), int(str(row[1])), int(str(row[2]))) for row in cursor.fetchall()]
    if not used:
        return Spent(0, 0)
    recipes.book(cursor, statement(ROOM, "rows_to_spend"), {"use_ids": [use for use, _, _ in used]})
    paid = {bill for _, bill, _ in used}
    _tell(facility_id, paid, at)
    return Spent(len(paid), sum(amount for _, _, amount in used))


def lock(facility_id: int, beneficiary_ids: Collection[int]) -> None:
    """Wait for whoever uses credits of these families, and keep others waiting until the commit."""
    recipes.raw_cursor().execute(
        b"SELECT lock_credits(%(facility_id)s, %(families)s::bigint[])",
        {"facility_id": facility_id, "families": sorted(set(beneficiary_ids))},
    )


def _tell(facility_id: int, bill_ids: Collection[int], at: datetime) -> None:
    if neighbours.facilities_with_endpoints([facility_id]):
        deliveries.queue(of_bills(Bill.objects.filter(pk__in=bill_ids), at=at), at=at)


def _record(by: Actor, facility_id: int, subject: str, spent: Spent, at: datetime) -> None:
    events.record(
        "credit_spent",
        by=by,
        subject=subject,
        at=at,
        facility_id=facility_id,
        bills=spent.bills,
        amount_vnd=spent.amount_vnd,
    )
