"""By which day a facility books in its reports: market.md row 26, hạch toán theo ngày tiền về."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.reconciliation.models import ReconciliationRule
from thuphi.money.reconciliation.rules import BooksBy


@transaction.atomic
def set_books_by(*, by: Actor, facility_id: int, books_by: BooksBy, at: datetime) -> None:
    """Reports follow the day families paid, or the day money was on the account. Nothing is
    booked anew: both days are kept of every payment."""
    by.require(Permission.RECONCILE, facility_id)
    ReconciliationRule.objects.update_or_create(
        facility_id=facility_id,
        defaults={"books_by": books_by.value, "changed_by": by.user_id, "changed_at": at},
    )
    events.record(
        "reconciliation_rule_set",
        by=by,
        subject=f"facility:{facility_id}",
        at=at,
        facility_id=facility_id,
        books_by=books_by.value,
    )
