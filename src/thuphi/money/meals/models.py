"""Meals: which items they are, on which days, who is absent, the kitchen's number, the month."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .rules import EVERY_DAY, MINUTES_OF_A_DAY, MOST_DAYS_BEFORE, Settling, TickState

_STATES = [state.value for state in TickState]
_SETTLING = [one.value for one in Settling]


class MealRule(models.Model):
    """A facility's days of the week with meals, and until when an absence costs nothing."""

    facility = models.OneToOneField(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    weekdays = models.SmallIntegerField()
    """One bit for each day of the week, Monday the lowest."""
    cutoff_minute = models.SmallIntegerField()
    """Minutes after midnight in Việt Nam."""
    cutoff_days_before = models.SmallIntegerField(default=0)
    """0 for the day of the meal itself, 1 for the day before."""

    class Meta:
        db_table = "meal_rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(weekdays__gte=1, weekdays__lte=EVERY_DAY),
                name="meal_rule_has_days_of_the_week",
            ),
            models.CheckConstraint(
                condition=Q(cutoff_minute__gte=0, cutoff_minute__lt=MINUTES_OF_A_DAY),
                name="meal_rule_cutoff_is_a_time_of_day",
            ),
            models.CheckConstraint(
                condition=Q(cutoff_days_before__gte=0, cutoff_days_before__lte=MOST_DAYS_BEFORE),
                name="meal_rule_cutoff_is_near",
            ),
        ]


class Meal(models.Model):
    """An item of the list of charges that is eaten: one portion of it a day (bữa ăn)."""

    facility_id = models.BigIntegerField()
    fee_item = models.OneToOneField("catalogue.FeeItem", on_delete=models.PROTECT, related_name="+")
    settling = models.TextField(choices=[(one, one) for one in _SETTLING])
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "meal"
        indexes = [models.Index(fields=["facility_id"], name="meal_by_facility")]
        constraints = [
            models.CheckConstraint(
                condition=Q(settling__in=_SETTLING), name="meal_settling_is_known"
            )
        ]


class MealDay(models.Model):
    """A day on which the week does not say whether the kitchen cooks: a holiday, a trip, a
    Saturday that makes up for one. Without a class it is for the whole facility."""

    facility_id = models.BigIntegerField()
    meal_on = models.DateField()
    class_name = models.TextField(blank=True, default="")
    is_open = models.BooleanField()
    reason = models.TextField()

    class Meta:
        db_table = "meal_day"
        constraints = [
            models.UniqueConstraint(
                fields=["facility_id", "meal_on", "class_name"], name="meal_day_is_said_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="meal_day_has_a_reason"),
        ]


class MealRoll(models.Model):
    """That somebody looked at a class on a day and saved who is absent, if only nobody."""

    facility_id = models.BigIntegerField()
    meal_on = models.DateField()
    class_name = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = models.BigIntegerField(null=True)
    saved_by_name = models.TextField()

    class Meta:
        db_table = "meal_roll"
        constraints = [
            models.UniqueConstraint(
                fields=["facility_id", "meal_on", "class_name"], name="meal_roll_is_one_a_day"
            )
        ]


class MealTick(models.Model):
    """What was said of one child, one day and one meal. Of whom nothing was said, eats."""

    facility_id = models.BigIntegerField()
    meal = models.ForeignKey(Meal, on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+"
    )
    meal_on = models.DateField()
    class_name = models.TextField()
    """The class the child was in on that day."""
    state = models.TextField(choices=[(state, state) for state in _STATES])
    reason = models.TextField(blank=True, default="")
    """Why it was set right after the cut-off; empty for what a class said by itself."""
    told_at = models.DateTimeField()
    told_by = models.BigIntegerField(null=True)
    told_by_name = models.TextField()

    class Meta:
        db_table = "meal_tick"
        indexes = [models.Index(fields=["facility_id", "meal_on"], name="meal_tick_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["meal", "beneficiary", "meal_on"], name="meal_tick_is_one_a_day"
            ),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="meal_tick_is_known"),
        ]


