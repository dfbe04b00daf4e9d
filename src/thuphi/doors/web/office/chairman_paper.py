"""The page of a plan as a PDF: the same answers, the same drawings, on A4."""

from __future__ import annotations

import json
from functools import cache
from html import unescape
from importlib import resources
from threading import Lock

import typst
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from thuphi.doors.web import office
from thuphi.oversight.indicators import charts

from .chairman_answers import Answers, Called
from .chairman_drawings import units_drawing
from .chairman_rows import Tile, bullets

CHART_WIDTH = 660

_DRAWING = Lock()


@cache
def _drawer() -> typst.Compiler:
    """Made once: reading the fonts takes longer than drawing."""
    return typst.Compiler(
        str(resources.files(office) / "forms" / "plan.typ"),
        font_paths=[str(resources.files("fontpkg_be_vietnam_pro") / "files")],
        ignore_system_fonts=True,
    )


def plan_sheet(said: Answers) -> bytes:
    """The PDF of a plan's page."""
    # Facts reach the form as data and are never read as its language.
    inputs = {"facts": json.dumps(_facts(said), ensure_ascii=False)}
    inputs["targets"] = charts.svg(charts.targets_chart(bullets(said["rows"]), width=CHART_WIDTH))
    shown = said["shown"]
    units = units_drawing(shown.target, said["tiles"]) if shown else None
    for name, drawing in (("trend", said["trend"]), ("units", units)):
        if drawing is not None:
            inputs[name] = charts.svg(drawing.spec)
    with _DRAWING:
        drawn = _drawer().compile(format="pdf", sys_inputs=inputs)
    if not isinstance(drawn, bytes):
        raise TypeError("a sheet is one document")
    return drawn


def _facts(said: Answers) -> dict[str, object]:
    look = said["look"]
    trend = said["trend"]
    return {
        "title": f"{said['plan_name']} · {look.place.full_name}",
        "place": look.place.full_name,
        "under": _("%(plan)s · số liệu đến %(on)s")
        % {
            "plan": said["plan_name"],
            "on": look.until,
        },
        "lead": _plain(render_to_string("office/_plan_lead.html", {**said})),
        "trend_title": trend.title if trend else "",
        "units_title": said["units_title"],
        "units": [_unit(tile) for tile in said["map_tiles"]],
        "called": [_called(one) for one in said["called"]],
        "words": {
            "targets": _("Chỉ tiêu, xa đích nhất đứng đầu"),
            "called": _("Cần gọi trước"),
            "unit_heads": [_("Đơn vị"), _("Tỷ lệ"), _("Còn thiếu"), _("Cơ sở")],
        },
    }


def _unit(tile: Tile) -> list[str]:
    figure = tile.figure
    share = charts.percent(charts.permille(figure.part, figure.whole))
    return [tile.name, share, tile.gap or "—", str(figure.facilities)]


def _called(one: Called) -> dict[str, str]:
    facility = one.facility
    person = f"{facility.focal_name} · {facility.focal_phone}" if facility.focal_phone else ""
    return {
        "name": facility.name,
        "why": one.label,
        "phone": person or _("chưa có người đầu mối"),
        "points": f"−{one.effect.points}",
    }


def _plain(html: str) -> str:
    """The sentences of the page without their links."""
    return " ".join(unescape(strip_tags(html)).split(" ")).replace("\n", " ").strip()
