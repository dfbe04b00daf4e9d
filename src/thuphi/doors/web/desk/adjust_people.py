"""Changes for one person: a right to pay less that was told late, and a pupil who leaves."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.adjustments import actions, proposals
from thuphi.money.adjustments.actions import Kept
from thuphi.money.bills import changing
from thuphi.money.bills.models import Bill, Exemption
from thuphi.money.bills.queries import desk as bill_queries
from thuphi.money.bills.rules import BillState
from thuphi.money.catalogue.models import FeeItem
from thuphi.registers.payers.models import Beneficiary

from .adjust import Review, is_sent, look_or_save
from .adjust_forms import LeaverForm, PaperForm
from .adjust_rows import GET_OR_POST, AmountRow, amount_in, new_page
from .frame import desk_of

RIGHTS_SHOWN = 200


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
    return new_page(request, desk, "adjust_exemptions", _("Miễn giảm muộn"), {"rows": rows})


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
    return new_page(request, desk, "adjust_exemption", title, context, is_wrong=is_sent(request))


@for_staff(Permission.ADJUST)
@require_safe
def adjust_leavers(request: StaffRequest) -> HttpResponse:
    """Find the pupil who leaves."""
    desk = desk_of(request)
    words = request.GET.get("q", "").strip()[:100]
    found = list(bill_queries.pupils(desk.facility_id, words, "")[:20]) if words else []
    return new_page(
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
    return new_page(request, desk, "adjust_leaver", title, context, is_wrong=is_sent(request))


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
            amount, error = amount_in(typed)
            if amount > stands_vnd:
                error = _("Khoản này chỉ có %(most)s.") % {"most": money.dong(stands_vnd)}
            rows.append(
                AmountRow(
                    name, items[item].name, bill.reason, stands_vnd, bill.paid_vnd, typed, error
                )
            )
            keep.append(Kept(bill.code, item, amount))
    return rows, keep
