"""Heard notifications, payments, receipts, and the month's counts.

`heard` is the inbox: written by the gate (and by the desk for cash), append-only. `payment` is what
the worker made of each confirmed one, append-only too. What a person later finds out about money
without an owner is a second row that names the first.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from .counts import FeeCount, FeeCountStale, MonthCount
from .rules import Finding, Method, ReturnKind

__all__ = [
    "BankCredit",
    "ChargeBack",
    "FeeCount",
    "FeeCountStale",
    "Heard",
    "HeardOtherwise",
    "HeardSetAside",
    "HeardWaiting",
    "MonthCount",
    "Payment",
    "PaymentReturn",
    "ReceiptSeries",
    "ToldBefore",
]

_NO_MONEY = [Finding.DUPLICATE.value, Finding.NOT_FOR_US.value]
_ON_A_BILL = [Finding.EXACT.value, Finding.PART.value, Finding.OVER.value]


class Heard(models.Model):
    """One verified notification, in our words and as it arrived."""

    id = models.BigAutoField(primary_key=True)
    channel = models.TextField()
    merchant_id = models.BigIntegerField()
    facility_id = models.BigIntegerField()
    provider_reference = models.TextField()
    outcome = models.TextField()
    method = models.TextField(choices=[(method.value, method.value) for method in Method])
    amount_vnd = models.BigIntegerField()
    paid_at = models.DateTimeField()
    text = models.TextField(db_default="")
    reference = models.TextField(db_default="")
    """Ours, when the provider carries one: the attempt it speaks of."""
    details = models.JSONField(db_default={})
    """Brand, masked card number, approval code, terminal: what a statement is matched by."""
    codes = ArrayField(models.TextField(), db_default=[])
    corrected = models.BooleanField(db_default=False)
    bank_reference = models.TextField(db_default="")
    account = models.TextField(db_default="")
    virtual_account = models.TextField(db_default="")
    payer_name = models.TextField(db_default="")
    payer_account = models.TextField(db_default="")
    payer_bank = models.TextField(db_default="")
    raw = models.BinaryField()
    headers = models.JSONField(db_default={})
    body_hash = models.BinaryField()
    heard_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "heard"
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "merchant_id", "provider_reference"],
                name="heard_reference_is_heard_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd__gte=0), name="heard_amount_is_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(provider_reference=""), name="heard_has_a_provider_reference"
            ),
            models.CheckConstraint(
                condition=Q(method__in=[method.value for method in Method]),
                name="heard_method_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["facility_id", "account", "amount_vnd"],
                name="heard_lines_by_amount",
                condition=Q(channel="statement"),
            ),
        ]


class HeardWaiting(models.Model):
    """What the worker has still to take. A row goes with the commit that brings its payment."""

    heard_id = models.BigIntegerField(primary_key=True)

    class Meta:
        db_table = "heard_waiting"


class HeardOtherwise(models.Model):
    """A reference heard again with another body: kept for a person to look at, never booked."""

    heard_id = models.BigIntegerField(db_index=True)
    raw = models.BinaryField()
    headers = models.JSONField(db_default={})
    body_hash = models.BinaryField()
    heard_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "heard_otherwise"


class HeardSetAside(models.Model):
    """A notification that the database refused to book, with its words: a fault of ours."""

    heard_id = models.BigIntegerField(primary_key=True)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "heard_set_aside"


class BankCredit(models.Model):
    """A credit on an account that two providers watch: the first to tell it is the one booked."""

    facility_id = models.BigIntegerField()
    account = models.TextField()
    bank_reference = models.TextField()
    amount_vnd = models.BigIntegerField()
    channel = models.TextField()
    heard_id = models.BigIntegerField()

    class Meta:
        db_table = "bank_credit"
        constraints = [
            models.UniqueConstraint(
                fields=["facility_id", "account", "bank_reference", "amount_vnd"],
                name="bank_credit_is_booked_once",
            )
        ]


class ToldBefore(models.Model):
    """A credit that a line of the statement brought, and a notification of it that came later."""

    heard = models.OneToOneField(
        Heard, on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    """The notification. Its payment is a duplicate."""
    facility_id = models.BigIntegerField()
    line_heard = models.ForeignKey(
        Heard, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """What was heard of the line."""

    class Meta:
        db_table = "told_before"
        constraints = [
            models.UniqueConstraint(fields=["line_heard"], name="told_before_by_one_notification")
        ]


class ReceiptSeries(models.Model):
    """The last receipt number of a facility in a year. It moves in the booking: no gaps."""

    facility_id = models.BigIntegerField()
    year = models.SmallIntegerField()
    last_number = models.IntegerField()

    class Meta:
        db_table = "receipt_series"
        constraints = [
            models.UniqueConstraint(
                fields=["facility_id", "year"], name="receipt_series_is_one_a_year"
            ),
            models.CheckConstraint(
                condition=Q(last_number__gte=0), name="receipt_series_counts_up"
            ),
        ]


class Payment(models.Model):
    """What one heard notification turned out to be, and where each đồng of it went."""

    id = models.BigAutoField(primary_key=True)
    facility_id = models.BigIntegerField()
    part = models.SmallIntegerField(db_default=0)
    """Which share it is of money that paid a basket of bills; 0 is the first or the only one."""
    heard = models.ForeignKey(
        Heard, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    """With `bill`, checked once for a whole batch by the trigger payment_is_of_one_facility."""
    identifies = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    """The payment that this row says more of: its owner was found, or was not the owner after all.

    The row that no other names says where the money is.
    """
    root_id = models.BigIntegerField(null=True)
    """The first row of the same money, where that is not the one named by `identifies`."""
    bill = models.ForeignKey(
        "bills.Bill",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        db_constraint=False,
    )
    finding = models.TextField(choices=[(finding.value, finding.value) for finding in Finding])
    channel = models.TextField()
    method = models.TextField(choices=[(method.value, method.value) for method in Method])
    amount_vnd = models.BigIntegerField()
    applied_vnd = models.BigIntegerField()
    excess_vnd = models.BigIntegerField()
    unidentified_vnd = models.BigIntegerField()
    paid_at = models.DateTimeField()
    booked_at = models.DateTimeField(db_default=Now())
    receipt_year = models.SmallIntegerField(null=True)
    receipt_number = models.IntegerField(null=True)
    taken_by = models.BigIntegerField(null=True)
    """Who took the cash, or who found the owner."""
    reason = models.TextField(db_default="")
    """Why a person said that the owner is not the owner, or that the money is not ours."""

    class Meta:
        db_table = "payment"
        indexes = [
            models.Index(fields=["bill"], name="payment_by_bill"),
            models.Index(fields=["facility_id", "paid_at"], name="payment_by_day"),
            models.Index(
                fields=["facility_id"],
                name="payment_said_not_ours",
                condition=Q(finding=Finding.NOT_FOR_US.value, identifies__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["heard", "part"],
                condition=Q(identifies=None),
                name="heard_is_booked_once",
            ),
            models.CheckConstraint(
                condition=Q(part__gte=0), name="payment_part_counts_from_nought"
            ),
            models.UniqueConstraint(
                fields=["identifies", "part"],
                condition=Q(identifies__isnull=False),
                name="payment_owner_is_found_once",
            ),
            models.CheckConstraint(
                condition=Q(root_id__isnull=True) | Q(identifies__isnull=False),
                name="payment_root_is_of_a_later_row",
            ),
            models.CheckConstraint(
                condition=Q(identifies__isnull=True)
                | ~Q(finding__in=[Finding.UNKNOWN.value, Finding.NOT_FOR_US.value])
                | ~Q(reason=""),
                name="payment_without_its_owner_says_why",
            ),
            models.UniqueConstraint(
                fields=["facility_id", "receipt_year", "receipt_number"],
                condition=Q(receipt_number__isnull=False),
                name="receipt_number_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(finding__in=[finding.value for finding in Finding]),
                name="payment_finding_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    amount_vnd__gt=0, applied_vnd__gte=0, excess_vnd__gte=0, unidentified_vnd__gte=0
                ),
                name="payment_amounts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(finding__in=_NO_MONEY, applied_vnd=0, excess_vnd=0, unidentified_vnd=0)
                | (
                    ~Q(finding__in=_NO_MONEY)
                    & Q(amount_vnd=F("applied_vnd") + F("excess_vnd") + F("unidentified_vnd"))
                ),
                name="payment_parts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(finding__in=_ON_A_BILL, bill__isnull=False, unidentified_vnd=0)
                | Q(finding=Finding.CLOSED.value, bill__isnull=False, applied_vnd=0, excess_vnd=0)
                | Q(
                    finding=Finding.CREDIT.value,
                    bill__isnull=True,
                    applied_vnd=0,
                    unidentified_vnd=0,
                    identifies__isnull=False,
                )
                | (
                    ~Q(finding__in=[*_ON_A_BILL, Finding.CLOSED.value, Finding.CREDIT.value])
                    & Q(bill__isnull=True, applied_vnd=0, excess_vnd=0)
                ),
                name="payment_finding_fits_its_bill",
            ),
            models.CheckConstraint(
                condition=Q(
                    finding__in=_ON_A_BILL,
                    receipt_year__isnull=False,
                    receipt_number__isnull=False,
                )
                | (
                    ~Q(finding__in=_ON_A_BILL)
                    & Q(receipt_year__isnull=True, receipt_number__isnull=True)
                ),
                name="payment_on_a_bill_has_a_receipt",
            ),
        ]


class PaymentReturn(models.Model):
    """Money of a payment that goes back: taken aside when asked, kept after all, or gone."""

    facility_id = models.BigIntegerField()
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    refund_id = models.BigIntegerField()
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in ReturnKind])
    from_bill_vnd = models.BigIntegerField(db_default=0)
    from_credit_vnd = models.BigIntegerField(db_default=0)
    from_unidentified_vnd = models.BigIntegerField(db_default=0)
    short_vnd = models.BigIntegerField(db_default=0)
    """What the bank took back and was not there any more: the family owes it."""
    out_of = models.TextField(db_default="")
    """The kind of account by which it left: clearing, bank or cash."""
    out_of_detail = models.TextField(db_default="")
    happened_at = models.DateTimeField()

    class Meta:
        db_table = "payment_return"
        constraints = [
            models.UniqueConstraint(
                fields=["refund_id", "kind"], name="payment_return_is_told_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ReturnKind]),
                name="payment_return_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    from_bill_vnd__gte=0,
                    from_credit_vnd__gte=0,
                    from_unidentified_vnd__gte=0,
                    short_vnd__gte=0,
                )
                & ~Q(from_bill_vnd=0, from_credit_vnd=0, from_unidentified_vnd=0, short_vnd=0),
                name="payment_return_is_of_some_money",
            ),
            models.CheckConstraint(
                condition=Q(kind="done", out_of__in=["clearing", "bank", "cash"])
                | (~Q(kind="done") & Q(out_of="")),
                name="payment_return_leaves_by_one_account",
            ),
        ]


class ChargeBack(models.Model):
    """The bank took money of a payment back from the facility's account: how much, who says so."""

    refund_id = models.BigIntegerField(primary_key=True)
    """Under which its returns are kept, from the number series of refunds."""
    facility_id = models.BigIntegerField()
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    amount_vnd = models.BigIntegerField()
    account = models.TextField()
    reason = models.TextField()
    made_by = models.BigIntegerField(null=True)
    """Null for the worker, on evidence beyond doubt."""
    made_at = models.DateTimeField()

    class Meta:
        db_table = "charge_back"
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="charge_back_is_of_money"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(account=""), name="charge_back_says_why_and_whence"
            ),
        ]
