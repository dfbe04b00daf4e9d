"""Targets and units as bars against their goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap

import altair as alt

from .look import (
    ACCENT,
    EDGE,
    INK,
    KEPT,
    LINE,
    MUTED,
    PAPER,
    GoalLine,
    Row,
    Spec,
    described,
    drawn_from,
    looked_up,
    on_scale,
)
from .shares import WHOLE, percent

ROW_HEIGHT = 50
LETTERS_IN_A_LINE = 36
UNIT_HEIGHT = 26


@dataclass(frozen=True, slots=True)
class Bullet:
    """A target as a bar: now, the goal, and the month before. Parts of a thousand, cut."""

    label: str
    goal_label: str
    """The goal as the plan words it: `≥ 50 %`."""
    now_permille: int | None
    goal_permille: int
    is_reached: bool
    said: str
    """What stands at the end of the bar: `41,2 %, thiếu 8,8 điểm`."""
    past_permille: int | None = None


@dataclass(frozen=True, slots=True)
class UnitShare:
    """A unit as a bar."""

    name: str
    permille: int
    is_reached: bool


def targets_chart(bullets: Sequence[Bullet], *, title: str = "", width: int = 620) -> Spec:
    """All targets as bars against their goals, in the order they are handed in."""
    return _targets(tuple(bullets), title, width)


@lru_cache(maxsize=KEPT)
def _targets(bullets: tuple[Bullet, ...], title: str, width: int) -> Spec:
    rows = [
        {
            "row": f"{number:03}",
            "said": one.said,
            "now": one.now_permille,
            "past": one.past_permille,
            "goal": one.goal_permille,
            "goal_label": one.goal_label,
            "colour": ACCENT if one.is_reached else EDGE,
        }
        for number, one in enumerate(bullets)
    ]
    names = {str(row["row"]): _wrapped(one.label) for row, one in zip(rows, bullets, strict=True)}
    base = drawn_from(rows).encode(
        y=alt.Y("row:O", axis=_names_axis(names, width * 2 // 5)),
    )
    layers = [
        base.mark_bar(height=12, color=LINE, cornerRadius=3).encode(x=on_scale(WHOLE)),
        base.mark_bar(height=12, cornerRadius=3).encode(
            x=on_scale("now:Q"), color=alt.Color("colour:N", scale=None)
        ),
        base.mark_point(size=32, opacity=1, fill=PAPER, stroke=INK, strokeWidth=2).encode(
            x=on_scale("past:Q")
        ),
        base.mark_tick(thickness=2, size=22, color=INK).encode(x=on_scale("goal:Q")),
        base.mark_text(dy=-17, fontSize=11, color=MUTED).encode(
            x=on_scale("goal:Q"), text="goal_label:N"
        ),
        base.mark_text(align="left", dx=8, fontWeight=600, color=INK).encode(
            x=on_scale(WHOLE), text="said:N"
        ),
    ]
    drawn = alt.layer(*layers).properties(
        width=width * 2 // 5, height=max(1, len(rows)) * ROW_HEIGHT
    )
    return described(drawn, title)


def unit_chart(
    units: Sequence[UnitShare],
    *,
    goal_permille: int,
    goal_label: str,
    title: str = "",
    width: int = 620,
) -> Spec:
    """Units as bars from zero against one goal, in the order they are handed in."""
    return _units(tuple(units), GoalLine(goal_permille, goal_label), title, width)


@lru_cache(maxsize=KEPT)
def _units(units: tuple[UnitShare, ...], line_at: GoalLine, title: str, width: int) -> Spec:
    rows: list[Row] = [
        {
            "row": f"{number:03}",
            "share": one.permille,
            "said": percent(one.permille),
            "colour": ACCENT if one.is_reached else EDGE,
        }
        for number, one in enumerate(units)
    ]
    names = {str(row["row"]): one.name for row, one in zip(rows, units, strict=True)}
    bars = drawn_from(rows).encode(y=alt.Y("row:O", axis=_names_axis(names, width * 2 // 5)))
    goal = drawn_from([{"goal": line_at.permille, "said": line_at.label}]).encode(
        x=on_scale("goal:Q")
    )
    layers = [
        bars.mark_bar(height=12, color=LINE, cornerRadius=3).encode(x=on_scale(WHOLE)),
        bars.mark_bar(height=12, cornerRadius=3).encode(
            x=on_scale("share:Q"), color=alt.Color("colour:N", scale=None)
        ),
        bars.mark_text(align="left", dx=8, fontWeight=600, color=INK).encode(
            x=on_scale(WHOLE), text="said:N"
        ),
        goal.mark_rule(color=INK, strokeWidth=2),
        goal.mark_text(y=-8, fontSize=11, color=MUTED).encode(text="said:N"),
    ]
    drawn = alt.layer(*layers).properties(width=width // 2, height=max(1, len(rows)) * UNIT_HEIGHT)
    return described(drawn, title)


def _wrapped(label: str) -> str:
    """The lines of a label, the long ones broken between words."""
    return "\n".join(part for line in label.split("\n") for part in wrap(line, LETTERS_IN_A_LINE))


def _names_axis(names: Mapping[str, str], limit: int) -> alt.Axis:
    return alt.Axis(
        title=None, domain=False, ticks=False, labelPadding=12, labelLimit=limit,
        labelColor=INK, labelFontSize=13, labelExpr=looked_up(names),
        labelOffset=-7 if any("\n" in name for name in names.values()) else 0,
    )  # fmt: skip
