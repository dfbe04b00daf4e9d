"""The table of letters."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from .rules import Kind, LetterState, Trouble, Way


class Letter(models.Model):
    """One letter to one address. What it says is made from template and facts when it leaves."""

    id = models.BigAutoField(primary_key=True)
    facility_id = models.BigIntegerField(null=True)
    """Null for the codes of families, who stand above schools."""
    way = models.TextField(choices=[(way.value, way.value) for way in Way])
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in Kind])
    to_address = models.TextField()
    template = models.TextField()
    facts = models.JSONField(default=dict)
    about = models.TextField(db_default="")
    """Codes of the bills that it speaks of, with spaces between them."""
    language = models.TextField(db_default="vi")
    state = models.TextField(
        choices=[(state.value, state.value) for state in LetterState],
        db_default=LetterState.WAITING.value,
    )
    day = models.DateField(null=True)
    """The day for which a reminder is meant: a family gets one a day."""
    not_before = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    """Later than this it helps nobody and is stopped."""
    tries = models.SmallIntegerField(db_default=0)
    cost_vnd = models.BigIntegerField(db_default=0)
    provider_reference = models.TextField(db_default="")
    trouble = models.TextField(db_default="")
    """Of the latest try."""
    is_forgiven = models.BooleanField(db_default=False)
    """A person has said that the address is right after all."""
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "letter"
        indexes = [
            models.Index(fields=["facility_id", "-id"], name="letter_by_facility"),
            models.Index(
                fields=["not_before", "id"], condition=Q(state="waiting"), name="letter_due"
            ),
            models.Index(
                fields=["facility_id", "to_address"],
                condition=Q(state="failed"),
                name="letter_failed_by_address",
            ),
            GinIndex(
                Func(F("about"), Value(" "), function="string_to_array"),
                name="letter_waiting_by_about",
                condition=Q(state="waiting"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=[way.value for way in Way]), name="letter_way_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="letter_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in LetterState]),
                name="letter_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(trouble__in=["", *(trouble.value for trouble in Trouble)]),
                name="letter_trouble_is_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["vi", "en"]), name="letter_language_is_known"
            ),
            models.CheckConstraint(condition=~Q(to_address=""), name="letter_has_an_address"),
            models.CheckConstraint(condition=~Q(template=""), name="letter_has_a_template"),
            models.CheckConstraint(
                condition=Q(cost_vnd__gte=0), name="letter_cost_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(facility_id__isnull=False) | Q(kind="code"),
                name="letter_of_no_facility_is_a_code",
            ),
            models.CheckConstraint(
                condition=Q(kind="reminder", day__isnull=False)
                | (~Q(kind="reminder") & Q(day__isnull=True)),
                name="letter_of_reminder_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "delivered"]) | Q(sent_at__isnull=False),
                name="letter_sent_has_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False)
                | (~Q(state="delivered") & Q(delivered_at__isnull=True)),
                name="letter_delivered_has_its_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(trouble=""), name="letter_failed_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(kind="code") | Q(state="waiting") | Q(facts={}),
                name="letter_forgets_its_code",
            ),
            models.UniqueConstraint(
                fields=["facility_id", "to_address", "day"],
                condition=Q(kind="reminder") & ~Q(state__in=["stopped", "failed"]),
                name="letter_reminds_once_a_day",
            ),
        ]
