"""The figures below a unit, or of one's own facilities: read once, shown on several pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.access import StaffRequest
from thuphi.ground.kit.periods import Month
from thuphi.oversight.indicators import rules
from thuphi.oversight.indicators.queries import shares
from thuphi.oversight.indicators.rules import Flow, Measure
from thuphi.registers.facilities.models import Facility
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level as PlaceLevel

from . import figures, grounds
from .asking import Asked, asked_months, last_month_of, units_on
from .figures import Row
from .frame import Crumb, Office, office_of, place_seen_by


@dataclass(frozen=True, kw_only=True)
class Branch:
    """Everything below, for the months of a page: flows, facilities, and the addresses of pages."""

    office: Office
    asked: Asked
    title: str
    flows: list[Flow]
    at: datetime
    """The moment of the flows."""
    facilities: Mapping[int, Facility]
    standing: frozenset[int]
    page: str
    made_of: str
    sheet: str
    methods: str
    place: Place | None = None
    units: tuple[Place, ...] = ()
    on: date | None = None
    crumbs: list[Crumb] = field(default_factory=list)

    @property
    def payments(self) -> str:
        """The address of the payments behind the figures."""
        return self.sheet.replace("co-so.xlsx", "tien-vao.csv")

    @cached_property
    def now(self) -> list[Flow]:
        """The flows of the asked months."""
        return figures.within(self.flows, self.asked.span)

    @cached_property
    def before(self) -> list[Flow]:
        """The flows of as many months before."""
        return figures.within(self.flows, self.asked.span.before)

    def hrefs(self, facility_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        """The page and the payments of each of these facilities one may look into."""
        return {one: _addresses(one) for one in facility_ids if one in self.office.by.facilities}

    def listed(self, sector: str = "") -> dict[int, Facility]:
        """Facilities that stand here on the day, and those that had money here in these months."""
        shown = self.standing | {flow.facility_id for flow in self.now}
        return {
            one: facility
            for one, facility in self.facilities.items()
            if one in shown and (not sector or facility.sector == sector)
        }

    def facility_rows(self, sector: str = "") -> list[Row]:
        """The facilities below; together they are the figure, of all or of one sector."""
        measures = rules.grouped(self.now, lambda flow: flow.facility_id)
        listed = self.listed(sector)
        return figures.facility_rows(measures, listed, self.asked, self.hrefs(listed))

    def unit_rows(self) -> list[Row]:
        """The units directly below; together they are the figure."""
        place = self.place
        if place is None:
            return []
        directly = {unit.pk: unit for unit in self.units if unit.parent_id == place.pk}
        below = {unit.pk: unit.pk if unit.pk in directly else unit.parent_id for unit in self.units}
        measures = rules.grouped(self.now, lambda flow: below.get(flow.place_id or 0))
        return figures.by_distance(
            self._unit_row(unit, measures.get(unit.pk, Measure())) for unit in directly.values()
        )

    def _unit_row(self, unit: Place, measure: Measure) -> Row:
        page = reverse("office:place", args=[unit.pk])
        return Row(
            unit.full_name,
            "",
            f"{page}?{self.asked.query}",
            f"{page}/co-so?{self.asked.query}",
            measure,
            figures.verdict(measure),
        )


def branch_of_place(request: StaffRequest, place_id: int, *, with_past: bool = False) -> Branch:
    """The figures below a unit of any day, with the months before if asked. Raises `NotYours`."""
    office = office_of(request)
    place = place_seen_by(office, place_id)
    asked = asked_months(request, until=last_month_of(place, office.today))
    on = units_on(place, asked.span)
    units = tuple(
        places.in_force(on).filter(Q(pk=place.pk) | Q(parent_id=place.pk) | Q(province_id=place.pk))
    )
    ids = [unit.pk for unit in units]
    span = asked.trail if with_past else asked.span
    kept = grounds.flows(place, ids, on, span, at=office.at)
    standing = shares.standing_in(ids, on)
    page = reverse("office:place", args=[place.pk])
    return Branch(
        office=office,
        asked=asked,
        title=place.full_name,
        flows=kept.flows,
        at=kept.at,
        facilities=shares.facilities({*standing, *(flow.facility_id for flow in kept.flows)}),
        standing=frozenset(standing),
        page=page,
        made_of=f"{page}/co-so",
        sheet=f"{page}/co-so.xlsx",
        methods=reverse("office:place_methods", args=[place.pk]),
        place=place,
        units=units,
        on=on,
        crumbs=_crumbs(office, place, asked),
    )


def own_branch(request: StaffRequest, *, with_past: bool = False) -> Branch:
    """The figures of all facilities that are one's own."""
    office = office_of(request)
    asked = asked_months(request, until=Month.of(office.today))
    mine = office.by.facilities
    return Branch(
        office=office,
        asked=asked,
        title=_("Các cơ sở của bạn"),
        flows=shares.flows_of(mine, asked.trail if with_past else asked.span),
        at=office.at,
        facilities=shares.facilities(mine),
        standing=mine,
        page=reverse("office:own"),
        made_of=reverse("office:own_facilities"),
        sheet=reverse("office:own_xlsx"),
        methods=reverse("office:own_methods"),
    )


@lru_cache(maxsize=8192)
def _addresses(facility_id: int) -> tuple[str, str]:
    return (
        reverse("office:facility", args=[facility_id]),
        reverse("office:payments", args=[facility_id]),
    )


def _crumbs(office: Office, place: Place, asked: Asked) -> list[Crumb]:
    """The units above, for those who look at a whole province."""
    above = []
    if any(root.level == PlaceLevel.PROVINCE.value for root in office.roots):
        above = [one for one in (place.province, place.parent) if one is not None]
    found = {one.pk: one for one in above}
    return [
        *(
            Crumb(one.full_name, f"{reverse('office:place', args=[one.pk])}?{asked.query}")
            for one in found.values()
        ),
        Crumb(place.full_name),
    ]
