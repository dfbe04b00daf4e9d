"""Ways, kinds and states of letters, and when a letter that did not get through is tried again."""

from __future__ import annotations

import enum
from datetime import timedelta
from typing import Final

from thuphi.ground.kit.states import StateTable


class Way(enum.Enum):
    """By what a letter travels."""

    MAIL = "mail"
    SMS = "sms"
    ZALO = "zalo"


class Kind(enum.Enum):
    """What a letter is for."""

    NOTICE = "notice"
    REMINDER = "reminder"
    RECEIPT = "receipt"
    CODE = "code"
    """A one-time code: its facts are forgotten as soon as it has left."""


class LetterState(enum.Enum):
    """What has become of a letter."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    STOPPED = "stopped"


LETTER_STATES: Final = StateTable(
    "letter",
    {
        LetterState.WAITING: frozenset(
            {LetterState.SENT, LetterState.DELIVERED, LetterState.FAILED, LetterState.STOPPED}
        ),
        LetterState.SENT: frozenset({LetterState.DELIVERED, LetterState.FAILED}),
    },
)
"""A report of delivery may overtake the provider's own answer, so waiting may become delivered."""


class Trouble(enum.Enum):
    """Why a letter has not arrived."""

    WRONG_ADDRESS = "wrong_address"
    """Nobody has this number or address."""
    NO_ACCOUNT = "no_account"
    """The number is real, but its owner does not use this way (no Zalo)."""
    REFUSED = "refused"
    """The provider does not carry this letter, however often it is asked."""
    OUT_OF_CREDIT = "out_of_credit"
    """The provider wants to be paid first."""
    UNREACHABLE = "unreachable"
    """The provider did not answer, or cannot work now."""
    NOT_DELIVERED = "not_delivered"
    """The network gave up: telephone switched off for days, mailbox full."""


FINAL: Final = frozenset({Trouble.WRONG_ADDRESS, Trouble.NO_ACCOUNT, Trouble.REFUSED})
"""Trying again does not help."""
DEAD: Final = frozenset({Trouble.WRONG_ADDRESS, Trouble.NO_ACCOUNT})
"""The address cannot be reached by this way until somebody mends it."""

LEASE: Final = timedelta(minutes=2)
"""A letter taken for sending is nobody else's for so long; then its worker is taken for dead."""
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120))
CREDIT_WAIT: Final = timedelta(minutes=15)


def wait_after(trouble: Trouble, tries: int) -> timedelta | None:
    """How long until the next try after so many; `None` when there is none."""
    if trouble in FINAL:
        return None
    if trouble is Trouble.OUT_OF_CREDIT:
        return CREDIT_WAIT
    return WAITS[tries - 1] if tries <= len(WAITS) else None
