"""What a provider of e-invoices is asked, and what it answers: it sends and remembers nothing."""

from __future__ import annotations

import enum
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import quote

import msgspec

from thuphi.ground.channels.contract import Answer, Call

NUMBER_MAX = 99_999_999
"""Numbers have eight digits at the most (Circular 78/2021, article 4)."""

WORDS_MAX = 300

SERIAL = re.compile(r"[0-9A-Z]{6,10}", re.ASCII)


class Told(enum.Enum):
    """What an answer comes to."""

    ISSUED = "issued"
    PENDING = "pending"
    """The provider has it and has not numbered it yet."""
    REFUSED = "refused"
    NOT_THERE = "not_there"
    """It has never heard of our reference."""
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: words, how many, đồng."""

    words: str
    quantity: int
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An invoice that is to be issued, once."""

    reference: str
    kind: str
    serial: str
    on: date
    buyer: str
    lines: Sequence[Line]
    total_vnd: int
    replaces: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the provider said, in our words."""

    told: Told
    serial: str = ""
    number: int = 0
    tax_office_code: str = ""
    lookup: str = ""
    reason: str = ""


class Provider(Protocol):
    """A provider of e-invoices."""

    def issue(self, order: Order) -> Call:
        """The call that asks for an invoice; sent twice it gives one number."""
        ...

    def look_up(self, reference: str) -> Call:
        """The call that asks what became of an order."""
        ...

    def read(self, answer: Answer) -> Reply:
        """What an answer means."""
        ...


class _Body(msgspec.Struct):
    status: str = ""
    serial: str = ""
    number: int = 0
    code: str = ""
    lookup: str = ""
    reason: str = ""


TOLD = {
    "issued": Told.ISSUED,
    "pending": Told.PENDING,
    "refused": Told.REFUSED,
    "unknown": Told.NOT_THERE,
}


@dataclass(frozen=True, slots=True)
class SignedJson:
    """JSON over HTTP with an HMAC-SHA256 over method, path and body: what the simulator speaks.

    Vietnamese providers each have their own wire; one of theirs is another class like this.
    """

    address: str
    tax_code: str
    secret: str

    def issue(self, order: Order) -> Call:
        """`POST /api/v1/invoices`."""
        body = msgspec.json.encode(
            {
                "ref": order.reference,
                "kind": order.kind,
                "serial": order.serial,
                "date": order.on.isoformat(),
                "buyer": order.buyer,
                "lines": [
                    {"name": one.words, "quantity": one.quantity, "amount": one.amount_vnd}
                    for one in order.lines
                ],
                "total": order.total_vnd,
                "replaces": order.replaces,
            }
        )
        return self._call("POST", "/api/v1/invoices", body)

    def look_up(self, reference: str) -> Call:
        """`GET /api/v1/invoices/{ref}`."""
        return self._call("GET", f"/api/v1/invoices/{quote(reference, safe='')}", b"")

    def _call(self, method: str, path: str, body: bytes) -> Call:
        signed = b"\n".join((method.encode(), path.encode(), body))
        signature = hmac.new(self.secret.encode(), signed, hashlib.sha256).hexdigest()
        headers = {
            "content-type": "application/json",
            "x-tax-code": self.tax_code,
            "x-signature": signature,
        }
        return Call(method, f"{self.address.rstrip('/')}{path}", headers, body, timeout_seconds=15)

    def read(self, answer: Answer) -> Reply:
        """By the word in the body; a word nobody listed, or no JSON, is unclear and asked after."""
        try:
            body = msgspec.json.decode(answer.body, type=_Body)
        except msgspec.MsgspecError:
            return Reply(told=Told.UNCLEAR)
        told = TOLD.get(body.status, Told.UNCLEAR)
        if told is Told.ISSUED and not _is_number(body):
            return Reply(told=Told.UNCLEAR)
        return Reply(
            told=told,
            serial=body.serial,
            number=body.number,
            tax_office_code=body.code,
            lookup=body.lookup,
            reason=body.reason.replace("\0", "")[:WORDS_MAX],
        )


def _is_number(body: _Body) -> bool:
    """A number and a serial in their form, and words that can be kept."""
    words = (body.code, body.lookup)
    return (
        SERIAL.fullmatch(body.serial) is not None
        and 0 < body.number <= NUMBER_MAX
        and all(len(one) <= WORDS_MAX and "\0" not in one for one in words)
    )
