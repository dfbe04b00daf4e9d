"""What people do about payouts: release, give up, say what the bank did, take the files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.workbook_field import XLSX
from thuphi.ground.kit.actor import Permission
from thuphi.money.payouts import actions, errors, files, queries
from thuphi.money.payouts.models import PayoutList
from thuphi.money.payouts.rules import ListState

from .frame import desk_of, number_in, personal
from .payout_rows import list_or_404, said


@for_staff(Permission.PAYOUT_RELEASE)
@require_POST
def release(request: StaffRequest, list_id: int) -> HttpResponse:
    """Agree as the second person."""
    desk = desk_of(request)
    found = list_or_404(request, list_id)
    people = [row.beneficiary for row in queries.payouts_of(found.pk)]
    try:
        actions.release(by=desk.by, list_id=found.pk, at=desk.at)
    except errors.SecondPersonNeeded:
        messages.error(request, _("Bạn đã lập danh sách này nên người khác phải duyệt."))
    except errors.NotWaiting:
        messages.warning(request, _("Người khác vừa quyết định việc này rồi."))
    except errors.PeopleFaulty as error:
        messages.error(request, said(error, people, desk.at))
    else:
        messages.success(
            request, _("Đã duyệt. Tải tệp lệnh chi, nộp cho ngân hàng, rồi ghi kết quả ở đây.")
        )
    return redirect("desk_payout", found.pk)


@for_staff(Permission.PAYOUT_PREPARE)
@require_POST
def withdraw(request: StaffRequest, list_id: int) -> HttpResponse:
    """Give up a list that nobody has released."""
    desk = desk_of(request)
    found = list_or_404(request, list_id)
    try:
        actions.withdraw(by=desk.by, list_id=found.pk, at=desk.at)
    except errors.NotWaiting:
        messages.warning(request, _("Danh sách này đã được duyệt hoặc đã hủy."))
    else:
        messages.success(request, _("Đã hủy danh sách. Số dư của các gia đình vẫn nguyên."))
    return redirect("desk_payout", found.pk)


@for_staff(Permission.PAYOUT_PREPARE)
@require_POST
def outcome(request: StaffRequest, list_id: int) -> HttpResponse:
    """Say of the ticked families what the bank did."""
    desk = desk_of(request)
    found = list_or_404(request, list_id)
    ids = [number for text in request.POST.getlist("payout") if (number := number_in(text))]
    words = request.POST.get("words", "").strip()[:200]
    try:
        if "failed" in request.POST:
            count = actions.fail(
                by=desk.by, list_id=found.pk, payout_ids=ids, note=words, at=desk.at
            )
            done = _("Đã ghi %(count)d khoản không trả được; tiền lại là số dư của gia đình.")
        else:
            count = actions.settle(
                by=desk.by, list_id=found.pk, payout_ids=ids, document=words, at=desk.at
            )
            done = _("Đã ghi %(count)d khoản ngân hàng đã trả.")
    except errors.DocumentMissing:
        messages.error(request, _("Chưa có số chứng từ: ghi số ủy nhiệm chi hoặc mã giao dịch."))
    except errors.ReasonMissing:
        messages.error(request, _("Chưa ghi ngân hàng báo gì, ví dụ: sai tên chủ tài khoản."))
    except errors.NotWaiting:
        messages.error(request, _("Chưa chọn ai, hoặc có khoản đã ghi kết quả rồi."))
    else:
        messages.success(request, done % {"count": count})
    return redirect("desk_payout", found.pk)


@for_staff(Permission.PAYOUT_RELEASE)
@require_POST
def confirm_account(request: StaffRequest, pupil_id: int, account_id: int) -> HttpResponse:
    """A second person has called the family back."""
    desk = desk_of(request)
    now = queries.account_of(pupil_id)
    if now is None or now.pk != account_id or now.facility_id not in request.actor.facilities:
        raise Http404
    try:
        actions.confirm_account(by=desk.by, account_id=account_id, at=desk.at)
    except errors.SecondPersonNeeded:
        messages.error(request, _("Bạn đã khai tài khoản này nên người khác phải xác nhận."))
    else:
        messages.success(request, _("Đã xác nhận tài khoản nhận."))
    return redirect("desk_payout_account", pupil_id)


def _released(request: StaffRequest, list_id: int) -> PayoutList:
    found = list_or_404(request, list_id)
    if found.state not in {ListState.RELEASED.value, ListState.CLOSED.value}:
        raise Http404
    return found


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return personal(response)


@for_staff(Permission.PAYOUT_PREPARE)
@require_safe
def bank_xml(request: StaffRequest, list_id: int) -> HttpResponse:
    """The order to the bank, ISO 20022."""
    found = _released(request, list_id)
    try:
        content = files.credit_transfer(found, queries.payouts_of(found.pk))
    except errors.NobodyToPay as error:
        raise Http404 from error
    return _file(content, "application/xml", f"chi-tra-{found.pk}.xml")


@for_staff(Permission.PAYOUT_PREPARE)
@require_safe
def bank_xlsx(request: StaffRequest, list_id: int) -> HttpResponse:
    """The same as a table for the bank's own page."""
    found = _released(request, list_id)
    rows = queries.payouts_of(found.pk)
    if not files.transfers(rows):
        raise Http404
    content = files.workbook(found, rows)
    return _file(content, XLSX, f"chi-tra-{found.pk}.xlsx")
