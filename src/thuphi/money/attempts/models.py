"""What payers set out to pay: baskets of several bills, and attempts to pay by one way.

An attempt is written down before anything is sent to a provider. What it was told is kept step by
step, for the person who is asked about it later.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .rules import LIVE, AttemptState

_STATES = [state.value for state in AttemptState]
_LIVE = sorted(state.value for state in LIVE)
DEEDS = ("begun", "sent", "answered", "heard", "asked", "cancel_asked", "accepted", "given_up")


class Basket(models.Model):
    """Several open bills of one facility, paid at once under one code and one amount."""

    id = models.BigIntegerField(primary_key=True)
    code = models.TextField()
    facility_id = models.BigIntegerField()
    amount_vnd = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "basket"
        constraints = [
            models.UniqueConstraint(fields=["code"], name="basket_code_is_unique"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^TF[0-9A-HJKMNP-TV-Z]{10}$"),
                name="basket_code_has_its_form",
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="basket_holds_money"),
        ]


class BasketLine(models.Model):
    """The share of one bill in a basket; shares are served in the order of their places."""

    basket = models.ForeignKey(Basket, on_delete=models.PROTECT, related_name="+", db_index=False)
    facility_id = models.BigIntegerField()
    bill = models.ForeignKey("bills.Bill", on_delete=models.PROTECT, related_name="+")
    place = models.SmallIntegerField()
    amount_vnd = models.BigIntegerField()

    class Meta:
        db_table = "basket_line"
        constraints = [
            models.UniqueConstraint(fields=["basket", "place"], name="basket_place_is_taken_once"),
            models.UniqueConstraint(fields=["basket", "bill"], name="basket_holds_a_bill_once"),
            models.CheckConstraint(
                condition=Q(place__gte=0, amount_vnd__gt=0), name="basket_line_holds_money"
            ),
        ]


class Attempt(models.Model):
    """One attempt to pay one code by one way. Its reference is never used again."""

    id = models.BigAutoField(primary_key=True)
    facility_id = models.BigIntegerField()
    merchant_id = models.BigIntegerField()
    channel = models.TextField()
    method = models.TextField()
    code = models.TextField()
    """Of a bill, or of a basket."""
    reference = models.TextField()
    amount_vnd = models.BigIntegerField()
    description = models.TextField()
    payer_name = models.TextField(db_default="")
    beneficiary_name = models.TextField(db_default="")
    return_url = models.TextField(db_default="")
    ip = models.TextField(db_default="")
    extra = models.JSONField(db_default={})
    """What one provider alone wants: a wallet's number, a terminal."""
    state = models.TextField(db_default=AttemptState.CREATED.value)
    status = models.TextField(db_default="")
    """The provider's last word."""
    token = models.TextField(db_default="")
    url = models.TextField(db_default="")
    deeplink = models.TextField(db_default="")
    qr = models.TextField(db_default="")
    started_by = models.BigIntegerField(null=True)
    """The cashier; null when the payer did it."""
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    next_ask_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    asks = models.IntegerField(db_default=0)
    cancel_asked_at = models.DateTimeField(null=True)
    cancel_sent_at = models.DateTimeField(null=True)
    accepted_by = models.BigIntegerField(null=True)
    """Who found that money which did not fit is ours after all."""
    closed_at = models.DateTimeField(null=True)
    needs_person = models.BooleanField(db_default=False)
    heard_id = models.BigIntegerField(null=True)
    """The notification that confirmed it."""

    class Meta:
        db_table = "attempt"
        indexes = [
            models.Index(fields=["code"], name="attempt_by_code"),
            models.Index(
                fields=["next_ask_at"],
                condition=~Q(state="confirmed") & Q(next_ask_at__isnull=False),
                name="attempt_by_next_ask",
            ),
            models.Index(fields=["facility_id", "-id"], name="attempt_by_facility"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "reference"], name="attempt_reference_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state__in=_LIVE),
                name="attempt_is_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="attempt_state_is_known"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="attempt_is_for_money"),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(code=""), name="attempt_has_a_reference"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_LIVE, closed_at__isnull=True)
                | (~Q(state__in=_LIVE) & Q(closed_at__isnull=False)),
                name="attempt_is_closed_when_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed") | Q(heard_id__isnull=True),
                name="attempt_is_confirmed_by_what_was_heard",
            ),
        ]


class AttemptStep(models.Model):
    """One thing that happened to an attempt, as it is read aloud to who asks."""

    attempt_id = models.BigIntegerField(db_index=True)
    facility_id = models.BigIntegerField()
    deed = models.TextField(choices=[(deed, deed) for deed in DEEDS])
    outcome = models.TextField(db_default="")
    status = models.TextField(db_default="")
    note = models.TextField(db_default="")
    """A short code: `timeout`, `refused`, `breaker`, `signature`; never personal data."""
    took_ms = models.IntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "attempt_step"
        constraints = [
            models.CheckConstraint(
                condition=Q(deed__in=list(DEEDS)), name="attempt_step_deed_is_known"
            )
        ]
