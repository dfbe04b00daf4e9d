"""What may be collected at most, where, on which ground, in which days."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from thuphi.registers.facilities.models import AreaClass, Level

from .rules import Nature

_NATURES = [nature.value for nature in Nature]


class FeeCeiling(models.Model):
    """One ceiling; `level` and `area` empty: all of them."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    """The office that wrote it down."""
    code = models.TextField()
    """Mã thống kê khoản thu."""
    name = models.TextField()
    level = models.TextField(blank=True, default="")
    area = models.TextField(blank=True, default="")
    nature = models.TextField(choices=[(nature, nature) for nature in _NATURES])
    unit = models.TextField()
    max_vnd = models.BigIntegerField()
    ground = models.TextField()
    ground_on = models.DateField()
    valid = DateRangeField()

    class Meta:
        db_table = "fee_ceiling"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9][A-Z0-9.\-]{0,19}$"),
                name="fee_ceiling_code_is_plain",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(unit="") & ~Q(ground=""),
                name="fee_ceiling_names_item_unit_and_ground",
            ),
            models.CheckConstraint(condition=Q(max_vnd__gte=0), name="fee_ceiling_is_not_negative"),
            models.CheckConstraint(
                condition=Q(nature__in=_NATURES), name="fee_ceiling_nature_is_known"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *Level.values]), name="fee_ceiling_level_is_known"
            ),
            models.CheckConstraint(
                condition=Q(area__in=["", *AreaClass.values]), name="fee_ceiling_area_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(valid__isempty=True), name="fee_ceiling_valid_is_not_empty"
            ),
            ExclusionConstraint(
                name="fee_ceiling_is_one_a_day",
                expressions=[
                    (F("place"), RangeOperators.EQUAL),
                    (F("code"), RangeOperators.EQUAL),
                    (F("level"), RangeOperators.EQUAL),
                    (F("area"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
