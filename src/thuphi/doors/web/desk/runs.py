"""Collection runs: the list, one run with its bills, and its progress while it is issued."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.bills import actions
from thuphi.money.bills.errors import RunAlreadyIssued, RunHasNobody
from thuphi.money.bills.models import Charge, CollectionRun
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries import desk_runs
from thuphi.money.bills.queries.desk import BillFilter, BillSums, Standing, Standings
from thuphi.money.bills.rules import RunState, ScopeKind
from thuphi.money.catalogue import measuring
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.closing import queries as closing
from thuphi.money.payments.queries import desk as payments

from . import words
from .fee_rules import RuleRow, rule_row
from .forms import CancelForm
from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, number_in, page_number, show
from .rows import bill_row
from .words import Words

OVERPAID = "overpaid"
"""The one saved filter that is not a standing: more came in than was owed."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in a list."""

    href: str
    run: CollectionRun
    scope: str
    sums: BillSums


@dataclass(frozen=True, slots=True)
class Chip:
    """A saved filter with how many rows it shows."""

    href: str
    label: Words
    count: int
    is_current: bool


def scope_words(run: CollectionRun) -> str:
    """Whom a run bills."""
    values = ", ".join(str(value) for value in run.scope_values)
    match ScopeKind(run.scope_kind):
        case ScopeKind.SCHOOL:
            return _("cả trường")
        case ScopeKind.GRADE:
            return _("khối %(values)s") % {"values": values}
        case ScopeKind.CLASS:
            return _("lớp %(values)s") % {"values": values}
        case ScopeKind.PUPILS:
            return _("%(count)s học sinh được chọn") % {"count": len(run.scope_values)}


def run_or_404(request: StaffRequest, run_id: int) -> CollectionRun:
    """The run, or nothing at all for somebody of another school."""
    run = desk_runs.run_here(run_id, request.actor.facilities)
    if run is None:
        raise Http404
    return run


def run_crumbs(run: CollectionRun, *more: Crumb) -> list[Crumb]:
    """The way back from a page about a run."""
    here = Crumb(run.name, reverse("desk_run", args=[run.pk]) if more else "")
    return [Crumb(_("Đợt thu"), reverse("desk_runs")), here, *more]


@for_staff(Permission.BILL_READ)
@require_safe
def runs(request: StaffRequest) -> HttpResponse:
    """Every run of the facility with due and collected."""
    desk = desk_of(request)
    page = Paginator(desk_runs.runs(desk.facility_id), PAGE_ROWS).get_page(page_number(request))
    shown = list(page)
    sums = desk_runs.sums_of_runs([run.pk for run in shown])
    rows = [
        RunRow(
            reverse("desk_run", args=[run.pk]),
            run,
            scope_words(run),
            sums.get(run.pk, BillSums()),
        )
        for run in shown
    ]
    return show(request, desk, "runs", {"page": page, "runs": rows}, noun=Noun.RUNS)


def chips(request: StaffRequest, counts: Standings, overpaid: int, chosen: str) -> list[Chip]:
    """The saved filters over a list of bills; other filters of the address are kept."""
    kept = {
        key: value
        for key, value in request.GET.items()
        if key in ("q", "class", "item", "run") and value
    }

    def chip(state: str, label: Words, count: int) -> Chip:
        query = urlencode({**kept, **({"state": state} if state else {})})
        return Chip(f"?{query}", label, count, chosen == state)

    return [
        chip("", _("Tất cả"), counts.everything),
        *(chip(one.value, words.STANDINGS[one], counts.of[one]) for one in Standing),
        chip(OVERPAID, _("Nộp thừa"), overpaid),
    ]


def bill_list(request: StaffRequest, desk: Desk, run: CollectionRun | None) -> dict[str, object]:
    """A page of bills with saved filters, and totals that follow what is filtered."""
    chosen = request.GET.get("state", "")
    standing = Standing(chosen) if chosen in {one.value for one in Standing} else None
    asked = {
        "q": request.GET.get("q", "").strip()[:100],
        "class_name": request.GET.get("class", ""),
    }
    item = number_in(request.GET.get("item", ""))
    facility_id = desk.facility_id if run is None else run.facility_id
    base = BillFilter(
        facility_id=facility_id,
        today=desk.today,
        run_id=None if run is None else run.pk,
        words=asked["q"],
        class_name=asked["class_name"],
        fee_item_id=item,
    )
    whole = bills.bills(base)
    over = payments.overpaid(whole)
    if chosen == OVERPAID:
        found = over
    elif standing is None:
        found = whole
    else:
        found = whole.filter(bills.standing_is(standing, desk.today))
    page = Paginator(found, PAGE_ROWS).get_page(page_number(request))
    shown = list(page)
    excess = payments.excess_of([bill.pk for bill in shown])
    return {
        **asked,
        "item": item,
        "state": chosen if standing or chosen == OVERPAID else "",
        "chips": chips(request, bills.standings(whole, desk.today), over.count(), chosen),
        "page": page,
        "totals": bills.sums(found),
        "bills": [bill_row(bill, desk.today, excess_vnd=excess.get(bill.pk, 0)) for bill in shown],
    }


