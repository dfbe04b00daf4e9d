"""New changes to bills that are out: one bill, a class, a price, a late right, a leaver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.adjustments import actions, proposals
from thuphi.money.adjustments.actions import Change, Kept
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills import changing
from thuphi.money.bills.models import Bill, CollectionRun, Exemption
from thuphi.money.bills.queries import desk as bill_queries
from thuphi.money.bills.rules import BillState
from thuphi.money.catalogue.models import FeeItem
from thuphi.registers.payers.models import Beneficiary

from .adjust import Review, crumbs_to, is_sent, look_or_save
from .adjust_forms import DeedForm, LeaverForm, PaperForm, PriceForm
from .bills import bill_or_404
from .frame import Crumb, Desk, Noun, desk_of, number_in, show

RUNS_SHOWN = 60
RIGHTS_SHOWN = 200
UP, DOWN = "up", "down"
GET_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class AmountRow:
    """One row to type an amount into: of a bill, or of an item on it."""

    name: str
    label: str
    under: str
    standing_vnd: int
    paid_vnd: int
    typed: str
    error: str
    is_ticked: bool = False


def _amount(text: str) -> tuple[int, str]:
    """What was typed as whole đồng, and why it cannot be read; nothing typed is nothing."""
    if not text.strip():
        return 0, ""
    try:
        return money.parse_dong(text), ""
    except (money.AmountNegative, money.AmountUnreadable):
        return 0, _("“%(text)s” không đọc được thành số đồng. Gõ như 96.000.") % {"text": text}


def _page(
    request: StaffRequest,
    desk: Desk,
    template: str,
    title: str,
    context: Mapping[str, object],
    *,
    is_wrong: bool = False,
) -> HttpResponse:
    return show(
        request,
        desk,
        template,
        {"title": title, **context},
        noun=Noun.RUNS,
        crumbs=crumbs_to(Crumb(title)),
        status=400 if is_wrong else 200,
    )


def _sign(request: StaffRequest) -> int:
    return 1 if request.POST.get("way") == UP else -1


@for_staff(Permission.ADJUST)
@require_http_methods(GET_OR_POST)
def adjust_bill(request: StaffRequest, code: str) -> HttpResponse:
    """Take something off one bill, or add to it, item by item."""
    bill = bill_or_404(request, code)
    desk = desk_of(request)
    if bill.state == BillState.CANCELLED.value:
        return redirect("desk_bill", bill.code)
    standing = changing.standing([bill.pk])[bill.pk]
    items = FeeItem.objects.filter(facility_id=bill.facility_id).in_bulk(standing)
    others = FeeItem.objects.filter(facility_id=bill.facility_id, is_active=True).exclude(
        pk__in=standing
    )
    rows, changes = [], []
    for item in [*(items[one] for one in standing), *others.order_by("-school_year", "name")]:
        typed = request.POST.get(f"item_{item.pk}", "")
        amount, error = _amount(typed)
        rows.append(
            AmountRow(
                f"item_{item.pk}", item.name, item.school_year, standing.get(item.pk, 0), 0,
                typed, error,
            )
        )  # fmt: skip
        if amount:
            changes.append(Change(bill.code, item.pk, _sign(request) * amount))
    form = DeedForm(request.POST or None)
    is_wrong = any(row.error for row in rows)
    title = _("Điều chỉnh khoản của %(name)s") % {"name": bill.beneficiary_name}
    if is_sent(request) and form.is_valid() and not is_wrong and changes:
        facts = form.cleaned_data
        return look_or_save(
            request,
            desk,
            Review(
                title,
                changes,
                lambda: actions.adjust(
                    by=desk.by,
                    facility_id=bill.facility_id,
                    kind=AdjustmentKind.OTHER,
                    changes=changes,
                    reason=facts["reason"],
                    paper=facts["paper"],
                    at=desk.at,
                ),
            ),
        )
    context = {
        "bill": bill,
        "on_bill": rows[: len(standing)],
        "others": rows[len(standing) :],
        "form": form,
        "is_up": request.POST.get("way") == UP,
        "nothing": is_sent(request) and not changes and not is_wrong,
    }
    return _page(request, desk, "adjust_bill", title, context, is_wrong=is_sent(request))


def _runs(facility_id: int) -> list[CollectionRun]:
    found = CollectionRun.objects.filter(facility_id=facility_id, bills_issued__gt=0)
    return list(found.order_by("-id")[:RUNS_SHOWN])


def _items_on(run_ids: Sequence[int]) -> list[FeeItem]:
    """Items that stand on bills of these runs."""
    return list(FeeItem.objects.filter(pk__in=changing.items_on_runs(run_ids)).order_by("name"))


@for_staff(Permission.ADJUST)
@require_http_methods(GET_OR_POST)
def adjust_price(request: StaffRequest) -> HttpResponse:
    """Lower the price of an item for everybody whom some runs billed."""
    desk = desk_of(request)
    runs = _runs(desk.facility_id)
    form = PriceForm(
        request.POST or None,
        items=list(
            FeeItem.objects.filter(facility_id=desk.facility_id).order_by("-school_year", "name")
        ),
        runs=[(run.pk, run.name) for run in runs],
    )
    title = _("Giảm giá một khoản mục")
    if is_sent(request) and form.is_valid():
        facts = form.cleaned_data
        item = FeeItem.objects.get(pk=facts["fee_item"])
        changes = proposals.of_price_cut(item, facts["new_price_vnd"], facts["runs"])
        if changes:
            return look_or_save(
                request,
                desk,
                Review(
                    title,
                    changes,
                    lambda: actions.price_cut(
                        by=desk.by,
                        fee_item_id=item.pk,
                        new_price_vnd=facts["new_price_vnd"],
                        run_ids=facts["runs"],
                        reason=facts["reason"],
                        paper=facts["paper"],
                        at=desk.at,
                    ),
                ),
            )
        form.add_error(
            None,
            _("Không khoản nào của các đợt này đang tính giá cao hơn giá mới. Xem lại giá và đợt."),
        )
    context = {"form": form, "has_runs": bool(runs)}
    return _page(request, desk, "adjust_price", title, context, is_wrong=is_sent(request))


@for_staff(Permission.ADJUST)
@require_http_methods(GET_OR_POST)
def adjust_many(request: StaffRequest) -> HttpResponse:
    """One item for many pupils of a class, each with an amount of their own."""
    desk = desk_of(request)
    runs = _runs(desk.facility_id)
    run_id = number_in(request.GET.get("run", ""))
    run = next((one for one in runs if one.pk == run_id), None)
    class_name = request.GET.get("class", "")
    items = _items_on([run.pk]) if run is not None else []
    item_id = number_in(request.GET.get("item", ""))
    item = next((one for one in items if one.pk == item_id), None)
    bills: list[Bill] = []
    classes: list[str] = []
    if run is not None:
        live = Bill.objects.filter(run=run).exclude(state=BillState.CANCELLED.value)
        names = live.order_by("class_name").values_list("class_name", flat=True).distinct()
        classes = list(names)
        bills = list(live.filter(class_name=class_name).order_by("beneficiary_name", "id"))
    rows, changes = _rows_of(request, bills, item)
    form = DeedForm(request.POST or None)
    is_wrong = any(row.error for row in rows)
    title = _("Điều chỉnh nhiều học sinh")
    sent = is_sent(request) and item is not None
    if sent and form.is_valid() and not is_wrong and changes:
        facts = form.cleaned_data
        return look_or_save(
            request,
            desk,
            Review(
                title,
                changes,
                lambda: actions.adjust(
                    by=desk.by,
                    facility_id=desk.facility_id,
                    kind=AdjustmentKind.OTHER,
                    changes=changes,
                    reason=facts["reason"],
                    paper=facts["paper"],
                    at=desk.at,
                ),
            ),
        )
    context = {
        "runs": runs,
        "run": run,
        "classes": classes,
        "class_name": class_name,
        "items": items,
        "item": item,
        "rows": rows,
        "form": form,
        "is_up": request.POST.get("way") == UP,
        "nothing": sent and not changes and not is_wrong,
        "each": request.POST.get("each", ""),
    }
    return _page(request, desk, "adjust_many", title, context, is_wrong=sent)


def _rows_of(
    request: StaffRequest, bills: Sequence[Bill], item: FeeItem | None
) -> tuple[list[AmountRow], list[Change]]:
    """A row for each bill: its own amount, or that for everybody ticked."""
    if item is None:
        return [], []
    standing = changing.standing([bill.pk for bill in bills])
    each, wrong_each = _amount(request.POST.get("each", ""))
    rows, changes = [], []
    for bill in bills:
        typed = request.POST.get(f"bill_{bill.pk}", "")
        amount, error = _amount(typed)
        is_ticked = bool(request.POST.get(f"tick_{bill.pk}"))
        amount = amount or (each if is_ticked else 0)
        rows.append(
            AmountRow(
                str(bill.pk), bill.beneficiary_name, bill.code, standing[bill.pk].get(item.pk, 0),
                bill.paid_vnd, typed, error or (wrong_each if is_ticked else ""), is_ticked,
            )
        )  # fmt: skip
        if amount:
            changes.append(Change(bill.code, item.pk, _sign(request) * amount))
    return rows, changes


@for_staff(Permission.ADJUST)
@require_safe
def adjust_exemptions(request: StaffRequest) -> HttpResponse:
    """Rights to pay less that would still take something off bills that are out."""
    desk = desk_of(request)
    rights = Exemption.objects.filter(facility_id=desk.facility_id).select_related(
        "beneficiary", "fee_item"
    )
    latest = list(rights.order_by("-id")[:RIGHTS_SHOWN])
    changes = proposals.of_late_exemptions(latest)
    rows = [
        (right, -sum(one.amount_vnd for one in changes[right.pk]))
        for right in latest
        if right.pk in changes
    ]
    return _page(request, desk, "adjust_exemptions", _("Miễn giảm muộn"), {"rows": rows})


@for_staff(Permission.ADJUST)
@require_http_methods(GET_OR_POST)
def adjust_exemption(request: StaffRequest, exemption_id: int) -> HttpResponse:
    """Let one late right reach the bills of its days."""
    desk = desk_of(request)
    right = Exemption.objects.select_related("beneficiary", "fee_item").filter(
        pk=exemption_id, facility_id=desk.facility_id
    ).first()  # fmt: skip
    if right is None:
        raise Http404
    changes = proposals.of_late_exemption(right)
    form = PaperForm(request.POST or None)
    title = _("Miễn giảm muộn của %(name)s") % {"name": right.beneficiary.name}
    if is_sent(request) and form.is_valid() and changes:
        paper = form.cleaned_data["paper"]
        return look_or_save(
            request,
            desk,
            Review(
                title,
                changes,
                lambda: actions.late_exemption(
                    by=desk.by, exemption_id=right.pk, paper=paper, at=desk.at
                ),
            ),
        )
    context = {
        "right": right,
        "form": form,
        "bills": len(changes),
        "off_vnd": -sum(one.amount_vnd for one in changes),
    }
    return _page(request, desk, "adjust_exemption", title, context, is_wrong=is_sent(request))


@for_staff(Permission.ADJUST)
@require_safe
def adjust_leavers(request: StaffRequest) -> HttpResponse:
    """Find the pupil who leaves."""
    desk = desk_of(request)
    words = request.GET.get("q", "").strip()[:100]
    found = list(bill_queries.pupils(desk.facility_id, words, "")[:20]) if words else []
    return _page(
        request, desk, "adjust_leavers", _("Học sinh thôi học"), {"q": words, "pupils": found}
    )


@for_staff(Permission.ADJUST)
@require_http_methods(GET_OR_POST)
def adjust_leaver(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """A pupil leaves: of each item so much stays owed, the rest is taken off."""
    desk = desk_of(request)
    child = bill_queries.pupil_here(pupil_id, desk.by.facilities)
    if child is None:
        raise Http404
    rows, keep = _kept(request, child)
    form = LeaverForm(request.POST or None, initial={"left_on": desk.today})
    is_wrong = any(row.error for row in rows)
    title = _("%(name)s thôi học") % {"name": child.name}
    nothing = False
    if is_sent(request) and form.is_valid() and not is_wrong:
        changes = proposals.of_leaver(child, keep)
        nothing = not changes
        if changes:
            facts = form.cleaned_data
            return look_or_save(
                request,
                desk,
                Review(
                    title,
                    changes,
                    lambda: actions.leaver(
                        by=desk.by,
                        beneficiary_id=child.pk,
                        left_on=facts["left_on"],
                        keep=keep,
                        reason=facts["reason"],
                        paper=facts["paper"],
                        at=desk.at,
                    ),
                ),
            )
    context = {
        "child": child,
        "rows": rows,
        "form": form,
        "nothing": nothing,
        "credits_href": reverse("desk_credit", args=[child.pk]),
    }
    return _page(request, desk, "adjust_leaver", title, context, is_wrong=is_sent(request))


def _kept(request: StaffRequest, child: Beneficiary) -> tuple[list[AmountRow], list[Kept]]:
    """A row for each item on each of the pupil's bills: how much of it stays owed."""
    bills = list(
        Bill.objects.filter(beneficiary=child)
        .exclude(state=BillState.CANCELLED.value)
        .order_by("-id")
    )
    standing = changing.standing([bill.pk for bill in bills])
    items = FeeItem.objects.in_bulk({item for of_bill in standing.values() for item in of_bill})
    rows, keep = [], []
    for bill in bills:
        for item, stands_vnd in standing[bill.pk].items():
            if stands_vnd <= 0:
                continue
            name = f"keep_{bill.pk}_{item}"
            typed = request.POST.get(name, f"{stands_vnd:,}".replace(",", "."))
            amount, error = _amount(typed)
            if amount > stands_vnd:
                error = _("Khoản này chỉ có %(most)s.") % {"most": money.dong(stands_vnd)}
            rows.append(
                AmountRow(
                    name, items[item].name, bill.reason, stands_vnd, bill.paid_vnd, typed, error
                )
            )
            keep.append(Kept(bill.code, item, amount))
    return rows, keep
