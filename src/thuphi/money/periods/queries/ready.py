"""What keeps a period from being closed, and the report as it would be frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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


def closed_through(facility_id: int) -> date | None:
    """The last day that is closed; nothing while none is."""
    found = PeriodClosing.objects.filter(facility_id=facility_id).aggregate(last=Max("to_on"))
    last: date | None = found["last"]
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
    missing, on_way, explained = _divided(values, clock.today(at))
    channels = _channels(values, missing, on_way, explained)
    missing += [
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
        on_way=tuple(on_way),
        explained=tuple(explained),
        missing=tuple(missing),
        corrections=tuple(unsealed_corrections(facility_id, end_of(until_on))),
    )
    unready = Unready(from_on, until_on, tuple(missing), tuple(on_way), tuple(explained))
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


def _divided(
    values: Mapping[str, Value], today: date
) -> tuple[list[Item], list[Item], list[Item]]:
    """What is missing, what is on its way, and what a person explained."""
    missing: list[Item] = []
    on_way: list[Item] = []
    explained: list[Item] = []
    for one, why in ask("open_items", values, _item):
        if why is not None:
            explained.append(replace(one, reason=why))
        elif one.expected_on is not None and today <= one.expected_on:
            on_way.append(one)
        else:
            missing.append(one)
    return missing, on_way, explained


def _channels(
    values: Mapping[str, Value],
    missing: Sequence[Item],
    on_way: Sequence[Item],
    explained: Sequence[Item],
) -> list[ChannelRow]:
    """Each clearing account, with what stands for its balance."""

    def sums(items: Sequence[Item]) -> Mapping[str, int]:
        found: dict[str, int] = defaultdict(int)
        for one in items:
            if one.need in _IN_CLEARING:
                found[one.channel] += one.amount_vnd
        return found

    young, old, open_still = sums(on_way), sums(explained), sums(missing)
    return [
        replace(
            row,
            on_way_vnd=young.get(row.channel, 0),
            explained_vnd=old.get(row.channel, 0),
            missing_vnd=open_still.get(row.channel, 0),
        )
        for row in ask("channels", values, ChannelRow)
    ]
