"""Tables of allowed moves between states, and the diagram that the documentation draws of them."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

State = TypeVar("State", bound=enum.Enum)


class MoveNotAllowed(Exception):
    """Something cannot become what was asked, being what it is."""

    def __init__(self, table: str, old: enum.Enum, new: enum.Enum) -> None:
        super().__init__(f"{table}: {old.value} -> {new.value}")
        self.table = table
        self.old = old
        self.new = new


class StateTable(Generic[State]):
    """What may become what. A state that is missing on the left is a last one."""

    def __init__(self, name: str, moves: Mapping[State, frozenset[State]]) -> None:
        self.name = name
        self._moves = dict(moves)

    def allows(self, old: State, new: State) -> bool:
        """Whether this move is in the table. Staying is a move too and has to be listed."""
        return new in self._moves.get(old, frozenset())

    def move(self, old: State, new: State) -> State:
        """The new state. Raises `MoveNotAllowed`."""
        if not self.allows(old, new):
            raise MoveNotAllowed(self.name, old, new)
        return new

    def is_last(self, state: State) -> bool:
        """Whether nothing comes after this state."""
        return not self._moves.get(state)

    def pairs(self) -> Iterator[tuple[State, State]]:
        """Every allowed move, in the order of the table and then of the names."""
        for old, news in self._moves.items():
            for new in sorted(news, key=lambda state: str(state.value)):
                yield old, new

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {old.value} --> {new.value}" for old, new in self.pairs()]
        ends = {new for _, new in self.pairs() if self.is_last(new)}
        lines += [f"    {end} --> [*]" for end in sorted(str(state.value) for state in ends)]
        return "\n".join(lines) + "\n"
