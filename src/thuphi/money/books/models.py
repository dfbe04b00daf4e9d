"""How a school wants its lists: which columns in which order, and who signs below."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .rules import BookName


class BookLayout(models.Model):
    """The columns of one book as one school reads it."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    book = models.TextField(choices=[(one.value, one.value) for one in BookName])
    columns = models.JSONField()
    """A list of objects with `key` and `name`, in the order in which they are read."""
    changed_by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "book_layout"
        constraints = [
            models.UniqueConstraint(fields=["facility", "book"], name="book_layout_is_one_a_book"),
            models.CheckConstraint(
                condition=Q(book__in=[one.value for one in BookName]),
                name="book_layout_is_of_a_known_book",
            ),
        ]


class BookFoot(models.Model):
    """Who signs the lists of a school, and where they are signed."""

    facility = models.OneToOneField(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    unit_above = models.TextField(blank=True)
    """The office above the school, as it stands at the head of its papers."""
    signed_at = models.TextField(blank=True)
    """The place that stands before the day (địa danh)."""
    maker = models.TextField(blank=True)
    accountant = models.TextField(blank=True)
    head_title = models.TextField(blank=True)
    head = models.TextField(blank=True)
    changed_by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "book_foot"
