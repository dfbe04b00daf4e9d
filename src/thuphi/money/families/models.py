"""One-time codes, sessions, and whom a browser has proved to know. Pages read none of these tables.

No code and no token stands here, only digests under a key that the database does not have. Rows are
removed when they are over: nobody's visits are kept.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

_DIGEST = r"^[0-9a-f]{64}$"


class FamilyCode(models.Model):
    """The one code of a phone that still opens: a new one takes the place of the old."""

    phone = models.TextField(primary_key=True)
    asker_key = models.TextField()
    """Digest of what the asking browser keeps: the code opens for that browser alone."""
    code_key = models.TextField()
    tries_left = models.SmallIntegerField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "family_code"
        constraints = [
            models.UniqueConstraint(fields=["asker_key"], name="family_code_is_of_one_asker"),
            models.CheckConstraint(
                condition=Q(asker_key__regex=_DIGEST, code_key__regex=_DIGEST),
                name="family_code_is_kept_as_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(phone__regex=r"^0[35789][0-9]{8}$"), name="family_code_is_of_a_mobile"
            ),
            models.CheckConstraint(
                condition=Q(tries_left__gte=0, tries_left__lte=5),
                name="family_code_has_five_tries",
            ),
            models.CheckConstraint(
                condition=Q(
                    ends_at__gt=F("made_at"), ends_at__lte=F("made_at") + timedelta(minutes=5)
                ),
                name="family_code_lasts_five_minutes",
            ),
        ]


class FamilySession(models.Model):
    """A browser whose user holds a phone, for half an hour."""

    session_key = models.TextField(primary_key=True)
    device_key = models.TextField()
    phone = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "family_session"
        constraints = [
            models.CheckConstraint(
                condition=Q(session_key__regex=_DIGEST, device_key__regex=_DIGEST),
                name="family_session_is_kept_as_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(
                    ends_at__gt=F("opened_at"), ends_at__lte=F("opened_at") + timedelta(minutes=30)
                ),
                name="family_session_lasts_half_an_hour",
            ),
        ]


class FamilyKnown(models.Model):
    """A person whose birth date was said in this browser; it opens with the phone's code only."""

    device_key = models.TextField()
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+"
    )
    known_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "family_known"
        constraints = [
            models.UniqueConstraint(
                fields=["device_key", "beneficiary"], name="family_knows_a_person_once"
            ),
            models.CheckConstraint(
                condition=Q(device_key__regex=_DIGEST), name="family_known_is_kept_as_a_digest"
            ),
            models.CheckConstraint(
                condition=Q(
                    ends_at__gt=F("known_at"), ends_at__lte=F("known_at") + timedelta(days=180)
                ),
                name="family_known_lasts_half_a_year",
            ),
        ]
