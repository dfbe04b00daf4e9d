"""Hand-overs of names to the social insurance office, and why others were left out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .rules import NOTED, LeftOut, RowKind


class InsuranceHandover(models.Model):
    """One list of names as it was handed over; number 2 carries only what is new."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(
        "bills.CollectionRun", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.IntegerField()
    names = models.IntegerField()
    struck = models.IntegerField()
    amount_vnd = models.BigIntegerField()
    """What the families of the added names paid for insurance."""
    digest = models.TextField()
    """SHA-256 of its rows, in hex."""
    handed_by = models.BigIntegerField(null=True)
    handed_at = models.DateTimeField()

    class Meta:
        db_table = "insurance_handover"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "number"], name="insurance_handover_is_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gt=0), name="insurance_handover_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(names__gte=0, struck__gte=0, amount_vnd__gte=0) & ~Q(names=0, struck=0),
                name="insurance_handover_holds_names",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="insurance_handover_digest_has_its_form",
            ),
        ]


class InsuranceRow(models.Model):
    """One name of a hand-over, frozen as it was told."""

    handover = models.ForeignKey(InsuranceHandover, on_delete=models.PROTECT, related_name="+")
    facility_id = models.BigIntegerField()
    run_id = models.BigIntegerField()
    place = models.IntegerField()
    kind = models.TextField(choices=[(one.value, one.value) for one in RowKind])
    turn = models.IntegerField()
    """How often this pupil was told in this run: added by an odd turn, struck by an even one."""
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    bill = models.ForeignKey(
        "bills.Bill", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    code = models.TextField()
    name = models.TextField()
    born_on = models.DateField(null=True)
    class_name = models.TextField(blank=True)
    bill_code = models.TextField()
    amount_vnd = models.BigIntegerField()

    class Meta:
        db_table = "insurance_row"
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "place"], name="insurance_row_place_is_taken_once"
            ),
            models.UniqueConstraint(
                fields=["run_id", "beneficiary", "turn"], name="insurance_name_is_told_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in RowKind]),
                name="insurance_row_kind_is_known",
            ),
            models.CheckConstraint(condition=Q(turn__gt=0), name="insurance_turn_counts_from_one"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="insurance_row_is_of_money"),
        ]


class InsuranceLeftOut(models.Model):
    """One pupil that a hand-over did not carry, with the reason as it was known on that day."""

    handover = models.ForeignKey(
        InsuranceHandover, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    facility_id = models.BigIntegerField()
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.TextField(choices=[(one.value, one.value) for one in LeftOut])
    words = models.TextField(blank=True)

    class Meta:
        db_table = "insurance_left_out"
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "beneficiary"], name="insurance_left_out_is_named_once"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[one.value for one in LeftOut]),
                name="insurance_left_out_has_a_reason",
            ),
        ]


class InsuranceNote(models.Model):
    """Why a pupil does not take part in a run of insurance, as somebody wrote it down."""

    facility_id = models.BigIntegerField()
    run = models.ForeignKey(
        "bills.CollectionRun", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.TextField(choices=[(one.value, one.value) for one in LeftOut])
    words = models.TextField(blank=True)
    """The card's number, the group, or what the family said."""
    noted_by = models.BigIntegerField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "insurance_note"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "beneficiary"], name="insurance_note_is_one_a_pupil"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[one.value for one in LeftOut if one in NOTED]),
                name="insurance_note_is_a_reason_to_write",
            ),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(words=""),
                name="insurance_note_of_its_own_has_words",
            ),
        ]
