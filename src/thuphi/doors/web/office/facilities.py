"""Pages of one facility: its shares, what they are made of, and where cash still comes from."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import Month
from thuphi.money.payments.rules import Method
from thuphi.oversight.indicators import rules
from thuphi.oversight.indicators.queries import made_of, shares
from thuphi.oversight.indicators.queries.made_of import CashFlow, PaidList, Wanted
from thuphi.oversight.indicators.rules import HALF, Flow, Measure, Share
from thuphi.registers.facilities import queries as registers
from thuphi.registers.facilities.models import Facility

from . import figures, flowing
from .asking import Asked, asked_cashless, asked_day, asked_method, asked_months
from .branches import as_download
from .export import payments_workbook
from .facility_rules import asked_of
from .flowing import Asking
from .frame import Crumb, Office, office_of, show

PAGE_ROWS = 50
CASH_FLOWS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class MethodRow:
    """One way of paying, with its part of all money."""

    method: Method
    payments: Share
    value: Share
    href: str


def _office(request: StaffRequest, facility_id: int) -> tuple[Office, Facility, Asked]:
    """Who asks for which facility and months. Raises `NotYours`."""
    request.actor.require(Permission.FIGURES_READ, facility_id)
    office = office_of(request)
    asked = asked_months(request, until=Month.of(office.today))
    return office, registers.facility(facility_id), asked


@for_staff(Permission.FIGURES_READ)
@require_safe
def facility(request: StaffRequest, facility_id: int) -> HttpResponse:
    """One facility: both shares, the ways of paying, the trend, the largest cash flows (M50)."""
    office, found, asked = _office(request, facility_id)
    told = shares.methods_of(facility_id, asked.trail)
    flows = [Flow(facility_id, one.month, one.measure) for one in told]
    now = rules.total(flow.measure for flow in figures.within(flows, asked.span))
    past = rules.total(flow.measure for flow in figures.within(flows, asked.span.before))
    page = reverse("office:facility", args=[facility_id])
    payments_page = f"{reverse('office:payments', args=[facility_id])}?{asked.query}"
    place = registers.place_of(facility_id, asked.span.last_day_on)
    context = {
        "facility": found,
        "place": place,
        "asked": asked,
        "asked_of_it": asked_of(found, office.today),
        "page": page,
        "now": now,
        "verdict": figures.verdict(now),
        "lack": (now.payments.missing(HALF), now.value.missing(HALF)),
        "bars": figures.bars(now, past, "", f"{payments_page}&tien-mat=khong"),
        "goal_permille": HALF.permille,
        "payments_page": payments_page,
        "methods": _method_rows(told, asked, now, payments_page),
        "trend": figures.trend(flows, asked, page),
        "cash_flows": [
            (one, f"{payments_page}&{_query(one)}")
            for one in made_of.largest_cash_flows(facility_id, asked.span, CASH_FLOWS_SHOWN)
        ],
    }
    crumbs = [*_above(office, asked), Crumb(found.name)]
    return show(request, office, "facility", context, crumbs=crumbs, where=_where(office, found))


@for_staff(Permission.FIGURES_READ)
@require_safe
def payments(request: StaffRequest, facility_id: int) -> HttpResponse:
    """The payments behind a figure, without anybody's name, and their days."""
    office, found, asked = _office(request, facility_id)
    wanted = _wanted(request, facility_id, asked)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "facility": found,
        "asked": asked,
        "wanted": wanted,
        "methods": list(Method),
        "is_narrow": not {"ngay", "noi-dung", "lop"}.isdisjoint(request.GET),
        "page": Paginator(PaidList(wanted), PAGE_ROWS).get_page(request.GET.get("page", "1")),
        "total": made_of.total_of(wanted),
        "days": made_of.days_of(wanted),
        "href": reverse("office:payments", args=[facility_id]),
        "query": query.urlencode(),
    }
    crumbs = _crumbs(office, found, asked)
    return show(request, office, "payments", context, crumbs=crumbs, where=_where(office, found))


@for_staff(Permission.FIGURES_READ)
@require_safe
def payments_xlsx(request: StaffRequest, facility_id: int) -> HttpResponse:
    """The same list as a workbook, as far as a workbook goes."""
    _who, found, asked = _office(request, facility_id)
    wanted = _wanted(request, facility_id, asked)
    return as_download(
        payments_workbook(PaidList(wanted)),
        f"tien-vao-{found.code}-{asked.span.last}.xlsx",
    )


@for_staff(Permission.FIGURES_READ)
@require_safe
def payments_csv(request: StaffRequest, facility_id: int) -> StreamingHttpResponse:
    """The same list as text, whole, however long it is."""
    _who, found, asked = _office(request, facility_id)
    wanted = _wanted(request, facility_id, asked)
    return flowing.payments_csv(
        request,
        Asking((facility_id,), asked.span, wanted),
        f"tien-vao-{found.code}-{asked.span.last}.csv",
    )


def _wanted(request: StaffRequest, facility_id: int, asked: Asked) -> Wanted:
    return Wanted(
        facility_id=facility_id,
        span=asked.span,
        method=asked_method(request),
        is_cashless=asked_cashless(request),
        day_on=asked_day(request),
        reason=request.GET.get("noi-dung"),
        class_name=request.GET.get("lop"),
    )


def _query(flow: CashFlow) -> str:
    """A cash flow as it stands in an address."""
    return urlencode({"tien-mat": "co", "noi-dung": flow.reason, "lop": flow.class_name})


def _method_rows(
    told: list[shares.MethodFlow], asked: Asked, now: Measure, payments_page: str
) -> list[MethodRow]:
    rows = []
    for method in Method:
        mine = [one for one in told if one.method is method and one.month in asked.span]
        rows.append(
            MethodRow(
                method,
                Share(sum(one.payments for one in mine), now.payments.whole),
                Share(sum(one.value_vnd for one in mine), now.value.whole),
                f"{payments_page}&hinh-thuc={method.value}" if mine else "",
            )
        )
    return rows


def _above(office: Office, asked: Asked) -> list[Crumb]:
    """The unit one was given."""
    return [
        Crumb(root.full_name, f"{reverse('office:place', args=[root.pk])}?{asked.query}")
        for root in office.roots[:1]
    ]


def _crumbs(office: Office, found: Facility, asked: Asked) -> list[Crumb]:
    """From the unit one was given down to the payments."""
    page = reverse("office:facility", args=[found.pk])
    here = Crumb(found.name, f"{page}?{asked.query}")
    return [*_above(office, asked), here, Crumb(_("Tiền vào"))]


def _where(office: Office, found: Facility) -> str:
    return "" if office.roots else found.name
