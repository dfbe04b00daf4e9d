"""The guard before every view: sign-in, permission, and the rows the database will show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.registers.staff.queries import actor_for

from .access import Access, StaffRequest, see_facilities

OPEN_MODULES = ("allauth.", "django.views.i18n", "django.views.static")
"""Views of libraries that guard themselves."""

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)


def _has_nul(request: HttpRequest, kwargs: Mapping[str, object]) -> bool:
    """Whether anything that was typed holds the letter that the database keeps in no text."""
    said = [*kwargs.values(), *request.GET.values()]
    said += [one for _name, values in request.POST.lists() for one in values]
    return any("\x00" in one for one in said if isinstance(one, str))


class ChosenLanguage:
    """Vietnamese, unless the reader chose otherwise: many phones here are set to English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.setdefault("Content-Language", language)
            return response


class Guard:
    """Refuses a view without a mark, and sets what the database shows for this request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Sequence[object],  # noqa: ARG002
        kwargs: Mapping[str, object],
    ) -> HttpResponseBase | None:
        """Before the view: nobody's rows are shown unless this says whose."""
        see_facilities(frozenset())
        access: Access | None = getattr(view, "access", None)
        if access is None:
            if view.__module__.startswith(OPEN_MODULES):
                return None
            raise PermissionDenied("unmarked view")
        if access.is_open:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if _has_nul(request, kwargs):
            raise BadRequest("a letter that no text holds")
        actor = actor_for(request.user)
        if access.permission is not None:
            if not actor.may(access.permission):
                raise PermissionDenied
            # Whoever also has a smaller role elsewhere does not see with it what this page shows.
            actor = actor.at_work_as(access.permission)
        cast("StaffRequest", request).actor = actor
        see_facilities(actor.facilities, actor.agencies)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> None:  # noqa: ARG002
        """What belongs to another does not exist; what one may not do is forbidden."""
        if isinstance(error, NotYours):
            raise Http404 from error
        if isinstance(error, NotAllowed):
            raise PermissionDenied from error
