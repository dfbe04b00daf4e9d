"""What a person decides about one thing of the workbench, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.queries import desk as bills
from thuphi.money.reconciliation.actions import deciding
from thuphi.money.reconciliation.actions.own_deeds import pair_own

from .frame import Desk, desk_of
from .workbench import item_of
from .workbench_forms import (
    Refused,
    code_typed,
    own_in,
    parts_in,
    payee_in,
    payment_in,
    pupil_in,
    reason_in,
)
from .workbench_refusals import REFUSALS, sentence
from .workbench_rows import Item, thing_of

Deed = Callable[[StaffRequest, Desk, Item], str]
"""Does it and returns the sentence that says so."""


def after_in(request: StaffRequest) -> str:
    """Where the person goes on: an address of ours, or the workbench."""
    wanted = request.POST.get("after", "")
    is_ours = wanted.startswith(reverse("desk_reconcile")) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None
    )
    return wanted if is_ours else reverse("desk_workbench")


def do(request: StaffRequest, key: str, deed: Deed) -> HttpResponse:
    """One deed about one thing: done, or refused in a sentence with nothing written."""
    desk = desk_of(request)
    item = item_of(thing_of(key), desk)
    if item is None:
        raise Http404
    back = reverse("desk_workbench") + f"?item={item.key}"
    try:
        told = deed(request, desk, item)
    except Refused as refusal:
        messages.error(request, _("%(why)s Chưa có gì được ghi.") % {"why": refusal})
        return redirect(back)
    except REFUSALS as refusal:
        messages.error(request, _("%(why)s Chưa có gì được ghi.") % {"why": sentence(refusal)})
        return redirect(back)
    messages.success(request, told)
    return redirect(after_in(request))


def _assign(request: StaffRequest, desk: Desk, item: Item) -> str:
    code = code_typed(request.POST.get("code", ""))
    bill = bills.bill_here(code, [desk.facility_id])
    if bill is None:
        raise Refused(_("Không có khoản thu mang mã này ở trường."))
    reason = reason_in(request.POST, _("Chưa có lý do."))
    deciding.assign(
        by=desk.by,
        line_id=item.acts_on.line_id,
        payment_id=item.acts_on.payment_id,
        code=bill.code,
        reason=reason,
        at=desk.at,
    )
    return _("Đã gạch %(sum)s cho %(name)s.") % {
        "sum": money.dong(item.left_vnd),
        "name": bill.beneficiary_name,
    }


def _split(request: StaffRequest, desk: Desk, item: Item) -> str:
    parts = parts_in(request.POST, item.left_vnd)
    typed = request.POST.get("reason", "").strip()
    deciding.split(
        by=desk.by,
        line_id=item.acts_on.line_id,
        payment_id=item.acts_on.payment_id,
        parts=[(one.code, one.amount_vnd) for one in parts],
        reason=typed or _("Một lần chuyển cho nhiều khoản"),
        at=desk.at,
    )
    return _("Đã chia %(sum)s cho %(count)s khoản.") % {
        "sum": money.dong(item.left_vnd),
        "count": len(parts),
    }


def _credit(request: StaffRequest, desk: Desk, item: Item) -> str:
    pupil = bills.pupil_here(pupil_in(request.POST), [desk.facility_id])
    if pupil is None:
        raise Refused(_("Không có học sinh này ở trường."))
    deciding.credit(
        by=desk.by,
        line_id=item.acts_on.line_id,
        payment_id=item.acts_on.payment_id,
        beneficiary_id=pupil.pk,
        reason=reason_in(request.POST, _("Chưa có lý do.")),
        at=desk.at,
    )
    return _("Đã ghi %(sum)s vào số dư của %(name)s.") % {
        "sum": money.dong(item.left_vnd),
        "name": pupil.name,
    }


def _refund(request: StaffRequest, desk: Desk, item: Item) -> str:
    deciding.refund(
        by=desk.by,
        line_id=item.acts_on.line_id,
        payment_id=item.acts_on.payment_id,
        payee=payee_in(request.POST),
        reason=reason_in(request.POST, _("Chưa có lý do hoàn trả.")),
        at=desk.at,
    )
    return _("Đã đề nghị hoàn %(sum)s; theo dõi ở mục Trả lại tiền.") % {
        "sum": money.dong(item.left_vnd)
    }


def _not_ours(request: StaffRequest, desk: Desk, item: Item) -> str:
    deciding.not_ours(
        by=desk.by,
        line_ids=[item.acts_on.id] if item.acts_on.kind == "line" else [],
        payment_ids=[item.acts_on.id] if item.acts_on.kind == "payment" else [],
        reason=reason_in(request.POST, _("Chưa chọn là tiền gì.")),
        at=desk.at,
    )
    return _("Đã để %(sum)s ngoài sổ thu.") % {"sum": money.dong(item.left_vnd)}


def _note(request: StaffRequest, desk: Desk, item: Item) -> str:
    deciding.note(
        by=desk.by,
        line_ids=[item.acts_on.id] if item.acts_on.kind == "line" else [],
        payment_ids=[item.acts_on.id] if item.acts_on.kind == "payment" else [],
        text=reason_in(request.POST, _("Chưa có ghi chú.")),
        at=desk.at,
    )
    return _("Đã ghi chú; việc vẫn ở trong danh sách.")


def _pair(request: StaffRequest, desk: Desk, item: Item) -> str:
    if item.acts_on.line_id is None:
        raise Refused(_("Chỉ dòng sao kê mới ghép được với khoản đã ghi."))
    if request.POST.get("own"):
        kind, subject_id = own_in(request.POST)
        pair_own(
            by=desk.by,
            line_id=item.acts_on.line_id,
            kind=kind,
            subject_id=subject_id,
            reason=reason_in(request.POST, _("Chưa có lý do.")),
            at=desk.at,
        )
        return _("Đã ghép %(sum)s với khoản đã ghi.") % {"sum": money.dong(item.left_vnd)}
    deciding.pair(
        by=desk.by,
        line_id=item.acts_on.line_id,
        payment_id=payment_in(request.POST),
        reason=reason_in(request.POST, _("Chưa có lý do.")),
        at=desk.at,
    )
    return _("Đã ghép %(sum)s với khoản đã ghi.") % {"sum": money.dong(item.left_vnd)}


def _undo(request: StaffRequest, desk: Desk, item: Item) -> str:
    deciding.undo(
        by=desk.by,
        line_id=item.thing.line_id,
        payment_id=item.thing.payment_id,
        reason=reason_in(request.POST, _("Chưa có lý do hủy. Chọn hoặc viết một câu.")),
        at=desk.at,
    )
    return _("Đã hủy xác nhận thu %(sum)s; tiền chờ xử lý lại.") % {
        "sum": money.dong(item.amount_vnd)
    }


@for_staff(Permission.RECONCILE)
@require_POST
def assign(request: StaffRequest, thing: str) -> HttpResponse:
    """Give the money to one bill."""
    return do(request, thing, _assign)


@for_staff(Permission.RECONCILE)
@require_POST
def split(request: StaffRequest, thing: str) -> HttpResponse:
    """Share the money out over bills."""
    return do(request, thing, _split)


@for_staff(Permission.RECONCILE)
@require_POST
def credit(request: StaffRequest, thing: str) -> HttpResponse:
    """The money is a pupil's credit."""
    return do(request, thing, _credit)


@for_staff(Permission.RECONCILE)
@require_POST
def refund(request: StaffRequest, thing: str) -> HttpResponse:
    """The money goes back to who sent it."""
    return do(request, thing, _refund)


@for_staff(Permission.RECONCILE)
@require_POST
def not_ours(request: StaffRequest, thing: str) -> HttpResponse:
    """The money is no business of this book."""
    return do(request, thing, _not_ours)


@for_staff(Permission.RECONCILE)
@require_POST
def note(request: StaffRequest, thing: str) -> HttpResponse:
    """Leave it with a note."""
    return do(request, thing, _note)


@for_staff(Permission.RECONCILE)
@require_POST
def pair(request: StaffRequest, thing: str) -> HttpResponse:
    """The line is the money of a payment that is booked already."""
    return do(request, thing, _pair)


@for_staff(Permission.RECONCILE)
@require_POST
def undo(request: StaffRequest, thing: str) -> HttpResponse:
    """Take a confirmation back; the money waits again."""
    return do(request, thing, _undo)
