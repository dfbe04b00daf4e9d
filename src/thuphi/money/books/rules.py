"""Which lists and books there are, their columns, and how a school arranges them. No database."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date


class BookName(enum.StrEnum):
    """Every list and book, by the short name that stands in its address."""

    PAID = "da-nop"
    """HP-BC02."""
    UNPAID = "chua-nop"
    """HP-BC03."""
    RUN = "tong-hop-dot"
    """HP-BC04a: one run, class by class."""
    RUNS = "tong-hop-nhieu-dot"
    """HP-BC04b: run by run."""
    INVOICED = "thu-va-hoa-don"
    """HP-BC07: collected beside what invoices were issued for."""
    OVERPAID = "nop-thua"
    """HP-BC12."""
    BALANCES = "doi-chieu-so-du"
    """HP-BC13b: what each family owes and has to its credit."""
    ITEMS = "theo-khoan-muc"
    CLASS_ITEMS = "theo-lop-va-khoan-muc"
    RECEIPTS = "so-thu"
    CASH = "so-quy"


class CellKind(enum.Enum):
    """What a column holds, and so how it is written and whether it is summed."""

    TEXT = "text"
    CODE = "code"
    WORD = "word"
    """One of our own words, such as a state or a way of paying."""
    COUNT = "count"
    MONEY = "money"
    BALANCE = "balance"
    """Money that runs on from row to row; at the foot stands the last, not a sum."""
    DAY = "day"


SUMMED = frozenset({CellKind.COUNT, CellKind.MONEY})
OF_MONEY = frozenset({CellKind.MONEY, CellKind.BALANCE})

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a book."""

    key: str
    kind: CellKind = CellKind.TEXT
    weight: int = 10
    """How wide it is beside the others on paper."""


