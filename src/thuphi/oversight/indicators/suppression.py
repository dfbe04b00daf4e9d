"""Small numbers are not told to the public: neither by themselves nor by subtraction. Pure.

A unit with few facilities or few transactions could be a single family's or patient's business.
Its figure is hidden, and so that nobody subtracts the shown units from the total, all hidden ones
stand together in one rest. A rest of one unit, or a rest that is itself small, would tell what it
hides: then the smallest of the shown units joins it. What cannot be hidden so is not told at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FACILITIES_MIN = 5
TRANSACTIONS_MIN = 10
HIDDEN_TOGETHER_MIN = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """The figure of one unit before it is decided what is told.

    `transactions` is None where the figure does not count any.
    """

    unit_id: int
    part: int
    whole: int
    facilities: int
    transactions: int | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing to be counted here: that is no secret."""
        return self.whole == 0

    @property
    def is_small(self) -> bool:
        """Whether the figure must not stand alone."""
        return _is_small(self.facilities, self.transactions)

    @property
    def size(self) -> tuple[int, int, int]:
        """The smallest joins the hidden first; equal ones always in the same order."""
        return self.facilities, self.transactions or 0, self.unit_id


@dataclass(frozen=True, slots=True)
class Rest:
    """All hidden units as one figure."""

    unit_ids: tuple[int, ...]
    part: int
    whole: int
    facilities: int


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told: units by themselves, the rest together, units without anything.

    `total` is None when even the whole is too small; then nothing else is told either.
    """

    total: tuple[int, int] | None
    facilities: int | None
    shown: tuple[Cell, ...]
    rest: Rest | None
    empty: tuple[int, ...]


def told(cells: Iterable[Cell]) -> Told:
    """Hide what is small, and what would give it away; shown and rest add up to the total."""
    every = sorted(cells, key=lambda one: one.size)
    empty = tuple(one.unit_id for one in every if one.is_empty)
    counted = [one for one in every if not one.is_empty]
    if not counted or _is_small_together(counted):
        return Told(None, None, (), None, empty)
    hidden = [one for one in counted if one.is_small]
    shown = [one for one in counted if not one.is_small]
    while hidden and shown and (len(hidden) < HIDDEN_TOGETHER_MIN or _is_small_together(hidden)):
        hidden.append(shown.pop(0))
    return Told(
        (sum(one.part for one in counted), sum(one.whole for one in counted)),
        sum(one.facilities for one in counted),
        tuple(shown),
        _together(hidden) if hidden else None,
        empty,
    )


def _is_small(facilities: int, transactions: int | None) -> bool:
    if facilities < FACILITIES_MIN:
        return True
    return transactions is not None and transactions < TRANSACTIONS_MIN


def _is_small_together(cells: list[Cell]) -> bool:
    counts = [one.transactions for one in cells if one.transactions is not None]
    return _is_small(
        sum(one.facilities for one in cells), sum(counts) if len(counts) == len(cells) else None
    )


def _together(cells: list[Cell]) -> Rest:
    return Rest(
        tuple(sorted(one.unit_id for one in cells)),
        sum(one.part for one in cells),
        sum(one.whole for one in cells),
        sum(one.facilities for one in cells),
    )
