"""Addresses of lists that flow as text."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import branches, facilities

urlpatterns: list[URLPattern] = [
    path("cua-toi/tien-vao.csv", branches.own_csv, name="own_csv"),
    path("dia-ban/<int:place_id>/tien-vao.csv", branches.place_csv, name="place_csv"),
    path("don-vi/<int:facility_id>/tien-vao.csv", facilities.payments_csv, name="payments_csv"),
]
