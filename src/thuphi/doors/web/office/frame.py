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
    given = assignments_of(cast("User", request.user))
    roots = [
        one.place
        for one in given
        if one.place is not None and Permission.FIGURES_READ in PERMISSIONS[Role(one.role)]
    ]
    seats = dict.fromkeys(one.agency.name for one in given if one.agency is not None)
    return Office(request.actor, tuple(roots), clock.now(), tuple(seats))


def place_seen_by(office: Office, place_id: int) -> Place:
    """A unit of any day, if what it has become lies in one given to the person. Raises `NotYours`.

    A district of the old days ended without a successor; it belongs to who has its province.
    """
    found = Place.objects.filter(pk=place_id).select_related("province", "parent").first()
    if found is None or not office.roots:
        raise NotYours
    is_district = found.level == PlaceLevel.DISTRICT.value and found.province is not None
    try:
        now = places.heir(found.province if is_district and found.province else found, office.today)
    except PlaceNotInForce:
        raise NotYours from None
    if not {now.pk, now.parent_id, now.province_id} & {root.pk for root in office.roots}:
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
    elif office.by.facilities or not is_official:
        nouns.append(RailNoun(reverse("office:home"), _("Tỷ lệ"), "chart"))
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
