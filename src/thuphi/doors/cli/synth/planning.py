"""What is to be built, drawn from the seed: the same request gives the same plan for ever."""

from __future__ import annotations

import enum
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from thuphi.ground.kit.periods import Month
from thuphi.registers.facilities.models import AreaClass, Level, Ownership, Sector
from thuphi.registers.places.models import Place

from .fees import IN_CLASS
from .sizes import ProvinceSize, Size

LEVEL_WORDS = {
    Level.PRESCHOOL: "Trường Mầm non",
    Level.PRIMARY: "Trường Tiểu học",
    Level.LOWER_SECONDARY: "Trường THCS",
    Level.UPPER_SECONDARY: "Trường THPT",
    Level.MULTI_LEVEL: "Trường TH và THCS",
    Level.CONTINUING: "Trung tâm GDTX",
    Level.HOSPITAL: "Bệnh viện Đa khoa",
    Level.HEALTH_CENTRE: "Trung tâm Y tế",
    Level.COMMUNE_STATION: "Trạm Y tế",
}


class Posture(enum.StrEnum):
    """How a facility's figures reach the province."""

    BILLS = "bills"
    """It bills here, so that its figures are booked."""
    DECLARES = "declares"
    """It collects with software of others and declares its months."""
    SILENT = "silent"
    """It does neither: its figures are missing."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for. `scale` is a part of the province; `payments` thins people out."""

    province: ProvinceSize
    months: tuple[Month, ...]
    """In their order."""
    scale: Fraction
    seed: int
    payments: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedFacility:
    """One facility before it has an id. Shares are thousandths."""

    number: int
    """From 1, in the order of the plan."""
    code: str
    name: str
    size: Size
    ownership: Ownership
    place: Place
    area: AreaClass
    posture: Posture
    people: int
    cashless_from: int
    cashless_to: int
    """The cashless share of all payments in the first and in the last month."""
    ways: frozenset[str]
    """Ways of paying under a contract with a provider."""
    has_contracts: bool
    """Its contracts are written down; without them its ways do not count as ready."""

    @property
    def is_urban(self) -> bool:
        """In a town."""
        return self.area is AreaClass.URBAN


def plan(asked: Request, communes: Sequence[Place]) -> list[PlannedFacility]:
    """Every facility of the request, spread evenly over the communes of its first month."""
    draw = random.Random(f"thuphi synth {asked.seed} {asked.province.code}")  # noqa: S311
    found: list[PlannedFacility] = []
    for size in asked.province.with_health(len(communes)):
        count = _scaled(size, asked.scale)
        for place in range(count):
            commune = communes[place * len(communes) // max(count, 1) % len(communes)]
            found.append(_facility(asked, size, commune, len(found) + 1, place, draw))
    return _thinned(found, asked)


def _scaled(size: Size, scale: Fraction) -> int:
    """Rounded to the nearest, but no level of schools drops out of a small province."""
    count = (2 * size.facilities * scale + 1) // 2
    is_kept = size.sector is Sector.EDUCATION or size.level is Level.COMMUNE_STATION
    return max(count, 1 if is_kept else 0)


def _facility(
    asked: Request, size: Size, commune: Place, number: int, place: int, draw: random.Random
) -> PlannedFacility:
    level = size.level
    is_private = size.sector is Sector.EDUCATION and draw.randrange(1000) < 60
    area = _area(commune, draw)
    low, high = {
        AreaClass.URBAN: (550, 950), AreaClass.RURAL: (300, 900), AreaClass.REMOTE: (150, 700),
    }[area]  # fmt: skip
    last = draw.randrange(low, high)
    if draw.randrange(1000) < 100:
        last = draw.randrange(60, 300)
    posture = _posture(place, draw)
    name = f"{LEVEL_WORDS[level]} {commune.name}"
    if level is not Level.COMMUNE_STATION:
        name += f" {place + 1}"
    people = size.people // size.facilities * draw.randrange(500, 1501) // 1000
    return PlannedFacility(
        number=number,
        code=f"SY{asked.province.code}{number:05}",
        name=name,
        size=size,
        ownership=Ownership.PRIVATE if is_private else Ownership.PUBLIC,
        place=commune,
        area=area,
        posture=posture,
        people=max(people, 1),
        cashless_from=max(last - draw.randrange(0, 181), 20),
        cashless_to=last,
        ways=_ways(size, posture, draw),
        has_contracts=draw.randrange(1000) < 850,
    )


def _area(commune: Place, draw: random.Random) -> AreaClass:
    is_remote = draw.randrange(5) == 0
    if commune.kind in {"Phường", "Thị trấn"}:
        return AreaClass.URBAN
    return AreaClass.REMOTE if is_remote or commune.kind == "Đặc khu" else AreaClass.RURAL


def _posture(place: int, draw: random.Random) -> Posture:
    """The first of a level always bills here."""
    lot = draw.randrange(1000)
    if place == 0 or lot < 880:
        return Posture.BILLS
    return Posture.DECLARES if lot < 960 else Posture.SILENT


def _ways(size: Size, posture: Posture, draw: random.Random) -> frozenset[str]:
    cards = 950 if size.sector is Sector.HEALTH else 250
    lots = {way: draw.randrange(1000) for way in ("qr", "web", "mobile_money", "card")}
    chances = {"qr": 1000, "web": 700, "mobile_money": 550, "card": cards}
    if posture is not Posture.BILLS:
        chances = {way: chance * 2 // 5 for way, chance in chances.items()}
    return frozenset(way for way, lot in lots.items() if lot < chances[way])


def expected_payments(facilities: Sequence[PlannedFacility], months: Sequence[Month]) -> int:
    """About so many payments will come of the plan."""
    return sum(
        one.people * one.size.billed_permille * _months_billed(one.size, months) // 1000
        for one in facilities
        if one.posture is Posture.BILLS
    )


def _months_billed(size: Size, months: Sequence[Month]) -> int:
    """The months in which such a facility bills; schools rest in summer."""
    if size.sector is Sector.HEALTH:
        return len(months)
    return sum(month.month in IN_CLASS for month in months)


def _thinned(found: list[PlannedFacility], asked: Request) -> list[PlannedFacility]:
    """Fewer people (or more) in the same facilities, for a wanted number of payments."""
    if asked.payments is None:
        return found
    before = max(expected_payments(found, asked.months), 1)
    return [replace(one, people=max(one.people * asked.payments // before, 1)) for one in found]
