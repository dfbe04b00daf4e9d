"""payOS: payment requests and their webhook.

payos.vn, "Tạo link thanh toán", "Webhook" and "Kiểm tra dữ liệu với signature"; SDKs
@payos/node 2.0.5 and payos 1.1.0. Member `signature` is the HMAC-SHA256 of `data`: its names
sorted, `name=value` joined by `&`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote

import msgspec

from thuphi.ground.channels import payos_links as links
from thuphi.ground.channels import payos_signature as signing
from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Ability,
    Answer,
    Call,
    Capability,
    FourFields,
    Knock,
    Limits,
    Malformed,
    Notice,
    Order,
    OrderRefused,
    Outcome,
    Question,
    Started,
    Step,
)
from thuphi.ground.channels.unable import Unable
from thuphi.ground.kit import billcode, fold

OUTCOME = {("00", "00"): Outcome.CONFIRMED}
TEST_ORDER, TEST_TEXT = 123, "VQRIO123"
CURRENCIES = (None, "", "VND")
LONGEST_TEXT = 25
LARGEST_ORDER_CODE = 2**53 - 1
"""JavaScript counts no further."""


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


class PayOS(reading.SuccessReplies, Unable):
    """Payment links with a VietQR code; hears of credits to them and to virtual accounts."""

    name: ClassVar[str] = "payos"
    method: ClassVar[str] = "qr"
    CAN: ClassVar[Mapping[Ability, Capability]] = {
        Ability.START: Capability(True),
        Ability.HEAR: Capability(True),
        Ability.ASK: Capability(True),
        Ability.CANCEL: Capability(True),
        Ability.REFUND: Capability(False, "payOS has no refund; money goes back by a transfer"),
        Ability.PART_REFUND: Capability(False, "payOS has no refund"),
        Ability.ASK_REFUND: Capability(False, "payOS has no refund"),
        Ability.SETTLEMENT: Capability(False, "the bank statement tells of the money"),
        Ability.REFUSE_OLD: Capability(False, "the signature carries no time of sending"),
        Ability.TEST_PING: Capability(True),
        Ability.MONEY_OUT: Capability(False, "payouts are not told by this webhook"),
        Ability.NAME_PAYER: Capability(True),
    }
    SETTINGS: ClassVar[tuple[str, ...]] = ("clientId", "apiKey", "checksumKey", "endpoint")
    SECRETS: ClassVar[tuple[str, ...]] = ("apiKey", "checksumKey")
    ADDRESSES: ClassVar[Mapping[str, str]] = {"endpoint": "https://api-merchant.payos.vn"}
    LIMITS: ClassVar[Limits] = Limits(max_vnd=499_999_999)
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(
        version=1,
        code="description",
        reason="description",
        payer_name="buyerName",
    )

    def reference_of(self, code: str, number: int, at: datetime) -> str:  # noqa: ARG002
        """The number alone: an order code is a whole number, and says no more."""
        return str(number)

    def start(self, order: Order, settings: Mapping[str, str]) -> Step:
        """Ask for a payment link. Its webhook address is set at payOS, once for all orders."""
        reading.check_amount(order.amount_vnd, self.LIMITS)
        cancel_url = order.extra.get("cancelUrl", order.return_url)
        reading.check_address("return_url", order.return_url)
        reading.check_address("extra.cancelUrl", cancel_url)
        expires_at = order.expires_at or order.at + self.WAITS.expires_after
        body: dict[str, str | int] = {
            "orderCode": _order_code(order.reference),
            "amount": order.amount_vnd,
            "description": _text(order.description),
            "cancelUrl": cancel_url,
            "returnUrl": order.return_url,
            "expiredAt": int(expires_at.timestamp()),
        }
        if order.payer_name:
            body["buyerName"] = order.payer_name
        text = signing.sign_text({name: body[name] for name in signing.REQUEST_MEMBERS})
        body["signature"] = signing.signature(reading.secret(settings, "checksumKey"), text)
        return Step(
            call=self._call("POST", "", settings, body),
            signed_text=text,
            signature=str(body["signature"]),
        )

    def read_started(self, order: Order, answer: Answer, settings: Mapping[str, str]) -> Started:
        """The address and the code of the link. The answer is signed as a webhook is."""
        return links.started(order, answer, reading.secret(settings, "checksumKey"))

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """Verify, then parse. The signature lies in the body, so JSON is taken apart first. Both
        codes must say 00; the outer one is not signed, so altering it can only take away belief.
        """
        key = reading.secret(settings, "checksumKey")
        body = reading.json_of(knock.body)
        signed = signing.checked_data(body, key)
        message = reading.typed(body, _Message)
        data = message.data
        if data.currency not in CURRENCIES:
            raise Malformed("currency")
        outcome = OUTCOME.get((message.code, data.code), Outcome.UNKNOWN)
        if signing.is_ambiguous(signed):
            outcome = Outcome.MISMATCH
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

    def ask(self, question: Question, settings: Mapping[str, str]) -> Step:
        """Ask by the link's own id, or by the order code when the start was never answered."""
        _check_keys(settings)
        return Step(call=self._call("GET", _path(question), settings))

    def read_asked(self, question: Question, answer: Answer, settings: Mapping[str, str]) -> Notice:
        """The credit has the same reference as in its webhook."""
        return links.asked(question, answer, reading.secret(settings, "checksumKey"))

    def cancel(self, question: Question, settings: Mapping[str, str]) -> Step:
        """End a link; the bank may still be faster."""
        _check_keys(settings)
        why: dict[str, str | int] = {"cancellationReason": "Nguoi thanh toan chon cach khac"}
        return Step(call=self._call("POST", f"{_path(question)}/cancel", settings, why))

    def read_cancelled(
        self, question: Question, answer: Answer, settings: Mapping[str, str]
    ) -> Notice:
        """payOS answers with the link as it is now."""
        return links.asked(question, answer, reading.secret(settings, "checksumKey"))

    def _call(
        self,
        method: str,
        path: str,
        settings: Mapping[str, str],
        body: Mapping[str, str | int] | None = None,
    ) -> Call:
        endpoint = settings.get("endpoint") or self.ADDRESSES["endpoint"]
        headers = {
            header: settings[name]
            for header, name in (("x-client-id", "clientId"), ("x-api-key", "apiKey"))
            if settings.get(name)
        }
        url = f"{endpoint.rstrip('/')}/v2/payment-requests{path}"
        if body is None:
            return Call(method, url, headers)
        told = {**headers, "content-type": "application/json"}
        return Call(method, url, told, msgspec.json.encode(body))


