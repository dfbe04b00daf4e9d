"""What keeps a period from being closed, and the report as it would be frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Max

from thuphi.ground.kit import clock
from thuphi.money.periods.errors import CountUnreadable
from thuphi.money.periods.figures import (
    AccountRow,
    BalanceRow,
    CashRow,
    ChannelRow,
    Figures,
    OutcomeRow,
)
from thuphi.money.periods.models import PeriodClosing
from thuphi.money.periods.rules import (
    ON_ITS_WAY,
    Item,
    Need,
    PeriodKind,
    Unready,
    end_of,
    expected_on,
    first_of_month,
)
from thuphi.money.tills.queries.day import day_book
from thuphi.money.tills.rules import counted_vnd

from .closed import unsealed_corrections
from .reading import Value, ask, days

_IN_CLEARING = frozenset({Need.PAYMENT_UNSEEN, Need.DEPOSIT_UNSEEN, Need.SETTLEMENT_UNSEEN})


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is missing, the report as it would be frozen, and what the count came to in đồng."""

    unready: Unready
    figures: Figures
    counted_vnd: int | None


def closed_through(facility_id: int, *, before: date | None = None) -> date | None:
    """The last day that is closed, of all or of those before a day; nothing while none is."""
    found = PeriodClosing.objects.filter(facility_id=facility_id)
    if before is not None:
        found = found.filter(to_on__lt=before)
    last: date | None = found.aggregate(last=Max("to_on"))["last"]
    return last


def first_day(facility_id: int, kind: PeriodKind, until_on: date) -> date:
    """With which day the period begins that ends with `until_on`: a month with its first, days
    with the one after the last that is closed, the very first closing with that day itself."""
    if kind is PeriodKind.MONTH:
        return first_of_month(until_on)
    last = closed_through(facility_id)
    return until_on if last is None else last + timedelta(days=1)


def check(
    facility_id: int,
    until_on: date,
    *,
    at: datetime,
    kind: PeriodKind = PeriodKind.DAY,
    pieces: Sequence[int] | None = None,
) -> Unready:
    """What is missing before everything until the end of a day can be closed. A fixed number of
    questions, however many days. Raises `CountUnreadable`."""
    return gather(facility_id, until_on, at=at, kind=kind, pieces=pieces).unready


def gather(
    facility_id: int,
    until_on: date,
    *,
    at: datetime,
    kind: PeriodKind = PeriodKind.DAY,
    pieces: Sequence[int] | None = None,
) -> Gathered:
    """What is missing, and the report, from the same questions. Raises `CountUnreadable`."""
    from_on = first_day(facility_id, kind, until_on)
    values = days(facility_id, from_on, until_on)
    found = _open(values, until_on, clock.today(at))
    channels = _channels(values, found)
    missing = found.missing + [
        Item(Need.CLEARING_DIFFERS, 0, one.channel, one.rest_vnd, until_on, one.channel)
        for one in channels
        if one.rest_vnd
    ]
    book = day_book(facility_id, from_on, until_on)
    cash = CashRow(book.opening_vnd, book.in_vnd, book.out_vnd)
    counted = _counted(pieces)
    if counted is not None and counted != cash.closing_vnd:
        more_vnd = counted - cash.closing_vnd
        missing.append(Item(Need.CASH_DIFFERS, 0, "cash", more_vnd, until_on, ""))
    figures = Figures(
        channels=tuple(channels),
        accounts=tuple(ask("accounts_told", values, AccountRow)),
        outcomes=tuple(ask("outcomes", values, OutcomeRow)),
        balances=tuple(ask("balances", values, BalanceRow)),
        cash=cash,
        on_way=tuple(found.on_way),
        explained=tuple(found.explained),
        missing=tuple(missing),
        corrections=tuple(unsealed_corrections(facility_id, end_of(until_on))),
    )
    unready = Unready(from_on, until_on, figures.missing, figures.on_way, figures.explained)
    return Gathered(unready, figures, counted)


def _counted(pieces: Sequence[int] | None) -> int | None:
    if pieces is None:
        return None
    try:
        return counted_vnd(pieces)
    except ValueError as error:
        raise CountUnreadable from error


def _item(
    need: str,
    number: int,
    channel: str,
    amount_vnd: int,
    happened_on: date,
    reference: str,
    note: str,
    why: str | None,
) -> tuple[Item, str | None]:
    kind = Need(need)
    due = expected_on(kind, channel, happened_on) if kind in ON_ITS_WAY else None
    return Item(kind, number, channel, amount_vnd, happened_on, reference, due, note), why


@dataclass(frozen=True, slots=True)
class _Open:
    """What is open now, until a day, by how it stands; and what of it lies in each channel."""

    missing: list[Item] = field(default_factory=list)
    on_way: list[Item] = field(default_factory=list)
    explained: list[Item] = field(default_factory=list)
    in_clearing: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def _open(values: Mapping[str, Value], until_on: date, today: date) -> _Open:
    found = _Open()
    for one, why in ask("open_items", values, _item):
        if one.need in _IN_CLEARING:
            found.in_clearing[one.channel] += one.amount_vnd
        if one.happened_on > until_on:
            continue
        if why is not None:
            found.explained.append(replace(one, reason=why))
        elif one.expected_on is not None and today <= one.expected_on:
            found.on_way.append(one)
        else:
            found.missing.append(one)
    return found


def _sums(items: Sequence[Item]) -> Mapping[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in items:
        if one.need in _IN_CLEARING:
            found[one.channel] += one.amount_vnd
    return found


def _channels(values: Mapping[str, Value], found: _Open) -> list[ChannelRow]:
    """Each clearing account, with what stands for its balance."""
    young, old, left = _sums(found.on_way), _sums(found.explained), _sums(found.missing)
    return [
        replace(
            row,
            open_now_vnd=found.in_clearing.get(row.channel, 0),
            on_way_vnd=young.get(row.channel, 0),
            explained_vnd=old.get(row.channel, 0),
            missing_vnd=left.get(row.channel, 0),
        )
        for row in ask("channels", values, ChannelRow)
    ]
