"""What an attempt to pay can be, and why the order of what we are told does not matter.

Each thing we learn has a rank, and an attempt is the highest of all it was told. So a notice, an
expiry and a cancel that race each other end in one state, whichever comes first. Confirmed money
is the highest: it is never argued away.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import datetime, timedelta

from thuphi.ground.channels.contract import Outcome
from thuphi.ground.kit.states import StateTable


class AttemptState(enum.Enum):
    """Đang mở, Chờ xác nhận, Chưa rõ, Hết hạn, Đã hủy, Không thành công, Đã thu."""

    CREATED = "created"
    """Written down; nothing has been sent yet."""
    PENDING = "pending"
    UNKNOWN = "unknown"
    """Sent, and no word that we understand came back. It may have been paid."""
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    CONFIRMED = "confirmed"


RANK = tuple(AttemptState)
"""From what says least to what says most."""

LIVE = frozenset({AttemptState.CREATED, AttemptState.PENDING, AttemptState.UNKNOWN})
"""May still be paid, as far as we know: no second attempt beside it."""

DEAD = frozenset({AttemptState.EXPIRED, AttemptState.CANCELLED, AttemptState.REFUSED})

GRACE = timedelta(minutes=5)
"""How long after an attempt's last minute a provider may still be at work on it."""

STATE_OF = {
    Outcome.PENDING: AttemptState.PENDING,
    Outcome.UNKNOWN: AttemptState.UNKNOWN,
    Outcome.MISMATCH: AttemptState.UNKNOWN,
    Outcome.REFUSED: AttemptState.REFUSED,
    Outcome.CONFIRMED: AttemptState.CONFIRMED,
}

ATTEMPT_STATES = StateTable(
    "attempt",
    {state: frozenset(RANK[place + 1 :]) for place, state in enumerate(RANK)},
)


def higher(old: AttemptState, told: AttemptState) -> AttemptState:
    """Which of the two says more."""
    return max(old, told, key=RANK.index)


def state_after(told: Iterable[AttemptState]) -> AttemptState:
    """What an attempt is after everything it was told, in any order."""
    return max(told, key=RANK.index, default=AttemptState.CREATED)


def is_over(*, expires_at: datetime, at: datetime) -> bool:
    """Whether an attempt that the provider still calls pending cannot be paid any more."""
    return at >= expires_at + GRACE


def next_ask(
    *, started_at: datetime, schedule: tuple[timedelta, ...], at: datetime
) -> datetime | None:
    """The next time of a schedule to ask at; None when it is over and a person's turn has come."""
    return next((started_at + wait for wait in schedule if started_at + wait > at), None)
