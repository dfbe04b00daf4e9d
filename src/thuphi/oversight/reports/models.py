"""Obligations to report, what was filed for them, which way it went, and difficulties told.

A filing is written freely while it is a draft. Once filed it is frozen with its figures and its
sources: the database refuses any change but the moves along its route.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from thuphi.oversight.plans.rules import Comparator, Periodicity

from .rules.states import Deed, DifficultyState, FilingState
from .rules.timely import Nudge

_STATES = [state.value for state in FilingState]
_DEEDS = [deed.value for deed in Deed]
_NUDGES = [nudge.value for nudge in Nudge]
_PERIODS = [
    one.value for one in Periodicity if one not in {Periodicity.AD_HOC}
]  # ad hoc reports are difficulties, nobody owes them


class Obligation(models.Model):
    """One office owes one report for one period. The office is that of the period's last day."""

    id = models.BigAutoField(primary_key=True)
    plan_id = models.TextField()
    duty_id = models.TextField()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    """The province of the plan as it stood on the period's last day."""
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    periodicity = models.TextField(choices=[(one, one) for one in _PERIODS])
    period_first_on = models.DateField()
    period_last_on = models.DateField()
    """The last day, included."""
    window_first_on = models.DateField()
    window_last_on = models.DateField()
    """The last day whose data counts, included."""
    due_at = models.DateTimeField(null=True)
    """The last moment that is in time. Null while a duty `theo quy định` has no date yet."""
    generated_at = models.DateTimeField()

    class Meta:
        db_table = "obligation"
        indexes = [
            models.Index(fields=["agency", "due_at"], name="obligation_by_agency"),
            models.Index(fields=["plan_id", "period_last_on"], name="obligation_by_plan"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_id", "duty_id", "agency", "period_first_on", "period_last_on"],
                name="obligation_is_owed_once",
            ),
            models.CheckConstraint(
                condition=~Q(plan_id="") & ~Q(duty_id=""), name="obligation_is_of_a_duty"
            ),
            models.CheckConstraint(
                condition=Q(periodicity__in=_PERIODS), name="obligation_periodicity_is_known"
            ),
            models.CheckConstraint(
                condition=Q(period_first_on__lte=F("period_last_on")),
                name="obligation_period_is_in_order",
            ),
            models.CheckConstraint(
                condition=Q(window_first_on__lte=F("window_last_on")),
                name="obligation_window_is_in_order",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=False) | Q(periodicity=Periodicity.AS_PRESCRIBED.value),
                name="obligation_has_its_due_instant",
            ),
        ]


