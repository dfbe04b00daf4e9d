"""Addresses of the plans, below /van-phong/."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import chairman, targets

PLAN = "ke-hoach/<str:plan_id>/<int:place_id>"
TARGET = f"{PLAN}/chi-tieu/<str:target_id>"
RULE = f"{PLAN}/yeu-cau/<str:rule_id>"

urlpatterns: list[URLPattern] = [
    path("ke-hoach", chairman.plans_home, name="plans"),
    path(PLAN, chairman.plan_page, name="plan"),
    path(f"{PLAN}/ban-in.pdf", chairman.plan_pdf, name="plan_pdf"),
    path(TARGET, targets.target_page, name="target"),
    path(f"{TARGET}/co-so", targets.target_facilities, name="target_facilities"),
    path(f"{TARGET}/co-so.xlsx", targets.target_xlsx, name="target_xlsx"),
    path(f"{TARGET}/co-so.csv", targets.target_csv, name="target_csv"),
    path(RULE, targets.rule_page, name="rule"),
]
