"""MoMo v2: payments by wallet, QR code, card or bank on MoMo's page.

developers.momo.vn v3, "AIO v2 Payment Gateway", and github momo-wallet/payment. POST JSON; member
`signature` is the HMAC-SHA256 of `name=value` joined by `&`, names in order, values raw. The order
of the members was checked against what is published only; a check in the sandbox is pending.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

import msgspec

from thuphi.ground.channels import momo_calls as calls
from thuphi.ground.channels import momo_words as words
from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Ability,
    Answer,
    Capability,
    FourFields,
    Knock,
    Limits,
    Malformed,
    Notice,
    Order,
    Outcome,
    Question,
    RefundNotice,
    RefundOrder,
    Refusal,
    Reply,
    SignatureWrong,
    Started,
    Step,
    Waits,
)
from thuphi.ground.channels.unable import Unable


class _Notification(msgspec.Struct):
    orderId: Annotated[str, msgspec.Meta(pattern=words.ORDER_ID)]
    requestId: str
    amount: Annotated[int, msgspec.Meta(ge=0, le=10**15)]
    resultCode: int
    responseTime: int
    transId: Annotated[int, msgspec.Meta(ge=0, le=10**18)] = 0
    orderType: str = ""
    payType: str = ""


class MoMo(Unable):
    """Sends payers to MoMo's page and hears from MoMo what became of it."""

    name: ClassVar[str] = "momo"
    method: ClassVar[str] = "web"
    CAN: ClassVar[Mapping[Ability, Capability]] = {
        Ability.START: Capability(True),
        Ability.HEAR: Capability(True),
        Ability.ASK: Capability(True),
        Ability.CANCEL: Capability(False, "an unpaid order ends by itself; no call ends it"),
        Ability.REFUND: Capability(True),
        Ability.PART_REFUND: Capability(True),
        Ability.ASK_REFUND: Capability(True),
        Ability.SETTLEMENT: Capability(False, "the file's layout is given by contract"),
        Ability.REFUSE_OLD: Capability(
            False, "the time in a notice is that of the payment; a late notice is still true"
        ),
        Ability.TEST_PING: Capability(False, "MoMo sends no marked test"),
        Ability.MONEY_OUT: Capability(False, "refunds are not told by the notice"),
        Ability.NAME_PAYER: Capability(False, "the notice does not name the payer"),
    }
    SETTINGS: ClassVar[tuple[str, ...]] = ("partnerCode", "accessKey", "secretKey", "endpoint")
    SECRETS: ClassVar[tuple[str, ...]] = ("secretKey",)
    ADDRESSES: ClassVar[Mapping[str, str]] = {"endpoint": calls.SANDBOX}
    LIMITS: ClassVar[Limits] = Limits(min_vnd=1_000, max_vnd=50_000_000)
    WAITS: ClassVar[Waits] = Waits(
        expires_after=timedelta(minutes=100),
        ask_after=(
            timedelta(minutes=1),
            timedelta(minutes=5),
            timedelta(minutes=15),
            timedelta(hours=1),
            timedelta(hours=2),
            *(timedelta(days=days) for days in range(1, 8)),
        ),
    )
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(version=1, code="orderId", reason="orderInfo")
    # A wallet takes what was ordered or nothing: a notice of another amount is not believed.
    CHECKS_ORDER: ClassVar[bool] = True

    def start(self, order: Order, settings: Mapping[str, str]) -> Step:
        """Ask for a page on which this order is paid at once (no hold). Raises `OrderRefused`."""
        return calls.create(order, self.LIMITS, settings)

    def read_started(self, order: Order, answer: Answer, settings: Mapping[str, str]) -> Started:
        """The page's address, a link to the app and a code to scan. Raises `Malformed`."""
        echoed = {"partnerCode": settings.get("partnerCode", ""), "orderId": order.reference}
        said = words.read(answer, echoed)
        status, outcome = str(said.resultCode), words.outcome(said, answer)
        if outcome is not Outcome.CONFIRMED:
            return Started(outcome, status=status)
        if said.amount not in (None, order.amount_vnd):
            return Started(Outcome.MISMATCH, status=status)
        if urlsplit(said.payUrl or "").scheme not in calls.schemes(settings):
            raise Malformed("payUrl")
        return Started(
            Outcome.PENDING,
            url=said.payUrl or "",
            deeplink=reading.words(said.deeplink),
            qr=reading.words(said.qrCodeUrl),
            status=status,
        )

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """Verify, then parse. The signature lies in the body, so JSON is taken apart first."""
        key = reading.secret(settings, "secretKey")
        access_key = reading.secret(settings, "accessKey").decode()
        partner = reading.secret(settings, "partnerCode").decode()
        body = reading.json_of(knock.body)
        if not isinstance(body, dict):
            raise Malformed("message")
        given = body.get("signature")
        if not isinstance(given, str):
            raise SignatureWrong("signature")
        signed = words.sign_text("ipn", {**body, "accessKey": access_key})
        reading.check_hmac(key, signed.encode(), given)
        if body.get("partnerCode") != partner:
            raise SignatureWrong("partnerCode")
        told = reading.typed(body, _Notification)
        outcome = words.OUTCOME.get(told.resultCode, Outcome.UNKNOWN)
        if outcome is Outcome.CONFIRMED and not (told.transId and told.amount):
            raise Malformed("message")
        is_paid = outcome is Outcome.CONFIRMED
        details = {"orderType": told.orderType, "payType": told.payType}
        return Notice(
            outcome=outcome,
            provider_reference=reading.reference(str(told.transId) if is_paid else told.orderId),
            amount_vnd=told.amount,
            paid_at=words.instant(told.responseTime),
            reference=told.orderId,
            status=str(told.resultCode),
            details={name: reading.words(word) for name, word in details.items() if word},
        )

    def ask(self, question: Question, settings: Mapping[str, str]) -> Step:
        """Ask by our reference. Raises `SignatureWrong` when a setting is missing."""
        return calls.question(
            "query", "/v2/gateway/api/query", question.reference, question.request_id, settings
        )

    def read_asked(self, question: Question, answer: Answer, settings: Mapping[str, str]) -> Notice:
        """A payment of another amount is a mismatch. Raises `Malformed`."""
        echoed = {"partnerCode": settings.get("partnerCode", ""), "orderId": question.reference}
        said = words.read(answer, {**echoed, "requestId": question.request_id})
        outcome = words.outcome(said, answer)
        amount_vnd = question.amount_vnd
        if outcome is Outcome.CONFIRMED:
            if not (said.transId and said.transId > 0 and said.amount and said.amount > 0):
                raise Malformed("message")
            amount_vnd = said.amount
            if amount_vnd != question.amount_vnd:
                outcome = Outcome.MISMATCH
        has_money = outcome in (Outcome.CONFIRMED, Outcome.MISMATCH)
        return Notice(
            outcome=outcome,
            provider_reference=str(said.transId) if has_money else question.reference,
            amount_vnd=amount_vnd,
            paid_at=words.instant(said.responseTime) if said.responseTime else answer.at,
            reference=question.reference,
            status=str(said.resultCode),
        )

    def refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """Send back a whole payment or a part, under a new order number. Raises `OrderRefused`."""
        return calls.refund(order, self.LIMITS, settings)

    def read_refunded(
        self, order: RefundOrder, answer: Answer, settings: Mapping[str, str]
    ) -> RefundNotice:
        """What MoMo said at once. Raises `Malformed`."""
        echoed = {"partnerCode": settings.get("partnerCode", ""), "orderId": order.reference}
        said = words.read(answer, {**echoed, "requestId": order.request_id})
        outcome = words.outcome(said, answer, words.REFUND_OUTCOME)
        return _refund_notice(order, outcome, said)

    def ask_refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """Ask by the refund's own reference. Raises `SignatureWrong` when a setting is missing."""
        return calls.question(
            "refund_query",
            "/v2/gateway/api/refund/query",
            order.reference,
            order.request_id,
            settings,
        )

    def read_refund_asked(
        self, order: RefundOrder, answer: Answer, settings: Mapping[str, str]
    ) -> RefundNotice:
        """The line of this refund; the code outside judges the question. Raises `Malformed`."""
        echoed = {"partnerCode": settings.get("partnerCode", ""), "orderId": order.reference}
        said = words.read(answer, {**echoed, "requestId": order.request_id})
        lines = [line for line in said.refundTrans or () if line.orderId == order.reference]
        outcome = words.outcome(said, answer)
        if outcome is Outcome.CONFIRMED and len(lines) == 1:
            line = lines[0]
            outcome = words.REFUND_OUTCOME.get(line.resultCode, Outcome.UNKNOWN)
            return _refund_notice(order, outcome, line)
        if outcome is not Outcome.PENDING:
            outcome = Outcome.UNKNOWN
        return RefundNotice(outcome, status=str(said.resultCode))

    def reply_recorded(self) -> Reply:
        """204 without a body, within 15 seconds; for a decline as well."""
        return Reply(204, b"")

    def reply_repeated(self) -> Reply:
        """The same: MoMo only wants to know that it arrived."""
        return self.reply_recorded()

    def reply_refused(self, refusal: Refusal) -> Reply:
        """401 for a wrong signature, 400 for a malformed message."""
        status = 401 if isinstance(refusal, SignatureWrong) else 400
        return Reply(status, msgspec.json.encode({"message": refusal.reason}))

    def reply_busy(self) -> Reply:
        """503: not recorded, come again."""
        return Reply(503, b'{"message":"busy"}')


def _refund_notice(
    order: RefundOrder, outcome: Outcome, said: words.Said | words.RefundLine
) -> RefundNotice:
    if outcome is Outcome.CONFIRMED and said.amount != order.amount_vnd:
        outcome = Outcome.MISMATCH
    return RefundNotice(
        outcome,
        amount_vnd=order.amount_vnd if said.amount is None else said.amount,
        provider_reference=str(said.transId) if said.transId else "",
        status=str(said.resultCode),
    )
