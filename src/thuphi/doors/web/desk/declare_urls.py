"""Addresses of declarations and platforms of a facility, below /ban-lam-viec/ke-khai/."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import declare, declare_book, declare_evidence, declare_platforms

urlpatterns: list[URLPattern] = [
    path("<int:facility_id>", declare.months, name="desk_declare"),
    path("<int:facility_id>/mau.xlsx", declare_book.template, name="desk_declare_template"),
    path("<int:facility_id>/tep", declare_book.upload_book, name="desk_declare_upload"),
    path("<int:facility_id>/tep/ghi", declare_book.confirm, name="desk_declare_confirm"),
    path("<int:facility_id>/nen-tang", declare_platforms.platforms, name="desk_platforms"),
    path(
        "<int:facility_id>/nen-tang/<int:use_id>/thoi",
        declare_platforms.end,
        name="desk_platform_end",
    ),
    path(
        "<int:facility_id>/minh-chung/<int:evidence_id>",
        declare_evidence.file,
        name="desk_declare_file",
    ),
    path(
        "<int:facility_id>/minh-chung/<int:evidence_id>/bo",
        declare_evidence.remove,
        name="desk_declare_evidence_remove",
    ),
    path("<int:facility_id>/<str:written>", declare.month, name="desk_declare_month"),
    path(
        "<int:facility_id>/<str:written>/minh-chung",
        declare_evidence.add,
        name="desk_declare_evidence",
    ),
    path("<int:facility_id>/<str:written>/ban-moi", declare.reopen, name="desk_declare_reopen"),
]
