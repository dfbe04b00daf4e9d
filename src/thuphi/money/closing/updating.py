"""Bringing a run up to date: people and items added or taken out after it exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change as LineChange
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills import errors as bill_errors
from thuphi.money.bills import updating
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.queries.difference import Change, Difference, Row, Wanted, difference
from thuphi.money.bills.rules import RunState

from . import errors, queries


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update came to."""

    lines: int
    issued: int
    cancelled: int
    bills_changed: int
    delta_vnd: int
    """What is owed more, or less, in all; whole đồng."""


@transaction.atomic
def update_run(
    *,
    by: Actor,
    run_id: int,
    wanted: Wanted,
    seen: str,
    reason: str,
    at: datetime,
    paper: str = "",
) -> Updated:
    """Make a run bill what is wanted (cập nhật đợt thu), exactly as `difference` has shown it.

    `seen` is the digest of what was shown. In a draft only the plan changes. In an issued run who
    is added gets a bill now; a line added to, changed or taken off a bill that is out is a debit or
    credit line, for which a paper is named; the unpaid bill of somebody of whom nothing is left is
    withdrawn. All of it or nothing.

    Raises `ReasonMissing`, `RunNotFound`, `RunNotOpenToChange`, `NotOfThisFacility`,
    `DifferenceMoved`, `NothingWouldChange`, `PaperMissing`, `MoneyOnItsWay`.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    run = updating.run_to_update(by, run_id)
    updating.refuse_strangers_in(run, wanted)
    found = difference(run, wanted)
    if found.digest != seen:
        raise bill_errors.DifferenceMoved
    if not (found.accepted or wanted.add_items or wanted.drop_items):
        raise bill_errors.NothingWouldChange
    if run.state == RunState.DRAFT.value:
        updating.write_plan(by=by, run=run, wanted=wanted, found=found)
        done = Updated(len(found.accepted), 0, 0, 0, found.delta_vnd)
    else:
        done = _write_issued(by, run, wanted, found, reason.strip(), paper.strip(), at)
    events.record(
        "run_updated",
        by=by,
        subject=f"run:{run.pk}",
        at=at,
        facility_id=run.facility_id,
        reason=reason.strip(),
        lines=done.lines,
        issued=done.issued,
        cancelled=done.cancelled,
        bills_changed=done.bills_changed,
        delta_vnd=done.delta_vnd,
    )
    return done


def _write_issued(
    by: Actor,
    run: CollectionRun,
    wanted: Wanted,
    found: Difference,
    reason: str,
    paper: str,
    at: datetime,
) -> Updated:
    changes = [_line_change(row) for row in found.on_bills]
    if changes and not paper:
        raise errors.PaperMissing
    waiting = queries.on_its_way(run.facility_id, bill_ids=found.to_cancel)
    if waiting:
        raise errors.MoneyOnItsWay(waiting)
    cancelled = updating.cancel_unpaid(by=by, bill_ids=found.to_cancel, reason=reason, at=at)
    updating.write_plan(by=by, run=run, wanted=wanted, found=found)
    issued = updating.issue_added(by=by, run=run, at=at)
    if changes:
        adjustments.adjust(
            by=by,
            facility_id=run.facility_id,
            kind=AdjustmentKind.OTHER,
            changes=changes,
            reason=reason,
            paper=paper,
            at=at,
        )
    return Updated(
        lines=len(found.accepted),
        issued=issued,
        cancelled=cancelled,
        bills_changed=len({change.code for change in changes}),
        delta_vnd=found.delta_vnd,
    )


def _line_change(row: Row) -> LineChange:
    """A line of the difference as families read it on their bill."""
    words = row.item_name
    if row.change is Change.CHANGED and row.before_quantity != row.after_quantity:
        words = f"{row.item_name}: {row.before_quantity} → {row.after_quantity}"
    return LineChange(
        code=row.bill_code,
        fee_item_id=row.fee_item_id,
        amount_vnd=row.delta_vnd,
        description=words,
    )
