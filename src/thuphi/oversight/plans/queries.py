"""Every question about plans: those shipped, those adopted, and the offices they speak of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from thuphi.ground.kit.fold import search_key
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.places import queries as places
from thuphi.registers.places.errors import PlaceNotInForce, PlaceNotThere
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level, PlaceId

from . import answering, errors, reading, shelf
from .models import PlanProfile
from .rules import Plan, PlanAgency, Target

KEPT = 32
"""How many adopted plans are held read; they are few."""


def shipped() -> tuple[Plan, ...]:
    """The plans that come with the programme, in their order."""
    return shelf.shipped()


def plan(id: str) -> Plan:
    """The plan of this id, large or small letters: as adopted last, otherwise as shipped.

    Raises `PlanNotFound`.
    """
    wanted = id.strip().upper()
    newest = PlanProfile.objects.filter(plan_id=wanted).order_by("-id").values("sha256").first()
    if newest is not None:
        return _adopted(newest["sha256"])
    for one in shipped():
        if one.id == wanted:
            return one
    raise errors.PlanNotFound(id)


def plans() -> tuple[Plan, ...]:
    """All plans as they are in force here: the shipped ones in their order, then others by id."""
    newest = PlanProfile.objects.order_by("plan_id", "-id").distinct("plan_id")
    adopted = {plan_id: _adopted(sha) for plan_id, sha in newest.values_list("plan_id", "sha256")}
    first = tuple(adopted.pop(one.id, one) for one in shipped())
    return (*first, *(adopted[id] for id in sorted(adopted)))


def adoptions(id: str) -> list[PlanProfile]:
    """Every adoption of a plan, newest first."""
    return list(PlanProfile.objects.filter(plan_id=id.strip().upper()).order_by("-id"))


def target(plan: Plan, id: str) -> Target:
    """A target of a plan, large or small letters. Raises `TargetNotFound`."""
    for one in plan.targets:
        if one.id.upper() == id.strip().upper():
            return one
    raise errors.TargetNotFound(id)


def province_of(plan: Plan, on: date) -> Place | None:
    """The province that stands on a day for the plan's own; none for a plan of the whole country.

    Before the province's first known day it is the one of that day.
    """
    if plan.province is None:
        return None
    try:
        then = places.place_on(code=plan.province.code, level=Level.PROVINCE, on=plan.province.on)
    except PlaceNotThere:
        return None
    return _standing(then, on) or then


def agencies_for(plan: Plan, code: str, place: Place | None, on: date) -> list[Agency]:
    """The registered offices that answer on a day for an agency of the plan, by name.

    By kind and level, below the place (or anywhere, without one), its successors from their days.
    Offices of the whole country are taken where none stands below the place; of ministries only
    the one of that name. A group without an office (`trường học`) has none.

    Raises `AgencyUnknown`.
    """
    wanted = answering.answering_on(plan, code, on)
    kinds = [kind for kind in (wanted.kind, *wanted.other_kinds) if kind]
    if not kinds:
        return []
    working = Agency.objects.filter(kind__in=kinds, valid__contains=on).select_related("place")
    found = list(working.order_by("name", "pk"))
    if wanted.kind == AgencyKind.MINISTRY:
        return [one for one in found if search_key(one.name) == search_key(wanted.name)]
    if place is not None:
        here = _standing(place, on) or place
        around = _around(here, on)
        local = [one for one in found if _lies_in(one, around, on)]
    else:
        local = [one for one in found if one.place is not None]
    fitting = [one for one in local if _is_of_level(one, wanted)]
    if fitting or wanted.level:
        return fitting
    return [one for one in found if one.place is None]


@lru_cache(maxsize=KEPT)
def _adopted(sha256: str) -> Plan:
    """A text is named by its digest, so what was read once stays true."""
    text = PlanProfile.objects.filter(sha256=sha256).values_list("text", flat=True)[0]
    return reading.read(text, name=sha256)


def _standing(place: Place, on: date) -> Place | None:
    """What stands for a place on a day; the place itself before its first day."""
    try:
        return places.heir(place, on)
    except PlaceNotInForce:
        return None


def _around(place: Place, on: date) -> frozenset[PlaceId]:
    """The place, what lies below it, and what it lies in, since departments are the province's."""
    above = {one for one in (place.parent_id, place.province_id) if one is not None}
    return places.branch_ids(place, on) | frozenset(PlaceId(one) for one in above)


def _lies_in(agency: Agency, around: Collection[PlaceId], on: date) -> bool:
    """Whether an office stands in one of the places; one founded in a place of old, in its heir."""
    if agency.place is None:
        return False
    if agency.place_id in around:
        return True
    if on in agency.place.valid:
        return False
    heir = _standing(agency.place, on)
    return heir is not None and heir.pk in around


def _is_of_level(agency: Agency, wanted: PlanAgency) -> bool:
    return not wanted.level or (agency.place is not None and agency.place.level == wanted.level)
