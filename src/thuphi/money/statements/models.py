"""Files of banks and providers, what they say, and each line once however often it is told.

A line's identity is its account, day, direction and amount, and a number among its equals; which
line of a new file is which is decided by `actions` from references and texts. Lines are never
changed and never removed: what a later file says of the same line is a row of `line_seen`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from .rules import Direction, RowKind, Source, StatementKind


class StatementFile(models.Model):
    """A file as it was taken in, known again by its bytes."""

    facility_id = models.BigIntegerField()
    source = models.TextField(choices=[(one.value, one.value) for one in Source])
    name = models.TextField()
    format = models.TextField()
    """`camt.053.001.02`, `mt940`, `xlsx`, `csv`, `vnpay`, ..."""
    profile = models.TextField(db_default="")
    """The column profile that a sheet was read by."""
    sha256 = models.BinaryField()
    size_bytes = models.BigIntegerField()
    lines = models.IntegerField()
    new_lines = models.IntegerField()
    taken_by = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "statement_file"
        constraints = [
            models.UniqueConstraint(
                fields=["facility_id", "sha256"], name="statement_file_is_taken_once"
            ),
            models.CheckConstraint(
                condition=Q(source__in=[one.value for one in Source]),
                name="statement_file_source_is_known",
            ),
            models.CheckConstraint(
                condition=Q(lines__gte=F("new_lines"), new_lines__gte=0, size_bytes__gt=0),
                name="statement_file_counts_its_lines",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(format=""), name="statement_file_has_a_name"
            ),
        ]


class ColumnProfile(models.Model):
    """Which head words of a bank's sheet mean which field, as a facility taught us."""

    facility_id = models.BigIntegerField()
    name = models.TextField()
    heads = models.JSONField()
    """Field name -> list of head words, as `ground.statements.profiles` reads them."""
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "column_profile"
        constraints = [
            models.UniqueConstraint(
                fields=["facility_id", "name"], name="column_profile_name_is_used_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="column_profile_has_a_name"),
        ]


class Statement(models.Model):
    """One statement of one account within a file, with its balances where it told them."""

    facility_id = models.BigIntegerField()
    file = models.ForeignKey(StatementFile, on_delete=models.PROTECT, related_name="+")
    place = models.SmallIntegerField()
    """Which of the file it is, from 0."""
    account = models.TextField()
    kind = models.TextField(choices=[(one.value, one.value) for one in StatementKind])
    number = models.TextField(db_default="")
    """The bank's number of it; empty where there is none."""
    opening_vnd = models.BigIntegerField(null=True)
    closing_vnd = models.BigIntegerField(null=True)
    in_vnd = models.BigIntegerField()
    out_vnd = models.BigIntegerField()
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        db_table = "statement"
        indexes = [
            models.Index(fields=["facility_id", "account", "to_on"], name="statement_by_day")
        ]
        constraints = [
            models.UniqueConstraint(fields=["file", "place"], name="statement_has_its_place"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in StatementKind]),
                name="statement_kind_is_known",
            ),
            models.CheckConstraint(condition=~Q(account=""), name="statement_names_its_account"),
            models.CheckConstraint(
                condition=Q(from_on__lte=F("to_on")), name="statement_days_are_in_order"
            ),
            models.CheckConstraint(
                condition=Q(in_vnd__gte=0, out_vnd__gte=0)
                & (
                    Q(opening_vnd__isnull=True)
                    | Q(closing_vnd__isnull=True)
                    | Q(closing_vnd=F("opening_vnd") + F("in_vnd") - F("out_vnd"))
                ),
                name="statement_adds_up",
            ),
        ]


