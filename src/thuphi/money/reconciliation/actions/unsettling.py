"""A person says that a settlement is not the line it stands beside."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.reconciliation import settling_errors as errors
from thuphi.money.reconciliation.models import Decision
from thuphi.money.reconciliation.queries import settlements as queries
from thuphi.money.reconciliation.rules import Deed
from thuphi.money.statements.models import Settlement

from .settling import undo_settlement
from .standing import lock


@transaction.atomic
def unsettle_by_hand(*, by: Actor, settlement_id: int, reason: str, at: datetime) -> None:
    """Take a settlement away from its line: both wait for each other's like again.

    What came, and the fee, are turned round in the book; the same pair is never made by itself
    again. Raises `LineOrSettlementNotFound`, `ReasonMissing`.
    """
    settlement = Settlement.objects.filter(pk=settlement_id).first()
    if settlement is None:
        raise errors.LineOrSettlementNotFound
    facility_id = settlement.facility_id
    by.require(Permission.RECONCILE, facility_id)
    if not reason.strip():
        raise errors.ReasonMissing
    before = queries.standings(facility_id, [settlement_id])[settlement_id]
    if before.line_id is None:
        raise errors.LineOrSettlementNotFound
    lock([before.line_id])
    stands = queries.standings(facility_id, [settlement_id])[settlement_id]
    if stands.match_id is None or stands.match_id != before.match_id:
        raise errors.LineOrSettlementNotFound
    undo_settlement(match_id=stands.match_id, undone_by=by.user_id, reason=reason.strip(), at=at)
    Decision.objects.create(
        facility_id=facility_id,
        line_id=before.line_id,
        deed=Deed.UNDO.value,
        reason=reason.strip(),
        facts={"settlement_id": settlement_id},
        decided_by=by.user_id,
        decided_at=at,
    )
