"""What waits for a person about attempts and refunds, for the rail and the first page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.attempts.queries import needing_a_person
from thuphi.money.refunds import queries as refunds
from thuphi.money.refunds.rules import RefundState, Way

_HAND = Q(
    state=RefundState.SENT.value,
    way__in=[Way.TRANSFER.value, Way.CASH.value],
    handed_over_at__isnull=True,
)
_VERDICT = Q(needs_person=True, verdict="")


@dataclass(frozen=True, slots=True)
class MoneyWaiting:
    """How many things wait, each with its own place to go."""

    attempts: int = 0
    to_approve: int = 0
    to_hand_over: int = 0
    to_settle: int = 0

    def for_person(self, by: Actor) -> int:
        """How many of them this person can do something about."""
        return sum(
            number
            for number, permission in (
                (self.attempts, Permission.PAYMENT_IDENTIFY),
                (self.to_approve, Permission.REFUND_APPROVE),
                (self.to_hand_over, Permission.REFUND_ASK),
                (self.to_settle, Permission.PAYMENT_IDENTIFY),
            )
            if by.may(permission)
        )


def money_waiting(facility_id: int) -> MoneyWaiting:
    """Two questions to the database."""
    told = (
        refunds.inbox(facility_id)
        .order_by()
        .aggregate(
            to_approve=Count("id", filter=Q(state=RefundState.ASKED.value)),
            to_hand_over=Count("id", filter=_HAND),
            to_settle=Count("id", filter=_VERDICT),
        )
    )
    return MoneyWaiting(
        attempts=needing_a_person(facility_id).count(),
        to_approve=told["to_approve"],
        to_hand_over=told["to_hand_over"],
        to_settle=told["to_settle"],
    )
