"""Addresses of closing days and months."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from . import period_cash, period_close, period_one, periods

urlpatterns: list[URLPattern | URLResolver] = [
    path("", periods.periods, name="desk_periods"),
    path("khoa", period_close.period_close, name="desk_period_close"),
    path("kiem-ke-quy", period_cash.period_cash, name="desk_period_cash"),
    path("kiem-ke-quy.pdf", period_cash.period_cash_pdf, name="desk_period_cash_pdf"),
    path("kiem-ke-quy.xlsx", period_cash.period_cash_xlsx, name="desk_period_cash_xlsx"),
    path("<int:closing_id>", period_one.period, name="desk_period"),
    re_path(
        r"^(?P<closing_id>[0-9]{1,18})/(?P<what>doi-soat|kiem-ke-quy)\.(?P<ending>pdf|xlsx)$",
        period_one.period_paper,
        name="desk_period_paper",
    ),
]
