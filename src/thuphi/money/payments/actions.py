"""Every verb on money that came in; the only writer of this room's tables, but for the gate's inbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.sql import statement
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState, state_for
from thuphi.money.ledger import recipes
from thuphi.money.ledger.recipes import Posting

from . import errors, rules
from .models import Payment
from .rules import Finding

BATCH = 1000
"""Notifications booked in one transaction by the worker."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What a batch came to."""

    taken: int
    findings: Counter[Finding]


@transaction.atomic
def post_waiting(*, at: datetime, limit: int = BATCH) -> Booked:
    """Book the oldest waiting notifications. Safe beside other workers; a crash books nothing."""
    cursor = recipes.raw_cursor()
    cursor.execute(statement(__file__, "take").encode(), {"limit": limit}, prepare=True)
    ids = [int(str(row[0])) for row in cursor.fetchall()]
    if not ids:
        return Booked(0, Counter())
    return Booked(len(ids), _book(ids, at=at, taken_by=None))


def _book(ids: Sequence[int], *, at: datetime, taken_by: int | None) -> Counter[Finding]:
    """Judge and book these heard notifications, in the caller's transaction.

    Locks are taken in one order by everybody: bills, claimed credits, receipt series, ledger
    accounts, month's counts; each of them in the order of its key.
    """
    cursor = recipes.raw_cursor()
    values = {"ids": list(ids), "booked_at": at, "taken_by": taken_by}
    cursor.execute(statement(__file__, "lock_bills").encode(), values, prepare=True)
    cursor.execute(statement(__file__, "claim_credits").encode(), values, prepare=True)
    cursor.execute(statement(__file__, "judge").encode(), values, prepare=True)
    findings = Counter(Finding(str(row[3])) for row in cursor.fetchall())
    recipes.book(cursor, statement(__file__, "rows_to_book"), {"ids": list(ids)})
    cursor.execute(statement(__file__, "move_bills").encode(), values, prepare=True)
    codes = [str(row[0]) for row in cursor.fetchall()]
    cursor.execute(statement(__file__, "count_month").encode(), values, prepare=True)
    cursor.execute(
        b"SELECT pg_notify('thuphi_paid', code) FROM unnest(%(codes)s::text[]) AS c (code)",
        {"codes": codes},
        prepare=True,
    )
    return findings


@transaction.atomic
def take_cash(
    *, by: Actor, code: str, amount_vnd: int, key: str, payer_name: str, at: datetime
) -> Payment:
    """Take cash for a bill at the desk and give a numbered receipt, by the road all money takes.

    `key` makes the deed repeatable: the same key gives the first receipt again. Raises
    `NothingToPay`, `AmountNotPositive`, `AmountAboveRest`, `PartNotAllowed`.
    """
    bill = Bill.objects.select_for_update().filter(code=code).first()
    if bill is None:
        raise errors.PaymentNotFound
    by.require(Permission.CASH_TAKE, bill.facility_id)
    reference = f"{bill.facility_id}:{key}"
    before = Payment.objects.filter(
        facility_id=bill.facility_id, channel="cash", heard__provider_reference=reference
    ).first()
    if before is not None:
        return before
    if amount_vnd <= 0:
        raise errors.AmountNotPositive
    if not bill.remaining_vnd:
        raise errors.NothingToPay
    if amount_vnd > bill.remaining_vnd:
        raise errors.AmountAboveRest
    if amount_vnd < bill.remaining_vnd and not bill.allows_part:
        raise errors.PartNotAllowed
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "hear_cash").encode(),
        {
            "facility_id": bill.facility_id,
            "reference": reference,
            "amount_vnd": amount_vnd,
            "at": at,
            "code": code,
            "payer_name": payer_name or bill.payer_name,
        },
    )
    row = cursor.fetchone()
    if row is None:
        raise errors.PaymentNotFound
    _book([int(str(row[0]))], at=at, taken_by=by.user_id)
    events.record(
        "cash_taken",
        by=by,
        subject=code,
        at=at,
        facility_id=bill.facility_id,
        amount_vnd=amount_vnd,
    )
    return Payment.objects.get(heard_id=row[0])


@transaction.atomic
def identify(*, by: Actor, payment_id: int, code: str, at: datetime) -> Payment:
    """Give money without an owner to the bill it was meant for; the bill gets its receipt.

    Raises `PaymentNotFound`, `OwnerAlreadyFound`, `BillOfAnother`, `NothingToPay`.
    """
    # The bill is locked first, as everywhere; the payment row itself never changes.
    bill = Bill.objects.select_for_update().filter(code=code).first()
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None or Finding(payment.finding) not in rules.OWNERLESS:
        raise errors.PaymentNotFound
    by.require(Permission.PAYMENT_IDENTIFY, payment.facility_id)
    if bill is None or bill.facility_id != payment.facility_id:
        raise errors.BillOfAnother
    if bill.state == BillState.CANCELLED.value:
        raise errors.NothingToPay
    if Payment.objects.filter(identifies_id=payment_id).exists():
        raise errors.OwnerAlreadyFound
    parts = rules.split(payment.amount_vnd, bill.remaining_vnd)
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "identify").encode(),
        {
            "facility_id": bill.facility_id,
            "year": at.astimezone(VIETNAM).year,
            "bill_id": bill.pk,
            "finding": parts.finding.value,
            "applied_vnd": parts.applied_vnd,
            "excess_vnd": parts.excess_vnd,
            "at": at,
            "user_id": by.user_id,
            "payment_id": payment_id,
        },
    )
    row = cursor.fetchone()
    if row is None:
        raise errors.PaymentNotFound
    if parts.applied_vnd:
        recipes.identify(Posting(bill.facility_id, parts.applied_vnd, code, at))
    if parts.excess_vnd:
        recipes.identify_over(
            Posting(bill.facility_id, parts.excess_vnd, code, at),
            beneficiary=str(bill.beneficiary_id),
        )
    bill.paid_vnd += parts.applied_vnd
    bill.state = state_for(bill.total_vnd, bill.paid_vnd).value
    bill.closed_at = at if bill.state == BillState.PAID.value else None
    bill.save(update_fields=["paid_vnd", "state", "closed_at"])
    cursor.execute(b"SELECT pg_notify('thuphi_paid', %(code)s)", {"code": code})
    events.record(
        "owner_found",
        by=by,
        subject=code,
        at=at,
        facility_id=bill.facility_id,
        payment_id=payment_id,
        amount_vnd=payment.amount_vnd,
    )
    return Payment.objects.get(pk=row[0])
