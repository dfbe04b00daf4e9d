"""The table of events. It also brings the database roles, since everything stands on it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One thing that happened. Written once, never changed."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    at = models.DateTimeField(db_index=True)
    actor = models.TextField()
    user_id = models.BigIntegerField(null=True)
    facility_id = models.BigIntegerField(null=True)
    subject = models.TextField()
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "event"
        indexes = [models.Index(fields=["subject", "id"], name="event_by_subject")]
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="event_has_a_kind"),
            models.CheckConstraint(condition=~Q(actor=""), name="event_has_an_actor"),
        ]
