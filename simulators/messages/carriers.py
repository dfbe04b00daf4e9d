"""How the gateway and Zalo decide, what it costs, and the reports they send afterwards."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import re
import time
from collections.abc import Callable, Mapping

import httpx
import msgspec

from simulators.messages.book import Book, Fault, Message
from simulators.messages.settings import Settings, SmsAccount, ZaloAccount

PART_LETTERS = 160
PLAIN = re.compile(r"[\x20-\x7e\n]*")
NUMBER = re.compile(r"84[0-9]{9}")
BEYOND_GSM_PART = 70

Signing = Callable[[Message], tuple[bytes, dict[str, str]]]
"""Writes a report on a message and signs it: body and headers."""


class Refused(Exception):
    """A call is not carried out: HTTP status and the carrier's word."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error


class ZaloRefused(Exception):
    """Zalo's numbers, told with status 200."""

    def __init__(self, error: int, message: str) -> None:
        super().__init__(message)
        self.error = error
        self.message = message


class SmsCall(msgspec.Struct):
    """The body of a message."""

    request_id: str
    to: str
    text: str
    sender: str = msgspec.field(name="from")
    callback_url: str = ""


class ZaloCall(msgspec.Struct):
    """The body of a notice."""

    phone: str
    template_id: str
    template_data: dict[str, str]
    tracking_id: str = ""


