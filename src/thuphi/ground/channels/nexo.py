"""Card terminals by nexo Sale-to-POI 3.0, JSON, local network.

docs.adyen.com, Terminal API, and `TerminalAPI-v1.json` (MIT). We call the terminal, it answers when
the payer is done; it never calls us. The answer is proved by the HMAC of the shared key, or, where
no passphrase is set, by TLS alone. How messages look: `nexo_messages`, `nexo_answers`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from thuphi.ground.channels import nexo_messages as messages
from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Ability,
    Answer,
    Call,
    CannotDo,
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
    RefundNotice,
    RefundOrder,
    SettlementLine,
    SignatureWrong,
    Started,
    Step,
    Waits,
)
from thuphi.ground.channels.nexo_answers import (
    Status,
    believed,
    opened,
    repeated_of,
    word_of,
)
from thuphi.ground.channels.nexo_batch import batch_totals
from thuphi.ground.channels.nexo_crypto import NONCE_LENGTH
from thuphi.ground.channels.nexo_messages import Json, Terminal
from thuphi.ground.channels.nexo_outcome import (
    OUTCOME,
    PAYMENT_SECONDS,
    looked_up,
    nothing_moved,
    payment_notice,
    refund_notice,
)
from thuphi.ground.channels.nexo_scrub import scrubbed
from thuphi.ground.channels.unable import Unable
from thuphi.ground.kit.clock import today

__all__ = ["OUTCOME", "Nexo"]

QUESTION_SECONDS = 30


class Nexo(reading.SuccessReplies, Unable):
    """Takes and gives back card payments at a terminal beside the cashier."""

    name: ClassVar[str] = "nexo"
    method: ClassVar[str] = "card"
    CAN: ClassVar[Mapping[Ability, Capability]] = {
        Ability.START: Capability(True),
        Ability.HEAR: Capability(False, "a terminal answers our call and never calls us"),
        Ability.ASK: Capability(True),
        Ability.CANCEL: Capability(True),
        Ability.REFUND: Capability(True),
        Ability.PART_REFUND: Capability(True),
        Ability.ASK_REFUND: Capability(True),
        Ability.SETTLEMENT: Capability(True),
        Ability.REFUSE_OLD: Capability(False, "an answer is bound to its question, not to a time"),
        Ability.TEST_PING: Capability(False, "a terminal sends nothing by itself"),
        Ability.MONEY_OUT: Capability(False, "a terminal sends nothing by itself"),
        Ability.NAME_PAYER: Capability(False, "a card's name is not kept"),
    }
    SETTINGS: ClassVar[tuple[str, ...]] = (
        "endpoint",
        "SaleID",
        "POIID",
        "KeyIdentifier",
        "KeyVersion",
        "Passphrase",
        "MerchantID",
        "TID",
    )
    SECRETS: ClassVar[tuple[str, ...]] = ("Passphrase",)
    ADDRESSES: ClassVar[Mapping[str, str]] = {
        "endpoint": "https://terminal-api-test.adyen.com/sync",
    }
    """The vendor's test service, to begin with. A terminal stands in the facility's own network, so
    a payment whose settings name no address is refused and not sent there."""
    LIMITS: ClassVar[Limits] = Limits(min_vnd=1, max_vnd=99_999_999)
    WAITS: ClassVar[Waits] = Waits(
        ends_at_provider=False,
        ask_after=(
            *(timedelta(seconds=seconds) for seconds in (5, 10, 20, 60, PAYMENT_SECONDS + 5)),
            timedelta(minutes=5),
            timedelta(hours=1),
            *(timedelta(days=days) for days in range(1, 8)),
        ),
    )
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(
        version=1, code="SaleData.SaleTransactionID.TransactionID"
    )

    def __init__(self, nonce: Callable[[], bytes] = lambda: os.urandom(NONCE_LENGTH)) -> None:
        """The nonce of each message; random in use, fixed in a test of vectors."""
        self._nonce = nonce

    def start(self, order: Order, settings: Mapping[str, str]) -> Step:
        """The payment, to be sent once and waited for. Raises `OrderRefused`."""
        terminal = messages.terminal_of(settings, order.extra)
        if order.amount_vnd < self.LIMITS.min_vnd:
            raise OrderRefused("amount_vnd: số tiền phải từ 1 đ; mời kiểm tra lại khoản thu.")
        if order.amount_vnd > self.LIMITS.max_vnd:
            raise OrderRefused(
                "amount_vnd: Máy POS chỉ nhận dưới 100.000.000 đ một lần; "
                "mời trả khoản này bằng chuyển khoản VietQR."
            )
        body = messages.payment(order.reference, order.amount_vnd, order.at)
        service = messages.service_id(order.reference)
        return self._step(terminal, "Payment", service, body, PAYMENT_SECONDS)

    def read_started(self, order: Order, answer: Answer, settings: Mapping[str, str]) -> Started:
        """What became of the card. Raises `SignatureWrong`, `Malformed`."""
        terminal = _ours(settings, order.extra)
        service = messages.service_id(order.reference)
        payment = believed(terminal, answer, "Payment", service).payment_response
        if payment is None:
            raise Malformed("message")
        notice = payment_notice(payment, order.reference, order.amount_vnd, terminal, answer.at)
        is_end = notice.outcome not in (Outcome.PENDING, Outcome.UNKNOWN)
        return Started(
            notice.outcome,
            token=service,
            status=notice.status,
            notice=notice if is_end else None,
        )

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:  # noqa: ARG002
        """Raises `CannotDo`: a terminal never calls us, so whoever knocks is none."""
        raise CannotDo(Ability.HEAR)

    def scrub(self, body: bytes) -> bytes:
        """Without card numbers, tracks, names on cards, receipts and sealed parts."""
        return scrubbed(body)

    def ask(self, question: Question, settings: Mapping[str, str]) -> Step:
        """What became of our payment, by its ServiceID. Raises `OrderRefused`."""
        terminal = messages.terminal_of(settings, question.extra)
        service = messages.question_id(question.request_id, question.at)
        body = messages.status(terminal, "Payment", messages.service_id(question.reference))
        return self._step(terminal, "TransactionStatus", service, body, QUESTION_SECONDS)

    def read_asked(self, question: Question, answer: Answer, settings: Mapping[str, str]) -> Notice:
        """What became of it. Raises `SignatureWrong`, `Malformed`."""
        terminal = _ours(settings, question.extra)
        service = messages.question_id(question.request_id, question.at)
        said = _status(terminal, answer, service)
        if said.response.result != "Success":
            outcome = looked_up(said, question.at - question.started_at)
            return nothing_moved(
                outcome, word_of(said.response), question.reference, question.amount_vnd, answer.at
            )
        first = messages.service_id(question.reference)
        payment = repeated_of(said, terminal, "Payment", first).payment_response
        if payment is None:
            raise Malformed("message")
        return payment_notice(payment, question.reference, question.amount_vnd, terminal, answer.at)

    def cancel(self, question: Question, settings: Mapping[str, str]) -> Step:
        """Ask the terminal to stop waiting for a card. Raises `OrderRefused`."""
        terminal = messages.terminal_of(settings, question.extra)
        service = messages.question_id(question.request_id, question.at)
        body = messages.abort(terminal, messages.service_id(question.reference))
        return self._step(terminal, "Abort", service, body, QUESTION_SECONDS)

    def read_cancelled(
        self,
        question: Question,
        answer: Answer,
        settings: Mapping[str, str],  # noqa: ARG002
    ) -> Notice:
        """PENDING: an abort has no answer of its own; the payment's answer tells.

        Raises `Malformed`.
        """
        # An empty page is a proxy's; a terminal says nothing, and names no kind of it.
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        is_taken = answer.status in (200, 202, 204) and answer.body.strip() in (b"", b"ok")
        if is_page or not is_taken:
            raise Malformed("message")
        return nothing_moved(
            Outcome.PENDING, "Abort", question.reference, question.amount_vnd, answer.at
        )

    def refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """Give a payment back to its card, whole or in part. Raises `OrderRefused`."""
        terminal = messages.terminal_of(settings, order.extra)
        transaction_id, _, taken_at = order.provider_reference.rpartition("|")
        if not transaction_id:
            raise OrderRefused(
                "provider_reference: không có tên giao dịch và giờ của máy POS; "
                "mời hoàn bằng chuyển khoản."
            )
        if not 0 < order.amount_vnd <= order.paid_vnd:
            raise OrderRefused(
                "amount_vnd: số tiền hoàn phải từ 1 đ đến số đã trả; mời kiểm tra lại."
            )
        body = messages.reversal(
            order.reference,
            order.at,
            transaction_id=transaction_id,
            taken_at=taken_at,
            part_vnd=order.amount_vnd if order.amount_vnd < order.paid_vnd else None,
        )
        service = messages.service_id(order.reference)
        return self._step(terminal, "Reversal", service, body, PAYMENT_SECONDS)

    def read_refunded(
        self, order: RefundOrder, answer: Answer, settings: Mapping[str, str]
    ) -> RefundNotice:
        """What the terminal said to it. Raises `SignatureWrong`, `Malformed`."""
        terminal = _ours(settings, order.extra)
        service = messages.service_id(order.reference)
        reversal = believed(terminal, answer, "Reversal", service).reversal_response
        if reversal is None:
            raise Malformed("message")
        return refund_notice(reversal, order)

    def ask_refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """What became of our reversal, by its ServiceID. Raises `OrderRefused`."""
        terminal = messages.terminal_of(settings, order.extra)
        service = messages.question_id(order.request_id, order.at)
        body = messages.status(terminal, "Reversal", messages.service_id(order.reference))
        return self._step(terminal, "TransactionStatus", service, body, QUESTION_SECONDS)

    def read_refund_asked(
        self, order: RefundOrder, answer: Answer, settings: Mapping[str, str]
    ) -> RefundNotice:
        """What became of it. Raises `SignatureWrong`, `Malformed`."""
        terminal = _ours(settings, order.extra)
        service = messages.question_id(order.request_id, order.at)
        said = _status(terminal, answer, service)
        if said.response.result != "Success":
            # The order tells when the payment was made, not when its refund was sent. A refund is
            # younger, so as long as the terminal remembers the payment's time it knows the refund.
            age = order.at - order.started_at
            outcome = looked_up(said, age, call_lasts=timedelta())
            return RefundNotice(outcome, status=word_of(said.response))
        first = messages.service_id(order.reference)
        reversal = repeated_of(said, terminal, "Reversal", first).reversal_response
        if reversal is None:
            raise Malformed("message")
        return refund_notice(reversal, order)

    def reconcile(
        self,
        settings: Mapping[str, str],
        *,
        request_id: str,
        at: datetime,
        extra: Mapping[str, str] | None = None,
    ) -> Step:
        """Close the terminal's batch and ask for its totals. Raises `OrderRefused`."""
        terminal = messages.terminal_of(settings, extra or {})
        service = messages.question_id(request_id, at)
        body = messages.reconciliation()
        return self._step(terminal, "Reconciliation", service, body, PAYMENT_SECONDS)

    def read_reconciled(
        self,
        answer: Answer,
        settings: Mapping[str, str],
        *,
        request_id: str,
        at: datetime,
        extra: Mapping[str, str] | None = None,
    ) -> tuple[SettlementLine, ...]:
        """The totals of the batch, settled today. Raises `SignatureWrong`, `Malformed`."""
        terminal = _ours(settings, extra or {})
        believed(terminal, answer, "Reconciliation", messages.question_id(request_id, at))
        lines = self.read_settlement(opened(terminal, answer))
        return tuple(replace(line, settled_on=today(answer.at).isoformat()) for line in lines)

    def read_settlement(self, content: bytes) -> tuple[SettlementLine, ...]:
        """The totals in an opened answer to `reconcile`; it names no day. Raises `Malformed`."""
        return batch_totals(content)

    def _step(
        self, terminal: Terminal, category: str, service: str, body: Json, seconds: int
    ) -> Step:
        head = messages.header(terminal, category, service)
        plain = messages.plain_message(head, body)
        sent, proof = messages.packed(terminal, head, plain, self._nonce())
        call = Call("POST", terminal.endpoint, {"Content-Type": "application/json"}, sent, seconds)
        return Step(call=call, signed_text=plain, signature=proof)


def _ours(settings: Mapping[str, str], extra: Mapping[str, str]) -> Terminal:
    """The terminal whose answer is read. Without its settings nothing can be believed."""
    try:
        return messages.terminal_of(settings, extra)
    except OrderRefused as error:
        raise SignatureWrong("no_secret") from error


def _status(terminal: Terminal, answer: Answer, service: str) -> Status:
    said = believed(terminal, answer, "TransactionStatus", service).transaction_status_response
    if said is None:
        raise Malformed("message")
    return said
