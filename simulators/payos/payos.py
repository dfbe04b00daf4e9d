"""The deeds of payOS: makes, ends and pays links, and tells the merchant until it is heard."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import msgspec

from simulators.payos import messages, signing, vietqr
from simulators.payos.book import VIETNAM, Book, Credit, Link, Sent
from simulators.payos.faults import Fault, Mischief, Refused, Where, Wish
from simulators.payos.settings import Merchant, Settings

LONGEST_TEXT = 25
LARGEST_ORDER_CODE = 2**53 - 1


class SaysNo(Exception):
    """An answer of the API other than success; payOS signs none of these."""

    def __init__(self, code: str, desc: str, status: int = 200) -> None:
        super().__init__(desc)
        self.code, self.desc, self.status = code, desc, status


class NewLink(msgspec.Struct, frozen=True, rename="camel"):
    """The body of a new payment request."""

    order_code: int
    amount: int
    description: str
    cancel_url: str
    return_url: str
    signature: str
    expired_at: int | None = None


@dataclass(slots=True)
class PayOS:
    """One payOS, open from the start of the process to its end."""

    settings: Settings
    browser: httpx.AsyncClient
    book: Book = field(default_factory=Book)
    mischief: Mischief = field(default_factory=Mischief)
    notify_urls: dict[str, str] = field(default_factory=dict)
    deliveries: set[asyncio.Task[None]] = field(default_factory=set)

    async def close(self) -> None:
        """Stop telling."""
        for delivery in self.deliveries:
            delivery.cancel()
        await asyncio.gather(*self.deliveries, return_exceptions=True)
        await self.browser.aclose()

    def merchant(self, client_id: str, api_key: str) -> Merchant:
        """Who is calling. Raises `SaysNo`."""
        for merchant in self.settings.merchants:
            if (merchant.client_id, merchant.api_key) == (client_id, api_key):
                return merchant
        raise SaysNo("401", "Unauthorized.", 401)

    def make(self, merchant: Merchant, raw: bytes, now: datetime) -> Link:
        """A new link. Raises `SaysNo`."""
        try:
            body = msgspec.json.decode(raw, type=NewLink)
            everything = msgspec.json.decode(raw, type=dict[str, object])
        except msgspec.DecodeError as error:
            raise SaysNo("20", "Thông tin truyền lên không đúng.") from error
        if body.signature != signing.of_request(merchant.checksum_key, everything):
            raise SaysNo("20", "Mã kiểm tra (signature) không hợp lệ.")
        if not 0 < body.order_code <= LARGEST_ORDER_CODE or body.amount <= 0:
            raise SaysNo("20", "Thông tin truyền lên không đúng.")
        if not 0 < len(body.description) <= LONGEST_TEXT:
            raise SaysNo("20", "Mô tả tối đa 25 ký tự.")
        if self.book.find(merchant, str(body.order_code)):
            raise SaysNo("231", "Đơn thanh toán đã tồn tại.")
        link = Link(
            id=uuid.uuid4().hex,
            merchant=merchant,
            order_code=body.order_code,
            amount_vnd=body.amount,
            description=body.description,
            return_url=body.return_url,
            cancel_url=body.cancel_url,
            created_at=now,
            expires_at=datetime.fromtimestamp(body.expired_at, VIETNAM)
            if body.expired_at
            else None,
            qr=vietqr.payload(
                bank=merchant.bin,
                account=merchant.account_number,
                amount_vnd=body.amount,
                text=body.description,
            ),
        )
        self.book.links[link.id] = link
        return link

    def find(self, merchant: Merchant, name: str) -> Link:
        """A link of this merchant. Raises `SaysNo`."""
        link = self.book.find(merchant, name)
        if link is None:
            raise SaysNo("101", "Không tìm thấy đơn thanh toán.", 404)
        return link

    def end(self, link: Link, reason: str, now: datetime) -> None:
        """Cancel a link that nobody paid; one that is paid stays as it is."""
        if link.status(now) == "PENDING":
            link.ended, link.ended_at, link.reason = "CANCELLED", now, reason

    def pay(self, link: Link, amount_vnd: int, now: datetime) -> Credit:
        """The payer's transfer arrives. Raises `Refused`."""
        status = link.status(now)
        if status not in ("PENDING", "UNDERPAID"):
            raise Refused(f"Đơn này không nhận tiền nữa (trạng thái {status}).")
        wish = self.mischief.take(Where.PAYMENT)
        if wish is not None and wish.next is Fault.WRONG_AMOUNT:
            amount_vnd = max(1, amount_vnd - 1_000)
        if amount_vnd <= 0:
            raise Refused("Số tiền phải lớn hơn 0 đồng.")
        credit = Credit(self.book.next_reference(now), amount_vnd, now)
        link.credits.append(credit)
        self._soon(self._tell(link, credit, wish))
        return credit

    def _soon(self, delivery: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(delivery)
        self.deliveries.add(task)
        task.add_done_callback(self.deliveries.discard)

    async def _tell(self, link: Link, credit: Credit, wish: Wish | None) -> None:
        good = messages.notification(link, credit)
        match wish.next if wish else None:
            case Fault.LATE if wish:
                await asyncio.sleep(wish.seconds)
                await self._deliver(link, [good])
            case Fault.TWICE:
                await self._deliver(link, [good])
                await self._deliver(link, [good])
            case Fault.OUT_OF_ORDER:
                # An older word about the same credit overtakes nothing: it comes after.
                await self._deliver(link, [good])
                await self._deliver(link, [messages.notification(link, credit, code="02")])
            case Fault.BAD_SIGNATURE:
                await self._deliver(link, [messages.notification(link, credit, spoil=True), good])
            case Fault.UNKNOWN_WORD:
                await self._deliver(link, [messages.notification(link, credit, code="88")])
            case Fault.TIMEOUT:
                return
            case _:
                await self._deliver(link, [good])

    async def _deliver(self, link: Link, bodies: list[messages.Data]) -> None:
        """Try until 2xx comes back; the last body is the one that is repeated."""
        url = self.notify_urls.get(link.merchant.client_id, link.merchant.notify_url)
        if not url:
            return
        status, tries, told = 0, 0, bodies[0]
        for tries in range(1, self.settings.tries + 1):
            told = bodies[min(tries, len(bodies)) - 1]
            status = await self.post(url, told)
            if 200 <= status < 300:
                break
            await asyncio.sleep(self.settings.repeat_ms * 2 ** (tries - 1) / 1000)
        data = told["data"]
        amount = data["amount"] if isinstance(data, dict) else 0
        link.sent.append(Sent(str(told["code"]), int(amount), status, tries))

    async def post(self, url: str, message: messages.Data) -> int:
        """One try; 0 when nobody answered."""
        headers = {"content-type": "application/json"}
        try:
            answer = await self.browser.post(
                url, content=messages.compact(message), headers=headers
            )
        except httpx.HTTPError:
            return 0
        return answer.status_code


def opened(settings: Settings) -> PayOS:
    """A payOS without links."""
    browser = httpx.AsyncClient(
        trust_env=False, timeout=timedelta(milliseconds=settings.timeout_ms).total_seconds()
    )
    return PayOS(settings, browser)