def _check_keys(settings: Mapping[str, str]) -> None:
    """What is not signed is proved by the two keys alone. Raises `SignatureWrong`."""
    for name in ("clientId", "apiKey"):
        reading.secret(settings, name)


def _path(question: Question) -> str:
    return f"/{quote(question.token or question.reference, safe='')}"


def _order_code(reference: str) -> int:
    """Raises `OrderRefused`."""
    if reference.isascii() and reference.isdigit() and reference[0] != "0" and len(reference) <= 16:
        number = int(reference)
        if number <= LARGEST_ORDER_CODE:
            return number
    raise OrderRefused(
        f"reference: payOS chỉ nhận số nguyên từ 1 đến {LARGEST_ORDER_CODE}, không có số 0 ở đầu; "
        "hãy lấy mã từ reference_of."
    )


def _text(description: str) -> str:
    """The bill code first, then what fits of the rest, as banks let it through."""
    text = fold.for_bank(description)
    if not text:
        raise OrderRefused("description: nội dung không được để trống; hãy ghi mã khoản thu.")
    found = billcode.find(text)
    if found and not text.startswith(found[0].code):
        text = f"{found[0].code} {text.replace(found[0].code, ' ')}"
    first, *others = text.split()
    kept = first[:LONGEST_TEXT]
    for word in others:
        if len(kept) + 1 + len(word) > LONGEST_TEXT:
            break
        kept = f"{kept} {word}"
    return kept
