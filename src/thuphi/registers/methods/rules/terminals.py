"""What may become of a card terminal."""

from __future__ import annotations

import enum

from thuphi.ground.kit.states import StateTable


class TerminalState(enum.Enum):
    """A terminal is used, out of order for a while, or given back for good."""

    IN_USE = "in_use"
    BROKEN = "broken"
    RETURNED = "returned"


TERMINAL_STATES = StateTable(
    "terminal",
    {
        TerminalState.IN_USE: frozenset({TerminalState.BROKEN, TerminalState.RETURNED}),
        TerminalState.BROKEN: frozenset({TerminalState.IN_USE, TerminalState.RETURNED}),
    },
)
