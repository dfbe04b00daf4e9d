"""Addresses of a teacher's own class."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import teacher

urlpatterns: list[URLPattern | URLResolver] = [
    path("", teacher.my_class, name="desk_class"),
    path("giao-vien", teacher.allow, name="desk_class_allow"),
]
