"""Verdicts as a page shows them: rows, tiles, those to be called. No question is asked here."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from thuphi.oversight.indicators import charts
from thuphi.oversight.indicators.charts import Bullet
from thuphi.oversight.indicators.rules import (
    THOUSAND,
    Figure,
    Point,
    Share,
    Verdict,
    VerdictState,
    reaches,
    to_date,
)
from thuphi.oversight.plans.rules import Target

from .figures import Verdict as Pill
from .target_words import goal, label, part_of_whole, points, rough

FAR = 600
"""Below so many thousandths of the goal a unit is far from it."""


class Standing(enum.IntEnum):
    """In what order targets stand on the page: the furthest from its goal first."""

    OPEN = 0
    REACHED = 1
    SILENT = 2


@dataclass(frozen=True, slots=True)
class Known:
    """Which share of a figure's base is booked, declared, or not said by anybody."""

    booked: Share
    declared: Share
    missing: Share
    missing_facilities: int
    facilities: int

    @property
    def is_all_booked(self) -> bool:
        """Nothing to be said: everything comes from bookings."""
        return not self.declared.part and not self.missing.part and not self.missing_facilities


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target beside its bar."""

    verdict: Verdict
    label: str
    goal: str
    facts: str
    past: Share | None
    pill: Pill
    gap: str
    lack: str
    outlook: str
    known: Known
    page: str
    made_of: str

    @property
    def target(self) -> Target:
        """The plan's own words."""
        return self.verdict.target

    @property
    def now(self) -> Share:
        """The share on the day."""
        return self.verdict.figure.share

    @property
    def is_reached(self) -> bool:
        """Whether the goal is met."""
        return self.verdict.state is VerdictState.REACHED

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to take a share of."""
        return self.verdict.state is VerdictState.NO_DATA


@dataclass(frozen=True, slots=True)
class Tile:
    """A unit of the map."""

    name: str
    figure: Figure
    tone: str
    """`well`, `met`, `short`, `far` or nothing."""
    gap: str
    href: str
    made_of: str

    @property
    def percent(self) -> str:
        """Whole hundredths, cut; a dash without anything to count."""
        figure = self.figure
        return f"{figure.part * 100 // figure.whole}" if figure.whole else "–"

    @property
    def pill(self) -> Pill:
        """The same in a word and a shape."""
        if not self.figure.facilities:
            return Pill("dash", _("không có cơ sở"), "")
        return TILE_PILLS[self.tone]()


@dataclass(frozen=True, slots=True)
class Effect:
    """How far one facility holds a target down."""

    facility_id: int
    target: Target
    share: Share
    millionths: int
    """What it lacks to the goal, of the target's whole base."""

    @property
    def points(self) -> str:
        """`4,1 điểm`; `dưới 0,1 điểm` for what is less."""
        permille = self.millionths // THOUSAND
        return points(permille) if permille else _("dưới %(points)s") % {"points": points(1)}


def pill(verdict: Verdict) -> Pill:
    """The state of a target in a word, a shape and a tone."""
    match verdict.state:
        case VerdictState.REACHED:
            return Pill("tick", _("đạt"), "good")
        case VerdictState.MISSED:
            return Pill("cross", _("không đạt"), "bad")
        case VerdictState.NOT_REACHED:
            return Pill("late", _("chưa đạt"), "warn")
        case VerdictState.NO_DATA:
            return Pill("dash", _("chưa có số liệu"), "")
        case VerdictState.NOT_YET:
            if verdict.will_be_missed:
                return Pill("late", _("sẽ lỡ hạn"), "bad")
            if verdict.forecast is not None:
                return Pill("half", _("sẽ kịp hạn"), "info")
            return Pill("half", _("chưa đạt"), "warn")


def target_row(verdict: Verdict, series: Iterable[Point], *, page: str, made_of: str) -> TargetRow:
    """A verdict as a row."""
    target, figure = verdict.target, verdict.figure
    has_gap = verdict.gap_units and figure.whole
    return TargetRow(
        verdict=verdict,
        label=label(target),
        goal=goal(target),
        facts=part_of_whole(target, figure.part, figure.whole) if figure.whole else "",
        past=past_share(target, series),
        pill=pill(verdict),
        gap=_("thiếu %(points)s") % {"points": points(verdict.gap_points_permille)}
        if has_gap
        else "",
        lack=rough(target, verdict.gap_units) if has_gap else "",
        outlook=outlook(verdict),
        known=known(figure),
        page=page,
        made_of=made_of,
    )


