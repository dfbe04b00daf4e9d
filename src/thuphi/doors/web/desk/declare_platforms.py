"""Which digital platforms a facility uses, and how far the department has verified it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thuphi.doors.web.shared import platform_words
from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.methods_words import Pill, Words
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.registers.facilities.models import Sector
from thuphi.registers.platforms import actions, errors, queries
from thuphi.registers.platforms.actions import NewUse
from thuphi.registers.platforms.queries import Use
from thuphi.registers.platforms.rules import UseState

from .accounts import desk_at
from .declare_forms import EndForm, UseForm
from .frame import Crumb, Desk, Noun, show


@dataclass(frozen=True, slots=True)
class UseRow:
    """A platform of the list."""

    use: Use
    purpose: Words
    pill: Pill
    last_on: date | None
    can_end: bool


def _row(use: Use) -> UseRow:
    return UseRow(
        use,
        platform_words.CATEGORIES[use.category],
        platform_words.STATES[use.state],
        use.until_on - timedelta(days=1) if use.until_on else None,
        use.state in (UseState.DECLARED, UseState.VERIFIED) and use.until_on is None,
    )


@for_staff(Permission.DECLARE)
@require_http_methods(["GET", "HEAD", "POST"])
def platforms(request: StaffRequest, facility_id: int) -> HttpResponse:
    """The platforms in use, and the form that declares one more."""
    desk = desk_at(request, facility_id)
    sector = Sector(desk.facility.sector)
    form = UseForm(
        request.POST or None,
        platforms=queries.platforms(desk.today, sector=sector),
        sector=sector,
        initial={"from_on": desk.today},
    )
    if request.method == "POST" and form.is_valid() and _declared(desk, form):
        messages.success(request, _("Đã khai nền tảng, chờ xác minh."))
        return redirect("desk_platforms", facility_id)
    context = {
        "form": form,
        "uses": [_row(one) for one in queries.uses_of(facility_id)],
        "end_form": EndForm(initial={"last_on": desk.today}),
    }
    crumbs = [
        Crumb(_("Kê khai tháng"), reverse("desk_declare", args=[facility_id])),
        Crumb(_("Nền tảng số")),
    ]
    return show(
        request, desk, "declare_platforms", context,
        noun=Noun.TODAY, crumbs=crumbs, status=400 if form.errors else 200,
    )  # fmt: skip


def _declared(desk: Desk, form: UseForm) -> bool:
    platform_id, category = form.chosen()
    new = NewUse(
        platform_id=platform_id,
        category=category,
        from_on=form.cleaned_data["from_on"],
        evidence=form.cleaned_data["evidence"],
    )
    try:
        actions.declare_use(by=desk.by, facility_id=desk.facility_id, use=new, at=desk.at)
    except errors.UsedAlready:
        form.add_error("platform", _("Nền tảng này đã khai cho việc đó trong những ngày ấy."))
    except errors.PlatformRefused:
        form.add_error("platform", _("Nền tảng này không dùng cho việc đó. Chọn lại."))
    else:
        return True
    return False


@for_staff(Permission.DECLARE)
@require_POST
def end(request: StaffRequest, facility_id: int, use_id: int) -> HttpResponse:
    """Say the last day on which a platform is used."""
    desk = desk_at(request, facility_id)
    if use_id not in {one.id for one in queries.uses_of(facility_id)}:
        raise Http404
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ngày này không có. Gõ như 05/09/2026."))
        return redirect("desk_platforms", facility_id)
    try:
        on = form.cleaned_data["last_on"] + timedelta(days=1)
        actions.end_use(by=desk.by, use_id=use_id, on=on, at=desk.at)
    except (OverflowError, errors.DaysNotInOrder, MoveNotAllowed):
        messages.error(request, _("Ngày cuối phải từ ngày đầu dùng trở đi. Chưa ghi gì."))
    else:
        messages.success(request, _("Đã ghi ngày cuối cùng dùng nền tảng."))
    return redirect("desk_platforms", facility_id)
