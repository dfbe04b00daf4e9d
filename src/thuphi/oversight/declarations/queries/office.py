"""What a department asks: who has declared, who has not, what waits for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, F, QuerySet

from thuphi.ground.kit.periods import Month
from thuphi.ground.kit.sql import statement
from thuphi.oversight.declarations import errors
from thuphi.oversight.declarations.models import Declaration, DeclarationFlag
from thuphi.oversight.declarations.rules import COUNTED, OPEN, State
from thuphi.registers.facilities.models import Sector

_ROOM = errors.__file__


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A facility that stood in the branch in a month, and how far its declaration is."""

    facility_id: int
    code: str
    name: str
    sector: Sector
    place_id: int
    is_booked: bool
    """Money was booked here in the month; then no declaration of money is expected."""
    declaration_id: int | None
    revision: int | None
    state: State | None

    @property
    def is_expected(self) -> bool:
        """Whether nothing would be known of it without a declaration."""
        return not self.is_booked

    @property
    def is_in(self) -> bool:
        """Whether it was submitted and not sent back."""
        return self.state is not None and self.state not in OPEN


@dataclass(frozen=True, slots=True)
class Completeness:
    """Who of a branch has declared a month."""

    month: Month
    facilities: tuple[Standing, ...]

    @property
    def expected(self) -> tuple[Standing, ...]:
        """Those without bookings: they are counted only if they declare."""
        return tuple(one for one in self.facilities if one.is_expected)

    @property
    def missing(self) -> tuple[Standing, ...]:
        """Those expected of whom nothing was submitted."""
        return tuple(one for one in self.expected if not one.is_in)

    @property
    def counted(self) -> tuple[Standing, ...]:
        """Those expected whose newest revision is verified or approved."""
        return tuple(one for one in self.expected if one.state in COUNTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A declaration that waits for the department."""

    declaration_id: int
    facility_id: int
    code: str
    name: str
    month: Month
    revision: int
    state: State
    submitted_by: int | None
    submitted_at: datetime | None
    verified_by: int | None
    flags: int


def completeness(place_ids: Collection[int], month: Month) -> Completeness:
    """Who stood in these communes in a month, and how far each one's declaration is.

    `place_ids` are communes of the month, with none of a later day; a facility that moved in the
    month belongs to the commune in which it stood last.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            statement(_ROOM, "completeness"),
            {
                "places": sorted(place_ids),
                "month": month.first_day_on,
                "end_on": month.next.first_day_on,
            },
        )
        rows = cursor.fetchall()
    return Completeness(
        month,
        tuple(
            Standing(
                facility_id=facility_id,
                code=code,
                name=name,
                sector=Sector(sector),
                place_id=place_id,
                is_booked=is_booked,
                declaration_id=declaration_id,
                revision=revision,
                state=None if state is None else State(state),
            )
            for (
                facility_id, code, name, sector, place_id, is_booked, declaration_id, revision,
                state,
            ) in rows
        ),
    )  # fmt: skip


def expected(place_ids: Collection[int], month: Month) -> list[int]:
    """Ids of the facilities that stood in these communes in a month without any booking."""
    found = completeness(place_ids, month).expected
    return sorted(one.facility_id for one in found)


def inbox(
    facility_ids: Collection[int] | None = None,
    *,
    states: Collection[State] = (State.SUBMITTED,),
    month: Month | None = None,
) -> list[Waiting]:
    """What waits, the longest first: of these facilities, or of all that may be seen."""
    found = Declaration.objects.filter(state__in=[state.value for state in states])
    if facility_ids is not None:
        found = found.filter(facility_id__in=facility_ids)
    if month is not None:
        found = found.filter(month=month.first_day_on)
    rows = found.order_by(F("submitted_at").asc(nulls_last=True), "pk").values_list(
        "pk", "facility_id", "facility__code", "facility__name", "month", "revision", "state",
        "submitted_by", "submitted_at", "verified_by",
    )  # fmt: skip
    flags = _flags_of(found)
    return [
        Waiting(
            declaration_id=id,
            facility_id=facility_id,
            code=code,
            name=name,
            month=Month.of(month_on),
            revision=revision,
            state=State(state),
            submitted_by=submitted_by,
            submitted_at=submitted_at,
            verified_by=verified_by,
            flags=flags.get(id, 0),
        )
        for (
            id, facility_id, code, name, month_on, revision, state, submitted_by, submitted_at,
            verified_by,
        ) in rows
    ]  # fmt: skip


def _flags_of(found: QuerySet[Declaration]) -> dict[int, int]:
    """How many flags each of these declarations has; those without are left out."""
    flags = DeclarationFlag.objects.filter(declaration__in=found.order_by())
    return dict(flags.values_list("declaration_id").annotate(many=Count("pk")))
