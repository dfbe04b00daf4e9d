"""The operator at work: takes requests, waits for PINs, moves money, tells the schools."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx

from simulators.operator import callbacks, server
from simulators.operator.book import Book, Request, Transaction
from simulators.operator.callbacks import Told
from simulators.operator.faults import (
    AT_THE_PIN,
    AT_THE_REFUND,
    AT_THE_START,
    Fault,
    Refused,
    SaysNo,
)
from simulators.operator.settings import Merchant, Settings

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PIN_TRIES = 3
SHORT_VND = 1_000


@dataclass
class Operator:
    """One operator for one process."""

    settings: Settings
    book: Book
    browser: httpx.AsyncClient
    told: list[Told] = field(default_factory=list)
    next_fault: Fault = Fault.NONE
    _at_work: set[asyncio.Task[None]] = field(default_factory=set)

    def now(self) -> datetime:
        """The time of day."""
        return datetime.now(VIETNAM)

    def stamp(self) -> str:
        """The same as a message writes it."""
        return self.now().isoformat(timespec="seconds")

    def take_fault(self, at: frozenset[Fault]) -> Fault:
        """The fault ordered for this place, which is then used up."""
        if self.next_fault not in at:
            return Fault.NONE
        taken, self.next_fault = self.next_fault, Fault.NONE
        return taken

    def check_open(self) -> None:
        """Raises `SaysNo` while the operator is down."""
        if self.next_fault is Fault.DOWN:
            raise SaysNo("serviceUnavailable", "genericError")

    async def ask_for_money(
        self, merchant: Merchant, headers: Mapping[str, str], body: bytes
    ) -> Request:
        """A merchant payment. Raises `SaysNo`."""
        request = server.merchant_payment(self.book, merchant, headers, body)
        await self._keep_silent_if(self.take_fault(AT_THE_START))
        return request

    async def ask_for_reversal(
        self, merchant: Merchant, headers: Mapping[str, str], body: bytes, original: str
    ) -> Request:
        """A reversal, which is decided at once and told when it is asked for."""
        request = server.reversal(self.book, merchant, headers, body, original)
        fault = self.take_fault(AT_THE_REFUND)
        if fault is Fault.REFUND_FAILS:
            request.status, request.error = "failed", SaysNo("businessRule", "requestDeclined")
        else:
            self.book.reverse(request, self.now())
        await self._keep_silent_if(fault)
        return request

    async def _keep_silent_if(self, fault: Fault) -> None:
        if fault is Fault.TIMEOUT:
            await asyncio.sleep(self.settings.silence_ms / 1000)

    def confirm(self, request: Request, pin: str, ordered: Fault = Fault.NONE) -> None:
        """The payer typed a PIN. Raises `Refused` with what to do."""
        if request.status != "pending":
            raise Refused("Yêu cầu này đã xong.")
        if pin != self.settings.pin:
            request.tries += 1
            if request.tries >= PIN_TRIES:
                self.decline(request)
            raise Refused("PIN sai. Nhập lại PIN gồm 4 chữ số.")
        fault = ordered if ordered in AT_THE_PIN else self.take_fault(AT_THE_PIN)
        short_vnd = SHORT_VND if fault is Fault.WRONG_AMOUNT else 0
        try:
            done = self.book.pay(request, request.amount_vnd - short_vnd, self.now())
        except SaysNo as no:
            request.status, request.error = "failed", no
            self._later(self._tell(request, [no.message(self.stamp())], fault))
            return
        if fault is Fault.UNKNOWN_WORD:
            done.status = "suspended"
        self._later(self._tell(request, self._messages(request, done, fault), fault))

    def _messages(
        self, request: Request, done: Transaction, fault: Fault
    ) -> list[dict[str, object]]:
        final = done.message()
        if fault is Fault.TWICE:
            return [final, final]
        if fault is Fault.OUT_OF_ORDER:
            waiting = {**server.state_of(request, self.stamp()), "status": "pending"}
            return [final, SaysNo("businessRule", "genericError").message(self.stamp()), waiting]
        return [final]

    def decline(self, request: Request) -> None:
        """The payer said no, or typed a wrong PIN too often."""
        if request.status != "pending":
            raise Refused("Yêu cầu này đã xong.")
        request.status, request.error = "failed", SaysNo("businessRule", "requestDeclined")
        self._later(self._tell(request, [request.error.message(self.stamp())], Fault.NONE))

    async def _tell(
        self, request: Request, messages: list[dict[str, object]], fault: Fault
    ) -> None:
        if not request.callback_url or fault is Fault.SILENT:
            return
        await asyncio.sleep(callbacks.waits(fault, self.settings))
        url = request.callback_url
        for message in messages:
            self.told.append(
                await callbacks.tell(
                    self.browser,
                    self.settings,
                    url=callbacks.spoilt(url) if fault is Fault.BAD_SIGNATURE else url,
                    correlation_id=request.correlation_id,
                    message=message,
                    at=self.now(),
                )
            )

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def close(self) -> None:
        """Stop what is still being told."""
        for task in tuple(self._at_work):
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)
        await self.browser.aclose()
