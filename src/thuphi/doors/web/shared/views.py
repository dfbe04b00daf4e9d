"""Pages that belong to no area: errors, and the way to one's own desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template

from thuphi.ground.kit.actor import Permission

from .access import StaffRequest, for_staff, open_to_all


@open_to_all
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form was too old or came from elsewhere: say so, and that nothing was done."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """The request cannot be read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """The person may not do this."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """There is nothing here, or nothing for this person."""
    return render(request, "404.html", status=404)


def went_wrong(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A fault of ours: a page that needs neither database nor session."""
    return HttpResponse(get_template("500.html").render({}), status=500)


@for_staff()
def home_of_staff(request: StaffRequest) -> HttpResponse:
    """After sign-in: to the desk, to the class one teaches, or to the figures."""
    if request.actor.may(Permission.BILL_READ):
        return redirect("/ban-lam-viec/")
    if request.actor.classes:
        return redirect("/ban-lam-viec/lop-toi/")
    return redirect("/van-phong/")
