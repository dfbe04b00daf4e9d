"""Closing a run, and opening it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.sql import statement
from thuphi.money.bills import errors as bill_errors
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.rules import RUN_STATES, RunState
from thuphi.money.ledger import recipes

from . import errors, queries
from .models import RunClosing


def _locked(by: Actor, run_id: int) -> CollectionRun:
    run = CollectionRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise bill_errors.RunNotFound
    by.require(Permission.RUN_WRITE, run.facility_id)
    return run


@transaction.atomic
def close_run(*, by: Actor, run_id: int, at: datetime) -> RunClosing:
    """Write down who has paid what and who owes what, and close the run (chốt đợt thu).

    Raises `RunNotFound`, `RunNotIssued`, and `MoneyOnItsWay` with the bills to which money is on
    its way, or from which it goes back.
    """
    run = _locked(by, run_id)
    if run.state != RunState.ISSUED.value:
        raise errors.RunNotIssued(run.state)
    waiting = queries.on_its_way(run.facility_id, run_ids=[run.pk])
    if waiting:
        raise errors.MoneyOnItsWay(waiting)
    cursor = recipes.raw_cursor()
    cursor.execute(
        statement(__file__, "close").encode(),
        {"run_id": run.pk, "facility_id": run.facility_id, "at": at, "by": by.name},
    )
    closing = RunClosing.objects.get(run_id=run.pk, reopened_at__isnull=True)
    run.state = RUN_STATES.move(RunState(run.state), RunState.CLOSED).value
    run.save(update_fields=["state"])
    events.record(
        "run_closed",
        by=by,
        subject=f"run:{run.pk}",
        at=at,
        facility_id=run.facility_id,
        due_vnd=closing.due_vnd,
        paid_vnd=closing.paid_vnd,
        rest_vnd=closing.rest_vnd,
    )
    return closing


@transaction.atomic
def reopen_run(*, by: Actor, run_id: int, reason: str, at: datetime) -> CollectionRun:
    """Open a closed run again, for a reason others can read; what was written down stays.

    Raises `ReasonMissing`, `RunNotFound`, `RunNotClosed`.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    run = _locked(by, run_id)
    closing = queries.closing_of(run.pk)
    if run.state != RunState.CLOSED.value or closing is None:
        raise errors.RunNotClosed
    closing.reopened_at = at
    closing.reopened_by = by.name
    closing.reopened_reason = reason.strip()
    closing.save(update_fields=["reopened_at", "reopened_by", "reopened_reason"])
    run.state = RUN_STATES.move(RunState(run.state), RunState.ISSUED).value
    run.save(update_fields=["state"])
    events.record(
        "run_reopened",
        by=by,
        subject=f"run:{run.pk}",
        at=at,
        facility_id=run.facility_id,
        reason=reason.strip(),
    )
    return run
