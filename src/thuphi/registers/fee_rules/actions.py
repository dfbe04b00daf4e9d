"""Every verb on ceilings; the only writer of this room's table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotYours, Permission
from thuphi.ground.kit.clock import today
from thuphi.registers.agencies.models import Agency
from thuphi.registers.places import queries as places

from . import errors
from .models import FeeCeiling
from .rules import Nature


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCeiling:
    """What is set: at most so many đồng a unit, on this ground, from a day on."""

    place_id: int
    code: str
    name: str
    nature: Nature
    unit: str
    max_vnd: int
    ground: str
    ground_on: date
    from_on: date
    level: str = ""
    area: str = ""
    until_on: date | None = None
    """The first day on which it no longer holds."""


@transaction.atomic
def set_ceiling(*, by: Actor, agency_id: int, ceiling: NewCeiling, at: datetime) -> FeeCeiling:
    """Write down what may be collected at most, in the place where the office stands or below it.

    Raises `CeilingIncomplete`, `CeilingNegative`, `DaysNotInOrder`, `CeilingThereAlready`, and
    `NotYours` for a place elsewhere.
    """
    by.require_agency(Permission.FEE_RULE_WRITE, agency_id)
    _refuse_elsewhere(agency_id, ceiling.place_id, at)
    words = {"code": ceiling.code, "name": ceiling.name, "unit": ceiling.unit}
    for field, written in {**words, "ground": ceiling.ground}.items():
        if not written.strip():
            raise errors.CeilingIncomplete(field)
    if ceiling.max_vnd < 0:
        raise errors.CeilingNegative
    if ceiling.until_on is not None and ceiling.until_on <= ceiling.from_on:
        raise errors.DaysNotInOrder
    try:
        with transaction.atomic():
            made = FeeCeiling.objects.create(
                place_id=ceiling.place_id,
                agency_id=agency_id,
                code=ceiling.code.strip().upper(),
                name=ceiling.name.strip(),
                level=ceiling.level,
                area=ceiling.area,
                nature=ceiling.nature.value,
                unit=ceiling.unit.strip(),
                max_vnd=ceiling.max_vnd,
                ground=ceiling.ground.strip(),
                ground_on=ceiling.ground_on,
                valid=DateRange(ceiling.from_on, ceiling.until_on),
            )
    except IntegrityError as error:
        if "fee_ceiling_is_one_a_day" in str(error):
            raise errors.CeilingThereAlready from error
        if "fee_ceiling_code_is_plain" in str(error):
            raise errors.CeilingIncomplete("code") from error
        raise
    events.record(
        "fee_ceiling_set", by=by, subject=f"fee_ceiling:{made.pk}", at=at,
        code=made.code, max_vnd=made.max_vnd,
    )  # fmt: skip
    return made


def _refuse_elsewhere(agency_id: int, place_id: int, at: datetime) -> None:
    """An office of the whole country stands in no place and speaks for all."""
    agency = Agency.objects.select_related("place").get(pk=agency_id)
    if agency.place is None:
        return
    on = today(at)
    if place_id not in places.branch_ids(places.heir(agency.place, on), on):
        raise NotYours


@transaction.atomic
def end_ceiling(*, by: Actor, ceiling_id: int, until_on: date, at: datetime) -> FeeCeiling:
    """Let a ceiling end; `until_on` is the first day on which it no longer holds.

    Raises `CeilingNotFound`, `DaysNotInOrder`.
    """
    found = FeeCeiling.objects.select_for_update().filter(pk=ceiling_id).first()
    if found is None:
        raise errors.CeilingNotFound
    by.require_agency(Permission.FEE_RULE_WRITE, found.agency_id)
    if found.valid.upper is not None and found.valid.upper <= until_on:
        raise errors.CeilingNotFound
    if found.valid.lower is not None and until_on <= found.valid.lower:
        raise errors.DaysNotInOrder
    found.valid = DateRange(found.valid.lower, until_on)
    found.save(update_fields=["valid"])
    events.record(
        "fee_ceiling_ended", by=by, subject=f"fee_ceiling:{found.pk}", at=at,
        until_on=until_on.isoformat(),
    )  # fmt: skip
    return found
