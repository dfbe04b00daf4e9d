"""A share month by month against its goal, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt

from thuphi.ground.kit.money import NO_BREAK_SPACE
from thuphi.ground.kit.periods import Month

from .look import (
    ACCENT,
    EDGE,
    INK,
    KEPT,
    LINE,
    PAPER,
    GoalLine,
    Layered,
    Row,
    Spec,
    described,
    drawn_from,
    looked_up,
)
from .shares import WHOLE, percent

LABEL_ROOM = 140
"""Thousandths of the height that a point's number takes up."""
LATE_IN_THE_YEAR = 11


@dataclass(frozen=True, slots=True)
class MonthShare:
    """A month of a line; None when nothing was counted."""

    month: Month
    permille: int | None


def trend_chart(
    points: Sequence[MonthShare],
    *,
    goal_permille: int,
    goal_label: str,
    title: str = "",
    forecast: Sequence[MonthShare] = (),
    width: int = 340,
    height: int = 170,
) -> Spec:
    """A share month by month against its goal; a forecast goes on in dashes from the last month."""
    goal = GoalLine(goal_permille, goal_label)
    return _trend(tuple(points), tuple(forecast), goal, title, (width, height))


@lru_cache(maxsize=KEPT)
def _trend(
    points: tuple[MonthShare, ...],
    forecast: tuple[MonthShare, ...],
    line_at: GoalLine,
    title: str,
    size: tuple[int, int],
) -> Spec:
    width, height = size
    told = [one for one in points if one.permille is not None]
    rows = [_month_row(one, points[0].month) for one in points]
    later = [_month_row(one, points[0].month) for one in forecast]
    shown = [*rows, *later]
    names = {str(row["at"]): str(row["label"]) for row in shown}
    axis_x = alt.Axis(
        title=None, labelAngle=0, domainColor=EDGE, ticks=False, labelPadding=6,
        values=_readable([str(row["at"]) for row in shown], width),
        labelExpr=looked_up(names),
    )  # fmt: skip
    x = alt.X("at:O", axis=axis_x, scale=alt.Scale(domain=[row["at"] for row in shown]))
    axis_y = alt.Axis(
        title=None, values=[0, 500, 1000], domain=False, ticks=False, gridColor=LINE,
        labelExpr=f"datum.value / 10 + '{NO_BREAK_SPACE}%'",
    )  # fmt: skip
    y = alt.Y("share:Q", axis=axis_y, scale=alt.Scale(domain=[0, WHOLE]))
    line = drawn_from(rows).encode(x=x, y=y)
    ends = [
        row for row in rows if told and row["month"] in {str(told[0].month), str(told[-1].month)}
    ]
    goal = drawn_from([{"share": line_at.permille, "said": line_at.label}]).encode(
        y=alt.Y("share:Q")
    )
    layers: list[alt.Chart | Layered] = [
        line.mark_line(color=ACCENT, strokeWidth=3, invalid="break-paths-show-domains"),
        goal.mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=2),
        _goal_words(goal, told, line_at.permille),
        _labelled(ends, x, ACCENT, line_at.permille, is_filled=True),
    ]
    ahead = [_month_row(one, points[0].month) for one in [*told[-1:], *forecast]]
    ahead = [row for row in ahead if row["share"] is not None]
    if len(ahead) > 1:
        dashes = drawn_from(ahead).encode(x=x, y=y)
        layers.insert(1, dashes.mark_line(color=EDGE, strokeWidth=2, strokeDash=[3, 3]))
        layers.append(_labelled(ahead[-1:], x, EDGE, line_at.permille, is_filled=False))
    return described(alt.layer(*layers).properties(width=width - 60, height=height), title)


def _goal_words(goal: alt.Chart, told: Sequence[MonthShare], goal_permille: int) -> alt.Chart:
    """The goal's number on its line, at the end and on the side where the months leave room."""
    first, last = (
        (told[0].permille or 0, told[-1].permille or 0) if told else (goal_permille, goal_permille)
    )
    is_left = abs(first - goal_permille) >= abs(last - goal_permille)
    near = first if is_left else last
    words: alt.Chart = goal.mark_text(
        align="left" if is_left else "right",
        x=2 if is_left else "width",
        dy=-8 if near <= goal_permille else 11,
        color=INK,
        fontSize=11,
    ).encode(text="said:N")
    return words


def _month_row(one: MonthShare, first: Month) -> dict[str, str | int | None]:
    """A month by its number, with the year below the first month and each January.

    Late in a year the first month leaves it to the January beside it: both have no room.
    """
    is_first = one.month == first and one.month.month < LATE_IN_THE_YEAR
    has_year = is_first or one.month.month == 1
    return {
        "at": str(one.month),
        "month": str(one.month),
        "label": f"{one.month.month}\n{one.month.year}" if has_year else str(one.month.month),
        "share": one.permille,
        "said": percent(one.permille),
    }


def _readable(months: Sequence[str], width: int) -> list[str]:
    """As many months as have room for their names, the last always among them."""
    step = max(1, -(-len(months) * 22 // width))
    return list(reversed(list(reversed(months))[::step]))


def _labelled(
    rows: Sequence[Row], x: alt.X, colour: str, goal_permille: int, *, is_filled: bool
) -> Layered:
    """Points that say their own number, on the side where the goal's line does not run.

    What is foretold says it to its right: its point may stand a month beside the last known one.
    """
    base = drawn_from(rows).encode(x=x, y=alt.Y("share:Q"))
    under = f"datum.share >= {LABEL_ROOM} && datum.share <= {goal_permille}"
    under += f" && datum.share > {goal_permille - LABEL_ROOM}"
    fill = colour if is_filled else PAPER
    points = base.mark_point(size=46, opacity=1, fill=fill, stroke=colour, strokeWidth=2)
    if not is_filled:
        told = base.mark_text(align="left", dx=10, fontWeight=600, color=INK)
        return alt.layer(points, told.encode(text="said:N"))
    return alt.layer(
        points,
        base.transform_filter(f"!({under})")
        .mark_text(dy=-13, fontWeight=600, color=INK)
        .encode(text="said:N"),
        base.transform_filter(under)
        .mark_text(dy=16, fontWeight=600, color=INK)
        .encode(text="said:N"),
    )
