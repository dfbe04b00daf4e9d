"""Offices that answer for facilities, with their successors by date."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q


class AgencyKind(models.TextChoices):
    """What an agency is. The Vietnamese names are official ones."""

    EDUCATION_DEPARTMENT = "education_department", "Sở Giáo dục và Đào tạo"
    HEALTH_DEPARTMENT = "health_department", "Sở Y tế"
    INFORMATION_DEPARTMENT = "information_department", "Sở Thông tin và Truyền thông"
    SCIENCE_DEPARTMENT = "science_department", "Sở Khoa học và Công nghệ"
    PEOPLES_COMMITTEE = "peoples_committee", "Ủy ban nhân dân"
    STATE_BANK = "state_bank", "Ngân hàng Nhà nước"
    BANK = "bank", "Ngân hàng"
    INTERMEDIARY = "intermediary", "Tổ chức trung gian thanh toán"
    PRESS = "press", "Báo và phát thanh, truyền hình"
    MINISTRY = "ministry", "Bộ"
    TELECOM = "telecom", "Doanh nghiệp viễn thông, công nghệ thông tin"
    PLATFORM_VENDOR = "platform_vendor", "Doanh nghiệp cung cấp nền tảng số"
    INSTITUTION = "institution", "Trường đại học, cao đẳng, trung cấp"


class Agency(models.Model):
    """An office, valid from its founding day (included) to its last (excluded)."""

    name = models.TextField()
    kind = models.TextField(choices=AgencyKind.choices)
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    phone = models.TextField(blank=True)
    valid = DateRangeField()
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        db_table = "agency"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="agency_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=AgencyKind.values), name="agency_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(valid__isempty=True), name="agency_valid_is_not_empty"
            ),
            models.CheckConstraint(
                condition=~Q(successor=models.F("id")), name="agency_does_not_succeed_itself"
            ),
            models.UniqueConstraint(
                fields=["name", "place"],
                name="agency_name_is_unique_in_its_place",
                nulls_distinct=False,
            ),
        ]
