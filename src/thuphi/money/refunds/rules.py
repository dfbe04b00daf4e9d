"""What a refund can be, by which way money goes back, and who has to agree. No database."""

from __future__ import annotations

import enum

from thuphi.ground.channels.contract import Ability, Connector
from thuphi.ground.kit.states import StateTable


class RefundState(enum.Enum):
    """Đề nghị, Đã duyệt, Đang trả lại, Đã trả lại, Không trả được, Bị thu lại, Đã rút đề nghị."""

    ASKED = "asked"
    APPROVED = "approved"
    SENT = "sent"
    """Set aside in the book, and on its way: at the provider, or in the hands of a person."""
    REFUNDED = "refunded"
    FAILED = "failed"
    """The money stayed: it pays the bill again, or is the family's credit."""
    REVERSED = "reversed"
    """The provider or the bank took it back without being asked."""
    WITHDRAWN = "withdrawn"


class Way(enum.Enum):
    """How money goes back."""

    PROVIDER = "provider"
    """By the way it came."""
    TRANSFER = "transfer"
    """By a transfer from the facility's account, with a checklist."""
    CASH = "cash"
    REVERSAL = "reversal"
    """It is gone already."""


REFUND_STATES = StateTable(
    "refund",
    {
        RefundState.ASKED: frozenset({RefundState.APPROVED, RefundState.WITHDRAWN}),
        RefundState.APPROVED: frozenset(
            {RefundState.SENT, RefundState.FAILED, RefundState.REVERSED}
        ),
        RefundState.SENT: frozenset({RefundState.REFUNDED, RefundState.FAILED}),
        RefundState.REFUNDED: frozenset(),
        RefundState.FAILED: frozenset(),
        RefundState.REVERSED: frozenset(),
        RefundState.WITHDRAWN: frozenset(),
    },
)

STUCK = "stuck:"
"""How the note of a refund begins that the book refused; it waits for somebody to look into it."""

WAITING = frozenset({RefundState.ASKED, RefundState.APPROVED, RefundState.SENT})
"""A person or a provider has still to do something."""

HOLDING = frozenset({*WAITING, RefundState.REFUNDED, RefundState.REVERSED})
"""Takes its amount from what can still be refunded."""


def way_back(connector: Connector | None, *, amount_vnd: int, paid_vnd: int, is_cash: bool) -> Way:
    """The way money came, when its provider can send so much back; else a transfer.

    Money that only the bank's statement told of has no provider.
    """
    if is_cash:
        return Way.CASH
    if connector is None:
        return Way.TRANSFER
    if not connector.CAN[Ability.REFUND].can:
        return Way.TRANSFER
    if amount_vnd < paid_vnd and not connector.CAN[Ability.PART_REFUND].can:
        return Way.TRANSFER
    return Way.PROVIDER


def needs_two(amount_vnd: int, alone_limit_vnd: int) -> bool:
    """Whether a second person has to agree."""
    return amount_vnd > alone_limit_vnd
