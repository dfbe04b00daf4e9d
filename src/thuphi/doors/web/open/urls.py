"""The public's addresses, at the root of the site."""

from __future__ import annotations

from django.urls import path

from thuphi.doors.web.open import figures_urls, views

app_name = "open"
urlpatterns = [path("", views.home, name="home"), *figures_urls.urlpatterns]
