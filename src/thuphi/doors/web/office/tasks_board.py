"""The board of a plan's tasks, and what waits for one's own office: tasks and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.methods_words import Pill, Words
from thuphi.ground.kit.actor import Permission
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.errors import PlanNotFound
from thuphi.oversight.plans.rules import Plan
from thuphi.oversight.reports import queries as reports
from thuphi.oversight.tasks import queries
from thuphi.oversight.tasks.models import TaskItem
from thuphi.oversight.tasks.queries import Board
from thuphi.oversight.tasks.rules import PartState
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level as PlaceLevel

from . import tasks_words as words
from .frame import Crumb, Office, office_of, place_seen_by, show
from .reports_rows import rows
from .target_words import plan_name
from .tasks_look import Shown, is_over_the_province, shown, successions

REPORTS_SHOWN = 5
ORDERS: dict[str, Words] = {
    "trang-thai": gettext_lazy("Theo trạng thái"),
    "co-quan": gettext_lazy("Theo cơ quan chủ trì"),
    "nhom": gettext_lazy("Theo nhóm việc"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One heap of the board."""

    title: str
    cards: Sequence[Shown]
    pill: Pill | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A way to heap the board up."""

    label: Words
    href: str
    is_current: bool


@for_staff(Permission.FIGURES_READ)
@require_safe
def tasks_home(request: StaffRequest) -> HttpResponse:
    """The board for those over a province, one's own work for everybody else."""
    office = office_of(request)
    if not is_over_the_province(office):
        return redirect("office:my_work")
    boards = _boards(office)
    if len(boards) == 1:
        return redirect(boards[0][1])
    return show(request, office, "tasks_home", {"boards": boards})


def _boards(office: Office) -> list[tuple[str, str]]:
    """The plans that have tasks in one's provinces: name and address."""
    found = []
    by_id = {plan.id: plan for plan in plans.plans()}
    for root in office.roots:
        if root.level != PlaceLevel.PROVINCE.value:
            continue
        items = TaskItem.objects.filter(place_id__in=queries.same_places(root))
        opened = set(items.values_list("plan_id", flat=True))
        found += [
            (plan_name(by_id[one]), reverse("office:board", args=[one, root.pk]))
            for one in by_id
            if one in opened
        ]
    return found


@for_staff(Permission.FIGURES_READ)
@require_safe
def board(request: StaffRequest, plan_id: str, place_id: int) -> HttpResponse:
    """Every task of a plan in a province, in heaps by state, by lead or by group."""
    office = office_of(request)
    plan = plan_or_404(plan_id)
    place = place_seen_by(office, place_id)
    if place.level != PlaceLevel.PROVINCE.value:
        raise Http404
    found = queries.board(plan=plan, place=place, on=office.today)
    order = request.GET.get("xep", "")
    order = order if order in ORDERS else "trang-thai"
    is_late_only = request.GET.get("loc") == "qua-han"
    said, late = words.sentence(found.cards)
    context = {
        "plan": plan,
        "plan_name": plan_name(plan),
        "place": place,
        "said": said,
        "late": late,
        "order": order,
        "is_late_only": is_late_only,
        "columns": _columns(found, order, office, is_late_only=is_late_only),
        "chips": [Chip(label, f"?xep={key}", key == order) for key, label in ORDERS.items()],
        "has_tasks": bool(found.cards),
        "is_nobody": not office.by.agencies,
    }
    return show(request, office, "tasks_board", context, crumbs=board_crumbs(plan, place), where="")


def board_crumbs(plan: Plan, place: Place) -> list[Crumb]:
    """From the tasks down to a plan's board."""
    return [
        Crumb(_("Nhiệm vụ"), reverse("office:tasks")),
        Crumb(plan_name(plan), reverse("office:board", args=[plan.id, place.pk])),
    ]


def plan_or_404(plan_id: str) -> Plan:
    """The plan of an address."""
    try:
        return plans.plan(plan_id)
    except PlanNotFound as error:
        raise Http404 from error


def _columns(found: Board, order: str, office: Office, *, is_late_only: bool) -> list[Column]:
    known = successions()
    all_shown = shown(found.cards, office, known)
    told = [one for one in all_shown if one.card.is_overdue or not is_late_only]
    if order == "trang-thai":
        return [
            Column(
                str(words.STATES[state].word),
                [one for one in told if one.card.state is state],
                words.STATES[state],
            )
            for state in PartState
        ]
    heaps = (
        {words.group(code): cards for code, cards in found.by_group().items()}
        if order == "nhom"
        else {name: cards for (name, _id), cards in found.by_lead().items()}
    )
    columns = []
    for title, cards in heaps.items():
        ids = {card.item_id for card in cards}
        columns.append(Column(title, [one for one in told if one.card.item_id in ids]))
    unled = [one for one in told if not one.leads]
    if order == "co-quan" and unled:
        columns.append(Column(_("Chưa có cơ quan chủ trì"), unled))
    return [one for one in columns if one.cards]


@for_staff(Permission.FIGURES_READ)
@require_safe
def my_work(request: StaffRequest) -> HttpResponse:
    """What one's own office does first: reports that are due, tasks it leads, tasks it supports."""
    office = office_of(request)
    mine = queries.inbox(agency_ids=office.by.agencies, on=office.today)
    owed = reports.inbox(agency_ids=office.by.agencies, at=office.at)
    known = successions()
    leads = shown(mine.leads, office, known)
    done = {PartState.DONE, PartState.CONFIRMED}
    open_ones = [
        one
        for one in leads
        if any(lead.is_mine and lead.part.state is not PartState.CONFIRMED for lead in one.leads)
    ]
    first = [*owed.to_decide, *owed.returned, *owed.late, *owed.due_soon]
    context = {
        "reports": rows(first[:REPORTS_SHOWN], office),
        "more_reports": max(0, len(first) - REPORTS_SHOWN),
        "reports_count": len(first),
        "late_reports": len(owed.late) + len(owed.returned),
        "open": open_ones,
        "open_late": sum(one.card.is_overdue for one in open_ones),
        "waits": sum(
            lead.is_mine and lead.part.state is PartState.DONE
            for one in leads
            for lead in one.leads
        ),
        "closed": [one for one in leads if one not in open_ones],
        "supports": shown(mine.supports, office, known),
        "supports_done": sum(card.state in done for card in mine.supports),
        "is_nobody": not office.by.agencies,
        "boards": is_over_the_province(office),
    }
    return show(request, office, "tasks_mine", context)
