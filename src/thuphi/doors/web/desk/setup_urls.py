"""Addresses of the first morning."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import setup

urlpatterns: list[URLPattern | URLResolver] = [
    path("", setup.setup, name="desk_setup"),
    path("chung-minh", setup.prove, name="desk_setup_prove"),
    path("kiem-tra", setup.check, name="desk_setup_check"),
    path("thoi", setup.withdraw, name="desk_setup_withdraw"),
    path("thu-mau/<int:run_id>", setup.try_out, name="desk_setup_try"),
    path("giay-mau/<int:run_id>", setup.specimen, name="desk_setup_specimen"),
]
