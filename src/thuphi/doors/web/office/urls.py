"""Addresses of the offices, below /van-phong/."""

from __future__ import annotations

from django.urls import path

from . import branches, facilities

app_name = "office"

urlpatterns = [
    path("", branches.home, name="home"),
    path("cua-toi", branches.own, name="own"),
    path("cua-toi/co-so", branches.own_facilities, name="own_facilities"),
    path("cua-toi/co-so.xlsx", branches.own_xlsx, name="own_xlsx"),
    path("dia-ban/<int:place_id>", branches.place, name="place"),
    path("dia-ban/<int:place_id>/co-so", branches.place_facilities, name="place_facilities"),
    path("dia-ban/<int:place_id>/co-so.xlsx", branches.place_xlsx, name="place_xlsx"),
    path("don-vi/<int:facility_id>", facilities.facility, name="facility"),
    path("don-vi/<int:facility_id>/tien-vao", facilities.payments, name="payments"),
    path("don-vi/<int:facility_id>/tien-vao.xlsx", facilities.payments_xlsx, name="payments_xlsx"),
]
