"""What every wallet is: a book, its faults, and words of its own towards merchants."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import httpx

from simulators.wallets.book import Book, Payment, Sent, State, now_ms
from simulators.wallets.faults import Fault, Faults, Where, Wish
from simulators.wallets.settings import Common

BODY_KEPT = 2_000
WRONG_BY_VND = 1_000


@dataclass(slots=True, kw_only=True)
class Wallet(ABC):
    """One wallet; its sub-class knows the provider's form."""

    NAME: ClassVar[str]
    COLOUR: ClassVar[str]

    browser: httpx.AsyncClient
    book: Book
    faults: Faults = field(default_factory=Faults)
    running: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    @abstractmethod
    def common(self) -> Common:
        """Settings that every wallet has."""

    @abstractmethod
    def notifications(self, payment: Payment, fault: Wish | None) -> Sequence[bytes]:
        """The JSON bodies that tell of an ended order, in their order; maybe none."""

    @abstractmethod
    def is_acknowledged(self, status: int, body: str) -> bool:
        """Whether the merchant's answer stops the repeats."""

    @abstractmethod
    def return_address(self, payment: Payment) -> str:
        """Where the payer's browser goes afterwards, with the provider's signed members."""

    def is_open(self, payment: Payment) -> bool:
        """Whether an order can still be paid; it expires when somebody looks too late."""
        age_ms = now_ms() - payment.made_at_ms
        if payment.state is State.WAITING and age_ms > self.common.expires_seconds * 1000:
            self.book.end(payment, State.EXPIRED)
        return payment.state is State.WAITING

    async def finish(self, payment: Payment, state: State) -> None:
        """End an order, have the merchant told, and wait for that a little."""
        self.book.end(payment, state)
        fault = self.faults.take(Where.NOTICE)
        task = asyncio.create_task(self._tell(payment, fault))
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        await asyncio.wait({task}, timeout=self.common.redirect_ms / 1000)

    async def _tell(self, payment: Payment, fault: Wish | None) -> None:
        if fault and fault.next is Fault.SILENT:
            return
        bodies = list(self.notifications(payment, fault))
        if fault and fault.next is Fault.LATE:
            await asyncio.sleep(fault.seconds or 1)
        if fault and fault.next is Fault.TWICE:
            bodies = [body for body in bodies for _ in range(2)]
        for body in bodies:
            self.book.sent.append(await self._deliver(payment, body))

    async def _deliver(self, payment: Payment, body: bytes) -> Sent:
        tries = 0
        while True:
            tries += 1
            status, said = await self._post(payment.notify_url, body)
            is_acknowledged = self.is_acknowledged(status, said)
            if is_acknowledged or tries > self.common.repeats_max:
                return Sent(
                    reference=payment.reference,
                    url=payment.notify_url,
                    status=status,
                    body=said[:BODY_KEPT],
                    tries=tries,
                    is_acknowledged=is_acknowledged,
                )
            await asyncio.sleep(self.common.repeat_ms / 1000)

    async def _post(self, url: str, body: bytes) -> tuple[int, str]:
        headers = {"content-type": "application/json; charset=UTF-8"}
        timeout = self.common.timeout_ms / 1000
        try:
            reply = await self.browser.post(url, content=body, headers=headers, timeout=timeout)
        except httpx.HTTPError as error:
            return 0, type(error).__name__
        return reply.status_code, reply.text

    async def close(self) -> None:
        """Hang up; what was not told is not told any more."""
        for task in tuple(self.running):
            task.cancel()
        await self.browser.aclose()


def with_query(url: str, members: Mapping[str, str | int]) -> str:
    """An address with further members in its query."""
    return str(httpx.URL(url).copy_merge_params({name: str(v) for name, v in members.items()}))
