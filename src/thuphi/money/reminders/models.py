"""The plan of reminders of a facility, and what was told of which bill."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from thuphi.ground.notices.rules import Way

from .rules import DAYS_MAX, REMINDERS, Level


class ReminderPlan(models.Model):
    """When and how a facility reminds. Without a row it reminds nobody."""

    facility = models.OneToOneField(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    is_on = models.BooleanField()
    before_days = models.SmallIntegerField(null=True)
    on_due = models.BooleanField()
    after_days = models.SmallIntegerField(null=True)
    last_days = models.SmallIntegerField(null=True)
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    rests_on_sunday = models.BooleanField()
    ways = ArrayField(models.TextField())
    contact_name = models.TextField(db_default="")
    contact_phone = models.TextField(db_default="")
    """Whom a family calls who does not understand its bill."""
    set_by = models.BigIntegerField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "reminder_plan"
        constraints = [
            models.CheckConstraint(
                condition=(Q(before_days__isnull=True) | Q(before_days__range=(1, DAYS_MAX)))
                & (Q(after_days__isnull=True) | Q(after_days__range=(1, DAYS_MAX)))
                & (Q(last_days__isnull=True) | Q(last_days__range=(1, DAYS_MAX))),
                name="reminder_plan_days_are_in_reach",
            ),
            models.CheckConstraint(
                condition=Q(after_days__isnull=True)
                | Q(last_days__isnull=True)
                | Q(last_days__gt=F("after_days")),
                name="reminder_plan_last_comes_last",
            ),
            models.CheckConstraint(
                condition=Q(ways__contained_by=[way.value for way in Way]) & ~Q(ways=[]),
                name="reminder_plan_ways_are_known",
            ),
            models.CheckConstraint(
                condition=Q(contact_phone="") | Q(contact_phone__regex=r"^\+?[0-9 .]{3,20}$"),
                name="reminder_plan_phone_is_digits",
            ),
        ]


class Telling(models.Model):
    """One bill told to its family once, by one letter. Written once, never changed."""

    facility_id = models.BigIntegerField()
    bill = models.ForeignKey(
        "bills.Bill", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    level = models.TextField(choices=[(level.value, level.value) for level in Level])
    letter = models.ForeignKey("notices.Letter", on_delete=models.PROTECT, related_name="+")
    amount_vnd = models.BigIntegerField()
    """What was still to be paid when it was written."""
    told_at = models.DateTimeField()
    told_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "telling"
        indexes = [models.Index(fields=["bill", "id"], name="telling_by_bill")]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]),
                name="telling_level_is_known",
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="telling_is_of_money"),
            models.UniqueConstraint(
                fields=["bill", "level"],
                condition=Q(level__in=[level.value for level in REMINDERS]),
                name="telling_reminds_once_a_level",
            ),
        ]
