"""Addresses of the school's own sheet."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import sheet, sheet_columns

urlpatterns: list[URLPattern | URLResolver] = [
    path("", sheet.upload, name="desk_sheet"),
    path("<int:sheet_id>", sheet.preview, name="desk_sheet_preview"),
    path("<int:sheet_id>/cot", sheet_columns.columns, name="desk_sheet_columns"),
    path("<int:sheet_id>/luu", sheet.save, name="desk_sheet_save"),
]
