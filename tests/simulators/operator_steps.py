"""Steps of a payment and of a refund, each with as many calls as it takes."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime

import httpx
from operator_side import send

from thuphi.ground.channels.contract import (
    Notice,
    Order,
    Outcome,
    Question,
    RefundNotice,
    RefundOrder,
    Started,
)
from thuphi.ground.channels.gsma import Gsma

GSMA = Gsma()
NUMBERS = itertools.count(1)


def start(order: Order, settings: dict[str, str], client: httpx.Client) -> Started:
    step = GSMA.start(order, settings)
    assert step.call is not None
    return GSMA.read_started(order, send(step.call, client), settings)


def press(client: httpx.Client, started: Started, deed: str = "pay", pin: str = "1234") -> int:
    typed = {"pin": pin, "deed": deed}
    return client.post(f"/requests/{started.token}", data=typed).status_code


def ask(order: Order, token: str, settings: dict[str, str], client: httpx.Client) -> Notice:
    """The whole walk of questions."""
    question = Question(
        reference=order.reference,
        amount_vnd=order.amount_vnd,
        started_at=order.at,
        at=datetime.now(UTC),
        request_id="q",
        token=token,
    )
    place = ""
    for _ in range(4):
        step = GSMA.ask(question, settings)
        assert step.call is not None
        notice = GSMA.read_asked(question, send(step.call, client), settings)
        if notice.details.get("next", "") in ("", place):
            return notice
        place = notice.details["next"]
        question = replace(question, extra={"next": place})
    return notice


def refund_order(order: Order, paid: Notice, amount_vnd: int) -> RefundOrder:
    return RefundOrder(
        reference=f"TF003NQK8NRQ-{next(NUMBERS)}",
        request_id="r",
        payment_reference=order.reference,
        provider_reference=paid.provider_reference,
        amount_vnd=amount_vnd,
        paid_vnd=paid.amount_vnd,
        description="Thu thừa",
        started_at=order.at,
        at=datetime.now(UTC),
        asked_by="lan",
    )


def refund(order: RefundOrder, settings: dict[str, str], client: httpx.Client) -> RefundNotice:
    """A reversal and the whole walk of its questions."""
    step = GSMA.refund(order, settings)
    assert step.call is not None
    told = GSMA.read_refunded(order, send(step.call, client), settings)
    return ask_refund(order, told.provider_reference, settings, client)


def ask_refund(
    order: RefundOrder, place: str, settings: dict[str, str], client: httpx.Client
) -> RefundNotice:
    for _ in range(4):
        order = replace(order, extra={"next": place})
        step = GSMA.ask_refund(order, settings)
        assert step.call is not None
        told = GSMA.read_refund_asked(order, send(step.call, client), settings)
        if told.outcome is not Outcome.PENDING or told.provider_reference == place:
            return told
        place = told.provider_reference
    return told


def ledger(client: httpx.Client, order: Order) -> list[tuple[int, str]]:
    """What the operator says it took by a reference."""
    payments = client.get("/ledger").json()["payments"]
    return [
        (one["amount_vnd"], one["status"])
        for one in payments
        if one["reference"] == order.reference
    ]