class Narrowing(enum.Enum):
    """What a book can be narrowed to."""

    RUN = "run"
    CLASS = "class"
    ITEM = "item"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a book is made of."""

    columns: tuple[Column, ...]
    narrowings: frozenset[Narrowing]
    one_run: bool = False
    """Speaks of one run always: the latest, when none is chosen."""
    is_short: bool = False
    """Adds up much into few rows: read whole, in one question."""

    def column(self, key: str) -> Column:
        """The column of this key."""
        return next(one for one in self.columns if one.key == key)


def _money(key: str) -> Column:
    return Column(key, CellKind.MONEY, 11)


def _count(key: str) -> Column:
    return Column(key, CellKind.COUNT, 7)


def _day(key: str) -> Column:
    return Column(key, CellKind.DAY, 9)


_PUPIL = (
    Column("code", CellKind.CODE, 9),
    Column("name", weight=18),
    Column("class_name", weight=6),
)
_BILL = (Column("run", weight=16), Column("bill_code", CellKind.CODE, 14))
_OWED = (_money("due_vnd"), _money("paid_vnd"), _money("rest_vnd"))
_MADE_OF = (_money("charged_vnd"), _money("waived_vnd"), *_OWED)
_PEOPLE = (_count("whole"), _count("part"), _count("none"))

SHAPES: Mapping[BookName, Shape] = {
    BookName.PAID: Shape(
        (*_PUPIL, *_OWED, _day("paid_on"), Column("payer", weight=16), *_BILL),
        frozenset(Narrowing),
    ),
    BookName.UNPAID: Shape(
        (
            *_PUPIL,
            *_OWED,
            Column("state", CellKind.WORD, 8),
            _day("due_on"),
            Column("payer", weight=16),
            Column("phone", CellKind.CODE, 10),
            *_BILL,
        ),
        frozenset({Narrowing.RUN, Narrowing.CLASS, Narrowing.ITEM}),
    ),
    BookName.RUN: Shape(
        (Column("class_name", weight=12), _count("pupils"), *_MADE_OF, *_PEOPLE),
        frozenset({Narrowing.RUN, Narrowing.CLASS, Narrowing.ITEM}),
        one_run=True,
        is_short=True,
    ),
    BookName.RUNS: Shape(
        (
            Column("run", weight=20),
            _day("opens_on"),
            _day("due_on"),
            _count("pupils"),
            *_MADE_OF,
            *_PEOPLE,
        ),
        frozenset({Narrowing.CLASS, Narrowing.ITEM, Narrowing.DAYS}),
        is_short=True,
    ),
    BookName.INVOICED: Shape(
        (
            *_PUPIL,
            _money("paid_vnd"),
            Column("invoice", CellKind.CODE, 14),
            _money("invoiced_vnd"),
            _money("not_invoiced_vnd"),
            _money("not_paid_vnd"),
            *_BILL,
        ),
        frozenset({Narrowing.RUN, Narrowing.CLASS}),
    ),
    BookName.OVERPAID: Shape(
        (
            *_PUPIL,
            _day("paid_on"),
            _money("amount_vnd"),
            _money("excess_vnd"),
            _money("used_vnd"),
            _money("left_vnd"),
            *_BILL,
        ),
        frozenset({Narrowing.RUN, Narrowing.CLASS, Narrowing.DAYS}),
    ),
    BookName.BALANCES: Shape(
        (
            *_PUPIL,
            _money("owed_before_vnd"),
            _money("due_vnd"),
            _money("paid_vnd"),
            _money("owed_vnd"),
            _money("credit_before_vnd"),
            _money("credited_vnd"),
            _money("used_vnd"),
            _money("credit_vnd"),
        ),
        frozenset({Narrowing.CLASS, Narrowing.DAYS}),
    ),
    BookName.ITEMS: Shape(
        (Column("item", weight=24), _count("pupils"), *_MADE_OF),
        frozenset({Narrowing.RUN, Narrowing.CLASS}),
        is_short=True,
    ),
    BookName.CLASS_ITEMS: Shape(
        (Column("class_name", weight=10), Column("item", weight=24), _count("pupils"), *_MADE_OF),
        frozenset({Narrowing.RUN, Narrowing.CLASS, Narrowing.ITEM}),
        is_short=True,
    ),
    BookName.RECEIPTS: Shape(
        (
            _day("on"),
            Column("paper", CellKind.CODE, 11),
            Column("name", weight=18),
            Column("class_name", weight=6),
            Column("reason", weight=22),
            Column("bill_code", CellKind.CODE, 14),
            Column("method", CellKind.WORD, 12),
            _money("in_vnd"),
            _money("out_vnd"),
        ),
        frozenset({Narrowing.RUN, Narrowing.CLASS, Narrowing.DAYS}),
    ),
    BookName.CASH: Shape(
        (
            _day("on"),
            Column("paper", CellKind.CODE, 12),
            Column("deed", CellKind.WORD, 16),
            Column("name", weight=18),
            Column("reason", weight=22),
            _money("in_vnd"),
            _money("out_vnd"),
            Column("left_vnd", CellKind.BALANCE, 11),
        ),
        frozenset({Narrowing.DAYS}),
    ),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One column as a school wants it: where it stands follows from the order. Without a name it
    is called as we call it."""

    key: str
    name: str = ""


class ColumnUnknown(ValueError):
    """A layout names a column that the book does not have."""


class ColumnTwice(ValueError):
    """A layout shows one column twice."""


class NoColumns(ValueError):
    """A layout shows nothing."""


NAME_LONGEST = 60


def checked(columns: Sequence[Column], chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """The layout with its names trimmed.

    Raises `NoColumns`, `ColumnUnknown` or `ColumnTwice`.
    """
    if not chosen:
        raise NoColumns
    keys = [one.key for one in chosen]
    if not {one.key for one in columns} >= set(keys):
        raise ColumnUnknown
    if len(set(keys)) < len(keys):
        raise ColumnTwice
    return tuple(replace(one, name=" ".join(one.name.split())[:NAME_LONGEST]) for one in chosen)


def laid_out(columns: Sequence[Column], chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """The columns a school reads, in its order; all of ours, in our order, without a layout.

    A column that the book does not have any more is left out.
    """
    known = {one.key for one in columns}
    kept = tuple(one for one in chosen if one.key in known)
    return kept or tuple(Chosen(one.key) for one in columns)
