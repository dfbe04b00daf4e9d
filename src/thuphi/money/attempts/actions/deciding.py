"""What people decide about attempts: to stop one, to ask again, to give up, to take the money."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.attempts import errors
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.rules import AttemptState

from .keeping import LIVE_STATES, call_worker, keep_step, let

REST = timedelta(seconds=15)
"""However often somebody presses, a provider is asked no sooner again."""


@transaction.atomic
def ask_to_cancel(*, by: Actor, attempt_id: int, at: datetime) -> None:
    """Wish that a live attempt ends. What is paid meanwhile is paid. Raises `AttemptNotFound`."""
    attempt = Attempt.objects.filter(pk=attempt_id).first()
    if attempt is None:
        raise errors.AttemptNotFound
    let(by, attempt.facility_id)
    if attempt.state not in LIVE_STATES or attempt.cancel_asked_at is not None:
        return
    Attempt.objects.filter(pk=attempt_id, cancel_asked_at=None).update(cancel_asked_at=at)
    keep_step(attempt, "cancel_asked", at=at, user_id=by.user_id)
    call_worker()


@transaction.atomic
def give_up(*, by: Actor, attempt_id: int, reason: str, at: datetime) -> None:
    """A person has found out that no money came by an unknown attempt, and says how they know.

    Raises `AttemptNotFound`. Money that comes later all the same is booked as ever.
    """
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id).first()
    if attempt is None:
        raise errors.AttemptNotFound
    by.require(Permission.PAYMENT_IDENTIFY, attempt.facility_id)
    if attempt.state not in LIVE_STATES and not attempt.needs_person:
        return
    if attempt.state in LIVE_STATES:
        attempt.state, attempt.closed_at = AttemptState.REFUSED.value, at
    attempt.next_ask_at, attempt.needs_person = None, False
    attempt.save(update_fields=["state", "closed_at", "next_ask_at", "needs_person"])
    keep_step(attempt, "given_up", outcome="refused", at=at, user_id=by.user_id)
    events.record(
        "attempt_given_up",
        by=by,
        subject=attempt.code,
        at=at,
        facility_id=attempt.facility_id,
        attempt_id=attempt.pk,
        reason=reason,
    )


@transaction.atomic
def ask_again(*, by: Actor, attempt_id: int, at: datetime) -> None:
    """Let the worker ask the provider now. Raises `AttemptNotFound`."""
    attempt = Attempt.objects.filter(pk=attempt_id).first()
    if attempt is None:
        raise errors.AttemptNotFound
    by.require(Permission.PAYMENT_READ, attempt.facility_id)
    if attempt.state != AttemptState.CONFIRMED.value:
        due_at = at if attempt.asked_at is None else max(at, attempt.asked_at + REST)
        Attempt.objects.filter(pk=attempt_id).update(next_ask_at=due_at)
        call_worker()


@transaction.atomic
def accept(*, by: Actor, attempt_id: int, reason: str, at: datetime) -> None:
    """A person says that money which did not fit the attempt is ours: the worker books it as it
    came. Raises `AttemptNotFound`.
    """
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id).first()
    if attempt is None:
        raise errors.AttemptNotFound
    by.require(Permission.PAYMENT_IDENTIFY, attempt.facility_id)
    is_decided = attempt.accepted_by is not None
    if attempt.state == AttemptState.CONFIRMED.value or not attempt.needs_person or is_decided:
        return
    attempt.accepted_by, attempt.next_ask_at = by.user_id, at
    attempt.save(update_fields=["accepted_by", "next_ask_at"])
    keep_step(attempt, "accepted", at=at, user_id=by.user_id)
    events.record(
        "attempt_accepted",
        by=by,
        subject=attempt.code,
        at=at,
        facility_id=attempt.facility_id,
        attempt_id=attempt.pk,
        reason=reason,
    )
    call_worker()
