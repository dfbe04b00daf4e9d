"""Sums that a sheet writes itself, held against what was read from it."""

from __future__ import annotations

from collections.abc import Sequence

from .heads import Meaning
from .layouts import Layout


def sum_agrees(
    layout: Layout, index: int, said_vnd: int, row: dict[int, int], off_vnd: int
) -> bool:
    """Whether a pupil's sum in a column is that of all items, or of those it stands behind.

    `row` is what the pupil is charged by column, `off_vnd` what is taken off in the row.
    """
    whole = sum(row.values())
    if said_vnd in (whole, whole - off_vnd):
        return True
    charges = layout.of(Meaning.CHARGE)
    before = [one.index for one in layout.of(Meaning.TOTAL) if one.index < index]
    since = max(before, default=-1)
    run = sum(row.get(one.index, 0) for one in charges if since < one.index < index)
    group = next((one.group for one in layout.columns if one.index == index), "")
    grouped = sum(row.get(one.index, 0) for one in charges if group and one.group == group)
    return said_vnd == run or (bool(group) and said_vnd == grouped)


class Running:
    """Sums down the columns: of the whole table, and since the last class or sum."""

    def __init__(self) -> None:
        self.table: dict[int, int] = {}
        self.block: dict[int, int] = {}
        self.unsure: set[int] = set()

    def add(self, row: dict[int, int], totals: dict[int, int]) -> None:
        """Count one pupil's charges, and the sums written beside them."""
        for values in (row, totals):
            for index, amount_vnd in values.items():
                self.table[index] = self.table.get(index, 0) + amount_vnd
                self.block[index] = self.block.get(index, 0) + amount_vnd

    def doubt(self, indexes: Sequence[int]) -> None:
        """A cell of these columns was not read: their sums cannot be held against anything."""
        self.unsure.update(indexes)

    def agrees(self, index: int, said_vnd: int) -> bool:
        """Whether a sum below a column is that of the table or of its last block."""
        if index in self.unsure:
            return True
        return said_vnd in (self.table.get(index, 0), self.block.get(index, 0))

    def is_sum(self, row: dict[int, int]) -> bool:
        """Whether amounts in a row without words are the sums of what stands above, all of them."""
        return (
            bool(self.table)
            and any(row.values())
            and all(
                amount_vnd in (self.table.get(index, 0), self.block.get(index, 0))
                for index, amount_vnd in row.items()
            )
        )

    def new_block(self) -> None:
        """A class ends, or a sum is drawn."""
        self.block = {}
