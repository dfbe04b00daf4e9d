"""Verbs on messages to software of neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from psycopg import Cursor

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import SYSTEM, Actor
from thuphi.ground.kit.seal import unseal
from thuphi.ground.kit.sql import statement
from thuphi.registers.neighbours import errors, rules
from thuphi.registers.neighbours.models import WebhookDelivery, WebhookEndpoint
from thuphi.registers.neighbours.rules import DELIVERY_STATES, DeliveryState, News, Tried, Trouble

from .endpoints import GONE, SECRET, give_up_waiting

_ROOM = Path(__file__).parent

TAKEN_FOR = timedelta(seconds=60)
"""Longer than a try may last; a worker that died leaves its address to others after that."""
DROPPED_AT_ONCE = 10_000


class MessageTooLarge(ValueError):
    """No message is larger than `BODY_BYTES_MAX`; what we tell are codes and amounts."""


@dataclass(frozen=True, slots=True)
class Due:
    """One message to be sent now, with all that sending needs."""

    delivery_id: int
    endpoint_id: int
    url: str
    message_id: str
    body: str
    secret: str = field(repr=False)


def queue(news: Sequence[News], *, at: datetime) -> int:
    """Leave a message for each address that asked for such news; returns how many were left.

    Part of the deed's own transaction. Where nobody listens it costs one look and writes nothing.
    """
    if not news:
        return 0
    connection.ensure_connection()
    return queue_rows(Cursor(connection.connection), news, at=at)


def queue_rows(cursor: Cursor[tuple[object, ...]], news: Sequence[News], *, at: datetime) -> int:
    """The same by a driver's cursor, for verbs over a whole batch."""
    bodies = [one.body() for one in news]
    if any(len(body.encode()) > rules.BODY_BYTES_MAX for body in bodies):
        raise MessageTooLarge
    cursor.execute(
        statement(str(_ROOM), "queue").encode(),
        {
            "facility_ids": [one.facility_id for one in news],
            "events": [one.event.value for one in news],
            "bodies": bodies,
            "at": at,
        },
    )
    return cursor.rowcount


@transaction.atomic
def take_due(*, at: datetime, limit: int) -> list[Due]:
    """Take the next message of each of at most `limit` addresses that nobody is sending to."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement(str(_ROOM), "take"), {"at": at, "until": at + TAKEN_FOR, "limit": limit}
        )
        return [
            Due(
                delivery_id=int(delivery_id),
                endpoint_id=int(endpoint_id),
                url=str(url),
                message_id=str(message_id),
                body=str(body),
                secret=unseal(settings.MASTER_SECRET, bytes(sealed))[SECRET],
            )
            for endpoint_id, url, sealed, delivery_id, message_id, body in cursor.fetchall()
        ]


@transaction.atomic
def note_try(*, due: Due, tried: Tried, at: datetime) -> DeliveryState:
    """Write down how a try ended, and set the address free for the next."""
    endpoint = WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=due.endpoint_id)
    row = WebhookDelivery.objects.select_for_update().get(pk=due.delivery_id)
    endpoint.busy_until = None
    endpoint.save(update_fields=["busy_until"])
    row.tries += 1
    row.last_status = tried.status or None
    row.last_error = tried.trouble.value
    row.took_ms = tried.took_ms
    old = DeliveryState(row.state)
    if old not in (DeliveryState.WAITING, DeliveryState.FAILED):
        # Removed while it was under way: the log says how the try ended, the state stays.
        row.save(update_fields=["tries", "last_status", "last_error", "took_ms"])
        return old
    verdict = rules.judge(old=old, tries=row.tries, tried=tried, at=at)
    row.state = verdict.state.value
    row.next_try_at = verdict.next_try_at
    row.ended_at = None if verdict.next_try_at is not None else at
    row.save()
    if verdict.is_gone and endpoint.is_active:
        endpoint.is_active, endpoint.disabled_reason = False, GONE
        endpoint.save(update_fields=["is_active", "disabled_reason"])
        give_up_waiting(endpoint.pk, Trouble.GONE, at)
        events.record(
            "webhook_gone",
            by=SYSTEM,
            subject=f"webhook:{endpoint.pk}",
            at=at,
            facility_id=endpoint.facility_id,
        )
    return verdict.state


@transaction.atomic
def send_again(*, by: Actor, delivery_id: int, at: datetime) -> WebhookDelivery:
    """Send a message once more, with its old id, so that the receiver can tell that it is the same.

    Raises `DeliveryNotFound`, `DeliveryUnderWay`.
    """
    row = (
        WebhookDelivery.objects.select_for_update(no_key=True)
        .filter(pk=delivery_id, endpoint__closed_at__isnull=True)
        .first()
    )
    if row is None:
        raise errors.DeliveryNotFound
    by.require(rules.MAY_CONNECT, row.facility_id)
    if not DELIVERY_STATES.allows(DeliveryState(row.state), DeliveryState.WAITING):
        raise errors.DeliveryUnderWay
    row.state = DeliveryState.WAITING.value
    row.tries, row.next_try_at, row.ended_at = 0, at, None
    row.save(update_fields=["state", "tries", "next_try_at", "ended_at"])
    events.record(
        "webhook_sent_again",
        by=by,
        subject=f"webhook:{row.endpoint_id}",
        at=at,
        facility_id=row.facility_id,
        message=row.message_id,
    )
    return row


def forget_deliveries(*, before: datetime) -> int:
    """Drop a part of the messages that ended before this; returns how many, 0 when none is left."""
    old = WebhookDelivery.objects.filter(ended_at__lt=before).order_by("ended_at")
    dropped, _ = WebhookDelivery.objects.filter(
        pk__in=list(old.values_list("pk", flat=True)[:DROPPED_AT_ONCE])
    ).delete()
    return dropped
