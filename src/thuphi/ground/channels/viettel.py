"""Viettel payment gateway 2.0, of the BankPlus and ViettelPay years: its signed payment address.

Known from two third-party clients only (docs/channels/viettel.md), and superseded: today's Viettel
Money publishes no protocol, and is reached by VietQR and by the GSMA connector. What the gateway
sends back is known from one of the two alone, so nothing it says is believed and this is no
merchant's channel; `thuphi channel start viettel` runs it by itself.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import urlencode

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Ability,
    CannotDo,
    Capability,
    FourFields,
    Knock,
    Limits,
    Notice,
    Order,
    OrderRefused,
    Step,
)
from thuphi.ground.channels.unable import Unable
from thuphi.ground.kit import fold

SANDBOX = "https://pay3.viettel.vn/PaymentGateway/payment"
VERSION = "2.0"
SIGNED = {
    "PAYMENT": ("billcode", "command", "merchant_code", "order_id", "trans_amount", "version"),
    "TRANS_INQUIRY": ("cmd", "merchant_code", "order_id", "version"),
    "REFUND_PAYMENT": (
        "cmd", "merchant_code", "order_id", "originalRequestId", "refundType", "trans_amount",
        "version",
    ),
}  # fmt: skip
"""Which members are signed, in which order, for each command."""
_NOT_PUBLISHED = "its messages to us are not published"


def sign_text(command: str, access_code: str, members: Mapping[str, str]) -> str:
    """The text that is signed: the access code and the members' values, one after the other."""
    return access_code + "".join(members[name] for name in SIGNED[command])


def check_sum(text: str, key: bytes) -> str:
    """The HMAC-SHA1 of a text, in base 64."""
    return base64.b64encode(hmac.new(key, text.encode(), hashlib.sha1).digest()).decode()


class Viettel(reading.SuccessReplies, Unable):
    """Writes the address of a payment page; believes nothing that comes back."""

    name: ClassVar[str] = "viettel"
    method: ClassVar[str] = "mobile_money"
    CAN: ClassVar[Mapping[Ability, Capability]] = {
        ability: Capability(
            ability is Ability.START, "" if ability is Ability.START else _NOT_PUBLISHED
        )
        for ability in Ability
    }
    SETTINGS: ClassVar[tuple[str, ...]] = ("merchant_code", "access_code", "hash_key", "endpoint")
    SECRETS: ClassVar[tuple[str, ...]] = ("hash_key",)
    ADDRESSES: ClassVar[Mapping[str, str]] = {"endpoint": SANDBOX}
    LIMITS: ClassVar[Limits] = Limits(1_000, 100_000_000)
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(version=1, code="order_id", reason="desc")

    def start(self, order: Order, settings: Mapping[str, str]) -> Step:
        """The address to open. Raises `OrderRefused`, `SignatureWrong`."""
        if not self.LIMITS.min_vnd <= order.amount_vnd <= self.LIMITS.max_vnd:
            raise OrderRefused("amount_vnd: Viettel nhận từ 1.000 đ đến 100.000.000 đ một lần.")
        members = {
            "billcode": order.extra.get("billcode") or order.reference.partition("-")[0],
            "command": "PAYMENT",
            "merchant_code": reading.secret(settings, "merchant_code").decode(),
            "order_id": order.reference,
            "trans_amount": str(order.amount_vnd),
            "version": VERSION,
        }
        access_code = reading.secret(settings, "access_code").decode()
        text = sign_text("PAYMENT", access_code, members)
        signature = check_sum(text, reading.secret(settings, "hash_key"))
        rest = {
            "desc": fold.for_bank(order.description),
            "locale": "Vi",
            "return_url": order.return_url,
            "cancel_url": order.return_url,
            "check_sum": signature,
        }
        address = settings.get("endpoint") or SANDBOX
        query = urlencode({**members, **rest})
        return Step(url=f"{address}?{query}", signed_text=text, signature=signature)

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:  # noqa: ARG002
        """Raises `CannotDo`."""
        raise CannotDo(Ability.HEAR)
