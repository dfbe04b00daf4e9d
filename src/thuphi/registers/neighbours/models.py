"""Software of neighbours: its keys, what it was answered, where it is told, what it was told."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .rules import DeliveryState, HookEvent, Scope

_ALIVE = [DeliveryState.WAITING.value, DeliveryState.FAILED.value]


class ApiKey(models.Model):
    """A key that lets one facility's software in. The key itself is kept nowhere."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    """The software that holds it, in the facility's words."""
    prefix = models.TextField()
    digest = models.BinaryField()
    """SHA-256 of the secret part."""
    scopes = ArrayField(models.TextField())
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    """The first day it is no longer good."""
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        db_table = "api_key"
        constraints = [
            models.UniqueConstraint(fields=["prefix"], name="api_key_prefix_is_unique"),
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[0-9a-f]{12}$"), name="api_key_prefix_has_its_form"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="api_key_has_a_name"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[scope.value for scope in Scope]) & ~Q(scopes=[]),
                name="api_key_scopes_are_known",
            ),
        ]


class KeptAnswer(models.Model):
    """What a request was answered, so that the same request again gets the same answer."""

    api_key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    facility_id = models.BigIntegerField()
    key = models.TextField()
    """The caller's own idempotency key."""
    request_hash = models.BinaryField()
    """SHA-256 over method, path and body."""
    status = models.SmallIntegerField()
    body = models.BinaryField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "kept_answer"
        constraints = [
            models.UniqueConstraint(fields=["api_key", "key"], name="kept_answer_is_one_a_key"),
            models.CheckConstraint(condition=~Q(key=""), name="kept_answer_has_a_key"),
            models.CheckConstraint(
                condition=Q(status__gte=200, status__lte=299), name="kept_answer_is_of_a_deed"
            ),
        ]


class WebhookEndpoint(models.Model):
    """An address that is told what happens to a facility's bills. Its secret is sealed."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    url = models.TextField()
    sealed = models.BinaryField()
    events = ArrayField(models.TextField())
    is_active = models.BooleanField(default=True)
    disabled_reason = models.TextField(blank=True, default="")
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    """When it was removed; its log stays."""
    busy_until = models.DateTimeField(null=True)
    """A worker is sending to it: the others leave it alone until then."""

    class Meta:
        db_table = "webhook_endpoint"
        constraints = [
            models.CheckConstraint(
                condition=Q(url__regex=r"^https?://[^ ]+$"), name="webhook_url_has_its_form"
            ),
            models.CheckConstraint(
                condition=Q(events__contained_by=[event.value for event in HookEvent])
                & ~Q(events=[]),
                name="webhook_events_are_known",
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, disabled_reason="")
                | (Q(is_active=False) & ~Q(disabled_reason="")),
                name="webhook_is_disabled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(is_active=False),
                name="webhook_removed_is_not_active",
            ),
        ]


class WebhookDelivery(models.Model):
    """One message to one address, and how it fared."""

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    facility_id = models.BigIntegerField()
    message_id = models.TextField()
    event = models.TextField(choices=[(event.value, event.value) for event in HookEvent])
    body = models.TextField()
    state = models.TextField(
        choices=[(state.value, state.value) for state in DeliveryState],
        default=DeliveryState.WAITING.value,
    )
    tries = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_status = models.SmallIntegerField(null=True)
    last_error = models.TextField(blank=True, default="")
    took_ms = models.IntegerField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "webhook_delivery"
        indexes = [
            models.Index(fields=["endpoint", "id"], name="delivery_by_endpoint"),
            models.Index(
                fields=["endpoint", "next_try_at", "id"],
                condition=Q(state__in=_ALIVE),
                name="delivery_to_be_tried",
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(ended_at__isnull=False),
                name="delivery_at_its_end",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "message_id"], name="delivery_message_is_sent_once"
            ),
            models.CheckConstraint(
                condition=Q(event__in=[event.value for event in HookEvent]),
                name="delivery_event_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ALIVE, next_try_at__isnull=False, ended_at__isnull=True)
                | Q(
                    state__in=[DeliveryState.DELIVERED.value, DeliveryState.GIVEN_UP.value],
                    next_try_at__isnull=True,
                    ended_at__isnull=False,
                ),
                name="delivery_state_fits_its_next_try",
            ),
            models.CheckConstraint(condition=Q(tries__gte=0), name="delivery_tries_count_up"),
        ]
