"""What a department has of a month: what waits, what is missing, and one declaration at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared import declaration_parts as told
from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.declaration_files import handed_out
from thuphi.doors.web.shared.declaration_rules import told as told_fault
from thuphi.doors.web.shared.methods_words import Pill, Words
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import Month, NotAMonth
from thuphi.oversight.declarations import errors, queries
from thuphi.oversight.declarations.queries import Completeness, Sheet, Standing, Waiting
from thuphi.oversight.declarations.rules import Severity, State
from thuphi.oversight.indicators.rules import months_back
from thuphi.registers.facilities.models import Facility, FacilityPlace
from thuphi.registers.platforms import queries as platforms
from thuphi.registers.staff.models import User

from .frame import Crumb, Office, office_of, show

FIRST = Month(2022, 1)
PAGE_ROWS = 50
NOT_YET = Pill(gettext_lazy("Chưa kê khai"), "ring", "warn")
BOOKED = Pill(gettext_lazy("Lấy từ sổ"), "tick", "good")

TABS: dict[str, Words] = {
    "cho-xac-minh": gettext_lazy("Chờ xác minh"),
    "cho-duyet": gettext_lazy("Chờ duyệt"),
    "con-thieu": gettext_lazy("Còn thiếu"),
    "tat-ca": gettext_lazy("Tất cả cơ sở"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One of the four lists."""

    label: Words
    href: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A facility of a list; `href` leads to its declaration where there is one."""

    facility_id: int
    name: str
    code: str
    href: str
    pill: Pill
    month: Month
    flags: int = 0
    is_mine: bool = False
    """One's own deed comes before: another person has to decide."""


@dataclass
class MonthAsked:
    """A department's person, the month they look at, and what is known of it."""

    office: Office
    month: Month

    @cached_property
    def complete(self) -> Completeness:
        """Who of the person's facilities has declared the month."""
        mine = self.office.by.facilities
        places = FacilityPlace.objects.filter(
            facility_id__in=mine,
            valid__overlap=(self.month.first_day_on, self.month.next.first_day_on),
        )
        found = queries.completeness(set(places.values_list("place_id", flat=True)), self.month)
        here = tuple(one for one in found.facilities if one.facility_id in mine)
        return Completeness(self.month, here)

    @cached_property
    def waiting(self) -> list[Waiting]:
        """What waits to be verified or approved, of any month."""
        found = queries.inbox(states=(State.SUBMITTED, State.VERIFIED))
        return [one for one in found if one.facility_id in self.office.by.facilities]

    @cached_property
    def uses(self) -> int:
        """How many platforms wait to be verified."""
        mine = self.office.by.facilities
        return sum(one.facility_id in mine for one in platforms.waiting())

    def in_state(self, state: State) -> list[Waiting]:
        """What waits in one state."""
        return [one for one in self.waiting if one.state is state]

    def unflagged(self, state: State) -> list[int]:
        """What may be decided together: nothing unusual, and somebody else's before."""
        me = self.office.by.user_id
        return [
            one.declaration_id
            for one in self.in_state(state)
            if not one.flags and _before(one) != me
        ]


def _before(one: Waiting) -> int | None:
    return one.verified_by if one.state is State.VERIFIED else one.submitted_by


def month_asked(request: StaffRequest) -> MonthAsked:
    """The month in the address; without one, or with nonsense, the last that is over."""
    office = office_of(request)
    last = months_back(Month.of(office.today), 1)
    try:
        month = Month.parse(request.GET.get("thang", ""))
    except NotAMonth:
        month = last
    return MonthAsked(office, min(max(month, FIRST), Month.of(office.today)))


def months_offered(asked: MonthAsked) -> list[Month]:
    """The months to choose from, the latest first."""
    now = Month.of(asked.office.today)
    found = [months_back(now, back) for back in range(24)]
    return [one for one in found if one >= FIRST]


@for_staff(Permission.DECLARATION_VERIFY)
@require_safe
def declarations(request: StaffRequest) -> HttpResponse:
    """How complete a month is, and the lists of what is to be done."""
    asked = month_asked(request)
    complete = asked.complete
    tab = request.GET.get("muc", "")
    tab = tab if tab in TABS else "cho-xac-minh"
    rows = _rows(asked, tab)
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page", "1"))
    named = Facility.objects.in_bulk([row.facility_id for row in page])
    context = {
        "month": asked.month,
        "months": months_offered(asked),
        "all": len(complete.facilities),
        "expected": len(complete.expected),
        "missing": len(complete.missing),
        "counted": len(complete.counted),
        "booked": sum(one.is_booked for one in complete.facilities),
        "is_in": sum(one.is_in for one in complete.expected),
        "chips": _chips(asked, tab),
        "tab": tab,
        "page": page,
        "shown": [(row, named.get(row.facility_id)) for row in page],
        "bulk": _bulk(asked, tab),
        "looked_at": asked.office.at.isoformat(),
        "uses": asked.uses,
    }
    return show(request, asked.office, "declarations", context)


def _bulk(asked: MonthAsked, tab: str) -> tuple[str, int] | None:
    if tab == "cho-xac-minh":
        return "xac-minh", len(asked.unflagged(State.SUBMITTED))
    if tab == "cho-duyet" and asked.office.by.may(Permission.DECLARATION_APPROVE):
        return "duyet", len(asked.unflagged(State.VERIFIED))
    return None


