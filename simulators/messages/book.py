"""What the carriers have in memory: messages, accounts, and what is to go wrong next."""

from __future__ import annotations

import enum
import itertools
from collections import Counter
from dataclasses import dataclass, field


class Fault(enum.Enum):
    """One thing that goes wrong, so many times."""

    TIMEOUT = "timeout"
    """The call is carried out and never answered."""
    DOWN = "down"
    """503; nothing is carried out."""
    OUT_OF_CREDIT = "out_of_credit"
    NO_REPORT = "no_report"
    """The message arrives and nobody is told."""
    REPORT_TWICE = "report_twice"
    BAD_SIGNATURE = "bad_signature"
    REPORT_FIRST = "report_first"
    """The report overtakes the answer."""


@dataclass
class Message:
    """One message on its way or on a telephone."""

    number: int
    way: str
    to: str
    sender: str
    text: str
    reference: str
    message_id: str
    cost_vnd: int
    subject: str = ""
    status: str = "sent"
    reports: list[int] = field(default_factory=list)
    """The status of every answer to a report; 0 for none."""


class Book:
    """All messages since the morning."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.spent_vnd: Counter[str] = Counter()
        self.topped_up_vnd: Counter[str] = Counter()
        self.faults: Counter[Fault] = Counter()
        self._numbers = itertools.count(1)

    def goes_wrong(self, fault: Fault) -> bool:
        """Whether this goes wrong now; each is used up."""
        if self.faults[fault] < 1:
            return False
        self.faults[fault] -= 1
        return True

    def by_reference(self, way: str, reference: str) -> Message | None:
        """The message that came with this reference before."""
        return next(
            (one for one in self.messages if (one.way, one.reference) == (way, reference)), None
        )

    def add(
        self,
        *,
        way: str,
        to: str,
        sender: str,
        text: str,
        reference: str,
        cost_vnd: int = 0,
        subject: str = "",
    ) -> Message:
        """One more message."""
        number = next(self._numbers)
        message = Message(
            number=number,
            way=way,
            to=to,
            sender=sender,
            text=text,
            reference=reference,
            message_id=f"{way}{number:08}",
            cost_vnd=cost_vnd,
            subject=subject,
        )
        self.messages.append(message)
        return message

    def telephones(self) -> dict[str, list[Message]]:
        """Each telephone and mailbox with what arrived, the busiest last message first."""
        arrived: dict[str, list[Message]] = {}
        for message in reversed(self.messages):
            if message.status == "delivered":
                arrived.setdefault(message.to, []).append(message)
        return arrived
