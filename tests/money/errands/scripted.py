"""A provider that says what the test wants, without a connection."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tests.world import AT
from thuphi.ground.channels.contract import Answer, Call

Said = Answer | Exception | Callable[[Call], Answer]


@dataclass
class Scripted:
    """Says one thing after the other; a call that nothing was written for fails the test."""

    said: list[Said] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def send(self, call: Call, *, line: str) -> Answer:
        """The next line of the script."""
        self.calls.append(call)
        self.lines.append(line)
        said = self.said.pop(0)
        if isinstance(said, Exception):
            raise said
        return said(call) if callable(said) else said


def told(members: object, status: int = 200, at: datetime = AT) -> Answer:
    """An answer in JSON."""
    return Answer(status, {"content-type": "application/json"}, json.dumps(members).encode(), at)


def page(status: int, body: bytes = b"<html><h1>Bad gateway</h1></html>") -> Answer:
    """An answer that is no JSON."""
    return Answer(status, {"content-type": "text/html"}, body, AT)


def momo_says(**members: object) -> Callable[[Call], Answer]:
    """What MoMo says to a call, with its names told back."""

    def answer(call: Call) -> Answer:
        asked = json.loads(call.body)
        echoed = {name: asked[name] for name in ("partnerCode", "orderId", "requestId")}
        return told({**echoed, "resultCode": 0, "responseTime": 1_791_000_000_000, **members})

    return answer


def made(call: Call) -> Answer:
    """MoMo has made the order."""
    url = "https://test-payment.momo.vn/v2/gateway/pay?t=1"
    return momo_says(amount=json.loads(call.body)["amount"], payUrl=url)(call)
