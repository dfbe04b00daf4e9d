"""Which ways of paying a facility has: its contract with each provider."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Merchant(models.Model):
    """A facility as one provider knows it. Secrets are sealed; nothing here may reach a log."""

    channel = models.TextField()
    slug = models.TextField()
    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    account_number = models.TextField()
    shares_account = models.BooleanField(default=False)
    """Another merchant watches the same account, so one credit may be told twice."""
    settings = models.JSONField(default=dict)
    sealed = models.BinaryField(default=b"")
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "merchant"
        constraints = [
            models.UniqueConstraint(fields=["channel", "slug"], name="merchant_slug_is_unique"),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9][a-z0-9-]{3,59}$"), name="merchant_slug_is_plain"
            ),
            models.CheckConstraint(condition=~Q(channel=""), name="merchant_has_a_channel"),
        ]
