"""One task: each lead's part, what was done when, its money and what was said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.kit.actor import Permission
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.tasks import queries
from thuphi.oversight.tasks.models import TaskItem, TaskStep
from thuphi.oversight.tasks.queries import Card, Part
from thuphi.oversight.tasks.rules import PartState
from thuphi.registers.agencies import queries as agencies
from thuphi.registers.agencies.models import Agency
from thuphi.registers.places import queries as places

from . import tasks_words as words
from .frame import Crumb, Office, office_of, show
from .target_words import plan_name
from .tasks_forms import CommentForm, DueForm, FundForm, GiveForm, ProgressForm
from .tasks_look import (
    Lead,
    is_over_the_province,
    item_here,
    may_steer,
    own_offices,
    shown,
    successions,
)

COMMENT, FUND, DUE, GIVE = "comment", "fund", "due", "give"
Bound = Mapping[str, forms.Form]
"""Forms that were handed in and cannot stand, by name."""


@dataclass(frozen=True, slots=True)
class OwnPart:
    """One's own part with what may be done about it."""

    lead: Lead
    form: ProgressForm
    is_open: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One step of the history."""

    step: TaskStep
    pill: Pill


def part_name(part_id: int) -> str:
    """By which name the form of a part goes."""
    return f"p{part_id}"


def progress_form(part: Part, data: Mapping[str, str] | None = None) -> ProgressForm:
    """How far a part is, as it was said last."""
    state = PartState.DONE if part.state is PartState.DONE else PartState.DOING
    return ProgressForm(
        data,
        part=part,
        prefix=part_name(part.id),
        initial={
            "state": state.value,
            "percent": part.percent if part.percent < 100 else None,
            "evidence": part.evidence,
            "evidence_url": part.evidence_url,
        },
    )


def others(item: TaskItem, card: Card, office: Office) -> list[Agency]:
    """The offices of the province that do not lead the task yet."""
    here = places.branch_ids(places.heir(item.place, office.today), office.today)
    led = {one.agency_id for one in card.parts} | {one.answering_id for one in card.parts}
    return [one for one in agencies.agencies_in(here, office.today) if one.pk not in led]


def give_form(
    item: TaskItem, card: Card, office: Office, data: Mapping[str, str] | None = None
) -> GiveForm:
    """The choice of a further lead."""
    return GiveForm(data, offices=others(item, card, office), auto_id="give_%s")


@for_staff(Permission.FIGURES_READ)
@require_safe
def task(request: StaffRequest, item_id: int) -> HttpResponse:
    """One task of a plan."""
    office = office_of(request)
    return task_page(request, office, *item_here(office, item_id))


def task_page(
    request: StaffRequest, office: Office, item: TaskItem, card: Card, bound: Bound | None = None
) -> HttpResponse:
    """The page of one task; `bound` are forms that could not stand."""
    wrong = bound or {}
    one = shown([card], office, successions())[0]
    plan = plans.plan(card.plan_id)
    writes = office.by.agencies_where(Permission.TASK_WRITE)
    offices = own_offices(office, Permission.TASK_WRITE)
    steers = may_steer(office, item)
    money = queries.funding(card.item_id)
    context: dict[str, object] = {
        "one": one,
        "item": item,
        "plan_name": plan_name(plan),
        "reference": card.task.reference,
        "original_reference": card.task.original_reference,
        "performers": [plan.agency(code).name for code in card.task.performers],
        "own": [_own(lead, wrong) for lead in one.leads if lead.part.agency_id in writes],
        "history": [
            Told(step, words.STATES[PartState(step.new_state)])
            for step in queries.history(card.item_id)
        ],
        "comments": queries.comments(card.item_id),
        "money": money,
        "writes": writes,
        "offices": offices,
        "steers": steers,
    }
    if offices:
        context["comment_form"] = wrong.get(
            COMMENT, CommentForm(offices=offices, auto_id="comment_%s")
        )
        context["fund_form"] = wrong.get(FUND, FundForm(offices=offices, auto_id="fund_%s"))
        context["fund_is_wrong"] = FUND in wrong
    if steers:
        start = {"due_on": card.due_on}
        context["due_form"] = wrong.get(DUE, DueForm(initial=start, auto_id="due_%s"))
        context["give_form"] = wrong.get(GIVE) or give_form(item, card, office)
        context["due_is_wrong"] = DUE in wrong or GIVE in wrong
    crumbs = [Crumb(_("Nhiệm vụ"), reverse("office:tasks"))]
    if is_over_the_province(office):
        now = places.heir(item.place, office.today)
        crumbs.append(Crumb(plan_name(plan), reverse("office:board", args=[plan.id, now.pk])))
    crumbs.append(Crumb(card.task.id))
    response = show(request, office, "tasks_one", context, crumbs=crumbs)
    response.status_code = 400 if wrong else 200
    return response


def _own(lead: Lead, wrong: Bound) -> OwnPart:
    part = lead.part
    bound = wrong.get(part_name(part.id))
    form = bound if isinstance(bound, ProgressForm) else progress_form(part)
    is_done = part.state in {PartState.DONE, PartState.CONFIRMED}
    return OwnPart(
        lead,
        form,
        is_open=bound is not None or not is_done,
        may_confirm=part.state is PartState.DONE,
    )
