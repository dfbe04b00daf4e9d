"""Fee items: what may be billed, for how much, on which ground."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .rules import FeeKind


class FeeItem(models.Model):
    """One item of a facility's list of charges for a school year (khoản thu)."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    code = models.TextField()
    name = models.TextField()
    unit = models.TextField()
    price_vnd = models.BigIntegerField()
    ground = models.TextField()
    """The resolution, decision or written agreement it rests on."""
    is_mandatory = models.BooleanField()
    school_year = models.TextField()
    level = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    allows_instalments = models.BooleanField(default=True, db_default=True)
    """Whether a bill with this item may be paid in parts, if its run lets it."""
    kind = models.TextField(
        choices=[(kind.value, kind.value) for kind in FeeKind],
        default=FeeKind.OTHER.value,
        db_default=FeeKind.OTHER.value,
    )
    """What it is collected for: tuition and hospital fees are counted by themselves."""
    statistic_code = models.TextField(blank=True, default="", db_default="")
    """Mã thống kê khoản thu: what the department calls it, and measures it by."""

    class Meta:
        db_table = "fee_item"
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "school_year", "code"], name="fee_item_code_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(price_vnd__gte=0), name="fee_item_price_is_not_negative"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="fee_item_has_a_name"),
            models.CheckConstraint(condition=~Q(code=""), name="fee_item_has_a_code"),
            models.CheckConstraint(condition=~Q(unit=""), name="fee_item_has_a_unit"),
            models.CheckConstraint(condition=~Q(ground=""), name="fee_item_has_a_ground"),
            models.CheckConstraint(
                condition=Q(school_year__regex=r"^[0-9]{4}-[0-9]{4}$"),
                name="fee_item_school_year_is_two_years",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in FeeKind]),
                name="fee_item_kind_is_known",
            ),
        ]


class FeeAgreement(models.Model):
    """The parents agreed to an item: the minutes of their meeting, kept with their scan."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    fee_item = models.ForeignKey(FeeItem, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    minutes = models.TextField()
    """Number of the minutes (biên bản)."""
    asked = models.IntegerField()
    agreed = models.IntegerField()
    file_name = models.TextField(blank=True, default="")
    content = models.BinaryField(default=b"")
    filed_by = models.BigIntegerField()
    filed_at = models.DateTimeField()

    class Meta:
        db_table = "fee_agreement"
        indexes = [models.Index(fields=["fee_item", "-id"], name="fee_agreement_by_item")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(minutes=""), name="fee_agreement_names_its_minutes"
            ),
            models.CheckConstraint(
                condition=Q(asked__gt=0, agreed__gte=0, agreed__lte=models.F("asked")),
                name="fee_agreement_counts_who_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(file_name="", content=b"") | (~Q(file_name="") & ~Q(content=b"")),
                name="fee_agreement_has_a_whole_file_or_none",
            ),
        ]
