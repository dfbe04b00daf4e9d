"""Which bills this visitor has proved to be theirs; remembered in the session, bill by bill."""

from __future__ import annotations

from django.http import HttpRequest

_KEY = "proved_bills"
_REMEMBERED = 50


def is_proved(request: HttpRequest, code: str) -> bool:
    """Whether the second fact of this bill was given in this session."""
    return code in request.session.get(_KEY, [])


def proved(request: HttpRequest) -> list[str]:
    """The codes of all bills that were proved in this session."""
    return list(request.session.get(_KEY, []))


def remember(request: HttpRequest, code: str) -> None:
    """From now on the names of this bill, and of no other, are shown in full."""
    proved = [known for known in request.session.get(_KEY, []) if known != code]
    request.session[_KEY] = [*proved, code][-_REMEMBERED:]
