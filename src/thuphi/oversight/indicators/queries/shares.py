"""The cashless share of a facility, a unit of any day, a sector: from the month's counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from thuphi.ground.kit.periods import Month
from thuphi.ground.kit.sql import statement
from thuphi.money.payments.models import MonthCount
from thuphi.money.payments.rules import Method
from thuphi.oversight.indicators import apps, rules
from thuphi.oversight.indicators.rules import Flow, Measure, Share, Span
from thuphi.registers.facilities.models import Facility, FacilityPlace

_ROOM = apps.__file__


@dataclass(frozen=True, slots=True)
class MethodFlow:
    """What came in at one facility in one month in one way."""

    facility_id: int
    month: Month
    method: Method
    payments: int
    value_vnd: int

    @property
    def measure(self) -> Measure:
        """The same as shares."""
        return rules.measure_of(self.method, self.payments, self.value_vnd)

    @property
    def order(self) -> tuple[int, Month, int]:
        """By facility, month, and the order in which the plans name the ways of paying."""
        return self.facility_id, self.month, list(Method).index(self.method)


def flows_below(unit_ids: Collection[int], on: date, span: Span) -> list[Flow]:
    """What came in below these units of a day, by facility and month.

    `unit_ids` are units in force on `on`, which is not before the span's last day. A facility's
    month belongs to the unit in which the facility stood last in that month.
    """
    units = sorted(unit_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "flows_below"),
            {"units": units, "on": on, "first_on": span.first_day_on, "end_on": span.end_on},
        )
        rows = cursor.fetchall()
    months = {month.first_day_on: month for month in span.months}
    return [
        Flow(facility, months[month], _measure(part, whole, part_vnd, whole_vnd), place)
        for place, facility, month, part, whole, part_vnd, whole_vnd in rows
    ]


def flows_of(facility_ids: Collection[int], span: Span) -> list[Flow]:
    """What came in at these facilities, by month."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "flows_of"),
            {
                "facilities": sorted(facility_ids),
                "first_on": span.first_day_on,
                "end_on": span.end_on,
            },
        )
        return [
            Flow(facility, Month.of(month), _measure(*sums))
            for facility, month, *sums in cursor.fetchall()
        ]


def methods_of(facility_id: int, span: Span) -> list[MethodFlow]:
    """What came in at a facility, by month and way of paying."""
    rows = MonthCount.objects.filter(
        facility_id=facility_id, month__gte=span.first_day_on, month__lt=span.end_on
    ).values_list("month", "method", "payments", "value_vnd")
    found = [
        MethodFlow(facility_id, Month.of(month), Method(method), payments, value_vnd)
        for month, method, payments, value_vnd in rows
        if payments
    ]
    return sorted(found, key=lambda flow: flow.order)


def recounted(facility_ids: Collection[int], span: Span) -> list[MethodFlow]:
    """The same counted again from the payments: it always equals the month's counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "recounted"),
            {
                "facilities": sorted(facility_ids),
                "first_on": span.first_day_on,
                "end_on": span.end_on,
            },
        )
        found = [
            MethodFlow(facility, Month.of(month), Method(method), payments, value_vnd)
            for facility, month, method, payments, value_vnd in cursor.fetchall()
        ]
    return sorted(found, key=lambda flow: flow.order)


def counted_again(
    facility_ids: Collection[int], first_on: date, last_on: date
) -> dict[int, Measure]:
    """What came in on any days, counted from the payments alone; both days included."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "recounted"),
            {
                "facilities": sorted(facility_ids),
                "first_on": first_on,
                "end_on": last_on + timedelta(days=1),
            },
        )
        found: dict[int, Measure] = {}
        for facility, _month, method, payments, value_vnd in cursor.fetchall():
            made = rules.measure_of(Method(method), payments, value_vnd)
            found[facility] = found.get(facility, Measure()) + made
    return found


def standing_in(unit_ids: Collection[int], on: date) -> dict[int, int]:
    """The facilities that stand in these communes on a day, each with its commune."""
    spans = FacilityPlace.objects.filter(place_id__in=unit_ids, valid__contains=on)
    return dict(spans.values_list("facility_id", "place_id"))


def facilities(facility_ids: Collection[int]) -> dict[int, Facility]:
    """These facilities by id: their names, sectors and focal points."""
    return Facility.objects.in_bulk(sorted(facility_ids))


def _measure(part: int, whole: int, part_vnd: int, whole_vnd: int) -> Measure:
    return Measure(Share(part, whole), Share(part_vnd, whole_vnd))
