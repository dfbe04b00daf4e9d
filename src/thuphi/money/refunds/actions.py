"""Every verb on refunds; the only writer of this room's tables.

Pages ask, agree and hand over. The worker sets the money aside before it sends anything, and
finishes when it knows the end.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.models import Q, Sum

from thuphi.ground.channels.contract import Ability, Outcome, RefundNotice
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import PAYER, SYSTEM, Actor, Permission
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.attempts.actions import call_worker
from thuphi.money.bills.models import Bill
from thuphi.money.payments import returning
from thuphi.money.payments.errors import ReturnTooMuch
from thuphi.money.payments.models import Payment, PaymentReturn
from thuphi.money.payments.returning import WayOut
from thuphi.registers.facilities import queries as facilities

from . import errors, rules
from .models import Refund, RefundLimit
from .rules import HOLDING, REFUND_STATES, RefundState, Way

log = structlog.get_logger("thuphi.refunds")

LEASE = timedelta(minutes=4)
SENDS_MAX = 30
"""So often a refund that never arrives is sent; then a person looks."""
SEND_AGAIN_MAX = timedelta(hours=1)
ASK_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    *(timedelta(days=days) for days in range(1, 8)),
)
"""When a refund on its way is asked after, counted from its sending; then a person looks."""


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


class Deed(enum.Enum):
    """The step with a provider that is due."""

    REFUND = "refund"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Due:
    """A refund and the step that is due; it is this worker's for the length of the lease."""

    refund: Refund
    deed: Deed


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


def refundable_vnd(payment: Payment) -> int:
    """What of a payment can still be sent back, in đồng."""
    held = Refund.objects.filter(
        payment_id=payment.pk, state__in=[state.value for state in HOLDING]
    ).aggregate(held=Sum("amount_vnd"))["held"]
    brought = payment.applied_vnd + payment.excess_vnd + payment.unidentified_vnd
    return brought - int(held or 0)


def ask(*, by: Actor, wish: Wish, at: datetime) -> Refund:
    """Ask for money back: of the payer's own wish, or at the desk. By the way it came if possible.

    At the desk an amount within the facility's limit is agreed at once. Raises `NothingToRefund`,
    `AmountNotPositive`, `AmountAbovePaid`, `ReasonMissing`, `PayeeMissing`.
    """
    try:
        with transaction.atomic():
            return _ask(by, wish, at)
    except IntegrityError as error:
        if "refund_is_never_above_payment" in str(error):
            raise errors.AmountAbovePaid(0) from error
        raise


def _ask(by: Actor, wish: Wish, at: datetime) -> Refund:
    payment = Payment.objects.select_related("bill").filter(pk=wish.payment_id).first()
    if payment is None:
        raise errors.NothingToRefund
    if by is not PAYER:
        by.require(Permission.REFUND_ASK, payment.facility_id)
    rest = _check(payment, wish)
    connector = CONNECTORS.get(payment.channel)
    way = rules.way_back(connector, amount_vnd=wish.amount_vnd, paid_vnd=payment.amount_vnd)
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


def _check(payment: Payment, wish: Wish) -> int:
    rest = refundable_vnd(payment)
    if rest <= 0 or Payment.objects.filter(identifies_id=payment.pk).exists():
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
    alone_vnd = limit.alone_vnd if limit is not None else 0
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
    _tell(refund, "refund_asked", by, at, rest_vnd=rest)
    if is_agreed:
        call_worker()
    return refund


def _tell(refund: Refund, kind: str, by: Actor, at: datetime, **facts: int | str) -> None:
    events.record(
        kind,
        by=by,
        subject=refund.code or f"payment:{refund.payment_id}",
        at=at,
        facility_id=refund.facility_id,
        refund_id=refund.pk,
        amount_vnd=refund.amount_vnd,
        **facts,
    )


def _locked(refund_id: int) -> Refund:
    refund = Refund.objects.select_for_update(of=("self",)).filter(pk=refund_id).first()
    if refund is None:
        raise errors.RefundNotFound
    return refund


