"""Questions about ceilings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from thuphi.registers.facilities.models import Facility, FacilityArea, FacilityPlace
from thuphi.registers.places.models import Place

from .models import FeeCeiling
from .rules import Ceiling, Nature, holding


def ceilings_of(place_ids: Collection[int], on: date) -> list[FeeCeiling]:
    """What these places have set and holds on a day, by code."""
    found = FeeCeiling.objects.filter(place_id__in=place_ids, valid__contains=on)
    return list(found.select_related("place", "agency").order_by("code", "level", "area", "pk"))


def codes(on: date) -> list[tuple[str, str]]:
    """Every statistic code that holds somewhere on a day, with what it is called."""
    found = FeeCeiling.objects.filter(valid__contains=on).order_by("code", "pk")
    return list({one.code: (one.code, one.name) for one in found}.values())


def ceilings_for(facility_ids: Collection[int], on: date) -> dict[int, dict[str, Ceiling]]:
    """The ceiling of each code for each of these facilities on a day."""
    facilities = Facility.objects.filter(pk__in=facility_ids).only("pk", "level")
    stands = dict(
        FacilityPlace.objects.filter(facility_id__in=facility_ids, valid__contains=on).values_list(
            "facility_id", "place_id"
        )
    )
    areas = dict(
        FacilityArea.objects.filter(facility_id__in=facility_ids, valid__contains=on).values_list(
            "facility_id", "area"
        )
    )
    above = {
        place.pk: {one for one in (place.pk, place.parent_id, place.province_id) if one is not None}
        for place in Place.objects.filter(pk__in=set(stands.values()))
    }
    places = {pk for ids in above.values() for pk in ids}
    found = [
        _ceiling(one) for one in FeeCeiling.objects.filter(place_id__in=places, valid__contains=on)
    ]
    return {
        one.pk: holding(
            ceiling
            for ceiling in found
            if ceiling.place_id in above.get(stands.get(one.pk, 0), set())
            and ceiling.level in ("", one.level)
            and ceiling.area in ("", areas.get(one.pk))
        )
        for one in facilities
    }


def _ceiling(one: FeeCeiling) -> Ceiling:
    return Ceiling(
        id=one.pk, code=one.code, name=one.name, place_id=one.place_id, level=one.level,
        area=one.area, nature=Nature(one.nature), unit=one.unit, max_vnd=one.max_vnd,
        ground=one.ground, ground_on=one.ground_on,
    )  # fmt: skip
