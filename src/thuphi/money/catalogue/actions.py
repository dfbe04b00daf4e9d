"""Every verb on fee items; the only writer of this room's table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission

from . import errors
from .models import FeeItem

_SCHOOL_YEAR = re.compile(r"([0-9]{4})-([0-9]{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewFeeItem:
    """One item of the list. `ground` is the resolution or agreement it rests on (đồng a unit)."""

    code: str
    name: str
    unit: str
    price_vnd: int
    ground: str
    is_mandatory: bool
    school_year: str
    level: str = ""


@transaction.atomic
def add_fee_item(*, by: Actor, facility_id: int, item: NewFeeItem, at: datetime) -> FeeItem:
    """Put an item on a facility's list of charges for a school year.

    Raises `FeeItemIncomplete`, `PriceNegative`, `SchoolYearNotTwoYears`, `FeeItemCodeTaken`.
    """
    by.require(Permission.FEE_WRITE, facility_id)
    _check(item)
    try:
        with transaction.atomic():
            added = FeeItem.objects.create(
                facility_id=facility_id,
                code=item.code.strip(),
                name=item.name.strip(),
                unit=item.unit.strip(),
                price_vnd=item.price_vnd,
                ground=item.ground.strip(),
                is_mandatory=item.is_mandatory,
                school_year=item.school_year,
                level=item.level,
            )
    except IntegrityError as error:
        if "fee_item_code_is_unique" in str(error):
            raise errors.FeeItemCodeTaken(item.code) from error
        raise
    events.record(
        "fee_item_added",
        by=by,
        subject=f"fee_item:{added.pk}",
        at=at,
        facility_id=facility_id,
        code=added.code,
        price_vnd=added.price_vnd,
    )
    return added


def _check(item: NewFeeItem) -> None:
    for field in ("code", "name", "unit", "ground"):
        if not str(getattr(item, field)).strip():
            raise errors.FeeItemIncomplete(field)
    if item.price_vnd < 0:
        raise errors.PriceNegative
    years = _SCHOOL_YEAR.fullmatch(item.school_year)
    if years is None or int(years[2]) != int(years[1]) + 1:
        raise errors.SchoolYearNotTwoYears(item.school_year)
