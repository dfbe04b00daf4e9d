"""Refunds: money that goes back, who asked, who agreed, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .rules import RefundState, Way

_STATES = [state.value for state in RefundState]


class RefundLimit(models.Model):
    """Up to which amount one person alone may send money back. Without a row: none."""

    facility = models.OneToOneField(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    alone_vnd = models.BigIntegerField()

    class Meta:
        db_table = "refund_limit"
        constraints = [
            models.CheckConstraint(
                condition=Q(alone_vnd__gte=0), name="refund_limit_is_not_negative"
            )
        ]


class Refund(models.Model):
    """One refund of one payment, whole or in part."""

    id = models.BigIntegerField(primary_key=True)
    """From the number series of attempts: no two things that we send have one number."""
    facility_id = models.BigIntegerField()
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="+")
    code = models.TextField(db_default="")
    """The bill's; empty for money without an owner."""
    merchant_id = models.BigIntegerField()
    channel = models.TextField()
    method = models.TextField()
    way = models.TextField(choices=[(way.value, way.value) for way in Way])
    reference = models.TextField()
    amount_vnd = models.BigIntegerField()
    alone_limit_vnd = models.BigIntegerField()
    """The facility's limit when it was asked."""
    reason = models.TextField()
    state = models.TextField(choices=[(state, state) for state in _STATES])
    payee_bin = models.TextField(db_default="")
    payee_account = models.TextField(db_default="")
    payee_name = models.TextField(db_default="")
    asked_by = models.BigIntegerField(null=True)
    """Null while only the payer has asked."""
    by_payer = models.BooleanField(db_default=False)
    asked_at = models.DateTimeField()
    approved_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    next_ask_at = models.DateTimeField(null=True)
    asks = models.SmallIntegerField(db_default=0)
    handed_over_by = models.BigIntegerField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    document = models.TextField(db_default="")
    """Number of the transfer or of the signed slip."""
    verdict = models.TextField(db_default="")
    """What a person found out about a refund that the provider does not tell: went or stayed."""
    provider_reference = models.TextField(db_default="")
    status = models.TextField(db_default="")
    note = models.TextField(db_default="")
    needs_person = models.BooleanField(db_default=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "refund"
        indexes = [
            models.Index(fields=["facility_id", "-id"], name="refund_by_facility"),
            models.Index(fields=["code"], name="refund_by_code"),
            models.Index(
                fields=["next_ask_at"],
                condition=Q(state__in=["approved", "sent"]),
                name="refund_by_next_ask",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "reference"],
                condition=~Q(reference=""),
                name="refund_reference_is_used_once",
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="refund_is_of_money"),
            models.CheckConstraint(condition=~Q(reason=""), name="refund_has_a_reason"),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="refund_state_is_known"),
            models.CheckConstraint(
                condition=Q(way__in=[way.value for way in Way]), name="refund_way_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"])
                | Q(approved_by__isnull=False, amount_vnd__lte=F("alone_limit_vnd"))
                | (
                    Q(approved_by__isnull=False, asked_by__isnull=False)
                    & ~Q(approved_by=F("asked_by"))
                ),
                name="refund_above_the_limit_has_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at__isnull=True)
                | (Q(handed_over_by__isnull=False) & ~Q(document="")),
                name="refund_by_hand_has_a_document",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", "went", "stayed"]), name="refund_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(way="transfer")
                | (~Q(payee_account="") & ~Q(payee_name="") & ~Q(payee_bin="")),
                name="refund_by_transfer_names_its_account",
            ),
        ]
