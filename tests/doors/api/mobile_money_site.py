"""The whole site with the bill server in it."""

from __future__ import annotations

from django.urls import include, path

from thuphi.config import urls

urlpatterns = [
    path("api/mm/v1.2/", include("thuphi.doors.api.mobile_money_urls")),
    *urls.urlpatterns,
]
