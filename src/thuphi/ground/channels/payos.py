"""payOS: payment webhook.

payos.vn, "Webhook" and "Kiểm tra dữ liệu với signature"; SDKs @payos/node 2.0.5 and payos 1.1.0.
Member `signature` is the HMAC-SHA256 of `data`: its names sorted, `name=value` joined by `&`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Capability,
    Knock,
    Malformed,
    Notice,
    Outcome,
    SignatureWrong,
)

OUTCOME = {("00", "00"): Outcome.CONFIRMED}
TEST_ORDER, TEST_TEXT = 123, "VQRIO123"
CURRENCIES = (None, "", "VND")


class _Data(msgspec.Struct, rename="camel"):
    order_code: int
    amount: reading.Amount
    transaction_date_time: str
    payment_link_id: str
    code: str
    reference: str | None = None
    description: str | None = None
    account_number: str | None = None
    currency: str | None = None
    virtual_account_number: str | None = None
    counter_account_name: str | None = None
    counter_account_number: str | None = None
    counter_account_bank_name: str | None = None


class _Message(msgspec.Struct):
    code: str
    data: _Data


def sign_text(data: Mapping[str, object]) -> str:
    """The text that is signed: the members received, no more and no fewer, sorted by name."""
    return "&".join(f"{name}={_value(data[name])}" for name in sorted(data))


def _value(value: object) -> str:
    if value is None or value in ("null", "undefined"):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return reading.compact_json(value)
    return str(value)


class PayOS(reading.SuccessReplies):
    """Hears of payments to payOS payment links and their virtual accounts."""

    name: ClassVar[str] = "payos"
    method: ClassVar[str] = "qr"
    CAN: ClassVar[Mapping[str, Capability]] = {
        "refuse_old": Capability(False, "the signature carries no time of sending"),
        "test_ping": Capability(True),
        "money_out": Capability(False, "payouts are not told by this webhook"),
        "name_payer": Capability(True),
        "ask": Capability(False, "payment links are not made by us yet, so there is none to ask"),
        "refund": Capability(False, "payOS has no refund; money goes back by a transfer"),
    }
    SETTINGS: ClassVar[tuple[str, ...]] = ("checksum_key",)
    SECRETS: ClassVar[tuple[str, ...]] = ("checksum_key",)

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """Verify, then parse. The signature lies in the body, so JSON is taken apart first. Both
        codes must say 00; the outer one is not signed, so altering it can only take away belief.
        """
        key = reading.secret(settings, "checksum_key")
        body = reading.json_of(knock.body)
        if not isinstance(body, dict) or not isinstance(body.get("data"), dict):
            raise Malformed("message")
        given = body.get("signature")
        if not isinstance(given, str):
            raise SignatureWrong("signature")
        reading.check_hmac(key, sign_text(body["data"]).encode(), given)
        message = reading.typed(body, _Message)
        data = message.data
        if data.currency not in CURRENCIES:
            raise Malformed("currency")
        outcome = OUTCOME.get((message.code, data.code), Outcome.UNKNOWN)
        text = reading.words(data.description)
        if data.amount <= 0 or (data.order_code == TEST_ORDER and TEST_TEXT in text):
            outcome = Outcome.NOT_OURS
        return Notice(
            outcome=outcome,
            provider_reference=reading.reference(data.payment_link_id, data.reference or ""),
            amount_vnd=abs(data.amount),
            paid_at=reading.local_time(data.transaction_date_time),
            text=text,
            reference=str(data.order_code),
            bank_reference=reading.words(data.reference),
            account=reading.words(data.account_number),
            virtual_account=reading.words(data.virtual_account_number),
            payer_name=reading.words(data.counter_account_name),
            payer_account=reading.words(data.counter_account_number),
            payer_bank=reading.words(data.counter_account_bank_name),
        )
