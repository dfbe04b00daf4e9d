"""Pages of a province, district or commune, and of several facilities of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.workbook_field import XLSX
from thuphi.ground.kit.actor import NotYours, Permission
from thuphi.oversight.indicators import rules
from thuphi.oversight.indicators.rules import HALF, Measure
from thuphi.registers.facilities.models import Sector
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place

from . import figures, flowing
from .asking import asked_sector
from .branch import Branch, branch_of_place, own_branch
from .chairman import running_plan
from .export import facilities_workbook
from .figures import SectorFigures
from .flowing import Asking
from .frame import Crumb, office_of, show

PAGE_ROWS = 100


@dataclass(frozen=True, slots=True)
class Lack:
    """A sector below the mark, and how much cash would have to come otherwise."""

    label: str
    href: str
    payments: int
    value_vnd: int


@dataclass(frozen=True, slots=True)
class OtherUnits:
    """The asked months, or today, know this ground by other units."""

    is_younger: bool
    on: date
    links: list[Crumb]


@for_staff(Permission.FIGURES_READ)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """The page of what one was given: a unit, several facilities, or one.

    Who decides on reports comes to the plan that runs: one page that answers in ten seconds.
    """
    office = office_of(request)
    if office.by.may(Permission.REPORT_DECIDE) and (plan_page := running_plan(office)):
        return redirect(plan_page)
    if office.roots:
        return redirect("office:place", office.roots[0].pk)
    if office.by.agencies:
        return redirect("office:my_work")
    if len(office.by.facilities) == 1:
        return redirect("office:facility", next(iter(office.by.facilities)))
    return redirect("office:own")


@for_staff(Permission.FIGURES_READ)
@require_safe
def place(request: StaffRequest, place_id: int) -> HttpResponse:
    """A unit: three sentences, both shares, the trend, and the units or facilities below."""
    return _page(request, branch_of_place(request, place_id, with_past=True))


@for_staff(Permission.FIGURES_READ)
@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """The same for several facilities of one's own."""
    branch = own_branch(request, with_past=True)
    if not branch.facilities:
        raise NotYours
    return _page(request, branch)


@for_staff(Permission.FIGURES_READ)
@require_safe
def place_facilities(request: StaffRequest, place_id: int) -> HttpResponse:
    """The facilities whose figures add up to the unit's."""
    return _facilities(request, branch_of_place(request, place_id))


@for_staff(Permission.FIGURES_READ)
@require_safe
def own_facilities(request: StaffRequest) -> HttpResponse:
    """The same for several facilities of one's own."""
    return _facilities(request, own_branch(request))


@for_staff(Permission.FIGURES_READ)
@require_safe
def place_xlsx(request: StaffRequest, place_id: int) -> HttpResponse:
    """The same list as a workbook."""
    return _workbook(request, branch_of_place(request, place_id))


@for_staff(Permission.FIGURES_READ)
@require_safe
def own_xlsx(request: StaffRequest) -> HttpResponse:
    """The same list as a workbook."""
    return _workbook(request, own_branch(request))


@for_staff(Permission.FIGURES_READ)
@require_safe
def place_csv(request: StaffRequest, place_id: int) -> StreamingHttpResponse:
    """Every payment behind the unit's figures, as text."""
    return _payments(request, branch_of_place(request, place_id))


@for_staff(Permission.FIGURES_READ)
@require_safe
def own_csv(request: StaffRequest) -> StreamingHttpResponse:
    """The same for several facilities of one's own."""
    return _payments(request, own_branch(request))


