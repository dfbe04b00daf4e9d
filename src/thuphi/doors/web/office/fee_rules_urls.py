"""Addresses of what the province allows to be collected."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import fee_rules

urlpatterns: list[URLPattern | URLResolver] = [
    path("muc-thu", fee_rules.fee_rules, name="fee_rules"),
    path("muc-thu/them", fee_rules.ceiling_new, name="fee_ceiling_new"),
    path("muc-thu/<int:ceiling_id>/het", fee_rules.ceiling_end, name="fee_ceiling_end"),
    path("muc-thu/don-vi/<int:facility_id>", fee_rules.facility, name="fee_rules_facility"),
]
