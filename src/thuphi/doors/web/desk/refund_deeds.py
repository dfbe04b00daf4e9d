"""What people do about refunds: agree, withdraw, hand over, settle, tell of a reversal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.refunds import actions, errors, queries
from thuphi.money.refunds.actions import refundable_vnd
from thuphi.money.refunds.rules import RefundState

from .frame import Crumb, Noun, desk_of, show
from .inbox import payment_or_404
from .people import names_of
from .refund_forms import DocumentForm, LimitForm, ReversalForm, WithdrawForm
from .refund_rows import refund_or_404
from .refund_slip import slip
from .refund_words import second_person, waits_for_hand
from .refunds import crumbs_to, refund_page
from .rows import payment_row

VERDICTS = {"went": True, "stayed": False}


def too_late(request: StaffRequest, refund_id: int) -> HttpResponse:
    """Somebody else was faster: nothing was done twice."""
    messages.warning(request, _("Người khác vừa quyết định việc này rồi; không có gì thay đổi."))
    return redirect("desk_refund", refund_id)


@for_staff(Permission.REFUND_APPROVE)
@require_POST
def approve(request: StaffRequest, refund_id: int) -> HttpResponse:
    """Agree. Above the limit the one who asked cannot."""
    desk = desk_of(request)
    here = refund_or_404(request, refund_id)
    try:
        made = actions.approve(by=desk.by, refund_id=here.pk, at=desk.at)
    except errors.SecondPersonNeeded:
        messages.error(
            request,
            _("Bạn là người đề nghị nên không tự duyệt được. %(why)s")
            % {"why": second_person(here.amount_vnd, here.alone_limit_vnd)},
        )
        return redirect("desk_refund", here.pk)
    except (errors.NotWaiting, errors.RefundNotFound):
        return too_late(request, here.pk)
    if made.state == RefundState.APPROVED.value:
        messages.success(
            request, _("Đã duyệt trả lại %(sum)s.") % {"sum": money.dong(made.amount_vnd)}
        )
    else:
        messages.info(request, _("Bạn đã nhận đề nghị của người nộp. Còn cần người thứ hai duyệt."))
    return redirect("desk_refund", here.pk)


@for_staff(Permission.REFUND_ASK)
@require_POST
def withdraw(request: StaffRequest, refund_id: int) -> HttpResponse:
    """Drop a wish that nobody has agreed to yet."""
    desk = desk_of(request)
    here = refund_or_404(request, refund_id)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return refund_page(request, here, withdraw=form)
    try:
        actions.withdraw(
            by=desk.by, refund_id=here.pk, reason=form.cleaned_data["reason"], at=desk.at
        )
    except (errors.NotWaiting, errors.RefundNotFound):
        return too_late(request, here.pk)
    messages.success(request, _("Đã rút đề nghị. Không có tiền nào đi đâu."))
    return redirect("desk_refund", here.pk)


@for_staff(Permission.REFUND_ASK)
@require_POST
def hand_over(request: StaffRequest, refund_id: int) -> HttpResponse:
    """The transfer was made, or the cash handed back; here is the number of its proof."""
    desk = desk_of(request)
    here = refund_or_404(request, refund_id)
    form = DocumentForm(request.POST)
    if not form.is_valid():
        return refund_page(request, here, document=form)
    try:
        actions.hand_over(
            by=desk.by, refund_id=here.pk, document=form.cleaned_data["document"], at=desk.at
        )
    except (errors.NotWaiting, errors.RefundNotFound):
        return too_late(request, here.pk)
    messages.success(request, _("Đã ghi chứng từ. Sổ được ghi trong một hai giây."))
    return redirect("desk_refund", here.pk)


@for_staff(Permission.REFUND_APPROVE)
@require_POST
def take_up_again(request: StaffRequest, refund_id: int) -> HttpResponse:
    """What the book refused was looked into: try it once more."""
    desk = desk_of(request)
    here = refund_or_404(request, refund_id)
    try:
        actions.take_up_again(by=desk.by, refund_id=here.pk, at=desk.at)
    except (errors.NotWaiting, errors.RefundNotFound):
        return too_late(request, here.pk)
    messages.info(request, _("Đang thử ghi sổ lại."))
    return redirect("desk_refund", here.pk)


@for_staff(Permission.PAYMENT_IDENTIFY)
@require_POST
def settle(request: StaffRequest, refund_id: int) -> HttpResponse:
    """A person has found out what the provider does not tell: the money went, or it stayed."""
    desk = desk_of(request)
    here = refund_or_404(request, refund_id)
    form = DocumentForm(request.POST)
    went_back = VERDICTS.get(request.POST.get("verdict", ""))
    if not form.is_valid() or went_back is None:
        return refund_page(request, here, document=form)
    try:
        actions.settle_by_hand(
            by=desk.by,
            refund_id=here.pk,
            went_back=went_back,
            document=form.cleaned_data["document"],
            at=desk.at,
        )
    except (errors.NotWaiting, errors.RefundNotFound):
        return too_late(request, here.pk)
    messages.success(request, _("Đã ghi kết luận. Sổ được ghi trong một hai giây."))
    return redirect("desk_refund", here.pk)


@for_staff(Permission.PAYMENT_IDENTIFY)
@require_http_methods(["GET", "HEAD", "POST"])
def reversal(request: StaffRequest, payment_id: int) -> HttpResponse:
    """A bank or provider took money back unasked: the bill is owed again."""
    desk = desk_of(request)
    payment = payment_or_404(request, payment_id)
    rest = refundable_vnd(payment)
    start = f"{max(rest, 0):,}".replace(",", ".")
    form = ReversalForm(request.POST or None, initial={"amount_vnd": start, "seen_rest": rest})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record_reversal(
                by=desk.by,
                payment_id=payment.pk,
                amount_vnd=form.cleaned_data["amount_vnd"],
                reason=form.cleaned_data["reason"],
                at=desk.at,
                seen_rest_vnd=form.cleaned_data["seen_rest"],
            )
        except errors.RestChanged:
            form.add_error(None, _("Vừa có người đề nghị trả lại khoản này. Xem lại rồi ghi."))
        except errors.AmountNotPositive:
            form.add_error("amount_vnd", _("Số tiền phải lớn hơn 0."))
        except errors.AmountAbovePaid:
            form.add_error(
                "amount_vnd",
                _("Khoản này chỉ còn %(rest)s ở trường.") % {"rest": money.dong(rest)},
            )
        except errors.NothingToRefund:
            form.add_error(None, _("Khoản này không còn tiền ở trường; không ghi được."))
        else:
            messages.success(request, _("Đã ghi là bị thu lại."))
            return redirect("desk_refund", made.pk)
    limit = queries.alone_limit_vnd(payment.facility_id)
    context = {
        "payment": payment_row(payment),
        "bill": payment.bill,
        "form": form,
        "is_open": rest > 0,
        "two": second_person(rest, limit),
    }
    crumbs = crumbs_to(Crumb(_("Bị thu lại")))
    status = 400 if form.errors else 200
    return show(
        request, desk, "refund_reversal", context, noun=Noun.MONEY, crumbs=crumbs, status=status
    )


@for_staff(Permission.ACCOUNT_APPROVE)
@require_POST
def set_limit(request: StaffRequest) -> HttpResponse:
    """The head says up to which amount one person alone may send money back."""
    desk = desk_of(request)
    form = LimitForm(request.POST)
    if form.is_valid():
        alone = form.cleaned_data["alone_vnd"]
        actions.set_limit(by=desk.by, facility_id=desk.facility_id, alone_vnd=alone, at=desk.at)
        messages.success(
            request,
            _("Từ nay đến %(limit)s một người tự trả lại được; trên đó cần hai người.")
            % {"limit": money.dong(alone)}
            if alone
            else _("Từ nay khoản nào cũng cần hai người."),
        )
    else:
        messages.error(request, " ".join(str(one) for one in form.errors["alone_vnd"]))
    return redirect("desk_refunds")


@for_staff(Permission.PAYMENT_READ)
@require_safe
def refund_slip(request: StaffRequest, refund_id: int) -> HttpResponse:
    """The slip that goes with the money, on paper, with the four fields and places to sign."""
    desk = desk_of(request)
    here = refund_or_404(request, refund_id)
    people = names_of([here.asked_by, here.approved_by])
    sheet = slip(
        here,
        facility=desk.facility,
        asked_by=people.get(here.asked_by or 0, ""),
        approved_by=people.get(here.approved_by or 0, ""),
        is_open=waits_for_hand(here),
    )
    response = HttpResponse(sheet, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="phieu-hoan-tien-{here.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