@for_staff(Permission.BILL_READ)
@require_safe
def run(request: StaffRequest, run_id: int) -> HttpResponse:
    """One run: its plan while it is a draft, then its progress, figures and bills."""
    here = run_or_404(request, run_id)
    if here.state in (RunState.DRAFT.value, RunState.CANCELLED.value):
        return plan_page(request, here, CancelForm())
    desk = desk_of(request)
    context: dict[str, object] = {
        "run": here,
        "scope": scope_words(here),
        "closing": closing.closing_of(here.pk),
    }
    whole = bills.bills(BillFilter(facility_id=here.facility_id, today=desk.today, run_id=here.pk))
    context |= {
        "figures": bills.sums(whole),
        "late": bills.sums(whole.filter(bills.standing_is(Standing.OVERDUE, desk.today))),
        "is_moving": here.state == RunState.ISSUING.value,
        "classes": desk_runs.classes_of(here.pk),
        **bill_list(request, desk, here),
    }
    return show(request, desk, "run", context, noun=Noun.RUNS, crumbs=run_crumbs(here))


def doubtful_items(here: CollectionRun) -> list[RuleRow]:
    """The items of a plan that an office would ask about, before anything goes out."""
    planned = Charge.objects.filter(run_id=here.pk).order_by().values("fee_item_id").distinct()
    items = list(FeeItem.objects.filter(pk__in=planned).order_by("code"))
    measured = measuring.measure(items, clock.today(clock.now()))
    return [rule_row(one) for one in measured if one.ceiling is not None and one.doubts]


def plan_page(request: StaffRequest, here: CollectionRun, form: CancelForm) -> HttpResponse:
    """The plan of a run that is not out: to be issued, to be given up, or given up already."""
    is_draft = here.state == RunState.DRAFT.value
    context = {
        "run": here,
        "scope": scope_words(here),
        "plan": desk_runs.plan_of(here.pk),
        "is_draft": is_draft,
        "withdrawal": None if is_draft else desk_runs.withdrawal_of(here),
        "rows": doubtful_items(here) if is_draft else [],
        "form": form,
    }
    return show(
        request,
        desk_of(request),
        "run_draft",
        context,
        noun=Noun.RUNS,
        crumbs=run_crumbs(here),
        status=400 if form.errors else 200,
    )


@for_staff(Permission.BILL_READ)
@require_safe
def progress(request: StaffRequest, run_id: int) -> HttpResponse:
    """How many bills are out, asked again and again by the page; at the end the page is renewed."""
    here = run_or_404(request, run_id)
    is_moving = here.state == RunState.ISSUING.value
    response = render(request, "desk/_progress.html", {"run": here, "is_moving": is_moving})
    if not is_moving:
        response["HX-Refresh"] = "true"
    return response


@for_staff(Permission.RUN_WRITE)
@require_POST
def issue(request: StaffRequest, run_id: int) -> HttpResponse:
    """Ask for a run to be issued; the worker does it, the page shows how far it is."""
    desk = desk_of(request)
    here = run_or_404(request, run_id)
    try:
        actions.request_issue(by=desk.by, run_id=here.pk, at=desk.at)
    except RunHasNobody:
        messages.error(
            request,
            _("Chưa phát hành: đợt này không có ai phải nộp. Kiểm tra lớp, khối và khoản mục thu."),
        )
    except MoveNotAllowed:
        messages.warning(
            request,
            _("Đợt này đã hủy nên không phát hành được. Lập đợt mới với tên khác.")
            if here.state == RunState.CANCELLED.value
            else _("Đợt này đã được phát hành trước đó; không làm lại lần hai."),
        )
    else:
        messages.success(
            request, _("Đang phát hành. Bạn có thể đóng trang; việc vẫn chạy đến hết.")
        )
    return redirect("desk_run", here.pk)


@for_staff(Permission.RUN_WRITE)
@require_POST
def withdraw(request: StaffRequest, run_id: int) -> HttpResponse:
    """Give up a draft, for a reason that stays with it."""
    here = run_or_404(request, run_id)
    form = CancelForm(request.POST)
    if not form.is_valid():
        if here.state == RunState.DRAFT.value:
            return plan_page(request, here, form)
        return redirect("desk_run", here.pk)
    desk = desk_of(request)
    try:
        actions.withdraw_run(
            by=desk.by, run_id=here.pk, reason=form.cleaned_data["reason"], at=desk.at
        )
    except RunAlreadyIssued:
        messages.error(
            request,
            _(
                "Không hủy: đợt này đã phát hành hoặc đã hủy trước đó. Khoản chưa nộp thì hủy "
                "từng khoản."
            ),
        )
    else:
        messages.success(request, _("Đã hủy đợt thu. Không có giấy báo nào được phát hành."))
    return redirect("desk_run", here.pk)
