"""What a declaration can be, and what may become of it. No database."""

from __future__ import annotations

import enum

from thuphi.ground.kit.states import StateTable


class State(enum.StrEnum):
    """Đang lập, Đã gửi, Trả lại, Đã xác minh, Đã duyệt (khóa)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    APPROVED = "approved"
    """Locked for good; a correction is the next revision."""


DECLARATION_STATES = StateTable(
    "declaration",
    {
        State.DRAFT: frozenset({State.SUBMITTED}),
        State.SUBMITTED: frozenset({State.VERIFIED, State.RETURNED}),
        State.RETURNED: frozenset({State.DRAFT, State.SUBMITTED}),
        State.VERIFIED: frozenset({State.APPROVED, State.RETURNED}),
        State.APPROVED: frozenset(),
    },
)

OPEN = frozenset({State.DRAFT, State.RETURNED})
"""Its values may still be written."""

COUNTED = frozenset({State.VERIFIED, State.APPROVED})
"""Its values count in the indicators."""
