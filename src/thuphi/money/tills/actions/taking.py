"""Cash is taken: by one entry, or by a whole class in one deed. Every đồng goes by `take_cash`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from psycopg.errors import IntegrityError as BrokenPromise

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments import errors as refused
from thuphi.money.payments.models import Payment
from thuphi.money.tills.errors import NothingEntered, RowFault, TakingsRefused, TooManyAtOnce
from thuphi.money.tills.models import ReceiptSlip
from thuphi.money.tills.rules import CLASS_LARGEST, Fault, SlipState

FAULT_OF: dict[type[refused.PaymentRefused], Fault] = {
    refused.PaymentNotFound: Fault.NOT_FOUND,
    refused.AmountAboveRest: Fault.ABOVE_REST,
    refused.PartNotAllowed: Fault.PART_NOT_ALLOWED,
    refused.AmountNotPositive: Fault.NOT_POSITIVE,
    refused.NothingToPay: Fault.NOTHING_TO_PAY,
    refused.KeyUsedOtherwise: Fault.KEY_USED,
}


@dataclass(frozen=True, slots=True)
class SlipNumber:
    """A number on a pad."""

    book_id: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Cash for one bill, as it was keyed. `key` is made where it is keyed and never used again."""

    code: str
    amount_vnd: int
    key: str
    payer_name: str = ""
    slip: SlipNumber | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An entry that is booked: its receipt, and whether it had been booked before."""

    entry: Entry
    payment: Payment
    is_repeated: bool


class _SlipRefused(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@transaction.atomic
def take_many(
    *, by: Actor, facility_id: int, entries: Sequence[Entry], at: datetime
) -> list[Taken]:
    """Take all of these entries, or none: every one gets its receipt in one deed.

    An entry whose key was used before gives its first receipt again. Raises `NothingEntered`,
    `TooManyAtOnce`, and `TakingsRefused` with every entry that cannot be taken and why.
    """
    by.require(Permission.CASH_TAKE, facility_id)
    if not entries:
        raise NothingEntered
    if len(entries) > CLASS_LARGEST:
        raise TooManyAtOnce
    _lock(facility_id, entries)
    taken: list[Taken] = []
    faults: list[RowFault] = []
    for entry in entries:
        done = _try(by, facility_id, entry, at)
        if isinstance(done, RowFault):
            faults.append(done)
        else:
            taken.append(done)
    if faults:
        raise TakingsRefused(faults)
    return taken


@transaction.atomic
def take_entry(
    *, by: Actor, facility_id: int, entry: Entry, keyed_at: str, at: datetime
) -> Taken | RowFault:
    """Take one entry that waited in a browser: it is booked now, or refused by name.

    `keyed_at` is what the browser's clock said; it is written down and believed by nobody.
    """
    by.require(Permission.CASH_TAKE, facility_id)
    _lock(facility_id, [entry])
    done = _try(by, facility_id, entry, at)
    if isinstance(done, Taken) and not done.is_repeated:
        events.record(
            "cash_sent_later",
            by=by,
            subject=entry.code,
            at=at,
            facility_id=facility_id,
            keyed_at=keyed_at,
        )
    return done


def _lock(facility_id: int, entries: Sequence[Entry]) -> None:
    """All bills at once, in the order of their keys, as everybody takes them."""
    codes = {entry.code for entry in entries}
    found = Bill.objects.filter(facility_id=facility_id, code__in=codes).order_by("pk")
    list(found.select_for_update().values_list("pk"))


def _try(by: Actor, facility_id: int, entry: Entry, at: datetime) -> Taken | RowFault:
    try:
        with transaction.atomic():
            return _take(by, facility_id, entry, at)
    except refused.PaymentRefused as error:
        fault = FAULT_OF.get(type(error))
        if fault is None:
            raise
    except _SlipRefused as error:
        fault = error.fault
    bill = Bill.objects.filter(facility_id=facility_id, code=entry.code).first()
    rest_vnd = bill.remaining_vnd if bill is not None else 0
    return RowFault(entry.key, entry.code, fault, rest_vnd)


def _take(by: Actor, facility_id: int, entry: Entry, at: datetime) -> Taken:
    if not Bill.objects.filter(facility_id=facility_id, code=entry.code).exists():
        raise refused.PaymentNotFound
    before = payments.booked_cash(facility_id, entry.key).exists()
    payment = payments.take_cash(
        by=by,
        code=entry.code,
        amount_vnd=entry.amount_vnd,
        key=entry.key,
        payer_name=entry.payer_name,
        at=at,
    )
    if entry.slip is not None:
        write_slip(by=by, payment=payment, slip=entry.slip, at=at)
    return Taken(entry, payment, before)


def write_slip(*, by: Actor, payment: Payment, slip: SlipNumber, at: datetime) -> None:
    """Join a number of the collector's own pad to the payment it was written for."""
    first = ReceiptSlip.objects.filter(payment_id=payment.pk).first()
    if first is not None:
        if (first.book_id, first.number) != (slip.book_id, slip.number):
            raise _SlipRefused(Fault.KEY_USED)
        return
    try:
        with transaction.atomic():
            ReceiptSlip.objects.create(
                facility_id=payment.facility_id,
                book_id=slip.book_id,
                number=slip.number,
                state=SlipState.USED.value,
                payment=payment,
                written_by=by.user_id,
                written_at=at,
            )
    except IntegrityError as error:
        raise _SlipRefused(_fault_of_slip(error)) from error


def _fault_of_slip(error: IntegrityError) -> Fault:
    cause = error.__cause__
    name = cause.diag.constraint_name if isinstance(cause, BrokenPromise) else None
    return Fault.SLIP_USED if name == "receipt_slip_number_is_used_once" else Fault.SLIP_NOT_YOURS
