"""Every verb on facilities and their accounts; the only writers of this room's tables."""

from .accounts import decide_account, propose_account
from .registering import NewFacility, register_facility
from .standing import close_facility, move_facility, put_under, set_area

__all__ = [
    "NewFacility",
    "close_facility",
    "decide_account",
    "move_facility",
    "propose_account",
    "put_under",
    "register_facility",
    "set_area",
]
