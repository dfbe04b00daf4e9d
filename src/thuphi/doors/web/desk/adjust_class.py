"""One item for many pupils of a class, each with an amount of their own."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.adjustments import actions
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills import changing
from thuphi.money.bills.models import Bill
from thuphi.money.bills.rules import BillState
from thuphi.money.catalogue.models import FeeItem

from .adjust import Review, is_sent, look_or_save
from .adjust_forms import DeedForm
from .adjust_rows import (
    GET_OR_POST,
    UP,
    AmountRow,
    amount_in,
    issued_runs,
    items_on,
    new_page,
    sign_of,
)
from .frame import desk_of, number_in


@for_staff(Permission.ADJUST)
@require_http_methods(GET_OR_POST)
def adjust_many(request: StaffRequest) -> HttpResponse:
    """One item for many pupils of a class, each with an amount of their own."""
    desk = desk_of(request)
    runs = issued_runs(desk.facility_id)
    run_id = number_in(request.GET.get("run", ""))
    run = next((one for one in runs if one.pk == run_id), None)
    class_name = request.GET.get("class", "")
    items = items_on([run.pk]) if run is not None else []
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
    return new_page(request, desk, "adjust_many", title, context, is_wrong=sent)


def _rows_of(
    request: StaffRequest, bills: Sequence[Bill], item: FeeItem | None
) -> tuple[list[AmountRow], list[Change]]:
    """A row for each bill: its own amount, or that for everybody ticked."""
    if item is None:
        return [], []
    standing = changing.standing([bill.pk for bill in bills])
    each, wrong_each = amount_in(request.POST.get("each", ""))
    rows, changes = [], []
    for bill in bills:
        typed = request.POST.get(f"bill_{bill.pk}", "")
        amount, error = amount_in(typed)
        is_ticked = bool(request.POST.get(f"tick_{bill.pk}"))
        amount = amount or (each if is_ticked else 0)
        rows.append(
            AmountRow(
                str(bill.pk), bill.beneficiary_name, bill.code, standing[bill.pk].get(item.pk, 0),
                bill.paid_vnd, typed, error or (wrong_each if is_ticked else ""), is_ticked,
            )
        )  # fmt: skip
        if amount:
            changes.append(Change(bill.code, item.pk, sign_of(request) * amount))
    return rows, changes
