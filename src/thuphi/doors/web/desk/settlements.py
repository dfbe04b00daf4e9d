"""Settlements of providers: taken in, and beside our payments and the bank's lines."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.statements.contract import Unreadable
from thuphi.ground.statements.faults import sentence
from thuphi.money.reconciliation import settling_errors
from thuphi.money.reconciliation.actions import settling, unsettling
from thuphi.money.reconciliation.queries import settlements as queries
from thuphi.money.reconciliation.queries.settlements import OurOwnPage, ThreeWays
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.statements import settlements as taking
from thuphi.money.statements.models import Settlement
from thuphi.money.statements.settlements import SettlementRefused, TakenSettlement

from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, page_number, show
from .reconcile_span import Days, asked_days
from .reconcile_words import channel as channel_words
from .runs import Chip
from .settlement_forms import PairForm, SettlementForm, UndoForm
from .settlement_rows import (
    OUTCOMES,
    line_words,
    row_shown,
    settlement_shown,
    title_of,
    told_otherwise,
    ways_shown,
)

LISTED = 20
"""So many payments of ours are shown under a settlement; the list of three sides has them all."""


def _crumbs(*more: Crumb) -> list[Crumb]:
    here = Crumb(_("Quyết toán cổng"), reverse("desk_settlements") if more else "")
    return [Crumb(_("Đối soát"), reverse("desk_reconcile")), here, *more]


@for_staff(Permission.PAYMENT_READ)
@require_safe
def settlements(request: StaffRequest) -> HttpResponse:
    """The three sides of these days, what no settlement tells of, and every settlement."""
    desk = desk_of(request)
    desk.by.require(Permission.PAYMENT_READ, desk.facility_id)
    days = asked_days(request.GET, desk.today)
    ways = queries.three_ways(desk.facility_id, days.from_on, days.to_on)
    asked = next((way for way in ways if way.channel == request.GET.get("channel")), None)
    told = queries.settlements(desk.facility_id, channel=asked.channel if asked else "")
    page = Paginator(told, PAGE_ROWS).get_page(1 if asked else page_number(request))
    ours, ours_page = _ours(request, desk, days, asked)
    stands = queries.standings(desk.facility_id, [one.pk for one in page])
    context = {
        "days": days,
        "ways": ways_shown(ways, days.query),
        "asked": asked,
        "asked_name": channel_words(asked.channel) if asked else "",
        "ours": ours,
        "ours_page": ours_page,
        "page": page,
        "rows": [settlement_shown(one, stands[one.pk]) for one in page],
        "form": SettlementForm(),
    }
    return show(request, desk, "settlements", context, noun=Noun.MONEY, crumbs=_crumbs())


def _ours(
    request: StaffRequest, desk: Desk, days: Days, asked: ThreeWays | None
) -> tuple[OurOwnPage, Page[int]]:
    """What no settlement of the asked provider tells of, a page of it."""
    channel = asked.channel if asked else ""
    counted = queries.only_ours(desk.facility_id, channel, days.from_on, days.to_on, limit=1).count
    # The paginator only counts: the rows of a page are asked for by themselves.
    page = Paginator(range(counted), PAGE_ROWS).get_page(page_number(request))
    offset = (page.number - 1) * PAGE_ROWS
    found = queries.only_ours(
        desk.facility_id, channel, days.from_on, days.to_on, limit=PAGE_ROWS, offset=offset
    )
    return found, page


@for_staff(Permission.RECONCILE)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: StaffRequest) -> HttpResponse:
    """Show what a file holds or what is wrong with it; take it in only when asked to."""
    desk = desk_of(request)
    desk.by.require(Permission.RECONCILE, desk.facility_id)
    if request.method != "POST":
        return _take_page(request, desk, SettlementForm())
    form = SettlementForm(request.POST, request.FILES)
    if not form.is_valid():
        return _take_page(request, desk, form)
    file: UploadedFile[bytes] = form.cleaned_data["settlement"]
    name, content = file.name or _("quyết toán"), file.read()
    is_asked = request.POST.get("do") == "write"
    act = taking.take_settlements if is_asked else taking.would_take
    try:
        taken = act(
            by=desk.by,
            facility_id=desk.facility_id,
            name=name,
            content=content,
            channel=form.cleaned_data["channel"],
            at=desk.at,
        )
    except Unreadable as refused:
        told = [sentence(one, _) for one in refused.faults]
        return _take_page(request, desk, form, faults=told, name=name)
    except SettlementRefused as refused:
        told = [told_otherwise(one) for one in refused.differ]
        return _take_page(request, desk, form, faults=told, name=name)
    if is_asked:
        return _taken(request, taken)
    return _take_page(request, desk, form, looked=taken, name=name)


def _taken(request: StaffRequest, taken: TakenSettlement) -> HttpResponse:
    if not taken.new_rows:
        messages.info(request, _("Quyết toán này đã nhập rồi; không ghi gì thêm."))
    else:
        messages.success(
            request,
            _("Đã nhập %(new)d giao dịch mới; %(again)d đã có từ trước. Máy đang khớp.")
            % {"new": taken.new_rows, "again": taken.rows - taken.new_rows},
        )
    if len(taken.settlements) == 1:
        return redirect("desk_settlement", settlement_id=taken.settlements[0].id)
    return redirect("desk_settlements")


def _take_page(
    request: StaffRequest,
    desk: Desk,
    form: SettlementForm,
    *,
    faults: Sequence[str] = (),
    looked: TakenSettlement | None = None,
    name: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "faults": faults,
        "looked": looked,
        "looked_channel": channel_words(looked.settlements[0].channel) if looked else "",
        "file_name": name,
    }
    return show(
        request,
        desk,
        "settlement_take",
        context,
        noun=Noun.MONEY,
        crumbs=_crumbs(Crumb(_("Nhập tệp"))),
        status=400 if form.errors or faults else 200,
    )


def _settlement_or_404(desk: Desk, settlement_id: int) -> Settlement:
    found = queries.settlements(desk.facility_id).filter(pk=settlement_id).first()
    if found is None:
        raise Http404
    return found


@for_staff(Permission.PAYMENT_READ)
@require_safe
def settlement(request: StaffRequest, settlement_id: int) -> HttpResponse:
    """One settlement: its sums, its line, and its rows with what each is."""
    desk = desk_of(request)
    desk.by.require(Permission.PAYMENT_READ, desk.facility_id)
    return _one(request, desk, _settlement_or_404(desk, settlement_id))


def _one(
    request: StaffRequest,
    desk: Desk,
    one: Settlement,
    form: PairForm | None = None,
    undo_form: UndoForm | None = None,
) -> HttpResponse:
    counts = queries.outcomes_of(one.pk, facility_id=desk.facility_id)
    asked = next((known for known in counts if known.value == request.GET.get("outcome")), None)
    listed = counts[asked] if asked else sum(counts.values())
    # The paginator only counts here: the rows of a page are asked for by themselves.
    page = Paginator(range(listed), PAGE_ROWS).get_page(page_number(request))
    rows = queries.rows_of(
        one.pk,
        facility_id=desk.facility_id,
        outcome=asked,
        limit=PAGE_ROWS,
        offset=(page.number - 1) * PAGE_ROWS,
    )
    stands = queries.standings(desk.facility_id, [one.pk])[one.pk]
    first, last = queries.paid_days(one)
    ours = queries.only_ours(desk.facility_id, one.channel, first, last, limit=LISTED)
    missing = [each for each in ours.rows if each.is_missing]
    fits = [] if stands.line_id else queries.lines_that_fit(one)
    choices = [(line.pk, line_words(line)) for line in fits]
    chips = [Chip("?", _("Tất cả"), sum(counts.values()), asked is None)]
    chips += [
        Chip(f"?outcome={known.value}", OUTCOMES[known].word, counts[known], asked is known)
        for known in OUTCOMES
        if known in counts
    ]
    context = {
        "one": settlement_shown(one, stands),
        "stands": stands,
        "waits": Outcome.WAITING in counts,
        "page": page,
        "rows": [row_shown(each) for each in rows],
        "chips": chips,
        "missing": missing,
        "pair": form or (PairForm(lines=choices) if choices else None),
        "undo": undo_form or (UndoForm() if stands.line_id else None),
    }
    status = 400 if any(each is not None and each.errors for each in (form, undo_form)) else 200
    crumbs = _crumbs(Crumb(title_of(one)))
    return show(request, desk, "settlement", context, noun=Noun.MONEY, crumbs=crumbs, status=status)


@for_staff(Permission.RECONCILE)
@require_POST
def pair(request: StaffRequest, settlement_id: int) -> HttpResponse:
    """A person says which line of the bank a settlement is."""
    desk = desk_of(request)
    desk.by.require(Permission.RECONCILE, desk.facility_id)
    one = _settlement_or_404(desk, settlement_id)
    lines = [(line.pk, line_words(line)) for line in queries.lines_that_fit(one)]
    form = PairForm(request.POST, lines=lines)
    if not form.is_valid():
        return _one(request, desk, one, form)
    try:
        settling.settle_by_hand(
            by=desk.by,
            line_id=form.cleaned_data["line"],
            settlement_id=one.pk,
            reason=form.cleaned_data["reason"],
            at=desk.at,
        )
    except settling_errors.SettlingRefused:
        form.add_error(None, _("Dòng này hoặc quyết toán này vừa được khớp: xem lại trang."))
        return _one(request, desk, one, form)
    messages.success(request, _("Đã khớp quyết toán với dòng sao kê."))
    return redirect("desk_settlement", settlement_id=one.pk)


@for_staff(Permission.RECONCILE)
@require_POST
def undo(request: StaffRequest, settlement_id: int) -> HttpResponse:
    """A person says that a settlement is not the line it stands beside."""
    desk = desk_of(request)
    desk.by.require(Permission.RECONCILE, desk.facility_id)
    one = _settlement_or_404(desk, settlement_id)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _one(request, desk, one, undo_form=form)
    try:
        unsettling.unsettle_by_hand(
            by=desk.by, settlement_id=one.pk, reason=form.cleaned_data["undo_reason"], at=desk.at
        )
    except settling_errors.SettlingRefused:
        form.add_error(None, _("Quyết toán này không còn đứng cạnh dòng nào: xem lại trang."))
        return _one(request, desk, one, undo_form=form)
    messages.success(request, _("Đã bỏ khớp: quyết toán và dòng sao kê lại chờ nhau."))
    return redirect("desk_settlement", settlement_id=one.pk)


settlement_patterns: list[URLPattern] = [
    path("quyet-toan/", settlements, name="desk_settlements"),
    path("quyet-toan/nhap/", take, name="desk_settlement_take"),
    path("quyet-toan/<int:settlement_id>", settlement, name="desk_settlement"),
    path("quyet-toan/<int:settlement_id>/khop", pair, name="desk_settlement_pair"),
    path("quyet-toan/<int:settlement_id>/bo-khop", undo, name="desk_settlement_undo"),
]