def _chips(asked: MonthAsked, tab: str) -> list[Chip]:
    counts = {
        "cho-xac-minh": len(asked.in_state(State.SUBMITTED)),
        "cho-duyet": len(asked.in_state(State.VERIFIED)),
        "con-thieu": len(asked.complete.missing),
        "tat-ca": len(asked.complete.facilities),
    }
    return [
        Chip(
            label,
            "?" + urlencode({"thang": str(asked.month), "muc": key}),
            counts[key],
            key == tab,
        )
        for key, label in TABS.items()
    ]


def _rows(asked: MonthAsked, tab: str) -> list[Row]:
    match tab:
        case "cho-xac-minh":
            return [_waits(asked, one) for one in asked.in_state(State.SUBMITTED)]
        case "cho-duyet":
            return [_waits(asked, one) for one in asked.in_state(State.VERIFIED)]
        case "con-thieu":
            return _stands(asked.complete.missing, asked.month)
        case _:
            return _stands(asked.complete.facilities, asked.month)


def _waits(asked: MonthAsked, one: Waiting) -> Row:
    return Row(
        one.facility_id,
        one.name,
        one.code,
        reverse("office:declaration", args=[one.declaration_id]),
        told.pill_of(one.state),
        one.month,
        one.flags,
        _before(one) == asked.office.by.user_id,
    )


def _stands(found: Sequence[Standing], month: Month) -> list[Row]:
    return [
        Row(
            one.facility_id,
            one.name,
            one.code,
            reverse("office:declaration", args=[one.declaration_id]) if one.declaration_id else "",
            told.pill_of(one.state) if one.state else BOOKED if one.is_booked else NOT_YET,
            month,
        )
        for one in found
    ]


def sheet_here(office: Office, declaration_id: int) -> Sheet:
    """A declaration of the person's branch, or nothing at all."""
    try:
        sheet = queries.sheet_of(declaration_id, office.today)
    except errors.DeclarationNotFound:
        raise Http404 from None
    if sheet.facility_id not in office.by.facilities:
        raise Http404
    return sheet


@for_staff(Permission.DECLARATION_VERIFY)
@require_safe
def declaration(request: StaffRequest, declaration_id: int) -> HttpResponse:
    """One declaration beside the month before and the bookings, with what is unusual in it."""
    office = office_of(request)
    return declaration_page(request, office, sheet_here(office, declaration_id))


def declaration_page(
    request: StaffRequest, office: Office, sheet: Sheet, *, wrong: str = ""
) -> HttpResponse:
    """The page of one declaration; `wrong` says why a deed was not done."""
    revision = sheet.revision
    if revision is None:
        raise Http404
    facility = Facility.objects.get(pk=sheet.facility_id)
    people = {one for one in told.people_of(revision) if one is not None}
    names = {
        user.pk: user.get_full_name() or user.get_username()
        for user in User.objects.filter(pk__in=people)
    }
    explained = set(sheet.explanations)
    me = office.by.user_id
    context = {
        "sheet": sheet,
        "declaration": revision,
        "facility": facility,
        "month": sheet.month,
        "pill": told.pill_of(revision.state),
        "told": told.told_parts(sheet),
        "flags": told.told_flags(sheet.explained),
        "now": [
            told_fault(one)
            for one in sheet.faults
            if one.severity is Severity.FLAG and one.key not in explained
        ]
        if not revision.is_open
        else [],
        "booked": told.booked_rows(sheet.context.booked),
        "booked_totals": told.booked_totals(sheet.context.booked),
        "history": told.steps_of(revision, names),
        "looked_at": revision.submitted_at.isoformat() if revision.submitted_at else "",
        "revisions": queries.history(sheet.facility_id, sheet.month),
        "verifies": revision.state is State.SUBMITTED
        and me not in (revision.submitted_by, revision.written_by),
        "approves": revision.state is State.VERIFIED
        and revision.verified_by != me
        and office.by.may(Permission.DECLARATION_APPROVE),
        "is_mine": _is_mine(sheet, me),
        "sends_back": revision.state in (State.SUBMITTED, State.VERIFIED),
        "wrong": wrong,
        "where": reverse("office:declarations") + f"?thang={sheet.month}",
    }
    crumbs = [
        Crumb(_("Kê khai"), str(context["where"])),
        Crumb(facility.name),
    ]
    response = show(request, office, "declaration", context, crumbs=crumbs)
    response.status_code = 400 if wrong else 200
    return response


def _is_mine(sheet: Sheet, me: int | None) -> bool:
    revision = sheet.revision
    if revision is None or me is None:
        return False
    before = {
        State.SUBMITTED: (revision.submitted_by, revision.written_by),
        State.VERIFIED: (revision.verified_by,),
    }
    return me in before.get(revision.state, ())


@for_staff(Permission.DECLARATION_VERIFY)
@require_safe
def proof(request: StaffRequest, declaration_id: int, evidence_id: int) -> HttpResponse:
    """A file of evidence of a declaration of one's branch."""
    sheet = sheet_here(office_of(request), declaration_id)
    if evidence_id not in {one.id for one in sheet.proofs}:
        raise Http404
    return handed_out(evidence_id)
