"""Sandbox: our own way of being told, for demonstrations and tests. No money stands behind it.

docs/channels/sandbox.md: POST JSON, `X-Sandbox-Signature` is the hexadecimal HMAC-SHA256 of
`<X-Sandbox-Timestamp>.<raw body>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, ClassVar, Literal

import msgspec

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Ability,
    Capability,
    FourFields,
    Knock,
    Limits,
    Notice,
    Outcome,
    Reply,
)
from thuphi.ground.channels.unable import Unable

OUTCOME = {
    "paid": Outcome.CONFIRMED,
    "refused": Outcome.REFUSED,
    "pending": Outcome.PENDING,
    "mismatch": Outcome.MISMATCH,
    "out": Outcome.NOT_OURS,
    "test": Outcome.NOT_OURS,
}


class _Message(msgspec.Struct):
    id: str
    amount_vnd: reading.Amount
    paid_at: Annotated[datetime, msgspec.Meta(tz=True)]
    text: str = ""
    account: str = ""
    method: Literal["qr", "web", "mobile_money", "card"] = "qr"
    payer_name: str = ""
    bank_reference: str = ""
    status: str = "paid"


class Sandbox(reading.SuccessReplies, Unable):
    """Hears from the bank simulator."""

    name: ClassVar[str] = "sandbox"
    method: ClassVar[str] = "qr"
    CAN: ClassVar[Mapping[Ability, Capability]] = {
        Ability.HEAR: Capability(True),
        Ability.START: Capability(False, "the QR code of the bill begins the payment"),
        Ability.CANCEL: Capability(False, "a transfer cannot be called off"),
        Ability.PART_REFUND: Capability(False, "there is no money to send back"),
        Ability.ASK_REFUND: Capability(False, "there is no money to send back"),
        Ability.SETTLEMENT: Capability(False, "there is no money to settle"),
        Ability.REFUSE_OLD: Capability(True),
        Ability.TEST_PING: Capability(True),
        Ability.MONEY_OUT: Capability(True),
        Ability.NAME_PAYER: Capability(True),
        Ability.ASK: Capability(False, "the simulator forgets what it sent"),
        Ability.REFUND: Capability(False, "there is no money to send back"),
    }
    SETTINGS: ClassVar[tuple[str, ...]] = ("secret",)
    SECRETS: ClassVar[tuple[str, ...]] = ("secret",)
    LIMITS: ClassVar[Limits] = Limits(max_vnd=499_999_999)
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(
        version=1, code="text", reason="text", payer_name="payer_name"
    )

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """Verify, then parse."""
        stamp = knock.headers.get("x-sandbox-timestamp", "")
        given = knock.headers.get("x-sandbox-signature", "")
        reading.check_time(stamp, per_second=1, at=knock.at)
        signed = stamp.encode() + b"." + knock.body
        reading.check_hmac(reading.secret(settings, "secret"), signed, given)
        message = reading.typed(reading.json_of(knock.body), _Message)
        outcome = OUTCOME.get(message.status, Outcome.UNKNOWN)
        return Notice(
            outcome=outcome if message.amount_vnd > 0 else Outcome.NOT_OURS,
            provider_reference=reading.reference(message.id),
            amount_vnd=abs(message.amount_vnd),
            paid_at=message.paid_at,
            text=reading.words(message.text),
            bank_reference=reading.words(message.bank_reference),
            account=reading.words(message.account),
            payer_name=reading.words(message.payer_name),
        )

    def reply_repeated(self) -> Reply:
        """200, and says that it is a repeat."""
        return Reply(200, b'{"success": true, "repeated": true}')
