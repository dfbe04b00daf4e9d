"""States of a school's sheet that was handed in. No database."""

from __future__ import annotations

import enum

from thuphi.ground.kit.states import StateTable


class SheetState(enum.Enum):
    """A sheet waits, with its bytes, until somebody saves what it says."""

    WAITING = "waiting"
    SAVED = "saved"


SHEET_STATES = StateTable(
    "school_sheet",
    {
        SheetState.WAITING: frozenset({SheetState.SAVED}),
        SheetState.SAVED: frozenset(),
    },
)