class KitchenCount(models.Model):
    """Portions of one meal for one class as they stood at the cut-off; the kitchen cooked these."""

    facility_id = models.BigIntegerField()
    meal = models.ForeignKey(Meal, on_delete=models.PROTECT, related_name="+")
    meal_on = models.DateField()
    class_name = models.TextField()
    registered = models.IntegerField()
    absent = models.IntegerField()
    frozen_at = models.DateTimeField()

    class Meta:
        db_table = "kitchen_count"
        indexes = [models.Index(fields=["facility_id", "meal_on"], name="kitchen_count_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["meal", "meal_on", "class_name"], name="kitchen_count_is_one_a_day"
            ),
            models.CheckConstraint(
                condition=Q(absent__gte=0, absent__lte=F("registered")),
                name="kitchen_count_is_not_negative",
            ),
        ]

    @property
    def portions(self) -> int:
        """How many to cook."""
        return self.registered - self.absent


class MealSettlement(models.Model):
    """The month of one meal, settled once: after it nothing of the month is ticked any more."""

    facility_id = models.BigIntegerField()
    meal = models.ForeignKey(Meal, on_delete=models.PROTECT, related_name="+")
    month_on = models.DateField()
    """Its first day."""
    settling = models.TextField(choices=[(one, one) for one in _SETTLING])
    """How the meal was paid for when it was settled."""
    runs = models.JSONField(default=list)
    """The collection runs that billed this month's meals."""
    reason = models.TextField()
    paper = models.TextField(blank=True, default="")
    adjustment_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.TextField()

    class Meta:
        db_table = "meal_settlement"
        constraints = [
            models.UniqueConstraint(fields=["meal", "month_on"], name="meal_month_is_settled_once"),
            models.CheckConstraint(
                condition=Q(month_on__day=1), name="meal_settlement_is_of_a_month"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="meal_settlement_has_a_reason"),
            models.CheckConstraint(
                condition=Q(settling__in=_SETTLING), name="meal_settlement_settling_is_known"
            ),
        ]


class SettlementLine(models.Model):
    """One child's month: what was bought, brought over, eaten, given back and left over."""

    settlement = models.ForeignKey(MealSettlement, on_delete=models.PROTECT, related_name="+")
    facility_id = models.BigIntegerField()
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+"
    )
    billed_meals = models.IntegerField()
    carried_meals = models.IntegerField()
    """Left over by the month before; below 0 when more was eaten than billed."""
    eaten_meals = models.IntegerField()
    late_meals = models.IntegerField()
    absent_meals = models.IntegerField()
    left_meals = models.IntegerField()
    billed_vnd = models.BigIntegerField()
    carried_vnd = models.BigIntegerField()
    owed_vnd = models.BigIntegerField()
    """The money of the meals that were eaten or told of too late."""
    credited_vnd = models.BigIntegerField()
    """Given back by credit lines; below 0 for a debit line."""
    left_vnd = models.BigIntegerField()

    class Meta:
        db_table = "meal_settlement_line"
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "beneficiary"], name="settlement_holds_a_child_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    billed_vnd=F("owed_vnd") + F("credited_vnd") + F("left_vnd") - F("carried_vnd")
                ),
                name="settlement_line_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    billed_meals__gte=0,
                    eaten_meals__gte=0,
                    late_meals__gte=0,
                    absent_meals__gte=0,
                    left_vnd__gte=0,
                ),
                name="settlement_line_is_not_negative",
            ),
        ]

    @property
    def owed_meals(self) -> int:
        """Meals that are paid for: eaten, or told of too late."""
        return self.eaten_meals + self.late_meals


class CouponReturn(models.Model):
    """What was left over and is carried no further: it went back as a credit."""

    line = models.OneToOneField(SettlementLine, on_delete=models.PROTECT, related_name="+")
    facility_id = models.BigIntegerField()
    amount_vnd = models.BigIntegerField()
    reason = models.TextField()
    adjustment_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "coupon_return"
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="coupon_return_is_of_money"),
            models.CheckConstraint(condition=~Q(reason=""), name="coupon_return_has_a_reason"),
        ]
