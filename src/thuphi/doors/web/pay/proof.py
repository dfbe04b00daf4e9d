"""Which bills this visitor has proved to be theirs; remembered in the session, bill by bill."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest

from thuphi.ground.kit import clock

_KEY = "proved_bills"
_REMEMBERED = 50
_LENT = "lent_bills"


def is_proved(request: HttpRequest, code: str) -> bool:
    """Whether the second fact of this bill was given in this session."""
    return code in proved(request)


def proved(request: HttpRequest) -> list[str]:
    """The codes of all bills that were proved in this session."""
    return [*request.session.get(_KEY, []), *_lent(request)]


def remember(request: HttpRequest, code: str) -> None:
    """From now on the names of this bill, and of no other, are shown in full."""
    renew(request)
    proved = [known for known in request.session.get(_KEY, []) if known != code]
    request.session[_KEY] = [*proved, code][-_REMEMBERED:]


def renew(request: HttpRequest) -> None:
    """The session gets another name: one that somebody planted in this browser, or has seen
    before, shows them nothing of what is proved from here on."""
    if request.session.session_key:
        request.session.cycle_key()


def lend(request: HttpRequest, codes: Iterable[str], until: datetime) -> None:
    """Until then the names of these bills are shown in full: somebody signed in by phone."""
    told = until.isoformat()
    request.session[_LENT] = {**_lent(request), **dict.fromkeys(codes, told)}


def take_back(request: HttpRequest) -> None:
    """What was lent, or proved bill by bill, is hidden again in this browser."""
    request.session.pop(_LENT, None)
    request.session.pop(_KEY, None)


def _lent(request: HttpRequest) -> dict[str, str]:
    now = clock.now()
    lent: dict[str, str] = request.session.get(_LENT, {})
    return {code: until for code, until in lent.items() if datetime.fromisoformat(until) > now}
