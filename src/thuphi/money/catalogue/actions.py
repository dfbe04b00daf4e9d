"""Every verb on fee items; the only writer of this room's table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.registers.facilities.models import Facility, Sector

from . import errors
from .models import FeeItem
from .rules import FeeKind, kind_by_name

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
    allows_instalments: bool = True
    kind: FeeKind | None = None
    """Nothing said: its name and its facility's sector tell (`rules.kind_by_name`)."""


@transaction.atomic
def add_fee_item(*, by: Actor, facility_id: int, item: NewFeeItem, at: datetime) -> FeeItem:
    """Put an item on a facility's list of charges for a school year.

    Raises `FeeItemIncomplete`, `PriceNegative`, `SchoolYearNotTwoYears`, `FeeItemCodeTaken`.
    """
    by.require(Permission.FEE_WRITE, facility_id)
    _check(item)
    kind = item.kind or _kind_of(facility_id, item.name)
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
                allows_instalments=item.allows_instalments,
                kind=kind.value,
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
        allows_instalments=added.allows_instalments,
        fee_kind=added.kind,
    )
    return added


@transaction.atomic
def change_fee_item(
    *,
    by: Actor,
    item_id: int,
    name: str,
    unit: str,
    price_vnd: int,
    ground: str,
    is_mandatory: bool,
    allows_instalments: bool,
    at: datetime,
    kind: FeeKind | None = None,
) -> FeeItem:
    """Say anew what an item is called and what a unit costs in đồng, for runs not planned yet.

    Bills that are out and runs that are planned keep the price they were made with; code and school
    year stay. Whether it may be paid in parts holds for every bill issued from now on. Another kind
    moves what was billed and paid of it to that kind, in all months; nothing said, it stays.

    Raises `FeeItemNotFound`, `FeeItemRetired`, `FeeItemIncomplete`, `PriceNegative`.
    """
    item = _item_in_use(by, item_id)
    _check_words({"name": name, "unit": unit, "ground": ground})
    _check_price(price_vnd)
    before_vnd = item.price_vnd
    item.name, item.unit, item.ground = name.strip(), unit.strip(), ground.strip()
    item.price_vnd, item.is_mandatory = price_vnd, is_mandatory
    item.allows_instalments = allows_instalments
    item.kind = (kind or FeeKind(item.kind)).value
    item.save(
        update_fields=[
            "name", "unit", "price_vnd", "ground", "is_mandatory", "allows_instalments", "kind"
        ]
    )  # fmt: skip
    events.record(
        "fee_item_changed",
        by=by,
        subject=f"fee_item:{item.pk}",
        at=at,
        facility_id=item.facility_id,
        code=item.code,
        name=item.name,
        price_vnd=price_vnd,
        before_vnd=before_vnd,
        ground=item.ground,
        allows_instalments=allows_instalments,
        fee_kind=item.kind,
    )
    return item


@transaction.atomic
def retire_fee_item(*, by: Actor, item_id: int, at: datetime) -> FeeItem:
    """Take an item off the list; new runs cannot choose it. Its bills and its code stay.

    Raises `FeeItemNotFound`, `FeeItemRetired`.
    """
    item = _item_in_use(by, item_id)
    item.is_active = False
    item.save(update_fields=["is_active"])
    events.record(
        "fee_item_retired",
        by=by,
        subject=f"fee_item:{item.pk}",
        at=at,
        facility_id=item.facility_id,
        code=item.code,
    )
    return item


def _item_in_use(by: Actor, item_id: int) -> FeeItem:
    item = FeeItem.objects.select_for_update().filter(pk=item_id).first()
    if item is None:
        raise errors.FeeItemNotFound
    by.require(Permission.FEE_WRITE, item.facility_id)
    if not item.is_active:
        raise errors.FeeItemRetired(item.code)
    return item


def _kind_of(facility_id: int, name: str) -> FeeKind:
    sector = Facility.objects.values_list("sector", flat=True).get(pk=facility_id)
    return kind_by_name(name, is_health=sector == Sector.HEALTH)


def _check_words(words: Mapping[str, str]) -> None:
    for field, written in words.items():
        if not written.strip():
            raise errors.FeeItemIncomplete(field)


def _check_price(price_vnd: int) -> None:
    if price_vnd < 0:
        raise errors.PriceNegative


def _check(item: NewFeeItem) -> None:
    _check_words({"code": item.code, "name": item.name, "unit": item.unit, "ground": item.ground})
    _check_price(item.price_vnd)
    years = _SCHOOL_YEAR.fullmatch(item.school_year)
    if years is None or int(years[2]) != int(years[1]) + 1:
        raise errors.SchoolYearNotTwoYears(item.school_year)
