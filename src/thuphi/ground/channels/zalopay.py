"""ZaloPay v2: payments by wallet, QR code, card or bank on ZaloPay's page.

docs.zalopay.vn and github zalopay-oss/zalopay-nodejs, specs/zlp.yaml. POST JSON; member `mac` is
the HMAC-SHA256 of values joined by `|`: with key1 what we send, with key2 what they send. The
order was checked against what is published only; a check in the sandbox is pending.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

import msgspec

from thuphi.ground.channels import reading
from thuphi.ground.channels import zalopay_calls as calls
from thuphi.ground.channels import zalopay_words as words
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
from thuphi.ground.kit.clock import today

OUTCOME = {1: Outcome.CONFIRMED}
"""What a callback is for, by its `type`. It comes for success only and holds no status."""


class _Envelope(msgspec.Struct):
    data: str
    mac: str
    type: int = 1


class _Data(msgspec.Struct):
    app_id: int
    app_trans_id: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    amount: Annotated[int, msgspec.Meta(ge=1, le=10**15)]
    zp_trans_id: int | str
    server_time: int
    channel: int | None = None
    user_fee_amount: int | None = None
    discount_amount: int | None = None


class ZaloPay(Unable):
    """Sends payers to ZaloPay's page and hears from ZaloPay what became of it."""

    name: ClassVar[str] = "zalopay"
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
            False, "the time in a callback is that of the payment; a late callback is still true"
        ),
        Ability.TEST_PING: Capability(False, "ZaloPay sends no marked test"),
        Ability.MONEY_OUT: Capability(False, "refunds are not told by the callback"),
        Ability.NAME_PAYER: Capability(False, "the callback does not name the payer"),
    }
    SETTINGS: ClassVar[tuple[str, ...]] = ("app_id", "key1", "key2", "endpoint")
    SECRETS: ClassVar[tuple[str, ...]] = ("key1", "key2")
    ADDRESSES: ClassVar[Mapping[str, str]] = {"endpoint": calls.SANDBOX}
    LIMITS: ClassVar[Limits] = Limits()
    WAITS: ClassVar[Waits] = Waits(
        expires_after=timedelta(minutes=15),
        ask_after=(
            timedelta(minutes=15),
            timedelta(minutes=20),
            timedelta(hours=1),
            *(timedelta(days=days) for days in range(1, 8)),
        ),
    )
    """ZaloPay wants to be asked when nothing came for 15 to 20 minutes, and not before."""

    FOUR_FIELDS: ClassVar[FourFields] = FourFields(
        version=1, code="app_trans_id", reason="description"
    )
    # A wallet takes what was ordered or nothing: a notice of another amount is not believed.
    CHECKS_ORDER: ClassVar[bool] = True

    def reference_of(self, code: str, number: int, at: datetime) -> str:
        """The day in Việt Nam, then the code and a number: `260105_TF003NQK8NRQ-1`."""
        return f"{today(at):%y%m%d}_{code}-{number}"

    def start(self, order: Order, settings: Mapping[str, str]) -> Step:
        """Ask for a page on which this order is paid. Raises `OrderRefused`."""
        return calls.create(order, self.LIMITS, settings)

    def read_started(
        self,
        order: Order,  # noqa: ARG002
        answer: Answer,
        settings: Mapping[str, str],
    ) -> Started:
        """The page's address and a code to scan. Raises `Malformed`."""
        said = words.read(answer)
        outcome = words.outcome(said, words.START_OUTCOME)
        if outcome is not Outcome.CONFIRMED:
            return Started(outcome, status=said.status)
        if urlsplit(said.order_url or "").scheme not in calls.schemes(settings):
            raise Malformed("order_url")
        return Started(
            Outcome.PENDING,
            url=said.order_url or "",
            qr=reading.words(said.qr_code),
            token=reading.words(said.zp_trans_token),
            status=said.status,
        )

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """Verify, then parse: the text in `data` is signed as it stands, byte for byte."""
        key = reading.secret(settings, "key2")
        ours = reading.secret(settings, "app_id").decode()
        body = reading.json_of(knock.body)
        if not isinstance(body, dict):
            raise Malformed("message")
        if not isinstance(body.get("mac"), str):
            raise SignatureWrong("mac")
        told = reading.typed(body, _Envelope)
        reading.check_hmac(key, told.data.encode(), told.mac)
        data = reading.typed(reading.json_of(told.data.encode()), _Data)
        if str(data.app_id) != ours:
            raise SignatureWrong("app_id")
        outcome = OUTCOME.get(told.type, Outcome.UNKNOWN)
        money = words.number(data.zp_trans_id)
        is_paid = outcome is Outcome.CONFIRMED
        details = {
            "channel": data.channel,
            "user_fee_amount": data.user_fee_amount,
            "discount_amount": data.discount_amount,
        }
        return Notice(
            outcome=outcome,
            provider_reference=reading.reference(money if is_paid else data.app_trans_id),
            amount_vnd=data.amount,
            paid_at=words.instant(data.server_time),
            reference=reading.reference(data.app_trans_id),
            status=f"type:{told.type}",
            details={name: str(value) for name, value in details.items() if value},
        )

    def ask(self, question: Question, settings: Mapping[str, str]) -> Step:
        """Ask by our reference. Raises `OrderRefused`."""
        return calls.query(question, settings)

    def read_asked(
        self,
        question: Question,
        answer: Answer,
        settings: Mapping[str, str],  # noqa: ARG002
    ) -> Notice:
        """A payment of another amount is a mismatch. Raises `Malformed`."""
        said = words.read(answer)
        outcome = words.outcome(said, words.OUTCOME)
        amount_vnd, money = question.amount_vnd, question.reference
        if outcome is Outcome.CONFIRMED:
            if said.amount is None or said.amount <= 0:
                raise Malformed("message")
            amount_vnd, money = said.amount, reading.reference(words.number(said.zp_trans_id))
            if amount_vnd != question.amount_vnd:
                outcome = Outcome.MISMATCH
        return Notice(
            outcome=outcome,
            provider_reference=money,
            amount_vnd=amount_vnd,
            paid_at=words.instant(said.server_time) if said.server_time else answer.at,
            reference=question.reference,
            status=said.status,
        )

    def refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """Send back a whole payment or a part, under `m_refund_id`. Raises `OrderRefused`."""
        return calls.refund(order, settings)

    def read_refunded(
        self,
        order: RefundOrder,
        answer: Answer,
        settings: Mapping[str, str],  # noqa: ARG002
    ) -> RefundNotice:
        """What ZaloPay said at once; most often that it is in hand. Raises `Malformed`."""
        said = words.read(answer)
        return RefundNotice(
            words.outcome(said, words.REFUND_OUTCOME),
            amount_vnd=order.amount_vnd,
            provider_reference=words.number(said.refund_id),
            status=said.status,
        )

    def ask_refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """Ask by `m_refund_id`, which is made of our reference again. Raises `OrderRefused`."""
        return calls.query_refund(order, settings)

    def read_refund_asked(
        self, order: RefundOrder, answer: Answer, settings: Mapping[str, str]
    ) -> RefundNotice:
        """What became of it; the answer has no amount, so ours stands. Raises `Malformed`."""
        return self.read_refunded(order, answer, settings)

    def reply_recorded(self) -> Reply:
        """`return_code` 1: on record."""
        return _reply(200, 1, "success")

    def reply_repeated(self) -> Reply:
        """`return_code` 2: it was on record before."""
        return _reply(200, 2, "already recorded")

    def reply_refused(self, refusal: Refusal) -> Reply:
        """`return_code` -1: not believed (401) or not read (400)."""
        status = 401 if isinstance(refusal, SignatureWrong) else 400
        return _reply(status, -1, refusal.reason)

    def reply_busy(self) -> Reply:
        """`return_code` 0: not recorded, come again."""
        return _reply(503, 0, "busy")


def _reply(status: int, return_code: int, message: str) -> Reply:
    said = {"return_code": return_code, "return_message": message}
    return Reply(status, msgspec.json.encode(said))
