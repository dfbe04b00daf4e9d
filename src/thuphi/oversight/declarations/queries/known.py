"""What is known of facilities and a month beside a declaration: one round for any number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db import connection

from thuphi.ground.kit.periods import Month
from thuphi.ground.kit.sql import statement
from thuphi.money.payments.models import MonthCount
from thuphi.money.payments.rules import Method
from thuphi.oversight.declarations import errors
from thuphi.oversight.declarations.rules import Booked, Context, Item, Kind, Unit, Values
from thuphi.registers.facilities.errors import FacilityNotFound
from thuphi.registers.facilities.models import Facility, FacilityPlace, Level, Ownership, Sector

_ROOM = errors.__file__
_COUNTED = [item.value for item in Item if item.unit in (Unit.COUNT, Unit.VND)]
_DAYS = [item.value for item in Item if item.unit is Unit.DAY]


def kinds(facility_ids: Collection[int]) -> dict[int, Kind]:
    """What decides which items each of these facilities is asked for; unknown ones are left out."""
    rows = Facility.objects.filter(pk__in=facility_ids)
    return {
        pk: Kind(Sector(sector), Level(level), Ownership(ownership))
        for pk, sector, level, ownership in rows.values_list("pk", "sector", "level", "ownership")
    }


def context(facility_id: int, month: Month, today: date) -> Context:
    """What a facility's declaration of a month is held against. Raises `FacilityNotFound`."""
    found = contexts([facility_id], month, today)
    if facility_id not in found:
        raise FacilityNotFound
    return found[facility_id]


def contexts(facility_ids: Collection[int], month: Month, today: date) -> dict[int, Context]:
    """The same for many at once, in five questions to the database however many they are."""
    wanted = sorted(facility_ids)
    standing_there = _standing(wanted, month)
    booked = booked_in(wanted, month)
    histories = _histories(wanted, month)
    days = _standing_days(wanted, month)
    return {
        facility_id: Context(
            kind=kind,
            month=month,
            today=today,
            stood_in_month=facility_id in standing_there,
            history=histories.get(facility_id, {}),
            standing=days.get(facility_id, {}),
            booked=booked.get(facility_id, {}),
        )
        for facility_id, kind in kinds(wanted).items()
    }


def booked_in(facility_ids: Collection[int], month: Month) -> dict[int, dict[Method, Booked]]:
    """What was booked at these facilities in a month, by method."""
    rows = MonthCount.objects.filter(
        facility_id__in=facility_ids, month=month.first_day_on, payments__gt=0
    ).values_list("facility_id", "method", "payments", "value_vnd")
    found: defaultdict[int, dict[Method, Booked]] = defaultdict(dict)
    for facility_id, method, payments, value_vnd in rows:
        found[facility_id][Method(method)] = Booked(payments, value_vnd)
    return found


def _standing(facility_ids: list[int], month: Month) -> set[int]:
    stays = FacilityPlace.objects.filter(
        facility_id__in=facility_ids,
        valid__overlap=(month.first_day_on, month.next.first_day_on),
    )
    return set(stays.values_list("facility_id", flat=True))


def _histories(facility_ids: list[int], month: Month) -> dict[int, dict[Item, list[int]]]:
    found: defaultdict[int, dict[Item, list[int]]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "submitted_history"),
            {
                "facilities": facility_ids,
                "first_on": date(month.year - 1, month.month, 1),
                "month": month.first_day_on,
                "items": _COUNTED,
            },
        )
        for facility_id, item, values in cursor.fetchall():
            found[facility_id][Item(item)] = values
    return found


def _standing_days(facility_ids: list[int], month: Month) -> dict[int, Values]:
    found: defaultdict[int, dict[Item, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "standing_days"),
            {"facilities": facility_ids, "month": month.first_day_on, "items": _DAYS},
        )
        for facility_id, item, value in cursor.fetchall():
            found[facility_id][Item(item)] = value
    return dict(found)
