"""Send a refund, or ask what became of it, and keep the answer."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.db import DatabaseError

from thuphi.ground.calls.errors import NoAnswer, NoReply, NotSent
from thuphi.ground.channels.contract import (
    CannotDo,
    OrderRefused,
    Outcome,
    RefundNotice,
    RefundOrder,
    Refusal,
)
from thuphi.money.attempts.queries import attempt_by_reference
from thuphi.money.payments.models import Heard
from thuphi.money.refunds import actions as refunds
from thuphi.money.refunds.models import Refund
from thuphi.money.refunds.queries import has_twin

from .attempt_steps import WALK_MAX
from .lines import Clock, Line, Sends, log, now, open_line, word_of


def take_refund_step(due: refunds.Due, *, sender: Sends, clock: Clock = now) -> None:
    """Send one refund, or ask what became of it, and keep the answer."""
    refund = due.refund
    try:
        line = open_line(refund.merchant_id, sender, clock)
        order = _refund_order(refund, line)
        told, note = (_send_back if due.deed is refunds.Deed.REFUND else _ask_back)(order, line)
    except NotSent as failure:
        refunds.record_not_sent(refund_id=refund.pk, note=failure.why.value, at=clock())
        return
    except DatabaseError:
        raise
    except Exception as fault:  # noqa: BLE001
        log.critical("refund_step_broke", refund=refund.pk, error=type(fault).__name__)
        told, note = _NOT_KNOWN, f"broken:{type(fault).__name__}"
    refunds.record_told(refund_id=refund.pk, told=told, note=note, at=clock())


_NOT_KNOWN = RefundNotice(Outcome.UNKNOWN)

_STAYED = RefundNotice(Outcome.REFUSED)


def _send_back(order: RefundOrder, line: Line) -> tuple[RefundNotice, str]:
    """What became of a refund that is sent now, and a note of what was in the way.

    Raises `NotSent`: nothing of it left, so it may be sent again.
    """
    try:
        step = line.connector.refund(order, line.settings)
    except (OrderRefused, CannotDo, Refusal) as refused:
        return _STAYED, type(refused).__name__
    if step.call is None:
        return _STAYED, "cannot_send"
    try:
        answer, _ = line.send(step.call)
        return line.connector.read_refunded(order, answer, line.settings), ""
    except (NoAnswer, Refusal) as unread:
        return _NOT_KNOWN, word_of(unread)


def _ask_back(order: RefundOrder, line: Line) -> tuple[RefundNotice, str]:
    """What became of a refund that was sent before. What cannot be asked stays open."""
    told, asked_at_last = _NOT_KNOWN, ""
    try:
        for _ in range(WALK_MAX):
            step = line.connector.ask_refund(order, line.settings)
            if step.call is None or step.call.url == asked_at_last:
                break
            asked_at_last = step.call.url
            answer, _ = line.send(step.call)
            told = line.connector.read_refund_asked(order, answer, line.settings)
            if told.outcome is not Outcome.PENDING or not told.provider_reference:
                break
            extra = {**order.extra, "next": told.provider_reference}
            order = replace(order, request_id=uuid.uuid4().hex, extra=extra)
    except CannotDo:
        return _NOT_KNOWN, "cannot_ask"
    except (NoReply, Refusal, OrderRefused) as failure:
        return _NOT_KNOWN, word_of(failure)
    return told, ""


def _refund_order(refund: Refund, line: Line) -> RefundOrder:
    heard = Heard.objects.get(pk=refund.payment.heard_id)
    attempt = attempt_by_reference(refund.merchant_id, heard.reference)
    others = Refund.objects.filter(payment_id=refund.payment_id).exclude(pk=refund.pk)
    known = others.exclude(provider_reference="").values_list("provider_reference", flat=True)
    return RefundOrder(
        reference=refund.reference,
        request_id=uuid.uuid4().hex,
        payment_reference=heard.reference,
        provider_reference=heard.provider_reference,
        amount_vnd=refund.amount_vnd,
        paid_vnd=heard.amount_vnd,
        description=f"Hoan {refund.code}".strip(),
        started_at=attempt.started_at if attempt is not None else heard.paid_at,
        at=line.clock(),
        asked_by=f"user-{refund.approved_by}",
        token=attempt.token if attempt is not None else "",
        # Where the provider said that this refund can be asked after, if it said so.
        extra={
            **(dict(attempt.extra) if attempt is not None else {}),
            "next": refund.provider_reference,
            # Its names of the payment's other refunds: what it tells of them is not of this one.
            "other_refunds": " ".join(known),
            # Where a provider has no name for a refund, two of one amount cannot be told apart.
            **({"twin": "1"} if has_twin(refund) else {}),
        },
    )
