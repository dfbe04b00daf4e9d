"""Questions about merchants. Secrets are not among the answers; the gate opens them itself."""

from __future__ import annotations

from .models import Merchant


def merchants_of(facility_id: int) -> list[Merchant]:
    """The merchants of a facility, by channel and address, without what is sealed."""
    found = Merchant.objects.filter(facility_id=facility_id).defer("sealed")
    return list(found.order_by("channel", "slug"))
