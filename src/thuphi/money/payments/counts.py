"""The month's counts of money and of fees: what every share is computed from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thuphi.money.catalogue.rules import FeeKind

from .rules import Method


class MonthCount(models.Model):
    """Count and value of money in, by facility, month and method: the base of every share."""

    facility_id = models.BigIntegerField()
    month = models.DateField()
    """The first day of the month, by the clock of Việt Nam, in which the money was paid."""
    method = models.TextField(choices=[(method.value, method.value) for method in Method])
    payments = models.BigIntegerField()
    value_vnd = models.BigIntegerField()
    refunds = models.BigIntegerField(db_default=0)
    """How often money went back in this month, by the way it had come."""
    refunded_vnd = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "month_count"
        constraints = [
            models.UniqueConstraint(
                fields=["facility_id", "month", "method"], name="month_count_is_one_a_method"
            ),
            models.CheckConstraint(
                condition=Q(payments__gte=0, value_vnd__gte=0),
                name="month_count_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(refunds__gte=0, refunded_vnd__gte=0),
                name="month_count_refunds_are_not_negative",
            ),
        ]


class FeeCount(models.Model):
    """What was due and what was collected of each kind of fee, by facility and month.

    `due_*` follow the bills issued in the month for as long as they live; `collected_vnd` and
    `cashless_vnd` are what money paid in the month did to bills, whenever those were issued.
    """

    facility_id = models.BigIntegerField()
    month = models.DateField()
    """The first day of the month, by the clock of Việt Nam."""
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in FeeKind])
    due_vnd = models.BigIntegerField()
    due_paid_vnd = models.BigIntegerField()
    due_cashless_vnd = models.BigIntegerField()
    collected_vnd = models.BigIntegerField()
    cashless_vnd = models.BigIntegerField()

    class Meta:
        db_table = "fee_count"
        constraints = [
            models.UniqueConstraint(
                fields=["facility_id", "month", "kind"], name="fee_count_is_one_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(
                    due_cashless_vnd__gte=0,
                    due_paid_vnd__gte=F("due_cashless_vnd"),
                    due_vnd__gte=F("due_paid_vnd"),
                ),
                name="fee_count_paid_is_part_of_due",
            ),
            models.CheckConstraint(
                condition=Q(cashless_vnd__gte=0, collected_vnd__gte=F("cashless_vnd")),
                name="fee_count_cashless_is_part_of_collected",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in FeeKind]),
                name="fee_count_kind_is_known",
            ),
        ]


class FeeCountStale(models.Model):
    """A month of a facility whose fees are to be counted again: written by whoever moves money."""

    facility_id = models.BigIntegerField()
    month = models.DateField()

    class Meta:
        db_table = "fee_count_stale"
