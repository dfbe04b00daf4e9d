"""Pupils and patients of a facility, each with what they owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import SCHOOL_YEAR_STARTS_IN_MONTH, school_year
from thuphi.money.bills.models import Exemption
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries.desk import BillFilter
from thuphi.money.bills.rules import ExemptionKind, Period
from thuphi.money.catalogue import queries as catalogue
from thuphi.money.credits import queries as credits
from thuphi.registers.payers import queries as payers
from thuphi.registers.payers.models import Beneficiary

from .exemption_words import KINDS, PERIODS
from .frame import PAGE_ROWS, Crumb, Noun, desk_of, page_number, show
from .home import address_of
from .register_forms import ExemptForm
from .rows import bill_row
from .words import Words


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A person in a list."""

    href: str
    person: Beneficiary
    owed_vnd: int


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    """A right to pay less, in words."""

    exemption: Exemption
    last_on: date
    """The last day on which it holds."""
    kind: Words
    period: Words
    word: str
    shape: str
    tone: str


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
        "import_href": address_of("desk_sheet", "desk_import"),
    }
    return show(request, desk, "pupils", context, noun=Noun.PUPILS)


def exemption_rows(beneficiary_id: int, today: date) -> list[ExemptionRow]:
    """Rights of a person to pay less, and which hold on a day."""
    return [exemption_row(one, today) for one in bills.exemptions_of(beneficiary_id)]


def exemption_row(one: Exemption, today: date) -> ExemptionRow:
    """A right to pay less in words, and whether it holds on a day."""
    if one.until_on <= today:
        word, shape, tone = _("Đã hết"), "dash", ""
    elif one.from_on > today:
        word, shape, tone = _("Sắp áp dụng"), "clock", "info"
    else:
        word, shape, tone = _("Đang áp dụng"), "tick", "good"
    kind, period = KINDS[ExemptionKind(one.kind)], PERIODS[Period(one.period)]
    last_on = one.until_on - timedelta(days=1)
    return ExemptionRow(one, last_on, kind, period, word, shape, tone)


def exempt_form(person: Beneficiary, today: date, sent: QueryDict | None = None) -> ExemptForm:
    """The form with the items of this school year and the next; until the year's end at first."""
    this_year = school_year(today)
    ends_on = date(int(this_year[-4:]), SCHOOL_YEAR_STARTS_IN_MONTH, 1) - timedelta(days=1)
    next_year = school_year(ends_on + timedelta(days=1))
    return ExemptForm(
        sent,
        items=catalogue.items_of_years(person.facility_id, [this_year, next_year]),
        initial={
            "kind": ExemptionKind.OTHER.value,
            "period": Period.DAYS.value,
            "from_on": today,
            "last_on": ends_on,
        },
    )


@for_staff(Permission.PEOPLE_READ)
@require_safe
def pupil(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """One person with all their bills."""
    person = bills.pupil_here(pupil_id, request.actor.facilities)
    if person is None:
        raise Http404
    return pupil_page(request, person, None)


def pupil_page(request: StaffRequest, person: Beneficiary, sent: ExemptForm | None) -> HttpResponse:
    """One person: what they owe, who pays, what they are let off; `sent` has mistakes to mend."""
    desk = desk_of(request)
    may_exempt = person.facility_id in desk.by.where(Permission.EXEMPT)
    form = sent if sent or not may_exempt else exempt_form(person, desk.today)
    found = bills.bills(
        BillFilter(facility_id=person.facility_id, today=desk.today, beneficiary_id=person.pk)
    )
    page = Paginator(found, PAGE_ROWS).get_page(page_number(request))
    shown = list(page)
    context = {
        "person": person,
        "totals": bills.sums(found),
        "page": page,
        "credit_vnd": credits.balances(person.facility_id, [person.pk]).get(person.pk, 0),
        "bills": [bill_row(bill, desk.today) for bill in shown],
        "exemptions": exemption_rows(person.pk, desk.today),
        "form": form,
    }
    crumbs = [Crumb(_("Học sinh"), reverse("desk_pupils")), Crumb(person.name)]
    status = 400 if sent else 200
    return show(request, desk, "pupil", context, noun=Noun.PUPILS, crumbs=crumbs, status=status)
