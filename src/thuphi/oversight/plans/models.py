"""Plans that were adopted here, as the very text that was adopted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PlanProfile(models.Model):
    """One adoption of a plan, kept for ever; of several the newest is in force."""

    id = models.BigAutoField(primary_key=True)
    plan_id = models.TextField()
    sha256 = models.TextField()
    text = models.TextField()
    adopted_at = models.DateTimeField()
    adopted_by = models.TextField()

    class Meta:
        db_table = "plan_profile"
        indexes = [models.Index(fields=["plan_id", "-id"], name="plan_profile_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan_id__regex=r"^[A-Z][A-Z0-9_]{1,39}$"),
                name="plan_profile_id_has_its_form",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="plan_profile_has_a_text"),
            models.CheckConstraint(
                condition=~Q(adopted_by=""), name="plan_profile_is_adopted_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} ({self.sha256[:12]})"
