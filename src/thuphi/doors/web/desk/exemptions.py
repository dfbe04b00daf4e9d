"""Letting a pupil or patient pay less for an item."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills import actions
from thuphi.money.bills.errors import ExemptedAlready
from thuphi.money.bills.queries import desk as bills

from .frame import desk_of
from .pupils import exempt_form, exemption_rows, pupil_page
from .register_forms import ExemptForm


def say_overlap(form: ExemptForm, beneficiary_id: int) -> None:
    """Name the right that is there already, with its days."""
    facts = form.cleaned_data
    from_on, last_on = facts["from_on"], facts["last_on"]
    for row in exemption_rows(beneficiary_id, from_on):
        is_same = row.exemption.fee_item_id == facts["fee_item"]
        if is_same and row.exemption.from_on <= last_on and row.last_on >= from_on:
            form.add_error(
                "from_on",
                _(
                    "Từ %(first)s đến hết %(last)s đã giảm %(percent)s%% khoản này rồi. "
                    "Chọn những ngày ngoài khoảng đó."
                )
                % {
                    "first": f"{row.exemption.from_on:%d/%m/%Y}",
                    "last": f"{row.last_on:%d/%m/%Y}",
                    "percent": row.exemption.percent,
                },
            )
            return
    form.add_error("from_on", _("Những ngày này đã có miễn giảm khoản này. Chọn ngày khác."))


@for_staff(Permission.EXEMPT)
@require_POST
def exempt(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """Write down a right to pay less; bills that are out stay as they are."""
    desk = desk_of(request)
    person = bills.pupil_here(pupil_id, desk.by.facilities)
    if person is None:
        raise Http404
    form = exempt_form(person, desk.today, request.POST)
    if not form.is_valid():
        return pupil_page(request, person, form)
    facts = form.cleaned_data
    try:
        actions.exempt(
            by=desk.by,
            facility_id=person.facility_id,
            beneficiary_id=person.pk,
            fee_item_id=facts["fee_item"],
            percent=facts["percent"],
            reason=facts["reason"],
            from_on=facts["from_on"],
            until_on=form.until_on(),
            at=desk.at,
        )
    except ExemptedAlready:
        say_overlap(form, person.pk)
        return pupil_page(request, person, form)
    messages.success(
        request,
        _(
            "Đã ghi miễn giảm %(percent)s%% cho %(name)s. Tính cho đợt thu bắt đầu trong những "
            "ngày đó; khoản đã phát hành giữ nguyên."
        )
        % {"percent": facts["percent"], "name": person.name},
    )
    return redirect("desk_pupil", person.pk)
