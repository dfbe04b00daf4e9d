"""The header row of a sheet, found by its words, and which column means what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .grids import Corners
from .profiles import DAYS, Field, Profile, Words
from .texts import clean

Cells = Sequence[object]
_NUMBERISH = re.compile(r"[+-]?[0-9][0-9.,/: \-]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each field stands. A head over merged columns has all of them."""

    profile: Profile
    columns: Mapping[Field, tuple[int, ...]]
    titles: Mapping[int, str]
    """The head of each column, for the raw line."""
    rows: int = 1
    """Rows of the head: one or two."""
    score: tuple[int, int] = (0, 0)

    def has(self, *fields: Field) -> bool:
        """Whether there is a column for each."""
        return all(one in self.columns for one in fields)


@dataclass(slots=True)
class Heads:
    """Looks for heads in the rows of one sheet."""

    own: Sequence[Words]
    built_in: Sequence[Words]
    merged: Sequence[Corners] = ()
    near: tuple[int, str] | None = None
    """The row that is almost a head, and the columns it lacks."""
    _spans: dict[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for (first_row, first), (_, last) in self.merged[:20_000]:
            if last > first:
                self._spans[first_row + 1, first] = min(last, first + 60)

    def find(self, row: int, cells: Cells, below: Cells | None) -> Layout | None:
        """The best layout of this row, or of this and the one below. Notes a near miss."""
        texts = [title(cell) for cell in cells]
        if sum(map(bool, texts)) < 2:
            return None
        one = self._best(row, texts, 1)
        if below is not None and _is_words_only(below) and _is_words_only(cells):
            spread = self._spread(row, texts)
            under = [title(cell) for cell in below]
            width = max(len(spread), len(under))
            joined = [
                "\n".join(part for part in (_at(spread, at), _at(under, at)) if part)
                for at in range(width)
            ]
            two = self._best(row, joined, 2)
            if two is not None and (one is None or two.score > one.score):
                # A row that only stands over a head is no part of it.
                alone = self._best(row + 1, under, 1) if one is None else None
                return two if alone is None or two.score > alone.score else None
        return one

    def _spread(self, row: int, texts: list[str]) -> list[str]:
        """A merged head stands over each of its columns."""
        spread = list(texts)
        for at, text in enumerate(texts):
            last = self._spans.get((row, at), at)
            if text:
                for other in range(at + 1, min(last + 1, len(spread))):
                    spread[other] = spread[other] or text
        return spread

    def _best(self, row: int, texts: list[str], rows: int) -> Layout | None:
        for words in self.own:
            found = self._layout(row, texts, rows, words)
            if found is not None:
                return found
        layouts = [
            found
            for words in self.built_in
            if (found := self._layout(row, texts, rows, words)) is not None
        ]
        return max(layouts, key=lambda one: one.score) if layouts else None

    def _layout(self, row: int, texts: list[str], rows: int, words: Words) -> Layout | None:
        columns: dict[Field, list[int]] = {}
        for at, text in enumerate(texts):
            found = words.field_of(text)
            if found is not None:
                columns.setdefault(found, []).append(at)
        has_day = any(one in columns for one in DAYS)
        lacks = _lacks(columns, has_day=has_day)
        if lacks:
            if has_day and len(columns) >= 3 and self.near is None:
                self.near = row, lacks
            return None
        taken = {at for places in columns.values() for at in places}
        whole = {
            one: self._with_spans(row, places, taken, is_many=one is Field.TEXT)
            for one, places in columns.items()
        }
        unused = sum(1 for one in words.profile.heads if one not in columns)
        return Layout(
            profile=words.profile,
            columns=whole,
            titles={at: clean(text) for at, text in enumerate(texts) if text},
            rows=rows,
            score=(sum(words.strength(texts[at]) for at in taken), -unused),
        )

    def _with_spans(
        self, row: int, places: list[int], taken: set[int], *, is_many: bool
    ) -> tuple[int, ...]:
        """The first column of a field (every one of a text's) with those it is merged over."""
        whole: list[int] = []
        for at in places if is_many else places[:1]:
            last = self._spans.get((row, at), at)
            whole.append(at)
            whole += [other for other in range(at + 1, last + 1) if other not in taken]
        return tuple(whole)


def _lacks(columns: Mapping[Field, list[int]], *, has_day: bool) -> str:
    """What no statement can do without, in the words of the desk; empty when all is there."""
    if not has_day:
        return "ngày giao dịch"
    if Field.CREDIT in columns or Field.AMOUNT in columns:
        return ""
    return "ghi có" if Field.DEBIT in columns else "ghi nợ, ghi có"


def title(cell: object) -> str:
    """A head's text with its own lines; empty for what is no text."""
    if not isinstance(cell, str) or len(cell) > 200:
        return ""
    lines = (clean(line) for line in cell.splitlines())
    return "\n".join(line for line in lines if line)


def _at(texts: Sequence[str], at: int) -> str:
    return texts[at] if at < len(texts) else ""


def _is_words_only(cells: Cells) -> bool:
    """Whether a row could be the second line of a head: no days, no numbers."""
    has_words = False
    for cell in cells:
        if isinstance(cell, str):
            text = cell.strip()
            if text and _NUMBERISH.fullmatch(text):
                return False
            has_words = has_words or bool(text)
        elif cell is not None:
            return False
    return has_words


def is_numbering(cells: Cells) -> bool:
    """Whether a row only numbers the columns: A, B, (1), (2), (3)=(1)+(2)."""
    marks = [
        str(cell).partition("=")[0].strip(" ()").removesuffix(".0")
        for cell in cells
        if cell is not None and cell != ""
    ]
    letters = [mark for mark in marks if mark.isalpha()]
    numbers = [mark for mark in marks if not mark.isalpha()]
    return (
        len(marks) > 2
        and letters == list("ABCDEFGHIJ"[: len(letters)])
        and numbers == [str(number) for number in range(1, len(numbers) + 1)]
    )
