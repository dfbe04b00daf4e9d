"""Recordings of what a provider sends, and sample orders that go with them.

A recording is `tests/channels/<name>/<kind>[_more].json`: what arrived, when, and what must come of
it. To record a new one: take the raw body and the headers used, scrub names and numbers, sign again
with a made-up secret. `headers` holds only those that prove something. `extra` and `token` go into
the sample orders and questions, for providers that want more than every order has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from thuphi.ground.channels.contract import Ability, Connector, Knock, Order, Question, RefundOrder
from thuphi.ground.channels.registry import CONNECTORS

HERE = Path(__file__).parent
ALWAYS = ("good", "bad_signature", "altered_body", "malformed_body")
IF_IT_CAN = {
    Ability.REFUSE_OLD: "old_timestamp",
    Ability.TEST_PING: "test_ping",
    Ability.MONEY_OUT: "money_out",
}
CODE = "TF003NQK8NRQ"


class Expected(msgspec.Struct):
    notice: dict[str, str | int | dict[str, str]] | None = None
    refused: str = ""
    status: int = 0


class Recording(msgspec.Struct):
    note: str
    settings: dict[str, str]
    at: datetime
    headers: dict[str, str]
    body: str
    expect: Expected
    method: str = "POST"
    query: dict[str, str] = {}
    tail: str = ""
    extra: dict[str, str] = {}
    token: str = ""

    @property
    def knock(self) -> Knock:
        return self.knock_with()

    def knock_with(
        self,
        *,
        body: bytes | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        tail: str | None = None,
    ) -> Knock:
        """The same knock with a part of it exchanged."""
        return Knock(
            method=self.method,
            query=self.query if query is None else query,
            headers=self.headers if headers is None else headers,
            body=self.body.encode() if body is None else body,
            at=self.at,
            tail=self.tail if tail is None else tail,
        )


def kinds(connector: Connector) -> list[str]:
    """The kinds of recordings that a connector must have."""
    if not connector.CAN[Ability.HEAR].can:
        return ["good"]
    return [*ALWAYS, *(kind for able, kind in IF_IT_CAN.items() if connector.CAN[able].can)]


def recordings(name: str) -> list[Path]:
    return sorted((HERE / name).glob("*.json"))


def load(path: Path) -> Recording:
    return msgspec.json.decode(path.read_bytes(), type=Recording)


def those(asked: Callable[[Connector], bool]) -> pytest.MarkDecorator:
    """The connectors of which something holds; at least one, or the test would say nothing."""
    found = [one for one in CONNECTORS.values() if asked(one)]
    assert found
    return pytest.mark.parametrize("connector", found, ids=lambda one: one.name)


@dataclass(frozen=True, slots=True)
class Sample:
    """An order, the questions about it, and the settings of the good recording."""

    settings: Mapping[str, str]
    order: Order
    question: Question
    refund: RefundOrder
    part_refund: RefundOrder


def sample(connector: Connector) -> Sample:
    """A sample order that this connector must be able to send."""
    good = load(HERE / connector.name / "good.json")
    reference = connector.reference_of(CODE, 7, good.at)
    paid_vnd = max(1_250_000, connector.LIMITS.min_vnd)
    money = str((good.expect.notice or {}).get("provider_reference") or "PAID26000123")
    order = Order(
        reference=reference,
        amount_vnd=paid_vnd,
        description=f"{CODE} Học phí tháng 9",
        return_url="https://truong.example.edu.vn/tra-ve",
        notify_url=f"https://truong.example.edu.vn/gate/{connector.name}/hoa-mai",
        ip="203.0.113.7",
        at=good.at,
        payer_name="Nguyễn Văn A",
        beneficiary_name="Trường Tiểu học Hoa Mai",
        extra=good.extra,
    )
    question = Question(
        reference=reference,
        amount_vnd=paid_vnd,
        started_at=good.at,
        at=good.at,
        request_id="hoi-26000123-1",
        token=good.token,
        provider_reference=money,
        extra=good.extra,
    )

    def refund(amount_vnd: int) -> RefundOrder:
        return RefundOrder(
            reference=connector.reference_of(CODE, 8, good.at),
            request_id="hoan-26000123-1",
            payment_reference=reference,
            provider_reference=money,
            amount_vnd=amount_vnd,
            paid_vnd=paid_vnd,
            description=f"{CODE} Hoàn học phí",
            started_at=good.at,
            at=good.at,
            asked_by="ke-toan-1",
            token=good.token,
            extra=good.extra,
        )

    return Sample(good.settings, order, question, refund(paid_vnd), refund(paid_vnd - 1000))
