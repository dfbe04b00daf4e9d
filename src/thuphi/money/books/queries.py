"""What a list or book says: its rows, in pages or whole, with sums that follow what was asked.

Each book is one statement in `sql/`, which names its columns by the keys of its shape and orders
its rows by the columns `place_1`, `place_2` ... A page asks two questions, whatever the book holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection

from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.sql import statement
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.rules import RunState

from . import rules
from .models import BookFoot, BookLayout
from .rules import BookName, Cell, CellKind, Chosen, Narrowing

STATEMENTS: Mapping[BookName, str] = {
    BookName.PAID: "paid",
    BookName.UNPAID: "unpaid",
    BookName.RUN: "run",
    BookName.RUNS: "runs",
    BookName.INVOICED: "invoiced",
    BookName.OVERPAID: "overpaid",
    BookName.BALANCES: "balances",
    BookName.ITEMS: "items",
    BookName.CLASS_ITEMS: "class_items",
    BookName.RECEIPTS: "receipts",
    BookName.CASH: "cash",
}


ADDED = rules.SUMMED | {CellKind.BALANCE}


@dataclass(frozen=True, slots=True)
class Issued:
    """An invoice that is out, as this room has to know it."""

    bill_id: int
    number: str
    amount_vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a book; empty parts narrow nothing. Both days are included."""

    book: BookName
    facility_id: int
    run_id: int | None = None
    class_name: str | None = None
    item_id: int | None = None
    from_on: date | None = None
    until_on: date | None = None
    issued: Sequence[Issued] = ()
    """The invoices that are out; only the book of invoices asks for them."""


Row = Mapping[str, Cell]
Value = int | str | date | datetime | None | list[int] | list[str]


@dataclass(frozen=True, slots=True)
class Sums:
    """The foot of a book: how many rows, the sum of each column, the end of a running one."""

    rows: int
    of: Mapping[str, int]


def sums(asked: Asked) -> Sums:
    """The sums of a whole book, however many pages it has."""
    columns = rules.SHAPES[asked.book].columns
    summed = [one.key for one in columns if one.kind in rules.SUMMED]
    running = [one.key for one in columns if one.kind is CellKind.BALANCE]
    wanted = [f'coalesce(sum("{key}"), 0)::bigint' for key in summed]
    places = ", ".join(f"{place} DESC NULLS LAST" for place in _places(asked.book))
    wanted += [f'(array_agg("{key}" ORDER BY {places}))[1]' for key in running]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(['count(*)', *wanted])} FROM ({_statement(asked.book)}) AS book",
            _values(asked),
        )
        found = cursor.fetchone()
    numbers = [0 if one is None else int(one) for one in found or ()]
    return Sums(numbers[0], dict(zip([*summed, *running], numbers[1:], strict=True)))


def added_up(book: BookName, found: Sequence[Row]) -> Sums:
    """The foot of a book whose rows are all at hand; `sums` says the same without them."""
    of: dict[str, int] = {}
    for column in rules.SHAPES[book].columns:
        cells = [int(str(row[column.key] or 0)) for row in found if column.kind in ADDED]
        if column.kind in rules.SUMMED:
            of[column.key] = sum(cells)
        elif column.kind is CellKind.BALANCE:
            of[column.key] = cells[-1] if cells else 0
    return Sums(len(found), of)


def rows(asked: Asked, *, limit: int | None = None, offset: int = 0) -> list[Row]:
    """The rows of a book in its order; all of them without a limit."""
    keys = [one.key for one in rules.SHAPES[asked.book].columns]
    wanted = ", ".join(f'"{key}"' for key in keys)
    order = ", ".join(f"{place} NULLS FIRST" for place in _places(asked.book))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {wanted} FROM ({_statement(asked.book)}) AS book"
            f" ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s",
            {**_values(asked), "limit": limit, "offset": offset},
        )
        return [dict(zip(keys, row, strict=True)) for row in cursor.fetchall()]


def _statement(book: BookName) -> str:
    return statement(__file__, STATEMENTS[book])


def _places(book: BookName) -> list[str]:
    text = _statement(book)
    return [place for place in _every_place() if f"AS {place}" in text]


def _every_place() -> Iterator[str]:
    return (f"place_{number}" for number in range(1, 6))


def _values(asked: Asked) -> dict[str, Value]:
    takes = rules.SHAPES[asked.book].narrowings
    from_on = asked.from_on if Narrowing.DAYS in takes else None
    until_on = asked.until_on if Narrowing.DAYS in takes else None
    return {
        "facility_id": asked.facility_id,
        "run_id": asked.run_id if Narrowing.RUN in takes else None,
        "class_name": asked.class_name if Narrowing.CLASS in takes else None,
        "item_id": asked.item_id if Narrowing.ITEM in takes else None,
        "from_on": from_on,
        "until_on": until_on,
        "from_at": _midnight(from_on) if from_on else None,
        "until_at": _midnight(until_on + timedelta(days=1)) if until_on else None,
        "issued_bills": [one.bill_id for one in asked.issued],
        "issued_numbers": [one.number for one in asked.issued],
        "issued_vnd": [one.amount_vnd for one in asked.issued],
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


def runs_out(facility_id: int) -> list[CollectionRun]:
    """The runs of a facility that families have bills of, the latest first."""
    found = CollectionRun.objects.filter(facility_id=facility_id).exclude(
        state__in=[RunState.DRAFT.value, RunState.CANCELLED.value]
    )
    return list(found.order_by("-opens_on", "-id"))


def layout(facility_id: int, book: BookName) -> tuple[Chosen, ...]:
    """The columns of a book as this facility reads it."""
    kept = BookLayout.objects.filter(facility_id=facility_id, book=book.value).first()
    chosen = [Chosen(one["key"], one["name"]) for one in kept.columns] if kept else []
    return rules.laid_out(rules.SHAPES[book].columns, chosen)


def foot(facility_id: int) -> BookFoot | None:
    """Who signs below the lists of a facility, once somebody has said so."""
    return BookFoot.objects.filter(facility_id=facility_id).first()
