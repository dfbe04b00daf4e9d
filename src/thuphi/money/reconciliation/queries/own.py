"""Money that a facility moved itself and that a line may show: what a person chooses from."""

from __future__ import annotations

from thuphi.money.ledger import recipes
from thuphi.money.reconciliation import loading
from thuphi.money.reconciliation.own_money import BY_DOCUMENT_DAYS, Own
from thuphi.money.reconciliation.rules import MatchKind
from thuphi.money.statements.models import BankLine
from thuphi.money.statements.rules import Direction


def own_near(line: BankLine) -> list[Own]:
    """Deposits for a credit, refunds and payouts for a debit: of the line's account and sum, done
    within ten days of it, and beside no line yet; the nearest day first."""
    wants_deposits = line.direction == Direction.IN.value
    found = [
        one
        for one in loading.own_money(recipes.raw_cursor(), line.facility_id, [line])
        if (one.kind is MatchKind.DEPOSIT) is wants_deposits
        and one.is_done
        and one.account == line.account
        and one.amount_vnd == line.amount_vnd
        and abs((one.on - line.booked_on).days) <= BY_DOCUMENT_DAYS
    ]
    return sorted(found, key=lambda one: (abs((one.on - line.booked_on).days), one.members))
