"""One deed that changes bills that are out, and each line it wrote. Both for ever."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .rules import WITHOUT_PAPER, AdjustmentKind


class Adjustment(models.Model):
    """A deed: why, on which paper, by whom, and what it came to."""

    facility_id = models.BigIntegerField()
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in AdjustmentKind])
    reason = models.TextField()
    paper = models.TextField(blank=True, db_default="", default="")
    """Number and day of the decision, application or minutes."""
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.TextField()
    made_at = models.DateTimeField()
    bills = models.IntegerField()
    credited_vnd = models.BigIntegerField()
    """What was taken off, whole đồng, not below nought."""
    debited_vnd = models.BigIntegerField()
    released_vnd = models.BigIntegerField()
    """What families had paid of it, and have as credit now."""

    class Meta:
        db_table = "adjustment"
        indexes = [models.Index(fields=["facility_id", "-id"], name="adjustment_by_facility")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in AdjustmentKind]),
                name="adjustment_kind_is_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="adjustment_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(paper="") | Q(kind__in=sorted(one.value for one in WITHOUT_PAPER)),
                name="adjustment_has_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(bills__gt=0, credited_vnd__gte=0, debited_vnd__gte=0)
                & ~Q(credited_vnd=0, debited_vnd=0),
                name="adjustment_changes_something",
            ),
            models.CheckConstraint(
                condition=Q(released_vnd__gte=0, released_vnd__lte=F("credited_vnd")),
                name="adjustment_releases_no_more_than_it_credits",
            ),
        ]


class AdjustmentLine(models.Model):
    """A line that a deed wrote on a bill."""

    id = models.BigAutoField(primary_key=True)
    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="+")
    facility_id = models.BigIntegerField()
    bill = models.ForeignKey("bills.Bill", on_delete=models.PROTECT, related_name="+")
    fee_item = models.ForeignKey(
        "catalogue.FeeItem", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount_vnd = models.BigIntegerField()
    """Signed: what it adds to the bill."""
    bill_line = models.OneToOneField("bills.BillLine", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "adjustment_line"
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_vnd=0), name="adjustment_line_changes_something"
            )
        ]
