"""The worker sets the money aside before it sends anything, and finishes when it knows the end."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Q

from thuphi.ground.channels.contract import Ability, Outcome, RefundNotice
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.bills.models import Bill
from thuphi.money.payments import returning
from thuphi.money.payments.errors import ReturnTooMuch
from thuphi.money.payments.models import PaymentReturn
from thuphi.money.payments.returning import WayOut
from thuphi.money.refunds.models import Refund
from thuphi.money.refunds.rules import REFUND_STATES, STUCK, RefundState, Way
from thuphi.registers.facilities import queries as facilities

from .keeping import end, locked, log

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
            needs_person=True, next_ask_at=None, note=f"{STUCK}{type(error).__name__}"
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
            end(refund, RefundState.FAILED, at)
            return None
        if way is Way.REVERSAL:
            returning.let_go(
                refund_id=refund.pk, out_of=WayOut.CLEARING, detail=refund.channel, at=at
            )
            end(refund, RefundState.REVERSED, at)
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
        end(refund, RefundState.FAILED, at)
        return
    out_of = {Way.CASH: WayOut.CASH, Way.TRANSFER: WayOut.BANK}.get(way, WayOut.CLEARING)
    account = facilities.approved_account(refund.facility_id)
    details = {
        WayOut.CLEARING: refund.channel,
        WayOut.BANK: account.number if account is not None else "",
        WayOut.CASH: "",
    }
    returning.let_go(refund_id=refund.pk, out_of=out_of, detail=details[out_of], at=at)
    end(refund, RefundState.REFUNDED, at)


@transaction.atomic
def record_told(*, refund_id: int, told: RefundNotice, note: str, at: datetime) -> Refund:
    """Keep what a provider said of a refund, and finish it when that is the end.

    A word that is not understood, or none at all, leaves it on its way: it is asked after again.
    """
    refund = locked(refund_id)
    if refund.state != RefundState.SENT.value:
        return refund
    refund.status = told.status[:100] or refund.status
    refund.note = note[:100]
    refund.provider_reference = told.provider_reference[:100] or refund.provider_reference
    if told.outcome is Outcome.CONFIRMED and told.amount_vnd in (0, refund.amount_vnd):
        returning.let_go(refund_id=refund.pk, out_of=WayOut.CLEARING, detail=refund.channel, at=at)
        end(refund, RefundState.REFUNDED, at)
    elif told.outcome is Outcome.REFUSED:
        returning.keep(refund_id=refund.pk, at=at)
        end(refund, RefundState.FAILED, at)
    else:
        _wait_on(refund, told.outcome, at)
    return refund


@transaction.atomic
def record_not_sent(*, refund_id: int, note: str, at: datetime) -> Refund:
    """Nothing of the refund reached the provider: it is sent again later, and not failed."""
    refund = locked(refund_id)
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
