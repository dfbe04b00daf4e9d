"""Whose money it is, when that is not as it was booked: each deed is a further row of it.

Nothing is changed and nothing removed. A payment that was given to the wrong one is undone: taken
off that bill or that family's credit as a whole, and without an owner again; then it may be given
to another bill, to several, to a family, or be no business of this book at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.sql import statement
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState
from thuphi.money.credits import actions as credits
from thuphi.money.ledger import recipes
from thuphi.registers.payers.models import Beneficiary

from . import errors, returning, telling
from .actions import Gift, give, saying_more
from .models import ChargeBack, Payment, PaymentReturn
from .returning import Step, WayOut
from .rules import OWNERLESS, Finding, Method, ReturnKind, shares_back

NO_MONEY = frozenset({Finding.DUPLICATE, Finding.NOT_FOR_US})
"""Rows that say of their money that there is none, or none of ours."""

GIVEN = frozenset({Finding.EXACT, Finding.PART, Finding.OVER, Finding.CREDIT})
"""Rows by which a bill or a family has the money."""


@transaction.atomic
def unidentify(*, by: Actor, payment_id: int, reason: str, at: datetime) -> Payment:
    """This money was given to the wrong bill or family: it is without an owner again, as a whole.

    Its receipt number stays used and its receipt is void. Raises `PaymentNotFound`, `ToldSince`,
    `ReasonMissing`, `GoesBack`, `OwnerHasSpent` when not all of it lies where it was put.
    """
    payment = _payment(by, payment_id, reason)
    if Finding(payment.finding) not in GIVEN:
        raise errors.PaymentNotFound
    bill = returning.lock_bill(payment)
    there = returning.held_there(payment, bill)
    if Payment.objects.filter(identifies_id=payment_id).exists():
        raise errors.ToldSince
    shares = there.shares
    if shares.total_vnd < payment.amount_vnd:
        raise errors.OwnerHasSpent(payment.amount_vnd - shares.total_vnd)
    with saying_more():
        undone = returning.take(
            payment, bill, there, Step(next_number(), ReturnKind.UNDONE, shares, at)
        )
        found = _say(by, payment, Finding.UNKNOWN, reason, at)
    returning.book([undone])
    if bill is not None:
        telling.tell_of_bill(bill, at=at)
    _record("owner_undone", by, found, at, reason)
    return found


@transaction.atomic
def give_split(
    *, by: Actor, payment_id: int, parts: Sequence[tuple[str, int]], at: datetime
) -> list[Payment]:
    """Give ownerless money to several bills, so much (whole đồng) to the bill of each code.

    All of it at once. What a bill does not need of its part is its family's credit. Raises
    `PaymentNotFound`, `PartsDoNotAddUp`, `BillOfAnother`, `NothingToPay`, `OwnerAlreadyFound`,
    `GoesBack`.
    """
    wanted = dict(parts)
    # The bills are locked first, as everywhere, in the order of all.
    bills = {
        bill.code: bill
        for bill in Bill.objects.select_for_update().filter(code__in=wanted).order_by("id")
    }
    payment = _ownerless(by, payment_id)
    if (
        len(wanted) != len(parts)
        or min(wanted.values(), default=0) <= 0
        or sum(wanted.values()) != payment.amount_vnd
    ):
        raise errors.PartsDoNotAddUp
    if any(code not in bills or bills[code].facility_id != payment.facility_id for code in wanted):
        raise errors.BillOfAnother
    if any(bill.state == BillState.CANCELLED.value for bill in bills.values()):
        raise errors.NothingToPay
    gifts = [Gift(bills[code], amount_vnd) for code, amount_vnd in parts]
    found = give(gifts, payment_id, at=at, found_by=by.user_id)
    _record("owner_found", by, payment, at, bills=" ".join(wanted))
    return list(Payment.objects.filter(pk__in=found).order_by("part"))


@transaction.atomic
def give_credit(*, by: Actor, payment_id: int, beneficiary_id: int, at: datetime) -> Payment:
    """Give ownerless money to a family without a bill: it is the family's credit.

    Raises `PaymentNotFound`, `FamilyOfAnother`, `OwnerAlreadyFound`, `GoesBack`.
    """
    payment = _ownerless(by, payment_id)
    if not Beneficiary.objects.filter(pk=beneficiary_id, facility_id=payment.facility_id).exists():
        raise errors.FamilyOfAnother
    with saying_more():
        found = _say(by, payment, Finding.CREDIT, "", at)
    credits.give(
        payment_id=found.pk,
        facility_id=payment.facility_id,
        beneficiary_id=beneficiary_id,
        amount_vnd=payment.amount_vnd,
        is_cashless=payment.method != Method.CASH.value,
        at=at,
    )
    recipes.book(recipes.raw_cursor(), statement(__file__, "rows_to_identify"), {"ids": [found.pk]})
    _record("owner_found", by, found, at, beneficiary_id=beneficiary_id)
    return found


@transaction.atomic
def disown(*, by: Actor, payment_id: int, reason: str, at: datetime) -> Payment:
    """Ownerless money is no business of this book: it leaves it, and the counts of its month.

    Raises `PaymentNotFound`, `ReasonMissing`, `IsCash`, `OwnerAlreadyFound`, `GoesBack`.
    """
    payment = _ownerless(by, payment_id)
    if not reason.strip():
        raise errors.ReasonMissing
    if payment.channel == "cash":
        raise errors.IsCash
    return _count_and_book(by, payment, Finding.NOT_FOR_US, reason, at)


@transaction.atomic
def own_again(*, by: Actor, payment_id: int, reason: str, at: datetime) -> Payment:
    """What was said to be no business of this book is: it waits for its owner again.

    Raises `PaymentNotFound`, `ReasonMissing`, `OwnerAlreadyFound`.
    """
    payment = _payment(by, payment_id, reason)
    if payment.finding != Finding.NOT_FOR_US.value or payment.identifies_id is None:
        raise errors.PaymentNotFound
    return _count_and_book(by, payment, Finding.UNKNOWN, reason, at)


@transaction.atomic
def charge_back(
    *, by: Actor, payment_id: int, amount_vnd: int, account: str, reason: str, at: datetime
) -> list[PaymentReturn]:
    """The bank took so much (whole đồng) of this money back from the facility's account.

    It is taken from the family's credit as far as that is there, then from what has no owner, and
    then from the bill, which is owed again. What is nowhere any more, since the family spent it or
    was paid it out, left the account all the same: it stands on the debit side of `refund_due`
    until the family makes it good. Of money that was split the last part is taken first. Gives the
    steps by which it left. Raises `PaymentNotFound`, `ReasonMissing`, `AmountNotPositive`,
    `ReturnTooMuch`, `ToldSince`.
    """
    payment = _payment(by, payment_id, reason)
    if amount_vnd <= 0:
        raise errors.AmountNotPositive
    rows = [row for row in standing(payment_id) if Finding(row.finding) not in NO_MONEY]
    # The bills are locked first, as everywhere, in the order of all.
    wanted = [row.bill_id for row in rows if row.bill_id is not None]
    bills = {
        bill.pk: bill
        for bill in Bill.objects.select_for_update().filter(pk__in=wanted).order_by("id")
    }
    asked: list[PaymentReturn] = []
    gone: list[PaymentReturn] = []
    left_vnd = amount_vnd
    for row in reversed(rows):
        part_vnd = min(left_vnd, row.amount_vnd - returning.gone_vnd(row))
        if part_vnd > 0:
            left_vnd -= part_vnd
            bill = bills.get(row.bill_id) if row.bill_id is not None else None
            taken = ChargeBack(
                refund_id=next_number(),
                facility_id=row.facility_id,
                payment=row,
                amount_vnd=part_vnd,
                account=account,
                reason=reason.strip(),
                made_by=by.user_id,
                made_at=at,
            )
            taken.save(force_insert=True)
            there = returning.held_there(row, bill)
            shares = shares_back(there.shares, min(part_vnd, there.shares.total_vnd))
            short_vnd = part_vnd - shares.total_vnd
            step = Step(taken.refund_id, ReturnKind.ASKED, shares, at, short_vnd)
            with _taken_meanwhile():
                asked.append(returning.take(row, bill, there, step))
            step = replace(step, kind=ReturnKind.DONE)
            gone.append(returning.done(row, step, WayOut.BANK, account))
    if left_vnd:
        raise errors.ReturnTooMuch
    returning.book([*asked, *gone])
    for one in gone:
        bill = bills.get(one.payment.bill_id) if one.payment.bill_id is not None else None
        telling.tell_of_return(one, bill, at=at)
    _record(
        "charged_back",
        by,
        payment,
        at,
        reason,
        account=account,
        short_vnd=sum(one.short_vnd for one in gone),
    )
    return gone


@contextmanager
def _taken_meanwhile() -> Iterator[None]:
    """Of two who take from one payment at once the second is told so."""
    try:
        yield
    except IntegrityError as error:
        if "payment_return_is_never_too_much" in str(error):
            raise errors.ReturnTooMuch from error
        if "payment_goes_back_or_to_a_bill" in str(error):
            raise errors.ToldSince from error
        raise


def standing(payment_id: int) -> list[Payment]:
    """The rows that say where a payment's money is now: itself, or what was said of it since."""
    found: list[Payment] = []
    wanted = [payment_id]
    while wanted:
        rows = list(Payment.objects.filter(pk__in=wanted).select_related("bill").order_by("id"))
        later = list(
            Payment.objects.filter(identifies_id__in=wanted).values_list("id", "identifies")
        )
        told = {before for _, before in later}
        found += [row for row in rows if row.pk not in told]
        wanted = [one for one, _ in later]
    return sorted(found, key=lambda row: row.pk)


