"""Asked right before a letter leaves: is it still true, and does it disturb anybody now?"""

from __future__ import annotations

from datetime import date, datetime

from thuphi.ground.notices.rules import Kind
from thuphi.ground.notices.sending import Due
from thuphi.money.bills.models import Bill

from . import queries
from .rules import next_waking


def judge(due: Due, at: datetime) -> datetime | None:
    """From when on a letter may leave; `None` when money has come since it was written, when the
    sum or the last day has changed, or when the facility no longer reminds.
    """
    if due.kind in (Kind.CODE, Kind.RECEIPT) or due.facility_id is None:
        return at
    plan = queries.plan_of(due.facility_id)
    if due.kind is Kind.REMINDER and not plan.is_on:
        return None
    bills = list(Bill.objects.filter(code__in=due.about, facility_id=due.facility_id))
    if len(bills) != len(due.about):
        return None
    owed = sum(bill.remaining_vnd for bill in bills)
    if owed == 0 or str(owed) != due.facts.get("sum_vnd"):
        return None
    if min(bill.due_on for bill in bills) != date.fromisoformat(due.facts["due_on"]):
        return None
    return next_waking(plan.quiet, at)
