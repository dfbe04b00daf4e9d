"""What is granted to one family: more days to pay, and when a right to pay less ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.clock import today

from . import errors
from .models import Bill, Exemption
from .rules import BillState


@transaction.atomic
def put_off(*, by: Actor, code: str, due_on: date, reason: str, at: datetime) -> Bill:
    """Give one family more days to pay a bill (gia hạn nộp), for a reason others can read.

    Raises `ReasonMissing`, `BillNotFound`, `NothingToPay` for a bill that is paid or withdrawn,
    `NotLater` unless the new last day is after the old one and not past already.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    bill = Bill.objects.select_for_update().filter(code=code).first()
    if bill is None:
        raise errors.BillNotFound
    by.require(Permission.RUN_WRITE, bill.facility_id)
    if bill.state not in (BillState.OPEN.value, BillState.PART_PAID.value):
        raise errors.NothingToPay
    if due_on <= bill.due_on or due_on < today(at):
        raise errors.NotLater
    before = bill.due_on
    bill.due_on = due_on
    bill.save(update_fields=["due_on"])
    events.record(
        "bill_put_off",
        by=by,
        subject=bill.code,
        at=at,
        facility_id=bill.facility_id,
        reason=reason.strip(),
        before=before.isoformat(),
        due_on=due_on.isoformat(),
    )
    return bill


@transaction.atomic
def end_exemption(
    *, by: Actor, exemption_id: int, last_on: date, reason: str, at: datetime
) -> Exemption:
    """Say on which day a right to pay less holds for the last time; bills that are out stay.

    Raises `ReasonMissing`, `ExemptionNotFound`, `ExemptionEndsBeforeItBegins`, `NotSooner`.
    """
    if not reason.strip():
        raise errors.ReasonMissing
    right = Exemption.objects.select_for_update().filter(pk=exemption_id).first()
    if right is None:
        raise errors.ExemptionNotFound
    by.require(Permission.EXEMPT, right.facility_id)
    until_on = last_on + timedelta(days=1)
    if until_on <= right.from_on:
        raise errors.ExemptionEndsBeforeItBegins
    if until_on >= right.until_on:
        raise errors.NotSooner
    right.until_on = until_on
    right.save(update_fields=["until_on"])
    events.record(
        "exemption_ended",
        by=by,
        subject=f"beneficiary:{right.beneficiary_id}",
        at=at,
        facility_id=right.facility_id,
        fee_item=right.fee_item_id,
        until_on=until_on.isoformat(),
        reason=reason.strip(),
    )
    return right
