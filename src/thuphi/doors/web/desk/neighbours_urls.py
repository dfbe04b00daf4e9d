"""Addresses of the pages on software that is let in, below /ban-lam-viec/phan-mem/."""

from __future__ import annotations

from django.urls import path

from . import neighbours

urlpatterns = [
    path("", neighbours.neighbours, name="desk_neighbours"),
    path("khoa", neighbours.key_add, name="desk_key_add"),
    path("khoa/<int:key_id>/thu-hoi", neighbours.key_revoke, name="desk_key_revoke"),
    path("nhan-tin", neighbours.endpoint_add, name="desk_endpoint_add"),
    path("nhan-tin/<int:endpoint_id>", neighbours.endpoint_change, name="desk_endpoint_change"),
    path("nhan-tin/<int:endpoint_id>/nhat-ky", neighbours.log, name="desk_neighbours_log"),
    path("tin/<int:delivery_id>/gui-lai", neighbours.resend, name="desk_resend"),
]
