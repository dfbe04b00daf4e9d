"""Payout lists, the payouts on them, and the account that each family is paid on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .rules import ListState, PayoutState, PayoutWay


class PayoutAccount(models.Model):
    """The account on which money of one child is paid out; a new one takes the place of the old."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+"
    )
    bin = models.TextField()
    """The bank's six digits, as in a QR."""
    number = models.TextField()
    name = models.TextField()
    set_by = models.BigIntegerField()
    set_at = models.DateTimeField()
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_account"
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(replaced_at=None),
                name="payout_account_is_one_a_child",
            ),
            models.CheckConstraint(
                condition=Q(bin__regex=r"^[0-9]{6}$"), name="payout_account_bank_has_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9A-Z]{4,19}$"),
                name="payout_account_number_has_its_form",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="payout_account_has_an_owner"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                    & ~Q(confirmed_by=F("set_by"))
                ),
                name="payout_account_is_confirmed_by_another",
            ),
        ]


class PayoutList(models.Model):
    """Families who are paid back what the facility still holds for them."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    """As families read it in their bank's text."""
    paper = models.TextField(blank=True, default="")
    state = models.TextField(choices=[(state.value, state.value) for state in ListState])
    prepared_by = models.BigIntegerField()
    prepared_at = models.DateTimeField()
    released_by = models.BigIntegerField(null=True)
    released_at = models.DateTimeField(null=True)
    from_bin = models.TextField(blank=True, default="")
    from_account = models.TextField(blank=True, default="")
    from_name = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout_list"
        indexes = [models.Index(fields=["facility", "-id"], name="payout_list_by_facility")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ListState]),
                name="payout_list_state_is_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="payout_list_has_a_reason"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "withdrawn"],
                    released_by__isnull=True,
                    released_at__isnull=True,
                )
                | (
                    Q(
                        state__in=["released", "closed"],
                        released_by__isnull=False,
                        released_at__isnull=False,
                    )
                    & ~Q(released_by=F("prepared_by"))
                ),
                name="payout_list_is_released_by_another",
            ),
        ]


class Payout(models.Model):
    """What one family gets."""

    facility_id = models.BigIntegerField()
    payout_list = models.ForeignKey(PayoutList, on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey(
        "payers.Beneficiary", on_delete=models.PROTECT, related_name="+"
    )
    amount_vnd = models.BigIntegerField()
    way = models.TextField(choices=[(way.value, way.value) for way in PayoutWay])
    bin = models.TextField(blank=True, default="")
    number = models.TextField(blank=True, default="")
    name = models.TextField(blank=True, default="")
    state = models.TextField(choices=[(state.value, state.value) for state in PayoutState])
    document = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    settled_by = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payout"
        constraints = [
            models.UniqueConstraint(
                fields=["payout_list", "beneficiary"], name="payout_pays_a_family_once"
            ),
            models.UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(state__in=["listed", "released"]),
                name="payout_waits_on_one_list",
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="payout_is_of_money"),
            models.CheckConstraint(
                condition=Q(way__in=[way.value for way in PayoutWay]), name="payout_way_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PayoutState]),
                name="payout_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(way="transfer") | (~Q(bin="") & ~Q(number="") & ~Q(name="")),
                name="payout_by_transfer_names_its_account",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", settled_at__isnull=False, settled_by__isnull=False)
                & ~Q(document="")
                | Q(state="failed", settled_at__isnull=False, settled_by__isnull=False)
                & ~Q(note="")
                | Q(state__in=["listed", "released", "withdrawn"], settled_at__isnull=True),
                name="payout_that_is_over_says_how",
            ),
        ]

    @property
    def reference(self) -> str:
        """What the bank and the book call it: one for ever."""
        return f"TFCT{self.pk}"
