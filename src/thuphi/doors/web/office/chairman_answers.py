"""What the page of a plan says: taken from one ground, the same for the screen and the paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.urls import reverse
from django.utils.translation import gettext as _

from thuphi.oversight.indicators.queries import shares, verdicts
from thuphi.oversight.indicators.queries.verdicts import RuleFinding
from thuphi.oversight.indicators.rules import Trend, VerdictState, gap_permille, reaches
from thuphi.oversight.plans.rules import Basis, Target
from thuphi.registers.facilities.models import Facility
from thuphi.registers.places import queries as places
from thuphi.registers.places.rules import REFORM_ON

from .chairman_drawings import Drawing, trend_drawing, units_title
from .chairman_due import Reports, reports_due
from .chairman_look import Look
from .chairman_rows import (
    Effect,
    TargetRow,
    Tile,
    by_distance,
    effects,
    strongest,
    target_row,
    tone,
)
from .frame import Crumb
from .grounds import Judged
from .target_words import in_a_sentence, plan_name, points, requirement

CALLED = 5
FEW = 12
SQUARES_FROM = 30
"""From so many units on a tile has room for its number only."""


@dataclass(frozen=True, slots=True)
class Called:
    """A facility to be called: what it holds down, and one telephone number."""

    facility: Facility
    effect: Effect
    label: str
    href: str

    @property
    def is_counted(self) -> bool:
        """Whether it is counted as one facility, so that a share of it says nothing."""
        return self.effect.target.indicator.basis is Basis.FACILITIES


@dataclass(frozen=True, slots=True)
class Failing:
    """A rule for each facility, and how many fail it."""

    text: str
    reference: str
    count: int
    of: int
    href: str


class Answers(TypedDict):
    """Everything the page says."""

    look: Look
    plan_name: str
    rows: list[TargetRow]
    reached: list[TargetRow]
    open_rows: list[TargetRow]
    late_rows: list[TargetRow]
    missed_rows: list[TargetRow]
    shown: TargetRow | None
    sentence_row: TargetRow | None
    sentence_label: str
    rising: int
    tiles: list[Tile]
    map_tiles: list[Tile]
    units_title: str
    are_few: bool
    are_squares: bool
    trend: Drawing | None
    called: list[Called]
    failing: list[Failing]
    failing_ids: set[int]
    unknown: int
    reports: Reports
    others: list[Crumb]


def answers(look: Look, chosen: str) -> Answers:
    """Everything the page says; the paper says the same."""
    rows = target_rows(look)
    open_rows = [row for row in rows if not row.is_reached and not row.is_silent]
    first = _told_first(rows)
    shown = _shown(rows, chosen) or first
    tiles = unit_tiles(look, shown.target) if shown else []
    map_tiles = [one for one in tiles if one.figure.facilities]
    findings = look.findings
    return {
        "look": look,
        "plan_name": plan_name(look.plan),
        "rows": rows,
        "reached": [row for row in rows if row.is_reached],
        "open_rows": open_rows,
        "late_rows": [row for row in rows if row.verdict.will_be_missed],
        "missed_rows": [row for row in rows if row.verdict.state is VerdictState.MISSED],
        "shown": shown,
        "sentence_row": first,
        "sentence_label": in_a_sentence(first.label) if first else "",
        "rising": sum(row.verdict.trend is Trend.RISING for row in open_rows),
        "tiles": tiles,
        "map_tiles": map_tiles,
        "units_title": units_title(shown.target, tiles) if shown else "",
        "are_few": len(tiles) <= FEW,
        "are_squares": len(map_tiles) > SQUARES_FROM,
        "trend": _trend(look, shown.target) if shown else None,
        "called": _called(look, open_rows),
        "failing": _failing(look, findings),
        "failing_ids": {one for found in findings.values() for one in found.failing},
        "unknown": max((row.known.missing_facilities for row in rows), default=0),
        "reports": reports_due(look),
        "others": other_geography(look),
    }


def target_rows(look: Look) -> list[TargetRow]:
    """Every target, the furthest from its goal first."""
    return by_distance(row_of(look, one) for one in look.judged)


def row_of(look: Look, judged: Judged) -> TargetRow:
    """A target as a row, with the ways from it."""
    target = judged.verdict.target
    return target_row(
        judged.verdict,
        judged.points,
        page=f"{look.target_page(target)}{look.query}",
        made_of=f"{look.made_of(target)}{look.query}",
    )


def unit_tiles(look: Look, target: Target) -> list[Tile]:
    """The units directly below with their own figures; together they are the figure."""
    figures = verdicts.by_unit(look.ground, target.id, [unit.pk for unit in look.units])
    found = []
    for unit in look.units:
        figure = figures[unit.pk]
        page = reverse("office:plan", args=[look.plan.id, unit.pk])
        made = reverse("office:target_facilities", args=[look.plan.id, unit.pk, target.id])
        is_met = reaches(figure.part, figure.whole, target.comparator, target.goal_permille)
        gap = 0 if is_met or not figure.whole else gap_permille(figure, target.goal_permille)
        found.append(
            Tile(
                unit.full_name,
                figure,
                tone(target, figure),
                points(gap) if gap else "",
                f"{page}{look.with_asked(**{'chi-tieu': target.id})}",
                f"{made}{look.query}",
            )
        )
    nowhere = figures.get(None)
    if found and nowhere is not None and nowhere.facilities:
        found.append(Tile(_("Chưa rõ địa bàn"), nowhere, tone(target, nowhere), "", "", ""))
    return found


def other_geography(look: Look) -> list[Crumb]:
    """The same ground by the units of then, or of today, when there are others."""
    on, today, is_past = look.units_on, look.office.today, False
    if look.place.valid.upper is not None and look.place.valid.upper <= today:
        found = places.heirs(look.place, today)
    elif look.place.valid.lower > look.as_of:
        found, is_past = places.forebears(look.place, look.as_of), True
    else:
        return _same_place(look, on, today)
    return [
        Crumb(
            (_("%(place)s khi đó") if is_past else _("%(place)s ngày nay"))
            % {"place": one.full_name},
            f"{reverse('office:plan', args=[look.plan.id, one.pk])}{look.query}",
        )
        for one in found
    ]


def _same_place(look: Look, on: date, today: date) -> list[Crumb]:
    """A province that outlived the reform is seen by its districts of then or communes of today."""
    if look.place.valid.lower >= REFORM_ON or look.as_of >= REFORM_ON:
        return []
    if on < REFORM_ON <= today:
        return [Crumb(_("địa giới hôm nay"), look.with_asked(**{"dia-gioi": today.isoformat()}))]
    other = look.with_asked(**{"dia-gioi": look.as_of.isoformat()})
    return [Crumb(_("địa giới khi đó"), other)]


def _shown(rows: Sequence[TargetRow], chosen: str) -> TargetRow | None:
    """The target asked for."""
    return next((row for row in rows if row.target.id.casefold() == chosen.casefold()), None)


def _told_first(rows: Sequence[TargetRow]) -> TargetRow | None:
    """The furthest from its goal; when all are reached, the one that came closest to missing."""
    return next((row for row in rows if not row.is_silent), None)


def _trend(look: Look, target: Target) -> Drawing | None:
    for one in look.judged:
        if one.verdict.target is target:
            return trend_drawing(one.verdict, one.points)
    return None


def _called(look: Look, open_rows: Sequence[TargetRow]) -> list[Called]:
    """The facilities that hold the open targets down most."""
    labels = {row.target.id: row.label for row in open_rows}
    held = [
        effect
        for row in open_rows
        for effect in effects(
            row.verdict,
            [
                (one.facility_id, one.part, one.whole)
                for one in verdicts.made_of(look.ground, row.target.id)
            ],
        )
    ]
    found = strongest(held, CALLED)
    registered = shares.facilities({one.facility_id for one in found})
    mine = look.office.by.facilities
    return [
        Called(
            registered[one.facility_id],
            one,
            labels[one.target.id],
            reverse("office:facility", args=[one.facility_id]) if one.facility_id in mine else "",
        )
        for one in found
    ]


def _failing(look: Look, findings: Mapping[str, RuleFinding]) -> list[Failing]:
    return [
        Failing(
            requirement(one.rule),
            one.rule.reference,
            len(one.failing),
            one.facilities,
            f"{reverse('office:rule', args=[look.plan.id, look.place.pk, id])}{look.query}",
        )
        for id, one in findings.items()
        if one.failing
    ]
