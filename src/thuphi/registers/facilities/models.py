"""Schools and health facilities: what they are, where they stand, which accounts are theirs."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q


class Sector(models.TextChoices):
    """The two sectors of the plans."""

    EDUCATION = "education", "Giáo dục"
    HEALTH = "health", "Y tế"


class Level(models.TextChoices):
    """School levels and kinds of health facility."""

    PRESCHOOL = "preschool", "Mầm non"
    PRIMARY = "primary", "Tiểu học"
    LOWER_SECONDARY = "lower_secondary", "Trung học cơ sở"
    UPPER_SECONDARY = "upper_secondary", "Trung học phổ thông"
    MULTI_LEVEL = "multi_level", "Nhiều cấp học"
    CONTINUING = "continuing", "Giáo dục thường xuyên"
    COLLEGE = "college", "Cao đẳng"
    UNIVERSITY = "university", "Đại học"
    HOSPITAL = "hospital", "Bệnh viện"
    HEALTH_CENTRE = "health_centre", "Trung tâm y tế"
    COMMUNE_STATION = "commune_station", "Trạm y tế"
    CLINIC = "clinic", "Phòng khám"


class Tier(models.TextChoices):
    """Who runs it."""

    CENTRAL = "central", "Tuyến trung ương"
    PROVINCE = "province", "Tuyến tỉnh"
    DISTRICT = "district", "Tuyến huyện"
    COMMUNE = "commune", "Tuyến xã"


class Ownership(models.TextChoices):
    """Public facilities levy no tuition since 2025-26; private ones do."""

    PUBLIC = "public", "Công lập"
    PRIVATE = "private", "Tư thục"


class AreaClass(models.TextChoices):
    """Where a facility stands, for targets that look at towns or at remote areas only."""

    URBAN = "urban", "Đô thị"
    RURAL = "rural", "Nông thôn"
    REMOTE = "remote", "Vùng sâu, vùng xa"


class Facility(models.Model):
    """One school or health facility."""

    code = models.TextField(unique=True)
    name = models.TextField()
    search_key = models.TextField()
    sector = models.TextField(choices=Sector.choices)
    level = models.TextField(choices=Level.choices)
    tier = models.TextField(choices=Tier.choices)
    ownership = models.TextField(choices=Ownership.choices)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    focal_name = models.TextField(blank=True)
    focal_phone = models.TextField(blank=True)
    address = models.TextField(blank=True)

    class Meta:
        db_table = "facility"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="facility_has_a_name"),
            models.CheckConstraint(condition=~Q(code=""), name="facility_has_a_code"),
            models.CheckConstraint(
                condition=Q(sector__in=Sector.values), name="facility_sector_is_known"
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="facility_level_is_known"
            ),
            models.CheckConstraint(
                condition=Q(tier__in=Tier.values), name="facility_tier_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ownership__in=Ownership.values), name="facility_ownership_is_known"
            ),
        ]

    @property
    def has_focal_point(self) -> bool:
        """A named person with a phone (M47)."""
        return bool(self.focal_name and self.focal_phone)


class FacilityPlace(models.Model):
    """The commune (and before July 2025 the district) a facility belonged to in a span of time."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    valid = DateRangeField()

    class Meta:
        db_table = "facility_place"
        constraints = [
            models.CheckConstraint(
                condition=~Q(valid__isempty=True), name="facility_place_valid_is_not_empty"
            ),
            ExclusionConstraint(
                name="facility_is_in_one_place_at_a_time",
                expressions=[
                    (F("facility"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class FacilityArea(models.Model):
    """The area class of a facility in a span of time."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    area = models.TextField(choices=AreaClass.choices)
    valid = DateRangeField()

    class Meta:
        db_table = "facility_area"
        constraints = [
            models.CheckConstraint(
                condition=Q(area__in=AreaClass.values), name="facility_area_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(valid__isempty=True), name="facility_area_valid_is_not_empty"
            ),
            ExclusionConstraint(
                name="facility_has_one_area_class_at_a_time",
                expressions=[
                    (F("facility"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class AccountState(models.TextChoices):
    """A beneficiary account is proposed by one person and approved by another."""

    PROPOSED = "proposed", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    REFUSED = "refused", "Từ chối"
    RETIRED = "retired", "Ngừng dùng"


class BeneficiaryAccount(models.Model):
    """A bank account in the facility's own name into which families pay (M103)."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    bin = models.TextField()
    number = models.TextField()
    name = models.TextField()
    state = models.TextField(choices=AccountState.choices, default=AccountState.PROPOSED)
    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "beneficiary_account"
        constraints = [
            models.CheckConstraint(
                condition=Q(bin__regex=r"^[0-9]{6}$"), name="account_bin_has_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9A-Z]{4,19}$"), name="account_number_fits_a_qr"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="account_has_a_name"),
            models.CheckConstraint(
                condition=Q(state__in=AccountState.values), name="account_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="account_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")), name="account_needs_two_persons"
            ),
            models.UniqueConstraint(
                fields=["facility"],
                condition=Q(state="approved"),
                name="facility_has_one_approved_account",
            ),
            models.UniqueConstraint(
                fields=["facility"],
                condition=Q(state="proposed"),
                name="facility_has_one_proposed_account",
            ),
        ]
