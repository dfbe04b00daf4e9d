"""Which providers do not answer just now."""

from __future__ import annotations

from datetime import datetime, timedelta

from .models import LineTrouble

FAILURES = 3
"""So many in a row are more than a hiccup."""
FORGOTTEN_AFTER = timedelta(minutes=15)
"""A provider that nobody has called for so long may be well again."""


def lines_down(facility_id: int, at: datetime) -> frozenset[int]:
    """The merchants of a facility whose provider does not answer."""
    found = LineTrouble.objects.filter(
        facility_id=facility_id, failures__gte=FAILURES, last_at__gt=at - FORGOTTEN_AFTER
    )
    return frozenset(found.values_list("merchant_id", flat=True))
