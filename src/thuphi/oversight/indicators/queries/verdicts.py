"""Where a plan stands on a day: verdicts, what they are made of, by unit, by month.

A page asks once for the ground and takes everything from it, so that all its figures are of one
moment and add up.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from thuphi.oversight.indicators import rules
from thuphi.oversight.indicators.queries.gathering import gather, pieces
from thuphi.oversight.indicators.rules import (
    Added,
    Contribution,
    FacilityFacts,
    Figure,
    Frame,
    MonthEnd,
    Point,
    Share,
    Source,
    Verdict,
)
from thuphi.oversight.plans.rules import FacilityRule, Plan, Target
from thuphi.registers.methods import queries as methods
from thuphi.registers.places.models import Place

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Everything a plan's figures are taken from: the facts of a moment, below a unit."""

    plan: Plan
    place: Place | None
    """None for the whole register."""
    as_of: date
    on: date
    """The day whose geography is shown: the day asked for, or the nearest on which the unit was."""
    window: tuple[date, date]
    """First and last day of the period, both included."""
    is_report_window: bool
    facts: tuple[FacilityFacts, ...]
    _added: dict[str, Added] = field(default_factory=dict, repr=False, compare=False)

    def added(self, target: Target) -> Added:
        """What each facility adds to a target: read once, and every figure is summed from it."""
        found = self._added.get(target.id)
        if found is None:
            found = self._added[target.id] = rules.added(target, self.facts, self.frame(target))
        return found

    def frame(self, target: Target) -> Frame:
        """The days in which a target is looked at."""
        return rules.frame(self.plan, target, self.window)


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What one facility adds to a figure. The list adds up to the figure, by construction."""

    facility_id: int
    name: str
    part: int
    whole: int
    source: Source
    code: str = ""
    place_id: int | None = None
    booked: Share = rules.NOTHING
    declared: Share = rules.NOTHING


def ground(
    *,
    plan: Plan,
    place: Place | None,
    as_of: date,
    window: tuple[date, date] | None = None,
    on: date | None = None,
    facility_id: int | None = None,
) -> Ground:
    """The facts of all facilities expected below a unit, as known by the end of a day.

    `window`: first and last day of a report's period; without it the year of `as_of` up to that
    day (decision 0014). `on`: another day for the geography, such as a day before a
    reform. `facility_id`: this facility alone, wherever it stands.
    """
    period = window or rules.year_of(plan, as_of)
    day = on or _day_of(place, as_of)
    return Ground(
        plan=plan,
        place=place,
        as_of=as_of,
        on=day,
        window=period,
        is_report_window=window is not None,
        facts=gather(
            place_id=None if place is None else place.pk,
            on=day,
            first_on=period[0],
            last_on=period[1],
            cuts={target.due_on for target in plan.targets},
            targets=plan.targets,
            is_to_date=window is None,
            facility_id=facility_id,
        ),
    )


def _day_of(place: Place | None, as_of: date) -> date:
    """The day asked for, or the nearest one on which the unit was there."""
    if place is None or as_of in place.valid:
        return as_of
    if as_of < place.valid.lower:
        first_on: date = place.valid.lower
        return first_on
    last_on: date = place.valid.upper - _DAY
    return last_on


def verdicts(ground: Ground) -> list[Verdict]:
    """The verdict on each target of the plan, in its order."""
    return [_verdict(ground, target) for target in ground.plan.targets]


def verdict(ground: Ground, target_id: str) -> Verdict:
    """The verdict on one target. Raises `KeyError`."""
    return _verdict(ground, ground.plan.target(target_id))


def _verdict(ground: Ground, target: Target) -> Verdict:
    return rules.judge(target, _figure(ground, target), ground.as_of, _points(ground, target))


def _figure(ground: Ground, target: Target) -> Figure:
    return rules.figure_of(target.indicator.basis, (one for _fact, one in ground.added(target)))


def figure(ground: Ground, target_id: str) -> Figure:
    """The figure of one target alone. Raises `KeyError`."""
    return _figure(ground, ground.plan.target(target_id))


def made_of(ground: Ground, target_id: str) -> list[MadeOf]:
    """The facilities behind a figure and what each adds; they add up to it. Raises `KeyError`."""
    return [
        MadeOf(
            facility_id=fact.facility_id,
            name=fact.name,
            part=one.part,
            whole=one.whole,
            source=one.source,
            code=fact.code,
            place_id=fact.place_id,
            booked=one.booked,
            declared=one.declared,
        )
        for fact, one in ground.added(ground.plan.target(target_id))
    ]


def by_unit(ground: Ground, target_id: str, unit_ids: Collection[int]) -> dict[int | None, Figure]:
    """The figure of each of these units of the ground's day: communes, districts or provinces.

    Under None stands what lies in none of them or cannot be told. All together they are the figure.
    Raises `KeyError`.
    """
    target = ground.plan.target(target_id)
    wanted = frozenset(unit_ids)
    groups: dict[int | None, list[Contribution]] = {unit: [] for unit in unit_ids}
    for fact, one in ground.added(target):
        unit = next((unit for unit in fact.unit_ids if unit in wanted), None)
        groups.setdefault(unit, []).append(one)
    return {unit: rules.figure_of(target.indicator.basis, ones) for unit, ones in groups.items()}


def series(ground: Ground, target_id: str) -> list[Point]:
    """The target month by month: of a flow what came in then, of a state how it stood at the end.

    The months of a flow add up to its figure; the last point of a state is its figure. Raises
    `KeyError`.
    """
    return _points(ground, ground.plan.target(target_id))


def _points(ground: Ground, target: Target) -> list[Point]:
    frame = ground.frame(target)
    ends = [
        MonthEnd(piece.month, piece.last_on, piece.ends_month)
        for piece in pieces(frame.first_on, frame.last_on)
    ]
    return rules.points(ground.plan, target, ground.facts, frame, ends)


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """Who does not have what a plan asks of each facility, and of whom it is not known."""

    rule: FacilityRule
    failing: tuple[int, ...]
    unknown: tuple[int, ...]
    facilities: int
    """Of how many."""


def rule_findings(ground: Ground) -> dict[str, RuleFinding]:
    """Each of the plan's rules for facilities, by its id: who fails it, and who is not known."""
    wanted = {rule.sector for rule in ground.plan.facility_rules}
    facts = [fact for fact in ground.facts if fact.sector in wanted]
    ready = methods.readiness([fact.facility_id for fact in facts], ground.window[1])
    found = {}
    for rule in ground.plan.facility_rules:
        failing, unknown, facilities = [], [], 0
        for fact in facts:
            if fact.sector is not rule.sector:
                continue
            facilities += 1
            keeps = rules.keeps(rule, fact, ready.get(fact.facility_id), ground.window[1])
            if keeps is None:
                unknown.append(fact.facility_id)
            elif not keeps:
                failing.append(fact.facility_id)
        found[rule.id] = RuleFinding(rule, tuple(failing), tuple(unknown), facilities)
    return found


def rule_failures(ground: Ground) -> dict[str, list[int]]:
    """The facilities that do not keep each of the plan's rules, as far as it is known."""
    return {id: list(one.failing) for id, one in rule_findings(ground).items()}
