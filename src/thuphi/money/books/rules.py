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
    COUNT = "count"
    MONEY = "money"
    BALANCE = "balance"
    """Money that runs from row to row: written as money, never summed."""
    DAY = "day"


SUMMED = frozenset({CellKind.COUNT, CellKind.MONEY})

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a book: `key` is ours, `name` is what people read at its head."""

    key: str
    name: str
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
class Chosen:
    """One column as a school wants it: where it stands follows from the order."""

    key: str
    name: str


class ColumnUnknown(ValueError):
    """A layout names a column that the book does not have."""


class ColumnTwice(ValueError):
    """A layout shows one column twice."""


class NoColumns(ValueError):
    """A layout shows nothing."""


NAME_LONGEST = 60


def checked(columns: Sequence[Column], chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """The layout with its names trimmed, an empty name replaced by ours.

    Raises `NoColumns`, `ColumnUnknown` or `ColumnTwice`.
    """
    if not chosen:
        raise NoColumns
    known = {one.key: one for one in columns}
    keys = [one.key for one in chosen]
    if not known.keys() >= set(keys):
        raise ColumnUnknown
    if len(set(keys)) < len(keys):
        raise ColumnTwice
    return tuple(
        replace(one, name=" ".join(one.name.split())[:NAME_LONGEST] or known[one.key].name)
        for one in chosen
    )


def laid_out(columns: Sequence[Column], chosen: Sequence[Chosen]) -> tuple[Column, ...]:
    """The columns a school reads, in its order and by its names; all of ours without a layout.

    A column that a later version of the book has dropped is left out.
    """
    known: Mapping[str, Column] = {one.key: one for one in columns}
    kept = tuple(replace(known[one.key], name=one.name) for one in chosen if one.key in known)
    return kept or tuple(columns)
