"""Pupils and patients of a facility, each with what they owe."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries.desk import BillFilter
from thuphi.money.payments.queries import desk as payments
from thuphi.registers.payers import queries as payers
from thuphi.registers.payers.models import Beneficiary

from .frame import PAGE_ROWS, Crumb, Noun, desk_of, page_number, show
from .home import address_of
from .rows import bill_row


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A person in a list."""

    href: str
    person: Beneficiary
    owed_vnd: int


@for_staff(Permission.PEOPLE_READ)
@require_safe
def pupils(request: StaffRequest) -> HttpResponse:
    """Everybody, by class; narrowed by words and class."""
    desk = desk_of(request)
    words, class_name = request.GET.get("q", "").strip()[:100], request.GET.get("class", "")
    found = bills.pupils(desk.facility_id, words, class_name)
    page = Paginator(found, PAGE_ROWS).get_page(page_number(request))
    people = list(page)
    owed = bills.owed_by([one.pk for one in people])
    context = {
        "q": words,
        "class_name": class_name,
        "classes": payers.classes(desk.facility_id),
        "page": page,
        "pupils": [
            PupilRow(reverse("desk_pupil", args=[one.pk]), one, owed.get(one.pk, 0))
            for one in people
        ],
        "import_href": address_of("desk_import"),
    }
    return show(request, desk, "pupils", context, noun=Noun.PUPILS)


@for_staff(Permission.PEOPLE_READ)
@require_safe
def pupil(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """One person with all their bills."""
    desk = desk_of(request)
    person = bills.pupil_here(pupil_id, desk.by.facilities)
    if person is None:
        raise Http404
    found = bills.bills(
        BillFilter(facility_id=person.facility_id, today=desk.today, beneficiary_id=person.pk)
    )
    page = Paginator(found, PAGE_ROWS).get_page(page_number(request))
    shown = list(page)
    excess = payments.excess_of([bill.pk for bill in shown])
    context = {
        "person": person,
        "totals": bills.sums(found),
        "page": page,
        "excess_vnd": sum(excess.values()),
        "bills": [bill_row(bill, desk.today) for bill in shown],
    }
    crumbs = [Crumb(_("Học sinh"), reverse("desk_pupils")), Crumb(person.name)]
    return show(request, desk, "pupil", context, noun=Noun.PUPILS, crumbs=crumbs)
