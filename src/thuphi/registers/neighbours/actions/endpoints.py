"""Verbs on the addresses that are told."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor
from thuphi.ground.kit.seal import seal
from thuphi.registers.facilities.models import Facility
from thuphi.registers.neighbours import addresses, errors, rules
from thuphi.registers.neighbours.models import WebhookDelivery, WebhookEndpoint
from thuphi.registers.neighbours.rules import DeliveryState, HookEvent, Trouble

SWITCHED_OFF = "switched_off"
GONE = "gone"
REMOVED = "removed"
SECRET = "secret"  # noqa: S105 (the name of it)


@dataclass(frozen=True, slots=True)
class EndpointMade:
    """A new address: the row, and the secret for the one time it is shown."""

    row: WebhookEndpoint
    secret: str = field(repr=False)


def _checked(url: str, told_of: Collection[HookEvent]) -> list[str]:
    addresses.target_of(url, settings.WEBHOOKS_MAY_GO_TO)
    if not told_of:
        raise errors.EventMissing
    return sorted(event.value for event in told_of)


@transaction.atomic
def register_endpoint(
    *, by: Actor, facility_id: int, url: str, told_of: Collection[HookEvent], at: datetime
) -> EndpointMade:
    """Tell an address what happens from now on; what it is told is signed with the new secret.

    Raises `AddressNotPlain`, `EventMissing`, `EndpointThere`, `TooManyEndpoints`.
    """
    by.require(rules.MAY_CONNECT, facility_id)
    names = _checked(url, told_of)
    there = _open_of(facility_id)
    if there.filter(url=url).exists():
        raise errors.EndpointThere
    if there.count() >= rules.ENDPOINTS_MAX:
        raise errors.TooManyEndpoints
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    row = WebhookEndpoint.objects.create(
        facility_id=facility_id,
        url=url,
        sealed=seal(settings.MASTER_SECRET, {SECRET: secret}),
        events=names,
        created_by=by.user_id,
        created_at=at,
    )
    _record("webhook_registered", by, row, at)
    return EndpointMade(row, secret)


def _open_of(facility_id: int) -> QuerySet[WebhookEndpoint]:
    """The facility is locked, so that two who come at once make neither one too many nor twins."""
    Facility.objects.select_for_update(no_key=True).get(pk=facility_id)
    return WebhookEndpoint.objects.filter(facility_id=facility_id, closed_at__isnull=True)


@transaction.atomic
def change_endpoint(
    *,
    by: Actor,
    endpoint_id: int,
    at: datetime,
    url: str | None = None,
    told_of: Collection[HookEvent] | None = None,
    is_active: bool | None = None,
) -> WebhookEndpoint:
    """Change what is given and leave the rest; switched on again it is told what still waits.

    Raises `EndpointNotFound`, `AddressNotPlain`, `EventMissing`, `EndpointThere`.
    """
    row = _locked(by, endpoint_id)
    if url is not None or told_of is not None:
        now_told = [HookEvent(name) for name in row.events] if told_of is None else told_of
        row.url = row.url if url is None else url
        row.events = _checked(row.url, now_told)
    if url is not None and _open_of(row.facility_id).filter(url=url).exclude(pk=row.pk).exists():
        raise errors.EndpointThere
    if is_active is not None:
        row.is_active = is_active
        row.disabled_reason = "" if is_active else row.disabled_reason or SWITCHED_OFF
    row.save(update_fields=["url", "events", "is_active", "disabled_reason"])
    _record("webhook_changed", by, row, at)
    return row


@transaction.atomic
def remove_endpoint(*, by: Actor, endpoint_id: int, at: datetime) -> None:
    """Tell an address nothing more; its log stays. Raises `EndpointNotFound`."""
    row = _locked(by, endpoint_id)
    row.is_active, row.disabled_reason, row.closed_at = False, REMOVED, at
    row.save(update_fields=["is_active", "disabled_reason", "closed_at"])
    give_up_waiting(row.pk, Trouble.REMOVED, at)
    _record("webhook_removed", by, row, at)


def give_up_waiting(endpoint_id: int, trouble: Trouble, at: datetime) -> None:
    """Nothing more goes to an address: what waited for it is given up."""
    waiting = WebhookDelivery.objects.filter(
        endpoint_id=endpoint_id,
        state__in=[DeliveryState.WAITING.value, DeliveryState.FAILED.value],
    )
    waiting.update(
        state=DeliveryState.GIVEN_UP.value,
        next_try_at=None,
        ended_at=at,
        last_error=trouble.value,
    )


def _locked(by: Actor, endpoint_id: int) -> WebhookEndpoint:
    row = (
        WebhookEndpoint.objects.select_for_update(no_key=True)
        .defer("sealed", "busy_until")
        .filter(pk=endpoint_id, closed_at__isnull=True)
        .first()
    )
    if row is None:
        raise errors.EndpointNotFound
    by.require(rules.MAY_CONNECT, row.facility_id)
    return row


def _record(kind: str, by: Actor, row: WebhookEndpoint, at: datetime) -> None:
    events.record(
        kind,
        by=by,
        subject=f"webhook:{row.pk}",
        at=at,
        facility_id=row.facility_id,
        events=" ".join(row.events),
        is_active=row.is_active,
    )
