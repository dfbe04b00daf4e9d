"""A school of 2022 in a commune that was divided in 2025, for the verbs on where it stands."""

from __future__ import annotations

from datetime import date

from tests import world as worlds
from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.facilities.actions import NewFacility, register_facility
from thuphi.registers.facilities.models import (
    AreaClass,
    Facility,
    FacilityArea,
    FacilityPlace,
    Level,
    Ownership,
    Sector,
    Tier,
)
from thuphi.registers.places.models import Place, PlaceSuccession

FOUNDED_ON = date(2022, 1, 1)
REFORM_ON = date(2025, 7, 1)
Stay = tuple[int, date, date | None]


def divided() -> tuple[Place, Place, Place]:
    """A commune that ended on the reform's day in parts: itself, the default part, another part."""
    parts = PlaceSuccession.objects.filter(
        kind="part",
        predecessor__valid__endswith=REFORM_ON,
        predecessor__valid__startswith=FOUNDED_ON,
        successor__valid__startswith=REFORM_ON,
    )
    other = parts.filter(is_default=False).order_by("predecessor_id").first()
    assert other is not None
    default = parts.get(predecessor_id=other.predecessor_id, is_default=True)
    return other.predecessor, default.successor, other.successor


def school(place: Place, code: str = "38900", valid_from: date = FOUNDED_ON) -> Facility:
    """A primary school in a commune."""
    return register_facility(
        by=SYSTEM,
        facility=NewFacility(
            code=code,
            name="Trường Tiểu học Hai Làng",
            sector=Sector.EDUCATION,
            level=Level.PRIMARY,
            tier=Tier.COMMUNE,
            ownership=Ownership.PUBLIC,
        ),
        place_id=place.pk,
        area=AreaClass.RURAL,
        valid_from=valid_from,
        at=worlds.AT,
    )


def stays(facility: Facility) -> list[Stay]:
    """Where a facility stands, as the database keeps it."""
    found = FacilityPlace.objects.filter(facility=facility).order_by("valid")
    return [(one.place_id, one.valid.lower, one.valid.upper) for one in found]


def areas(facility: Facility) -> list[tuple[str, date, date | None]]:
    """Its area classes."""
    found = FacilityArea.objects.filter(facility=facility).order_by("valid")
    return [(one.area, one.valid.lower, one.valid.upper) for one in found]
