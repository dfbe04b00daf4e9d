"""What stands in the database in place of tokens, codes and phones."""

from __future__ import annotations

from django.conf import settings

from thuphi.ground.kit.seal import derive

from . import rules


def session_key(session: str) -> str:
    """For the token of a session."""
    return _digest("session", session)


def device_key(device: str) -> str:
    """For the token that a browser keeps for half a year."""
    return _digest("device", device)


def asker_key(asker: str) -> str:
    """For the token of the browser that asked for a code."""
    return _digest("asker", asker)


def code_key(asker: str, code: str) -> str:
    """For a code; the same six figures of another asker are another digest."""
    return _digest("code", asker, code)


def phone_key(phone: str) -> str:
    """For a phone, where tries are counted."""
    return _digest("phone", phone)


def _digest(kind: str, *parts: str) -> str:
    return rules.digest(derive(settings.MASTER_SECRET, "family"), kind, *parts)
