"""Addresses of receipt books, hand-overs, deposits and the day book."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
