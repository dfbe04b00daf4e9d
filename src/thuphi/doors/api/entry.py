"""Who comes in, how often, and with what: asked before anything of a request is believed."""

from __future__ import annotations

import json
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from ninja.parser import Parser
from ninja.security import HttpBearer

from thuphi.ground.kit import clock
from thuphi.ground.tries import actions as tries
from thuphi.registers.neighbours import errors
from thuphi.registers.neighbours.actions import keys
from thuphi.registers.neighbours.actions.keys import Caller
from thuphi.registers.neighbours.rules import Scope

from .problems import Kind, Problem

BYTES_MAX = 1_500_000
MINUTE = timedelta(minutes=1)
WITH_A_BODY = frozenset({"POST", "PATCH", "PUT"})
UNAUTHORIZED = {"WWW-Authenticate": 'Bearer realm="Thu Phi"'}


class ApiRequest(HttpRequest):
    """A request that has passed the entry."""

    auth: Caller


def see_facility(facility_id: int) -> None:
    """Let the database show rows of this facility, and of no other, on this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('thuphi.facilities', %s, false)", [str(facility_id)])


class Bearer(HttpBearer):
    """A key of the facility's own, good for one scope at least."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Let the caller in, for their facility's rows only. Raises `Problem`."""
        at = clock.now()
        try:
            caller = keys.authenticate(token.strip(), at=at)
        except errors.KeyNotGood as error:
            raise Problem(Kind.UNAUTHORIZED, headers=UNAUTHORIZED) from error
        see_facility(caller.facility_id)
        spend_one(caller)
        if self.scope not in caller.scopes:
            raise Problem(Kind.FORBIDDEN, scope=self.scope.value)
        keys.note_use(caller=caller, at=at)
        check_body(request)
        return caller


def spend_one(caller: Caller) -> None:
    """Count one request of this key in this minute, over all processes. Raises `Problem`."""
    at = clock.now()
    minute = at.replace(second=0, microsecond=0)
    spent = tries.spend(
        name=f"api:{caller.key_id}:{minute:%H%M}", lasts=minute + MINUTE - at, at=at
    )
    limit = settings.API_REQUESTS_A_MINUTE
    if spent > limit:
        seconds = 60 - at.second
        raise Problem(
            Kind.TOO_MANY, headers={"Retry-After": str(seconds)}, limit=limit, seconds=seconds
        )


def check_body(request: HttpRequest) -> None:
    """A body is JSON and not larger than it may be. Raises `Problem`."""
    declared = request.headers.get("Content-Length", "0")
    if not declared.isdigit() or int(declared) > BYTES_MAX:
        raise Problem(Kind.TOO_LARGE, bytes_max=BYTES_MAX)
    if request.method not in WITH_A_BODY:
        return
    try:
        body = request.body
    except (RequestDataTooBig, UnreadablePostError) as error:
        raise Problem(Kind.TOO_LARGE, bytes_max=BYTES_MAX) from error
    if len(body) > BYTES_MAX:
        raise Problem(Kind.TOO_LARGE, bytes_max=BYTES_MAX)
    if body and request.content_type != "application/json":
        raise Problem(Kind.NOT_JSON)


class OneJson(Parser):
    """Reads JSON as the standard has it: no NaN, no member twice, nothing nested without end."""

    def parse_body(self, request: HttpRequest) -> dict[str, object]:
        """The members of the body. Raises `ValueError`."""
        try:
            read: dict[str, object] = json.loads(
                request.body, object_pairs_hook=_once_each, parse_constant=_no_constant
            )
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        return read


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
