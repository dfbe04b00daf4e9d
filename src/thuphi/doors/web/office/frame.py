"""What every office page stands in: whose figures may be seen, the rail, the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.access import StaffRequest
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Actor, NotYours, Permission
from thuphi.oversight.reports.models import Filing
from thuphi.registers.agencies.models import Agency
from thuphi.registers.places import queries as places
from thuphi.registers.places.errors import PlaceNotInForce
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level as PlaceLevel
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import assignments_of
from thuphi.registers.staff.rules import PERMISSIONS, Role

RAIL_PLACES = 3


@dataclass(frozen=True, slots=True)
class Office:
    """One person who looks at figures, at one moment; `roots` are the units given to them."""

    by: Actor
    roots: tuple[Place, ...]
    at: datetime
    seats: tuple[str, ...] = ()
    """Names of the offices the person works in."""
    homes: tuple[Place, ...] = ()
    """The units in which these offices stand."""

    @property
    def today(self) -> date:
        """The day it is in Việt Nam."""
        return clock.today(self.at)


@dataclass(frozen=True, slots=True)
class RailNoun:
    """One place of the rail."""

    href: str
    label: str
    icon: str
    is_current: bool = False
    count: int = 0
    """How much waits there."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way back; the last has no address."""

    label: str
    href: str = ""


def office_of(request: StaffRequest) -> Office:
    """The person at work, with the units they were given to look at."""
    at, given = clock.now(), assignments_of(cast("User", request.user))
    looking = [one for one in given if Permission.FIGURES_READ in PERMISSIONS[Role(one.role)]]
    roots = [one.place for one in looking if one.place is not None]
    homes = [_home_of(one.agency, clock.today(at)) for one in looking if one.agency is not None]
    seats = dict.fromkeys(one.agency.name for one in given if one.agency is not None)
    return Office(
        request.actor,
        tuple(roots),
        at,
        tuple(seats),
        tuple(dict.fromkeys(home for home in homes if home is not None)),
    )


def _home_of(agency: Agency, today: date) -> Place | None:
    """The unit an office stands in, as it is today; None for the country's."""
    if agency.place is None or today in agency.place.valid:
        return agency.place
    try:
        return places.heir(agency.place, today)
    except PlaceNotInForce:
        return None


def place_seen_by(office: Office, place_id: int) -> Place:
    """A unit of any day, if what it has become lies in one given to the person. Raises `NotYours`.

    A district of the old days ended without a successor; it belongs to who has its province.
    """
    return _place_below(office.roots, place_id, office.today)


def place_of_a_plan(office: Office, place_id: int) -> Place:
    """The same for a plan's figures, which name no person: also below the province of one's office,
    since a department has to see where its sector stands. Raises `NotYours`."""
    return _place_below((*office.roots, *office.homes), place_id, office.today)


def _place_below(roots: Sequence[Place], place_id: int, today: date) -> Place:
    found = Place.objects.filter(pk=place_id).select_related("province", "parent").first()
    if found is None or not roots:
        raise NotYours
    is_district = found.level == PlaceLevel.DISTRICT.value and found.province is not None
    try:
        now = places.heir(found.province if is_district and found.province else found, today)
    except PlaceNotInForce:
        raise NotYours from None
    if not {now.pk, now.parent_id, now.province_id} & {root.pk for root in roots}:
        raise NotYours
    return found


def _rail(office: Office, current: str) -> list[RailNoun]:
    is_official = bool(office.by.agencies)
    nouns = [
        RailNoun(reverse("office:place", args=[root.pk]), root.name, "chart")
        for root in office.roots[: 1 if is_official else RAIL_PLACES]
    ]
    if office.roots:
        root = office.roots[0]
        href = reverse("office:place_facilities", args=[root.pk])
        # A bar of five nouns: who works in an office comes to the list from the unit's page.
        nouns += [] if is_official else [RailNoun(href, _("Cơ sở"), "building")]
        nouns.append(RailNoun(reverse("office:plans"), _("Kế hoạch"), "flag"))
    else:
        if office.by.facilities or not is_official:
            nouns.append(RailNoun(reverse("office:home"), _("Tỷ lệ"), "chart"))
        if office.homes:
            nouns.append(RailNoun(reverse("office:plans"), _("Kế hoạch"), "flag"))
    if is_official:
        nouns.append(RailNoun(reverse("office:tasks"), _("Nhiệm vụ"), "list"))
        waiting = Filing.objects.filter(holder_id__in=office.by.agencies).count()
        nouns.append(RailNoun(reverse("office:reports"), _("Báo cáo"), "file", count=waiting))
    if office.by.may(Permission.DECLARATION_VERIFY):
        nouns.append(RailNoun(reverse("office:declarations"), _("Kê khai"), "inbox"))
    if office.by.may(Permission.BILL_READ):
        try:
            nouns.append(RailNoun(reverse("desk_home"), _("Bàn làm việc"), "receipt"))
        except NoReverseMatch:
            return nouns
    return [replace(noun, is_current=_stands_at(noun.href, current)) for noun in nouns]


def _stands_at(href: str, current: str) -> bool:
    """Whether a page lies at a noun; plans, tasks and reports have pages of their own below."""
    tasks, reports = reverse("office:tasks"), reverse("office:reports")
    plans, declared = reverse("office:plans"), reverse("office:declarations")
    if href == tasks and current == reverse("office:my_work"):
        return True
    with_pages = {plans, tasks, reports, declared}
    return href == current or (href in with_pages and current.startswith(f"{href}/"))


def show(
    request: HttpRequest,
    office: Office,
    template: str,
    context: Mapping[str, object],
    *,
    crumbs: Sequence[Crumb] = (),
    where: str = "",
) -> HttpResponse:
    """An office page in its frame."""
    framed = {
        "office": office,
        "workplace_name": where
        or ", ".join(office.seats or [root.full_name for root in office.roots]),
        "rail": _rail(office, request.path),
        "crumbs": crumbs if len(crumbs) > 1 else (),
        **context,
    }
    return render(request, f"office/{template}.html", framed)
