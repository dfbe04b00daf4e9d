"""New changes to bills that are out: one bill, or the price of an item."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.adjustments import actions, proposals
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills import changing
from thuphi.money.bills.rules import BillState
from thuphi.money.catalogue.models import FeeItem

from .adjust import Review, is_sent, look_or_save
from .adjust_forms import DeedForm, PriceForm
from .adjust_rows import GET_OR_POST, UP, AmountRow, amount_in, issued_runs, new_page, sign_of
from .bills import bill_or_404
from .frame import desk_of


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
        amount, error = amount_in(typed)
        rows.append(
            AmountRow(
                f"item_{item.pk}", item.name, item.school_year, standing.get(item.pk, 0), 0,
                typed, error,
            )
        )  # fmt: skip
        if amount:
            changes.append(Change(bill.code, item.pk, sign_of(request) * amount))
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
    return new_page(request, desk, "adjust_bill", title, context, is_wrong=is_sent(request))


@for_staff(Permission.ADJUST)
@require_http_methods(GET_OR_POST)
def adjust_price(request: StaffRequest) -> HttpResponse:
    """Lower the price of an item for everybody whom some runs billed."""
    desk = desk_of(request)
    runs = issued_runs(desk.facility_id)
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
    return new_page(request, desk, "adjust_price", title, context, is_wrong=is_sent(request))
