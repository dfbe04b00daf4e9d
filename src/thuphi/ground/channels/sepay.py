"""SePay: bank-credit webhook.

developer.sepay.vn, "Webhooks": POST JSON; signed by `X-SePay-Signature: sha256=<hex>`, the
HMAC-SHA256 of `<X-SePay-Timestamp>.<raw body>`, or named by `Authorization: Apikey <key>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

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
    SignatureWrong,
)
from thuphi.ground.channels.unable import Unable

OUTCOME = {"in": Outcome.CONFIRMED, "out": Outcome.NOT_OURS}


class _Message(msgspec.Struct, rename="camel"):
    id: int
    transaction_date: str
    transfer_type: str
    transfer_amount: reading.Amount
    account_number: str = ""
    code: str | None = None
    content: str | None = None
    sub_account: str | None = None
    reference_code: str | None = None


class SePay(reading.SuccessReplies, Unable):
    """Hears of every credit that SePay sees on a linked account."""

    name: ClassVar[str] = "sepay"
    method: ClassVar[str] = "qr"
    CAN: ClassVar[Mapping[Ability, Capability]] = {
        Ability.HEAR: Capability(True),
        Ability.START: Capability(False, "the QR code of the bill begins the payment"),
        Ability.CANCEL: Capability(False, "a transfer cannot be called off"),
        Ability.PART_REFUND: Capability(False, "SePay cannot send money"),
        Ability.ASK_REFUND: Capability(False, "SePay cannot send money"),
        Ability.SETTLEMENT: Capability(False, "the bank statement tells of the money"),
        Ability.REFUSE_OLD: Capability(True),
        Ability.TEST_PING: Capability(
            False, "SePay sends no marked test; its test is a real transfer"
        ),
        Ability.MONEY_OUT: Capability(True),
        Ability.NAME_PAYER: Capability(False, "the webhook carries the transfer text only"),
        Ability.ASK: Capability(
            False, "looking up transactions needs the API token, not the webhook"
        ),
        Ability.REFUND: Capability(False, "SePay watches the account and cannot send money"),
    }
    SETTINGS: ClassVar[tuple[str, ...]] = ("secret", "api_key")
    SECRETS: ClassVar[tuple[str, ...]] = ("secret", "api_key")
    LIMITS: ClassVar[Limits] = Limits(max_vnd=499_999_999)
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(version=1, code="content", reason="content")

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """Verify, then parse. With a `secret` only a signature counts; else the `api_key` does."""
        if settings.get("secret"):
            stamp = knock.headers.get("x-sepay-timestamp", "")
            algorithm, _, given = knock.headers.get("x-sepay-signature", "").partition("=")
            if algorithm.lower() != "sha256":
                raise SignatureWrong("signature")
            reading.check_time(stamp, per_second=1, at=knock.at)
            signed = stamp.encode() + b"." + knock.body
            reading.check_hmac(reading.secret(settings, "secret"), signed, given)
        else:
            scheme, _, given = knock.headers.get("authorization", "").partition(" ")
            if scheme.lower() != "apikey":
                raise SignatureWrong("api_key")
            reading.check_same(reading.secret(settings, "api_key").decode(), given.strip())
        message = reading.typed(reading.json_of(knock.body), _Message)
        outcome = OUTCOME.get(message.transfer_type, Outcome.UNKNOWN)
        return Notice(
            outcome=outcome if message.transfer_amount > 0 else Outcome.NOT_OURS,
            provider_reference=reading.reference(str(message.id)),
            amount_vnd=abs(message.transfer_amount),
            paid_at=reading.local_time(message.transaction_date),
            text=reading.words(message.content),
            reference=reading.words(message.code),
            bank_reference=reading.words(message.reference_code),
            account=reading.words(message.account_number),
            virtual_account=reading.words(message.sub_account),
        )
