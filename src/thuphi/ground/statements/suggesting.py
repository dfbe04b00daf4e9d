"""For the editor of column profiles: the heads of a file, what we take them for, and samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from .bounds import BYTES_MAX, HEAD_ROWS
from .faults import FaultKind, refusal
from .grids import Grid, is_workbook, letters_of, open_csv, open_workbook, refuse_other_kinds
from .heads import Cells, Heads, Layout, title
from .profiles import Field, Profile, Words, ready
from .rows import written
from .sheets import delimiter_of
from .texts import clean, decode

SAMPLES = 3
_ROWS_BELOW = 12


@dataclass(frozen=True, slots=True)
class Head:
    """One column. `field` is None where nothing was guessed."""

    letters: str
    text: str
    samples: tuple[str, ...]
    field: Field | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The head row of a file. `profile` is empty when no profile fits it yet."""

    sheet: str
    row: int
    heads: tuple[Head, ...]
    profile: str = ""

    def as_heads(self) -> dict[str, tuple[str, ...]]:
        """The guesses in the form of `Profile.heads`."""
        found: dict[str, tuple[str, ...]] = {}
        for head in self.heads:
            if head.field is not None:
                found[head.field.value] = (*found.get(head.field.value, ()), head.text)
        return found


def suggest(content: bytes, *, profiles: Sequence[Profile] = ()) -> Suggestion:
    """The row that is most likely the head, and what its columns seem to mean.

    Raises `Unreadable` for what cannot be opened or has no such row.
    """
    if not content:
        raise refusal(FaultKind.EMPTY)
    if len(content) > BYTES_MAX:
        raise refusal(FaultKind.TOO_LARGE, most=str(BYTES_MAX // 1_000_000))
    refuse_other_kinds(content)
    own, built_in = ready(profiles)
    if is_workbook(content):
        found = [_of_sheet(grid, own, built_in) for grid in open_workbook(content)]
    else:
        text = decode(content)
        found = [_of_sheet(open_csv(text, delimiter_of(text, profiles)), own, built_in)]
    best = max(filter(None, found), key=_likely, default=None)
    if best is None:
        raise refusal(FaultKind.NO_HEADS, rows=str(HEAD_ROWS))
    return best


def _likely(one: Suggestion) -> tuple[bool, int, int]:
    return bool(one.profile), sum(head.field is not None for head in one.heads), len(one.heads)


def _of_sheet(grid: Grid, own: Sequence[Words], built_in: Sequence[Words]) -> Suggestion | None:
    heads = Heads(own, built_in, grid.merged)
    rows = list(islice(grid.rows, HEAD_ROWS + _ROWS_BELOW))
    best: Suggestion | None = None
    for at, (row, cells) in enumerate(rows[:HEAD_ROWS]):
        below = rows[at + 1][1] if at + 1 < len(rows) else None
        layout = heads.find(row, cells, below)
        if layout is not None:
            return _suggested(grid.name, row, rows[at + layout.rows :], layout)
        found = _suggested(grid.name, row, rows[at + 1 :], _guessed(cells, built_in[-1]))
        if len(found.heads) > 1 and (best is None or _likely(found) > _likely(best)):
            best = found
    return best


def _guessed(cells: Cells, generic: Words) -> Layout:
    """A row as if it were a head, with whatever the profile for unknown banks knows of it."""
    titles = {column: clean(text) for column, cell in enumerate(cells) if (text := title(cell))}
    columns: dict[Field, tuple[int, ...]] = {}
    for column, text in titles.items():
        field = generic.field_of(text)
        if field is not None:
            columns[field] = (*columns.get(field, ()), column)
    return Layout(Profile("", {}), columns, titles)


def _suggested(
    sheet: str, row: int, under: Sequence[tuple[int, Cells]], layout: Layout
) -> Suggestion:
    known = {column: field for field, places in layout.columns.items() for column in places}
    return Suggestion(
        sheet=sheet,
        row=row,
        heads=tuple(
            Head(
                letters=letters_of(column),
                text=text,
                samples=_samples(under[:_ROWS_BELOW], column),
                field=known.get(column),
            )
            for column, text in sorted(layout.titles.items())
        ),
        profile=layout.profile.name,
    )


def _samples(rows: Sequence[tuple[int, Cells]], column: int) -> tuple[str, ...]:
    told = (written(cells[column]) for _, cells in rows if column < len(cells))
    return tuple(islice((one[:80] for one in told if one), SAMPLES))
