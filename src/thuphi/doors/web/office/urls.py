"""Addresses of the offices, below /van-phong/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import (
    branches,
    chairman_urls,
    declarations_urls,
    facilities,
    fee_rules_urls,
    flow_urls,
    methods,
    reports_urls,
    tasks_urls,
)

app_name = "office"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", branches.home, name="home"),
    path("cua-toi", branches.own, name="own"),
    path("cua-toi/co-so", branches.own_facilities, name="own_facilities"),
    path("cua-toi/co-so.xlsx", branches.own_xlsx, name="own_xlsx"),
    path("dia-ban/<int:place_id>", branches.place, name="place"),
    path("dia-ban/<int:place_id>/co-so", branches.place_facilities, name="place_facilities"),
    path("dia-ban/<int:place_id>/co-so.xlsx", branches.place_xlsx, name="place_xlsx"),
    path("cua-toi/phuong-thuc", methods.own_methods, name="own_methods"),
    path("cua-toi/phuong-thuc.xlsx", methods.own_methods_xlsx, name="own_methods_xlsx"),
    path("cua-toi/phuong-thuc.csv", methods.own_methods_csv, name="own_methods_csv"),
    path("dia-ban/<int:place_id>/phuong-thuc", methods.place_methods, name="place_methods"),
    path(
        "dia-ban/<int:place_id>/phuong-thuc.xlsx",
        methods.place_methods_xlsx,
        name="place_methods_xlsx",
    ),
    path(
        "dia-ban/<int:place_id>/phuong-thuc.csv",
        methods.place_methods_csv,
        name="place_methods_csv",
    ),
    path("don-vi/<int:facility_id>", facilities.facility, name="facility"),
    path("don-vi/<int:facility_id>/tien-vao", facilities.payments, name="payments"),
    path("don-vi/<int:facility_id>/tien-vao.xlsx", facilities.payments_xlsx, name="payments_xlsx"),
    *chairman_urls.urlpatterns,
    *flow_urls.urlpatterns,
    *declarations_urls.urlpatterns,
    *tasks_urls.urlpatterns,
    *reports_urls.urlpatterns,
    *fee_rules_urls.urlpatterns,
]
