"""The poster of a facility: a code for the wall that opens the page where bills are found."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.channels import qr_image
from thuphi.ground.kit.actor import Permission
from thuphi.money.reminders import queries as reminders
from thuphi.registers.methods import queries as methods
from thuphi.registers.methods.rules import offers

from .frame import Crumb, Desk, Noun, desk_of, show
from .letters import crumbs_to
from .notice_pdf import poster_sheet
from .notice_ways import is_begun

SAMPLE_VND = 500_000
"""Fees grow with the sum; this is a usual month."""


def find_address() -> str:
    """What the code opens."""
    return f"{str(settings.SITE_URL).rstrip('/')}{reverse('pay:find')}"


def typed(address: str) -> str:
    """The same as a person types it."""
    return address.partition("://")[2]


def transfers_are_free(desk: Desk) -> bool:
    """Whether the transfer by a bill's own code costs a family nothing."""
    terms = methods.ways_of(desk.facility_id, desk.today)
    own = [offer for offer in offers(terms, SAMPLE_VND) if offer.is_usable and not is_begun(offer)]
    return bool(own) and not own[0].fee_vnd


@for_staff(Permission.BILL_READ)
@require_safe
def poster(request: StaffRequest) -> HttpResponse:
    """The poster on the screen, with the file to print."""
    desk = desk_of(request)
    drawn = qr_image.svg(find_address(), title=_("Mã mở trang xem và nộp tiền"))
    context = {
        "qr": mark_safe(drawn),  # noqa: S308 - our own drawing
        "typed": typed(find_address()),
        "contact": reminders.contact_of(desk.facility, reminders.plan_of(desk.facility_id)),
    }
    crumbs = crumbs_to(Crumb(_("Áp phích")))
    return show(request, desk, "letters_poster", context, noun=Noun.RUNS, crumbs=crumbs)


@for_staff(Permission.BILL_READ)
@require_safe
def poster_pdf(request: StaffRequest) -> HttpResponse:
    """The file."""
    desk = desk_of(request)
    contact = reminders.contact_of(desk.facility, reminders.plan_of(desk.facility_id))
    drawn = poster_sheet(
        desk.facility,
        address=find_address(),
        page=typed(find_address()),
        contact=contact,
        is_free=transfers_are_free(desk),
    )
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="ap-phich.pdf"'
    return answer
