"""A report is filed, and goes from office to office until the last one has taken it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import today
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Duty, Plan
from thuphi.oversight.reports import errors
from thuphi.oversight.reports.models import Filing, FilingSource, FilingStep, Obligation
from thuphi.oversight.reports.queries import consolidating, owing
from thuphi.oversight.reports.queries.reporters import province_on, receivers
from thuphi.oversight.reports.rules import routes
from thuphi.oversight.reports.rules.states import FILING_STATES, UNDER_WAY, Deed, FilingState
from thuphi.registers.agencies import queries as agencies
from thuphi.registers.agencies.models import Agency

_ON_ITS_WAY = [state.value for state in UNDER_WAY]


@transaction.atomic
def file(*, by: Actor, filing_id: int, at: datetime) -> Filing:
    """File a report: it freezes, and waits at the first office of its route.

    Late when its due instant has passed. A correction takes the place of the one it corrects.
    Raises `FilingNotFound`, `NotADraft`, `ResultsMissing`, `NobodyAnswers`, `NotYours`,
    `NotAllowed`.
    """
    made = _locked(filing_id)
    by.require_agency(Permission.REPORT_WRITE, made.agency_id)
    if made.state != FilingState.DRAFT.value:
        raise errors.NotADraft
    if not made.results:
        raise errors.ResultsMissing
    row = owing.row(made.obligation_id)
    route = _route(row, at)
    _keep_sources(made, row, at)
    if made.corrects_id is not None:
        _supersede(made.corrects_id)
    made.state = FILING_STATES.move(FilingState(made.state), FilingState.FILED).value
    made.filed_at = at
    made.filed_by = by.name
    made.filed_by_agency = agencies.answering_on(made.agency_id, today(at))
    made.due_at = row.due_at
    made.is_late = row.due_at is not None and at > row.due_at
    made.route = [one.pk for one in route]
    made.hop = 1
    made.holder = route[0]
    made.save()
    _step(made, Deed.FILED, made.filed_by_agency.pk, route[0].pk, "", by, at)
    return made


def _route(row: Obligation, at: datetime) -> list[Agency]:
    """The offices of today that it goes through; the one that files is none of them."""
    plan, duty = _duty(row)
    on = today(at)
    place = province_on(plan, row.place, on) or row.place
    author = agencies.answering_on(row.agency_id, on)
    found = [one for one in receivers(plan, duty, place, on) if one.pk != author.pk]
    if not found:
        raise errors.NobodyAnswers(routes.route_codes(duty)[-1])
    return found


def _duty(row: Obligation) -> tuple[Plan, Duty]:
    plan = plans.plan(row.plan_id)
    return plan, next(one for one in plan.duties if one.id == row.duty_id)


def _keep_sources(made: Filing, row: Obligation, at: datetime) -> None:
    """Of a consolidated report: which filings it sums up at this moment, and who is missing."""
    below = consolidating.feeding(owing.obligation(row.pk, at), at)
    FilingSource.objects.bulk_create(
        FilingSource(
            filing=made,
            obligation_id=one.id,
            source_id=one.filing_id if one.is_done else None,
        )
        for one in below
    )


def _supersede(filing_id: int) -> None:
    """The corrected filing makes way; nothing that was filed in it changes."""
    old = _locked(filing_id)
    old.state = FILING_STATES.move(FilingState(old.state), FilingState.SUPERSEDED).value
    old.holder = None
    old.save(update_fields=["state", "holder"])


@transaction.atomic
def forward(*, by: Actor, filing_id: int, at: datetime) -> Filing:
    """Pass a report on to the next office of its route.

    Raises `FilingNotFound`, `NotUnderWay`, `NowhereToForward`, `NotYours`, `NotAllowed`.
    """
    made, holder = _held(by, filing_id)
    if made.hop == len(made.route):
        raise errors.NowhereToForward
    made.state = FILING_STATES.move(FilingState(made.state), FilingState.FORWARDED).value
    made.hop += 1
    made.holder_id = made.route[made.hop - 1]
    made.save(update_fields=["state", "hop", "holder"])
    _step(made, Deed.FORWARDED, holder, made.holder_id, "", by, at)
    return made


@transaction.atomic
def accept(*, by: Actor, filing_id: int, at: datetime) -> Filing:
    """Take a report at the end of its route.

    Raises `FilingNotFound`, `NotUnderWay`, `FurtherToGo`, `NotYours`, `NotAllowed`.
    """
    made, holder = _held(by, filing_id)
    if made.hop < len(made.route):
        raise errors.FurtherToGo
    made.state = FILING_STATES.move(FilingState(made.state), FilingState.ACCEPTED).value
    made.holder = None
    made.save(update_fields=["state", "holder"])
    _step(made, Deed.ACCEPTED, holder, None, "", by, at)
    return made


@transaction.atomic
def send_back(*, by: Actor, filing_id: int, reason: str, at: datetime) -> Filing:
    """Send a report back to the office that owes it, with a reason; it goes on as a correction.

    Raises `FilingNotFound`, `NotUnderWay`, `ReasonMissing`, `NotYours`, `NotAllowed`.
    """
    made, holder = _held(by, filing_id)
    if not reason.strip():
        raise errors.ReasonMissing
    made.state = FILING_STATES.move(FilingState(made.state), FilingState.RETURNED).value
    made.holder = None
    made.save(update_fields=["state", "holder"])
    _step(made, Deed.RETURNED, holder, made.agency_id, reason.strip(), by, at)
    return made


def _held(by: Actor, filing_id: int) -> tuple[Filing, int]:
    """A report under way, locked, for somebody of the office that holds it; and that office.

    In a people's committee only who decides there says a word.
    """
    made = _locked(filing_id)
    office = made.holder_id or _last_office(made)
    kind = agencies.agency(office).kind
    needed = Permission.REPORT_DECIDE if kind == routes.COMMITTEE else Permission.REPORT_WRITE
    by.require_agency(needed, office)
    if made.state not in _ON_ITS_WAY:
        raise errors.NotUnderWay
    return made, office


def _last_office(made: Filing) -> int:
    """Where a report that waits nowhere was last; with the one who owes it when it never left."""
    last: int = made.route[made.hop - 1] if made.hop else made.agency_id
    return last


def _locked(filing_id: int) -> Filing:
    found = Filing.objects.select_for_update().filter(pk=filing_id).first()
    if found is None:
        raise errors.FilingNotFound
    return found


def _step(
    made: Filing,
    deed: Deed,
    agency_id: int,
    to_agency_id: int | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """One hop, kept for ever, and told as an event."""
    FilingStep.objects.create(
        filing=made,
        number=FilingStep.objects.filter(filing=made).count() + 1,
        deed=deed.value,
        agency_id=agency_id,
        to_agency_id=to_agency_id,
        reason=reason,
        by=by.name,
        user_id=by.user_id,
        at=at,
    )
    events.record(
        f"report_{deed.value}",
        by=by,
        subject=f"filing:{made.pk}",
        at=at,
        agency_id=agency_id,
        to_agency_id=to_agency_id,
        reason=reason,
    )
