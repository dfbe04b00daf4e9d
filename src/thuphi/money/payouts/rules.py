"""States of a payout list and of its payouts, and when an account is too young. No database."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

from thuphi.ground.kit.states import StateTable

ACCOUNT_RESTS = timedelta(days=7)
"""So long after it was set, an account is paid only if a second person has confirmed it."""


class ListState(enum.Enum):
    """Đang lập, Đã duyệt, Đã xong, Đã hủy."""

    DRAFT = "draft"
    RELEASED = "released"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class PayoutState(enum.Enum):
    """Chờ duyệt, Chờ ngân hàng, Đã trả, Không trả được, Đã hủy."""

    LISTED = "listed"
    RELEASED = "released"
    PAID = "paid"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class PayoutWay(enum.Enum):
    """How a family gets its money."""

    TRANSFER = "transfer"
    CASH = "cash"


LIST_STATES = StateTable(
    "payout_list",
    {
        ListState.DRAFT: frozenset({ListState.RELEASED, ListState.WITHDRAWN}),
        ListState.RELEASED: frozenset({ListState.CLOSED}),
        ListState.CLOSED: frozenset(),
        ListState.WITHDRAWN: frozenset(),
    },
)

PAYOUT_STATES = StateTable(
    "payout",
    {
        PayoutState.LISTED: frozenset({PayoutState.RELEASED, PayoutState.WITHDRAWN}),
        PayoutState.RELEASED: frozenset({PayoutState.PAID, PayoutState.FAILED}),
        PayoutState.PAID: frozenset(),
        PayoutState.FAILED: frozenset(),
        PayoutState.WITHDRAWN: frozenset(),
    },
)


def is_too_young(set_at: datetime, confirmed_at: datetime | None, at: datetime) -> bool:
    """Whether an account was set so lately that nobody may be paid on it unconfirmed."""
    return confirmed_at is None and at - set_at < ACCOUNT_RESTS
