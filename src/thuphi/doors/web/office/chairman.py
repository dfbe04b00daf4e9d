"""One page for the chairman: which targets are reached, which will be missed, who is behind."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Plan
from thuphi.registers.places.models import Place

from .chairman_answers import answers
from .chairman_look import look_of
from .chairman_paper import plan_sheet
from .frame import Office, office_of, show
from .target_words import plan_name

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A plan, and the unit it is to be looked at in."""

    plan: Plan
    name: str
    place: Place
    href: str
    is_own: bool


@for_staff(Permission.FIGURES_READ)
@require_safe
def plans_home(request: StaffRequest) -> HttpResponse:
    """The plans that concern one's units, those in force first; a single one opens at once."""
    office = office_of(request)
    links = [link for root in office.roots or office.homes for link in _links(office, root)]
    own = [link for link in links if link.is_own]
    if len(own) == 1:
        return redirect(own[0].href)
    context = {"own": own, "other": [link for link in links if not link.is_own]}
    return show(request, office, "plans", context)


@for_staff(Permission.FIGURES_READ)
@require_safe
def plan_page(request: StaffRequest, plan_id: str, place_id: int) -> HttpResponse:
    """Three sentences, every target as a bar, the map of units, whom to call, what is due."""
    look = look_of(request, plan_id, place_id)
    told = answers(look, request.GET.get("chi-tieu", ""))
    return show(request, look.office, "chairman", told, crumbs=look.crumbs)


@for_staff(Permission.FIGURES_READ)
@require_safe
def plan_pdf(request: StaffRequest, plan_id: str, place_id: int) -> HttpResponse:
    """The same page on A4."""
    look = look_of(request, plan_id, place_id)
    sheet = plan_sheet(answers(look, request.GET.get("chi-tieu", "")))
    name = f"{look.plan.id.lower()}-{look.place.pk}-{look.as_of}.pdf"
    return HttpResponse(
        sheet, content_type=PDF, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def running_plan(office: Office) -> str:
    """The page of the plan that runs today in the first of one's units; empty without one."""
    for link in _links(office, office.roots[0]) if office.roots else ():
        if link.is_own and link.plan.province is not None and _runs(link.plan, office):
            return link.href
    return ""


def _runs(plan: Plan, office: Office) -> bool:
    return plan.from_on <= office.today <= plan.until_on


def _links(office: Office, root: Place) -> list[PlanLink]:
    province = root.province or root
    found = []
    for plan in plans.plans():
        home = plans.province_of(plan, office.today)
        is_own = home is None or home.pk == province.pk
        href = reverse("office:plan", args=[plan.id, root.pk])
        found.append(PlanLink(plan, plan_name(plan), root, href, is_own))
    return sorted(
        found,
        key=lambda link: (
            not _runs(link.plan, office),
            link.plan.province is None,
        ),
    )
