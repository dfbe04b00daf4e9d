"""What every drawing has in common: colours, letters, the hidden scale, the title."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from .shares import WHOLE

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

KEPT = 512
"""So many descriptions and drawings are kept in a process."""


@dataclass(frozen=True, slots=True)
class GoalLine:
    """Where the goal stands, and what stands at it."""

    permille: int
    label: str


def drawn_from(rows: Sequence[Row]) -> alt.Chart:
    """A chart of these rows, without a mark yet."""
    return alt.Chart(alt.Data(values=[dict(row) for row in rows]))  # type: ignore[no-untyped-call]


def described(drawn: Layered, title: str) -> Spec:
    """The description of a drawing in the letters and colours of all, with its title if any."""
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


def on_scale(field: str | int) -> alt.X | alt.XDatum:
    """A share on the hidden scale from nothing to all."""
    scale = alt.Scale(domain=[0, WHOLE])
    if isinstance(field, str):
        return alt.X(field, scale=scale, axis=None)
    return alt.XDatum(field, scale=scale, axis=None)


def looked_up(names: Mapping[str, str]) -> str:
    """An expression that gives each key its words, on several lines where they hold breaks."""
    return f"split({json.dumps(dict(names), ensure_ascii=False)}[datum.value], '\\n')"
