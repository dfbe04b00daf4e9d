"""Pupils and patients, and those who pay for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class BeneficiaryKind(models.TextChoices):
    """For whom a payment is made."""

    PUPIL = "pupil", "Học sinh"
    PATIENT = "patient", "Người bệnh"
    OTHER = "other", "Khác"


class Beneficiary(models.Model):
    """A pupil or patient of one facility (người thụ hưởng), with the person who pays."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=BeneficiaryKind.choices, default=BeneficiaryKind.PUPIL)
    code = models.TextField()
    """The facility's own code of the pupil or patient."""
    name = models.TextField()
    search_key = models.TextField()
    born_on = models.DateField(null=True, blank=True)
    class_name = models.TextField(blank=True)
    grade = models.TextField(blank=True)
    payer_name = models.TextField()
    """The full name of the person who pays (người nộp)."""
    payer_phone = models.TextField(blank=True)
    payer_email = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "beneficiary"
        indexes = [
            models.Index(fields=["facility", "class_name", "id"], name="beneficiary_by_class"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "code"], name="beneficiary_code_is_unique_in_facility"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="beneficiary_has_a_code"),
            models.CheckConstraint(condition=~Q(name=""), name="beneficiary_has_a_name"),
            models.CheckConstraint(
                condition=~Q(payer_name=""), name="beneficiary_has_a_payer_name"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=BeneficiaryKind.values), name="beneficiary_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(payer_phone="") | Q(payer_phone__regex=r"^\+?[0-9]{8,15}$"),
                name="beneficiary_phone_is_digits",
            ),
        ]
