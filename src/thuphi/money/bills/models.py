"""What a payer owes a facility: collection runs, planned charges, bills and their lines.

A bill's id and code are drawn from one number series when it is first issued and stay with it for
ever: a run finds its bills again by (run, beneficiary). After money has come in nothing is undone;
a later change is another line with its own transfer.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from .rules import BillState, ExemptionKind, LineKind, Period, RunState, ScopeKind
from .workbook.states import UploadState


class CollectionRun(models.Model):
    """A collection run (đợt thu): who is billed what, within which days."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    reason = models.TextField()
    """The reason for payment as families read it on each bill (nội dung thu)."""
    school_year = models.TextField()
    opens_on = models.DateField()
    due_on = models.DateField()
    scope_kind = models.TextField(choices=[(kind.value, kind.value) for kind in ScopeKind])
    scope_values = models.JSONField(default=list)
    allows_part = models.BooleanField(default=False)
    state = models.TextField(
        choices=[(state.value, state.value) for state in RunState], default=RunState.DRAFT.value
    )
    bills_expected = models.IntegerField(default=0)
    bills_issued = models.IntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "collection_run"
        constraints = [
            models.UniqueConstraint(fields=["facility", "name"], name="run_name_is_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="run_has_a_name"),
            models.CheckConstraint(condition=~Q(reason=""), name="run_has_a_reason"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")), name="run_ends_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(scope_kind__in=[kind.value for kind in ScopeKind]),
                name="run_scope_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RunState]),
                name="run_state_is_known",
            ),
        ]


class RunItem(models.Model):
    """An item that a run bills by rule: to everybody in its scope, or to those registered for it.

    Lines that were listed one by one have no such row; bringing a run up to date leaves them alone.
    """

    run = models.ForeignKey(
        CollectionRun, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    facility_id = models.BigIntegerField()
    fee_item = models.ForeignKey(
        "catalogue.FeeItem", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    quantity = models.IntegerField()
    """How many of it for who has no number of their own in the register."""
    unit_price_vnd = models.BigIntegerField()
    """The price on the day of planning, before anybody's percent."""
    is_by_registration = models.BooleanField()
    is_billed = models.BooleanField(default=True, db_default=True)
    """False once the item was taken out of the run."""

    class Meta:
        db_table = "run_item"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "fee_item"], name="run_bills_an_item_by_one_rule"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="run_item_quantity_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(unit_price_vnd__gte=0), name="run_item_price_is_not_negative"
            ),
        ]


class Charge(models.Model):
    """A planned line of a run: this pupil, this item, so many of them."""

    run = models.ForeignKey(
        CollectionRun, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    facility_id = models.BigIntegerField()
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    fee_item = models.ForeignKey(
        "catalogue.FeeItem", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    quantity = models.IntegerField(default=1)
    unit_price_vnd = models.BigIntegerField()
    amount_vnd = models.BigIntegerField()
    description = models.TextField(blank=True, default="", db_default="")
    """What families read instead of the item's name. Such a line (arrears, a debt from before) is
    what is left of a bill, so that no exemption is taken from it again."""

    class Meta:
        db_table = "charge"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "beneficiary", "fee_item"], name="charge_is_planned_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="charge_quantity_is_positive"),
            models.CheckConstraint(
                condition=Q(amount_vnd=F("quantity") * F("unit_price_vnd")),
                name="charge_amount_is_quantity_times_price",
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd__gte=0), name="charge_amount_is_not_negative"
            ),
        ]


