"""MoMo's gateway at work: create, query, refund, refund query, and the notification."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import msgspec

from simulators.momo import messages
from simulators.momo.settings import Merchant, Settings
from simulators.wallets.book import Payment, Refund, State, now_ms
from simulators.wallets.faults import Fault, Where, Wish
from simulators.wallets.settings import Common
from simulators.wallets.wallet import WRONG_BY_VND, Wallet, with_query

ORDER_ID = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._-]*[0-9A-Za-z])?")
REQUEST_TYPES = ("captureWallet", "payWithMethod", "payWithATM", "payWithCC")
LEAST_VND, MOST_VND = 1_000, 50_000_000
STRANGE_CODE = 8888
CODES = {
    State.WAITING: 1000,
    State.PAID: 0,
    State.REFUSED: 1006,
    State.NO_FUNDS: 1001,
    State.EXPIRED: 1005,
}

Members = Mapping[str, object]
Told = dict[str, object]


class NotCarriedOut(Exception):
    """A request that MoMo does not carry out, with its resultCode."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass(slots=True, kw_only=True)
class MoMo(Wallet):
    """One MoMo."""

    NAME: ClassVar[str] = "MoMo"
    COLOUR: ClassVar[str] = "#a50064"

    settings: Settings
    requests: set[tuple[str, str]] = field(default_factory=set)
    held: set[tuple[str, str]] = field(default_factory=set)
    """Requests that are being answered just now."""

    @property
    def common(self) -> Common:
        """Settings that every wallet has."""
        return self.settings

    def merchant(self, code: object) -> Merchant:
        """A merchant by its partner code. Raises `NotCarriedOut`."""
        for one in self.settings.merchants:
            if one.partnerCode == code:
                return one
        raise NotCarriedOut(13)

    def _request(self, names: tuple[str, ...], members: Members) -> Merchant:
        merchant = self.merchant(members.get("partnerCode"))
        if not messages.is_signed(names, members, merchant):
            raise NotCarriedOut(11)
        request_id = members.get("requestId")
        if not isinstance(request_id, str) or not 0 < len(request_id) <= 50:
            raise NotCarriedOut(20)
        return merchant

    def _once(self, merchant: Merchant, members: Members) -> None:
        key = (merchant.partnerCode, str(members["requestId"]))
        if key in self.requests:
            raise NotCarriedOut(40)
        self.requests.add(key)

    def create(self, members: Members, own_url: str, fault: Wish | None) -> tuple[int, Told]:
        """Open an order and its page."""
        try:
            return 200, self._create(members, own_url, fault)
        except NotCarriedOut as error:
            return self._answer(members, error.code)

    def _create(self, members: Members, own_url: str, fault: Wish | None) -> Told:
        merchant = self._request(messages.CREATE, members)
        order_id, amount = str(members.get("orderId", "")), members.get("amount")
        texts = ("orderInfo", "redirectUrl", "ipnUrl", "extraData")
        if not ORDER_ID.fullmatch(order_id) or not isinstance(amount, int):
            raise NotCarriedOut(20)
        if members.get("requestType") not in REQUEST_TYPES:
            raise NotCarriedOut(20)
        if not all(isinstance(members.get(name), str) for name in texts):
            raise NotCarriedOut(20)
        if not LEAST_VND <= amount <= MOST_VND:
            raise NotCarriedOut(22)
        self._once(merchant, members)
        if (merchant.partnerCode, order_id) in self.book.payments:
            raise NotCarriedOut(41)
        payment = Payment(
            merchant=merchant.partnerCode,
            merchant_name=merchant.name,
            reference=order_id,
            amount_vnd=amount,
            description=str(members["orderInfo"]),
            notify_url=merchant.notify_url or str(members["ipnUrl"]),
            return_url=str(members["redirectUrl"]),
            carried={
                "requestId": str(members["requestId"]),
                "extraData": str(members["extraData"]),
            },
            made_at_ms=now_ms(),
        )
        self.book.keep(payment)
        page = f"{own_url}/pay/{payment.token}"
        wrong_vnd = WRONG_BY_VND if fault and fault.next is Fault.WRONG_AMOUNT else 0
        return {
            **_told(members, _code(0, fault)),
            "amount": amount + wrong_vnd,
            "payUrl": page,
            "deeplink": f"momo://app?action=payWithApp&isScanQR=false&sid={payment.token}",
            "qrCodeUrl": page,
        }

    def query(self, members: Members, _own_url: str, fault: Wish | None) -> tuple[int, Told]:
        """What became of an order."""
        try:
            merchant = self._request(messages.QUERY, members)
            payment = self._payment(merchant, members)
        except NotCarriedOut as error:
            return self._answer(members, error.code)
        self.is_open(payment)
        wrong_vnd = WRONG_BY_VND if fault and fault.next is Fault.WRONG_AMOUNT else 0
        refunds = [self._line(one) for one in self._refunds_of(payment)]
        return 200, {
            **_told(members, _code(CODES[payment.state], fault)),
            "extraData": payment.carried["extraData"],
            "amount": payment.amount_vnd + wrong_vnd,
            "transId": payment.transaction_id,
            "payType": "qr" if payment.state is State.PAID else "",
            "refundTrans": refunds,
            "responseTime": payment.ended_at_ms or now_ms(),
        }

    def _payment(self, merchant: Merchant, members: Members) -> Payment:
        payment = self.book.payments.get((merchant.partnerCode, str(members.get("orderId"))))
        if payment is None:
            raise NotCarriedOut(42)
        return payment

    def refund(self, members: Members, _own_url: str, fault: Wish | None) -> tuple[int, Told]:
        """Send money back, in whole or in part."""
        try:
            merchant = self._request(messages.REFUND, members)
            refund = self._refund(merchant, members)
        except NotCarriedOut as error:
            return self._answer(members, error.code)
        wrong_vnd = WRONG_BY_VND if fault and fault.next is Fault.WRONG_AMOUNT else 0
        return 200, {
            **_told(members, _code(refund.code, fault)),
            "amount": refund.amount_vnd + wrong_vnd,
            "transId": refund.transaction_id,
        }

    def _refund(self, merchant: Merchant, members: Members) -> Refund:
        order_id, amount = str(members.get("orderId", "")), members.get("amount")
        number = members.get("transId")
        if not ORDER_ID.fullmatch(order_id) or not isinstance(amount, int):
            raise NotCarriedOut(20)
        if not isinstance(number, int) or not isinstance(members.get("description"), str):
            raise NotCarriedOut(20)
        if not LEAST_VND <= amount <= MOST_VND:
            raise NotCarriedOut(22)
        self._once(merchant, members)
        key = (merchant.partnerCode, order_id)
        if key in self.book.refunds or key in self.book.payments:
            raise NotCarriedOut(41)
        payment = self.book.by_transaction(merchant.partnerCode, number)
        if payment is None:
            raise NotCarriedOut(1080)
        if amount > payment.amount_vnd - payment.refunded_vnd:
            raise NotCarriedOut(1081)
        fault = self.faults.take(Where.REFUND)
        failed_with = (fault.code or 1081) if fault else 0
        return self.book.send_back(payment, order_id, amount, failed_with=failed_with)

    def refund_query(self, members: Members, _own_url: str, fault: Wish | None) -> tuple[int, Told]:
        """What became of a refund, by its own order number."""
        try:
            merchant = self._request(messages.QUERY, members)
        except NotCarriedOut as error:
            return self._answer(members, error.code)
        refund = self.book.refunds.get((merchant.partnerCode, str(members.get("orderId"))))
        if refund is None:
            return self._answer(members, 42)
        return 200, {**_told(members, _code(0, fault)), "refundTrans": [self._line(refund)]}

    def _refunds_of(self, payment: Payment) -> list[Refund]:
        every = self.book.refunds.values()
        return [
            one
            for one in every
            if (one.merchant, one.payment_reference) == (payment.merchant, payment.reference)
        ]

    def _line(self, refund: Refund) -> Told:
        return {
            "orderId": refund.reference,
            "amount": refund.amount_vnd,
            "resultCode": refund.code,
            "transId": refund.transaction_id,
            "createdTime": refund.made_at_ms,
        }

    def still_running(self, members: Members) -> Told:
        """The answer to a request that repeats one which is not answered yet."""
        return _told(members, 7000)

    def _answer(self, members: Members, code: int) -> tuple[int, Told]:
        return (400 if code == 20 else 200), _told(members, code)

    def notifications(self, payment: Payment, fault: Wish | None) -> Sequence[bytes]:
        """What is posted to the ipnUrl; out of order means what was before comes after."""
        code = _code(CODES[payment.state], fault)
        codes = [code]
        if fault and fault.next is Fault.OUT_OF_ORDER:
            codes = [code, 7002, 1005]
        return [msgspec.json.encode(self.notice(payment, one, fault)) for one in codes]

    def notice(self, payment: Payment, code: int, fault: Wish | None) -> Told:
        """One signed notification."""
        kind = fault.next if fault else None
        merchant = self.merchant(payment.merchant)
        told: Told = {
            "partnerCode": payment.merchant,
            "orderId": payment.reference,
            "requestId": payment.carried["requestId"],
            "amount": payment.amount_vnd + (WRONG_BY_VND if kind is Fault.WRONG_AMOUNT else 0),
            "orderInfo": payment.description,
            "orderType": "momo_wallet",
            "transId": payment.transaction_id,
            "resultCode": code,
            "message": messages.MESSAGES.get(code, ""),
            "payType": "qr" if code == 0 else "",
            "responseTime": payment.ended_at_ms,
            "extraData": payment.carried["extraData"],
        }
        signed = messages.signature(messages.NOTICE, told, merchant)
        if kind is Fault.BAD_SIGNATURE:
            signed = signed[::-1]
        return {**told, "signature": signed}

    def is_acknowledged(self, status: int, body: str) -> bool:  # noqa: ARG002
        """MoMo wants 204; another 2xx is taken for it."""
        return 200 <= status < 300

    def return_address(self, payment: Payment) -> str:
        """The redirectUrl with the members of the notification."""
        told = self.notice(payment, CODES[payment.state], None)
        return with_query(payment.return_url, {name: str(told[name]) for name in told})


def _code(code: int, fault: Wish | None) -> int:
    """The code of an answer, or a strange one."""
    if fault and fault.next is Fault.UNKNOWN_WORD:
        return fault.code or STRANGE_CODE
    return code


def _told(members: Members, code: int) -> Told:
    return {
        "partnerCode": members.get("partnerCode", ""),
        "orderId": members.get("orderId", ""),
        "requestId": members.get("requestId", ""),
        "responseTime": now_ms(),
        "message": messages.MESSAGES.get(code, ""),
        "resultCode": code,
    }
