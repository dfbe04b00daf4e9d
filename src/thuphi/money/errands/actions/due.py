"""Everything that is due now, one step after the other."""

from __future__ import annotations

from thuphi.money.attempts import actions as attempts
from thuphi.money.refunds import actions as refunds

from .attempt_steps import take_attempt_step
from .lines import Clock, Sends, now
from .refund_steps import take_refund_step


def run_due(*, sender: Sends, clock: Clock = now, limit: int = 20) -> int:
    """Take every step that is due now, one after the other. Returns how many.

    Each is claimed when its turn comes: one that breaks keeps no other waiting for its lease.
    """
    taken = 0
    while taken < limit and (found := attempts.claim_due(at=clock(), limit=1)):
        take_attempt_step(found[0], sender=sender, clock=clock)
        taken += 1
    while taken < limit and (owed := refunds.claim_due(at=clock(), limit=limit)):
        for one in owed:
            take_refund_step(one, sender=sender, clock=clock)
            taken += 1
    return taken