class Filing(models.Model):
    """One report, as often as it was corrected: number 2 stands in the place of number 1."""

    id = models.BigAutoField(primary_key=True)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    """The office that owed the report, the same as the obligation's."""
    number = models.SmallIntegerField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    correction_reason = models.TextField(db_default="")
    state = models.TextField(choices=[(state, state) for state in _STATES])
    results = models.TextField(db_default="")
    """Kết quả thực hiện."""
    difficulties = models.TextField(db_default="")
    """Khó khăn, vướng mắc."""
    proposals = models.TextField(db_default="")
    """Kiến nghị, đề xuất."""
    document_number = models.TextField(db_default="")
    """The number the office gives its paper: `12/BC-SGDĐT`."""
    signer_title = models.TextField(db_default="")
    signer_name = models.TextField(db_default="")
    data_on = models.DateField()
    """The last day of the data behind the computed figures, included."""
    drafted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    filed_by = models.TextField(db_default="")
    filed_by_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True
    )
    """Who answered for the office when the report was filed: itself or its successor."""
    due_at = models.DateTimeField(null=True)
    """When it was due, as it stood when it was filed."""
    is_late = models.BooleanField(db_default=False)
    route = ArrayField(models.BigIntegerField(), db_default=[])
    """The offices it goes through, in order, of the day it was filed."""
    hop = models.SmallIntegerField(db_default=0)
    """Where on the route it is, from 1; 0 while it is a draft."""
    holder = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True
    )
    """The office that has to say something; nobody when all has been said."""

    class Meta:
        db_table = "filing"
        indexes = [
            models.Index(fields=["holder"], name="filing_by_holder"),
            models.Index(fields=["agency", "-id"], name="filing_by_agency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "number"], name="filing_number_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(state=FilingState.DRAFT.value),
                name="filing_is_one_draft_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(
                    state__in=[
                        FilingState.FILED.value,
                        FilingState.FORWARDED.value,
                        FilingState.ACCEPTED.value,
                    ]
                ),
                name="filing_stands_alone",
            ),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="filing_state_is_known"),
            models.CheckConstraint(
                condition=Q(number=1, corrects__isnull=True)
                | (Q(number__gt=1, corrects__isnull=False) & ~Q(correction_reason="")),
                name="filing_correction_names_the_old_one",
            ),
            models.CheckConstraint(
                condition=Q(state=FilingState.DRAFT.value, filed_at__isnull=True, hop=0)
                | (
                    ~Q(state=FilingState.DRAFT.value)
                    & Q(filed_at__isnull=False, filed_by_agency__isnull=False, hop__gte=1)
                    & ~Q(filed_by="")
                    & ~Q(results="")
                ),
                name="filing_says_who_filed_it_and_when",
            ),
            models.CheckConstraint(
                condition=Q(is_late=False)
                & (Q(filed_at__isnull=True) | Q(due_at__isnull=True) | Q(filed_at__lte=F("due_at")))
                | Q(is_late=True, filed_at__gt=F("due_at"), due_at__isnull=False),
                name="filing_is_late_after_its_due_instant",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[FilingState.FILED.value, FilingState.FORWARDED.value],
                    holder__isnull=False,
                )
                | (
                    ~Q(state__in=[FilingState.FILED.value, FilingState.FORWARDED.value])
                    & Q(holder__isnull=True)
                ),
                name="filing_under_way_is_held_by_an_office",
            ),
        ]


class FilingFigure(models.Model):
    """One target in a report: what was computed, what was filed, and why they differ."""

    id = models.BigAutoField(primary_key=True)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+")
    target_id = models.TextField()
    position = models.SmallIntegerField()
    """Where it stands in the report, from 1: the order of the plan."""
    text = models.TextField()
    """The target in the words of the plan."""
    basis = models.TextField()
    """What is counted: facility_count, transaction_count, transaction_value ..."""
    comparator = models.TextField(choices=[(one.value, one.value) for one in Comparator])
    goal = models.SmallIntegerField()
    """In hundredths (percent)."""
    due_on = models.DateField()
    state = models.TextField()
    """The computed verdict when the report was drafted: reached, not_yet, missed ..."""
    computed_part = models.BigIntegerField()
    computed_whole = models.BigIntegerField()
    booked_part = models.BigIntegerField()
    booked_whole = models.BigIntegerField()
    declared_part = models.BigIntegerField()
    declared_whole = models.BigIntegerField()
    facilities = models.IntegerField()
    missing_facilities = models.IntegerField()
    """How many facilities of the base told nothing."""
    part = models.BigIntegerField()
    """As filed."""
    whole = models.BigIntegerField()
    reason = models.TextField(db_default="")

    class Meta:
        db_table = "filing_figure"
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "target_id"], name="filing_figure_is_one_a_target"
            ),
            models.CheckConstraint(condition=~Q(target_id=""), name="filing_figure_is_of_a_target"),
            models.CheckConstraint(
                condition=Q(comparator__in=[one.value for one in Comparator]),
                name="filing_figure_comparator_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    computed_part__gte=0,
                    computed_whole__gte=0,
                    booked_part__gte=0,
                    booked_whole__gte=0,
                    declared_part__gte=0,
                    declared_whole__gte=0,
                    facilities__gte=0,
                    missing_facilities__gte=0,
                ),
                name="filing_figure_counts_from_nought",
            ),
            models.CheckConstraint(
                condition=Q(part__gte=0, part__lte=F("whole")),
                name="filing_figure_part_is_within_its_whole",
            ),
            models.CheckConstraint(
                condition=Q(part=F("computed_part"), whole=F("computed_whole")) | ~Q(reason=""),
                name="filing_figure_differs_for_a_reason",
            ),
        ]