def _page(request: StaffRequest, branch: Branch) -> HttpResponse:
    now, asked = rules.total(flow.measure for flow in branch.now), branch.asked
    past = rules.total(flow.measure for flow in branch.before)
    made_of = f"{branch.made_of}?{asked.query}"
    sectors = figures.sectors(
        [*branch.now, *branch.before], branch.facilities, asked, branch.made_of
    )
    units = branch.unit_rows()
    rows = units or branch.facility_rows()
    told = [row for row in rows if not row.measure.is_empty]
    measures = rules.grouped(branch.now, lambda flow: flow.facility_id)
    context = {
        "branch": branch,
        "asked": asked,
        "now": now,
        "made_of": made_of,
        "verdict": figures.verdict(now),
        "bars": [
            bar
            for one in [SectorFigures(_("Tất cả"), now, past, made_of), *sectors]
            for bar in figures.bars(one.now, one.past, one.label, one.href)
        ]
        if len(sectors) > 1
        else figures.bars(now, past, "", made_of),
        "goal_permille": HALF.permille,
        "sectors": sectors,
        "lack": _largest_lack(sectors),
        "cash": figures.cash_places(
            measures, branch.facilities, branch.hrefs(figures.most_cash(measures)), asked
        ),
        "trend": figures.trend(branch.flows, asked, branch.page),
        "are_units": bool(units),
        "rows": told,
        "silent": [row for row in rows if row.measure.is_empty],
        "met": sum(row.verdict.tone == "good" for row in told),
        "others": _other_units(branch),
    }
    return show(request, branch.office, "branch", context, crumbs=branch.crumbs)


def _facilities(request: StaffRequest, branch: Branch) -> HttpResponse:
    sector = asked_sector(request)
    rows = branch.facility_rows(sector.value if sector else "")
    context = {
        "branch": branch,
        "asked": branch.asked,
        "sector": sector,
        "sectors": [
            (Sector.EDUCATION.value, _("Trường học")),
            (Sector.HEALTH.value, _("Bệnh viện, cơ sở y tế")),
        ],
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page", "1")),
        "total": rules.total(row.measure for row in rows),
    }
    back = Crumb(branch.title, f"{branch.page}?{branch.asked.query}")
    crumbs = [*branch.crumbs[:-1], back, Crumb(_("Cơ sở"))]
    return show(request, branch.office, "facilities", context, crumbs=crumbs)


def _workbook(request: StaffRequest, branch: Branch) -> HttpResponse:
    sector = asked_sector(request)
    rows = branch.facility_rows(sector.value if sector else "")
    title = f"{branch.title} · {branch.asked.label}"
    return as_download(facilities_workbook(title, rows), f"ty-le-{branch.asked.span.last}.xlsx")


def _payments(request: StaffRequest, branch: Branch) -> StreamingHttpResponse:
    """Of the facilities listed there: those that one may look into, with their payments."""
    sector = asked_sector(request)
    listed = branch.listed(sector.value if sector else "")
    mine = tuple(sorted(set(listed) & branch.office.by.facilities))
    return flowing.payments_csv(
        request, Asking(mine, branch.asked.span), f"tien-vao-{branch.asked.span.last}.csv"
    )


def as_download(content: bytes, name: str) -> HttpResponse:
    """A workbook to keep."""
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _largest_lack(sectors: list[SectorFigures]) -> Lack | None:
    """The sector that lacks the most đồng, or payments, for the mark."""
    lacks = [
        Lack(one.label, one.href, one.now.payments.missing(HALF), one.now.value.missing(HALF))
        for one in sectors
        if one.now != Measure()
    ]
    found = [one for one in lacks if one.payments or one.value_vnd]
    return max(found, key=lambda one: (one.value_vnd, one.payments), default=None)


def _other_units(branch: Branch) -> OtherUnits | None:
    """What the ground was called in the asked months, or is called today, if otherwise."""
    here, span = branch.place, branch.asked.span
    if here is None:
        return None
    begins_on: date = here.valid.lower
    if begins_on > span.last_day_on:
        found = places.forebears(here, span.last_day_on)
        return OtherUnits(True, begins_on, _links(found, branch))
    if here.valid.upper is not None and here.valid.upper <= branch.office.today:
        found = places.heirs(here, branch.office.today)
        return OtherUnits(False, here.valid.upper, _links(found, branch))
    return None


def _links(found: list[Place], branch: Branch) -> list[Crumb]:
    return [
        Crumb(one.full_name, f"{reverse('office:place', args=[one.pk])}?{branch.asked.query}")
        for one in found
    ]
