"""Who has proved a phone in this browser: signed cookies that no script reads, for half an hour."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext

from thuphi.doors.web.pay.choosing import see_other
from thuphi.doors.web.shared.access import see_facilities
from thuphi.ground.kit import clock
from thuphi.ground.kit.network import network_of
from thuphi.money.families import rules
from thuphi.money.families.actions import Caller
from thuphi.money.families.queries import Family, family_of

ASKED = "gia_dinh_hoi"
SESSION = "gia_dinh"
DEVICE = "gia_dinh_may"
_LASTS = {ASKED: rules.CODE_LASTS, SESSION: rules.SESSION_LASTS, DEVICE: rules.KNOWN_LASTS}

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A family at its page, and the token that says so."""

    family: Family
    token: str


def family_only(
    view: Callable[Concatenate[HttpRequest, SignedIn, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Hand the family to a view; whoever has none is asked for the phone.

    From here on the database shows rows of the facilities of those whom this browser knows.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        here = signed_in(request)
        if here is None:
            if SESSION in request.COOKIES:
                messages.info(request, gettext("Đã hết 30 phút. Lấy mã mới để xem tiếp."))
            response = see_other(reverse("pay:family"))
            forget(response, SESSION)
            return response
        see_facilities({member.facility_id for member in here.family.known})
        return view(request, here, *args, **kwargs)

    return guarded


def signed_in(request: HttpRequest) -> SignedIn | None:
    """The family whose session this is, as the database knows it now; none when it is over."""
    token = told(request, SESSION)
    family = family_of(token, clock.now()) if token else None
    return None if family is None else SignedIn(family, token)


def caller(request: HttpRequest) -> Caller:
    """Who asks; behind a trusted proxy the address that the proxy saw (`doors/gate/bounds.py`)."""
    return Caller(
        network=network_of(request.META.get("REMOTE_ADDR", "")),
        language="en" if get_language() == "en" else "vi",
    )


def told(request: HttpRequest, name: str) -> str:
    """What one of our cookies says; nothing when it is too old or not of our making."""
    lasts: timedelta = _LASTS[name]
    found = request.get_signed_cookie(
        name, default="", salt=_salt(name), max_age=int(lasts.total_seconds())
    )
    return str(found)


def tell(response: HttpResponse, name: str, value: str) -> None:
    """Let this browser, and only below the family's address, keep a token."""
    response.set_signed_cookie(
        name,
        value,
        salt=_salt(name),
        max_age=int(_LASTS[name].total_seconds()),
        path=reverse("pay:family"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse, name: str) -> None:
    """Take a token away from this browser."""
    response.delete_cookie(name, path=reverse("pay:family"), samesite="Lax")


def new_device() -> str:
    """A name for a browser that has none yet. It opens nothing by itself."""
    return secrets.token_urlsafe(32)


def _salt(name: str) -> str:
    return f"thuphi.pay.family.{name}"
