"""Casso: bank-credit webhook, version 2.

developer.casso.vn, "Webhook V2": `X-Casso-Signature: t=<ms>,v1=<hex>`, the HMAC-SHA512 of
`<t>.<body>` where the body is written again as compact JSON with names sorted at every level.
"""

from __future__ import annotations

import hashlib
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
)
from thuphi.ground.channels.unable import Unable

OUTCOME = {0: Outcome.CONFIRMED}
TEST_REFERENCE = "MA_GIAO_DICH_THU_NGHIEM"


class _Transaction(msgspec.Struct, rename="camel"):
    id: int
    amount: reading.Amount
    transaction_date_time: str
    reference: str | None = None
    description: str | None = None
    account_number: str | None = None
    virtual_account_number: str | None = None
    counter_account_name: str | None = None
    counter_account_number: str | None = None
    counter_account_bank_name: str | None = None


class _Message(msgspec.Struct):
    error: int
    data: _Transaction


class Casso(reading.SuccessReplies, Unable):
    """Hears of every movement that Casso sees on a linked account."""

    name: ClassVar[str] = "casso"
    method: ClassVar[str] = "qr"
    CAN: ClassVar[Mapping[Ability, Capability]] = {
        Ability.HEAR: Capability(True),
        Ability.START: Capability(False, "the QR code of the bill begins the payment"),
        Ability.CANCEL: Capability(False, "a transfer cannot be called off"),
        Ability.PART_REFUND: Capability(False, "Casso cannot send money"),
        Ability.ASK_REFUND: Capability(False, "Casso cannot send money"),
        Ability.SETTLEMENT: Capability(False, "the bank statement tells of the money"),
        Ability.REFUSE_OLD: Capability(True),
        Ability.TEST_PING: Capability(True),
        Ability.MONEY_OUT: Capability(True),
        Ability.NAME_PAYER: Capability(True),
        Ability.ASK: Capability(
            False, "looking up transactions needs the API key, not the webhook"
        ),
        Ability.REFUND: Capability(False, "Casso watches the account and cannot send money"),
    }
    SETTINGS: ClassVar[tuple[str, ...]] = ("key",)
    SECRETS: ClassVar[tuple[str, ...]] = ("key",)
    LIMITS: ClassVar[Limits] = Limits(max_vnd=499_999_999)
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(
        version=1, code="description", reason="description", payer_name="counterAccountName"
    )

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """Verify, then parse. The signature covers the sorted body, so JSON is taken apart first,
        and what was verified, not the raw text, is what is read.
        """
        parts = knock.headers.get("x-casso-signature", "").split(",")
        header = dict(part.strip().partition("=")[::2] for part in parts)
        stamp, given = header.get("t", ""), header.get("v1", "")
        key = reading.secret(settings, "key")
        reading.check_time(stamp, per_second=1000, at=knock.at)
        body = reading.json_of(knock.body)
        signed = f"{stamp}.{reading.compact_json(body)}"
        reading.check_hmac(key, signed.encode(), given, hashlib.sha512)
        message = reading.typed(body, _Message)
        data = message.data
        outcome = OUTCOME.get(message.error, Outcome.UNKNOWN)
        if data.amount <= 0 or data.reference == TEST_REFERENCE:
            outcome = Outcome.NOT_OURS
        return Notice(
            outcome=outcome,
            provider_reference=reading.reference(str(data.id)),
            amount_vnd=abs(data.amount),
            paid_at=reading.local_time(data.transaction_date_time),
            text=reading.words(data.description),
            bank_reference=reading.words(data.reference),
            account=reading.words(data.account_number),
            virtual_account=reading.words(data.virtual_account_number),
            payer_name=reading.words(data.counter_account_name),
            payer_account=reading.words(data.counter_account_number),
            payer_bank=reading.words(data.counter_account_bank_name),
        )
