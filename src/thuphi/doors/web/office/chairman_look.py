"""What every page of a plan stands on: the plan, the ground, the day; read once for one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.access import StaffRequest
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.indicators.queries.verdicts import Ground, RuleFinding
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.errors import PlanNotFound
from thuphi.oversight.plans.rules import Plan, Target
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level as PlaceLevel

from . import grounds
from .frame import Crumb, Office, office_of, place_of_a_plan
from .grounds import Judged, Seen


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look at a plan from one place: the day it is taken on, and the days of its units."""

    office: Office
    plan: Plan
    place: Place
    as_of: date
    units_on: date
    asked: Mapping[str, str]
    """What the address asks for beyond the defaults; every link hands it on."""

    @cached_property
    def seen(self) -> Seen:
        """The ground with its moment: looked at now, or by somebody else some seconds ago."""
        return grounds.seen(
            plan=self.plan,
            place=self.place,
            as_of=self.as_of,
            on=self.units_on,
            at=self.office.at,
        )

    @property
    def ground(self) -> Ground:
        """The facts of all facilities below, in one round of questions."""
        return self.seen.ground

    @property
    def until(self) -> str:
        """Up to when figures are known: the end of a past day, or a moment of today."""
        if self.as_of < self.office.today:
            return f"{self.as_of:%d/%m/%Y}"
        return f"{self.seen.at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"

    @cached_property
    def judged(self) -> list[Judged]:
        """Every target with its months, in the order of the plan."""
        return [self.judge(target) for target in self.plan.targets]

    def judge(self, target: Target) -> Judged:
        """One target: its months are counted once, for the verdict and for the drawing."""
        return self.seen.judge(target)

    @property
    def findings(self) -> dict[str, RuleFinding]:
        """The plan's rules for each facility: who fails them, as far as the person may know."""
        return self.seen.findings(self.office.by.facilities)

    @cached_property
    def units(self) -> list[Place]:
        """The units directly below on the day of the units, by code: neighbours stand together."""
        return places.children(self.place, self.units_on)

    @property
    def query(self) -> str:
        """The day and the units as the end of an address, with its question mark; often empty."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    def with_asked(self, **more: str) -> str:
        """The same with more asked for."""
        return f"?{urlencode({**self.asked, **more})}"

    @property
    def page(self) -> str:
        """The plan's page here."""
        return reverse("office:plan", args=[self.plan.id, self.place.pk])

    @property
    def paper(self) -> str:
        """The same page on A4."""
        return f"{reverse('office:plan_pdf', args=[self.plan.id, self.place.pk])}{self.query}"

    def target_page(self, target: Target) -> str:
        """The page of one target."""
        return reverse("office:target", args=[self.plan.id, self.place.pk, target.id])

    def made_of(self, target: Target) -> str:
        """The facilities a target's figure is made of."""
        return reverse("office:target_facilities", args=[self.plan.id, self.place.pk, target.id])

    @property
    def crumbs(self) -> list[Crumb]:
        """From the plans down to this page; units above only for those who see them."""
        above = [one for one in (self.place.province, self.place.parent) if one is not None]
        is_root = any(root.pk == self.place.pk for root in self.office.roots)
        sees_all = any(root.level == PlaceLevel.PROVINCE.value for root in self.office.roots)
        way = [] if is_root or not sees_all else list({one.pk: one for one in above}.values())
        return [
            Crumb(_("Kế hoạch"), reverse("office:plans")),
            *(
                Crumb(one.full_name, reverse("office:plan", args=[self.plan.id, one.pk]))
                for one in way
            ),
            Crumb(self.place.full_name, f"{self.page}{self.query}"),
        ]


def look_of(request: StaffRequest, plan_id: str, place_id: int) -> Look:
    """What the address asks for. Raises `NotYours` for another's place, 404 for no such plan."""
    office = office_of(request)
    try:
        plan = plans.plan(plan_id)
    except PlanNotFound as error:
        raise Http404 from error
    place = place_of_a_plan(office, place_id)
    asked: dict[str, str] = {}
    latest = min(office.today, plan.until_on)
    as_of = _day(request, "ngay")
    if as_of is None or as_of >= latest or as_of < plan.from_on:
        as_of = latest
    else:
        asked["ngay"] = as_of.isoformat()
    units_on = _day(request, "dia-gioi")
    if units_on is None:
        units_on = as_of
    else:
        asked["dia-gioi"] = units_on.isoformat()
    return Look(
        office=office,
        plan=plan,
        place=place,
        as_of=as_of,
        units_on=within_days_of(place, units_on),
        asked=asked,
    )


def within_days_of(place: Place, on: date) -> date:
    """The day itself while the unit lasts; else the nearest day on which it was in force."""
    begins_on: date = place.valid.lower
    ends_on: date | None = place.valid.upper
    if ends_on is not None and on >= ends_on:
        return ends_on - timedelta(days=1)
    return max(on, begins_on)


def target_of(look: Look, target_id: str) -> Target:
    """A target of the plan, in whatever case it is written; 404 if it has no such."""
    for one in look.plan.targets:
        if one.id.casefold() == target_id.casefold():
            return one
    raise Http404


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
