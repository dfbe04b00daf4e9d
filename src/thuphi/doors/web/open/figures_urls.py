"""Addresses of the public's figures, at the root of the site."""

from __future__ import annotations

from django.urls import URLPattern, path

from thuphi.doors.web.open import figures

urlpatterns: list[URLPattern] = [
    path("so-lieu", figures.page, name="figures"),
    path("so-lieu.json", figures.as_json, name="figures_json"),
    path("so-lieu.csv", figures.as_csv, name="figures_csv"),
]
