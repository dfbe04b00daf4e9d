"""Addresses of the reconciliation screen and of the workbench."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import reconcile

urlpatterns: list[URLPattern | URLResolver] = [
    path("", reconcile.reconcile, name="desk_reconcile"),
    path("bang.xlsx", reconcile.reconcile_xlsx, name="desk_reconcile_xlsx"),
]
