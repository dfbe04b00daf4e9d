"""One step with a provider of e-invoices: send or ask, and write down what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.views.decorators.debug import sensitive_variables

from thuphi.ground.calls.errors import NoReply
from thuphi.ground.channels.contract import Answer, Call

from . import actions
from .actions import Due
from .models import Invoice
from .port import Told


class Way(Protocol):
    """The way out, as `ground/calls` has it."""

    def send(self, call: Call, *, line: str) -> Answer:
        """Send once. Raises `NotSent`, `NoAnswer`."""
        ...


@sensitive_variables()
def take_step(due: Due, *, way: Way, at: datetime) -> Invoice:
    """Send a new one, ask after one that was sent; one that never arrived is sent after all."""
    provider = due.provider
    call = provider.issue(due.order) if due.is_new else provider.look_up(due.order.reference)
    try:
        reply = provider.read(way.send(call, line=due.line))
        if reply.told is Told.NOT_THERE and not due.is_new:
            reply = provider.read(way.send(provider.issue(due.order), line=due.line))
    except NoReply:
        return actions.record_no_answer(invoice_id=due.invoice.pk, at=at)
    return actions.record(invoice_id=due.invoice.pk, reply=reply, at=at)