class BankLine(models.Model):
    """One movement on a facility's account, as the bank told it first."""

    id = models.BigAutoField(primary_key=True)
    facility_id = models.BigIntegerField()
    account = models.TextField()
    booked_on = models.DateField()
    direction = models.TextField(choices=[(one.value, one.value) for one in Direction])
    amount_vnd = models.BigIntegerField()
    ordinal = models.SmallIntegerField()
    """A number among lines of one account, day, direction and amount, from 0."""
    is_reversal = models.BooleanField(db_default=False)
    """The bank takes back what it booked before (RC, RD, RvslInd)."""
    value_on = models.DateField(null=True)
    booked_at = models.DateTimeField(null=True)
    """Where the bank tells the minute."""
    bank_reference = models.TextField(db_default="")
    end_to_end = models.TextField(db_default="")
    text = models.TextField(db_default="")
    payer_name = models.TextField(db_default="")
    """The other side's name, whichever way money went."""
    payer_account = models.TextField(db_default="")
    payer_bank = models.TextField(db_default="")
    virtual_account = models.TextField(db_default="")
    raw = models.JSONField(db_default={})
    """The line as the file had it."""
    taken_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "bank_line"
        indexes = [models.Index(fields=["facility_id", "booked_on"], name="bank_line_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "facility_id",
                    "account",
                    "booked_on",
                    "direction",
                    "amount_vnd",
                    "ordinal",
                ],
                name="bank_line_is_kept_once",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=[one.value for one in Direction]),
                name="bank_line_direction_is_known",
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd__gt=0, ordinal__gte=0), name="bank_line_is_of_money"
            ),
            models.CheckConstraint(condition=~Q(account=""), name="bank_line_names_its_account"),
        ]


class LineSeen(models.Model):
    """A statement in which a line stands: the first told it, later ones confirm it."""

    facility_id = models.BigIntegerField()
    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="+", db_index=False)
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    place = models.IntegerField()
    """The row, entry or tag within the statement, from 1."""
    bank_reference = models.TextField(db_default="")
    """As this statement tells it, where it says more or other than the line."""
    text = models.TextField(db_default="")
    """As this statement tells it, where it says other than the line."""

    class Meta:
        db_table = "line_seen"
        indexes = [models.Index(fields=["line"], name="line_seen_by_line")]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "line"], name="line_stands_once_in_a_statement"
            ),
        ]


class Settlement(models.Model):
    """What a provider says it pays over in one sum: gross, less its fees, net."""

    facility_id = models.BigIntegerField()
    file = models.ForeignKey(StatementFile, on_delete=models.PROTECT, related_name="+")
    channel = models.TextField()
    reference = models.TextField()
    """The provider's number of the settlement; where it has none, made of its days."""
    settled_on = models.DateField()
    """The day on which the provider pays it over."""
    gross_vnd = models.BigIntegerField()
    """Payments less refunds and chargebacks; may be negative."""
    fee_vnd = models.BigIntegerField()
    net_vnd = models.BigIntegerField()

    class Meta:
        db_table = "settlement"
        indexes = [
            models.Index(fields=["facility_id", "channel", "settled_on"], name="settlement_by_day")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["facility_id", "channel", "reference"], name="settlement_is_taken_once"
            ),
            models.CheckConstraint(
                condition=Q(net_vnd=F("gross_vnd") - F("fee_vnd"), fee_vnd__gte=0),
                name="settlement_adds_up",
            ),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(channel=""), name="settlement_has_a_reference"
            ),
        ]


class SettlementRow(models.Model):
    """One payment, refund or chargeback within a settlement."""

    id = models.BigAutoField(primary_key=True)
    facility_id = models.BigIntegerField()
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    place = models.IntegerField()
    kind = models.TextField(choices=[(one.value, one.value) for one in RowKind])
    provider_reference = models.TextField()
    our_reference = models.TextField(db_default="")
    text = models.TextField(db_default="")
    paid_at = models.DateTimeField(null=True)
    gross_vnd = models.BigIntegerField()
    """What the payer paid (positive) or got back (negative)."""
    fee_vnd = models.BigIntegerField()
    net_vnd = models.BigIntegerField()
    raw = models.JSONField(db_default={})

    class Meta:
        db_table = "settlement_row"
        indexes = [
            models.Index(
                fields=["facility_id", "provider_reference"], name="settlement_row_by_reference"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "place"], name="settlement_row_has_its_place"
            ),
            models.UniqueConstraint(
                fields=["settlement", "kind", "provider_reference"],
                name="settlement_row_is_told_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in RowKind]),
                name="settlement_row_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(net_vnd=F("gross_vnd") - F("fee_vnd")), name="settlement_row_adds_up"
            ),
        ]
