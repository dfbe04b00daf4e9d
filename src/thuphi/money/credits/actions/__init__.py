"""Every verb on credits; the only writers of this room's tables, but for what payments bring."""

from .opening import Release, open_credit, release_in, set_rule
from .paying_out import (
    Taking,
    let_go,
    let_go_cash,
    put_back,
    put_back_many,
    take_many,
    take_out,
)
from .refunding import (
    ForRefund,
    give,
    give_back,
    hold_for_refund,
    keep_rest,
    left_for_refund,
    take_for_refund,
)
from .spending import Spent, spend, spend_on_run

__all__ = [
    "ForRefund",
    "Release",
    "Spent",
    "Taking",
    "give",
    "give_back",
    "hold_for_refund",
    "keep_rest",
    "left_for_refund",
    "let_go",
    "let_go_cash",
    "open_credit",
    "put_back",
    "put_back_many",
    "release_in",
    "set_rule",
    "spend",
    "spend_on_run",
    "take_for_refund",
    "take_many",
    "take_out",
]
