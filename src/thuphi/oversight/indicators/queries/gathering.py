"""The facts of all facilities below a unit, gathered in one round of set-based statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from thuphi.ground.kit.periods import Month
from thuphi.ground.kit.sql import statement
from thuphi.money.payments.rules import Method
from thuphi.oversight.declarations.rules import COUNT_OF, VALUE_OF, Item, day_of
from thuphi.oversight.indicators import apps
from thuphi.oversight.indicators.rules import (
    Areas,
    Days,
    DeclaredValue,
    FacilityFacts,
    FeeFigures,
    Kinds,
    MonthFigures,
    PlatformDays,
    Source,
)
from thuphi.oversight.plans.rules import Indicator, Sector, Target
from thuphi.registers.facilities.models import AreaClass
from thuphi.registers.places.rules import Kind

_ROOM = apps.__file__
_DAY = timedelta(days=1)

_FEES = frozenset(
    {Indicator.HOSPITAL_FEE_VALUE_SHARE_OF_DUE, Indicator.TUITION_VALUE_SHARE_OF_COLLECTED}
)
_ITEMS = {
    Indicator.ONLINE_TEACHING_DEPLOYED: (Item.ONLINE_TEACHING,),
    Indicator.PORTAL_ONLINE_TUITION: (Item.PORTAL_TUITION,),
    Indicator.ONLINE_CURRICULUM_SHARE: tuple(
        item for item in Item if item.value.startswith("lessons_")
    ),
}
_METHODS = {
    item: (method is not Method.CASH, item is VALUE_OF[method])
    for method in Method
    for item in (COUNT_OF[method], VALUE_OF[method])
}
"""What is declared of each way of paying: whether it is cashless, and whether it is đồng."""
_STATES = (Item.EQUIPPED_ON, Item.ACCEPTS_ON)
_SECTORS = {one.value: one for one in Sector}
_KINDS = {one.value: one for one in Kind}


@dataclass(frozen=True, slots=True)
class Piece:
    """Days in a row of one month."""

    month: Month
    first_on: date
    last_on: date

    @property
    def is_whole(self) -> bool:
        """Every day of the month."""
        month = self.month
        return self.first_on == month.first_day_on and self.last_on == _last_day(month)

    @property
    def ends_month(self) -> bool:
        """Its last day is the month's."""
        return self.last_on == _last_day(self.month)


def _last_day(month: Month) -> date:
    return month.next.first_day_on - _DAY


def pieces(first_on: date, last_on: date, cuts: Iterable[date] = ()) -> list[Piece]:
    """A period month by month; a month is cut after each of the days in `cuts` within it."""
    ends = {cut for cut in cuts if first_on <= cut < last_on} | {last_on}
    month = Month.of(first_on)
    while month <= Month.of(last_on):
        ends.add(min(_last_day(month), last_on))
        month = month.next
    found, begin = [], first_on
    for end in sorted(ends):
        found.append(Piece(Month.of(end), begin, end))
        begin = end + _DAY
    return found


