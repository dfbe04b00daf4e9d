"""What one's offices owe and have to decide, and what is late below the office that sums up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Plan
from thuphi.oversight.reports import queries
from thuphi.oversight.reports.models import Obligation
from thuphi.oversight.reports.queries import Owed, Rate
from thuphi.oversight.reports.rules.calendar import Period
from thuphi.oversight.tasks import queries as tasks
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level as PlaceLevel

from . import reports_words as words
from .frame import Crumb, Office, office_of, show
from .reports_rows import Row, rows, who
from .target_words import plan_name

DONE_SHOWN = 24
PERIODS_SHOWN = 13


@dataclass(frozen=True, slots=True)
class Followed:
    """A plan whose reports one sums up or decides on."""

    plan: Plan
    name: str
    href: str


def followed(office: Office, own: Sequence[Owed] | None = None) -> list[Followed]:
    """The plans whose reports one may look through: summed up by one's office, or of its province.

    A people's committee of a province, and who was given a province, follow every plan of it.
    `own` is what one's offices owe, where it has been read.
    """
    every = plans.plans()
    provinces = provinces_of(office)
    if provinces:
        rows = Obligation.objects.filter(place_id__in=provinces)
        owed_here = set(rows.values_list("plan_id", flat=True).distinct())
        found = [plan for plan in every if plan.id in owed_here]
    else:
        if own is None:
            own = queries.owed(at=office.at, agency_ids=office.by.agencies)
        mine = {(one.plan_id, one.duty_id) for one in own}
        found = [
            plan
            for plan in every
            if any(duty.aggregates and (plan.id, duty.id) in mine for duty in plan.duties)
        ]
    return [
        Followed(plan, plan_name(plan), reverse("office:reports_watch", args=[plan.id]))
        for plan in found
    ]


def provinces_of(office: Office) -> set[int]:
    """The provinces one was given, or in whose people's committee one sits, with those before."""
    roots = [one for one in office.roots if one.level == PlaceLevel.PROVINCE.value]
    if not roots:
        committees = Agency.objects.filter(
            pk__in=office.by.agencies,
            kind=AgencyKind.PEOPLES_COMMITTEE.value,
            place__level=PlaceLevel.PROVINCE.value,
        ).select_related("place")
        roots = [one.place for one in committees if one.place is not None]
    return {place_id for root in roots for place_id in tasks.same_places(root)}


def follows(office: Office, owed: Owed) -> bool:
    """Whether one looks through this report: of a plan one follows, and of one's own province."""
    if all(one.plan.id != owed.plan_id for one in followed(office)):
        return False
    provinces = provinces_of(office)
    if not provinces:
        own = queries.obligations(agency_ids=office.by.agencies, at=office.at, plan_id=owed.plan_id)
        places = Place.objects.filter(pk__in={one.place_id for one in own})
        provinces = {place_id for place in places for place_id in tasks.same_places(place)}
    return owed.place_id in provinces


@for_staff(Permission.FIGURES_READ)
@require_safe
def reports(request: StaffRequest) -> HttpResponse:
    """What one's offices have to do about reports, the most urgent first; what was filed below."""
    office = office_of(request)
    inbox = queries.inbox(agency_ids=office.by.agencies, at=office.at)
    own = queries.owed(at=office.at, agency_ids=office.by.agencies)
    known = {plan.id: plan for plan in plans.plans()}
    done = [one for one in own if one.is_done]
    done.sort(key=lambda one: (one.period.last_on, one.id), reverse=True)
    now = [*inbox.returned, *inbox.late, *inbox.due_soon]
    context = {
        "late": len(inbox.late),
        "returned": len(inbox.returned),
        "soon": len(inbox.due_soon),
        "decide": rows(inbox.to_decide, office, known),
        "now": rows(now, office, known),
        "later": rows(inbox.later, office, known),
        "done": rows(done[:DONE_SHOWN], office, known),
        "done_more": max(0, len(done) - DONE_SHOWN),
        "followed": followed(office, own),
        "is_nobody": not office.by.agencies,
        "next_due": next((one.due_on for one in inbox.later if one.due_on), None),
    }
    return show(request, office, "reports_list", context)


