"""Writing bills and money of the plan, month by month, on several connections at once.

Rows go in by set-based statements with every trigger asleep: what the triggers would have kept is
looked at afterwards, by `checking` and by `thuphi check`. Every id follows from the plan, so it
makes no difference which connection was faster.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import psycopg
from psycopg import ClientCursor, sql

from thuphi.doors.cli.demo.province import FAMILY, GIVEN, MIDDLE
from thuphi.ground.kit.clock import VIETNAM
from thuphi.ground.kit.fold import search_key
from thuphi.ground.kit.periods import Month, school_year
from thuphi.ground.kit.sql import statement
from thuphi.money.bills.codes import codes_for
from thuphi.money.ledger.rules import AccountKind
from thuphi.registers.facilities.models import Sector

from .planning import Posture
from .registering import CHANNELS, Line, Registered, copy

CHUNK = 20_000
"""People of facilities that are billed together in one transaction."""

CONNECTIONS = 2

_STEPS = (
    "write_bills", "write_lines", "write_heard", "write_payments", "open_credits",
    "write_transfers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Base:
    """Where counting begins: beyond everything that the database holds."""

    first_person: int
    people: int
    bills: int
    credits: int
    runs: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much was written."""

    bills: int
    payments: int
    rows: int


def connect(address: dict[str, object]) -> Line:
    """A connection as the owner, on which no trigger fires. Raises `psycopg.errors`."""
    line = psycopg.connect(**address, autocommit=True, cursor_factory=ClientCursor)  # type: ignore[arg-type]
    line.execute("SET ROLE NONE")
    line.execute("SET session_replication_role = replica")
    line.execute("SET synchronous_commit = off")
    line.execute("SET work_mem = '256MB'")
    line.execute("SET timezone = 'UTC'")
    return line


def base_of(line: Line, found: Sequence[Registered]) -> Base:
    """Free numbers for everything that is to come."""

    def last(table: str) -> int:
        row = line.execute(
            sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table))
        ).fetchone()
        return int(str(row[0])) if row else 0

    billing = [one for one in found if one.plan.posture is Posture.BILLS]
    # A bill's number leads to those of its lines, payments and transfers (at most 16 to a bill).
    numbers = max(last("bill"), *(last(t) for t in ("bill_line", "heard", "payment", "transfer")))
    return Base(
        first_person=min((one.first_person for one in billing), default=1),
        people=sum(one.plan.people for one in billing),
        bills=numbers,
        credits=last("ledger_account"),
        runs=last("collection_run") + 1,
    )


def load(
    address: dict[str, object],
    found: Sequence[Registered],
    months: Sequence[Month],
    seed: int,
    *,
    done: Callable[[int], None],
) -> Loaded:
    """Write people, runs, bills and payments. `done` is told of each month of people written."""
    billing = [one for one in found if one.plan.posture is Posture.BILLS]
    with connect(address) as line:
        base = base_of(line, billing)
        _prepare(line, billing)
        _runs(line, billing, months, base)
    groups = list(_groups(billing))
    lanes = [groups[place::CONNECTIONS] for place in range(CONNECTIONS)]
    work = partial(_lane, address, months, seed, base, done)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        counts = list(pool.map(work, lanes))
    return Loaded(*(sum(column) for column in zip(*counts, strict=True)))


def finish(line: Line, first_facility: int) -> None:
    """Write what is derived, and set every counter beyond the new rows."""
    line.execute("SET session_replication_role = replica")
    with line.transaction():
        line.execute(statement(__file__, "finish").encode(), {"first_facility": first_facility})
        for table in (
            "facility", "beneficiary", "merchant", "fee_item", "ledger_account", "collection_run",
            "bill_line", "heard", "payment", "transfer",
        ):  # fmt: skip
            line.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), max(id)) FROM {}").format(
                    sql.Literal(table), sql.Identifier(table)
                )
            )
        line.execute("SELECT setval('bill_number', max(id)) FROM bill")
    line.execute("ANALYZE")


def _lane(
    address: dict[str, object],
    months: Sequence[Month],
    seed: int,
    base: Base,
    done: Callable[[int], None],
    groups: Sequence[Sequence[Registered]],
) -> tuple[int, int, int]:
    """What one connection does: its own groups of facilities, all their months."""
    bills = payments = rows = 0
    with connect(address) as line:
        _prepare(line, [one for group in groups for one in group])
        for group in groups:
            with line.transaction():
                rows += _people(line, group, seed)
            done(sum(one.plan.people for one in group))
        line.execute("ANALYZE beneficiary")
        for place in range(len(months)):
            for group in groups:
                with line.transaction():
                    counted = _month(line, group, months, place, seed, base)
                bills, payments, rows = (
                    bills + counted[0], payments + counted[1], rows + counted[2],
                )  # fmt: skip
                done(sum(one.plan.people for one in group))
    return bills, payments, rows


