"""Addresses of electronic invoices."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import invoices

urlpatterns: list[URLPattern | URLResolver] = [
    path("", invoices.invoices, name="desk_invoices"),
    path("xuat", invoices.ask, name="desk_invoices_ask"),
    path("doi-chieu", invoices.differences, name="desk_invoices_differences"),
    path("nha-cung-cap", invoices.account, name="desk_invoice_account"),
    path("<int:invoice_id>/gui-lai", invoices.again, name="desk_invoice_again"),
    path("<int:invoice_id>/thay-the", invoices.replace, name="desk_invoice_replace"),
]
