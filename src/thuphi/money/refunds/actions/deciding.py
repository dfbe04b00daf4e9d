"""People agree, withdraw, hand over, and say how it ended."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.attempts.actions import call_worker
from thuphi.money.refunds import errors, rules
from thuphi.money.refunds.models import Refund
from thuphi.money.refunds.queries import is_stuck
from thuphi.money.refunds.rules import REFUND_STATES, RefundState, Way

from .keeping import locked, tell_of


@transaction.atomic
def approve(*, by: Actor, refund_id: int, at: datetime) -> Refund:
    """Agree to a refund. Above the limit two people of the facility are needed: when only the payer
    had asked, the first who agrees takes it on, and a second one has to agree.

    Raises `RefundNotFound`, `NotWaiting`, `SecondPersonNeeded`.
    """
    refund = locked(refund_id)
    by.require(Permission.REFUND_APPROVE, refund.facility_id)
    if refund.state != RefundState.ASKED.value:
        raise errors.NotWaiting
    if rules.needs_two(refund.amount_vnd, refund.alone_limit_vnd):
        if refund.asked_by is None:
            refund.asked_by = by.user_id
            refund.save(update_fields=["asked_by"])
            tell_of(refund, "refund_taken_on", by, at)
            return refund
        if refund.asked_by == by.user_id:
            raise errors.SecondPersonNeeded
    refund.state = REFUND_STATES.move(RefundState.ASKED, RefundState.APPROVED).value
    refund.approved_by, refund.approved_at, refund.next_ask_at = by.user_id, at, at
    refund.save(update_fields=["state", "approved_by", "approved_at", "next_ask_at"])
    tell_of(refund, "refund_approved", by, at)
    call_worker()
    return refund


@transaction.atomic
def withdraw(*, by: Actor, refund_id: int, reason: str, at: datetime) -> None:
    """Drop a refund that nobody has agreed to yet. Raises `NotWaiting`, `ReasonMissing`."""
    refund = locked(refund_id)
    by.require(Permission.REFUND_ASK, refund.facility_id)
    if not reason.strip():
        raise errors.ReasonMissing
    if refund.state != RefundState.ASKED.value:
        raise errors.NotWaiting
    refund.state = REFUND_STATES.move(RefundState.ASKED, RefundState.WITHDRAWN).value
    refund.closed_at = at
    refund.save(update_fields=["state", "closed_at"])
    tell_of(refund, "refund_withdrawn", by, at, reason=reason.strip())


@transaction.atomic
def hand_over(*, by: Actor, refund_id: int, document: str, at: datetime) -> None:
    """Say that the transfer was made or the cash handed back, with the number of its proof.

    Raises `RefundNotFound`, `NotWaiting`, `DocumentMissing`.
    """
    refund = locked(refund_id)
    by.require(Permission.REFUND_ASK, refund.facility_id)
    by_hand = refund.way in (Way.TRANSFER.value, Way.CASH.value)
    if not by_hand or refund.state != RefundState.SENT.value or refund.handed_over_at is not None:
        raise errors.NotWaiting
    if not document.strip():
        raise errors.DocumentMissing
    refund.handed_over_by, refund.handed_over_at = by.user_id, at
    refund.document, refund.next_ask_at = document.strip(), at
    refund.save(update_fields=["handed_over_by", "handed_over_at", "document", "next_ask_at"])
    tell_of(refund, "refund_handed_over", by, at, document=refund.document)
    call_worker()


@transaction.atomic
def settle_by_hand(
    *, by: Actor, refund_id: int, went_back: bool, document: str, at: datetime
) -> None:
    """A person has found out what became of a refund that the provider does not tell.

    Raises `RefundNotFound`, `NotWaiting`, `DocumentMissing`.
    """
    refund = locked(refund_id)
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
    tell_of(refund, "refund_settled_by_hand", by, at, document=refund.document)


@transaction.atomic
def take_up_again(*, by: Actor, refund_id: int, at: datetime) -> None:
    """What the book refused was looked into: let the worker try it once more.

    Raises `RefundNotFound`, `NotWaiting`.
    """
    refund = locked(refund_id)
    by.require(Permission.REFUND_APPROVE, refund.facility_id)
    if not is_stuck(refund):
        raise errors.NotWaiting
    refund.needs_person, refund.next_ask_at = False, at
    refund.save(update_fields=["needs_person", "next_ask_at"])
    tell_of(refund, "refund_taken_up_again", by, at)
    call_worker()