class FilingSource(models.Model):
    """Of a consolidated report: one expected report below, and the filing that came, if any."""

    id = models.BigAutoField(primary_key=True)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+", null=True)
    """Null when the unit is missing."""

    class Meta:
        db_table = "filing_source"
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "obligation"], name="filing_source_is_named_once"
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=True) | ~Q(source=F("filing")),
                name="filing_source_is_another_report",
            ),
        ]


class FilingStep(models.Model):
    """One hop of a filing: which office did what with it, to whom it went, who and when."""

    id = models.BigAutoField(primary_key=True)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    deed = models.TextField(choices=[(deed, deed) for deed in _DEEDS])
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    """The office that did it."""
    to_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True
    )
    reason = models.TextField(db_default="")
    by = models.TextField()
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "filing_step"
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "number"], name="filing_step_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="filing_step_number_begins_at_one"
            ),
            models.CheckConstraint(condition=Q(deed__in=_DEEDS), name="filing_step_deed_is_known"),
            models.CheckConstraint(condition=~Q(by=""), name="filing_step_is_somebodys"),
            models.CheckConstraint(
                condition=Q(deed=Deed.ACCEPTED.value, to_agency__isnull=True)
                | (~Q(deed=Deed.ACCEPTED.value) & Q(to_agency__isnull=False)),
                name="filing_step_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(deed=Deed.RETURNED.value) | ~Q(reason=""),
                name="filing_step_back_has_a_reason",
            ),
        ]


class Reminder(models.Model):
    """An office was reminded of a report, or a higher one told that it is late. Said once each."""

    id = models.BigAutoField(primary_key=True)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="+")
    nudge = models.TextField(choices=[(nudge, nudge) for nudge in _NUDGES])
    to_agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        db_table = "report_reminder"
        indexes = [models.Index(fields=["to_agency", "-id"], name="report_reminder_by_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "nudge"], name="report_reminder_is_said_once"
            ),
            models.CheckConstraint(
                condition=Q(nudge__in=_NUDGES), name="report_reminder_is_of_a_known_kind"
            ),
        ]


class Difficulty(models.Model):
    """A difficulty told at any time by a facility or an office; the coordinating office answers."""

    id = models.BigAutoField(primary_key=True)
    plan_id = models.TextField()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    facility_id = models.BigIntegerField(null=True)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True
    )
    to_agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    target_id = models.TextField(db_default="")
    """The target it holds up, where there is one."""
    text = models.TextField()
    proposal = models.TextField(db_default="")
    state = models.TextField(choices=[(state.value, state.value) for state in DifficultyState])
    told_by = models.TextField()
    told_at = models.DateTimeField()
    answer = models.TextField(db_default="")
    answered_by = models.TextField(db_default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "difficulty"
        indexes = [
            models.Index(fields=["to_agency", "-id"], name="difficulty_by_office"),
            models.Index(fields=["plan_id", "told_at"], name="difficulty_by_plan"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(facility_id__isnull=False, agency__isnull=True)
                | Q(facility_id__isnull=True, agency__isnull=False),
                name="difficulty_is_told_by_one",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(told_by="") & ~Q(plan_id=""),
                name="difficulty_is_told_in_words",
            ),
            models.CheckConstraint(
                condition=Q(state=DifficultyState.OPEN.value, answer="", answered_at__isnull=True)
                | (
                    Q(state=DifficultyState.ANSWERED.value, answered_at__isnull=False)
                    & ~Q(answer="")
                    & ~Q(answered_by="")
                ),
                name="difficulty_is_answered_in_words",
            ),
        ]
