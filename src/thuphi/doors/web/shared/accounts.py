"""The addresses of sign-in: those that staff need, and none of the others that allauth brings.

Logins are made by the office that answers for them and passwords are set by it, so there is no
sign-up, no address of mail to confirm and no password by mail. The library asks for some of these
names while it draws its pages; whoever follows them finds nothing.
"""

from __future__ import annotations

from allauth.account import views
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from .access import open_to_all


@open_to_all
def closed(request: HttpRequest, **_: str) -> HttpResponse:  # noqa: ARG001
    """Nothing is here."""
    raise Http404


urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    path("password/set/", closed, name="account_set_password"),
    path("password/reset/", closed, name="account_reset_password"),
]
