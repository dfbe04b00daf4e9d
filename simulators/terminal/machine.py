"""One terminal: it waits for a card, charges it, remembers what it answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from simulators.terminal import answers
from simulators.terminal.answers import Json
from simulators.terminal.book import CARDS, VIETNAM, Book, Card, Deed, Fault, Movement, Screen
from simulators.terminal.messages import (
    Header,
    Message,
    MessageReference,
    PaymentRequest,
    ReversalRequest,
)
from simulators.terminal.settings import Merchant

MOST_VND = 99_999_999
CONDITIONS = {
    Deed.DECLINE: "Refusal",
    Deed.WRONG_PIN: "WrongPIN",
    Deed.CANCEL: "Cancel",
    Deed.ABORT: "Aborted",
    Deed.GIVE_UP: "Cancel",
}
FAILING = {Fault.UNKNOWN_WORD: "Sulking", Fault.UNREACHABLE: "UnreachableHost"}
ONLY_FOR = {
    Fault.BUSY: ("Payment", "Reversal", "Reconciliation"),
    Fault.PARTIAL: ("Payment", "Reversal"),
    Fault.WRONG_AMOUNT: ("Payment", "Reversal"),
    Fault.UNKNOWN_WORD: ("Payment", "Reversal"),
    Fault.UNREACHABLE: ("Payment", "Reversal"),
    Fault.REFUND_FAILS: ("Reversal",),
    Fault.OUT_OF_ORDER: ("TransactionStatus",),
}


def _now() -> datetime:
    return datetime.now(VIETNAM)


@dataclass
class Asked:
    """A payment that waits for its card."""

    service_id: str
    amount_vnd: int
    request: PaymentRequest
    fault: Fault | None
    deed: Deed | None = None
    card: Card | None = None
    is_done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def reference(self) -> str:
        """The till's name of the payment."""
        return self.request.SaleData.SaleTransactionID.TransactionID


