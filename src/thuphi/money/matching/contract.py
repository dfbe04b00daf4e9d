"""What a search for the bill of a bank line is given, and what it says.

Bills, lines and finds come by the million; as structs they are made in a tenth of the time.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import msgspec


class Rung(enum.Enum):
    """How a bill was found; the values are what `thuphi match` prints as `how`."""

    VIRTUAL_ACCOUNT = "virtual_account"
    EXACT = "exact"
    FOLDED = "folded"
    """The code whole, but for case, signs between, O for 0, I or L for 1."""
    MARKER = "marker"
    """The ten symbols whole, the marker missing or mistyped."""
    ONE_WRONG = "one_wrong"
    ONE_LOST = "one_lost"
    ONE_TOO_MANY = "one_too_many"
    SWAPPED = "swapped"
    AMBIGUOUS = "ambiguous"
    """More than one bill fits: nothing is booked by itself."""
    SUGGESTED = "suggested"
    NONE = "none"
    NOT_MONEY_IN = "not_money_in"


BOOKS = frozenset(
    {
        Rung.VIRTUAL_ACCOUNT,
        Rung.EXACT,
        Rung.FOLDED,
        Rung.MARKER,
        Rung.ONE_WRONG,
        Rung.ONE_LOST,
        Rung.ONE_TOO_MANY,
        Rung.SWAPPED,
    }
)
"""Rungs whose find is booked by itself (docs/decisions)."""
HEALED = BOOKS - {Rung.VIRTUAL_ACCOUNT, Rung.EXACT, Rung.FOLDED}
"""Those that are believed only for an open bill whose rest is just the amount."""


class OpenBill(msgspec.Struct, frozen=True, gc=False):
    """A bill on which something is still owed."""

    code: str
    amount_vnd: int
    """What is left of it."""
    payer: str = ""
    beneficiary: str = ""
    class_name: str = ""
    phone: str = ""
    virtual_account: str = ""


class Line(msgspec.Struct, frozen=True, gc=False):
    """Money that came, as a bank tells of it."""

    id: str
    text: str
    amount_vnd: int
    payer: str = ""
    virtual_account: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A bill that it may be: for a person, never booked by itself."""

    code: str
    score: int
    """0 to 100."""
    reasons: tuple[str, ...]
    """Why it may be this bill.

    `amount`: just what is left. `beneficiary`, `payer`: named in full; `..._like`: nearly so.
    `class`, `phone`. `code`: whole, beside another. `virtual_account`. `code_healed`: one mishap in
    the code explains the text. `code_near`: two mishaps explain it as well as one in another code.
    `code_two_wrong`. `code_cut`: the text has only the beginning of the code.
    """


class Found(msgspec.Struct, frozen=True, gc=False):
    """What the search says of one line."""

    id: str
    code: str | None
    how: Rung
    suggestions: tuple[Suggestion, ...] = ()
    others: tuple[str, ...] = ()
    """Further whole codes of open bills in the same text, when their sum is what came."""
