"""Addresses of bank statements and provider settlements."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import statement_profiles, statements
from .settlements import settlement_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("", statements.statements, name="desk_statements"),
    path("nhap", statements.take, name="desk_statement_take"),
    path("mau-cot", statement_profiles.profiles, name="desk_statement_profiles"),
    path("<int:statement_id>", statements.statement, name="desk_statement"),
    *settlement_patterns,
]
