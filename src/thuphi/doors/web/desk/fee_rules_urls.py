"""Addresses of what the province allows, as a school sees it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import fee_rules

urlpatterns: list[URLPattern | URLResolver] = [
    path("", fee_rules.fee_rules, name="desk_fee_rules"),
    path("<int:item_id>", fee_rules.fee_rule, name="desk_fee_rule"),
    path("bien-ban/<int:agreement_id>", fee_rules.scan, name="desk_fee_agreement"),
]
