"""What every desk page stands in: whose desk it is, the rail of nouns, the search, the way back."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.access import StaffRequest
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.reconciliation.queries import workbench
from thuphi.money.reconciliation.queries.screen import Tally
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import Facility

from .waiting import MoneyWaiting, money_waiting

CHOSEN = "desk_facility"
"""Where the session keeps the facility that somebody with several is working for."""

PAGE_ROWS = 50


class Noun(enum.Enum):
    """The five nouns of the rail."""

    TODAY = "today"
    PUPILS = "pupils"
    RUNS = "runs"
    MONEY = "money"
    CASH = "cash"


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at the desk of one facility, at one moment."""

    by: Actor
    facility: Facility
    at: datetime

    @property
    def facility_id(self) -> int:
        """The facility whose lists are shown."""
        return self.facility.pk

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
    is_current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way back; the last has no address."""

    label: str
    href: str = ""


def desk_of(request: StaffRequest) -> Desk:
    """The desk that the person sits at: the chosen facility, or their first. Refuses a person
    without any facility."""
    mine = sorted(request.actor.facilities)
    if not mine:
        raise PermissionDenied
    chosen = request.session.get(CHOSEN)
    wanted = chosen if chosen in request.actor.facilities else mine[0]
    return Desk(request.actor, facilities.facility(wanted), clock.now())


def workbench_left(facility_id: int) -> Tally:
    """What the workbench holds for a person, in one question."""
    return sum(workbench.counts(facility_id).values(), Tally())


def _rail(desk: Desk, here: Noun, waits: MoneyWaiting, to_do: Tally) -> list[RailNoun]:
    nouns = [
        (Noun.TODAY, "desk_home", _("Hôm nay"), "home", Permission.BILL_READ, 0),
        (Noun.PUPILS, "desk_pupils", _("Học sinh"), "people", Permission.PEOPLE_READ, 0),
        (Noun.RUNS, "desk_runs", _("Đợt thu"), "list", Permission.BILL_READ, 0),
        (
            Noun.MONEY,
            "desk_payments",
            _("Tiền vào"),
            "bank",
            Permission.PAYMENT_READ,
            to_do.count + waits.for_person(desk.by),
        ),
        (Noun.CASH, "desk_cash", _("Quầy thu"), "cash", Permission.CASH_TAKE, 0),
    ]
    return [
        RailNoun(reverse(name), label, icon, noun is here, count)
        for noun, name, label, icon, permission, count in nouns
        if desk.by.may(permission)
    ]


def show(
    request: HttpRequest,
    desk: Desk,
    template: str,
    context: Mapping[str, object],
    *,
    noun: Noun,
    crumbs: Sequence[Crumb] = (),
    status: int = 200,
) -> HttpResponse:
    """A desk page in its frame. `may` tells the page which deeds to offer. A page that has already
    asked what waits hands it over as `waits`, and what the workbench holds as `left`."""
    asked, left = context.get("waits"), context.get("left")
    waits = asked if isinstance(asked, MoneyWaiting) else money_waiting(desk.facility_id)
    to_do = left if isinstance(left, Tally) else workbench_left(desk.facility_id)
    framed = {
        "desk": desk,
        "today": desk.today,
        "workplace_name": desk.facility.name,
        "rail": _rail(desk, noun, waits, to_do),
        "crumbs": crumbs,
        "may": {
            permission.value: True
            for permission in desk.by.permissions
            if desk.facility_id in desk.by.where(permission)
        },
        **context,
    }
    return personal(render(request, f"desk/{template}.html", framed, status=status))


def personal(response: HttpResponse) -> HttpResponse:
    """A page with names of families: no browser and nobody in between keeps it."""
    patch_cache_control(response, private=True, no_store=True)
    return response


def unchanged(request: HttpRequest, state: str) -> HttpResponse:
    """The answer to a page that asks whether what it shows is still so: if not, it is renewed."""
    response = personal(HttpResponse(status=204))
    if request.GET.get("seen") != state:
        response["HX-Refresh"] = "true"
    return response


def page_number(request: HttpRequest) -> str:
    """The asked page of a list; a paginator turns nonsense into the first or the last."""
    return request.GET.get("page", "1")


def number_in(text: str) -> int | None:
    """A row's number out of an address, or nothing when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