@dataclass
class Machine:
    """The terminal itself, with its screen."""

    merchant: Merchant
    card_wait_ms: int
    now: Callable[[], datetime] = _now
    book: Book = field(default_factory=Book)
    screen: Screen = Screen.READY
    asked: Asked | None = None
    pin: str = ""
    last_word: str = ""
    last: Movement | None = None
    fault: Fault | None = None
    late_ms: int = 1000
    auto: Deed | None = None

    def fault_for(self, category: str) -> Fault | None:
        """The fault that meets this message; it is used up by it."""
        fault = self.fault
        if fault is None or category not in ONLY_FOR.get(fault, (category,)):
            return None
        self.fault = None
        return fault

    async def answer(self, message: Message, fault: Fault | None) -> Json | None:
        """The body of the answer, or nothing for a message that has none."""
        head = message.MessageHeader
        category = head.MessageCategory
        if not self.book.remember(head.ServiceID, category, self.now()):
            return self._not_understood(category, "ServiceID repeated within 48 h")
        if message.PaymentRequest is not None and category == "Payment":
            body = await self._pay(head, message.PaymentRequest, fault)
        elif message.ReversalRequest is not None and category == "Reversal":
            body = self._give_back(head, message.ReversalRequest, fault)
        elif message.TransactionStatusRequest is not None and category == "TransactionStatus":
            return self._look_up(message.TransactionStatusRequest.MessageReference, fault)
        elif message.AbortRequest is not None and category == "Abort":
            self._abort(message.AbortRequest.MessageReference)
            return None
        elif message.ReconciliationRequest is not None and category == "Reconciliation":
            return self._reconcile(fault)
        else:
            return self._not_understood(category, "no such message")
        kept = self.book.remembered[head.ServiceID]
        kept.header = answers.answer_header(msgspec.to_builtins(head))
        kept.answer = body
        return body

    def _not_understood(self, category: str, why: str) -> Json:
        said = answers.failure("MessageFormat", why)
        return {f"{category}Response": {"Response": said}}

    async def _pay(self, head: Header, request: PaymentRequest, fault: Fault | None) -> Json:
        sale = msgspec.to_builtins(request.SaleData)
        amounts = request.PaymentTransaction.AmountsReq
        if amounts.Currency != "VND" or not 0 < amounts.RequestedAmount <= MOST_VND:
            return answers.no_payment("MessageFormat", sale)
        if self.asked is not None or fault is Fault.BUSY:
            return answers.no_payment("Busy", sale)
        if fault in FAILING:
            return answers.no_payment(FAILING[fault], sale)
        asked = Asked(head.ServiceID, amounts.RequestedAmount, request, fault)
        self.asked, self.screen, self.pin, self.last = asked, Screen.CARD, "", None
        if self.auto is not None:
            self.press(self.auto, CARDS["napas"])
        try:
            async with asyncio.timeout(self.card_wait_ms / 1000):
                await asked.is_done.wait()
        except TimeoutError:
            self.press(Deed.GIVE_UP)
        self.asked = None
        return self._charged(asked, sale)

    def press(self, deed: Deed, card: Card | None = None) -> None:
        """End the waiting payment. Without one, nothing happens."""
        asked = self.asked
        if asked is None or asked.deed is not None:
            return
        asked.deed, asked.card = deed, card or asked.card or CARDS["napas"]
        self.screen, self.pin = Screen.DONE, ""
        self.last_word = CONDITIONS.get(deed, "Success")
        asked.is_done.set()

    def _charged(self, asked: Asked, sale: object) -> Json:
        card = asked.card or CARDS["napas"]
        if asked.deed is not Deed.APPROVE:
            self.book.declined += 1
            return answers.no_payment(CONDITIONS[asked.deed or Deed.GIVE_UP], sale, card)
        amount_vnd = _twisted(asked.amount_vnd, asked.fault)
        movement = self._movement("payment", asked.service_id, asked.reference, amount_vnd, card)
        self.last = movement
        body = answers.payment(movement, sale, self.book, self.merchant, card.entry_mode)
        return _partly(body, "PaymentResponse") if asked.fault is Fault.PARTIAL else body

    def _movement(
        self, kind: str, service_id: str, reference: str, amount_vnd: int, card: Card
    ) -> Movement:
        number = self.book.next_number()
        movement = Movement(
            kind=kind,
            service_id=service_id,
            reference=reference,
            amount_vnd=amount_vnd,
            transaction_id=f"BV0q{number:015d}.VK9D{number:012d}",
            at=self.now(),
            brand=card.brand,
            masked_pan=card.masked,
            approval_code=f"{number * 7919 % 1_000_000:06d}",
            rrn=f"{self.now():%y%j}{number:07d}",
        )
        self.book.movements.append(movement)
        return movement

    def _give_back(self, head: Header, request: ReversalRequest, fault: Fault | None) -> Json:
        if fault is Fault.BUSY or self.asked is not None:
            return answers.no_reversal("Busy")
        if fault is Fault.REFUND_FAILS:
            return answers.no_reversal("Refusal")
        if fault in FAILING:
            return answers.no_reversal(FAILING[fault])
        named = request.OriginalPOITransaction.POITransactionID
        payment = self.book.payment(named.TransactionID)
        if payment is None or not _same_instant(named.TimeStamp, payment.at):
            return answers.no_reversal("NotFound")
        left_vnd = payment.amount_vnd - self.book.given_back_vnd(payment.transaction_id)
        wanted_vnd = left_vnd if request.ReversedAmount is None else request.ReversedAmount
        if not 0 < wanted_vnd <= left_vnd:
            return answers.no_reversal("NotAllowed", "more than was paid")
        sale = request.SaleData
        reference = sale.SaleTransactionID.TransactionID if sale else ""
        card = Card(payment.brand, payment.masked_pan, "ICC")
        amount_vnd = _twisted(wanted_vnd, fault)
        movement = self._movement("refund", head.ServiceID, reference, amount_vnd, card)
        movement.masked_pan = payment.masked_pan
        movement.of_transaction_id = payment.transaction_id
        self.last, self.last_word, self.screen = movement, "Success", Screen.DONE
        body = answers.reversal(movement, msgspec.to_builtins(request.OriginalPOITransaction))
        return _partly(body, "ReversalResponse") if fault is Fault.PARTIAL else body

    def _look_up(self, reference: MessageReference, fault: Fault | None) -> Json:
        told = msgspec.to_builtins(reference)
        kept = self.book.remembered.get(reference.ServiceID)
        if kept is None or kept.category != reference.MessageCategory:
            return answers.status(answers.failure("NotFound"), told)
        if kept.answer is None or kept.header is None or fault is Fault.OUT_OF_ORDER:
            return answers.status(answers.failure("InProgress"), told)
        return answers.repeated(kept.header, kept.answer, told)

    def _abort(self, reference: MessageReference) -> None:
        if self.asked is not None and self.asked.service_id == reference.ServiceID:
            self.press(Deed.ABORT)

    def _reconcile(self, fault: Fault | None) -> Json:
        if fault is Fault.BUSY or self.asked is not None:
            return {"ReconciliationResponse": {"Response": answers.failure("Busy")}}
        body = answers.reconciliation(self.book)
        self.book.close_batch()
        return body


def _same_instant(written: str, at: datetime) -> bool:
    try:
        apart = datetime.fromisoformat(written) - at
    except (ValueError, TypeError):
        return False
    return abs(apart.total_seconds()) < 1


def _twisted(amount_vnd: int, fault: Fault | None) -> int:
    if fault is Fault.PARTIAL:
        return amount_vnd // 2
    return amount_vnd + 1000 if fault is Fault.WRONG_AMOUNT else amount_vnd


def _partly(body: Json, name: str) -> Json:
    inside = body[name]
    if isinstance(inside, dict):
        inside["Response"] = {"Result": "Partial"}
    return body
