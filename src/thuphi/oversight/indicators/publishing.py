"""What the public may see of a plan: counted by the worker, already without small numbers.

A page of the public sees no rows of any facility; it reads what was laid down here. Figures stand
at the end of a month that is over, so that the difference of two days is no single payment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec
from django.core.cache import cache

from thuphi.ground.kit import clock
from thuphi.ground.kit.periods import Month
from thuphi.oversight.indicators.queries import verdicts
from thuphi.oversight.indicators.queries.verdicts import Ground
from thuphi.oversight.indicators.rules import FLOWS, Point, Verdict, amounts, in_scope
from thuphi.oversight.indicators.suppression import (
    FACILITIES_MIN,
    Cell,
    Told,
    told,
)
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Basis, Plan, Target
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place

VERSION = 1
KEPT = timedelta(days=2)
"""A worker that stands still for longer takes its figures with it."""
INDEX = "thuphi:public:plans"


@dataclass(frozen=True, slots=True)
class PublicMonth:
    """A month of the whole; of a flow what came in then, of a state how it stood at its end."""

    month: str
    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class PublicUnit:
    """A unit that is large enough to be told, by its code and name on the day of the units."""

    code: str
    name: str
    part: int
    whole: int
    facilities: int


@dataclass(frozen=True, slots=True)
class PublicRest:
    """The units that are not told by themselves, as one."""

    names: tuple[str, ...]
    part: int
    whole: int
    facilities: int


@dataclass(frozen=True, slots=True)
class PublicTarget:
    """A target; part and whole are None where even the whole is too small to be told."""

    id: str
    state: str
    part: int | None
    whole: int | None
    facilities: int | None
    missing_facilities: int | None
    months: tuple[PublicMonth, ...]
    units: tuple[PublicUnit, ...]
    rest: PublicRest | None
    empty: tuple[str, ...]
    """Units in which there is nothing to be counted."""


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """A plan as the public sees it. The shape is kept; a change of it is another version."""

    plan: str
    title: str
    place: str
    """Empty for the whole country."""
    as_of: date
    units_on: date
    published_at: datetime
    targets: tuple[PublicTarget, ...]
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class PublicName:
    """One of the plans there are figures of."""

    plan: str
    as_of: date
    until_on: date
    is_told: bool
    """Whether any target has a figure."""


def publish(*, at: datetime) -> list[PublicName]:
    """Lay down the figures of every plan for the public, as the last month ended."""
    ended_on = Month.of(clock.today(at)).first_day_on - timedelta(days=1)
    index = []
    for plan in plans.plans():
        if ended_on < plan.from_on:
            continue
        found = public_plan(plan, as_of=min(ended_on, plan.until_on), at=at)
        _keep(_key(plan.id), msgspec.json.encode(found))
        is_told = any(target.whole for target in found.targets)
        index.append(PublicName(plan.id, found.as_of, plan.until_on, is_told))
    _keep(INDEX, msgspec.json.encode(index))
    return index


def published() -> list[PublicName]:
    """The plans there are figures of; none while the worker has not counted yet."""
    found = cache.get(INDEX)
    return [] if found is None else msgspec.json.decode(found, type=list[PublicName])


def published_plan(plan_id: str) -> PublicPlan | None:
    """What was laid down of a plan; None for another, or while nothing was counted."""
    found = cache.get(_key(plan_id))
    return None if found is None else msgspec.json.decode(found, type=PublicPlan)


def public_plan(plan: Plan, *, as_of: date, at: datetime) -> PublicPlan:
    """The figures of a plan without small numbers, of its province or of the whole country."""
    place = plans.province_of(plan, as_of)
    ground = verdicts.ground(plan=plan, place=place, as_of=as_of)
    units = places.provinces(ground.on) if place is None else places.children(place, ground.on)
    return PublicPlan(
        plan=plan.id,
        title=plan.title,
        place="" if place is None else place.full_name,
        as_of=as_of,
        units_on=ground.on,
        published_at=at,
        targets=tuple(_target(ground, one, units) for one in verdicts.verdicts(ground)),
    )


def _target(ground: Ground, verdict: Verdict, units: Iterable[Place]) -> PublicTarget:
    target = verdict.target
    by_id = {unit.pk: unit for unit in units}
    found = told(_cells(ground, target, by_id))
    is_told = found.total is not None
    return PublicTarget(
        id=target.id,
        state=verdict.state.value if is_told else "",
        part=found.total[0] if found.total else None,
        whole=found.total[1] if found.total else None,
        facilities=verdict.figure.facilities if is_told else None,
        missing_facilities=verdict.figure.missing_facilities if is_told else None,
        months=_months(ground, target) if is_told else (),
        units=_shown(found, by_id),
        rest=_rest(found, by_id),
        empty=tuple(by_id[one].full_name for one in found.empty if one in by_id),
    )


def _cells(ground: Ground, target: Target, by_id: Mapping[int, Place]) -> list[Cell]:
    """Each unit's figure, with how many facilities and transactions it is made of.

    A facility of which nothing counts is no cover for one of which something does. What lies in no
    unit is a unit of its own, 0.
    """
    unit_of = {
        fact.facility_id: next((one for one in fact.unit_ids if one in by_id), 0)
        for fact in ground.facts
    }
    transactions = _transactions(ground, target) if target.indicator.basis in FLOWS else None
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in verdicts.made_of(ground, target.id):
        unit = sums[unit_of[one.facility_id] or 0]
        unit[0] += one.part
        unit[1] += one.whole
        unit[2] += one.whole > 0
        unit[3] += transactions.get(one.facility_id, 0) if transactions else 0
    for unit_id in by_id:
        sums.setdefault(unit_id, [0, 0, 0, 0])
    return [
        Cell(unit_id, part, whole, facilities, None if transactions is None else counted)
        for unit_id, (part, whole, facilities, counted) in sums.items()
    ]


def _transactions(ground: Ground, target: Target) -> dict[int, int]:
    frame = ground.frame(target)
    return {
        fact.facility_id: sum(
            one.whole_count for one in fact.months if one.last_on <= frame.last_on
        )
        for fact in ground.facts
        if in_scope(target, fact, frame)
    }


def _months(ground: Ground, target: Target) -> tuple[PublicMonth, ...]:
    """Months that are large enough to be told.

    The months of a flow add up to the whole: like units they are hidden together, so that the whole
    less the told ones is no single small month.
    """
    points = [one for one in verdicts.series(ground, target.id) if one.is_closed]
    if target.indicator.basis in FLOWS:
        large = _large_months(ground, target, points)
        told_points = [one for one in points if one.month in large]
    else:
        enough = FACILITIES_MIN if target.indicator.basis is Basis.FACILITIES else 1
        told_points = [one for one in points if one.whole >= enough]
    return tuple(PublicMonth(str(one.month), one.part, one.whole) for one in told_points)


def _large_months(ground: Ground, target: Target, points: Iterable[Point]) -> set[Month]:
    """The months of a flow with enough transactions of enough facilities."""
    frame = ground.frame(target)
    facilities: defaultdict[Month, set[int]] = defaultdict(set)
    transactions: defaultdict[Month, int] = defaultdict(int)
    for fact in ground.facts:
        if not in_scope(target, fact, frame):
            continue
        for last_on, _is_booked, _part, whole in amounts(target, fact, frame):
            if whole:
                facilities[Month.of(last_on)].add(fact.facility_id)
        for one in fact.months:
            transactions[Month.of(one.last_on)] += one.whole_count
    by_number = dict(enumerate(points))
    cells = [
        Cell(number, one.part, one.whole, len(facilities[one.month]), transactions[one.month])
        for number, one in by_number.items()
    ]
    return {by_number[one.unit_id].month for one in told(cells).shown}


def _shown(found: Told, by_id: Mapping[int, Place]) -> tuple[PublicUnit, ...]:
    return tuple(
        PublicUnit(
            by_id[one.unit_id].code if one.unit_id in by_id else "",
            by_id[one.unit_id].full_name if one.unit_id in by_id else "",
            one.part,
            one.whole,
            one.facilities,
        )
        for one in sorted(found.shown, key=lambda one: one.unit_id)
    )


def _rest(found: Told, by_id: Mapping[int, Place]) -> PublicRest | None:
    rest = found.rest
    if rest is None:
        return None
    names = tuple(by_id[one].full_name for one in rest.unit_ids if one in by_id)
    return PublicRest(names, rest.part, rest.whole, rest.facilities)


def _key(plan_id: str) -> str:
    return f"thuphi:public:{plan_id.strip().upper()}"


def _keep(key: str, content: bytes) -> None:
    cache.set(key, content, timeout=int(KEPT.total_seconds()))
