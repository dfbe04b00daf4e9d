"""VNPAY 2.1.0: the payer is sent to VNPAY's page and pays there by bank account, card or QR.

sandbox.vnpayment.vn, "Cổng thanh toán VNPAY" (pay, IPN, querydr, refund), version 2.1.0. An address
is signed by the HMAC-SHA512 of its sorted, form-encoded members; a call and its answer by the
HMAC-SHA512 of given members joined by bars. Its words are in `vnpay_words.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import msgspec

from thuphi.ground.channels import (
    reading,
    vnpay_answers,
    vnpay_orders,
    vnpay_wire,
    vnpay_words,
)
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
    OrderFault,
    OrderRefused,
    Outcome,
    Question,
    RefundNotice,
    RefundOrder,
    Refusal,
    Reply,
    SignatureWrong,
    Step,
    Waits,
)
from thuphi.ground.channels.unable import Unable

VERSION = "2.1.0"
CLOCKS_APART = timedelta(minutes=2)
"""How much later than by our clock VNPAY may close a page."""


def _reply(code: str, message: str) -> Reply:
    """VNPAY looks at the code alone, and only in an answer with status 200."""
    return Reply(200, msgspec.json.encode({"RspCode": code, "Message": message}))


class VNPay(Unable):
    """Sends payers to VNPAY's page, hears of the end, asks, and sends money back."""

    name: ClassVar[str] = "vnpay"
    method: ClassVar[str] = "web"
    CAN: ClassVar[Mapping[Ability, Capability]] = {
        Ability.START: Capability(True),
        Ability.HEAR: Capability(True),
        Ability.ASK: Capability(True),
        Ability.CANCEL: Capability(False, "a payment page closes by itself, VNPAY has no cancel"),
        Ability.REFUND: Capability(True),
        Ability.PART_REFUND: Capability(True),
        Ability.ASK_REFUND: Capability(True),
        Ability.SETTLEMENT: Capability(False, "the file's layout is given by contract"),
        Ability.REFUSE_OLD: Capability(False, "the signature carries no time of sending"),
        Ability.TEST_PING: Capability(False, "VNPAY sends no marked test"),
        Ability.MONEY_OUT: Capability(False, "VNPAY tells of payments only"),
        Ability.NAME_PAYER: Capability(False, "VNPAY tells the payer's bank, not the name"),
    }
    SETTINGS: ClassVar[tuple[str, ...]] = (
        "vnp_TmnCode",
        "vnp_HashSecret",
        "vnp_Url",
        "vnp_ApiUrl",
    )
    SECRETS: ClassVar[tuple[str, ...]] = ("vnp_HashSecret",)
    ADDRESSES: ClassVar[Mapping[str, str]] = {
        "vnp_Url": "https://sandbox.vnpayment.vn/paymentv2/vpcpay.html",
        "vnp_ApiUrl": "https://sandbox.vnpayment.vn/merchant_webapi/api/transaction",
    }
    # Twelve digits, the last two of which are hundredths.
    LIMITS: ClassVar[Limits] = Limits(min_vnd=1, max_vnd=9_999_999_999)
    # VNPAY refuses the same question within five minutes; at twenty the page has closed.
    WAITS: ClassVar[Waits] = Waits(
        expires_after=timedelta(minutes=15),
        ask_after=(
            timedelta(minutes=6),
            timedelta(minutes=20),
            timedelta(hours=1),
            *(timedelta(days=days) for days in range(1, 8)),
        ),
    )
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(
        version=1, code="vnp_TxnRef", reason="vnp_OrderInfo"
    )
    CHECKS_ORDER: ClassVar[bool] = True

    def start(self, order: Order, settings: Mapping[str, str]) -> Step:
        """The signed address of the payment page. Raises `OrderRefused`."""
        key, merchant = vnpay_orders.credentials(settings)
        vnpay_orders.check_order(order, self.LIMITS)
        expires_at = order.at + self.WAITS.expires_after
        if order.expires_at is not None:
            expires_at = min(order.expires_at, expires_at)
        if expires_at <= order.at:
            raise OrderRefused("vnp_ExpireDate: hạn trả đã qua; xin bắt đầu một lần trả mới.")
        members = {
            "vnp_Version": VERSION,
            "vnp_Command": "pay",
            "vnp_TmnCode": merchant,
            "vnp_Amount": str(order.amount_vnd * 100),
            "vnp_CurrCode": "VND",
            "vnp_TxnRef": order.reference,
            "vnp_OrderInfo": vnpay_orders.order_info(order.description),
            "vnp_OrderType": "other",
            "vnp_ReturnUrl": order.return_url,
            "vnp_IpAddr": vnpay_wire.address(order.ip),
            "vnp_Locale": "vn",
            "vnp_CreateDate": vnpay_wire.written_date(order.at),
            "vnp_ExpireDate": vnpay_wire.written_date(expires_at),
            **vnpay_orders.choices(order.extra),
        }
        text = vnpay_wire.form_text(vnpay_wire.signed_members(members))
        signature = vnpay_wire.signature(key, text)
        page = settings.get("vnp_Url") or self.ADDRESSES["vnp_Url"]
        sign = "&" if "?" in page else "?"
        url = f"{page}{sign}{text}&vnp_SecureHash={signature}"
        return Step(url=url, signed_text=text, signature=signature)

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """Verify, then read the query: VNPAY's call to us, or what the browser brings back.

        The browser's return is for showing only; who books must not take it from there.
        """
        key, merchant = reading.secret(settings, "vnp_HashSecret"), settings.get("vnp_TmnCode")
        told = vnpay_wire.signed_members(knock.query)
        given = knock.query.get("vnp_SecureHash", "")
        reading.check_hmac(key, vnpay_wire.form_text(told).encode(), given, hashlib.sha512)
        if not merchant or told.get("vnp_TmnCode") != merchant:
            raise SignatureWrong("merchant")
        if told.get("vnp_CurrCode", "VND") != "VND":
            raise Malformed("currency")
        response, status = told.get("vnp_ResponseCode", ""), told.get("vnp_TransactionStatus", "")
        paid_on = told.get("vnp_PayDate")
        return vnpay_answers.notice(
            told,
            outcome=vnpay_words.payment_outcome(response, status),
            status=f"{response}/{status}",
            paid_at=vnpay_wire.read_date(paid_on) if paid_on else knock.at,
        )

    def ask(self, question: Question, settings: Mapping[str, str]) -> Step:
        """querydr. Raises `OrderRefused`. `extra["order_info"]` replaces the text of the call."""
        key, merchant = vnpay_orders.credentials(settings)
        return self._call(
            {
                "vnp_RequestId": vnpay_wire.request_name(question.request_id),
                "vnp_Version": VERSION,
                "vnp_Command": "querydr",
                "vnp_TmnCode": merchant,
                "vnp_TxnRef": question.reference,
                "vnp_OrderInfo": vnpay_orders.order_info(
                    question.extra.get("order_info") or f"Truy van {question.reference}"
                ),
                "vnp_TransactionNo": vnpay_orders.money_number(question.provider_reference),
                "vnp_TransactionDate": vnpay_wire.written_date(question.started_at),
                "vnp_CreateDate": vnpay_wire.written_date(question.at),
                "vnp_IpAddr": vnpay_wire.address(question.ip),
            },
            vnpay_wire.QUERY_SIGNED,
            key,
            settings,
        )

    def read_asked(self, question: Question, answer: Answer, settings: Mapping[str, str]) -> Notice:
        """What became of the payment. Raises `SignatureWrong`, `Malformed`."""
        told = vnpay_answers.told_by(
            answer, settings, vnpay_wire.QUERY_REPLY_SIGNED, "querydr", question.reference
        )
        response = told.get("vnp_ResponseCode", "")
        if response != "00":
            outcome = vnpay_words.QUERY.get(response, Outcome.UNKNOWN)
            closed_at = question.started_at + self.WAITS.expires_after + CLOCKS_APART
            if outcome is Outcome.REFUSED and question.at < closed_at:
                outcome = Outcome.PENDING
            return Notice(
                outcome=outcome,
                provider_reference=reading.reference(question.reference),
                amount_vnd=question.amount_vnd,
                paid_at=answer.at,
                reference=question.reference,
                status=reading.words(f"querydr {response}"),
            )
        status = told.get("vnp_TransactionStatus", "")
        outcome = vnpay_words.OUTCOME.get(status, Outcome.UNKNOWN)
        kind = told.get("vnp_TransactionType") or vnpay_words.PAYMENT_KIND
        is_as_asked = told.get("vnp_Amount") == str(question.amount_vnd * 100)
        if kind != vnpay_words.PAYMENT_KIND:
            # It tells of a refund that we did not ask about: the payment came in before.
            outcome = Outcome.MISMATCH
        elif outcome is Outcome.CONFIRMED and not is_as_asked:
            outcome = Outcome.MISMATCH
        paid_on = told.get("vnp_PayDate")
        return vnpay_answers.notice(
            told,
            outcome=outcome,
            status=f"{response}/{status}",
            paid_at=vnpay_wire.read_date(paid_on) if paid_on else answer.at,
        )

    def refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """Send back the whole (type 02) or a part (type 03). Raises `OrderRefused`."""
        key, merchant = vnpay_orders.credentials(settings)
        number, asked_by = vnpay_orders.check_refund(order)
        return self._call(
            {
                "vnp_RequestId": vnpay_wire.request_name(order.request_id),
                "vnp_Version": VERSION,
                "vnp_Command": "refund",
                "vnp_TmnCode": merchant,
                "vnp_TransactionType": vnpay_orders.refund_kind(order),
                "vnp_TxnRef": order.money_reference,
                "vnp_Amount": str(order.amount_vnd * 100),
                "vnp_OrderInfo": vnpay_orders.order_info(order.description),
                "vnp_TransactionNo": number,
                "vnp_TransactionDate": vnpay_wire.written_date(order.started_at),
                "vnp_CreateBy": asked_by,
                "vnp_CreateDate": vnpay_wire.written_date(order.at),
                "vnp_IpAddr": vnpay_wire.address(order.ip),
            },
            vnpay_wire.REFUND_SIGNED,
            key,
            settings,
        )

    def read_refunded(
        self, order: RefundOrder, answer: Answer, settings: Mapping[str, str]
    ) -> RefundNotice:
        """What VNPAY said to a refund. Raises `SignatureWrong`, `Malformed`."""
        told = vnpay_answers.told_by(
            answer, settings, vnpay_wire.REFUND_REPLY_SIGNED, "refund", order.money_reference
        )
        outcome = vnpay_words.REFUND.get(told.get("vnp_ResponseCode", ""), Outcome.UNKNOWN)
        return vnpay_answers.refund_notice(order, told, outcome, without_status=Outcome.PENDING)

    def ask_refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """VNPAY has no question about a refund: querydr about its payment shows it."""
        question = Question(
            reference=order.money_reference,
            amount_vnd=order.paid_vnd,
            started_at=order.started_at,
            at=order.at,
            request_id=order.request_id,
            provider_reference=order.provider_reference,
            ip=order.ip,
            extra=order.extra,
        )
        return self.ask(question, settings)

    def read_refund_asked(
        self, order: RefundOrder, answer: Answer, settings: Mapping[str, str]
    ) -> RefundNotice:
        """What became of the refund. Raises `SignatureWrong`, `Malformed`."""
        told = vnpay_answers.told_by(
            answer, settings, vnpay_wire.QUERY_REPLY_SIGNED, "querydr", order.money_reference
        )
        is_early = told.get("vnp_ResponseCode") == "94"
        otherwise = Outcome.PENDING if is_early else Outcome.UNKNOWN
        notice = vnpay_answers.refund_notice(order, told, otherwise, without_status=Outcome.UNKNOWN)
        if order.extra.get("twin") and notice.outcome is not Outcome.PENDING:
            # Another refund of the same sum: which of the two ended so, VNPAY does not say.
            return replace(notice, outcome=Outcome.UNKNOWN)
        return notice

    def _call(
        self, members: Mapping[str, str], names: list[str], key: bytes, settings: Mapping[str, str]
    ) -> Step:
        text = vnpay_wire.piped_text(members, names)
        signature = vnpay_wire.signature(key, text)
        body = {name: value for name, value in members.items() if value}
        call = Call(
            method="POST",
            url=settings.get("vnp_ApiUrl") or self.ADDRESSES["vnp_ApiUrl"],
            headers={"content-type": "application/json"},
            body=msgspec.json.encode({**body, "vnp_SecureHash": signature}),
        )
        return Step(call=call, signed_text=text, signature=signature)

    def reply_recorded(self) -> Reply:
        """00: on record, paid or not; VNPAY stops."""
        return _reply("00", "Confirm Success")

    def reply_repeated(self) -> Reply:
        """02: on record before; VNPAY stops."""
        return _reply("02", "Order already confirmed")

    def reply_order(self, fault: OrderFault) -> Reply:
        """01 or 04: on record, and VNPAY is told what does not fit."""
        match fault:
            case OrderFault.NOT_FOUND:
                return _reply("01", "Order not found")
            case OrderFault.AMOUNT_DIFFERS:
                return _reply("04", "invalid amount")

    def reply_refused(self, refusal: Refusal) -> Reply:
        """97 for a wrong signature, 99 for a message that cannot be read."""
        if isinstance(refusal, SignatureWrong):
            return _reply("97", "Invalid signature")
        return _reply("99", "Unknow error")

    def reply_busy(self) -> Reply:
        """99: not on record; VNPAY comes again."""
        return _reply("99", "Unknow error")
