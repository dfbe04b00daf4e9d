"""Verify, approve, send back: one declaration, or all that have nothing unusual."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared import platform_words
from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Actor, NotYours, Permission
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.oversight.declarations import actions, errors
from thuphi.oversight.declarations.rules import State
from thuphi.registers.facilities.models import Facility
from thuphi.registers.platforms import actions as platforms
from thuphi.registers.platforms import errors as platform_errors
from thuphi.registers.platforms import queries as platform_queries

from .declarations import declaration_page, month_asked, sheet_here
from .frame import Crumb, office_of, show

REASON_LETTERS_MAX = 500


def _once_more() -> str:
    return _("Bản này vừa được người khác xử lý. Xem lại trạng thái.")


def _another() -> str:
    return _("Bạn đã làm bước trước của bản này: người khác phải quyết định.")


def _looked_at(request: StaffRequest) -> datetime | None:
    """What the page that was looked at said of itself; a page of old says nothing."""
    try:
        found = datetime.fromisoformat(request.POST.get("looked_at", ""))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


class Step(Protocol):
    """One of the two steps of a department."""

    def __call__(
        self, *, by: Actor, declaration_id: int, at: datetime, looked_at: datetime | None
    ) -> object:
        """Take it; refused when somebody else was faster, or when it takes another person."""
        ...


def _taken(request: StaffRequest, declaration_id: int, step: Step, done: str) -> HttpResponse:
    office = office_of(request)
    sheet_here(office, declaration_id)
    try:
        step(
            by=office.by,
            declaration_id=declaration_id,
            at=office.at,
            looked_at=_looked_at(request),
        )
    except (MoveNotAllowed, errors.SubmittedAgain):
        messages.error(request, _once_more())
    except errors.SecondPersonNeeded:
        messages.error(request, _another())
    else:
        messages.success(request, done)
    return redirect("office:declaration", declaration_id)


@for_staff(Permission.DECLARATION_VERIFY)
@require_POST
def verify(request: StaffRequest, declaration_id: int) -> HttpResponse:
    """Say that a declaration was looked into."""
    done = _("Đã xác minh. Số này được tính; người khác sẽ duyệt.")
    return _taken(request, declaration_id, actions.verify, done)


@for_staff(Permission.DECLARATION_APPROVE)
@require_POST
def approve(request: StaffRequest, declaration_id: int) -> HttpResponse:
    """Approve a verified declaration, which locks it."""
    return _taken(request, declaration_id, actions.approve, _("Đã duyệt và khóa."))


@for_staff(Permission.DECLARATION_VERIFY)
@require_POST
def send_back(request: StaffRequest, declaration_id: int) -> HttpResponse:
    """Give a declaration back to the facility, with the reason they will read."""
    office = office_of(request)
    sheet = sheet_here(office, declaration_id)
    reason = request.POST.get("reason", "").strip()[:REASON_LETTERS_MAX]
    try:
        actions.send_back(by=office.by, declaration_id=declaration_id, reason=reason, at=office.at)
    except errors.ReasonMissing:
        wrong = _("Chưa có lý do. Ghi rõ chỗ cần sửa để cơ sở biết mà sửa.")
        return declaration_page(request, office, sheet, wrong=wrong)
    except MoveNotAllowed:
        messages.error(request, _once_more())
    else:
        messages.success(request, _("Đã trả lại cơ sở."))
    return redirect("office:declaration", declaration_id)


@for_staff(Permission.DECLARATION_VERIFY)
@require_POST
def verify_all(request: StaffRequest) -> HttpResponse:
    """Verify all that wait with nothing unusual in them, in one go."""
    asked = month_asked(request)
    done = actions.verify_many(
        by=asked.office.by,
        declaration_ids=asked.unflagged(State.SUBMITTED),
        at=asked.office.at,
        looked_at=_looked_at(request),
    )
    messages.success(request, _("Đã xác minh %(n)d bản.") % {"n": len(done)})
    return redirect(f"{reverse('office:declarations')}?thang={asked.month}")


@for_staff(Permission.DECLARATION_APPROVE)
@require_POST
def approve_all(request: StaffRequest) -> HttpResponse:
    """Approve all that somebody else has verified with nothing unusual in them, in one go."""
    asked = month_asked(request)
    done = actions.approve_many(
        by=asked.office.by,
        declaration_ids=asked.unflagged(State.VERIFIED),
        at=asked.office.at,
        looked_at=_looked_at(request),
    )
    messages.success(request, _("Đã duyệt %(n)d bản.") % {"n": len(done)})
    return redirect(f"{reverse('office:declarations')}?thang={asked.month}&muc=cho-duyet")


@for_staff(Permission.DECLARATION_VERIFY)
@require_safe
def uses(request: StaffRequest) -> HttpResponse:
    """Platforms that facilities say they use and nobody has verified yet."""
    office = office_of(request)
    found = [one for one in platform_queries.waiting() if one.facility_id in office.by.facilities]
    named = Facility.objects.in_bulk({one.facility_id for one in found})
    context = {
        "uses": [
            (one, named[one.facility_id], platform_words.CATEGORIES[one.category]) for one in found
        ]
    }
    crumbs = [Crumb(_("Kê khai"), reverse("office:declarations")), Crumb(_("Nền tảng số"))]
    return show(request, office, "declarations_uses", context, crumbs=crumbs)


@for_staff(Permission.DECLARATION_VERIFY)
@require_POST
def decide_use(request: StaffRequest, use_id: int) -> HttpResponse:
    """Verify the use of a platform, or refuse it with a reason."""
    office = office_of(request)
    is_good = request.POST.get("do") == "verify"
    try:
        platforms.decide_use(
            by=office.by,
            use_id=use_id,
            approve=is_good,
            reason="" if is_good else request.POST.get("reason", "")[:REASON_LETTERS_MAX],
            at=office.at,
        )
    except (platform_errors.UseNotFound, NotYours):
        raise Http404 from None
    except platform_errors.ReasonMissing:
        messages.error(request, _("Chưa có lý do từ chối. Chưa ghi gì."))
    except platform_errors.SecondPersonNeeded:
        messages.error(request, _another())
    except MoveNotAllowed:
        messages.error(request, _once_more())
    else:
        messages.success(request, _("Đã xác minh.") if is_good else _("Đã từ chối."))
    return redirect("office:declaration_uses")
