"""Which facilities of a branch have three of the four ways ready, and which have not (M22, M47)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared import methods_words
from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.kit.actor import NotYours, Permission
from thuphi.oversight.indicators.queries import shares
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import Facility, Level, Sector
from thuphi.registers.methods import queries, rules
from thuphi.registers.methods.rules import Readiness, Way
from thuphi.registers.places import queries as places

from .asking import asked_sector
from .branches import as_download
from .frame import Crumb, Office, office_of, place_seen_by, show
from .methods_export import methods_table
from .tables import Table, as_text, as_workbook

PAGE_ROWS = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One way of one facility: the state and the day of the latest payment."""

    pill: Pill
    last_paid_on: date | None


@dataclass(frozen=True, slots=True)
class MethodRow:
    """One facility against what the plans ask. What only a shown row needs is made when shown."""

    facility: Facility
    ready: Readiness
    ready_count: int
    is_met: bool

    @property
    def level(self) -> str:
        """What it is."""
        return _(Level(self.facility.level).label)

    @property
    def cells(self) -> list[Cell]:
        """Its four ways, in their order."""
        ways = self.ready.methods
        return [Cell(methods_words.STATES[ways[way].state], ways[way].last_paid_on) for way in Way]

    @property
    def href(self) -> str:
        """Where its methods are kept."""
        return reverse("desk_methods", args=[self.facility.pk])


@dataclass(frozen=True, slots=True)
class Ground:
    """Which facilities a page is about, and how it is called."""

    office: Office
    title: str
    page: str
    ids: frozenset[int]
    crumbs: list[Crumb]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to."""

    is_failing: bool
    sector: Sector | None
    way: Way | None

    @property
    def query(self) -> str:
        """As it stands in an address."""
        parts = [
            "loc=chua-dat" if self.is_failing else "",
            f"linh-vuc={self.sector.value}" if self.sector else "",
            f"thieu={self.way.value}" if self.way else "",
        ]
        return "&".join(part for part in parts if part)


def asked_of(request: StaffRequest) -> Asked:
    """What the address asks for; nonsense narrows nothing."""
    lacking = request.GET.get("thieu", "")
    return Asked(
        request.GET.get("loc") == "chua-dat",
        asked_sector(request),
        next((way for way in Way if way.value == lacking), None),
    )


def ground_of_place(request: StaffRequest, place_id: int) -> Ground:
    """The facilities that stand in a unit today. Raises `NotYours`."""
    office = office_of(request)
    place = place_seen_by(office, place_id)
    below = places.branch_ids(place, office.today)
    standing = facilities.facilities_in(below, office.today)
    above = Crumb(place.full_name, reverse("office:place", args=[place.pk]))
    return Ground(
        office,
        place.full_name,
        reverse("office:place_methods", args=[place.pk]),
        frozenset(standing) & office.by.facilities,
        [above, Crumb(_("Phương thức thanh toán"))],
    )


def own_ground(request: StaffRequest) -> Ground:
    """The facilities that are one's own. Raises `NotYours` when there is none."""
    office = office_of(request)
    if not office.by.facilities:
        raise NotYours
    return Ground(
        office,
        _("Các cơ sở của bạn"),
        reverse("office:own_methods"),
        office.by.facilities,
        [Crumb(_("Các cơ sở của bạn"), reverse("office:home")), Crumb(_("Phương thức thanh toán"))],
    )


def all_rows(ground: Ground, sector: Sector | None) -> list[MethodRow]:
    """Every facility of the ground, or of one sector of it, the furthest behind first."""
    named = shares.facilities(ground.ids)
    found = queries.readiness(ground.ids, ground.office.today)
    rows = [
        MethodRow(named[one], ready, ready.ready_count, ready.is_met)
        for one, ready in found.items()
        if sector is None or named[one].sector == sector.value
    ]
    # The key of the register begins with the name, without its accents.
    return sorted(rows, key=lambda row: (row.is_met, row.ready_count, row.facility.search_key))


