"""What a filing and a difficulty can be, and what may become what. No database."""

from __future__ import annotations

import enum

from thuphi.ground.kit.states import StateTable


class FilingState(enum.StrEnum):
    """Bản nháp, Đã gửi, Đã chuyển tiếp, Đã tiếp nhận, Bị trả lại, Đã thay thế."""

    DRAFT = "draft"
    """With the one who reports; changes as often as they like."""
    FILED = "filed"
    """Frozen, and waiting at the first office of its route."""
    FORWARDED = "forwarded"
    """Waiting at a later office of its route."""
    ACCEPTED = "accepted"
    """Taken by the last office of its route."""
    RETURNED = "returned"
    """Sent back with a reason; a corrected filing goes on from here."""
    SUPERSEDED = "superseded"
    """A corrected filing stands in its place; this one is kept as it was filed."""


FILING_STATES = StateTable(
    "filing",
    {
        FilingState.DRAFT: frozenset({FilingState.FILED}),
        FilingState.FILED: frozenset(
            {
                FilingState.FORWARDED,
                FilingState.ACCEPTED,
                FilingState.RETURNED,
                FilingState.SUPERSEDED,
            }
        ),
        FilingState.FORWARDED: frozenset(
            {
                FilingState.FORWARDED,
                FilingState.ACCEPTED,
                FilingState.RETURNED,
                FilingState.SUPERSEDED,
            }
        ),
        FilingState.ACCEPTED: frozenset({FilingState.SUPERSEDED}),
        FilingState.RETURNED: frozenset({FilingState.SUPERSEDED}),
        FilingState.SUPERSEDED: frozenset(),
    },
)

UNDER_WAY = frozenset({FilingState.FILED, FilingState.FORWARDED})
"""Frozen, and an office has still to say something."""


class Deed(enum.StrEnum):
    """What an office did with a filing: gửi, chuyển tiếp, tiếp nhận, trả lại."""

    FILED = "filed"
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class DifficultyState(enum.StrEnum):
    """Đang chờ trả lời, Đã trả lời."""

    OPEN = "open"
    ANSWERED = "answered"


DIFFICULTY_STATES = StateTable(
    "difficulty",
    {
        DifficultyState.OPEN: frozenset({DifficultyState.ANSWERED}),
        DifficultyState.ANSWERED: frozenset(),
    },
)


class ObligationState(enum.StrEnum):
    """How far the newest filing of an obligation is; nothing is stored for it.

    Chưa lập, Đang soạn, Đã gửi, Đã chuyển tiếp, Đã tiếp nhận, Bị trả lại.
    """

    MISSING = "missing"
    DRAFT = "draft"
    FILED = "filed"
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    RETURNED = "returned"
