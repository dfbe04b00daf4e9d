"""The table of tries."""

from __future__ import annotations

from django.db import models


class Tries(models.Model):
    """What one name has spent; after `ends_at` it has spent nothing."""

    name = models.TextField(primary_key=True)
    spent = models.IntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "tries"
