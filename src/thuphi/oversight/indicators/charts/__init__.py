"""Drawings of figures: one description each, drawn for the page and for the document alike.

A description (`Spec`) is Vega-Lite made with Altair. It holds tenths of a percent, cut and never
rounded, so that a drawing is drawn again only when what one can read from it changes.
`svg` and `png` stand on white paper; `inline` takes its colours from the page it stands in, so
that it is legible in the dark and in print. Words are handed in: this room writes none.
"""

from .bars import Bullet, UnitShare, targets_chart, unit_chart
from .drawing import inline, png, svg
from .look import ACCENT, EDGE, INK, LINE, MUTED, PAPER, Spec
from .shares import percent, permille
from .trend import MonthShare, trend_chart

__all__ = [
    "ACCENT",
    "EDGE",
    "INK",
    "LINE",
    "MUTED",
    "PAPER",
    "Bullet",
    "MonthShare",
    "Spec",
    "UnitShare",
    "inline",
    "percent",
    "permille",
    "png",
    "svg",
    "targets_chart",
    "trend_chart",
    "unit_chart",
]
