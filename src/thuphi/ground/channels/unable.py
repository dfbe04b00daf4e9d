"""What a connector is that has not said otherwise: it hears, and can do nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from thuphi.ground.channels.contract import (
    Ability,
    Answer,
    CannotDo,
    FourFields,
    Limits,
    Notice,
    Order,
    OrderFault,
    Question,
    RefundNotice,
    RefundOrder,
    Reply,
    SettlementLine,
    Started,
    Step,
    Waits,
)


class Unable:
    """Refuses every step. A connector writes those that its provider has."""

    ADDRESSES: ClassVar[Mapping[str, str]] = {}
    LIMITS: ClassVar[Limits] = Limits()
    WAITS: ClassVar[Waits] = Waits()
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(version=1, code="")
    CHECKS_ORDER: ClassVar[bool] = False

    def reference_of(self, code: str, number: int, at: datetime) -> str:
        """The code and a number, so that a person finds the bill in the provider's own pages."""
        return f"{code}-{number}"

    def start(self, order: Order, settings: Mapping[str, str]) -> Step:
        """Raises `CannotDo`."""
        raise CannotDo(Ability.START)

    def read_started(self, order: Order, answer: Answer, settings: Mapping[str, str]) -> Started:
        """Raises `CannotDo`."""
        raise CannotDo(Ability.START)

    def scrub(self, body: bytes) -> bytes:
        """Nothing in it is too secret to keep."""
        return body

    def ask(self, question: Question, settings: Mapping[str, str]) -> Step:
        """Raises `CannotDo`."""
        raise CannotDo(Ability.ASK)

    def read_asked(self, question: Question, answer: Answer, settings: Mapping[str, str]) -> Notice:
        """Raises `CannotDo`."""
        raise CannotDo(Ability.ASK)

    def cancel(self, question: Question, settings: Mapping[str, str]) -> Step:
        """Raises `CannotDo`."""
        raise CannotDo(Ability.CANCEL)

    def read_cancelled(
        self, question: Question, answer: Answer, settings: Mapping[str, str]
    ) -> Notice:
        """Raises `CannotDo`."""
        raise CannotDo(Ability.CANCEL)

    def refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """Raises `CannotDo`."""
        raise CannotDo(Ability.REFUND)

    def read_refunded(
        self, order: RefundOrder, answer: Answer, settings: Mapping[str, str]
    ) -> RefundNotice:
        """Raises `CannotDo`."""
        raise CannotDo(Ability.REFUND)

    def ask_refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """Raises `CannotDo`."""
        raise CannotDo(Ability.ASK_REFUND)

    def read_refund_asked(
        self, order: RefundOrder, answer: Answer, settings: Mapping[str, str]
    ) -> RefundNotice:
        """Raises `CannotDo`."""
        raise CannotDo(Ability.ASK_REFUND)

    def read_settlement(self, content: bytes) -> tuple[SettlementLine, ...]:
        """Raises `CannotDo`."""
        raise CannotDo(Ability.SETTLEMENT)

    def reply_recorded(self) -> Reply:
        """200: on record, or nothing to record."""
        return Reply(200, b"{}")

    def reply_order(self, fault: OrderFault) -> Reply:
        """The provider only wants to know that it is on record."""
        return self.reply_recorded()
