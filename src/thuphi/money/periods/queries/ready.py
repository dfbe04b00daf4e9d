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
    BY_TRANSFER,
    ON_ITS_WAY,
    Item,
    Need,
    PeriodKind,
    Unready,
    end_of,
    expected_on,
    first_of_month,
)
from thuphi.money.reconciliation.queries.outcomes import Unsettled, unsettled
from thuphi.money.tills.queries.day import day_book
from thuphi.money.tills.rules import counted_vnd

from .closed import unsealed_corrections
from .reading import Value, ask, days

IN_CLEARING = {
    "payment": Need.PAYMENT_UNSEEN,
    "deposit": Need.DEPOSIT_UNSEEN,
    "refund": Need.MONEY_OUT_UNSEEN,
    "settlement_row": Need.SETTLEMENT_ROW_STRANGE,
}
"""What lies in a clearing account, by the kinds of `outcomes.unsettled`."""
_CLEARING_NEEDS = frozenset(IN_CLEARING.values())
FAR = date(9999, 12, 31)


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
    found = _open(facility_id, values, until_on, clock.today(at))
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
) -> Item:
    kind = Need(need)
    due = expected_on(kind, channel, happened_on) if kind in ON_ITS_WAY else None
    return Item(kind, number, channel, amount_vnd, happened_on, reference, due, note, why or "")


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a payment that no statement shows."""

    payment_id: int
    reason: str | None
    settlement: str | None
    settled_on: date | None


def _in_clearing(one: Unsettled, known: Mapping[int, _Known]) -> Item:
    """A thing in a clearing account; a payment that a settlement announces is expected with it."""
    need = IN_CLEARING[one.kind]
    due = expected_on(need, one.channel, one.happened_on) if need in ON_ITS_WAY else None
    item = Item(need, one.id, one.channel, one.amount_vnd, one.happened_on, one.reference, due)
    told = known.get(one.id) if need is Need.PAYMENT_UNSEEN else None
    if told is None:
        return item
    if told.settled_on is not None:
        due = expected_on(Need.SETTLEMENT_UNSEEN, one.channel, told.settled_on)
        item = replace(item, note=told.settlement or "", expected_on=due)
    return replace(item, reason=told.reason or "")


@dataclass(frozen=True, slots=True)
class _Open:
    """What is open until a day, by how it stands; and what lies in each channel by now."""

    missing: list[Item] = field(default_factory=list)
    on_way: list[Item] = field(default_factory=list)
    explained: list[Item] = field(default_factory=list)
    now_vnd: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def put(self, one: Item, today: date) -> None:
        """Where it belongs. What a settlement announced is missing as that settlement."""
        if one.reason:
            self.explained.append(one)
        elif one.expected_on is not None and today <= one.expected_on:
            self.on_way.append(one)
        elif one.need is Need.PAYMENT_UNSEEN and one.note:
            self.explained.append(one)
        else:
            self.missing.append(one)


def _open(facility_id: int, values: Mapping[str, Value], until_on: date, today: date) -> _Open:
    found = _Open()
    known = {one.payment_id: one for one in ask("known_of", values, _Known)}
    for thing in unsettled(facility_id, FAR):
        found.now_vnd[thing.channel] += thing.amount_vnd
        if thing.happened_on <= until_on:
            found.put(_in_clearing(thing, known), today)
    for item in ask("open_items", values, _item):
        if item.happened_on <= until_on:
            found.put(item, today)
    return found


def _sums(items: Sequence[Item]) -> Mapping[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in items:
        if one.need in _CLEARING_NEEDS and one.channel not in BY_TRANSFER:
            found[one.channel] += one.amount_vnd
    return found


def _channels(values: Mapping[str, Value], found: _Open) -> list[ChannelRow]:
    """Each clearing account, with what stands for its balance."""
    young, old, left = _sums(found.on_way), _sums(found.explained), _sums(found.missing)
    return [
        replace(
            row,
            open_now_vnd=found.now_vnd.get(row.channel, 0),
            on_way_vnd=young.get(row.channel, 0),
            explained_vnd=old.get(row.channel, 0),
            missing_vnd=left.get(row.channel, 0),
        )
        for row in ask("channels", values, ChannelRow)
    ]
