"""What was written down when a run was closed, and which arrears went on to another run."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class RunClosing(models.Model):
    """One closing of a run (chốt đợt thu): its sums in đồng as they stood at that moment."""

    facility_id = models.BigIntegerField()
    run = models.ForeignKey("bills.CollectionRun", on_delete=models.PROTECT, related_name="+")
    bills = models.IntegerField()
    owing = models.IntegerField()
    """Bills on which something was still to be paid."""
    due_vnd = models.BigIntegerField()
    credited_vnd = models.BigIntegerField()
    """What credit lines had taken off the bills by then; `due_vnd` is after them."""
    paid_vnd = models.BigIntegerField()
    rest_vnd = models.BigIntegerField()
    closed_at = models.DateTimeField()
    closed_by = models.TextField()
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.TextField(db_default="")
    reopened_reason = models.TextField(db_default="")

    class Meta:
        db_table = "run_closing"
        constraints = [
            models.UniqueConstraint(
                fields=["run"],
                condition=Q(reopened_at__isnull=True),
                name="run_is_closed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(rest_vnd=F("due_vnd") - F("paid_vnd")),
                name="closing_rest_is_due_less_paid",
            ),
            models.CheckConstraint(
                condition=Q(bills__gte=0, owing__gte=0, owing__lte=F("bills"), credited_vnd__gte=0),
                name="closing_counts_fit",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_reason="")
                | (Q(reopened_at__isnull=False) & ~Q(reopened_reason="")),
                name="closing_is_opened_again_for_a_reason",
            ),
        ]


class ClosedBill(models.Model):
    """One bill as it stood when its run was closed: the list of who had paid and who owed what."""

    closing = models.ForeignKey(RunClosing, on_delete=models.PROTECT, related_name="+")
    facility_id = models.BigIntegerField()
    bill = models.ForeignKey("bills.Bill", on_delete=models.PROTECT, related_name="+")
    due_vnd = models.BigIntegerField()
    paid_vnd = models.BigIntegerField()
    rest_vnd = models.BigIntegerField()

    class Meta:
        db_table = "closed_bill"
        constraints = [
            models.UniqueConstraint(fields=["closing", "bill"], name="closing_lists_a_bill_once"),
            models.CheckConstraint(
                condition=Q(rest_vnd=F("due_vnd") - F("paid_vnd"), rest_vnd__gte=0),
                name="closed_bill_rest_is_due_less_paid",
            ),
        ]


class CarriedArrear(models.Model):
    """What was left of one item of an old bill and is asked for again on a new one (thu bù)."""

    facility_id = models.BigIntegerField()
    from_bill = models.ForeignKey("bills.Bill", on_delete=models.PROTECT, related_name="+")
    to_bill = models.ForeignKey("bills.Bill", on_delete=models.PROTECT, related_name="+")
    fee_item = models.ForeignKey(
        "catalogue.FeeItem", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount_vnd = models.BigIntegerField()
    carried_at = models.DateTimeField()

    class Meta:
        db_table = "carried_arrear"
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="arrear_is_of_money"),
            models.CheckConstraint(
                condition=~Q(from_bill=F("to_bill")), name="arrear_goes_to_another_bill"
            ),
        ]