@transaction.atomic
def approve(*, by: Actor, refund_id: int, at: datetime) -> Refund:
    """Agree to a refund. Above the limit two people of the facility are needed: when only the payer
    had asked, the first who agrees takes it on, and a second one has to agree.

    Raises `RefundNotFound`, `NotWaiting`, `SecondPersonNeeded`.
    """
    refund = _locked(refund_id)
    by.require(Permission.REFUND_APPROVE, refund.facility_id)
    if refund.state != RefundState.ASKED.value:
        raise errors.NotWaiting
    if rules.needs_two(refund.amount_vnd, refund.alone_limit_vnd):
        if refund.asked_by is None:
            refund.asked_by = by.user_id
            refund.save(update_fields=["asked_by"])
            _tell(refund, "refund_taken_on", by, at)
            return refund
        if refund.asked_by == by.user_id:
            raise errors.SecondPersonNeeded
    refund.state = REFUND_STATES.move(RefundState.ASKED, RefundState.APPROVED).value
    refund.approved_by, refund.approved_at, refund.next_ask_at = by.user_id, at, at
    refund.save(update_fields=["state", "approved_by", "approved_at", "next_ask_at"])
    _tell(refund, "refund_approved", by, at)
    call_worker()
    return refund


@transaction.atomic
def withdraw(*, by: Actor, refund_id: int, reason: str, at: datetime) -> None:
    """Drop a refund that nobody has agreed to yet. Raises `NotWaiting`, `ReasonMissing`."""
    refund = _locked(refund_id)
    by.require(Permission.REFUND_ASK, refund.facility_id)
    if not reason.strip():
        raise errors.ReasonMissing
    if refund.state != RefundState.ASKED.value:
        raise errors.NotWaiting
    refund.state = REFUND_STATES.move(RefundState.ASKED, RefundState.WITHDRAWN).value
    refund.closed_at = at
    refund.save(update_fields=["state", "closed_at"])
    _tell(refund, "refund_withdrawn", by, at, reason=reason.strip())


@transaction.atomic
def hand_over(*, by: Actor, refund_id: int, document: str, at: datetime) -> None:
    """Say that the transfer was made or the cash handed back, with the number of its proof.

    Raises `RefundNotFound`, `NotWaiting`, `DocumentMissing`.
    """
    refund = _locked(refund_id)
    by.require(Permission.REFUND_ASK, refund.facility_id)
    by_hand = refund.way in (Way.TRANSFER.value, Way.CASH.value)
    if not by_hand or refund.state != RefundState.SENT.value or refund.handed_over_at is not None:
        raise errors.NotWaiting
    if not document.strip():
        raise errors.DocumentMissing
    refund.handed_over_by, refund.handed_over_at = by.user_id, at
    refund.document, refund.next_ask_at = document.strip(), at
    refund.save(update_fields=["handed_over_by", "handed_over_at", "document", "next_ask_at"])
    _tell(refund, "refund_handed_over", by, at, document=refund.document)
    call_worker()


@transaction.atomic
def record_reversal(
    *, by: Actor, payment_id: int, amount_vnd: int, reason: str, at: datetime
) -> Refund:
    """A bank or provider took money of a payment back: the bill is owed again. Raises as `ask`."""
    payment = Payment.objects.select_related("bill").filter(pk=payment_id).first()
    if payment is None:
        raise errors.NothingToRefund
    by.require(Permission.PAYMENT_IDENTIFY, payment.facility_id)
    wish = Wish(payment_id=payment_id, amount_vnd=amount_vnd, reason=reason)
    rest = _check(payment, wish)
    return _write(by, payment, wish, Way.REVERSAL, Payee(), rest, at)


