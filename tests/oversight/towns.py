"""Facilities that money comes to, in two provinces; the bills behind it are the world's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests import world as worlds
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.money.payments import actions as payments
from thuphi.oversight.indicators.queries import shares
from thuphi.oversight.indicators.rules import Flow, Span
from thuphi.registers.facilities import actions as facilities
from thuphi.registers.facilities.actions import NewFacility
from thuphi.registers.facilities.models import AreaClass, Facility, Level, Ownership, Sector, Tier
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.models import Merchant
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level as PlaceLevel

OCTOBER = Span.of(Month(2026, 10))
REFORM_ON = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Payee:
    """A facility with one merchant."""

    facility: Facility
    merchant: Merchant

    @property
    def id(self) -> int:
        """The facility's id."""
        return self.facility.pk


def province(code: str, on: date = worlds.TODAY) -> Place:
    """The province that bore a code on a day."""
    return places.place_on(code=code, level=PlaceLevel.PROVINCE, on=on)


def commune(name: str, of: Place, on: date = worlds.TODAY) -> Place:
    """A commune of a province by its name."""
    return places.search(name=name, province=of, on=on)[0]


def register(
    code: str,
    name: str,
    where: Place,
    *,
    level: Level = Level.PRIMARY,
    valid_from: date = REFORM_ON,
) -> Payee:
    """A school, or a health facility if its level says so."""
    is_health = level in (Level.HOSPITAL, Level.COMMUNE_STATION, Level.CLINIC)
    facility = facilities.register_facility(
        by=SYSTEM,
        facility=NewFacility(
            code=code,
            name=name,
            sector=Sector.HEALTH if is_health else Sector.EDUCATION,
            level=level,
            tier=Tier.COMMUNE,
            ownership=Ownership.PUBLIC,
            focal_name="Phạm Thị Thu",
            focal_phone="02223800100",
        ),
        place_id=where.pk,
        area=AreaClass.RURAL,
        valid_from=valid_from,
        at=worlds.AT,
    )
    merchant = methods.register_merchant(
        by=SYSTEM,
        facility_id=facility.pk,
        channel="sandbox",
        slug=f"payee-{code}",
        account_number=f"99{code}",
        settings={"secret": worlds.SANDBOX_SECRET},
        at=worlds.AT,
    )
    return Payee(facility, merchant)


def pay(
    world: World,
    to: Payee,
    amount_vnd: int,
    method: str = "qr",
    paid_at: datetime = worlds.AT + timedelta(hours=1),
) -> None:
    """Money comes to a facility; which bill it is for does not matter to the share."""
    worlds.hear(world, "", amount_vnd, merchant=to.merchant, method=method, paid_at=paid_at)


def post() -> None:
    """The worker books all that waits."""
    while payments.post_waiting(at=worlds.AT).taken:
        pass


def below(place: Place, span: Span = OCTOBER, on: date | None = None) -> list[Flow]:
    """What came in below a unit, by the units of the span's last day."""
    day = on or span.last_day_on
    return shares.flows_below(places.branch_ids(place, day), day, span)
