"""Tasks of a plan on a province's board: who leads, how far each lead is, with what money."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .rules import PartState

_STATES = [state.value for state in PartState]


class TaskItem(models.Model):
    """One task of a plan in one province."""

    id = models.BigAutoField(primary_key=True)
    plan_id = models.TextField()
    task_id = models.TextField()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    """The province of the plan, as it stood when the board was opened."""
    due_on = models.DateField(null=True)
    """The last day in time: the plan's, or one that was set."""
    due_is_set = models.BooleanField(db_default=False)
    """Set here, since the plan names no day or another one."""
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "task_item"
        constraints = [
            models.UniqueConstraint(
                fields=["plan_id", "task_id", "place"], name="task_item_is_on_the_board_once"
            ),
            models.CheckConstraint(
                condition=~Q(plan_id="") & ~Q(task_id=""), name="task_item_is_of_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(due_is_set=False) | Q(due_on__isnull=False),
                name="task_item_set_due_is_a_day",
            ),
        ]


class TaskPart(models.Model):
    """What one lead has to do of a task; every lead confirms its own part."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(TaskItem, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    code = models.TextField()
    """By which code the plan names the lead; empty when it was given the task later."""
    state = models.TextField(choices=[(state, state) for state in _STATES])
    percent = models.SmallIntegerField(db_default=0)
    note = models.TextField(db_default="")
    evidence = models.TextField(db_default="")
    """In words: number and day of a decision, a minute, a report."""
    evidence_url = models.TextField(db_default="")
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "task_part"
        indexes = [models.Index(fields=["agency"], name="task_part_by_agency")]
        constraints = [
            models.UniqueConstraint(fields=["item", "agency"], name="task_part_is_one_a_lead"),
            models.CheckConstraint(
                condition=Q(state=PartState.NOT_STARTED.value, percent=0)
                | Q(state=PartState.DOING.value, percent__gte=0, percent__lt=100)
                | Q(state__in=[PartState.DONE.value, PartState.CONFIRMED.value], percent=100),
                name="task_part_percent_fits_its_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=PartState.CONFIRMED.value) | ~Q(evidence=""),
                name="task_part_is_confirmed_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(evidence_url="")
                | Q(evidence_url__startswith="https://")
                | Q(evidence_url__startswith="http://"),
                name="task_part_evidence_is_a_web_address",
            ),
        ]


class TaskSupport(models.Model):
    """An office that supports a task of others."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(TaskItem, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    code = models.TextField()

    class Meta:
        db_table = "task_support"
        indexes = [models.Index(fields=["agency"], name="task_support_by_agency")]
        constraints = [
            models.UniqueConstraint(fields=["item", "agency"], name="task_support_is_named_once"),
        ]


class TaskStep(models.Model):
    """What became of a part, when, and by whom: its history."""

    id = models.BigAutoField(primary_key=True)
    part = models.ForeignKey(TaskPart, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    """The part's office."""
    old_state = models.TextField()
    new_state = models.TextField()
    percent = models.SmallIntegerField()
    note = models.TextField(db_default="")
    by = models.TextField()
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "task_step"
        indexes = [models.Index(fields=["part", "id"], name="task_step_by_part")]
        constraints = [
            models.CheckConstraint(
                condition=Q(old_state__in=_STATES, new_state__in=_STATES),
                name="task_step_states_are_known",
            ),
            models.CheckConstraint(condition=~Q(by=""), name="task_step_is_somebodys"),
        ]


class TaskComment(models.Model):
    """A remark on a task, by an office. Never changed."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(TaskItem, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.TextField()
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "task_comment"
        indexes = [models.Index(fields=["item", "id"], name="task_comment_by_item")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="task_comment_is_not_empty"),
            models.CheckConstraint(condition=~Q(by=""), name="task_comment_is_somebodys"),
        ]


class TaskFunding(models.Model):
    """Money for a task: from which source, how much. A wrong row is struck, not changed."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(TaskItem, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    """The office that wrote it down."""
    source = models.TextField()
    """Ngân sách tỉnh, nguồn thu hợp pháp của đơn vị, xã hội hóa ..."""
    amount_vnd = models.BigIntegerField()
    document = models.TextField(db_default="")
    """Number and day of the decision."""
    by = models.TextField()
    at = models.DateTimeField()
    struck_reason = models.TextField(db_default="")
    struck_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "task_funding"
        indexes = [models.Index(fields=["item", "id"], name="task_funding_by_item")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_vnd__gt=0), name="task_funding_is_of_some_money"
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(by=""), name="task_funding_has_a_source"
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False) & ~Q(struck_reason="")),
                name="task_funding_is_struck_for_a_reason",
            ),
        ]