@transaction.atomic
def claim_due(
    *,
    at: datetime,
    limit: int,
    except_merchants: Sequence[int] = (),
    except_channels: Sequence[str] = (),
) -> list[Due]:
    """Take what is due. Money is set aside, and the refund written down as sent, before it is.

    What needs no provider is finished here; what does is handed to the caller.
    """
    due: list[Due] = []
    while len(due) < limit and (
        found := list(
            Refund.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(
                Q(next_ask_at__lte=at),
                state__in=[RefundState.APPROVED.value, RefundState.SENT.value],
            )
            .exclude(merchant_id__in=list(except_merchants))
            .exclude(channel__in=list(except_channels))
            .order_by("next_ask_at", "id")[: limit - len(due)]
        )
    ):
        due += [one for refund in found if (one := _take_or_set_apart(refund, at)) is not None]
    return due


def _take_or_set_apart(refund: Refund, at: datetime) -> Due | None:
    """A refund that the database refuses is put before a person, and holds up no other."""
    try:
        with transaction.atomic():
            return _take(refund, at)
    except (DatabaseError, PaymentReturn.DoesNotExist, MoveNotAllowed) as error:
        if isinstance(error, OperationalError):
            raise
        log.critical("refund_refused", refund=refund.pk, error=type(error).__name__)
        Refund.objects.filter(pk=refund.pk).update(
            needs_person=True, next_ask_at=None, note=f"broken:{type(error).__name__}"
        )
        return None


def _take(refund: Refund, at: datetime) -> Due | None:
    state, way = RefundState(refund.state), Way(refund.way)
    if state is RefundState.APPROVED:
        if way is Way.PROVIDER and _is_another_sent(refund):
            refund.next_ask_at = at + ASK_AFTER[0]
            refund.save(update_fields=["next_ask_at"])
            return None
        try:
            returning.set_aside(
                payment_id=refund.payment_id,
                refund_id=refund.pk,
                amount_vnd=refund.amount_vnd,
                at=at,
            )
        except ReturnTooMuch:
            refund.note = "too_much"
            _end(refund, RefundState.FAILED, at)
            return None
        if way is Way.REVERSAL:
            returning.let_go(
                refund_id=refund.pk, out_of=WayOut.CLEARING, detail=refund.channel, at=at
            )
            _end(refund, RefundState.REVERSED, at)
            return None
        refund.state = REFUND_STATES.move(state, RefundState.SENT).value
        refund.sent_at = at
        refund.next_ask_at = at + LEASE if way is Way.PROVIDER else None
        refund.save(update_fields=["state", "sent_at", "next_ask_at"])
        return Due(refund, Deed.REFUND) if way is Way.PROVIDER else None
    if refund.handed_over_at is not None:
        _finish(refund, way, at)
        return None
    if refund.sent_at is None:
        # The last try certainly never arrived.
        refund.sent_at, refund.next_ask_at = at, at + LEASE
        refund.save(update_fields=["sent_at", "next_ask_at"])
        return Due(refund, Deed.REFUND)
    refund.asks += 1
    refund.next_ask_at = at + LEASE
    refund.save(update_fields=["asks", "next_ask_at"])
    return Due(refund, Deed.ASK)


def _is_another_sent(refund: Refund) -> bool:
    """Whether another refund of the payment is with the provider: one goes after the other, since
    a provider may show one state for all of them.
    """
    if refund.payment.bill_id is not None:
        # The bill is locked first, as everywhere; it keeps two workers apart.
        Bill.objects.select_for_update().get(pk=refund.payment.bill_id)
    sent = Refund.objects.filter(
        payment_id=refund.payment_id, way=Way.PROVIDER.value, state=RefundState.SENT.value
    )
    return sent.exclude(pk=refund.pk).exists()


def _finish(refund: Refund, way: Way, at: datetime) -> None:
    """A person has said how it ended."""
    if refund.verdict == "stayed":
        returning.keep(refund_id=refund.pk, at=at)
        _end(refund, RefundState.FAILED, at)
        return
    out_of = {Way.CASH: WayOut.CASH, Way.TRANSFER: WayOut.BANK}.get(way, WayOut.CLEARING)
    account = facilities.approved_account(refund.facility_id)
    details = {
        WayOut.CLEARING: refund.channel,
        WayOut.BANK: account.number if account is not None else "",
        WayOut.CASH: "",
    }
    returning.let_go(refund_id=refund.pk, out_of=out_of, detail=details[out_of], at=at)
    _end(refund, RefundState.REFUNDED, at)


