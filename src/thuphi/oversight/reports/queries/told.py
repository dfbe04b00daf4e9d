"""Difficulties that were told, and their answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from thuphi.oversight.reports import errors
from thuphi.oversight.reports.models import Difficulty
from thuphi.oversight.reports.rules.states import DifficultyState
from thuphi.registers.agencies import queries as agencies


def difficulty(difficulty_id: int) -> Difficulty:
    """One difficulty. Raises `DifficultyNotFound`."""
    rows = Difficulty.objects.select_related("agency", "to_agency")
    found = rows.filter(pk=difficulty_id).first()
    if found is None:
        raise errors.DifficultyNotFound
    return found


def difficulties(
    *,
    plan_id: str | None = None,
    to_agency_ids: Collection[int] | None = None,
    agency_ids: Collection[int] | None = None,
    facility_ids: Collection[int] | None = None,
    state: DifficultyState | None = None,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
) -> list[Difficulty]:
    """What was told: to offices, by offices or by facilities; open ones first, then the newest.

    Offices stand for those whose work has gone over to them. The last instant is excluded.
    """
    rows = Difficulty.objects.select_related("agency", "to_agency")
    if plan_id is not None:
        rows = rows.filter(plan_id=plan_id)
    if to_agency_ids is not None:
        rows = rows.filter(to_agency_id__in=agencies.with_forebears(to_agency_ids))
    if agency_ids is not None:
        rows = rows.filter(agency_id__in=agencies.with_forebears(agency_ids))
    if facility_ids is not None:
        rows = rows.filter(facility_id__in=list(facility_ids))
    if state is not None:
        rows = rows.filter(state=state.value)
    if from_at is not None:
        rows = rows.filter(told_at__gte=from_at)
    if until_at is not None:
        rows = rows.filter(told_at__lt=until_at)
    return list(rows.order_by("-state", "-told_at", "-pk"))
