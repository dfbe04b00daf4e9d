"""A book as a table: heads, cells as they are written, sums, and what it was narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from thuphi.money.books import queries, rules
from thuphi.money.books.queries import Asked, Row, Sums
from thuphi.money.books.rules import BookName, Cell, CellKind, Chosen, Column

from .books_words import BOOKS, WORDS, head_of

SHORT = 8
"""Texts of columns up to this weight stand on one line."""

LEFT = frozenset({CellKind.TEXT, CellKind.WORD, CellKind.CODE})


@dataclass(frozen=True, slots=True)
class Head:
    """One column as this school reads it."""

    column: Column
    name: str

    @property
    def is_number(self) -> bool:
        """Whether its cells stand at the right."""
        return self.column.kind not in LEFT

    @property
    def is_narrow(self) -> bool:
        """Whether its cells are short and never broken."""
        kind = self.column.kind
        return kind in {CellKind.CODE, CellKind.DAY} or self.column.weight <= SHORT


@dataclass(frozen=True, slots=True)
class Written:
    """One cell as people read it."""

    text: str
    is_number: bool
    is_narrow: bool
    """Whether it stands on one line, however little room there is."""


@dataclass(frozen=True, slots=True)
class Table:
    """A book, or a page of it."""

    book: BookName
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    """Cells in the order of the heads; our own words are words already."""
    sums: Sequence[int | None]
    """Under each head its sum, or nothing."""
    count: int

    @property
    def title(self) -> str:
        """What the book is called."""
        return str(BOOKS[self.book].title)

    @property
    def form(self) -> str:
        """Its number in the usual reports."""
        return BOOKS[self.book].form

    def written(self) -> list[list[Written]]:
        """The rows as people read them."""
        return [
            [
                Written(written(cell), head.is_number, head.is_narrow)
                for head, cell in zip(self.heads, row, strict=True)
            ]
            for row in self.rows
        ]

    def written_sums(self) -> list[Written]:
        """The foot as people read it."""
        return [
            Written(written(vnd), head.is_number, is_narrow=False)
            for head, vnd in zip(self.heads, self.sums, strict=True)
        ]


def heads(book: BookName, layout: Sequence[Chosen]) -> list[Head]:
    """The heads of a book by a school's layout."""
    shape = rules.SHAPES[book]
    return [Head(shape.column(one.key), one.name or str(head_of(book, one.key))) for one in layout]


def table(asked: Asked, found: Sequence[Row], sums: Sums) -> Table:
    """These rows of a book under the heads that its school reads."""
    own = heads(asked.book, queries.layout(asked.facility_id, asked.book))
    return Table(
        book=asked.book,
        heads=own,
        rows=[[_cell(head.column, row) for head in own] for row in found],
        sums=[sums.of.get(head.column.key) for head in own],
        count=sums.rows,
    )


def whole(asked: Asked) -> Table:
    """A book with all its rows."""
    found = queries.rows(asked)
    return table(asked, found, queries.added_up(asked.book, found))


def _cell(column: Column, row: Row) -> Cell:
    cell = row[column.key]
    if column.key == "run" and cell == "":
        return _("Ngoài đợt thu")
    if column.kind is not CellKind.WORD:
        return cell
    word = WORDS.get(str(cell))
    return str(cell) if word is None else str(word)


def written(cell: Cell) -> str:
    """A cell as it is read: `1.250.000`, `05/09/2026`, a text as it is."""
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d/%m/%Y}"
        case int():
            return f"{cell:,}".replace(",", ".")
        case _:
            return cell


def narrowed(asked: Asked, *, runs: Mapping[int, str], items: Mapping[int, str]) -> list[str]:
    """What a book was narrowed to, in words that stand below its title."""
    said = []
    if asked.run_id is not None and asked.run_id in runs:
        said.append(_("Đợt thu: %(run)s") % {"run": runs[asked.run_id]})
    if asked.class_name is not None:
        said.append(_("Lớp: %(name)s") % {"name": asked.class_name})
    if asked.item_id is not None and asked.item_id in items:
        said.append(_("Khoản mục thu: %(item)s") % {"item": items[asked.item_id]})
    if asked.from_on and asked.until_on:
        said.append(
            _("Từ ngày %(first)s đến ngày %(last)s")
            % {"first": written(asked.from_on), "last": written(asked.until_on)}
        )
    elif asked.from_on:
        said.append(_("Từ ngày %(first)s") % {"first": written(asked.from_on)})
    elif asked.until_on:
        said.append(_("Đến hết ngày %(last)s") % {"last": written(asked.until_on)})
    return said
