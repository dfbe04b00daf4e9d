"""Addresses of bank statements and provider settlements."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from .settlements import settlement_patterns

urlpatterns: list[URLPattern | URLResolver] = [*settlement_patterns]
