"""Drawings of figures: one description each, drawn for the page and for the document alike.

A description (`Spec`) is Vega-Lite made with Altair. It holds tenths of a percent, cut and never
rounded, so that a drawing is drawn again only when what one can read from it changes.
`svg` and `png` stand on white paper; `inline` takes its colours from the page it stands in, so
that it is legible in the dark and in print. Words are handed in: this room writes none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from textwrap import wrap

import altair as alt
import vl_convert

from thuphi.ground.kit.money import NO_BREAK_SPACE
from thuphi.ground.kit.periods import Month

Spec = Mapping[str, object]
Row = Mapping[str, str | int | None]
Layered = alt.LayerChart | alt.FacetChart

FONT = "Be Vietnam Pro"
INK, MUTED, PAPER, LINE, EDGE, ACCENT = (
    "#14212b", "#52616b", "#ffffff", "#e1e6e3", "#86939b", "#0b6e4f",
)  # fmt: skip
TOKENS = {
    INK: "var(--ink)",
    MUTED: "var(--muted)",
    PAPER: "var(--paper)",
    LINE: "var(--line)",
    EDGE: "var(--edge)",
    ACCENT: "var(--accent)",
}
"""Each colour of a drawing, and what a page calls it."""

WHOLE = 1000
LABEL_ROOM = 140
"""Thousandths of the height that a point's number takes up."""
ROW_HEIGHT = 50
LETTERS_IN_A_LINE = 36
UNIT_HEIGHT = 26
LATE_IN_THE_YEAR = 11
KEPT = 512
PNG_SCALE = 2
FOREIGN = re.compile(r' (?:role|aria-[a-z]+|pointer-events)="[^"]*"')
"""What the drawer says in English of each of its lines; the page says it in Vietnamese."""


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
class MonthShare:
    """A month of a line; None when nothing was counted."""

    month: Month
    permille: int | None


@dataclass(frozen=True, slots=True)
class UnitShare:
    """A unit as a bar."""

    name: str
    permille: int
    is_reached: bool


@dataclass(frozen=True, slots=True)
class _GoalLine:
    permille: int
    label: str


def permille(part: int, whole: int) -> int | None:
    """Parts of a thousand, cut and never rounded up; none of nothing."""
    return part * WHOLE // whole if whole else None


