"""The bank at work: takes an order, moves the money, has the subscribers told."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

import httpx
import msgspec

from simulators.bank import picture, vietqr
from simulators.bank.book import Book, Credit, Movement, Sent
from simulators.bank.delivery import deliver
from simulators.bank.refusals import Refused
from simulators.bank.settings import Provider, Settings, Subscription
from simulators.bank.wire import Wire
from simulators.bank.words import Damage, damaged, folded

VIETNAM = timezone(timedelta(hours=7))
PAYER_ACCOUNT = "0351000123456"
BILL_CODE = re.compile(r"[A-Za-z0-9 .-]{4,40}")
ORDER_CODE = re.compile(r"(?<![A-Za-z0-9])[0-9]{6,15}(?![A-Za-z0-9])")


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a payer tells the bank; exactly one of the first three names the QR."""

    qr: str = ""
    picture: str = ""
    bill_url: str = ""
    amount_vnd: int | None = None
    text: str | None = None
    times: int = 1
    delay_seconds: int = 0
    damage: Damage | None = None
    payer_name: str = "NGUYEN VAN A"
    provider: Provider | None = None
    is_told: bool = True
    """Whether anybody is notified; a credit that nobody was told of stands on the statement."""


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something on an account that no family pays."""

    bin: str
    account: str
    amount_vnd: int
    text: str = ""
    is_in: bool = True
    other_name: str = ""
    other_account: str = ""
    reverses: str = ""
    """The bank reference of a credit that the bank takes back."""


class Repeat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wish to send the notification of an old credit once more."""

    bank_reference: str
    change_body: bool = False
    bad_signature: bool = False
    provider: Provider | None = None


