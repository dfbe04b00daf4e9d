"""What a facility holds for families: lots that came, uses that took of them, both for ever.

`credit` is a lot: so much, from there, on that day. `credit_use` says what took a part of it, or
gave it back. What is left of a lot is the one less the other, never below nought (migration
`0002_credits_are_kept.sql`). What is left of all lots of a family is its account in the book.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .rules import TAKES, PayoutStep, Source, SpendOn, UseKind

_TAKES = sorted(kind.value for kind in TAKES)
_GIVES = sorted(kind.value for kind in UseKind if kind not in TAKES)


class Credit(models.Model):
    """A lot of credit of one family."""

    id = models.BigAutoField(primary_key=True)
    facility_id = models.BigIntegerField()
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    fee_item = models.ForeignKey(
        "catalogue.FeeItem", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    """The item it came from; where the facility says so, the only one it may be spent on."""
    source = models.TextField(choices=[(source.value, source.value) for source in Source])
    bill = models.ForeignKey(
        "bills.Bill", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    """The bill that brought more, or needs less."""
    payment_id = models.BigIntegerField(null=True)
    """The payment that brought it; null when it is not known of one payment."""
    amount_vnd = models.BigIntegerField()
    is_cashless = models.BooleanField()
    """Whether the money came without cash; what it pays later counts so too."""
    reason = models.TextField(blank=True, db_default="", default="")
    happened_at = models.DateTimeField()

    class Meta:
        db_table = "credit"
        indexes = [
            models.Index(fields=["facility_id", "beneficiary"], name="credit_by_family"),
            models.Index(fields=["bill"], name="credit_by_bill", condition=Q(bill__isnull=False)),
            models.Index(
                fields=["payment_id"],
                name="credit_by_payment",
                condition=Q(payment_id__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="credit_is_of_money"),
            models.CheckConstraint(
                condition=Q(source="overpaid", payment_id__isnull=False, bill__isnull=False)
                | Q(source="kept", payment_id__isnull=False, bill__isnull=False)
                | Q(source="given", payment_id__isnull=False, bill__isnull=True)
                | Q(source="released", payment_id__isnull=True, bill__isnull=False)
                | (Q(source="opening", payment_id__isnull=True, bill__isnull=True) & ~Q(reason="")),
                name="credit_says_where_it_came_from",
            ),
            models.UniqueConstraint(
                fields=["payment_id"],
                condition=Q(source__in=["overpaid", "given"]),
                name="credit_of_a_payment_is_kept_once",
            ),
        ]


class CreditUse(models.Model):
    """A part of a lot that went to something, or came back."""

    id = models.BigAutoField(primary_key=True)
    credit = models.ForeignKey(Credit, on_delete=models.PROTECT, related_name="+")
    facility_id = models.BigIntegerField()
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in UseKind])
    bill = models.ForeignKey(
        "bills.Bill", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    """The bill it paid."""
    amount_vnd = models.BigIntegerField()
    reference = models.TextField()
    """What took it: a bill's code, `refund:<id>`, or the payout's own reference."""
    happened_at = models.DateTimeField()

    class Meta:
        db_table = "credit_use"
        indexes = [
            models.Index(
                fields=["bill"], name="credit_use_by_bill", condition=Q(bill__isnull=False)
            ),
            models.Index(fields=["reference"], name="credit_use_by_reference"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=_TAKES, amount_vnd__gt=0)
                | Q(kind__in=_GIVES, amount_vnd__lt=0),
                name="credit_use_sign_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="bill", bill__isnull=False)
                | (~Q(kind="bill") & Q(bill__isnull=True)),
                name="credit_use_names_the_bill_it_pays",
            ),
            models.CheckConstraint(
                condition=~Q(reference=""), name="credit_use_names_what_took_it"
            ),
        ]


class CreditPayout(models.Model):
    """One step of credit that is paid out: asked, and then failed or done."""

    facility_id = models.BigIntegerField()
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+"
    )
    reference = models.TextField()
    step = models.TextField(choices=[(step.value, step.value) for step in PayoutStep])
    amount_vnd = models.BigIntegerField()
    account = models.TextField(blank=True, db_default="", default="")
    """The facility's account by which it left the bank."""
    happened_at = models.DateTimeField()

    class Meta:
        db_table = "credit_payout"
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="credit_payout_is_of_money"),
            models.CheckConstraint(
                condition=Q(step__in=[step.value for step in PayoutStep]),
                name="credit_payout_step_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(reference=""), name="credit_payout_has_a_reference"
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(step="asked"),
                name="credit_payout_is_asked_once",
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(step="asked"),
                name="credit_payout_ends_once",
            ),
        ]


class CreditRule(models.Model):
    """What a facility lets its families' credits pay."""

    facility = models.OneToOneField(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    spend_on = models.TextField(choices=[(one.value, one.value) for one in SpendOn])

    class Meta:
        db_table = "credit_rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(spend_on__in=[one.value for one in SpendOn]),
                name="credit_rule_is_known",
            )
        ]
