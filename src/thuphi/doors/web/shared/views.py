"""Pages that belong to no area: errors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .access import open_to_all


@open_to_all
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form was too old or came from elsewhere: say so, and that nothing was done."""
    return render(request, "403_csrf.html", status=403)
