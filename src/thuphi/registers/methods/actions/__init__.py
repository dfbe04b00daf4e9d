"""Every verb of the room; the only writers of its tables."""

from .fees import NewIncentive, end_fee, end_incentive, offer_incentive, set_fee
from .merchants import (
    activate_merchant,
    change_settings,
    deactivate_merchant,
    point_at_account,
    record_contract,
    record_paid_days,
    register_merchant,
)
from .terminals import NewTerminal, move_terminal, register_terminal, return_terminal, set_terminal

__all__ = [
    "NewIncentive",
    "NewTerminal",
    "activate_merchant",
    "change_settings",
    "deactivate_merchant",
    "end_fee",
    "end_incentive",
    "move_terminal",
    "offer_incentive",
    "point_at_account",
    "record_contract",
    "record_paid_days",
    "register_merchant",
    "register_terminal",
    "return_terminal",
    "set_fee",
    "set_terminal",
]
