"""What a lead's part of a task can be, and when a task is done. No database."""

from __future__ import annotations

import enum
from collections.abc import Collection

from thuphi.ground.kit.states import StateTable


class PartState(enum.StrEnum):
    """Chưa thực hiện, Đang thực hiện, Đã hoàn thành, Đã xác nhận."""

    NOT_STARTED = "not_started"
    DOING = "doing"
    DONE = "done"
    CONFIRMED = "confirmed"
    """The lead stands by it, with its evidence."""


PART_STATES = StateTable(
    "task_part",
    {
        PartState.NOT_STARTED: frozenset({PartState.DOING, PartState.DONE}),
        PartState.DOING: frozenset({PartState.DOING, PartState.DONE}),
        PartState.DONE: frozenset({PartState.DOING, PartState.CONFIRMED}),
        PartState.CONFIRMED: frozenset({PartState.DOING}),
    },
)


def together(parts: Collection[PartState]) -> PartState:
    """What a task is by what its leads' parts are: confirmed when every one of them is.

    A task that nobody leads has not been started.
    """
    if not parts:
        return PartState.NOT_STARTED
    if all(part is PartState.CONFIRMED for part in parts):
        return PartState.CONFIRMED
    if all(part in {PartState.DONE, PartState.CONFIRMED} for part in parts):
        return PartState.DONE
    if all(part is PartState.NOT_STARTED for part in parts):
        return PartState.NOT_STARTED
    return PartState.DOING


def percent_fits(state: PartState, percent: int) -> bool:
    """0 before it is begun, below 100 while it is done, 100 when it is done."""
    match state:
        case PartState.NOT_STARTED:
            return percent == 0
        case PartState.DOING:
            return 0 <= percent < 100
        case PartState.DONE | PartState.CONFIRMED:
            return percent == 100
