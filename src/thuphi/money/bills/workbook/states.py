"""States of an uploaded workbook. No database."""

from __future__ import annotations

import enum

from thuphi.ground.kit.states import StateTable


class UploadState(enum.Enum):
    """A readable workbook waits to be confirmed; one with faults is only shown."""

    WAITING = "waiting"
    FAULTY = "faulty"
    CONFIRMED = "confirmed"


UPLOAD_STATES = StateTable(
    "uploaded_workbook",
    {
        UploadState.WAITING: frozenset({UploadState.CONFIRMED}),
        UploadState.FAULTY: frozenset(),
        UploadState.CONFIRMED: frozenset(),
    },
)