def outlook(verdict: Verdict) -> str:
    """Where the line of the last months leads; nothing when it cannot be said."""
    found = verdict.forecast
    if found is None or (verdict.state is VerdictState.REACHED and found.reaches):
        return ""
    share = charts.percent(found.part_share_permille_at_due)
    return _("dự báo %(share)s khi đến hạn %(due)s") % {
        "share": share,
        "due": f"{found.due_on:%d/%m/%Y}",
    }


def past_share(target: Target, series: Iterable[Point]) -> Share | None:
    """What the figure was at the end of the month before."""
    running = to_date(series, target.indicator.basis)
    return running[-2].share if len(running) > 1 else None


def known(figure: Figure) -> Known:
    """Booked, declared, missing, as shares of the whole."""
    whole = figure.whole
    return Known(
        Share(figure.booked.whole, whole),
        Share(figure.declared.whole, whole),
        Share(figure.missing_whole, whole),
        figure.missing_facilities,
        figure.facilities,
    )


def by_distance(rows: Iterable[TargetRow]) -> list[TargetRow]:
    """The furthest from its goal first; reached ones by how close they came; silent ones last."""

    def place(row: TargetRow) -> tuple[Standing, int, str]:
        if row.is_silent:
            return Standing.SILENT, 0, row.target.id
        if not row.is_reached:
            return Standing.OPEN, -row.verdict.gap_points_permille, row.target.id
        now = row.now
        over = now.part * THOUSAND // now.whole - row.target.goal_permille
        return Standing.REACHED, over, row.target.id

    return sorted(rows, key=place)


def bullets(rows: Iterable[TargetRow]) -> list[Bullet]:
    """The same rows for the drawing in the document."""
    found = []
    for row in rows:
        now = charts.permille(row.now.part, row.now.whole)
        past = charts.permille(row.past.part, row.past.whole) if row.past else None
        said = ", ".join(one for one in (charts.percent(now), row.gap or row.pill.word) if one)
        found.append(
            Bullet(
                f"{row.label}\n{row.facts}" if row.facts else row.label,
                row.goal,
                now,
                row.target.goal_permille,
                row.is_reached,
                said,
                past,
            )
        )
    return found


def tone(target: Target, figure: Figure) -> str:
    """How far a unit is: `well` above, `met`, `short`, `far`; nothing without a base."""
    if not figure.whole:
        return ""
    goal_permille = target.goal_permille
    if reaches(figure.part, figure.whole, target.comparator, goal_permille):
        middle = (goal_permille + THOUSAND) // 2
        return "well" if figure.part * THOUSAND >= middle * figure.whole else "met"
    is_far = figure.part * THOUSAND * THOUSAND < goal_permille * FAR * figure.whole
    return "far" if is_far else "short"


TILE_PILLS = {
    "well": lambda: Pill("tick", _("vượt xa"), "good"),
    "met": lambda: Pill("tick", _("đạt"), "good"),
    "short": lambda: Pill("late", _("chưa đạt"), "warn"),
    "far": lambda: Pill("late", _("còn xa"), "bad"),
    "": lambda: Pill("dash", _("chưa có số liệu"), ""),
}


def effects(verdict: Verdict, made: Iterable[tuple[int, int, int]]) -> list[Effect]:
    """By how much each facility holds a target below its goal: (facility, part, whole).

    What those below the goal lack, less what those above it have over, is the gap itself.
    """
    total, goal_permille = verdict.figure.whole, verdict.target.goal_permille
    found = []
    for facility_id, part, whole in made:
        lacking = goal_permille * whole - part * THOUSAND
        if total and lacking > 0:
            share = Share(part, whole)
            millionths = lacking * THOUSAND // total
            found.append(Effect(facility_id, verdict.target, share, millionths))
    return found


def strongest(found: Iterable[Effect], limit: int) -> list[Effect]:
    """Each facility once, by the target it holds down most; who weighs most in all stands first."""
    by_facility: defaultdict[int, list[Effect]] = defaultdict(list)
    for one in found:
        by_facility[one.facility_id].append(one)
    ordered = sorted(
        by_facility.items(), key=lambda item: (-sum(one.millionths for one in item[1]), item[0])
    )
    return [max(held, key=lambda one: one.millionths) for _id, held in ordered[:limit]]
