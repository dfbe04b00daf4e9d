"""Addresses of registrations, of bringing a run up to date and of closing it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import registrations

urlpatterns: list[URLPattern | URLResolver] = [
    path("dang-ky", registrations.registrations, name="desk_registrations"),
    path("dang-ky/chep-nam", registrations.copy, name="desk_registration_copy"),
    path("dang-ky/<int:registration_id>/thoi", registrations.stop, name="desk_registration_stop"),
    path("hoc-sinh/<int:pupil_id>/dang-ky", registrations.pupil, name="desk_registration_pupil"),
]
