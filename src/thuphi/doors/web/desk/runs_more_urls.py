"""Addresses of registrations, of bringing a run up to date and of closing it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
