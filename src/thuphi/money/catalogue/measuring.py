"""What a school collects, measured by what its province allows."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from thuphi.ground.kit.fold import search_key
from thuphi.registers.fee_rules import queries as fee_rules
from thuphi.registers.fee_rules.rules import Ceiling, Nature

from .models import FeeAgreement, FeeItem


class Doubt(enum.Enum):
    """What an office would ask about."""

    NO_CODE = "no_code"
    """The item has no statistic code, so nobody can measure it."""
    NO_RULE = "no_rule"
    """No ceiling of the province or commune names its code."""
    ABOVE = "above"
    """It costs more than its ceiling."""
    OTHER_UNIT = "other_unit"
    """It is priced by another unit than its ceiling, so the two cannot be compared."""
    CALLED_MANDATORY = "called_mandatory"
    """It is called mandatory, and a family may refuse it."""
    NO_AGREEMENT = "no_agreement"
    """It needs the parents' agreement, and none is on file."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One item with what holds for it, and every doubt about it."""

    item: FeeItem
    ceiling: Ceiling | None
    agreement: FeeAgreement | None
    doubts: tuple[Doubt, ...]


def measured(
    facility_ids: Collection[int], school_year: str, on: date
) -> dict[int, list[Measured]]:
    """Every active item of these facilities in a school year, by facility."""
    items = FeeItem.objects.filter(
        facility_id__in=facility_ids, school_year=school_year, is_active=True
    ).order_by("facility_id", "-is_mandatory", "code")
    return _by_facility(list(items), on)


def measure(items: Sequence[FeeItem], on: date) -> list[Measured]:
    """These items of one facility."""
    return [one for rows in _by_facility(items, on).values() for one in rows]


def _by_facility(items: Sequence[FeeItem], on: date) -> dict[int, list[Measured]]:
    ceilings = fee_rules.ceilings_for({item.facility_id for item in items}, on)
    agreements = agreements_of([item.pk for item in items])
    found: dict[int, list[Measured]] = {}
    for item in items:
        ceiling = ceilings.get(item.facility_id, {}).get(item.statistic_code)
        agreement = agreements.get(item.pk)
        doubts = doubts_about(item, ceiling, has_agreement=agreement is not None)
        row = Measured(item, ceiling, agreement, doubts)
        found.setdefault(item.facility_id, []).append(row)
    return found


def doubts_about(
    item: FeeItem, ceiling: Ceiling | None, *, has_agreement: bool
) -> tuple[Doubt, ...]:
    """What an office would ask about an item, given the ceiling that holds for it."""
    if not item.statistic_code:
        return (Doubt.NO_CODE,)
    if ceiling is None:
        return (Doubt.NO_RULE,)
    doubts = []
    if search_key(item.unit) != search_key(ceiling.unit):
        doubts.append(Doubt.OTHER_UNIT)
    elif item.price_vnd > ceiling.max_vnd:
        doubts.append(Doubt.ABOVE)
    if item.is_mandatory and ceiling.nature is not Nature.MANDATORY:
        doubts.append(Doubt.CALLED_MANDATORY)
    if ceiling.nature.needs_agreement and not has_agreement:
        doubts.append(Doubt.NO_AGREEMENT)
    return tuple(doubts)


def agreements_of(item_ids: Collection[int]) -> Mapping[int, FeeAgreement]:
    """The newest agreement of each of these items, without its scan."""
    found = FeeAgreement.objects.filter(fee_item_id__in=item_ids).defer("content").order_by("pk")
    return {one.fee_item_id: one for one in found}
