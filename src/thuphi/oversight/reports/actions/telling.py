"""Difficulties are told at any time, and answered by the office that coordinates (M79)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import today
from thuphi.oversight.plans.rules import Periodicity, Plan
from thuphi.oversight.reports import errors
from thuphi.oversight.reports.models import Difficulty
from thuphi.oversight.reports.queries.reporters import province_on, receivers
from thuphi.oversight.reports.rules.states import DIFFICULTY_STATES, DifficultyState
from thuphi.registers.agencies.models import Agency
from thuphi.registers.places.models import Place


@transaction.atomic
def tell(
    *,
    by: Actor,
    plan: Plan,
    place: Place,
    text: str,
    at: datetime,
    proposal: str = "",
    target_id: str = "",
    facility_id: int | None = None,
    agency_id: int | None = None,
) -> Difficulty:
    """Tell a difficulty with a plan, as a facility or as an office; the plan says to whom it goes.

    Raises `SenderUnclear`, `TextMissing`, `NobodyAnswers`, `NotYours`, `NotAllowed`.
    """
    if facility_id is not None and agency_id is None:
        by.require(Permission.DECLARE, facility_id)
    elif agency_id is not None and facility_id is None:
        by.require_agency(Permission.REPORT_WRITE, agency_id)
    else:
        raise errors.SenderUnclear
    if not text.strip():
        raise errors.TextMissing
    told = Difficulty.objects.create(
        plan_id=plan.id,
        place=place,
        facility_id=facility_id,
        agency_id=agency_id,
        to_agency=_listener(plan, place, at),
        target_id=target_id,
        text=text.strip(),
        proposal=proposal.strip(),
        state=DifficultyState.OPEN.value,
        told_by=by.name,
        told_at=at,
        answer="",
        answered_by="",
    )
    events.record(
        "difficulty_told",
        by=by,
        subject=f"difficulty:{told.pk}",
        at=at,
        facility_id=facility_id,
        agency_id=agency_id,
    )
    return told


def _listener(plan: Plan, place: Place, at: datetime) -> Agency:
    """The first receiver of the plan's ad hoc duty, as it answers today."""
    duty = next((one for one in plan.duties if one.periodicity is Periodicity.AD_HOC), None)
    if duty is None:
        raise errors.NobodyAnswers(plan.id)
    on = today(at)
    return receivers(plan, duty, province_on(plan, place, on) or place, on)[0]


@transaction.atomic
def answer(*, by: Actor, difficulty_id: int, text: str, at: datetime) -> Difficulty:
    """Answer a difficulty, once.

    Raises `DifficultyNotFound`, `AnsweredAlready`, `TextMissing`, `NotYours`, `NotAllowed`.
    """
    told = Difficulty.objects.select_for_update().filter(pk=difficulty_id).first()
    if told is None:
        raise errors.DifficultyNotFound
    by.require_agency(Permission.REPORT_WRITE, told.to_agency_id)
    if not DIFFICULTY_STATES.allows(DifficultyState(told.state), DifficultyState.ANSWERED):
        raise errors.AnsweredAlready
    if not text.strip():
        raise errors.TextMissing
    told.state = DifficultyState.ANSWERED.value
    told.answer = text.strip()
    told.answered_by = by.name
    told.answered_at = at
    told.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    events.record("difficulty_answered", by=by, subject=f"difficulty:{told.pk}", at=at)
    return told
