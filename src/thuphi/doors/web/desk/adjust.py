"""Changes to bills that are out: the list of deeds, one deed, and the step before any is saved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.adjustments import actions, errors, queries
from thuphi.money.adjustments.actions import Adjusted, Change
from thuphi.money.adjustments.models import Adjustment
from thuphi.money.adjustments.plans import Plan
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.credits import queries as credits

from .adjust_words import KINDS, fault, refusal
from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, page_number, show
from .runs import Chip
from .words import Words

ROWS_BEFORE_SAVING = 200
"""So many bills are shown before saving; the sums are of all."""


@dataclass(frozen=True, slots=True)
class DeedRow:
    """A deed in the list."""

    href: str
    kind: Words
    deed: Adjustment


@dataclass(frozen=True, slots=True)
class Review:
    """A deed that was typed and is to be looked at before it is saved."""

    title: str
    changes: Sequence[Change]
    save: Callable[[], Adjusted]


def crumbs_to(*more: Crumb) -> list[Crumb]:
    """The way back from a page about changes."""
    return [
        Crumb(_("Đợt thu"), reverse("desk_runs")),
        Crumb(_("Điều chỉnh"), reverse("desk_adjustments") if more else ""),
        *more,
    ]


@for_staff(Permission.BILL_READ)
@require_safe
def adjustments(request: StaffRequest) -> HttpResponse:
    """Every deed that changed bills, the latest first, by kind."""
    desk = desk_of(request)
    known = {one.value: one for one in AdjustmentKind}
    kind = known.get(request.GET.get("kind", ""))
    found = queries.deeds(desk.facility_id)
    counted = dict(found.order_by().values_list("kind").annotate(Count("id")))
    page = Paginator(queries.deeds(desk.facility_id, kind), PAGE_ROWS).get_page(
        page_number(request)
    )
    chips = [Chip("?", _("Tất cả"), sum(counted.values()), kind is None)]
    chips += [
        Chip(f"?kind={one.value}", str(KINDS[one]), counted[one.value], one is kind)
        for one in AdjustmentKind
        if counted.get(one.value)
    ]
    context = {
        "chips": chips,
        "page": page,
        "deeds": [
            DeedRow(reverse("desk_adjustment", args=[one.pk]), KINDS[AdjustmentKind(one.kind)], one)
            for one in page
        ],
    }
    return show(request, desk, "adjustments", context, noun=Noun.RUNS, crumbs=crumbs_to())


@for_staff(Permission.BILL_READ)
@require_safe
def adjustment(request: StaffRequest, deed_id: int) -> HttpResponse:
    """One deed with every line it wrote."""
    desk = desk_of(request)
    deed = queries.deed_here(deed_id)
    if deed is None or deed.facility_id not in desk.by.facilities:
        raise Http404
    page = Paginator(queries.lines_of(deed.pk), PAGE_ROWS).get_page(page_number(request))
    lines = list(page)
    credited = credits.on_bills([line.bill_id for line in lines])
    context = {
        "deed": deed,
        "kind": KINDS[AdjustmentKind(deed.kind)],
        "page": page,
        "rows": [(line, line.bill_id in credited) for line in lines],
    }
    crumbs = crumbs_to(Crumb(str(context["kind"])))
    return show(request, desk, "adjustment", context, noun=Noun.RUNS, crumbs=crumbs)


def is_sent(request: StaffRequest) -> bool:
    """Whether something was typed to be looked at; not when it came back to be mended."""
    return request.method == "POST" and request.POST.get("step") != "mend"


def digest(wanted: Plan) -> str:
    """What was seen of the bills: another total or payment by now is shown again before saving."""
    seen = "|".join(
        f"{row.bill.code} {row.before_vnd} {row.after_vnd} {row.paid_vnd}" for row in wanted.bills
    )
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def look_or_save(request: StaffRequest, desk: Desk, review: Review) -> HttpResponse:
    """Show what the deed comes to; save it when just that was seen and the button was pressed."""
    wanted = actions.preview(facility_id=desk.facility_id, changes=review.changes)
    seen = digest(wanted)
    is_saved = request.POST.get("step") == "save"
    if is_saved and request.POST.get("seen") == seen and not wanted.faults and wanted.bills:
        try:
            done = review.save()
        except errors.AdjustmentError as error:
            messages.error(request, refusal(error))
        else:
            messages.success(request, said_of(done))
            return redirect("desk_adjustment", done.id)
    elif is_saved and not wanted.faults:
        messages.warning(request, _("Số tiền vừa đổi từ lúc bạn xem. Xem lại rồi ghi."))
    return _look(request, desk, review, wanted, seen)


def _look(
    request: StaffRequest, desk: Desk, review: Review, wanted: Plan, seen: str
) -> HttpResponse:
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "step", "seen")
        for value in values
    ]
    context = {
        "title": review.title,
        "wanted": wanted,
        "rows": wanted.bills[:ROWS_BEFORE_SAVING],
        "more": max(len(wanted.bills) - ROWS_BEFORE_SAVING, 0),
        "rest_vnd": sum(row.rest_vnd for row in wanted.bills),
        "faults": [fault(one) for one in wanted.faults],
        "can_save": bool(wanted.bills) and not wanted.faults,
        "typed": typed,
        "seen": seen,
        "reason": request.POST.get("reason", ""),
        "paper": request.POST.get("paper", ""),
    }
    status = 200 if context["can_save"] else 400
    crumbs = crumbs_to(Crumb(review.title))
    return show(request, desk, "adjust_look", context, noun=Noun.RUNS, crumbs=crumbs, status=status)


def said_of(done: Adjusted) -> str:
    """What was done, in one sentence."""
    told = _("Đã điều chỉnh %(bills)s khoản.") % {"bills": f"{done.bills:,}".replace(",", ".")}
    if done.credited_vnd:
        told += " " + _("Giảm %(vnd)s.") % {"vnd": money.dong(done.credited_vnd)}
    if done.debited_vnd:
        told += " " + _("Tăng %(vnd)s.") % {"vnd": money.dong(done.debited_vnd)}
    if done.released_vnd:
        told += " " + _("%(vnd)s đã nộp nay là số dư của gia đình.") % {
            "vnd": money.dong(done.released_vnd)
        }
    return told
