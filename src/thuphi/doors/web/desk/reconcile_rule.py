"""By which day this facility's reports count money: changed with one press."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.reconciliation.actions.ruling import set_books_by
from thuphi.money.reconciliation.rules import BooksBy

from .frame import desk_of


@for_staff(Permission.RECONCILE)
@require_POST
def change(request: StaffRequest) -> HttpResponse:
    """Change to the day that was pressed; another word changes nothing."""
    desk = desk_of(request)
    pressed = request.POST.get("books_by", "")
    wanted = next((one for one in BooksBy if one.value == pressed), None)
    if wanted is not None:
        set_books_by(by=desk.by, facility_id=desk.facility_id, books_by=wanted, at=desk.at)
        messages.success(
            request,
            _("Báo cáo của đơn vị từ nay theo ngày tiền về tài khoản.")
            if wanted is BooksBy.ARRIVED
            else _("Báo cáo của đơn vị từ nay theo ngày gia đình nộp."),
        )
    return redirect("desk_reconcile")
