"""Drawings of a plan's page with their words: a title that says what was found, and the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from thuphi.ground.kit.periods import Month
from thuphi.oversight.indicators import charts
from thuphi.oversight.indicators.charts import MonthShare, Spec, UnitShare
from thuphi.oversight.indicators.rules import Point, Verdict, reaches, to_date
from thuphi.oversight.plans.rules import Target

from .chairman_rows import Tile
from .target_words import goal, label

UNITS_DRAWN = 12
TREND_WIDTH, TREND_HEIGHT = 360, 170
UNITS_WIDTH = 360


@dataclass(frozen=True, slots=True)
class Drawing:
    """One description for the page and for the paper, with its title and what it says in words."""

    title: str
    spec: Spec
    words: str
    rows: tuple[tuple[str, str, int, int], ...]
    """The same numbers: name, share, part, whole."""

    @property
    def svg(self) -> SafeString:
        """The drawing for the inside of a page, without its title: the page has one."""
        return mark_safe(charts.inline(self.spec))  # noqa: S308 - drawn by us from numbers


def trend_drawing(verdict: Verdict, series: Iterable[Point]) -> Drawing | None:
    """How the share of a target went on, month by month; nothing below two months."""
    target = verdict.target
    running = to_date(series, target.indicator.basis)
    if len(running) < 2:
        return None
    points = [MonthShare(one.month, charts.permille(one.part, one.whole)) for one in running]
    title = trend_title(target, points)
    spec = charts.trend_chart(
        points,
        goal_permille=target.goal_permille,
        goal_label=_("chỉ tiêu %(goal)s") % {"goal": goal(target)},
        forecast=_ahead(verdict, points),
        width=TREND_WIDTH,
        height=TREND_HEIGHT,
    )
    rows = tuple(
        (one.month.label, charts.percent(point.permille), one.part, one.whole)
        for one, point in zip(running, points, strict=True)
    )
    return Drawing(title, spec, title, rows)


def trend_title(target: Target, points: Sequence[MonthShare]) -> str:
    """What the line says: it rose, it fell, or it stayed."""
    first, last = points[0].permille or 0, points[-1].permille or 0
    facts = {
        "target": label(target),
        "first": charts.percent(first),
        "last": charts.percent(last),
    }
    if first < last:
        return _("%(target)s: tăng từ %(first)s lên %(last)s") % facts
    if last < first:
        return _("%(target)s: giảm từ %(first)s xuống %(last)s") % facts
    return _("%(target)s: vẫn là %(last)s") % facts


def units_drawing(target: Target, tiles: Sequence[Tile]) -> Drawing | None:
    """The units that are furthest from the goal; nothing below two units."""
    told = [one for one in tiles if one.figure.whole]
    if len(told) < 2:
        return None
    furthest = sorted(told, key=_share_of)[:UNITS_DRAWN]
    title = units_title(target, tiles)
    spec = charts.unit_chart(
        [
            UnitShare(
                one.name,
                charts.permille(one.figure.part, one.figure.whole) or 0,
                reaches(one.figure.part, one.figure.whole, target.comparator, target.goal_permille),
            )
            for one in furthest
        ],
        goal_permille=target.goal_permille,
        goal_label=goal(target),
        width=UNITS_WIDTH,
    )
    rows = tuple(
        (
            one.name,
            charts.percent(charts.permille(one.figure.part, one.figure.whole)),
            one.figure.part,
            one.figure.whole,
        )
        for one in furthest
    )
    return Drawing(title, spec, title, rows)


def units_title(target: Target, tiles: Sequence[Tile]) -> str:
    """Which units hold the figure down."""
    told = [one for one in tiles if one.figure.whole]
    short = sorted((one for one in told if one.tone in {"short", "far"}), key=_share_of)
    facts = {"label": label(target), "n": len(short), "all": len(told)}
    if not told:
        return _("%(label)s: chưa đơn vị nào có số liệu") % facts
    if not short:
        return _("%(label)s: cả %(all)s đơn vị đều đạt") % facts
    if len(short) == len(told) > 1:
        return _("%(label)s: cả %(all)s đơn vị chưa đạt") % facts
    if len(short) == 1:
        return _("%(label)s: chỉ còn %(first)s chưa đạt") % {**facts, "first": short[0].name}
    if len(short) == 2:
        both = {**facts, "first": short[0].name, "second": short[1].name}
        return _("%(label)s: %(first)s và %(second)s chưa đạt") % both
    return _("%(label)s: %(n)s trên %(all)s đơn vị chưa đạt") % facts


def _share_of(tile: Tile) -> tuple[int, str]:
    return charts.permille(tile.figure.part, tile.figure.whole) or 0, tile.name


def _ahead(verdict: Verdict, points: Sequence[MonthShare]) -> list[MonthShare]:
    """Empty months up to the due one, and there the forecast."""
    found = verdict.forecast
    if found is None:
        return []
    due, months = Month.of(found.due_on), []
    month = points[-1].month
    while month < due:
        month = month.next
        months.append(month)
    return [
        MonthShare(one, found.part_share_permille_at_due if one == due else None) for one in months
    ]