@dataclass(frozen=True, slots=True)
class Chip:
    """One period to choose."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """A report that is missing or came late, with who was told."""

    row: Row
    level: str


@dataclass(frozen=True, slots=True)
class RateRow:
    """How complete and how timely one office was."""

    name: str
    expected: int
    complete: int
    timely: int


@for_staff(Permission.FIGURES_READ)
@require_safe
def watch(request: StaffRequest, plan_id: str) -> HttpResponse:
    """Which reports of a period are missing or late, whom it was told, and both rates."""
    office = office_of(request)
    here = next(
        (one for one in followed(office) if one.plan.id.casefold() == plan_id.casefold()), None
    )
    if here is None:
        raise Http404
    place_id = _province_id(office, here.plan)
    every = queries.owed(at=office.at, plan_id=here.plan.id, place_id=place_id, due_by=office.at)
    periods = sorted({one.period for one in every}, key=_latest_first)
    period = _asked(request, periods)
    of_period = [one for one in every if one.period == period]
    behind = _behind(of_period, office)
    rated = _rated(
        queries.rates(plan_id=here.plan.id, at=office.at, place_id=place_id, period=period)
        if period
        else [],
        of_period,
    )
    context = {
        "here": here,
        "period": period,
        "chips": [
            Chip(one.label, f"?ky={_key(one)}", one == period) for one in periods[:PERIODS_SHOWN]
        ],
        "missing": [one for one in behind if one.row.owed.is_overdue],
        "was_late": [one for one in behind if not one.row.owed.is_overdue],
        "rates": rated,
        "total": RateRow(
            "",
            sum(one.expected for one in rated),
            sum(one.complete for one in rated),
            sum(one.timely for one in rated),
        ),
    }
    crumbs = [Crumb(_("Báo cáo"), reverse("office:reports")), Crumb(here.name)]
    return show(request, office, "reports_watch", context, crumbs=crumbs)


def _province_id(office: Office, plan: Plan) -> int | None:
    """A plan of the whole country is looked at in one's own province."""
    if plan.province is not None:
        return None
    root = next((one for one in office.roots if one.level == PlaceLevel.PROVINCE.value), None)
    if root is not None:
        return root.pk
    agency = Agency.objects.filter(pk__in=office.by.agencies, place__isnull=False).first()
    place: Place | None = agency.place if agency else None
    if place is None:
        return None
    return place.province_id or place.pk


def _latest_first(one: Period) -> tuple[int, int]:
    return -one.last_on.toordinal(), one.first_on.toordinal()


def _key(one: Period) -> str:
    return f"{one.first_on.isoformat()}_{one.last_on.isoformat()}"


def _asked(request: StaffRequest, periods: Sequence[Period]) -> Period | None:
    wanted = request.GET.get("ky", "")
    return next((one for one in periods if _key(one) == wanted), periods[0] if periods else None)


def _behind(found: Sequence[Owed], office: Office) -> list[Behind]:
    late = [one for one in found if one.is_overdue or one.was_late]
    late.sort(key=lambda one: (-one.level, not one.is_overdue, -one.days_late))
    return [Behind(row, str(words.LEVELS[row.owed.level])) for row in rows(late, office)]


def _rated(rates: Sequence[Rate], found: Sequence[Owed]) -> list[RateRow]:
    """The least complete first; offices of old under who answers for them now."""
    now = {one.agency_id: who(one) for one in found}
    told = [
        RateRow(now.get(one.agency_id, one.agency_name), one.expected, one.complete, one.timely)
        for one in rates
    ]
    return sorted(
        told, key=lambda one: (one.complete - one.expected, one.timely - one.expected, one.name)
    )
