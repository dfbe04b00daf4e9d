"""Closings of days and months, the seals put on them, and which transfer lies under which seal.

All three are append-only, and the database keeps the promises (migration
`0002_what_is_sealed.sql`): a period is over before it is closed, days follow one another, the
seals of a facility count up without a gap and each names the one before, and a seal has exactly
the transfers it was made with.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from .rules import PeriodKind


class PeriodClosing(models.Model):
    """One closing (khóa sổ): which days, by whom, and every figure as it stood."""

    facility_id = models.BigIntegerField()
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in PeriodKind])
    from_on = models.DateField()
    to_on = models.DateField()
    """The last day; it belongs to the period."""
    closed_by = models.BigIntegerField(null=True)
    """Null for the machine."""
    closed_at = models.DateTimeField()
    cash_vnd = models.BigIntegerField()
    """What the day book has at the end of the last day."""
    counted_vnd = models.BigIntegerField(null=True)
    pieces = ArrayField(models.IntegerField(), null=True)
    """How many of each note, in the order of `tills.rules.NOTES_VND`."""
    cash_reason = models.TextField(db_default="")
    figures = models.JSONField()
    """The reconciliation report, as `queries.report` reads it."""

    class Meta:
        db_table = "period_closing"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PeriodKind]),
                name="period_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(from_on__lte=F("to_on")), name="period_days_are_in_order"
            ),
            ExclusionConstraint(
                name="periods_of_a_kind_do_not_overlap",
                expressions=[
                    (F("facility_id"), RangeOperators.EQUAL),
                    (F("kind"), RangeOperators.EQUAL),
                    (
                        Func(F("from_on"), F("to_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(counted_vnd__isnull=True, pieces__isnull=True)
                | Q(counted_vnd__gte=0, pieces__isnull=False),
                name="period_cash_is_counted_in_notes",
            ),
            models.CheckConstraint(
                condition=Q(counted_vnd__isnull=True)
                | Q(counted_vnd=F("cash_vnd"))
                | ~Q(cash_reason=""),
                name="period_cash_difference_has_a_reason",
            ),
        ]


class Seal(models.Model):
    """A hash over the transfers of a closing, chained with the seal before it."""

    facility_id = models.BigIntegerField()
    number = models.IntegerField()
    closing = models.OneToOneField(PeriodClosing, on_delete=models.PROTECT, related_name="+")
    booked_before = models.DateTimeField()
    """Transfers booked from here on are for a later seal."""
    transfers = models.BigIntegerField()
    amount_vnd = models.BigIntegerField()
    """The sum of what was debited, which is the sum of what was credited."""
    first_transfer_id = models.BigIntegerField(null=True)
    last_transfer_id = models.BigIntegerField(null=True)
    previous_sha256 = models.BinaryField()
    sha256 = models.BinaryField()

    class Meta:
        db_table = "period_seal"
        constraints = [
            models.UniqueConstraint(fields=["facility_id", "number"], name="seal_number_is_unique"),
            models.CheckConstraint(
                condition=Q(transfers=0, amount_vnd=0, first_transfer_id=None)
                & Q(last_transfer_id=None)
                | Q(transfers__gt=0, amount_vnd__gt=0)
                & Q(first_transfer_id__lte=F("last_transfer_id")),
                name="seal_counts_its_transfers",
            ),
        ]


class SealedTransfer(models.Model):
    """Under which seal a transfer lies, and the hash of its text, by which a change is found."""

    transfer_id = models.BigIntegerField(primary_key=True)
    """Not a foreign key: that it is there is checked for a whole seal at once, and proved later."""
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    """Checked with it."""
    facility_id = models.BigIntegerField()
    sha256 = models.BinaryField()

    class Meta:
        db_table = "sealed_transfer"
