"""Which providers do not answer just now, so that pages can say so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LineTrouble(models.Model):
    """A merchant whose provider failed to answer, as often as `failures` says, in a row."""

    merchant_id = models.BigIntegerField(primary_key=True)
    facility_id = models.BigIntegerField()
    failures = models.IntegerField()
    since = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "line_trouble"
        constraints = [
            models.CheckConstraint(condition=Q(failures__gt=0), name="line_trouble_is_trouble")
        ]
