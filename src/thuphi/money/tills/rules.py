"""Notes, hand-overs and numbers of paper receipts, as people at a cash desk know them. No database.

The notes are those that the State Bank of Vietnam has in circulation.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from thuphi.ground.kit.states import StateTable

NOTES_VND = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200)
"""From the largest to the smallest; counted pieces stand in this order everywhere."""

BOOK_LONGEST = 1000
"""No pad of receipts has more sheets; a longer one is a slip of the pen."""

CLASS_LARGEST = 200
"""So many bills are taken in one deed at most: a class of a school, with room to spare."""


class HandOverState(enum.Enum):
    """Chờ nhận, Đã nhận, Không nhận, Đã rút."""

    GIVEN = "given"
    """The collector has counted and signed; the other person has not yet."""
    RECEIVED = "received"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


HAND_OVER_STATES = StateTable(
    "hand_over",
    {
        HandOverState.GIVEN: frozenset(
            {HandOverState.RECEIVED, HandOverState.REFUSED, HandOverState.WITHDRAWN}
        ),
        HandOverState.RECEIVED: frozenset(),
        HandOverState.REFUSED: frozenset(),
        HandOverState.WITHDRAWN: frozenset(),
    },
)


class SlipState(enum.Enum):
    """What became of one number of a pad: đã dùng, hủy, mất."""

    USED = "used"
    VOID = "void"
    LOST = "lost"


class Fault(enum.Enum):
    """Why one entry of cash is refused."""

    NOT_FOUND = "not_found"
    ABOVE_REST = "above_rest"
    PART_NOT_ALLOWED = "part_not_allowed"
    NOT_POSITIVE = "not_positive"
    NOTHING_TO_PAY = "nothing_to_pay"
    KEY_USED = "key_used"
    SLIP_NOT_YOURS = "slip_not_yours"
    SLIP_USED = "slip_used"


def counted_vnd(pieces: Sequence[int]) -> int:
    """What so many pieces of each note come to, in đồng. Raises `ValueError` for a wrong list."""
    if len(pieces) != len(NOTES_VND) or any(number < 0 for number in pieces):
        raise ValueError(pieces)
    return sum(note * number for note, number in zip(NOTES_VND, pieces, strict=True))


@dataclass(frozen=True, slots=True)
class Counted:
    """A count beside what should be there. Amounts are đồng."""

    held_vnd: int
    counted_vnd: int

    @property
    def difference_vnd(self) -> int:
        """More (plus) or less (minus) than should be there."""
        return self.counted_vnd - self.held_vnd

    @property
    def goes_over_vnd(self) -> int:
        """What leaves the collector's hands: what is missing stays owed by them; what is too much
        has no owner and is written down, not booked."""
        return min(self.held_vnd, self.counted_vnd)


def number_word(number: int) -> str:
    """`0000123`: as numbers are printed on pads."""
    return f"{number:07d}"