def root_of(payment: Payment) -> Payment:
    """The first row of the same money: the one that was booked from what was heard."""
    first = payment.root_id or payment.identifies_id
    return payment if first is None else Payment.objects.get(pk=first)


def next_number() -> int:
    """A number of the series of refunds: no two ways of money out of a payment have one number."""
    cursor = recipes.raw_cursor()
    cursor.execute(b"SELECT nextval(pg_get_serial_sequence('attempt', 'id'))")
    row = cursor.fetchone()
    return int(str(row[0])) if row else 0


def _payment(by: Actor, payment_id: int, reason: str) -> Payment:
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise errors.PaymentNotFound
    by.require(Permission.RECONCILE, payment.facility_id)
    if not reason.strip():
        raise errors.ReasonMissing
    return payment


def _ownerless(by: Actor, payment_id: int) -> Payment:
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None or Finding(payment.finding) not in OWNERLESS:
        raise errors.PaymentNotFound
    by.require(Permission.RECONCILE, payment.facility_id)
    if Payment.objects.filter(identifies_id=payment_id).exists():
        raise errors.OwnerAlreadyFound
    return payment


def _say(by: Actor, payment: Payment, finding: Finding, reason: str, at: datetime) -> Payment:
    """One more row of the same money, without a bill."""
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "say_more").encode(),
        {
            "payment_id": payment.pk,
            "finding": finding.value,
            "at": at.isoformat(),
            "user_id": by.user_id,
            "reason": reason.strip(),
        },
    )
    row = cursor.fetchone()
    if row is None:
        raise errors.PaymentNotFound
    return Payment.objects.get(pk=int(str(row[0])))


def _count_and_book(
    by: Actor, payment: Payment, finding: Finding, reason: str, at: datetime
) -> Payment:
    """Money leaves the book and its month's counts, or comes back to both."""
    with saying_more():
        found = _say(by, payment, finding, reason, at)
    cursor = recipes.raw_cursor()
    is_gone = finding is Finding.NOT_FOR_US
    cursor.execute(
        statement(__file__, "count_again").encode(),
        {"id": found.pk, "sign": -1 if is_gone else 1},
    )
    recipes.book(cursor, statement(__file__, "rows_to_disown"), {"id": found.pk})
    _record("money_disowned" if is_gone else "money_owned_again", by, found, at, reason)
    return found


def _record(
    kind: str,
    by: Actor,
    payment: Payment,
    at: datetime,
    reason: str = "",
    **facts: str | int,
) -> None:
    events.record(
        kind,
        by=by,
        subject=f"payment:{payment.pk}",
        at=at,
        facility_id=payment.facility_id,
        payment_id=payment.identifies_id or payment.pk,
        amount_vnd=payment.amount_vnd,
        **({"reason": reason.strip()} if reason else {}),
        **facts,
    )