def percent(tenths: int | None) -> str:
    """`58,4 %`; a dash where nothing was counted."""
    if tenths is None:
        return "—"
    return f"{tenths // 10},{tenths % 10}{NO_BREAK_SPACE}%"


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
    base = _chart(rows).encode(
        y=alt.Y("row:O", axis=_names_axis(names, width * 2 // 5)),
    )
    layers = [
        base.mark_bar(height=12, color=LINE, cornerRadius=3).encode(x=_share(WHOLE)),
        base.mark_bar(height=12, cornerRadius=3).encode(
            x=_share("now:Q"), color=alt.Color("colour:N", scale=None)
        ),
        base.mark_point(size=32, opacity=1, fill=PAPER, stroke=INK, strokeWidth=2).encode(
            x=_share("past:Q")
        ),
        base.mark_tick(thickness=2, size=22, color=INK).encode(x=_share("goal:Q")),
        base.mark_text(dy=-17, fontSize=11, color=MUTED).encode(
            x=_share("goal:Q"), text="goal_label:N"
        ),
        base.mark_text(align="left", dx=8, fontWeight=600, color=INK).encode(
            x=_share(WHOLE), text="said:N"
        ),
    ]
    drawn = alt.layer(*layers).properties(
        width=width * 2 // 5, height=max(1, len(rows)) * ROW_HEIGHT
    )
    return _described(drawn, title)


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
    goal = _GoalLine(goal_permille, goal_label)
    return _trend(tuple(points), tuple(forecast), goal, title, (width, height))


@lru_cache(maxsize=KEPT)
def _trend(
    points: tuple[MonthShare, ...],
    forecast: tuple[MonthShare, ...],
    line_at: _GoalLine,
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
        labelExpr=_looked_up(names),
    )  # fmt: skip
    x = alt.X("at:O", axis=axis_x, scale=alt.Scale(domain=[row["at"] for row in shown]))
    axis_y = alt.Axis(
        title=None, values=[0, 500, 1000], domain=False, ticks=False, gridColor=LINE,
        labelExpr=f"datum.value / 10 + '{NO_BREAK_SPACE}%'",
    )  # fmt: skip
    y = alt.Y("share:Q", axis=axis_y, scale=alt.Scale(domain=[0, WHOLE]))
    line = _chart(rows).encode(x=x, y=y)
    ends = [
        row for row in rows if told and row["month"] in {str(told[0].month), str(told[-1].month)}
    ]
    goal = _chart([{"share": line_at.permille, "said": line_at.label}]).encode(y=alt.Y("share:Q"))
    layers: list[alt.Chart | Layered] = [
        line.mark_line(color=ACCENT, strokeWidth=3, invalid="break-paths-show-domains"),
        goal.mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=2),
        _goal_words(goal, told, line_at.permille),
        _labelled(ends, x, ACCENT, line_at.permille, is_filled=True),
    ]
    ahead = [_month_row(one, points[0].month) for one in [*told[-1:], *forecast]]
    ahead = [row for row in ahead if row["share"] is not None]
    if len(ahead) > 1:
        dashes = _chart(ahead).encode(x=x, y=y)
        layers.insert(1, dashes.mark_line(color=EDGE, strokeWidth=2, strokeDash=[3, 3]))
        layers.append(_labelled(ahead[-1:], x, EDGE, line_at.permille, is_filled=False))
    return _described(alt.layer(*layers).properties(width=width - 60, height=height), title)


def unit_chart(
    units: Sequence[UnitShare],
    *,
    goal_permille: int,
    goal_label: str,
    title: str = "",
    width: int = 620,
) -> Spec:
    """Units as bars from zero against one goal, in the order they are handed in."""
    return _units(tuple(units), _GoalLine(goal_permille, goal_label), title, width)


@lru_cache(maxsize=KEPT)
def _units(units: tuple[UnitShare, ...], line_at: _GoalLine, title: str, width: int) -> Spec:
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
    bars = _chart(rows).encode(y=alt.Y("row:O", axis=_names_axis(names, width * 2 // 5)))
    goal = _chart([{"goal": line_at.permille, "said": line_at.label}]).encode(x=_share("goal:Q"))
    layers = [
        bars.mark_bar(height=12, color=LINE, cornerRadius=3).encode(x=_share(WHOLE)),
        bars.mark_bar(height=12, cornerRadius=3).encode(
            x=_share("share:Q"), color=alt.Color("colour:N", scale=None)
        ),
        bars.mark_text(align="left", dx=8, fontWeight=600, color=INK).encode(
            x=_share(WHOLE), text="said:N"
        ),
        goal.mark_rule(color=INK, strokeWidth=2),
        goal.mark_text(y=-8, fontSize=11, color=MUTED).encode(text="said:N"),
    ]
    drawn = alt.layer(*layers).properties(width=width // 2, height=max(1, len(rows)) * UNIT_HEIGHT)
    return _described(drawn, title)


def svg(spec: Spec) -> str:
    """The drawing on white, for a file; its letters are those of the page."""
    return _svg(_digested(spec))


def inline(spec: Spec) -> str:
    """The drawing for the inside of a page: no style, the page's colours, silent for readers.

    The page gives its words beside it: a title and a table of the same numbers.
    """
    return _inline(_digested(spec))


def png(spec: Spec) -> bytes:
    """The drawing as a picture on white, for a document."""
    return _png(_digested(spec))


def _digested(spec: Spec) -> str:
    return json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=KEPT)
def _svg(description: str) -> str:
    _letters()
    return FOREIGN.sub("", vl_convert.vegalite_to_svg(description))


@lru_cache(maxsize=KEPT)
def _inline(description: str) -> str:
    drawn = re.sub(r"(<svg [^>]*>)<rect [^>]*/>", r"\1", _svg(description), count=1)
    drawn = drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    drawn = re.sub(r'(<svg [^>]*?)class="marks"', r'\1class="drawing"', drawn, count=1)
    for colour, token in TOKENS.items():
        drawn = drawn.replace(f'"{colour}"', f'"{token}"')
    return drawn


@lru_cache(maxsize=KEPT // 8)
def _png(description: str) -> bytes:
    _letters()
    return vl_convert.vegalite_to_png(description, scale=PNG_SCALE)


@cache
def _letters() -> None:
    """Make the page's letters known to the drawer, once in a process."""
    with as_file(files("fontpkg_be_vietnam_pro") / "files") as folder:
        vl_convert.register_font_directory(str(folder))


def _chart(rows: Sequence[Row]) -> alt.Chart:
    return alt.Chart(alt.Data(values=[dict(row) for row in rows]))  # type: ignore[no-untyped-call]


def _described(drawn: Layered, title: str) -> Spec:
    if title:
        drawn = drawn.properties(
            title=alt.Title(title, anchor="start", frame="bounds", fontSize=15, fontWeight=600,
                            color=INK, offset=16)
        )  # fmt: skip
    told: Spec = (
        drawn.configure(font=FONT, background=PAPER, padding=4)
        .configure_view(stroke=None)
        .configure_axis(labelColor=MUTED, labelFontSize=12, labelFont=FONT)
        .configure_text(font=FONT, fontSize=12)
        .to_dict()
    )
    return told


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


def _share(field: str | int) -> alt.X | alt.XDatum:
    """A share on the hidden scale from nothing to all."""
    scale = alt.Scale(domain=[0, WHOLE])
    if isinstance(field, str):
        return alt.X(field, scale=scale, axis=None)
    return alt.XDatum(field, scale=scale, axis=None)


def _wrapped(label: str) -> str:
    """The lines of a label, the long ones broken between words."""
    return "\n".join(part for line in label.split("\n") for part in wrap(line, LETTERS_IN_A_LINE))


def _names_axis(names: Mapping[str, str], limit: int) -> alt.Axis:
    return alt.Axis(
        title=None, domain=False, ticks=False, labelPadding=12, labelLimit=limit,
        labelColor=INK, labelFontSize=13, labelExpr=_looked_up(names),
        labelOffset=-7 if any("\n" in name for name in names.values()) else 0,
    )  # fmt: skip


def _looked_up(names: Mapping[str, str]) -> str:
    """An expression that gives each key its words, on several lines where they hold breaks."""
    return f"split({json.dumps(dict(names), ensure_ascii=False)}[datum.value], '\\n')"


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
    base = _chart(rows).encode(x=x, y=alt.Y("share:Q"))
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
