"""Which ways of paying a facility has: contracts with providers, card terminals, fees, favours."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from .rules import BorneBy, IncentiveKind, TerminalState, Way


class Merchant(models.Model):
    """A facility as one provider knows it. Secrets are sealed; nothing here may reach a log."""

    channel = models.TextField()
    slug = models.TextField()
    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    account_number = models.TextField()
    shares_account = models.BooleanField(default=False)
    """Another merchant watches the same account, so one credit may be told twice."""
    settings = models.JSONField(default=dict)
    sealed = models.BinaryField(default=b"")
    secret_names = ArrayField(models.TextField(), default=list)
    """What the sealed secrets are called; never what they say."""
    is_active = models.BooleanField(default=True)
    contract_number = models.TextField(default="")
    contract_valid = DateRangeField(null=True)
    """The days on which the contract with the provider holds; none is written down when empty."""
    evidence = models.TextField(default="")
    """Where the contract and the test payment are filed."""
    last_paid_on = models.DateField(null=True)
    """The day of the latest payment that really came through; moved by the booking alone."""

    class Meta:
        db_table = "merchant"
        constraints = [
            models.UniqueConstraint(fields=["channel", "slug"], name="merchant_slug_is_unique"),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9][a-z0-9-]{3,59}$"), name="merchant_slug_is_plain"
            ),
            models.CheckConstraint(condition=~Q(channel=""), name="merchant_has_a_channel"),
            models.CheckConstraint(
                condition=~Q(contract_valid__isempty=True), name="merchant_contract_is_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(contract_valid__isnull=True, contract_number="")
                | (Q(contract_valid__isnull=False) & ~Q(contract_number="")),
                name="merchant_contract_has_number_and_days",
            ),
        ]


class Terminal(models.Model):
    """A card terminal (máy POS) on a counter of the facility, under a contract for cards (M28)."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="+")
    poi_id = models.TextField()
    """The terminal's name in the messages: POIID of nexo Sale-to-POI."""
    serial = models.TextField()
    tid = models.TextField(blank=True)
    """The bank's terminal number, 8 signs on a slip (ISO 8583, field 41)."""
    mid = models.TextField(blank=True)
    """The bank's merchant number, 15 signs on a slip (ISO 8583, field 42)."""
    place = models.TextField()
    """Where in the building it stands."""
    valid = DateRangeField()
    state = models.TextField(default=TerminalState.IN_USE.value)

    class Meta:
        db_table = "terminal"
        constraints = [
            models.CheckConstraint(
                condition=Q(poi_id__regex=r"^[A-Za-z0-9._-]{1,64}$"),
                name="terminal_poi_id_is_plain",
            ),
            models.CheckConstraint(
                condition=Q(serial__regex=r"^[A-Z0-9-]{3,40}$"), name="terminal_serial_is_plain"
            ),
            models.CheckConstraint(
                condition=Q(tid__regex=r"^[A-Z0-9]{0,8}$"), name="terminal_tid_fits_a_slip"
            ),
            models.CheckConstraint(
                condition=Q(mid__regex=r"^[A-Z0-9]{0,15}$"), name="terminal_mid_fits_a_slip"
            ),
            models.CheckConstraint(condition=~Q(place=""), name="terminal_has_a_place"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in TerminalState]),
                name="terminal_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(valid__isempty=True), name="terminal_valid_is_not_empty"
            ),
            models.CheckConstraint(
                condition=~Q(state=TerminalState.RETURNED.value) | Q(valid__upper_inf=False),
                name="terminal_returned_has_an_end",
            ),
            ExclusionConstraint(
                name="terminal_serial_is_in_one_place_at_a_time",
                expressions=[
                    (F("serial"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="terminal_poi_id_means_one_at_a_time",
                expressions=[
                    (F("merchant"), RangeOperators.EQUAL),
                    (F("poi_id"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class MethodFee(models.Model):
    """What a provider takes for one payment in a span of days, and who bears it."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="+")
    flat_vnd = models.BigIntegerField()
    basis_points = models.IntegerField()
    """Ten-thousandths of the amount: 110 is 1,1 %."""
    minimum_vnd = models.BigIntegerField(default=0)
    maximum_vnd = models.BigIntegerField(null=True)
    borne_by = models.TextField()
    valid = DateRangeField()

    class Meta:
        db_table = "method_fee"
        constraints = [
            models.CheckConstraint(
                condition=Q(flat_vnd__gte=0, minimum_vnd__gte=0),
                name="method_fee_sums_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(basis_points__gte=0, basis_points__lte=10_000),
                name="method_fee_is_at_most_the_amount",
            ),
            models.CheckConstraint(
                condition=Q(maximum_vnd__isnull=True) | Q(maximum_vnd__gte=F("minimum_vnd")),
                name="method_fee_maximum_is_not_below_minimum",
            ),
            models.CheckConstraint(
                condition=Q(borne_by__in=[one.value for one in BorneBy]),
                name="method_fee_is_borne_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(valid__isempty=True), name="method_fee_valid_is_not_empty"
            ),
            ExclusionConstraint(
                name="method_fee_is_one_at_a_time",
                expressions=[
                    (F("merchant"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Incentive(models.Model):
    """A favour that somebody grants to who pays this way; shown, never counted into a bill."""

    facility = models.ForeignKey("facilities.Facility", on_delete=models.PROTECT, related_name="+")
    merchant = models.ForeignKey(
        Merchant, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    method = models.TextField(blank=True)
    """One of the four ways, when the favour is not of one provider."""
    kind = models.TextField()
    percent = models.IntegerField(null=True)
    amount_vnd = models.BigIntegerField(null=True)
    granted_by = models.TextField()
    wording = models.TextField()
    """The sentence that families read."""
    valid = DateRangeField()

    class Meta:
        db_table = "method_incentive"
        constraints = [
            models.CheckConstraint(
                condition=Q(merchant__isnull=False, method="")
                | Q(merchant__isnull=True, method__in=[one.value for one in Way]),
                name="method_incentive_is_of_a_merchant_or_a_method",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=IncentiveKind.FEE_WAIVED.value,
                    percent__isnull=True,
                    amount_vnd__isnull=True,
                )
                | Q(
                    kind=IncentiveKind.DISCOUNT.value,
                    percent__isnull=False,
                    percent__gte=1,
                    percent__lte=100,
                    amount_vnd__isnull=True,
                )
                | Q(
                    kind=IncentiveKind.DISCOUNT.value,
                    percent__isnull=True,
                    amount_vnd__isnull=False,
                    amount_vnd__gte=1,
                ),
                name="method_incentive_says_how_much",
            ),
            models.CheckConstraint(
                condition=~Q(granted_by="") & ~Q(wording=""), name="method_incentive_has_its_words"
            ),
            models.CheckConstraint(
                condition=~Q(valid__isempty=True), name="method_incentive_valid_is_not_empty"
            ),
        ]
