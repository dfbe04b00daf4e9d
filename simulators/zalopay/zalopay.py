"""ZaloPay at work: create, query, refund, query_refund, and the callback."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import ClassVar

import msgspec

from simulators.wallets.book import Payment, State, now_ms
from simulators.wallets.faults import Fault, Where, Wish
from simulators.wallets.settings import Common
from simulators.wallets.wallet import WRONG_BY_VND, Wallet, with_query
from simulators.zalopay import messages
from simulators.zalopay.messages import DONE, FAILED, IN_HAND, answer
from simulators.zalopay.settings import Merchant, Settings

VIETNAM = timezone(timedelta(hours=7))
TRANS_ID = re.compile(r"[0-9]{6}_\S{1,33}")
CLOCK_MAY_DIFFER_MS = 15 * 60 * 1000
CHANNEL = 38
STRANGE_TYPE, STRANGE_CODE = 7, -8888

Members = Mapping[str, object]
Told = Mapping[str, object]


class NotCarriedOut(Exception):
    """A request that ZaloPay does not carry out, with its sub_return_code."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


def _number(members: Members, name: str) -> int:
    """A whole number; a form sends it as text."""
    value = members.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise NotCarriedOut(messages.WRONG_DATA)


def _text(members: Members, name: str) -> str:
    value = members.get(name)
    if not isinstance(value, str):
        raise NotCarriedOut(messages.WRONG_DATA)
    return value


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@dataclass(slots=True, kw_only=True)
class ZaloPay(Wallet):
    """One ZaloPay."""

    NAME: ClassVar[str] = "ZaloPay"
    COLOUR: ClassVar[str] = "#0033c9"

    settings: Settings

    @property
    def common(self) -> Common:
        """Settings that every wallet has."""
        return self.settings

    def merchant(self, app_id: int) -> Merchant:
        """A merchant by its number. Raises `NotCarriedOut`."""
        for one in self.settings.merchants:
            if one.app_id == app_id:
                return one
        raise NotCarriedOut(messages.WRONG_MAC)

    def _check(self, members: Members, *names: str, with_key: bool = False) -> Merchant:
        merchant = self.merchant(_number(members, "app_id"))
        parts = [members.get(name, "") for name in names]
        expected = messages.mac(merchant.key1, *parts, *([merchant.key1] if with_key else []))
        if not messages.is_same(expected, members.get("mac", "")):
            raise NotCarriedOut(messages.WRONG_MAC)
        return merchant

    def create(self, members: Members, own_url: str, fault: Wish | None) -> tuple[int, Told]:
        """Open an order and its page."""
        try:
            payment = self._open(members)
        except NotCarriedOut as error:
            return 200, answer(FAILED, error.code)
        if fault and fault.next is Fault.UNKNOWN_WORD:
            return 200, answer(FAILED, fault.code or STRANGE_CODE)
        page = f"{own_url}/pay/{payment.token}"
        return 200, answer(DONE, DONE, zp_trans_token=payment.token, order_url=page)

    def _open(self, members: Members) -> Payment:
        names = ("app_id", "app_trans_id", "app_user", "amount", "app_time", "embed_data", "item")
        merchant = self._check(members, *names)
        reference, app_time = _text(members, "app_trans_id"), _number(members, "app_time")
        day = f"{datetime.now(VIETNAM):%y%m%d}"
        if not TRANS_ID.fullmatch(reference) or not reference.startswith(day):
            raise NotCarriedOut(messages.WRONG_DATA)
        if abs(app_time - now_ms()) > CLOCK_MAY_DIFFER_MS:
            raise NotCarriedOut(messages.WRONG_DATA)
        carried = {name: _text(members, name) for name in ("app_user", "embed_data", "item")}
        amount = _number(members, "amount")
        if amount <= 0 or not all(_is_json(carried[name]) for name in ("embed_data", "item")):
            raise NotCarriedOut(messages.WRONG_DATA)
        if (str(merchant.app_id), reference) in self.book.payments:
            raise NotCarriedOut(messages.REPEATED)
        told = json.loads(carried["embed_data"])
        payment = Payment(
            merchant=str(merchant.app_id),
            merchant_name=merchant.name,
            reference=reference,
            amount_vnd=amount,
            description=_text(members, "description"),
            notify_url=str(members.get("callback_url") or merchant.notify_url),
            return_url=str(told.get("redirecturl", "")) if isinstance(told, dict) else "",
            carried={**carried, "app_time": str(app_time)},
            made_at_ms=now_ms(),
        )
        self.book.keep(payment)
        return payment

    def query(self, members: Members, _own_url: str, fault: Wish | None) -> tuple[int, Told]:
        """What became of an order."""
        try:
            merchant = self._check(members, "app_id", "app_trans_id", with_key=True)
            payment = self.book.payments.get((str(merchant.app_id), _text(members, "app_trans_id")))
        except NotCarriedOut as error:
            return 200, answer(FAILED, error.code)
        if payment is None:
            return 200, answer(FAILED, messages.NOT_FOUND)
        self.is_open(payment)
        kind = fault.next if fault else None
        if fault and kind is Fault.UNKNOWN_WORD:
            return 200, answer(FAILED, fault.code or STRANGE_CODE)
        if payment.state is State.WAITING or kind is Fault.OUT_OF_ORDER:
            return 200, answer(IN_HAND, IN_HAND, is_processing=False, amount=0, zp_trans_id=0)
        if payment.state is State.PAID:
            wrong_vnd = WRONG_BY_VND if kind is Fault.WRONG_AMOUNT else 0
            return 200, answer(
                DONE,
                DONE,
                is_processing=False,
                amount=payment.amount_vnd + wrong_vnd,
                zp_trans_id=payment.transaction_id,
            )
        sub_code = messages.SUB_CODES[payment.state]
        return 200, answer(FAILED, sub_code, is_processing=False, amount=0, zp_trans_id=0)

    def refund(self, members: Members, _own_url: str, fault: Wish | None) -> tuple[int, Told]:
        """Take a refund in hand; what became of it is asked later."""
        try:
            number = self._send_back(members)
        except NotCarriedOut as error:
            return 200, answer(FAILED, error.code)
        if fault and fault.next is Fault.UNKNOWN_WORD:
            return 200, answer(FAILED, fault.code or STRANGE_CODE)
        return 200, answer(IN_HAND, IN_HAND, refund_id=number)

    def _send_back(self, members: Members) -> int:
        names = ["app_id", "zp_trans_id", "amount", "description", "timestamp"]
        if "refund_fee_amount" in members:
            names.insert(3, "refund_fee_amount")
        merchant = self._check(members, *names)
        reference, amount = _text(members, "m_refund_id"), _number(members, "amount")
        if abs(_number(members, "timestamp") - now_ms()) > CLOCK_MAY_DIFFER_MS:
            raise NotCarriedOut(messages.WRONG_DATA)
        if not re.fullmatch(rf"[0-9]{{6}}_{merchant.app_id}_\S+", reference):
            raise NotCarriedOut(messages.WRONG_DATA)
        if (str(merchant.app_id), reference) in self.book.refunds:
            raise NotCarriedOut(messages.REPEATED)
        payment = self.book.by_transaction(str(merchant.app_id), _number(members, "zp_trans_id"))
        if payment is None:
            raise NotCarriedOut(messages.NOT_FOUND)
        if not 0 < amount <= payment.amount_vnd - payment.refunded_vnd:
            raise NotCarriedOut(messages.WRONG_REFUND)
        fault = self.faults.take(Where.REFUND)
        failed_with = (fault.code or messages.TOO_LATE_TO_REFUND) if fault else 0
        refund = self.book.send_back(payment, reference, amount, failed_with=failed_with)
        return refund.transaction_id

    def query_refund(self, members: Members, _own_url: str, fault: Wish | None) -> tuple[int, Told]:
        """What became of a refund."""
        try:
            merchant = self._check(members, "app_id", "m_refund_id", "timestamp")
        except NotCarriedOut as error:
            return 200, answer(FAILED, error.code)
        refund = self.book.refunds.get((str(merchant.app_id), str(members.get("m_refund_id"))))
        if refund is None:
            return 200, answer(FAILED, messages.NOT_FOUND)
        if fault and fault.next is Fault.UNKNOWN_WORD:
            return 200, answer(FAILED, fault.code or STRANGE_CODE)
        return 200, answer(FAILED, refund.code) if refund.code else answer(DONE, DONE)

    def notifications(self, payment: Payment, fault: Wish | None) -> Sequence[bytes]:
        """The callback; it comes for success only."""
        if payment.state is not State.PAID:
            return []
        kind = fault.next if fault else None
        wrong_vnd = WRONG_BY_VND if kind is Fault.WRONG_AMOUNT else 0
        data = json.dumps(
            {
                "app_id": int(payment.merchant),
                "app_trans_id": payment.reference,
                "app_time": int(payment.carried["app_time"]),
                "app_user": payment.carried["app_user"],
                "amount": payment.amount_vnd + wrong_vnd,
                "embed_data": payment.carried["embed_data"],
                "item": payment.carried["item"],
                "zp_trans_id": payment.transaction_id,
                "server_time": payment.ended_at_ms,
                "channel": CHANNEL,
                "merchant_user_id": "",
                "user_fee_amount": 0,
                "discount_amount": 0,
            },
            ensure_ascii=False,
        )
        signed = messages.mac(self.merchant(int(payment.merchant)).key2, data)
        if kind is Fault.BAD_SIGNATURE:
            signed = signed[::-1]
        if kind is Fault.OUT_OF_ORDER:
            self.faults.wish(Wish(next=Fault.OUT_OF_ORDER, at=Where.CALL))
        strange = kind is Fault.UNKNOWN_WORD
        told = {"data": data, "mac": signed, "type": STRANGE_TYPE if strange else 1}
        return [msgspec.json.encode(told)]

    def is_acknowledged(self, status: int, body: str) -> bool:
        """1 and 2 stop the repeats; 0, a negative number and anything unread do not."""
        try:
            told = json.loads(body)
        except ValueError:
            return False
        return status == 200 and isinstance(told, dict) and told.get("return_code") in (1, 2)

    def return_address(self, payment: Payment) -> str:
        """The redirecturl with the payer's members and their checksum; our own page without."""
        if not payment.return_url:
            return f"/pay/{payment.token}"
        status = 1 if payment.state is State.PAID else messages.SUB_CODES[payment.state]
        told: dict[str, str | int] = {
            "appid": payment.merchant,
            "apptransid": payment.reference,
            "pmcid": CHANNEL,
            "bankcode": "",
            "amount": payment.amount_vnd,
            "discountamount": 0,
            "status": status,
        }
        key2 = self.merchant(int(payment.merchant)).key2
        return with_query(
            payment.return_url, {**told, "checksum": messages.mac(key2, *told.values())}
        )