def narrowed(rows: Sequence[MethodRow], asked: Asked) -> list[MethodRow]:
    """Those who fail, or who lack one way."""
    return [
        row
        for row in rows
        if not (asked.is_failing and row.is_met)
        and not (asked.way and row.ready.is_ready(asked.way))
    ]


def counted(rows: Sequence[MethodRow]) -> Mapping[str, int]:
    """How many meet what, by the names that the page uses."""
    return {
        "all": len(rows),
        "met": sum(row.is_met for row in rows),
        "failing": sum(not row.is_met for row in rows),
        "three": sum(row.ready_count >= rules.METHODS_NEEDED for row in rows),
        "module": sum(row.ready.is_module_ready for row in rows),
        "focal": sum(row.ready.has_focal_point for row in rows),
    }


def _page(request: StaffRequest, ground: Ground) -> HttpResponse:
    asked = asked_of(request)
    rows = all_rows(ground, asked.sector)
    shown = narrowed(rows, asked)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "ground": ground,
        "asked": asked,
        "needed": rules.METHODS_NEEDED,
        "counts": counted(rows),
        "ways": [
            (way, methods_words.SHORT[way], sum(row.ready.is_ready(way) for row in rows))
            for way in Way
        ],
        "sectors": [
            (Sector.EDUCATION.value, _("Trường học")),
            (Sector.HEALTH.value, _("Bệnh viện, cơ sở y tế")),
        ],
        "page": Paginator(shown, PAGE_ROWS).get_page(request.GET.get("page", "1")),
        "query": query.urlencode(),
    }
    return show(request, ground.office, "methods", context, crumbs=ground.crumbs)


def _table(request: StaffRequest, ground: Ground) -> tuple[Table, str]:
    asked = asked_of(request)
    rows = narrowed(all_rows(ground, asked.sector), asked)
    on = ground.office.today
    title = f"{ground.title} · {on:%d/%m/%Y}"
    return methods_table(title, rows), f"phuong-thuc-{on.isoformat()}"


def _xlsx(request: StaffRequest, ground: Ground) -> HttpResponse:
    table, name = _table(request, ground)
    return as_download(as_workbook(table), f"{name}.xlsx")


def _csv(request: StaffRequest, ground: Ground) -> HttpResponse:
    table, name = _table(request, ground)
    answer = as_download(as_text(table), f"{name}.csv")
    answer["Content-Type"] = "text/csv; charset=utf-8"
    return answer


@for_staff(Permission.FIGURES_READ)
@require_safe
def place_methods(request: StaffRequest, place_id: int) -> HttpResponse:
    """The facilities of a unit with their four ways."""
    return _page(request, ground_of_place(request, place_id))


@for_staff(Permission.FIGURES_READ)
@require_safe
def place_methods_xlsx(request: StaffRequest, place_id: int) -> HttpResponse:
    """The same list as a workbook, whole."""
    return _xlsx(request, ground_of_place(request, place_id))


@for_staff(Permission.FIGURES_READ)
@require_safe
def place_methods_csv(request: StaffRequest, place_id: int) -> HttpResponse:
    """The same list as text, whole."""
    return _csv(request, ground_of_place(request, place_id))


@for_staff(Permission.FIGURES_READ)
@require_safe
def own_methods(request: StaffRequest) -> HttpResponse:
    """The same for facilities of one's own."""
    return _page(request, own_ground(request))


@for_staff(Permission.FIGURES_READ)
@require_safe
def own_methods_xlsx(request: StaffRequest) -> HttpResponse:
    """The same list as a workbook, whole."""
    return _xlsx(request, own_ground(request))


@for_staff(Permission.FIGURES_READ)
@require_safe
def own_methods_csv(request: StaffRequest) -> HttpResponse:
    """The same list as text, whole."""
    return _csv(request, own_ground(request))
