"""People ask for money back, or say that it was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import PAYER, Actor, Permission
from thuphi.money.attempts.actions import call_worker
from thuphi.money.payments import returning
from thuphi.money.payments.models import Payment
from thuphi.money.refunds import errors, rules
from thuphi.money.refunds.models import Refund, RefundLimit
from thuphi.money.refunds.rules import HOLDING, RefundState, Way

from .keeping import tell_of

ASK_LOCK = 77_102
"""The first half of the advisory lock of a payment that money is asked back of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """The account that a transfer goes to."""

    bin: str = ""
    account: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A refund that somebody wants."""

    payment_id: int
    amount_vnd: int
    reason: str
    payee: Payee = Payee()
    seen_rest_vnd: int | None = None
    """What could be refunded when the person looked; another sum by now refuses the wish."""


@transaction.atomic
def set_limit(*, by: Actor, facility_id: int, alone_vnd: int, at: datetime) -> None:
    """Say up to which amount one person alone may send money back. Raises `AmountNotPositive`."""
    by.require(Permission.REFUND_APPROVE, facility_id)
    by.require(Permission.ACCOUNT_APPROVE, facility_id)
    if alone_vnd < 0:
        raise errors.AmountNotPositive
    RefundLimit.objects.update_or_create(facility_id=facility_id, defaults={"alone_vnd": alone_vnd})
    events.record(
        "refund_limit_set",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        alone_vnd=alone_vnd,
    )


def held_vnd(payment: Payment) -> int:
    """What of a payment is asked back, on its way, or gone, in đồng."""
    held = Refund.objects.filter(
        payment_id=payment.pk, state__in=[state.value for state in HOLDING]
    ).aggregate(held=Sum("amount_vnd"))["held"]
    return int(held or 0)


def refundable_vnd(payment: Payment) -> int:
    """What of a payment can still be sent back, in đồng: what is there, less what is asked for.

    Credit that the family has spent on another bill, or was paid out, is not there any more.
    """
    there = returning.still_there(payment)
    return max(there.total_vnd - _asked_vnd(payment), 0)


def _asked_vnd(payment: Payment) -> int:
    """What is asked back of a payment and was not set aside yet."""
    asked = Refund.objects.filter(
        payment_id=payment.pk, state__in=[RefundState.ASKED.value, RefundState.APPROVED.value]
    ).aggregate(asked=Sum("amount_vnd"))["asked"]
    return int(asked or 0)


def ask(*, by: Actor, wish: Wish, at: datetime) -> Refund:
    """Ask for money back: of the payer's own wish, or at the desk. By the way it came if possible.

    At the desk an amount within the facility's limit is agreed at once. Raises `NothingToRefund`,
    `AmountNotPositive`, `AmountAbovePaid`, `ReasonMissing`, `PayeeMissing`, `RestChanged`.
    """
    try:
        with transaction.atomic():
            return _ask(by, wish, at)
    except IntegrityError as error:
        if "refund_is_never_above_payment" in str(error):
            raise errors.AmountAbovePaid(0) from error
        raise


def _ask(by: Actor, wish: Wish, at: datetime) -> Refund:
    payment = _payment(wish.payment_id)
    if by is not PAYER:
        by.require(Permission.REFUND_ASK, payment.facility_id)
    rest = _check(by, payment, wish)
    connector = CONNECTORS.get(payment.channel)
    way = rules.way_back(
        connector,
        amount_vnd=wish.amount_vnd,
        paid_vnd=payment.amount_vnd,
        is_cash=payment.channel == "cash",
    )
    has_failed = Refund.objects.filter(
        payment_id=payment.pk, way=Way.PROVIDER.value, state=RefundState.FAILED.value
    ).exists()
    others = Payment.objects.filter(heard_id=payment.heard_id, identifies_id=None, part__gt=0)
    if way is Way.PROVIDER and (has_failed or others.exists()):
        # A share of a basket is not a payment that the provider knows of.
        way = Way.TRANSFER
    payee = wish.payee if way is Way.TRANSFER else Payee()
    if way is Way.TRANSFER and not (payee.bin and payee.account and payee.name):
        raise errors.PayeeMissing
    return _write(by, payment, wish, way, payee, rest, at)


def _payment(payment_id: int) -> Payment:
    """The payment; who asks for money of it waits for whoever does so at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ASK_LOCK, payment_id % 2**31])
    payment = Payment.objects.select_related("bill").filter(pk=payment_id).first()
    if payment is None:
        raise errors.NothingToRefund
    return payment


