"""Matches between lines of the bank and what is booked, how each line stands, and who decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .rules import Confirmed, Deed, How, MatchKind, Outcome


class LineMatch(models.Model):
    """A part of a line's money, and what it is. Append-only; a wrong one is undone by a row."""

    id = models.BigAutoField(primary_key=True)
    facility_id = models.BigIntegerField()
    line = models.ForeignKey(
        "statements.BankLine", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.TextField(choices=[(one.value, one.value) for one in MatchKind])
    subject_id = models.BigIntegerField()
    """The id of the payment, settlement, deposit, refund, payout or other line."""
    amount_vnd = models.BigIntegerField()
    how = models.TextField(choices=[(one.value, one.value) for one in How])
    made_by = models.BigIntegerField(null=True)
    """Null for the worker."""
    reason = models.TextField(db_default="")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "line_match"
        indexes = [
            models.Index(fields=["line"], name="line_match_by_line"),
            models.Index(
                fields=["facility_id", "kind", "subject_id"], name="line_match_by_subject"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="line_match_is_of_money"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in MatchKind]),
                name="line_match_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(how__in=[one.value for one in How]), name="line_match_how_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(how=How.PERSON.value) | (Q(made_by__isnull=False) & ~Q(reason="")),
                name="line_match_by_a_person_has_a_reason",
            ),
        ]


class LineMatchUndone(models.Model):
    """A match that was wrong: who said so and why."""

    match = models.OneToOneField(
        LineMatch, on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    facility_id = models.BigIntegerField()
    reason = models.TextField()
    undone_by = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField()

    class Meta:
        db_table = "line_match_undone"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="line_match_undone_has_a_reason")
        ]


class LineState(models.Model):
    """How a line stands now: written with the line (trigger), locked by whoever matches it.

    `left_vnd` follows from the matches by triggers; nobody writes it by hand.
    """

    line = models.OneToOneField(
        "statements.BankLine", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    facility_id = models.BigIntegerField()
    outcome = models.TextField(choices=[(one.value, one.value) for one in Outcome])
    confirmed = models.TextField(choices=[(one.value, one.value) for one in Confirmed])
    left_vnd = models.BigIntegerField()
    """What of the line stands beside nothing yet."""
    payment_id = models.BigIntegerField(null=True)
    """The payment that the line itself brought, when no notification had."""
    is_due = models.BooleanField(db_default=True)
    """The worker has still to look at it: new, or something was learnt since."""
    tried = models.JSONField(db_default=[])
    """What was tried, in order: how and why it did not do."""
    suggestions = models.JSONField(db_default=[])
    looked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "line_state"
        indexes = [
            models.Index(fields=["facility_id", "outcome"], name="line_state_by_outcome"),
            models.Index(
                fields=["facility_id", "line"], condition=Q(is_due=True), name="line_state_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in Outcome]),
                name="line_state_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=Q(confirmed__in=[one.value for one in Confirmed]),
                name="line_state_confirmed_is_known",
            ),
            models.CheckConstraint(
                condition=Q(left_vnd__gte=0), name="line_state_left_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(left_vnd=0)
                | ~Q(outcome__in=[Outcome.MATCHED.value, Outcome.MATCHED_OTHER_DAY.value]),
                name="line_state_is_matched_as_a_whole",
            ),
        ]


class Decision(models.Model):
    """What a person decided, about what, with who and why. Append-only."""

    id = models.BigAutoField(primary_key=True)
    facility_id = models.BigIntegerField()
    line_id = models.BigIntegerField(null=True)
    payment_id = models.BigIntegerField(null=True)
    deed = models.TextField(choices=[(one.value, one.value) for one in Deed])
    reason = models.TextField()
    facts = models.JSONField(db_default={})
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "reconciliation_decision"
        indexes = [
            models.Index(fields=["facility_id", "-id"], name="decision_by_facility"),
            models.Index(fields=["line_id"], name="decision_by_line"),
            models.Index(fields=["payment_id"], name="decision_by_payment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(deed__in=[one.value for one in Deed]), name="decision_deed_is_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_a_reason"),
            models.CheckConstraint(
                condition=Q(line_id__isnull=False) | Q(payment_id__isnull=False),
                name="decision_is_about_something",
            ),
        ]


class SettledRow(models.Model):
    """A row of a provider's settlement beside our payment (or refund)."""

    row = models.OneToOneField(
        "statements.SettlementRow", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    facility_id = models.BigIntegerField()
    payment_id = models.BigIntegerField(null=True)
    refund_id = models.BigIntegerField(null=True)
    outcome = models.TextField(choices=[(one.value, one.value) for one in Outcome])
    matched_at = models.DateTimeField()

    class Meta:
        db_table = "settled_row"
        indexes = [models.Index(fields=["facility_id", "outcome"], name="settled_row_by_outcome")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in Outcome]),
                name="settled_row_outcome_is_known",
            ),
            models.UniqueConstraint(
                fields=["payment_id"],
                condition=Q(payment_id__isnull=False, outcome__in=["matched", "matched_other_day"]),
                name="settled_payment_is_settled_once",
            ),
            models.UniqueConstraint(
                fields=["refund_id"],
                condition=Q(refund_id__isnull=False, outcome__in=["matched", "matched_other_day"]),
                name="settled_refund_is_settled_once",
            ),
        ]


class ReconciliationRule(models.Model):
    """By which day a facility books in its reports, and how long each channel may take."""

    facility = models.OneToOneField(
        "facilities.Facility", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    books_by = models.TextField(choices=[("paid", "paid"), ("arrived", "arrived")])
    """`paid`: the day the family paid; `arrived`: the day the money was on the account."""
    changed_by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "reconciliation_rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(books_by__in=["paid", "arrived"]),
                name="reconciliation_rule_is_known",
            )
        ]
