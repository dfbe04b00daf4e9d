"""How often somebody may ask for codes that nobody has: walking through codes ends here.

One code in a hundred thousand belongs to a bill when there are ten million, and any program can
write codes whose check symbols fit. What is there is shown without a question to the counters, and
shown also when they are out of order: paying must go on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

import structlog
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from thuphi.doors.web.pay.forms import TOO_MANY_TRIES, FindForm
from thuphi.ground.kit import clock
from thuphi.ground.kit.network import network_of
from thuphi.ground.tries import actions as tries

log = structlog.get_logger("thuphi.pay")

WINDOW = timedelta(minutes=15)
MISSES_PER_ADDRESS = 300
"""Whole streets share one address on mobile networks, and nobody types so many codes."""
STOPPED_MAX = 10_000

View = Callable[..., HttpResponse]
_stopped: dict[str, datetime] = {}
"""Who has had too many misses, as far as this process knows: the counters are not asked again."""


def counts_misses(view: View) -> View:
    """Answer 429 for a while to who asked for too many codes that nobody has."""

    @wraps(view)
    def counted(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if is_stopped(request):
            return _refusal(request)
        try:
            return view(request, *args, **kwargs)
        except Http404:
            missed(request)
            raise

    return counted


def is_stopped(request: HttpRequest) -> bool:
    """Whether this caller has had too many misses."""
    return _stopped.get(_network(request), clock.now()) > clock.now()


def missed(request: HttpRequest) -> None:
    """Count one miss."""
    now, network = clock.now(), _network(request)
    try:
        spent = tries.spend(name=f"missed:{network}", lasts=WINDOW, at=now)
    except DatabaseError as error:
        log.warning("misses_not_counted", error=type(error).__name__)
        return
    if spent > MISSES_PER_ADDRESS:
        if len(_stopped) >= STOPPED_MAX:
            _stopped.clear()
        _stopped[network] = now + WINDOW


def forget() -> None:
    """Everybody may ask again, as far as this process knows."""
    _stopped.clear()


def _refusal(request: HttpRequest) -> HttpResponse:
    form = FindForm({})
    form.full_clean()
    form.errors.clear()
    form.add_error(None, TOO_MANY_TRIES)
    return render(
        request, "pay/find.html", {"form": form, "action": reverse("pay:find")}, status=429
    )


def _network(request: HttpRequest) -> str:
    """Who asks; behind a trusted proxy the address that the proxy saw (`doors/gate/bounds.py`)."""
    return network_of(request.META.get("REMOTE_ADDR", ""))
