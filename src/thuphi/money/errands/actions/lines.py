"""One merchant's way to its provider, opened for one step."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import structlog
from django.conf import settings as installation
from django.db.models import F

from thuphi.ground.calls.errors import NoReply
from thuphi.ground.channels.contract import (
    Answer,
    Call,
    Connector,
    OrderRefused,
    Refusal,
)
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.money.errands.models import LineTrouble
from thuphi.registers.methods import queries as methods

log = structlog.get_logger("thuphi.errands")


class Sends(Protocol):
    """What opens connections; `ground.calls.Sender` is one."""

    def send(self, call: Call, *, line: str) -> Answer:
        """Raises `NotSent` when it never arrived, `NoAnswer` when it may have."""
        ...


Clock = Callable[[], datetime]


def now() -> datetime:
    """The instant of this machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One merchant's way to its provider, opened for one step."""

    merchant_id: int
    facility_id: int
    connector: Connector
    settings: Mapping[str, str]
    notify_url: str
    sender: Sends
    clock: Clock

    def send(self, call: Call) -> tuple[Answer, int]:
        """The answer and how long it took. Keeps account of a line that does not answer."""
        began = time.monotonic_ns()
        try:
            answer = self.sender.send(call, line=f"merchant-{self.merchant_id}")
        except NoReply as failure:
            if failure.why.value not in ("busy", "not_allowed", "unwritable"):
                _note_trouble(self.merchant_id, self.facility_id, self.clock())
            raise
        if answer.status >= 500:
            _note_trouble(self.merchant_id, self.facility_id, self.clock())
        else:
            LineTrouble.objects.filter(merchant_id=self.merchant_id).delete()
        return answer, (time.monotonic_ns() - began) // 1_000_000


def _note_trouble(merchant_id: int, facility_id: int, at: datetime) -> None:
    _, is_new = LineTrouble.objects.get_or_create(
        merchant_id=merchant_id,
        defaults={"facility_id": facility_id, "failures": 1, "since": at, "last_at": at},
    )
    if not is_new:
        LineTrouble.objects.filter(merchant_id=merchant_id).update(
            failures=F("failures") + 1, last_at=at
        )


def open_line(merchant_id: int, sender: Sends, clock: Clock) -> Line:
    merchant = methods.at_work(merchant_id)
    site = str(installation.SITE_URL).rstrip("/")
    return Line(
        merchant_id=merchant.id,
        facility_id=merchant.facility_id,
        connector=CONNECTORS[merchant.channel],
        settings=merchant.settings,
        notify_url=f"{site}/gate/{merchant.channel}/{merchant.slug}",
        sender=sender,
        clock=clock,
    )


def word_of(failure: NoReply | Refusal | OrderRefused) -> str:
    """A short code for the step's note, without what the provider wrote."""
    if isinstance(failure, NoReply):
        return failure.why.value
    return failure.reason if isinstance(failure, Refusal) else type(failure).__name__
