"""Who takes which optional item, from when until when, how many and at which coefficient."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from .rules import PERCENT_MAX, QUANTITY_MAX


class Registration(models.Model):
    """One person takes one item within a span of days (đăng ký khoản thu)."""

    facility_id = models.BigIntegerField()
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    fee_item = models.ForeignKey("catalogue.FeeItem", on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField(null=True)
    """How many units this person takes; null is as many as the run says."""
    percent = models.IntegerField(default=100, db_default=100)
    """The person's coefficient: hundredths of the unit price."""
    from_on = models.DateField()
    until_on = models.DateField()
    """The first day it no longer holds; the first day again when it was taken back before it
    began."""

    class Meta:
        db_table = "registration"
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=1, quantity__lte=QUANTITY_MAX),
                name="registration_quantity_is_one_to_a_thousand",
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=PERCENT_MAX),
                name="registration_percent_is_one_to_a_thousand",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="registration_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="registrations_of_an_item_do_not_overlap",
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
