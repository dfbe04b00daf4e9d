"""A school's own sheets on their way in, and what each of its heads was said to mean."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .states import SheetState


class SheetMapping(models.Model):
    """What the columns under one set of heads mean to one school, as a person there said it."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    signature = models.TextField()
    """Stands for the heads, left to right; `layouts.signature_of` makes it."""
    heads = models.JSONField()
    meanings = models.JSONField()
    """By the column's place from 0: what it is, and for an amount which fee item."""
    saved_by = models.BigIntegerField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "sheet_mapping"
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "signature"], name="sheet_mapping_is_one_a_layout"
            ),
            models.CheckConstraint(
                condition=Q(signature__regex=r"^[0-9a-f]{64}$"),
                name="sheet_mapping_signature_has_its_form",
            ),
        ]


class SchoolSheet(models.Model):
    """A school's own sheet as it was handed in; its bytes are kept only while it waits."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    school_year = models.TextField()
    file_name = models.TextField()
    digest = models.TextField()
    content = models.BinaryField()
    state = models.TextField(choices=[(state.value, state.value) for state in SheetState])
    run = models.ForeignKey(
        "bills.CollectionRun", on_delete=models.PROTECT, related_name="+", null=True
    )
    uploaded_by = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "school_sheet"
        indexes = [models.Index(fields=["facility", "id"], name="school_sheet_by_facility")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in SheetState]),
                name="school_sheet_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="school_sheet_digest_has_its_form",
            ),
            models.CheckConstraint(
                condition=(Q(state=SheetState.WAITING.value) & ~Q(content=b""))
                | (~Q(state=SheetState.WAITING.value) & Q(content=b"")),
                name="school_sheet_is_kept_only_while_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(run__isnull=True) | Q(state=SheetState.SAVED.value),
                name="school_sheet_has_a_run_once_saved",
            ),
        ]
