"""What is known of one facility, as the targets of a plan look at it. No database."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from thuphi.ground.kit.periods import Month
from thuphi.oversight.plans.rules import Sector, Urban
from thuphi.registers.places import rules as places
from thuphi.registers.places.rules import Kind


class Source(enum.StrEnum):
    """Where a figure comes from. Booked and declared are never mixed silently."""

    BOOKED = "booked"
    """Bookings and registers of this system."""
    DECLARED = "declared"
    """The facility's own declaration, which the department has verified."""
    BOTH = "booked_and_declared"
    """Some months booked, others declared."""
    MISSING = "missing"
    """Nobody has said anything."""


class MonthFigures(NamedTuple):
    """Money in of a month, or of the days of it that lie in the period, up to `last_on`."""

    last_on: date
    is_booked: bool
    """False when it was declared."""
    cashless_count: int
    whole_count: int
    cashless_vnd: int
    vnd: int

    @property
    def month(self) -> Month:
        """The month."""
        return Month.of(self.last_on)

    @property
    def source(self) -> Source:
        """By whose word."""
        return Source.BOOKED if self.is_booked else Source.DECLARED


class FeeFigures(NamedTuple):
    """Fees of one kind of a month: the part that came without cash, and the whole."""

    last_on: date
    is_booked: bool
    part_vnd: int
    whole_vnd: int


class Days(NamedTuple):
    """A state that holds from a day on, and no more on `until_on`; and who says so."""

    from_on: date
    until_on: date | None
    source: Source = Source.BOOKED

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


class PlatformDays(NamedTuple):
    """A verified use of a digital platform, with the lists the platform stands on (M16)."""

    from_on: date
    until_on: date | None
    lists: frozenset[str] = frozenset()

    def holds(self, on: date) -> bool:
        """Whether the platform is in use on a day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


class Kinds(NamedTuple):
    """Of what kind the commune is in which the facility stands, from a day on."""

    from_on: date
    kind: Kind


class Areas(NamedTuple):
    """Whether the facility itself is registered as urban, from a day on."""

    from_on: date
    is_urban: bool


Dated = TypeVar("Dated", Kinds, Areas)


class DeclaredValue(NamedTuple):
    """The value of an item as it was declared for a month."""

    last_on: date
    item: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityFacts:
    """One facility that was expected to report in the period.

    `place_id`, `parent_id` and `province_id` are the commune, what lies above it, and the province
    in which the facility counts by the geography asked for; None where it cannot be told.
    """

    facility_id: int
    name: str
    code: str
    sector: Sector
    level: str
    tier: str
    ownership: str
    founded_on: date
    closed_on: date | None = None
    """The first day on which it is no more."""
    place_id: int | None = None
    parent_id: int | None = None
    province_id: int | None = None
    kinds: tuple[Kinds, ...] = ()
    areas: tuple[Areas, ...] = ()
    has_focal_point: bool = False
    equipped: tuple[Days, ...] = ()
    """When a merchant or terminal was in contract, or since when it is declared."""
    accepts: tuple[Days, ...] = ()
    """When families could pay into an approved account, or since when it is declared."""
    platforms: tuple[PlatformDays, ...] = ()
    months: tuple[MonthFigures, ...] = ()
    hospital_fees: tuple[FeeFigures, ...] = ()
    tuition: tuple[FeeFigures, ...] = ()
    values: tuple[DeclaredValue, ...] = ()
    """Declared values that changed, the oldest first."""
    has_registers: bool = False
    """It has an account or a merchant here, so that having none in force is known, not missing."""

    @property
    def unit_ids(self) -> tuple[int | None, int | None, int | None]:
        """Commune, what lies above it, province."""
        return self.place_id, self.parent_id, self.province_id

    @property
    def equipped_on(self) -> date | None:
        """The first day on which it could take money without cash."""
        return min((days.from_on for days in self.equipped), default=None)

    @property
    def accepts_on(self) -> date | None:
        """The first day on which families could pay it without cash."""
        return min((days.from_on for days in self.accepts), default=None)

    def stood_in(self, first_on: date, last_on: date) -> bool:
        """Whether it was there on some day of a period, both ends included."""
        return self.founded_on <= last_on and (self.closed_on is None or self.closed_on > first_on)

    def is_urban(self, definition: Urban, on: date) -> bool:
        """Whether it counted as urban on a day, by what counts then (M15)."""
        if definition is Urban.AREA_CLASS:
            area = _latest(self.areas, on)
            return area is not None and area.is_urban
        kinds = _latest(self.kinds, on)
        if kinds is None:
            return False
        if definition is Urban.WARDS:
            return kinds.kind is Kind.WARD
        return places.is_urban(kind=kinds.kind, on=on)

    def value(self, item: str, on: date) -> int | None:
        """What was declared last for an item by a day."""
        found = None
        for one in self.values:
            if one.item == item and one.last_on <= on:
                found = one.value
        return found


def _latest(spans: Iterable[Dated], on: date) -> Dated | None:
    """The last that began by the day; the first of all when none had."""
    found: Dated | None = None
    for span in spans:
        if found is None or span.from_on <= on:
            found = span
    return found
