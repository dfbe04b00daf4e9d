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
    class_name = models.TextField(blank=True, default="", db_default="")
    """The class that a teacher looks after; empty for every other role."""

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
                fields=["user", "role", "facility", "place", "agency", "class_name"],
                name="assignment_is_given_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role=Role.TEACHER.value, facility__isnull=False)
                | (~Q(role=Role.TEACHER.value) & Q(class_name="")),
                name="assignment_of_a_class_is_a_teachers",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.TEACHER.value) | ~Q(class_name=""),
                name="assignment_of_a_teacher_names_a_class",
            ),
        ]


class ClassAllowance(models.Model):
    """The head's word on what a teacher sees of her class's money; the latest one holds.

    Without any: how many have paid, and no name.
    """

    facility_id = models.BigIntegerField()
    shows_names = models.BooleanField()
    reason = models.TextField()
    said_by = models.BigIntegerField()
    said_at = models.DateTimeField()

    class Meta:
        db_table = "class_allowance"
        indexes = [models.Index(fields=["facility_id", "-id"], name="class_allowance_latest")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="class_allowance_has_a_reason")
        ]
