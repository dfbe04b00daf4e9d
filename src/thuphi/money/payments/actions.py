"""Every verb on money that came in; the only writer of this room, but for the gate's inbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import psycopg
from django.db import DatabaseError, OperationalError, transaction
from django.db.models import QuerySet
from psycopg import Cursor
from psycopg.errors import CheckViolation, UniqueViolation

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.sql import statement
from thuphi.money.attempts import actions as attempts
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState, state_for
from thuphi.money.ledger import recipes
from thuphi.registers.methods import actions as methods

from . import errors, rules, telling, told_before
from .models import HeardSetAside, Payment
from .rules import Finding, Split

BATCH = 5000
"""Notifications booked in one transaction by the worker."""

LANES = 16
"""Facilities are spread over so many lanes; a worker keeps the lanes of its batch to itself."""

LANE_LOCK = 77_101
"""The first half of the advisory lock of a lane; no other lock of this database has it."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What a batch came to."""

    taken: int
    findings: Counter[Finding]


@transaction.atomic
def post_waiting(*, at: datetime, limit: int = BATCH) -> Booked:
    """Book the oldest waiting notifications. Safe beside other workers; a crash books nothing."""
    ids = _take(limit)
    if not ids:
        return Booked(0, Counter())
    told_before.wait_for_lines(recipes.raw_cursor(), ids)
    return Booked(len(ids), book_heard(ids, at=at, taken_by=None))


@transaction.atomic
def post_alone(*, at: datetime) -> int:
    """Book the oldest waiting notification by itself; one that cannot be booked is set aside.

    For a batch that the database refused: its neighbours are booked, and `thuphi check` names the
    one that was not until somebody has looked at it. Returns how many were taken, one or none.
    """
    ids = _take(1)
    for heard_id in ids:
        told_before.wait_for_lines(recipes.raw_cursor(), [heard_id])
        try:
            with transaction.atomic():
                book_heard([heard_id], at=at, taken_by=None)
        except (DatabaseError, psycopg.DatabaseError) as error:
            if isinstance(error, OperationalError | psycopg.OperationalError):
                raise
            HeardSetAside.objects.create(heard_id=heard_id, reason=str(error)[:500], at=at)
    return len(ids)


def _take(limit: int) -> list[int]:
    """The oldest waiting notifications of free lanes; else of any lane, so that none is left."""
    cursor = recipes.raw_cursor()
    values = {"limit": limit, "lanes": LANES, "lock": LANE_LOCK}
    for name in ("take", "take_any"):
        cursor.execute(statement(__file__, name).encode(), values, prepare=True)
        if ids := [int(str(row[0])) for row in cursor.fetchall()]:
            return ids
    return []


def book_heard(
    ids: Sequence[int], *, at: datetime, taken_by: int | None, by_line: bool = False
) -> Counter[Finding]:
    """Judge and book these heard notifications, in the caller's transaction.

    Locks are taken in one order by everybody: claimed credits, bills, receipt series, month's
    counts, families' lots, ledger accounts, attempts; each of them in the order of its key.
    """
    cursor = recipes.raw_cursor()
    told = told_before.claim(cursor, ids) if taken_by is None and not by_line else []
    values = {
        "ids": list(ids),
        "booked_at": at,
        "taken_by": taken_by,
        "told_ids": told,
        **_shares(cursor, ids),
    }
    cursor.execute(statement(__file__, "claim_credits").encode(), values, prepare=True)
    # Planned anew for each batch: a plan kept for batches of any size would be made for small ones.
    cursor.execute(statement(__file__, "book").encode(), values, prepare=False)
    found = cursor.fetchall()
    findings = Counter({Finding(str(row[0])): int(str(row[1])) for row in found})
    methods.record_paid_days(_paid_days(found))
    recipes.book(cursor, statement(__file__, "rows_to_book"), {"ids": list(ids)})
    telling.tell_of_payments(_facilities(found), list(ids), at=at)
    if taken_by is None:
        attempts.tell(cursor, statement(__file__, "rows_to_tell"), {"ids": list(ids)}, at=at)
    return findings


def _paid_days(found: Sequence[tuple[object, ...]]) -> dict[int, date]:
    """The last day on which each merchant of the batch brought money; every row tells the same."""
    told = found[0][3] if found else None
    if not isinstance(told, dict):
        return {}
    return {int(merchant_id): date.fromisoformat(day) for merchant_id, day in told.items()}


def _facilities(found: Sequence[tuple[object, ...]]) -> list[int]:
    """The facilities of the batch; every row tells the same."""
    told = found[0][4] if found else None
    return [int(one) for one in told] if isinstance(told, list) else []


def _shares(cursor: Cursor[tuple[object, ...]], ids: Sequence[int]) -> dict[str, list[object]]:
    """Each bill's share of the money that pays whole baskets, as columns."""
    cursor.execute(statement(__file__, "share_baskets").encode(), {"ids": list(ids)}, prepare=True)
    rows = cursor.fetchall()
    names = ("shared_ids", "parts", "shared_codes", "shares_vnd")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def booked_cash(facility_id: int, key: str) -> QuerySet[Payment]:
    """The payment that this key has given already, if there is one."""
    # The whole key of the inbox, and what the index of bookings leaves out: by less than that all
    # payments of the facility are read.
    return Payment.objects.filter(
        facility_id=facility_id,
        heard__channel="cash",
        heard__merchant_id=0,
        heard__provider_reference=f"{facility_id}:{key}",
        identifies__isnull=True,
    )


