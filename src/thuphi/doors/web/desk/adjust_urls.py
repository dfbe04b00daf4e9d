"""Addresses of changes to bills that are out and of credits."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import adjust, adjust_class, adjust_credits, adjust_new, adjust_people

urlpatterns: list[URLPattern | URLResolver] = [
    path("", adjust.adjustments, name="desk_adjustments"),
    path("<int:deed_id>", adjust.adjustment, name="desk_adjustment"),
    path("khoan/<str:code>", adjust_new.adjust_bill, name="desk_adjust_bill"),
    path("gia", adjust_new.adjust_price, name="desk_adjust_price"),
    path("nhieu", adjust_class.adjust_many, name="desk_adjust_many"),
    path("mien-giam", adjust_people.adjust_exemptions, name="desk_adjust_exemptions"),
    path(
        "mien-giam/<int:exemption_id>", adjust_people.adjust_exemption, name="desk_adjust_exemption"
    ),
    path("thoi-hoc", adjust_people.adjust_leavers, name="desk_adjust_leavers"),
    path("thoi-hoc/<int:pupil_id>", adjust_people.adjust_leaver, name="desk_adjust_leaver"),
    path("so-du", adjust_credits.credits, name="desk_credits"),
    path("so-du/cach-dung", adjust_credits.credit_rule, name="desk_credit_rule"),
    path("so-du/<int:pupil_id>", adjust_credits.credit, name="desk_credit"),
    path("so-du/<int:pupil_id>/mang-sang", adjust_credits.credit_open, name="desk_credit_open"),
    path("so-du/khoan/<str:code>", adjust_credits.credit_spend, name="desk_credit_spend"),
]
