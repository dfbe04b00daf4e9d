"""Addresses of closing days and months."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import period_cash, period_close, period_one, periods

urlpatterns: list[URLPattern | URLResolver] = [
    path("", periods.periods, name="desk_periods"),
    path("khoa", period_close.period_close, name="desk_period_close"),
    path("kiem-ke-quy", period_cash.period_cash, name="desk_period_cash"),
    path("kiem-ke-quy.pdf", period_cash.period_cash_pdf, name="desk_period_cash_pdf"),
    path("kiem-ke-quy.xlsx", period_cash.period_cash_xlsx, name="desk_period_cash_xlsx"),
    path("<int:closing_id>", period_one.period, name="desk_period"),
    path(
        "<int:closing_id>/doi-soat.pdf",
        period_one.period_paper,
        {"what": "doi-soat", "ending": "pdf"},
        name="desk_period_report_pdf",
    ),
    path(
        "<int:closing_id>/doi-soat.xlsx",
        period_one.period_paper,
        {"what": "doi-soat", "ending": "xlsx"},
        name="desk_period_report_xlsx",
    ),
    path(
        "<int:closing_id>/kiem-ke-quy.pdf",
        period_one.period_paper,
        {"what": "kiem-ke-quy", "ending": "pdf"},
        name="desk_period_sheet_pdf",
    ),
    path(
        "<int:closing_id>/kiem-ke-quy.xlsx",
        period_one.period_paper,
        {"what": "kiem-ke-quy", "ending": "xlsx"},
        name="desk_period_sheet_xlsx",
    ),
]
