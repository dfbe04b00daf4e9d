"""Kinds and states of invoices, and when one is tried again. No database."""

from __future__ import annotations

import enum
from datetime import timedelta

from thuphi.ground.kit.states import StateTable


class InvoiceKind(enum.Enum):
    """What the unit hands out for money."""

    INVOICE = "invoice"
    """Hóa đơn điện tử."""
    RECEIPT = "receipt"
    """Biên lai điện tử: fees and charges of public units."""


class InvoiceState(enum.Enum):
    """Chờ gửi, Đang hỏi, Đã phát hành, Bị từ chối, Đã thay thế."""

    ASKED = "asked"
    SENT = "sent"
    """It may have arrived: asked after until somebody knows."""
    ISSUED = "issued"
    REFUSED = "refused"
    REPLACED = "replaced"


INVOICE_STATES = StateTable(
    "invoice",
    {
        InvoiceState.ASKED: frozenset(
            {InvoiceState.SENT, InvoiceState.ISSUED, InvoiceState.REFUSED}
        ),
        InvoiceState.SENT: frozenset({InvoiceState.ISSUED, InvoiceState.REFUSED}),
        InvoiceState.REFUSED: frozenset({InvoiceState.ASKED}),
        InvoiceState.ISSUED: frozenset({InvoiceState.REPLACED}),
        InvoiceState.REPLACED: frozenset(),
    },
)

ASK_AFTER = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
LEASE = timedelta(minutes=2)


def next_try(tries: int) -> timedelta:
    """How long after so many tries the next one comes; at the end every six hours."""
    return ASK_AFTER[min(tries, len(ASK_AFTER)) - 1] if tries else timedelta(0)
