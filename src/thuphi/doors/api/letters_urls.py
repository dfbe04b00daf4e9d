"""Addresses for reports of delivery, below /bao-phat/."""

from __future__ import annotations

from django.urls import path

from . import letters

urlpatterns = [path("<str:way>", letters.report, name="letter_report")]
