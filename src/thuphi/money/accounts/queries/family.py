"""Statement of account of one family (sổ chi tiết công nợ): owed, kept for it, on its way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from thuphi.money.accounts.rules import Sides, Span
from thuphi.money.ledger.rules import RecipeName

from .asking import sql


@dataclass(frozen=True, slots=True)
class Position:
    """How a family and the facility stand with each other, đồng."""

    owed_vnd: int = 0
    """What is still to be paid on its bills."""
    kept_vnd: int = 0
    """What the facility keeps for it: paid too much, or needed no longer."""
    returning_vnd: int = 0
    """What is on its way back to it and has not left yet."""

    @property
    def net_vnd(self) -> int:
        """What the family owes in all; below nought when the facility owes it."""
        return self.owed_vnd - self.kept_vnd - self.returning_vnd


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One deed: a bill that was issued, a payment, a refund. Both sides may be moved at once."""

    first_id: int
    recipe: RecipeName
    reference: str
    at: datetime
    moved: Sides
    position: Position
    """How it stood after it."""
    reason: str
    """What the bill is for."""
    code: str
    """The bill's; empty where it is about no bill."""


@dataclass(frozen=True, slots=True)
class FamilyAccount:
    """The statement in the days asked for."""

    opening: Position
    rows: Sequence[FamilyRow]
    closing: Position

    @property
    def moved(self) -> Sides:
        """What moved in the days."""
        return sum((one.moved for one in self.rows), Sides())


def family(facility_id: int, beneficiary_id: int, span: Span) -> FamilyAccount:
    """Every bill, adjustment, payment, credit and refund of one pupil, over all runs and years."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql("family"), {"facility_id": facility_id, "beneficiary_id": beneficiary_id}
        )
        found = [
            FamilyRow(
                first_id=one[0],
                recipe=RecipeName(one[1]),
                reference=one[2],
                at=one[3],
                moved=Sides(one[4], one[5]),
                position=Position(one[6], one[7], one[8]),
                reason=one[9],
                code=one[10],
            )
            for one in cursor.fetchall()
        ]
    from_at, until_at = span.from_at, span.until_at
    before = [one for one in found if from_at is not None and one.at < from_at]
    within = [one for one in found[len(before) :] if until_at is None or one.at < until_at]
    opening = before[-1].position if before else Position()
    return FamilyAccount(opening, within, within[-1].position if within else opening)
