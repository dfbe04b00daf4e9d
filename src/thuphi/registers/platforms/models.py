"""Digital platforms, the lists they stand on, and which facility uses which (M54 to M59)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from .rules import Category, UseState

_CATEGORIES = [category.value for category in Category]
_STATES = [state.value for state in UseState]


class Platform(models.Model):
    """One digital platform of one vendor."""

    name = models.TextField()
    vendor = models.TextField()
    is_vietnamese = models.BooleanField()
    categories = ArrayField(models.TextField())
    evaluation = models.TextField(blank=True, db_default="")
    """Who evaluated it and what was decided; empty before."""
    source = models.TextField()
    """Where that can be read: a document or a link."""

    class Meta:
        db_table = "platform"
        constraints = [
            models.UniqueConstraint(fields=["name", "vendor"], name="platform_is_there_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(vendor=""), name="platform_has_a_name_and_a_vendor"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="platform_has_a_source"),
            models.CheckConstraint(
                condition=Q(categories__contained_by=_CATEGORIES, categories__len__gt=0),
                name="platform_categories_are_known",
            ),
        ]


class PlatformListing(models.Model):
    """A platform stands on a list, such as that of Decision 186, from a day to a day (M58)."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+")
    list_code = models.TextField()
    valid = DateRangeField()
    source = models.TextField()

    class Meta:
        db_table = "platform_listing"
        constraints = [
            models.CheckConstraint(
                condition=Q(list_code__regex=r"^[A-Z0-9][A-Z0-9._/-]{1,39}$"),
                name="platform_listing_code_is_plain",
            ),
            models.CheckConstraint(
                condition=~Q(valid__isempty=True), name="platform_listing_valid_is_not_empty"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="platform_listing_has_a_source"),
            ExclusionConstraint(
                name="platform_is_listed_once_at_a_time",
                expressions=[
                    (F("platform"), RangeOperators.EQUAL),
                    (F("list_code"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class PlatformUse(models.Model):
    """A facility uses a platform for a purpose in a span of days, as declared and as verified."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+")
    category = models.TextField()
    valid = DateRangeField()
    evidence = models.TextField()
    """A contract, a link or a description."""
    state = models.TextField(default=UseState.DECLARED.value)
    declared_by = models.BigIntegerField(null=True)
    """Null when a neighbour's software declared it."""
    declared_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, db_default="")

    class Meta:
        db_table = "platform_use"
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=_CATEGORIES), name="platform_use_category_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(valid__isempty=True), name="platform_use_valid_is_not_empty"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="platform_use_has_evidence"),
            models.CheckConstraint(
                condition=Q(state__in=_STATES), name="platform_use_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="declared", decided_by__isnull=True)
                | (~Q(state="declared") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="platform_use_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("declared_by")), name="platform_use_needs_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="platform_use_is_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(valid__upper_inf=False),
                name="platform_use_ended_has_an_end",
            ),
            ExclusionConstraint(
                name="platform_is_used_once_at_a_time",
                expressions=[
                    (F("facility"), RangeOperators.EQUAL),
                    (F("platform"), RangeOperators.EQUAL),
                    (F("category"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="refused"),
            ),
        ]
