"""Addresses of registrations, of bringing a run up to date and of closing it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import exemptions, opening_debts, registrations, run_arrears, run_close, run_update

urlpatterns: list[URLPattern | URLResolver] = [
    path("dang-ky", registrations.registrations, name="desk_registrations"),
    path("dang-ky/chep-nam", registrations.copy, name="desk_registration_copy"),
    path("dang-ky/<int:registration_id>/thoi", registrations.stop, name="desk_registration_stop"),
    path("hoc-sinh/<int:pupil_id>/dang-ky", registrations.pupil, name="desk_registration_pupil"),
    path("mien-giam", exemptions.exemptions, name="desk_exemptions"),
    path("mien-giam/<int:exemption_id>/thoi", exemptions.end, name="desk_exemption_end"),
    path("no-dau-ky", opening_debts.opening, name="desk_opening_debts"),
    path("dot-thu/<int:run_id>/cap-nhat", run_update.update, name="desk_run_update"),
    path("dot-thu/<int:run_id>/chot", run_close.close, name="desk_run_close"),
    path("dot-thu/<int:run_id>/mo-lai", run_close.reopen, name="desk_run_reopen"),
    path("dot-thu/<int:run_id>/thu-bu", run_arrears.carry, name="desk_run_arrears"),
    path("khoan/<str:code>/gia-han", run_arrears.put_off, name="desk_put_off"),
]