class Burst(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Many payments at once."""

    payloads: list[str | Order]
    concurrency: int = 32
    is_repeated: bool = False
    """Whether an unacknowledged notification is sent again as for a single payment."""


@dataclass(slots=True)
class Bank:
    """One bank, its book and its wire to the subscribers."""

    settings: Settings
    book: Book
    browser: httpx.AsyncClient
    wire: Wire = field(default_factory=Wire)
    held_back: set[asyncio.Task[None]] = field(default_factory=set)

    def now(self) -> datetime:
        """The time in Viet Nam."""
        return datetime.now(VIETNAM)

    def holder(self, bank: str, account: str) -> str:
        """The account holder's name, if this bank knows it."""
        names = [s.name for s in self._watching(bank, account, None) if s.name]
        return names[0] if names else ""

    async def look_at(self, order: Order) -> vietqr.Invitation:
        """Read the QR that an order names. Raises `Refused`."""
        if order.qr:
            return vietqr.read(order.qr)
        if order.picture:
            try:
                return vietqr.read(picture.read(base64.b64decode(order.picture, validate=True)))
            except binascii.Error as error:
                raise Refused("Ảnh gửi lên không phải base64.") from error
        if order.bill_url:
            return vietqr.read(picture.read(await self._picture_of(order.bill_url)))
        raise Refused("Xin dán đường dẫn, mã khoản thu, hoặc chọn ảnh mã QR.")

    async def _picture_of(self, link_or_code: str) -> bytes:
        link = urlsplit(link_or_code.strip())
        _, found, after = link.path.partition("/b/")
        code = after.split("/")[0] if found else link.path
        if not BILL_CODE.fullmatch(code):
            raise Refused("Không hiểu đường dẫn hoặc mã này.")
        code = re.sub(r"[ .-]", "", code).upper()
        address = f"{self.settings.thuphi_url.rstrip('/')}/b/{code}/qr.png"
        try:
            reply = await self.browser.get(address, timeout=self.settings.timeout_ms / 1000)
        except httpx.HTTPError as error:
            raise Refused(f"Không kết nối được tới {self.settings.thuphi_url}.") from error
        if reply.status_code != httpx.codes.OK:
            raise Refused(f"Trang thu phí không có mã QR của {code} ({reply.status_code}).")
        return reply.content

    async def pay(self, order: Order) -> tuple[list[Credit], list[Sent]]:
        """Move the money, `times` times, and tell the subscribers; late ones are told in time."""
        if not 1 <= order.times <= 10 or not 0 <= order.delay_seconds <= 86_400:
            raise Refused("Số lần trả từ 1 đến 10, trễ tối đa một ngày.")
        invitation = await self.look_at(order)
        credits = [self._credit(order, invitation) for _ in range(order.times)]
        if not order.is_told:
            return credits, []
        if order.delay_seconds:
            task = asyncio.create_task(self._tell_later(credits, order))
            self.held_back.add(task)
            task.add_done_callback(self.held_back.discard)
            return credits, []
        return credits, await self._tell(credits, order, self.settings.repeats_max)

    def _credit(self, order: Order, invitation: vietqr.Invitation) -> Credit:
        amount_vnd = order.amount_vnd if order.amount_vnd is not None else invitation.amount_vnd
        if amount_vnd is None:
            raise Refused("Mã QR không có số tiền. Xin nhập số tiền.")
        written = invitation.text if order.text is None else order.text
        payer_name = folded(order.payer_name)
        text = folded(written)
        numbers = ORDER_CODE.findall(text)
        if order.damage is not None:
            text = damaged(text, order.damage, payer_name=payer_name, payer_account=PAYER_ACCOUNT)
        return self.book.credit(
            bank=invitation.bin,
            account=invitation.account,
            amount_vnd=amount_vnd,
            text=text,
            order_code=int(numbers[0]) if numbers else None,
            payer_name=payer_name,
            payer_account=PAYER_ACCOUNT,
            at=self.now(),
        )

    async def _tell_later(self, credits: list[Credit], order: Order) -> None:
        await asyncio.sleep(order.delay_seconds)
        await self._tell(credits, order, self.settings.repeats_max)

    def _watching(self, bank: str, account: str, only: Provider | None) -> list[Subscription]:
        return [
            s
            for s in self.settings.subscriptions
            if (s.bin, s.account) == (bank, account) and only in (None, s.provider)
        ]

    async def _tell(self, credits: list[Credit], order: Order, repeats_max: int) -> list[Sent]:
        sent = await asyncio.gather(
            *(
                deliver(
                    credit,
                    to,
                    over=self.wire,
                    settings=self.settings,
                    clock=self.now,
                    repeats_max=repeats_max,
                )
                for credit in credits
                for to in self._watching(credit.bin, credit.account, order.provider)
            )
        )
        for told in sent:
            self.book.sent[told.bank_reference].append(told)
        return sent

    def move(self, wish: Move) -> Movement:
        """Book what is no family's payment. Raises `Refused`."""
        return self.book.move(
            bank=wish.bin,
            account=wish.account,
            amount_vnd=wish.amount_vnd,
            is_in=wish.is_in,
            text=folded(wish.text),
            other_name=folded(wish.other_name),
            other_account=wish.other_account,
            reverses=wish.reverses,
            at=self.now(),
        )

    async def repeat(self, wish: Repeat) -> list[Sent]:
        """Send a notification once more, as it was or spoilt as wished."""
        credit = self.book.find(wish.bank_reference)
        told = credit
        if wish.change_body:
            told = replace(credit, amount_vnd=credit.amount_vnd + 1_000)
        sent = await asyncio.gather(
            *(
                deliver(
                    told,
                    to,
                    over=self.wire,
                    settings=self.settings,
                    clock=self.now,
                    repeats_max=0,
                    has_bad_signature=wish.bad_signature,
                )
                for to in self._watching(credit.bin, credit.account, wish.provider)
            )
        )
        self.book.sent[credit.bank_reference].extend(sent)
        return sent

    async def burst(self, wish: Burst) -> list[Sent]:
        """Pay many at once; every order is read and booked before the first is sent."""
        if not 1 <= wish.concurrency <= 1_000:
            raise Refused("Số kết nối cùng lúc từ 1 đến 1000.")
        orders = [Order(qr=p) if isinstance(p, str) else p for p in wish.payloads]
        booked = [
            ([self._credit(order, await self.look_at(order)) for _ in range(order.times)], order)
            for order in orders
        ]
        booked = [one for one in booked if one[1].is_told]
        repeats_max = self.settings.repeats_max if wish.is_repeated else 0
        waiting = iter(booked)
        sent: list[Sent] = []

        async def teller() -> None:
            for credits, order in waiting:
                sent.extend(await self._tell(credits, order, repeats_max))

        await asyncio.gather(*(teller() for _ in range(wish.concurrency)))
        return sent

    async def close(self) -> None:
        """Drop what is held back and hang up."""
        for task in self.held_back:
            task.cancel()
        await asyncio.gather(*self.held_back, return_exceptions=True)
        self.wire.close()
        await self.browser.aclose()
