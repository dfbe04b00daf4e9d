"""The API for software of schools: bills, payments, methods, webhooks (OpenAPI 3.1)."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RegexPattern
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from thuphi.ground.kit.actor import NotAllowed, NotYours

from . import bills, declarations, reading, webhooks
from .describe import openapi_view, reference_view
from .entry import UNAUTHORIZED, OneJson
from .flaws import flawed_member
from .problems import Kind, Problem
from .words import language_of

log = logging.getLogger(__name__)

school_api = NinjaAPI(
    title="Thu Phí: API cho phần mềm trường học",
    version="1",
    description=(
        "Lập, tra, hủy khoản thu; danh sách tiền đã vào sổ; phương thức đã sẵn sàng; nhận tin báo "
        "(webhook). Tiền là số nguyên đồng."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="school_api",
    parser=OneJson(),
)
school_api.add_router("", bills.router)
school_api.add_router("", reading.router)
school_api.add_router("", webhooks.router)
school_api.add_router("", declarations.router)


def _problem_of(error: Exception | type[Exception]) -> Problem:
    """What a fault of the caller's, or of ours, is called."""
    match error:
        case Problem():
            return error
        case ValidationError():
            flawed = [flawed_member(one) for one in error.errors]
            return Problem(Kind.INVALID, errors=flawed, count=len(flawed))
        case AuthenticationError():
            return Problem(Kind.UNAUTHORIZED, headers=UNAUTHORIZED)
        case HttpError():
            return Problem(Kind.UNREADABLE)
        case Http404() | NotYours():
            return Problem(Kind.NOT_FOUND)
        case NotAllowed():
            return Problem(Kind.FORBIDDEN, scope=error.permission.value)
        case OperationalError() | InterfaceError():
            log.warning("api_away: %s", type(error).__name__)
            return Problem(Kind.AWAY, headers={"Retry-After": "3"})
        case _:
            log.error("api_fault", exc_info=True)
            return Problem(Kind.FAULT)


@school_api.exception_handler(Exception)
def told_as_problem(
    request: HttpRequest,  # noqa: ARG001
    error: Exception | type[Exception],
) -> HttpResponse:
    """Every refusal and fault goes out as problem+json."""
    return _problem_of(error).response()


for _raised in (Http404, HttpError, ValidationError):
    school_api.add_exception_handler(_raised, told_as_problem)


def _resolver() -> URLResolver:
    patterns: list[URLPattern | URLResolver] = [
        path("openapi.json", openapi_view(school_api), name="openapi"),
        path("docs", reference_view(school_api), name="reference"),
        *school_api.urls[0],
    ]
    return URLResolver(RegexPattern(""), patterns)


_inside = _resolver()


@csrf_exempt
def door(request: HttpRequest, rest: str) -> HttpResponse:
    """Everything below /api/v1/. It has no session: who comes in shows a key each time."""
    language = language_of(request.headers.get("Accept-Language", ""))
    with translation.override(language):
        response = _answer(request, rest)
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    if "Cache-Control" not in response:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _answer(request: HttpRequest, rest: str) -> HttpResponse:
    try:
        match = _inside.resolve(rest)
        view: Callable[..., HttpResponse] = match.func
        response = view(request, *match.args, **match.kwargs)
    except Http404:
        return Problem(Kind.NOT_FOUND).response()
    if response.status_code == 405:
        allowed = ", ".join(sorted(response.headers.get("Allow", "").split(", ")))
        return Problem(Kind.NOT_ALLOWED, headers={"Allow": allowed}, allowed=allowed).response()
    return response
