"""The public's figures: how far a province is, without anybody's name and without small numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from thuphi.doors.web.office.figures import Verdict as Pill
from thuphi.doors.web.office.target_words import goal, label, part_of_whole, plan_name
from thuphi.doors.web.shared.access import open_to_all
from thuphi.ground.kit import clock
from thuphi.ground.kit.network import network_of
from thuphi.ground.tries import actions as tries
from thuphi.oversight.indicators import publishing
from thuphi.oversight.indicators.charts import permille
from thuphi.oversight.indicators.publishing import PublicName, PublicPlan, PublicTarget
from thuphi.oversight.indicators.rules import VerdictState
from thuphi.oversight.indicators.suppression import FACILITIES_MIN, TRANSACTIONS_MIN
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Plan, Target

KEPT_SECONDS = 300
MINUTE = timedelta(minutes=1)
A_MINUTE = 120
"""Whole streets share one address on mobile networks; a programme has to be patient."""

COLUMNS = (
    "plan", "target", "indicator", "as_of", "unit_code", "unit", "part", "whole", "share_permille",
    "facilities", "is_rest",
)  # fmt: skip

View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A target as the public reads it."""

    target: Target
    label: str
    goal: str
    found: PublicTarget
    facts: str
    pill: Pill

    @property
    def is_told(self) -> bool:
        """Whether there is a figure."""
        return self.found.whole is not None


@dataclass(frozen=True, slots=True)
class PlanChip:
    """A plan one may choose."""

    id: str
    name: str


def patient(view: View) -> View:
    """So many times a minute from one address; who asks oftener is told when to come again.

    That answer is for nobody else: it is kept nowhere.
    """

    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponse:
        name = f"figures:{network_of(request.META.get('REMOTE_ADDR', ''))}"
        if tries.spend(name=name, lasts=MINUTE, at=clock.now()) > A_MINUTE:
            return HttpResponse(
                _("Bạn hỏi quá nhiều lần. Đợi một phút rồi thử lại."),
                status=429,
                content_type="text/plain; charset=utf-8",
                headers={
                    "Retry-After": str(int(MINUTE.total_seconds())),
                    "Cache-Control": "no-store",
                },
            )
        return view(request)

    return asked


@open_to_all
@require_safe
@patient
@cache_control(private=True, max_age=KEPT_SECONDS)
def page(request: HttpRequest) -> HttpResponse:
    """Every target of a plan with its share, and the units that are large enough to be told."""
    index = publishing.published()
    found = _chosen(request, index)
    if found is None:
        return render(request, "open/figures.html", {"plan": None})
    plan = plans.plan(found.plan)
    rows = [_row(plan.target(one.id), one) for one in found.targets]
    told = [row for row in rows if row.is_told]
    shown = _shown(request, rows) or (told[0] if told else None)
    context = {
        "plan": found,
        "name": plan_name(plan),
        "chips": [PlanChip(one.plan, plan_name(plans.plan(one.plan))) for one in index],
        "rows": rows,
        "reached": sum(row.found.state == VerdictState.REACHED.value for row in told),
        "told": len(told),
        "shown": shown,
        "query": f"?ke-hoach={found.plan}",
        "facilities_min": FACILITIES_MIN,
        "transactions_min": TRANSACTIONS_MIN,
    }
    return render(request, "open/figures.html", context)


@open_to_all
@require_safe
@patient
@cache_control(public=True, max_age=KEPT_SECONDS)
def as_json(request: HttpRequest) -> HttpResponse:
    """The same as open data."""
    found = _asked(request)
    return HttpResponse(msgspec.json.encode(found), content_type="application/json; charset=utf-8",
                        headers={"Access-Control-Allow-Origin": "*"})  # fmt: skip


@open_to_all
@require_safe
@patient
@cache_control(public=True, max_age=KEPT_SECONDS)
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same as one table: a line for the whole, for each unit, for the rest."""
    found = _asked(request)
    plan = plans.plan(found.plan)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for target in found.targets:
        writer.writerows(_lines(found, plan, target))
    name = f"so-lieu-{found.plan.lower()}-{found.as_of}.csv"
    return HttpResponse(
        file.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Access-Control-Allow-Origin": "*",
        },
    )


def _asked(request: HttpRequest) -> PublicPlan:
    found = _chosen(request, publishing.published())
    if found is None:
        raise Http404
    return found


def _chosen(request: HttpRequest, index: list[PublicName]) -> PublicPlan | None:
    """The plan asked for; without one the newest that has figures. 404 for another."""
    wanted = request.GET.get("ke-hoach", "").strip().upper()
    if wanted:
        # Only what was laid down is looked for: an address is no name to ask the cache for.
        is_known = any(one.plan == wanted for one in index)
        found = publishing.published_plan(wanted) if is_known else None
        if found is None:
            raise Http404
        return found
    ordered = sorted(index, key=lambda one: (one.is_told, one.until_on), reverse=True)
    return publishing.published_plan(ordered[0].plan) if ordered else None


def _shown(request: HttpRequest, rows: list[PublicRow]) -> PublicRow | None:
    wanted = request.GET.get("chi-tieu", "").casefold()
    return next((row for row in rows if row.target.id.casefold() == wanted), None)


def _row(target: Target, found: PublicTarget) -> PublicRow:
    told = found.part is not None and found.whole is not None
    facts = part_of_whole(target, found.part or 0, found.whole or 0) if told else ""
    return PublicRow(target, label(target), goal(target), found, facts, _pill(found))


def _pill(found: PublicTarget) -> Pill:
    words = {
        VerdictState.REACHED.value: Pill("tick", _("đạt"), "good"),
        VerdictState.NOT_YET.value: Pill("half", _("chưa đạt"), "warn"),
        VerdictState.MISSED.value: Pill("cross", _("không đạt"), "bad"),
        VerdictState.NOT_REACHED.value: Pill("late", _("chưa đạt"), "warn"),
    }
    return words.get(found.state, Pill("dash", _("chưa đủ số liệu"), ""))


def _lines(found: PublicPlan, plan: Plan, target: PublicTarget) -> list[list[str | int]]:
    """The whole has neither code nor name."""
    if target.part is None or target.whole is None or target.facilities is None:
        return []
    indicator = plan.target(target.id).indicator.value
    head: list[str | int] = [found.plan, target.id, indicator, found.as_of.isoformat()]
    figures: list[tuple[str, str, int, int, int, int]] = [
        ("", "", target.part, target.whole, target.facilities, 0),
        *((one.code, one.name, one.part, one.whole, one.facilities, 0) for one in target.units),
    ]
    if target.rest is not None:
        rest = target.rest
        names = "; ".join(rest.names)
        figures.append(("", names, rest.part, rest.whole, rest.facilities, 1))
    return [
        [*head, code, name, part, whole, permille(part, whole) or 0, facilities, is_rest]
        for code, name, part, whole, facilities, is_rest in figures
    ]
