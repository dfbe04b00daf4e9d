"""Finding the head of a table: its first row, the rows that belong to it, what stands above."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from numbers import Real

from thuphi.ground.kit.fold import search_key
from thuphi.money.bills.workbook import cells
from thuphi.money.bills.workbook.errors import CellUnreadable

from . import amounts, classes
from .grids import Row
from .heads import Meaning, meaning_of
from .merges import Merges

LEVELS_MAX = 4
NUMBERS_ENOUGH = 3
"""So many numbers stand in a row of amounts, never in a row of heads."""
_NUMBERING = re.compile(r"\(?(?:[0-9]{1,2}|[A-Za-z])\)?(?: ?= ?[()0-9+*x\- ]+)?")
_ANCHORS = (Meaning.ORDER, Meaning.NAME, Meaning.SURNAME, Meaning.CODE)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one table. `levels` hold the words of each of its rows by column from 0."""

    first_row: int
    last_row: int
    levels: tuple[Mapping[int, str], ...]
    above: Mapping[int, str]
    """What stands in the row above, over more columns than one: a group the head lies under."""

    def words(self, index: int) -> tuple[str, ...]:
        """What stands over a column, from the top."""
        return tuple(level[index] for level in self.levels if level.get(index))

    @property
    def width(self) -> int:
        """One more than the last column that has a head."""
        return 1 + max((index for level in self.levels for index in level), default=-1)


def text_of(value: object) -> str:
    """A cell as words, whatever it is."""
    try:
        return cells.text(value, letters_max=1000)
    except CellUnreadable:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)[:200]


def is_head(values: Sequence[object]) -> bool:
    """Whether a row names the columns of a list of pupils."""
    numbers = sum(
        1
        for value in values
        if isinstance(value, Real) or (isinstance(value, str) and value[:1].isdigit())
    )
    if numbers >= NUMBERS_ENOUGH:
        return False
    words = [text_of(value) for value in values if isinstance(value, str)]
    words = [word for word in words if word and len(word) <= 120]
    if len(words) < 2:
        return False
    known = {meaning_of(word) for word in words} - {None}
    has_name = Meaning.NAME in known or known >= {Meaning.SURNAME, Meaning.GIVEN}
    has_code = Meaning.CODE in known
    if not has_name and not (has_code and (len(known) > 1 or len(words) > 1)):
        return False
    return len(known) >= 2 or (len(words) >= 2 and not numbers)


def read_head(rows: Sequence[Row], above: Sequence[Row], merges: Merges) -> Head:
    """The head that begins in the first of these rows."""
    number, values = rows[0]
    levels = [_spread(number, values, merges)]
    anchors = [i for i, word in levels[0].items() if meaning_of(word) in _ANCHORS]
    last = number
    for row_number, row in rows[1:]:
        if _is_numbering(row) or _is_prices(row_number, row, anchors, merges):
            last = row_number
            continue
        if len(levels) >= LEVELS_MAX or not _goes_on(row_number, row, anchors, merges):
            break
        levels.append(_spread(row_number, row, merges))
        last = row_number
    _inherit(levels)
    over = _spread(*above[-1], merges) if above and above[-1][0] == number - 1 else {}
    return Head(number, last, tuple(levels), over if len(set(over)) > 1 else {})


def _spread(number: int, values: Sequence[object], merges: Merges) -> dict[int, str]:
    """The words of a row; those of a merge stand over all its columns, in its first row."""
    words = {index: text_of(value) for index, value in enumerate(values)}
    found = {index: word for index, word in words.items() if word}
    for (top, left), (_bottom, right) in merges.of_row(number):
        if top + 1 == number and words.get(left) and right - left < 200:
            found.update(dict.fromkeys(range(left, right + 1), words[left]))
    return found


def _is_numbering(values: Sequence[object]) -> bool:
    """A row that only counts the columns: A, B, 1, 2, 3 = 1 + 2."""
    words = [word for word in map(text_of, values) if word]
    return len(words) >= 3 and all(_NUMBERING.fullmatch(word) for word in words)


def _is_prices(
    number: int, values: Sequence[object], anchors: Sequence[int], merges: Merges
) -> bool:
    """A row inside the merges of the head that only says what each item costs."""
    if not any(merges.goes_down(number, index) for index in anchors):
        return False
    said = [value for value in values if text_of(value)]
    return bool(said) and all(map(_is_amount, said))


def _goes_on(
    number: int,
    values: Sequence[object],
    anchors: Sequence[int],
    merges: Merges,
) -> bool:
    words = {index: text_of(value) for index, value in enumerate(values)}
    said = {index: word for index, word in words.items() if word}
    if any(merges.goes_down(number, index) for index in anchors):
        return True
    if not said or any(said.get(index) for index in anchors):
        return False
    if any(_is_amount(values[index]) for index in said):
        return False
    if len(said) == 1:
        ((index, word),) = said.items()
        if classes.of_section(word) or search_key(word).startswith(("khoi ", "to ", "nhom ")):
            return False
        # One word alone goes on with the head only where a group above is waiting for it.
        return index > max(anchors, default=-1)
    return min(said) > min(anchors, default=-1)


def _is_amount(value: object) -> bool:
    if value is None or (isinstance(value, str) and not value.strip()):
        return False
    try:
        return amounts.read(value) is not None
    except CellUnreadable:
        return not isinstance(value, str)


def _inherit(levels: list[dict[int, str]]) -> None:
    """A group that was not merged stands over the blank heads to its right that go on below."""
    for upper, lower in pairwise(levels):
        group = ""
        for index in range(1 + max([*upper, *lower], default=-1)):
            if index in upper:
                group = upper[index] if index in lower else ""
            elif index in lower and group:
                upper[index] = group