def _check(by: Actor, payment: Payment, wish: Wish) -> int:
    rest = refundable_vnd(payment)
    if by is PAYER:
        # A family asks for what it paid too much; what pays the bill is for the desk to decide.
        there_vnd = returning.overpaid_there(payment)
        rest = min(rest, payment.excess_vnd - held_vnd(payment), there_vnd - _asked_vnd(payment))
    if wish.seen_rest_vnd is not None and wish.seen_rest_vnd != rest:
        raise errors.RestChanged
    if rest <= 0:
        raise errors.NothingToRefund
    if wish.amount_vnd <= 0:
        raise errors.AmountNotPositive
    if wish.amount_vnd > rest:
        raise errors.AmountAbovePaid(rest)
    if not wish.reason.strip():
        raise errors.ReasonMissing
    return rest


def _write(
    by: Actor, payment: Payment, wish: Wish, way: Way, payee: Payee, rest: int, at: datetime
) -> Refund:
    limit = RefundLimit.objects.filter(facility_id=payment.facility_id).first()
    # Several small refunds of one payment count together: the limit is not got round by parts.
    alone_vnd = max(limit.alone_vnd - held_vnd(payment), 0) if limit is not None else 0
    is_agreed = by is not PAYER and not rules.needs_two(wish.amount_vnd, alone_vnd)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('attempt', 'id'))")
        number = int(cursor.fetchone()[0])
        cursor.execute("SELECT merchant_id FROM heard WHERE id = %s", [payment.heard_id])
        merchant_id = int(cursor.fetchone()[0])
    code = payment.bill.code if payment.bill is not None else ""
    connector = CONNECTORS.get(payment.channel)
    reference = ""
    if connector is not None:
        reference = connector.reference_of(code or f"HEARD{payment.heard_id}", number, at)
    refund = Refund.objects.create(
        id=number,
        facility_id=payment.facility_id,
        payment=payment,
        code=code,
        merchant_id=merchant_id,
        channel=payment.channel,
        method=payment.method,
        way=way.value,
        reference=reference,
        amount_vnd=wish.amount_vnd,
        alone_limit_vnd=alone_vnd,
        reason=wish.reason.strip(),
        state=(RefundState.APPROVED if is_agreed else RefundState.ASKED).value,
        payee_bin=payee.bin,
        payee_account=payee.account,
        payee_name=payee.name,
        asked_by=by.user_id,
        by_payer=by is PAYER,
        asked_at=at,
        approved_by=by.user_id if is_agreed else None,
        approved_at=at if is_agreed else None,
        next_ask_at=at if is_agreed else None,
    )
    tell_of(refund, "refund_asked", by, at, rest_vnd=rest)
    if is_agreed:
        call_worker()
    return refund


@transaction.atomic
def record_reversal(
    *,
    by: Actor,
    payment_id: int,
    amount_vnd: int,
    reason: str,
    at: datetime,
    seen_rest_vnd: int | None = None,
) -> Refund:
    """A bank or provider took money of a payment back: the bill is owed again. Raises as `ask`."""
    payment = _payment(payment_id)
    by.require(Permission.PAYMENT_IDENTIFY, payment.facility_id)
    wish = Wish(
        payment_id=payment_id, amount_vnd=amount_vnd, reason=reason, seen_rest_vnd=seen_rest_vnd
    )
    rest = _check(by, payment, wish)
    return _write(by, payment, wish, Way.REVERSAL, Payee(), rest, at)