@transaction.atomic
def take_cash(
    *, by: Actor, code: str, amount_vnd: int, key: str, payer_name: str, at: datetime
) -> Payment:
    """Take cash for a bill at the desk and give a numbered receipt, by the road all money takes.

    `key` makes the deed repeatable: the same key gives the first receipt again. Raises
    `NothingToPay`, `AmountNotPositive`, `AmountAboveRest`, `PartNotAllowed`, `KeyUsedOtherwise`.
    """
    bill = Bill.objects.select_for_update().filter(code=code).first()
    if bill is None:
        raise errors.PaymentNotFound
    by.require(Permission.CASH_TAKE, bill.facility_id)
    reference = f"{bill.facility_id}:{key}"
    before = booked_cash(bill.facility_id, key).first()
    if before is not None:
        if before.bill_id != bill.pk or before.amount_vnd != amount_vnd:
            raise errors.KeyUsedOtherwise
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
        # This bill is locked and has no such payment, so the key was just used for another bill.
        raise errors.KeyUsedOtherwise
    heard_id = int(str(row[0]))
    book_heard([heard_id], at=at, taken_by=by.user_id)
    events.record(
        "cash_taken",
        by=by,
        subject=code,
        at=at,
        facility_id=bill.facility_id,
        amount_vnd=amount_vnd,
    )
    return Payment.objects.get(heard_id=heard_id, identifies__isnull=True)


@transaction.atomic
def identify(*, by: Actor, payment_id: int, code: str, at: datetime) -> Payment:
    """Give money without an owner to the bill it was meant for; the bill gets its receipt.

    Raises `PaymentNotFound`, `OwnerAlreadyFound`, `BillOfAnother`, `NothingToPay`, `GoesBack`.
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
    found = give([Gift(bill, payment.amount_vnd)], payment_id, at=at, found_by=by.user_id)[0]
    events.record(
        "owner_found",
        by=by,
        subject=code,
        at=at,
        facility_id=bill.facility_id,
        payment_id=payment_id,
        amount_vnd=payment.amount_vnd,
    )
    return Payment.objects.get(pk=found)


@contextmanager
def saying_more() -> Iterator[None]:
    """Rows that say more of ownerless money: of two people at once the one who came first holds.

    Raises `GoesBack`, `OwnerAlreadyFound`.
    """
    try:
        yield
    except CheckViolation as error:
        if error.diag.constraint_name == "payment_goes_back_or_to_a_bill":
            raise errors.GoesBack from error
        raise
    except UniqueViolation as error:
        if error.diag.constraint_name == "payment_owner_is_found_once":
            raise errors.OwnerAlreadyFound from error
        raise


@dataclass(frozen=True, slots=True)
class Gift:
    """So much of ownerless money for this locked bill, whole đồng."""

    bill: Bill
    amount_vnd: int


def give(
    gifts: Sequence[Gift], payment_id: int, *, at: datetime, found_by: int | None
) -> list[int]:
    """Book ownerless money on these bills; the ids of the payments that name the first.

    Raises `GoesBack`, `OwnerAlreadyFound`.
    """
    parts = [rules.split(one.amount_vnd, one.bill.remaining_vnd) for one in gifts]
    found = [
        _say_owner(gift, split, place, payment_id, at=at, found_by=found_by)
        for place, (gift, split) in enumerate(zip(gifts, parts, strict=True))
    ]
    # All recipes in one statement: it locks their accounts in one order, as every booking does.
    recipes.book(recipes.raw_cursor(), statement(__file__, "rows_to_identify"), {"ids": found})
    for gift, split, row in zip(gifts, parts, found, strict=True):
        bill = gift.bill
        if split.applied_vnd:
            bill.paid_vnd += split.applied_vnd
            bill.state = state_for(bill.total_vnd, bill.paid_vnd).value
            bill.closed_at = at if bill.state == BillState.PAID.value else None
            bill.save(update_fields=["paid_vnd", "state", "closed_at"])
        recipes.raw_cursor().execute(
            b"SELECT pg_notify('thuphi_paid', %(code)s)", {"code": bill.code}
        )
        telling.tell_of_owner(Payment.objects.get(pk=row), bill, at=at)
    return found


def _say_owner(
    gift: Gift, parts: Split, place: int, payment_id: int, *, at: datetime, found_by: int | None
) -> int:
    """The row that gives a part of ownerless money to a bill."""
    cursor = recipes.raw_cursor()
    bill = gift.bill
    values: dict[str, int | str | None] = {
        "facility_id": bill.facility_id,
        "year": at.astimezone(VIETNAM).year,
        "bill_id": bill.pk,
        "finding": parts.finding.value,
        "applied_vnd": parts.applied_vnd,
        "excess_vnd": parts.excess_vnd,
        "at": at.isoformat(),
        "user_id": found_by,
        "payment_id": payment_id,
        "part": place,
        "amount_vnd": gift.amount_vnd,
    }
    with saying_more():
        cursor.execute(statement(__file__, "identify").encode(), values)
    row = cursor.fetchone()
    if row is None:
        raise errors.PaymentNotFound
    return int(str(row[0]))
