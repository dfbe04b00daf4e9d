"""Every verb on baskets and attempts; the only writers of this room's tables."""

from .beginning import EXTRAS, Wish, begin, make_basket
from .deciding import accept, ask_again, ask_to_cancel, give_up
from .keeping import CALL, call_worker
from .working import LEASE, Deed, Due, claim_due, record_started, record_told, tell

__all__ = [
    "CALL",
    "EXTRAS",
    "LEASE",
    "Deed",
    "Due",
    "Wish",
    "accept",
    "ask_again",
    "ask_to_cancel",
    "begin",
    "call_worker",
    "claim_due",
    "give_up",
    "make_basket",
    "record_started",
    "record_told",
    "tell",
]
