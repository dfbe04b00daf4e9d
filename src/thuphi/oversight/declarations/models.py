"""Monthly declarations of facilities, their values, their flags and what proves them.

Values are whole numbers; days are written as 20260930. A declaration that was approved is locked by
the database; a correction is the next revision, and the old one stays.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .rules import FileKind, Item, Rule, State, Unit

_STATES = [state.value for state in State]
_ITEMS = [item.value for item in Item]


def _items(unit: Unit) -> list[str]:
    return [item.value for item in Item if item.unit is unit]


class Declaration(models.Model):
    """What a facility declares of a month, in one revision."""

    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField()
    """The first day of the month."""
    revision = models.SmallIntegerField()
    state = models.TextField(default=State.DRAFT.value)
    written_by = models.BigIntegerField(null=True)
    """Null when a neighbour's software wrote it; the same holds for `submitted_by`."""
    written_at = models.DateTimeField()
    submitted_by = models.BigIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)
    verified_by = models.BigIntegerField(null=True)
    verified_at = models.DateTimeField(null=True)
    approved_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    returned_by = models.BigIntegerField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True, db_default="")
    """Why it was sent back last; stays to be read when it has been submitted again."""

    class Meta:
        db_table = "declaration"
        indexes = [
            models.Index(fields=["month", "state"], name="declaration_by_month"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "month", "revision"], name="declaration_revision_is_one"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="declaration_month_is_a_first_day"
            ),
            models.CheckConstraint(
                condition=Q(revision__gte=1), name="declaration_revision_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_STATES), name="declaration_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False),
                name="declaration_was_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned")
                | (Q(returned_by__isnull=False, returned_at__isnull=False) & ~Q(return_reason="")),
                name="declaration_is_returned_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["verified", "approved"], verified_by__isnull=False)
                & Q(verified_at__isnull=False)
                | (
                    ~Q(state__in=["verified", "approved"])
                    & Q(verified_by__isnull=True, verified_at__isnull=True)
                ),
                name="declaration_is_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_by__isnull=False, approved_at__isnull=False)
                | (~Q(state="approved") & Q(approved_by__isnull=True, approved_at__isnull=True)),
                name="declaration_is_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(verified_by=F("submitted_by")),
                name="declaration_is_verified_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("verified_by")),
                name="declaration_is_approved_by_another",
            ),
        ]


class DeclaredValue(models.Model):
    """One value of a declaration. It is written and taken away, never changed."""

    declaration = models.ForeignKey(
        Declaration, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    facility_id = models.BigIntegerField()
    item = models.TextField()
    value = models.BigIntegerField()

    class Meta:
        db_table = "declared_value"
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "item"],
                include=["value"],
                name="declared_value_is_one_an_item",
            ),
            models.CheckConstraint(
                condition=Q(item__in=_ITEMS), name="declared_value_item_is_known"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0), name="declared_value_is_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(item__in=_items(Unit.YES_NO)) | Q(value__lte=1),
                name="declared_value_is_yes_or_no",
            ),
            models.CheckConstraint(
                condition=~Q(item__in=_items(Unit.RECORDS)) | Q(value__lte=2),
                name="declared_value_records_are_known",
            ),
        ]


class DeclarationFlag(models.Model):
    """A rule that a submitted declaration breaks, with the facility's explanation."""

    declaration = models.ForeignKey(
        Declaration, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    facility_id = models.BigIntegerField()
    rule = models.TextField()
    item = models.TextField(blank=True, db_default="")
    facts = models.JSONField(db_default={})
    explanation = models.TextField()

    class Meta:
        db_table = "declaration_flag"
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "rule", "item"], name="declaration_flag_is_one_a_rule"
            ),
            models.CheckConstraint(
                condition=Q(rule__in=[rule.value for rule in Rule]),
                name="declaration_flag_rule_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(explanation=""), name="declaration_flag_is_explained"
            ),
        ]


class DeclarationEvidence(models.Model):
    """What proves a declaration: words or a link, and a file at will."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="+")
    facility_id = models.BigIntegerField()
    item = models.TextField(blank=True, db_default="")
    """What it proves; empty for the whole declaration."""
    words = models.TextField(blank=True, db_default="")
    """A description or a link."""
    file_name = models.TextField(blank=True, db_default="")
    kind = models.TextField(blank=True, db_default="")
    content = models.BinaryField(null=True)
    digest = models.BinaryField(null=True)
    """SHA-256 of the file."""
    added_by = models.BigIntegerField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "declaration_evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(item__in=["", *_ITEMS]), name="declaration_evidence_item_is_known"
            ),
            models.CheckConstraint(
                condition=Q(content__isnull=True, digest__isnull=True, kind="", file_name="")
                | Q(
                    content__isnull=False,
                    digest__isnull=False,
                    kind__in=[kind.value for kind in FileKind],
                ),
                name="declaration_evidence_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(content__isnull=False) | ~Q(words=""),
                name="declaration_evidence_says_something",
            ),
        ]
