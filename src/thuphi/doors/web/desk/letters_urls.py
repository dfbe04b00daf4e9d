"""Addresses of notices and reminders that are sent or printed, below /ban-lam-viec/tin-bao/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import letters, letters_plan, letters_poster, letters_send, notices

urlpatterns: list[URLPattern | URLResolver] = [
    path("", letters.letters, name="desk_letters"),
    path("nhac", letters_plan.plan, name="desk_reminders"),
    path("so-sai/<int:letter_id>/dung", letters.forgive, name="desk_letter_forgive"),
    path("dot-thu/<int:run_id>", letters_send.send, name="desk_letters_send"),
    path("dot-thu/<int:run_id>/<str:form>.pdf", notices.notices_pdf, name="desk_notices_pdf"),
    path("ap-phich", letters_poster.poster, name="desk_poster"),
    path("ap-phich.pdf", letters_poster.poster_pdf, name="desk_poster_pdf"),
]
