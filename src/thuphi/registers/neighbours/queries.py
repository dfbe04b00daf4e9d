"""Questions about keys, addresses and messages. Secrets are not among the answers."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from .models import ApiKey, WebhookDelivery, WebhookEndpoint


def keys_of(facility_id: int) -> list[ApiKey]:
    """The keys of a facility, good ones first, then the latest first."""
    found = ApiKey.objects.filter(facility_id=facility_id).defer("digest")
    return sorted(found.order_by("-pk"), key=lambda key: key.revoked_at is not None)


def endpoints_of(facility_id: int) -> list[WebhookEndpoint]:
    """The addresses that a facility has not removed, in the order in which they were made."""
    found = WebhookEndpoint.objects.filter(facility_id=facility_id, closed_at__isnull=True)
    return list(found.defer("sealed", "busy_until").order_by("pk"))


def endpoint_here(endpoint_id: int, facility_id: int) -> WebhookEndpoint | None:
    """The address of this number, if this facility has it."""
    found = WebhookEndpoint.objects.filter(
        pk=endpoint_id, facility_id=facility_id, closed_at__isnull=True
    )
    return found.defer("sealed", "busy_until").first()


def deliveries_to(endpoint_id: int) -> QuerySet[WebhookDelivery]:
    """The messages to an address, the latest first."""
    return WebhookDelivery.objects.filter(endpoint_id=endpoint_id).order_by("-pk")


def delivery_here(delivery_id: int, facility_id: int) -> WebhookDelivery | None:
    """The message of this number, if it is one to an address that this facility still has."""
    return WebhookDelivery.objects.filter(
        pk=delivery_id, facility_id=facility_id, endpoint__closed_at__isnull=True
    ).first()


def facilities_with_endpoints(facility_ids: Collection[int]) -> set[int]:
    """Those of these facilities that are to be told of anything at all: one look for a batch."""
    found = WebhookEndpoint.objects.filter(facility_id__in=list(facility_ids), is_active=True)
    return set(found.order_by().values_list("facility_id", flat=True).distinct())
