"""Pads of receipts, their numbers, hand-overs of cash and deposits of it at the bank.

The database keeps the promises (migration `0002_cash_is_kept.sql`): nobody hands over more than
they hold, no more is deposited than lies in the fund, and what was signed stays as it was signed.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from .rules import HandOverState, SlipState

_SLIP_STATES = [state.value for state in SlipState]
_HAND_OVER_STATES = [state.value for state in HandOverState]


class ReceiptBook(models.Model):
    """A pad of pre-numbered paper receipts, and who holds it."""

    facility_id = models.BigIntegerField()
    series = models.TextField()
    first_number = models.IntegerField()
    last_number = models.IntegerField()
    holder_id = models.BigIntegerField()
    """The login of the collector who was given the pad."""
    given_by = models.BigIntegerField(null=True)
    given_at = models.DateTimeField()
    returned_to = models.BigIntegerField(null=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "receipt_book"
        constraints = [
            models.CheckConstraint(condition=~Q(series=""), name="receipt_book_has_a_series"),
            models.CheckConstraint(
                condition=Q(first_number__gte=1, last_number__gte=F("first_number")),
                name="receipt_book_counts_up",
            ),
            ExclusionConstraint(
                name="receipt_books_of_a_series_do_not_overlap",
                expressions=[
                    (F("facility_id"), RangeOperators.EQUAL),
                    (F("series"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("first_number"),
                            F("last_number"),
                            Value("[]"),
                            function="int4range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class ReceiptSlip(models.Model):
    """One number of a pad that is gone: used for a payment, voided, or lost."""

    facility_id = models.BigIntegerField()
    book = models.ForeignKey(
        ReceiptBook, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.IntegerField()
    state = models.TextField(choices=[(state, state) for state in _SLIP_STATES])
    payment = models.ForeignKey(
        "payments.Payment", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    reason = models.TextField(db_default="")
    written_by = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        db_table = "receipt_slip"
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"], name="receipt_slip_number_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(payment__isnull=False),
                name="receipt_slip_is_one_a_payment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_SLIP_STATES), name="receipt_slip_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=SlipState.USED.value, payment__isnull=False)
                | (~Q(state=SlipState.USED.value) & Q(payment__isnull=True) & ~Q(reason="")),
                name="receipt_slip_has_a_payment_or_a_reason",
            ),
        ]


class HandOver(models.Model):
    """Cash that a collector counts out to the keeper of the fund; both sign under their logins."""

    facility_id = models.BigIntegerField()
    given_by = models.BigIntegerField()
    given_at = models.DateTimeField()
    held_vnd = models.BigIntegerField()
    """What the collector held when they counted."""
    pieces = ArrayField(models.IntegerField())
    """How many of each note, in the order of `rules.NOTES_VND`."""
    counted_vnd = models.BigIntegerField()
    amount_vnd = models.BigIntegerField()
    """What goes over: the count, but no more than was held."""
    reason = models.TextField(db_default="")
    """Why the count differs from what was held."""
    state = models.TextField(choices=[(state, state) for state in _HAND_OVER_STATES])
    received_by = models.BigIntegerField(null=True)
    """Who received it, or refused to."""
    closed_at = models.DateTimeField(null=True)
    answer = models.TextField(db_default="")
    """Why it was refused or withdrawn."""

    class Meta:
        db_table = "hand_over"
        indexes = [
            models.Index(fields=["facility_id", "given_at"], name="hand_over_by_day"),
            models.Index(
                fields=["facility_id", "given_by"],
                condition=Q(state=HandOverState.RECEIVED.value),
                name="hand_over_by_giver",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["facility_id", "given_by"],
                condition=Q(state=HandOverState.GIVEN.value),
                name="hand_over_is_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    amount_vnd__gt=0,
                    amount_vnd=Func(F("held_vnd"), F("counted_vnd"), function="least"),
                ),
                name="hand_over_is_what_was_counted_and_held",
            ),
            models.CheckConstraint(
                condition=Q(counted_vnd=F("held_vnd")) | ~Q(reason=""),
                name="hand_over_difference_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=HandOverState.GIVEN.value,
                    received_by__isnull=True,
                    closed_at__isnull=True,
                )
                | Q(
                    state=HandOverState.WITHDRAWN.value,
                    received_by__isnull=True,
                    closed_at__isnull=False,
                )
                | (
                    Q(
                        state__in=[HandOverState.RECEIVED.value, HandOverState.REFUSED.value],
                        received_by__isnull=False,
                        closed_at__isnull=False,
                    )
                    & ~Q(received_by=F("given_by"))
                ),
                name="hand_over_has_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[HandOverState.GIVEN.value, HandOverState.RECEIVED.value])
                | ~Q(answer=""),
                name="hand_over_that_failed_has_a_reason",
            ),
        ]


class CashDeposit(models.Model):
    """Cash of the fund that was paid in at the bank, and the statement that shows it later."""

    facility_id = models.BigIntegerField()
    amount_vnd = models.BigIntegerField()
    account = models.TextField()
    """The number of the facility's account it was paid into."""
    document = models.TextField()
    """The number of the bank's slip."""
    deposited_by = models.BigIntegerField(null=True)
    deposited_at = models.DateTimeField()
    matched_by = models.BigIntegerField(null=True)
    matched_at = models.DateTimeField(null=True)
    bank_reference = models.TextField(db_default="")
    """How the bank's statement calls it."""

    class Meta:
        db_table = "cash_deposit"
        constraints = [
            models.UniqueConstraint(
                fields=["facility_id", "account", "document"],
                name="cash_deposit_is_written_down_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd__gt=0), name="cash_deposit_is_of_some_money"
            ),
            models.CheckConstraint(
                condition=~Q(account="") & ~Q(document=""), name="cash_deposit_names_its_slip"
            ),
            models.CheckConstraint(
                condition=Q(matched_at__isnull=True, bank_reference="")
                | (Q(matched_at__isnull=False) & ~Q(bank_reference="")),
                name="cash_deposit_is_matched_by_a_statement",
            ),
        ]