@transaction.atomic
def record_told(*, refund_id: int, told: RefundNotice, note: str, at: datetime) -> Refund:
    """Keep what a provider said of a refund, and finish it when that is the end.

    A word that is not understood, or none at all, leaves it on its way: it is asked after again.
    """
    refund = _locked(refund_id)
    if refund.state != RefundState.SENT.value:
        return refund
    refund.status = told.status[:100] or refund.status
    refund.note = note[:100]
    refund.provider_reference = told.provider_reference[:100] or refund.provider_reference
    if told.outcome is Outcome.CONFIRMED and told.amount_vnd in (0, refund.amount_vnd):
        returning.let_go(refund_id=refund.pk, out_of=WayOut.CLEARING, detail=refund.channel, at=at)
        _end(refund, RefundState.REFUNDED, at)
    elif told.outcome is Outcome.REFUSED:
        returning.keep(refund_id=refund.pk, at=at)
        _end(refund, RefundState.FAILED, at)
    else:
        _wait_on(refund, told.outcome, at)
    return refund


@transaction.atomic
def record_not_sent(*, refund_id: int, note: str, at: datetime) -> Refund:
    """Nothing of the refund reached the provider: it is sent again later, and not failed."""
    refund = _locked(refund_id)
    if refund.state != RefundState.SENT.value:
        return refund
    refund.note = note[:100]
    refund.sent_at = None
    refund.asks += 1
    refund.next_ask_at = at + min(timedelta(minutes=2**refund.asks), SEND_AGAIN_MAX)
    if refund.asks >= SENDS_MAX:
        refund.next_ask_at, refund.needs_person = None, True
    refund.save()
    return refund


def _wait_on(refund: Refund, outcome: Outcome, at: datetime) -> None:
    can_ask = CONNECTORS[refund.channel].CAN[Ability.ASK_REFUND].can
    sent_at = refund.sent_at or at
    later = (sent_at + wait for wait in ASK_AFTER if sent_at + wait > at)
    refund.next_ask_at = next(later, None) if can_ask else None
    # An amount that differs (confirmed, but not ours) is for a person as well.
    is_odd = outcome in (Outcome.MISMATCH, Outcome.CONFIRMED)
    refund.needs_person = is_odd or refund.next_ask_at is None
    refund.save()


@transaction.atomic
def settle_by_hand(
    *, by: Actor, refund_id: int, went_back: bool, document: str, at: datetime
) -> None:
    """A person has found out what became of a refund that the provider does not tell.

    Raises `RefundNotFound`, `NotWaiting`, `DocumentMissing`.
    """
    refund = _locked(refund_id)
    by.require(Permission.PAYMENT_IDENTIFY, refund.facility_id)
    by_hand = refund.way in (Way.TRANSFER.value, Way.CASH.value)
    if refund.state != RefundState.SENT.value or not (refund.needs_person or by_hand):
        raise errors.NotWaiting
    if refund.handed_over_at is not None:
        raise errors.NotWaiting
    if not document.strip():
        raise errors.DocumentMissing
    refund.document, refund.verdict = document.strip(), "went" if went_back else "stayed"
    refund.handed_over_by, refund.handed_over_at, refund.next_ask_at = by.user_id, at, at
    refund.save(
        update_fields=["document", "verdict", "handed_over_by", "handed_over_at", "next_ask_at"]
    )
    call_worker()
    _tell(refund, "refund_settled_by_hand", by, at, document=refund.document)


def _end(refund: Refund, state: RefundState, at: datetime) -> None:
    refund.state = REFUND_STATES.move(RefundState(refund.state), state).value
    refund.closed_at, refund.next_ask_at, refund.needs_person = at, None, False
    refund.save()
    _tell(refund, f"refund_{state.value}", SYSTEM, at)
