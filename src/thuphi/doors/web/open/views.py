"""The first page: pay, check what is real, sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from thuphi.doors.web.pay.forms import FindForm
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.shared.access import open_to_all


@open_to_all
@require_safe
@personal
def home(request: HttpRequest) -> HttpResponse:
    """What can I do here? The form is answered by the page that finds bills."""
    return render(request, "open/home.html", {"form": FindForm(), "action": reverse("pay:find")})
