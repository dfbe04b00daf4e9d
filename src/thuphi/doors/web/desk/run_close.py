"""Closing a run: what is missing before, who owes what after, and opening it again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries import desk_runs
from thuphi.money.bills.queries.desk import BillFilter, Standing
from thuphi.money.bills.rules import RunState
from thuphi.money.closing import actions, errors, queries
from thuphi.money.closing.rules import OnItsWay

from .frame import Crumb, Desk, Noun, desk_of, show
from .run_forms import ReopenForm
from .runs import run_crumbs, run_or_404, scope_words
from .ways_words import WAYS, on_its_way_words
from .words import Words

BILLS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A bill with money on its way, and where to look."""

    one: OnItsWay
    href: str
    word: Words


def close_page(
    request: StaffRequest, desk: Desk, run: CollectionRun, form: ReopenForm
) -> HttpResponse:
    """Before closing: what waits and what is owed. After it: what was written down."""
    closing = queries.closing_of(run.pk)
    found = bills.bills(BillFilter(facility_id=run.facility_id, today=desk.today, run_id=run.pk))
    waiting = [] if closing else queries.on_its_way(run.facility_id, run_ids=[run.pk])
    context = {
        "run": run,
        "scope": scope_words(run),
        "closing": closing,
        "earlier": [one for one in queries.closings_of(run.pk) if one.reopened_at is not None],
        "waiting": [
            WaitingRow(one, reverse("desk_bill", args=[one.code]), WAYS[one.way]) for one in waiting
        ],
        "figures": bills.sums(found),
        "owing": bills.sums(found.filter(bills.standing_is(Standing.OWING, desk.today))),
        "classes": desk_runs.collected_by_class(run.pk),
        "form": form,
    }
    if closing is not None:
        owed = queries.who_owed(closing.pk)
        context |= {
            "owed": owed[:BILLS_SHOWN],
            "owed_more": max(len(owed) - BILLS_SHOWN, 0),
            "since": queries.since(closing.pk),
        }
    crumbs = run_crumbs(run, Crumb(_("Chốt đợt thu")))
    status = 400 if form.errors else 200
    return show(request, desk, "run_close", context, noun=Noun.RUNS, crumbs=crumbs, status=status)


@for_staff(Permission.RUN_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest, run_id: int) -> HttpResponse:
    """What is missing before a run can be closed; a POST closes it."""
    desk = desk_of(request)
    run = run_or_404(request, run_id)
    if run.state not in (RunState.ISSUED.value, RunState.CLOSED.value):
        messages.error(request, _("Đợt này chưa phát hành xong nên chưa chốt được."))
        return redirect("desk_run", run.pk)
    if request.method != "POST":
        return close_page(request, desk, run, ReopenForm())
    try:
        closing = actions.close_run(by=desk.by, run_id=run.pk, at=desk.at)
    except errors.MoneyOnItsWay as refused:
        messages.error(
            request,
            _("Chưa chốt: còn tiền đang trên đường. %(bills)s")
            % {"bills": on_its_way_words(refused.bills)},
        )
    except errors.RunNotIssued:
        messages.info(request, _("Đợt này đã chốt trước đó."))
    else:
        messages.success(
            request,
            _("Đã chốt %(name)s: %(owing)s khoản còn nợ. Danh sách ai nợ bao nhiêu ở dưới.")
            % {"name": run.name, "owing": closing.owing},
        )
    return redirect("desk_run_close", run.pk)


@for_staff(Permission.RUN_WRITE)
@require_POST
def reopen(request: StaffRequest, run_id: int) -> HttpResponse:
    """Open a closed run again, for a reason that stays with it."""
    desk = desk_of(request)
    run = run_or_404(request, run_id)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return close_page(request, desk, run, form)
    try:
        actions.reopen_run(
            by=desk.by, run_id=run.pk, reason=form.cleaned_data["reason"], at=desk.at
        )
    except errors.RunNotClosed:
        messages.info(request, _("Đợt này đang mở, không cần mở lại."))
    else:
        messages.success(request, _("Đã mở lại đợt thu. Bản chốt cũ được giữ để đối chiếu."))
    return redirect("desk_run", run.pk)
