"""Every verb on refunds; the only writers of this room's tables."""

from .asking import Payee, Wish, ask, record_reversal, refundable_vnd, set_limit
from .deciding import approve, hand_over, settle_by_hand, take_up_again, withdraw
from .working import (
    ASK_AFTER,
    LEASE,
    SEND_AGAIN_MAX,
    SENDS_MAX,
    Deed,
    Due,
    claim_due,
    record_not_sent,
    record_told,
)

__all__ = [
    "ASK_AFTER",
    "LEASE",
    "SENDS_MAX",
    "SEND_AGAIN_MAX",
    "Deed",
    "Due",
    "Payee",
    "Wish",
    "approve",
    "ask",
    "claim_due",
    "hand_over",
    "record_not_sent",
    "record_reversal",
    "record_told",
    "refundable_vnd",
    "set_limit",
    "settle_by_hand",
    "take_up_again",
    "withdraw",
]
