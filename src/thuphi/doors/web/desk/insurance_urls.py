"""Addresses of pupils' health insurance."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import insurance, insurance_file

urlpatterns: list[URLPattern | URLResolver] = [
    path("", insurance.insurance, name="desk_insurance"),
    path("<int:run_id>/ly-do", insurance.note, name="desk_insurance_note"),
    path(
        "<int:run_id>/ly-do/<int:pupil_id>/bo",
        insurance.take_note_back,
        name="desk_insurance_note_back",
    ),
    path("<int:run_id>/chot", insurance.hand_over, name="desk_insurance_hand_over"),
    path("<int:run_id>/lan-<int:number>", insurance.handover, name="desk_insurance_handover"),
    path(
        "<int:run_id>/lan-<int:number>.xlsx",
        insurance_file.handover_xlsx,
        name="desk_insurance_xlsx",
    ),
]
