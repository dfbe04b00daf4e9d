"""Logins and the roles they hold over a branch of the tree."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from .rules import Role


class User(AbstractUser):
    """Somebody who signs in. What they may do is said by their assignments alone."""

    full_name = models.TextField(blank=True)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    class Meta:
        db_table = "staff_user"

    def get_full_name(self) -> str:
        """The name as it is written on documents."""
        return self.full_name or self.username


class Assignment(models.Model):
    """One role of one person over one facility, one place with all below it, or one agency."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.TextField(choices=[(role.value, role.value) for role in Role])
    facility = models.ForeignKey(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        db_table = "staff_assignment"
        constraints = [
            models.CheckConstraint(
                condition=Q(facility__isnull=False, place__isnull=True, agency__isnull=True)
                | Q(facility__isnull=True, place__isnull=False, agency__isnull=True)
                | Q(facility__isnull=True, place__isnull=True, agency__isnull=False),
                name="assignment_is_over_one_branch",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="assignment_role_is_known"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "facility", "place", "agency"],
                name="assignment_is_given_once",
                nulls_distinct=False,
            ),
        ]