class Carriers:
    """One house with its book, its browser for reports, and its errands under way."""

    def __init__(self, settings: Settings, book: Book, browser: httpx.AsyncClient) -> None:
        self.settings = settings
        self.book = book
        self._browser = browser
        self._errands: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Nothing is left under way."""
        for errand in self._errands:
            errand.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)
        await self._browser.aclose()

    def balance_vnd(self, account: SmsAccount | ZaloAccount, name: str) -> int:
        """What an account still holds."""
        return account.balance_vnd + self.book.topped_up_vnd[name] - self.book.spent_vnd[name]

    async def sms(self, authorization: str, body: bytes) -> dict[str, object]:
        """Take a short message. Raises `Refused`."""
        await self._before()
        account = next(
            (
                one
                for one in self.settings.sms
                if hmac.compare_digest(f"Bearer {one.key}", authorization)
            ),
            None,
        )
        if account is None:
            raise Refused(401, "unauthorized")
        try:
            call = msgspec.json.decode(body, type=SmsCall)
        except msgspec.DecodeError as error:
            raise Refused(400, "bad_request") from error
        before = self.book.by_reference("sms", call.request_id)
        if before is not None:
            return self._sms_taken(before)
        parts = _parts(call.text)
        if call.sender != account.brand or not call.text:
            raise Refused(422, "text_refused")
        if not NUMBER.fullmatch(call.to) or call.to in self.settings.unknown_numbers:
            raise Refused(422, "unknown_number")
        cost_vnd = parts * account.price_vnd
        poor = self.balance_vnd(account, account.brand) < cost_vnd
        if poor or self.book.goes_wrong(Fault.OUT_OF_CREDIT):
            raise Refused(402, "out_of_credit")
        self.book.spent_vnd[account.brand] += cost_vnd
        message = self.book.add(
            way="sms",
            to=call.to,
            sender=account.brand,
            text=call.text,
            reference=call.request_id,
            cost_vnd=cost_vnd,
        )
        await self._deliver(message, call.callback_url, _sms_signed(account.report_secret))
        if self.book.goes_wrong(Fault.TIMEOUT):
            await asyncio.sleep(self.settings.silence_ms / 1000)
        return self._sms_taken(message)

    @staticmethod
    def _sms_taken(message: Message) -> dict[str, object]:
        return {
            "message_id": message.message_id,
            "parts": _parts(message.text),
            "cost_vnd": message.cost_vnd,
        }

    async def zalo(self, token: str, body: bytes) -> dict[str, object]:
        """Take a notice. Raises `Refused` while down, else `ZaloRefused`."""
        await self._before()
        account = next(
            (one for one in self.settings.zalo if hmac.compare_digest(one.token, token)), None
        )
        if account is None:
            raise ZaloRefused(-124, "Access token invalid")
        try:
            call = msgspec.json.decode(body, type=ZaloCall)
        except msgspec.DecodeError as error:
            raise ZaloRefused(-112, "Template data invalid") from error
        template = account.templates.get(call.template_id)
        if template is None:
            raise ZaloRefused(-109, "Template ID invalid")
        if not NUMBER.fullmatch(call.phone) or call.phone in self.settings.unknown_numbers:
            raise ZaloRefused(-108, "Phone number invalid")
        if call.phone in self.settings.without_zalo:
            raise ZaloRefused(-118, "Zalo account not existed")
        if any(name not in call.template_data for name in template.params):
            raise ZaloRefused(-112, "Template data invalid")
        poor = self.balance_vnd(account, account.name) < account.price_vnd
        if poor or self.book.goes_wrong(Fault.OUT_OF_CREDIT):
            raise ZaloRefused(-115, "Out of quota")
        self.book.spent_vnd[account.name] += account.price_vnd
        text = template.text
        for name in template.params:
            text = text.replace(f"<{name}>", call.template_data[name])
        message = self.book.add(
            way="zalo",
            to=call.phone,
            sender=account.name,
            text=text,
            reference=call.tracking_id,
            cost_vnd=account.price_vnd,
        )
        await self._deliver(message, account.webhook_url, _zalo_signed(account))
        if self.book.goes_wrong(Fault.TIMEOUT):
            await asyncio.sleep(self.settings.silence_ms / 1000)
        sent_time = str(time.time_ns() // 1_000_000)
        return {
            "error": 0,
            "message": "Success",
            "data": {"msg_id": message.message_id, "sent_time": sent_time},
        }

    async def _before(self) -> None:
        if self.book.goes_wrong(Fault.DOWN):
            raise Refused(503, "unavailable")

    async def _deliver(self, message: Message, url: str, signed: Signing) -> None:
        errand = self._arrive(message, url, signed)
        if self.book.goes_wrong(Fault.REPORT_FIRST):
            await errand
            return
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _arrive(self, message: Message, url: str, signed: Signing) -> None:
        await asyncio.sleep(self.settings.delivery_ms / 1000)
        is_off = message.to in self.settings.off_numbers
        message.status = "undelivered" if is_off else "delivered"
        if not url or (is_off and message.way == "zalo"):
            return
        if self.book.goes_wrong(Fault.NO_REPORT):
            return
        body, headers = signed(message)
        if self.book.goes_wrong(Fault.BAD_SIGNATURE):
            headers = {name: f"{value[:-4]}AAA=" for name, value in headers.items()}
        times = 2 if self.book.goes_wrong(Fault.REPORT_TWICE) else 1
        for _ in range(times):
            await self._tell(message, url, body, headers)

    async def _tell(
        self, message: Message, url: str, body: bytes, headers: Mapping[str, str]
    ) -> None:
        for _ in range(1 + self.settings.repeats_max):
            try:
                answer = await self._browser.post(
                    url, content=body, headers={"content-type": "application/json", **headers}
                )
            except httpx.HTTPError:
                message.reports.append(0)
            else:
                message.reports.append(answer.status_code)
                if answer.is_success:
                    return
            await asyncio.sleep(self.settings.repeat_ms / 1000)


def _parts(text: str) -> int:
    size = PART_LETTERS if PLAIN.fullmatch(text) else BEYOND_GSM_PART
    return -(-len(text) // size)


def _sms_signed(secret: str) -> Signing:
    key = base64.b64decode(secret.removeprefix("whsec_") + "==")

    def sign(message: Message) -> tuple[bytes, dict[str, str]]:
        body = msgspec.json.encode(
            {
                "request_id": message.reference,
                "message_id": message.message_id,
                "status": message.status,
                "cost_vnd": message.cost_vnd,
            }
        )
        stamp, name = str(int(time.time())), f"report_{message.number}"
        signed = hmac.digest(key, f"{name}.{stamp}.".encode() + body, hashlib.sha256)
        return body, {
            "webhook-id": name,
            "webhook-timestamp": stamp,
            "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
        }

    return sign


def _zalo_signed(account: ZaloAccount) -> Signing:
    def sign(message: Message) -> tuple[bytes, dict[str, str]]:
        stamp = str(time.time_ns() // 1_000_000)
        body = msgspec.json.encode(
            {
                "event_name": "user_received_message",
                "app_id": account.app_id,
                "sender": {"id": account.name},
                "recipient": {"id": message.to},
                "message": {
                    "delivery_time": stamp,
                    "msg_id": message.message_id,
                    "tracking_id": message.reference,
                },
                "timestamp": stamp,
            }
        )
        signed = account.app_id.encode() + body + (stamp + account.secret).encode()
        return body, {"x-zevent-signature": f"mac={hashlib.sha256(signed).hexdigest()}"}

    return sign