def gather(
    *,
    place_id: int | None,
    on: date,
    first_on: date,
    last_on: date,
    cuts: Collection[date],
    targets: Sequence[Target],
    is_to_date: bool,
    facility_id: int | None = None,
) -> tuple[FacilityFacts, ...]:
    """The facts of the facilities that were there in a period, for these targets.

    `on` is the day of the geography. `is_to_date`: the period ends because the day asked for ends
    it, so fees of its last month count as far as they are known.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "facilities"),
            {
                "place": place_id,
                "facility": facility_id,
                "on": on,
                "first_on": first_on,
                "last_on": last_on,
            },
        )
        rows = cursor.fetchall()
    ids = [row[0] for row in rows]
    split = pieces(first_on, last_on, cuts)
    months = _months(ids, first_on, last_on, split)
    indicators = {target.indicator for target in targets}
    fees = _fees(ids, split, is_to_date=is_to_date) if indicators & _FEES else {}
    values = _values(ids, first_on, last_on, indicators)
    return tuple(_facts(row, months, fees, values) for row in rows)


Row = tuple[  # what facilities.sql answers
    int, str, str, str, str, str, str,
    date, date | None,
    int | None, int | None, int | None,
    bool,
    list[str] | None, list[date] | None, list[str] | None, list[date] | None,
    date | None, list[date] | None, list[date | None] | None,
    list[date] | None, list[date | None] | None, list[str] | None,
]  # fmt: skip
_MonthLists = dict[int, tuple[MonthFigures, ...]]
_FeeLists = dict[int, tuple[list[FeeFigures], list[FeeFigures]]]
_ValueLists = dict[int, list[DeclaredValue]]


def _facts(row: Row, months: _MonthLists, fees: _FeeLists, values: _ValueLists) -> FacilityFacts:
    (
        facility_id, name, code, sector, level, tier, ownership,
        founded_on, closed_on, place_id, parent_id, province_id, has_focal_point,
        kinds, kinds_from, areas, areas_from,
        account_on, contracts_from, contracts_until, used_from, used_until, used_lists,
    ) = row  # fmt: skip
    said = values.get(facility_id, [])
    equipped = [
        Days(from_on, until_on)
        for from_on, until_on in zip(contracts_from or (), contracts_until or (), strict=True)
    ]
    accepts = (
        []
        if account_on is None
        else [Days(max(days.from_on, account_on), days.until_on) for days in equipped]
    )
    hospital, tuition = fees.get(facility_id, ((), ()))
    return FacilityFacts(
        facility_id=facility_id,
        name=name,
        code=code,
        sector=_SECTORS[sector],
        level=level,
        tier=tier,
        ownership=ownership,
        founded_on=founded_on,
        closed_on=closed_on,
        place_id=place_id,
        parent_id=parent_id,
        province_id=province_id,
        kinds=tuple(
            Kinds(from_on, _KINDS[kind])
            for kind, from_on in zip(kinds or (), kinds_from or (), strict=True)
        ),
        areas=tuple(
            Areas(from_on, area == AreaClass.URBAN)
            for area, from_on in zip(areas or (), areas_from or (), strict=True)
        ),
        has_focal_point=has_focal_point,
        equipped=(*equipped, *_declared_days(said, Item.EQUIPPED_ON)),
        accepts=(*accepts, *_declared_days(said, Item.ACCEPTS_ON)),
        platforms=tuple(
            PlatformDays(from_on, until_on, frozenset(lists.split()))
            for from_on, until_on, lists in zip(
                used_from or (), used_until or (), used_lists or (), strict=True
            )
        ),
        months=months.get(facility_id, ()),
        hospital_fees=tuple(hospital),
        tuition=tuple(tuition),
        values=tuple(said),
        has_registers=account_on is not None or bool(equipped),
    )


def _declared_days(said: Sequence[DeclaredValue], item: Item) -> tuple[Days, ...]:
    """Since when something is so, by the newest declaration."""
    if not said:
        return ()
    told = [day_of(one.value) for one in said if one.item == item]
    newest = told[-1] if told else None
    return () if newest is None else (Days(newest, None, Source.DECLARED),)


def _months(ids: list[int], first_on: date, last_on: date, split: Sequence[Piece]) -> _MonthLists:
    edges = [piece for piece in split if not piece.is_whole]
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "months"),
            {
                "facilities": ids,
                "first_on": first_on,
                "last_on": last_on,
                "full_months": [piece.first_on for piece in split if piece.is_whole],
                "edge_months": [piece.month.first_day_on for piece in edges],
                "edge_first": [piece.first_on for piece in edges],
                "edge_last": [piece.last_on for piece in edges],
                "items": [item.value for item in _METHODS],
                "cashless": [is_cashless for is_cashless, _is_value in _METHODS.values()],
                "money": [is_value for _is_cashless, is_value in _METHODS.values()],
            },
        )
        rows = cursor.fetchall()
    found: defaultdict[int, list[MonthFigures]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(MonthFigures._make(row[1:]))
    return {facility_id: tuple(months) for facility_id, months in found.items()}


def _fees(ids: list[int], split: Sequence[Piece], *, is_to_date: bool) -> _FeeLists:
    """Fees have no days: a month counts where its last day lies, or as far as it has come."""
    whole = [piece for piece in split if piece.ends_month]
    counted = {piece.month.first_day_on: piece for piece in whole}
    if is_to_date:
        counted[split[-1].month.first_day_on] = split[-1]
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "fees"),
            {
                "facilities": ids,
                "months": list(counted),
                "whole_months": [piece.month.first_day_on for piece in whole],
            },
        )
        rows = cursor.fetchall()
    found: _FeeLists = defaultdict(lambda: ([], []))
    for facility_id, month, is_booked, cashless, due, tuition, collected in rows:
        last_on = counted[month].last_on
        hospital, school = found[facility_id]
        if due or cashless:
            hospital.append(FeeFigures(last_on, is_booked, cashless, due))
        if collected or tuition:
            school.append(FeeFigures(last_on, is_booked, tuition, collected))
    return found


def _values(
    ids: list[int], first_on: date, last_on: date, indicators: Collection[Indicator]
) -> _ValueLists:
    items = [item.value for one in indicators for item in _ITEMS.get(one, ())]
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "values"),
            {
                "facilities": ids,
                "first_on": first_on,
                "last_on": last_on,
                "items": items,
                "days": [item.value for item in _STATES],
            },
        )
        rows = cursor.fetchall()
    found: _ValueLists = defaultdict(list)
    for facility_id, last, item, value in rows:
        found[facility_id].append(DeclaredValue(last, item, value))
    return found
