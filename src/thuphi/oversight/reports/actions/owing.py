"""Who owes which report: generated from the plan, as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, NotAllowed, Permission
from thuphi.ground.kit.sql import statement
from thuphi.oversight.plans.rules import Duty, Periodicity, Plan
from thuphi.oversight.reports import errors
from thuphi.oversight.reports.models import Filing, Obligation
from thuphi.oversight.reports.queries import owing
from thuphi.oversight.reports.queries.reporters import province_on, reporters
from thuphi.oversight.reports.rules import calendar, routes
from thuphi.oversight.reports.rules.calendar import Period, Window, WindowKind
from thuphi.oversight.reports.rules.states import FilingState
from thuphi.registers.agencies.models import Agency
from thuphi.registers.places.models import Place


@dataclass(frozen=True, slots=True)
class _New:
    """One row to be."""

    duty: Duty
    place_id: int
    agency_id: int
    period: Period
    window: Window
    due_at: datetime | None


@transaction.atomic
def generate(
    *,
    by: Actor,
    plan: Plan,
    place: Place,
    until: date,
    at: datetime,
    windows: WindowKind = WindowKind.OFFICIAL,
) -> int:
    """Write down all that is owed for periods begun by a day; returns how many are new.

    `place`: the plan's province, on any day. Reporters are those of each period's last day, and
    stay so. Safe to run twice. Raises `NotAllowed`.
    """
    if not (by.is_everywhere and by.may(Permission.REPORT_WRITE)):
        raise NotAllowed(Permission.REPORT_WRITE)
    rows = _rows(plan, place, until, windows)
    with connection.cursor() as cursor:
        cursor.execute(
            statement(__file__, "generate"),
            {
                "plan_id": plan.id,
                "at": at,
                "duty_ids": [row.duty.id for row in rows],
                "place_ids": [row.place_id for row in rows],
                "agency_ids": [row.agency_id for row in rows],
                "periodicities": [row.period.periodicity.value for row in rows],
                "period_firsts": [row.period.first_on for row in rows],
                "period_lasts": [row.period.last_on for row in rows],
                "window_firsts": [row.window.first_on for row in rows],
                "window_lasts": [row.window.last_on for row in rows],
                "dues": [row.due_at for row in rows],
            },
        )
        created: int = cursor.rowcount
    if created:
        events.record(
            "report_obligations_generated",
            by=by,
            subject=f"plan:{plan.id}",
            at=at,
            until=until.isoformat(),
            created=created,
        )
    return created


def _rows(plan: Plan, place: Place, until: date, windows: WindowKind) -> list[_New]:
    """Every duty for every period for every office that owes it."""
    rows: list[_New] = []
    offices: dict[tuple[str, date], tuple[Place, list[Agency]] | None] = {}
    for duty in plan.duties:
        for period in calendar.periods(duty, plan, until, windows):
            key = (duty.id, period.last_on)
            if key not in offices:
                offices[key] = _offices(plan, duty, place, period.last_on)
            found = offices[key]
            if found is None:
                continue
            window = calendar.window(period, windows, duty.deadline)
            due_at = calendar.due_at(duty.deadline, period, window)
            rows += [
                _New(duty, found[0].pk, agency.pk, period, window, due_at) for agency in found[1]
            ]
    return rows


def _offices(plan: Plan, duty: Duty, place: Place, on: date) -> tuple[Place, list[Agency]] | None:
    province = province_on(plan, place, on)
    return None if province is None else (province, reporters(plan, duty, province, on))


@transaction.atomic
def set_due(*, by: Actor, obligation_id: int, due_on: date, at: datetime) -> Obligation:
    """Say until which day, included, a report `theo quy định` is in time (M78).

    By the people's committee of the province. Raises `ObligationNotFound`, `DateNotOpen`,
    `NotAllowed`.
    """
    row = owing.row(obligation_id)
    _require_committee(by, row.place_id)
    is_filed = (
        Filing.objects.filter(obligation_id=row.pk).exclude(state=FilingState.DRAFT.value).exists()
    )
    if row.periodicity != Periodicity.AS_PRESCRIBED.value or is_filed:
        raise errors.DateNotOpen
    row.due_at = calendar.last_moment(due_on)
    row.save(update_fields=["due_at"])
    events.record(
        "report_due_set",
        by=by,
        subject=f"obligation:{row.pk}",
        at=at,
        due_on=due_on.isoformat(),
    )
    return row


def _require_committee(by: Actor, place_id: int) -> None:
    """Somebody who decides in the people's committee of a province, or everywhere."""
    if by.is_everywhere and by.may(Permission.REPORT_DECIDE):
        return
    offices = by.agencies_where(Permission.REPORT_DECIDE)
    committees = Agency.objects.filter(pk__in=offices, kind=routes.COMMITTEE, place_id=place_id)
    if not committees.exists():
        raise NotAllowed(Permission.REPORT_DECIDE)
