"""What the verbs on refunds share."""

from __future__ import annotations

from datetime import datetime

import structlog

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import SYSTEM, Actor
from thuphi.money.refunds import errors
from thuphi.money.refunds.models import Refund
from thuphi.money.refunds.rules import REFUND_STATES, RefundState

log = structlog.get_logger("thuphi.refunds")


def tell_of(refund: Refund, kind: str, by: Actor, at: datetime, **facts: int | str) -> None:
    """Keep an event about a refund."""
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


def locked(refund_id: int) -> Refund:
    """The refund, locked. Raises `RefundNotFound`."""
    refund = Refund.objects.select_for_update(of=("self",)).filter(pk=refund_id).first()
    if refund is None:
        raise errors.RefundNotFound
    return refund


def end(refund: Refund, state: RefundState, at: datetime) -> None:
    """A refund has come to its end, and stays there."""
    refund.state = REFUND_STATES.move(RefundState(refund.state), state).value
    refund.closed_at, refund.next_ask_at, refund.needs_person = at, None, False
    refund.save()
    tell_of(refund, f"refund_{state.value}", SYSTEM, at)
