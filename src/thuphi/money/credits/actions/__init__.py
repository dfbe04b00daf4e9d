"""Every verb on credits; the only writers of this room's tables, but for what payments bring."""

from .opening import Release, open_credit, release_in, set_rule
from .paying_out import let_go, let_go_cash, put_back, take_out
from .refunding import ForRefund, give_back, keep_rest, left_for_refund, take_for_refund
from .spending import Spent, spend, spend_on_run

__all__ = [
    "ForRefund",
    "Release",
    "Spent",
    "give_back",
    "keep_rest",
    "left_for_refund",
    "let_go",
    "let_go_cash",
    "open_credit",
    "put_back",
    "release_in",
    "set_rule",
    "spend",
    "spend_on_run",
    "take_for_refund",
    "take_out",
]
