"""Who holds how much cash, what lies in the fund, and the log of hand-overs and deposits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from thuphi.ground.kit.sql import statement
from thuphi.money.ledger import queries as ledger
from thuphi.money.ledger.rules import AccountKind
from thuphi.money.tills import models
from thuphi.money.tills.models import CashDeposit, HandOver
from thuphi.money.tills.rules import HandOverState


@dataclass(frozen=True, slots=True)
class Holding:
    """What one collector took and gave on; amounts are đồng since the beginning."""

    person_id: int
    taken_vnd: int
    handed_vnd: int
    waiting_vnd: int
    """Counted out for somebody who has not signed yet; the collector still answers for it."""
    last_taken_at: datetime | None

    @property
    def held_vnd(self) -> int:
        """What is in the collector's hands."""
        return self.taken_vnd - self.handed_vnd


def holdings(facility_id: int) -> list[Holding]:
    """Everybody who ever took cash here."""
    with connection.cursor() as cursor:
        cursor.execute(statement(models.__file__, "holdings"), {"facility_id": facility_id})
        return [Holding(*row) for row in cursor.fetchall()]


def holding_of(facility_id: int, person_id: int | None) -> Holding:
    """What one collector holds; nothing of everything when they never took any."""
    for one in holdings(facility_id):
        if one.person_id == person_id:
            return one
    return Holding(person_id or 0, 0, 0, 0, None)


def cash_vnd(facility_id: int) -> int:
    """All cash there is, as the book has it."""
    return ledger.balance_vnd(facility_id, AccountKind.CASH)


def fund_vnd(facility_id: int) -> int:
    """What lies in the fund: all cash, less what collectors hold."""
    return cash_vnd(facility_id) - sum(one.held_vnd for one in holdings(facility_id))


def hand_overs(facility_id: int) -> QuerySet[HandOver]:
    """The log, the latest first."""
    return HandOver.objects.filter(facility_id=facility_id).order_by("-id")


def waiting_for(facility_id: int) -> list[HandOver]:
    """Hand-overs that somebody has still to receive, the oldest first."""
    found = HandOver.objects.filter(facility_id=facility_id, state=HandOverState.GIVEN.value)
    return list(found.order_by("id"))


def deposits(facility_id: int) -> QuerySet[CashDeposit]:
    """Deposits at the bank, the latest first."""
    return CashDeposit.objects.filter(facility_id=facility_id).order_by("-id")