class Exemption(models.Model):
    """A right to pay less: so many hundredths of an item, for a reason, in a span of days (M39)."""

    facility_id = models.BigIntegerField()
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+"
    )
    fee_item = models.ForeignKey("catalogue.FeeItem", on_delete=models.PROTECT, related_name="+")
    percent = models.IntegerField()
    reason = models.TextField()
    kind = models.TextField(
        choices=[(kind.value, kind.value) for kind in ExemptionKind],
        default=ExemptionKind.OTHER.value,
        db_default=ExemptionKind.OTHER.value,
    )
    period = models.TextField(
        choices=[(period.value, period.value) for period in Period],
        default=Period.DAYS.value,
        db_default=Period.DAYS.value,
    )
    paper = models.TextField(blank=True, default="", db_default="")
    """Number and date of the decision or certificate it rests on."""
    from_on = models.DateField()
    until_on = models.DateField()
    """The first day it no longer holds."""

    class Meta:
        db_table = "exemption"
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100),
                name="exemption_is_one_to_a_hundred_percent",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ExemptionKind]),
                name="exemption_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(period__in=[period.value for period in Period]),
                name="exemption_period_is_known",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")), name="exemption_lasts_a_day_or_more"
            ),
            ExclusionConstraint(
                name="exemptions_of_an_item_do_not_overlap",
                expressions=[
                    (F("beneficiary"), RangeOperators.EQUAL),
                    (F("fee_item"), RangeOperators.EQUAL),
                    (
                        Func(F("from_on"), F("until_on"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class Bill(models.Model):
    """What one beneficiary's family owes in one run. The four unified fields are all here (M33)."""

    id = models.BigIntegerField(primary_key=True)
    code = models.TextField()
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    run = models.ForeignKey(
        CollectionRun, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+"
    )
    payer_name = models.TextField()
    beneficiary_name = models.TextField()
    class_name = models.TextField(blank=True, default="")
    reason = models.TextField()
    total_vnd = models.BigIntegerField()
    paid_vnd = models.BigIntegerField(default=0)
    state = models.TextField(
        choices=[(state.value, state.value) for state in BillState], default=BillState.OPEN.value
    )
    allows_part = models.BooleanField(default=False)
    """May be paid in parts: its run says so, and every item that stood on it when issued."""
    due_on = models.DateField()
    issued_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    external_reference = models.TextField(null=True)
    """What the facility's own software calls the bill; null for bills of a run."""

    class Meta:
        db_table = "bill"
        indexes = [models.Index(fields=["facility", "id"], name="bill_by_facility")]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="bill_code_is_unique"),
            models.UniqueConstraint(
                fields=["run", "beneficiary"], name="run_bills_a_beneficiary_once"
            ),
            models.UniqueConstraint(
                fields=["facility", "external_reference"],
                condition=Q(external_reference__isnull=False),
                name="bill_external_reference_is_unique",
            ),
            models.CheckConstraint(
                condition=~Q(external_reference=""), name="bill_external_reference_is_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^TF[0-9A-HJKMNP-TV-Z]{10}$"),
                name="bill_code_has_its_form",
            ),
            models.CheckConstraint(condition=~Q(payer_name=""), name="bill_names_the_payer"),
            models.CheckConstraint(
                condition=~Q(beneficiary_name=""), name="bill_names_the_beneficiary"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="bill_names_the_reason"),
            models.CheckConstraint(
                condition=Q(total_vnd__gte=0), name="bill_total_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(state="open", paid_vnd=0, total_vnd__gt=0)
                | Q(state="part_paid", paid_vnd__gt=0, paid_vnd__lt=F("total_vnd"))
                | Q(state="paid", paid_vnd=F("total_vnd"))
                | Q(state="cancelled", paid_vnd=0),
                name="bill_state_fits_its_money",
            ),
        ]

    @property
    def remaining_vnd(self) -> int:
        """What is still to be paid; nothing for a cancelled bill."""
        if self.state == BillState.CANCELLED.value:
            return 0
        return self.total_vnd - self.paid_vnd


class BillLine(models.Model):
    """One line of a bill. Charges and debits add, exemptions and credits take away."""

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="+")
    facility_id = models.BigIntegerField()
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in LineKind])
    fee_item = models.ForeignKey(
        "catalogue.FeeItem", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    description = models.TextField()
    quantity = models.IntegerField(default=1)
    unit_price_vnd = models.BigIntegerField()
    amount_vnd = models.BigIntegerField()
    """Signed: what it adds to the bill."""
    reason = models.TextField(blank=True, default="")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "bill_line"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in LineKind]),
                name="bill_line_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["charge", "debit"], amount_vnd__gte=0)
                | Q(kind__in=["exemption", "credit"], amount_vnd__lte=0),
                name="bill_line_sign_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="charge") | ~Q(reason=""),
                name="bill_line_change_has_a_reason",
            ),
        ]


class UploadedWorkbook(models.Model):
    """A workbook that waits to be confirmed, with its preview; its bytes are kept no longer."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    school_year = models.TextField()
    file_name = models.TextField()
    digest = models.TextField()
    """SHA-256 of the bytes, in hex."""
    content = models.BinaryField()
    preview = models.JSONField()
    state = models.TextField(choices=[(state.value, state.value) for state in UploadState])
    run = models.ForeignKey(CollectionRun, on_delete=models.PROTECT, related_name="+", null=True)
    uploaded_by = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "uploaded_workbook"
        indexes = [models.Index(fields=["facility", "id"], name="upload_by_facility")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in UploadState]),
                name="upload_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="upload_digest_has_its_form"
            ),
            models.CheckConstraint(
                condition=(Q(state="waiting") & ~Q(content=b""))
                | (~Q(state="waiting") & Q(content=b"")),
                name="upload_is_kept_only_while_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed") | Q(run__isnull=True),
                name="upload_has_a_run_once_confirmed",
            ),
        ]
