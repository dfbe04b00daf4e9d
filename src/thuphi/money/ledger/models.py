"""The book of a facility: accounts, and transfers between them that nobody can change.

The database keeps the promises (migration `0002_the_book_keeps_itself.sql`): a transfer refuses
UPDATE, DELETE and TRUNCATE; every INSERT of transfers moves the balances of both accounts in the
same statement, and is refused when an account is not there or belongs to another facility.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from .rules import AccountKind


class LedgerAccount(models.Model):
    """A place where money of a facility is, as debit and credit sums since the beginning."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in AccountKind])
    detail = models.TextField(blank=True, default="")
    debit_vnd = models.BigIntegerField(default=0)
    credit_vnd = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_account"
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "kind", "detail"], name="ledger_account_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in AccountKind]),
                name="ledger_account_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(debit_vnd__gte=0, credit_vnd__gte=0),
                name="ledger_account_sums_are_not_negative",
            ),
        ]


class Transfer(models.Model):
    """A positive amount moved from one account (credited) to another (debited)."""

    id = models.BigAutoField(primary_key=True)
    facility_id = models.BigIntegerField()
    recipe = models.TextField()
    debit_account_id = models.BigIntegerField()
    credit_account_id = models.BigIntegerField()
    amount_vnd = models.BigIntegerField()
    reference = models.TextField()
    """What it is about: a bill's code, or `heard:<id>`; the book does not know why."""
    happened_at = models.DateTimeField()
    booked_at = models.DateTimeField(db_default=Now())
    corrects_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "transfer"
        indexes = [models.Index(fields=["reference"], name="transfer_by_reference")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_vnd__gt=0), name="transfer_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=~Q(debit_account_id=F("credit_account_id")),
                name="transfer_is_between_two_accounts",
            ),
            models.CheckConstraint(condition=~Q(recipe=""), name="transfer_names_its_recipe"),
            models.CheckConstraint(condition=~Q(reference=""), name="transfer_names_its_reference"),
        ]