def _groups(billing: Sequence[Registered]) -> Iterator[list[Registered]]:
    group: list[Registered] = []
    for one in billing:
        group.append(one)
        if sum(other.plan.people for other in group) >= CHUNK:
            yield group
            group = []
    if group:
        yield group


def _prepare(line: Line, billing: Sequence[Registered]) -> None:
    line.execute(statement(__file__, "prepare").encode())
    ways = list(CHANNELS)
    columns = (
        "facility_id", "first_person", "people", "billed", "is_school", "cashless_from",
        "cashless_to", "account", *(f"{way}_id" for way in ways), "receivable", "cash",
        "unidentified", *(f"{way}_clearing" for way in ways),
    )  # fmt: skip
    copy(
        line, "made_facility", columns,
        (
            (
                one.id, one.first_person, one.plan.people, one.plan.size.billed_permille,
                one.plan.size.sector is Sector.EDUCATION, one.plan.cashless_from,
                one.plan.cashless_to, one.account, *(one.merchants.get(way) for way in ways),
                one.ledger[AccountKind.RECEIVABLE, ""], one.ledger[AccountKind.CASH, ""],
                one.ledger[AccountKind.UNIDENTIFIED, ""],
                *(one.ledger.get((AccountKind.CLEARING, CHANNELS[way])) for way in ways),
            )
            for one in billing
        ),
    )  # fmt: skip
    copy(
        line, "made_item",
        ("facility_id", "school_year", "place", "item_id", "name", "price_vnd", "takers", "least",
         "spread", "months", "ends_on", "revenue", "waiver"),
        (
            (
                one.id, year, place, number, fee.name, fee.price_vnd, fee.takers_permille,
                fee.quantity[0], fee.quantity[1] - fee.quantity[0] + 1, fee.months_mask, fee.until,
                one.ledger[AccountKind.REVENUE, fee.code],
                one.ledger.get((AccountKind.WAIVER, fee.code)),
            )
            for one in billing
            for number, place, fee, year in one.items
        ),
    )  # fmt: skip
    line.execute("ANALYZE made_facility, made_item")


def _people(line: Line, group: Sequence[Registered], seed: int) -> int:
    values = {"facilities": [one.id for one in group], "salt": _salt(seed)}
    words: dict[str, object] = {}
    for name, plural, given in (
        ("family", "families", FAMILY), ("middle", "middles", MIDDLE), ("given", "givens", GIVEN)
    ):  # fmt: skip
        words[name], words[plural] = list(given), len(given)
        words[f"{name}_key"] = [search_key(word) for word in given]
    return line.execute(statement(__file__, "people").encode(), {**values, **words}).rowcount


def _runs(line: Line, billing: Sequence[Registered], months: Sequence[Month], base: Base) -> None:
    for place, month in enumerate(months):
        first = month.first_day_on
        last_day = calendar.monthrange(month.year, month.month)[1]
        line.execute(
            statement(__file__, "runs").encode(),
            {
                "first_run": base.runs + place * len(billing),
                "month": first,
                "due_on": first + timedelta(days=last_day - 1),
                "name": f"Thu tháng {month.month}/{month.year}",
                "school_year": school_year(first),
                "calendar_month": month.month,
            },
        )


def _month(
    line: Line,
    group: Sequence[Registered],
    months: Sequence[Month],
    place: int,
    seed: int,
    base: Base,
) -> tuple[int, int, int]:
    month = months[place]
    values = {
        "facilities": [one.id for one in group],
        "month": month.first_day_on,
        "calendar_month": month.month,
        "school_year": school_year(month.first_day_on),
        "first_bill": base.bills + 1 + place * base.people - base.first_person,
        "first_credit": base.credits + 1 - base.first_person,
        "salt": _salt(seed) + 1000 * (place + 1),
        "people_salt": _salt(seed) + 9,
        "place": place,
        "last_place": max(len(months) - 1, 1),
        "end_at": _midnight(months[-1].next.first_day_on),
        "body_hash": hashlib.sha256(b"{}").digest(),
    }

    def run(step: str) -> int:
        return line.execute(statement(__file__, step).encode(), values).rowcount

    lines = run("lines")
    if not lines:
        return 0, 0, 0
    line.execute("ANALYZE made_line")
    run("bills")
    found = line.execute("SELECT bill_id FROM made_bill ORDER BY bill_id").fetchall()
    ids = [int(str(row[0])) for row in found]
    copy(line, "made_code", ("bill_id", "code"), zip(ids, codes_for(ids), strict=True))
    line.execute("ANALYZE made_bill, made_code")
    payments = run("payments")
    line.execute("ANALYZE made_payment")
    run("numbers")
    written = sum(run(step) for step in _STEPS)
    return len(ids), payments, written


def _salt(seed: int) -> int:
    return seed * 1_000_000


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
