"""Cash goes from a collector's hands to the fund; two people sign, each under their own login."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.tills import errors
from thuphi.money.tills.models import HandOver
from thuphi.money.tills.queries.holdings import holding_of
from thuphi.money.tills.rules import HAND_OVER_STATES, Counted, HandOverState, counted_vnd


@transaction.atomic
def give(
    *,
    by: Actor,
    facility_id: int,
    pieces: Sequence[int],
    seen_held_vnd: int,
    reason: str,
    at: datetime,
) -> HandOver:
    """Count out cash for whoever keeps the fund, and sign. It is theirs once they sign too.

    `pieces` are counted notes in the order of `rules.NOTES_VND`; `seen_held_vnd` is what the page
    said was held. A count that differs needs a reason: what is missing stays with the collector.
    Raises `PersonUnknown`, `NothingHeld`, `HeldChanged`, `NothingCounted`, `ReasonMissing`,
    `HandOverWaits`.
    """
    by.require(Permission.CASH_TAKE, facility_id)
    if by.user_id is None:
        raise errors.PersonUnknown
    if HandOver.objects.filter(
        facility_id=facility_id, given_by=by.user_id, state=HandOverState.GIVEN.value
    ).exists():
        raise errors.HandOverWaits
    held_vnd = holding_of(facility_id, by.user_id).held_vnd
    if held_vnd <= 0:
        raise errors.NothingHeld
    if held_vnd != seen_held_vnd:
        raise errors.HeldChanged(held_vnd)
    count = Counted(held_vnd, counted_vnd(pieces))
    if not count.counted_vnd:
        raise errors.NothingCounted
    if count.difference_vnd and not reason.strip():
        raise errors.ReasonMissing
    made = _write(by.user_id, facility_id, pieces, count, reason.strip(), at)
    _tell("cash_given", by, made, at, difference_vnd=count.difference_vnd)
    return made


def _write(
    giver_id: int,
    facility_id: int,
    pieces: Sequence[int],
    count: Counted,
    reason: str,
    at: datetime,
) -> HandOver:
    try:
        with transaction.atomic():
            return HandOver.objects.create(
                facility_id=facility_id,
                given_by=giver_id,
                given_at=at,
                held_vnd=count.held_vnd,
                pieces=list(pieces),
                counted_vnd=count.counted_vnd,
                amount_vnd=count.goes_over_vnd,
                reason=reason,
                state=HandOverState.GIVEN.value,
            )
    except IntegrityError as error:
        # Somebody at a second page was faster: their hand-over, or their takings, came first.
        if "hand_over_is_one_at_a_time" in str(error):
            raise errors.HandOverWaits from error
        if "hand_over_is_of_what_is_held" in str(error):
            raise errors.HeldChanged(holding_of(facility_id, giver_id).held_vnd) from error
        raise


@transaction.atomic
def receive(*, by: Actor, hand_over_id: int, at: datetime) -> HandOver:
    """The second person has counted the same and signs: the cash is in the fund.

    Raises `HandOverNotFound`, `HandOverIsOver`, `SecondPersonMissing`.
    """
    made = _waiting(by, hand_over_id)
    if by.user_id is None or by.user_id == made.given_by:
        raise errors.SecondPersonMissing
    return _close(by, made, HandOverState.RECEIVED, "", at)


@transaction.atomic
def refuse(*, by: Actor, hand_over_id: int, reason: str, at: datetime) -> HandOver:
    """The second person counts otherwise: nothing goes over. Raises as `receive`, and
    `ReasonMissing`."""
    made = _waiting(by, hand_over_id)
    if by.user_id is None or by.user_id == made.given_by:
        raise errors.SecondPersonMissing
    return _close(by, made, HandOverState.REFUSED, _said(reason), at)


@transaction.atomic
def withdraw(*, by: Actor, hand_over_id: int, reason: str, at: datetime) -> HandOver:
    """The collector takes the count back before anybody signed. Raises as `refuse`."""
    made = _waiting(by, hand_over_id)
    if by.user_id != made.given_by:
        raise errors.HandOverNotFound
    return _close(by, made, HandOverState.WITHDRAWN, _said(reason), at)


def _said(reason: str) -> str:
    if not reason.strip():
        raise errors.ReasonMissing
    return reason.strip()


def _waiting(by: Actor, hand_over_id: int) -> HandOver:
    made = HandOver.objects.select_for_update().filter(pk=hand_over_id).first()
    if made is None:
        raise errors.HandOverNotFound
    by.require(Permission.CASH_TAKE, made.facility_id)
    if made.state != HandOverState.GIVEN.value:
        raise errors.HandOverIsOver
    return made


def _close(by: Actor, made: HandOver, state: HandOverState, answer: str, at: datetime) -> HandOver:
    made.state = HAND_OVER_STATES.move(HandOverState(made.state), state).value
    made.received_by = None if state is HandOverState.WITHDRAWN else by.user_id
    made.closed_at, made.answer = at, answer
    made.save(update_fields=["state", "received_by", "closed_at", "answer"])
    _tell(f"cash_{state.value}", by, made, at, reason=answer)
    return made


def _tell(kind: str, by: Actor, made: HandOver, at: datetime, **facts: str | int) -> None:
    events.record(
        kind,
        by=by,
        subject=f"hand_over:{made.pk}",
        at=at,
        facility_id=made.facility_id,
        amount_vnd=made.amount_vnd,
        **facts,
    )
